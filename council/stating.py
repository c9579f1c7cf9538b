"""A question under consideration, and answers made of what was found for it."""

from dataclasses import dataclass, field, replace
from datetime import date

from council.answers import Answer, AnswerKind, Finding, Note, Quote, Why
from council.asking import Asked, Finder, Hit
from council.facts import KIND_OF
from council.model import Contact, Programme
from council.passages import Found
from council.people import Topic
from council.quoting import with_common_words, with_words
from council.scope import Scope, settled
from council.shelf import View

MOST = 3  # contacts, and records in an answer that is no list
INCOMPLETE = frozenset({Note.NO_LINK, Note.NO_TIME, Note.NO_PLACE, Note.NO_OWNER, Note.YEARLESS})


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all that is needed to consider it."""

    asked: Asked
    scope: Scope
    view: View
    today: date
    finder: Finder
    topic: Topic | None
    # What has been looked for already: several ways of answering look for the same.
    records: dict[Asked, list[Hit]] = field(default_factory=dict, compare=False)
    passages: dict[Asked, Found] = field(default_factory=dict, compare=False)


def stated(question: Question, findings: tuple[Finding, ...], *, listed: bool = False) -> Answer:
    """Make an answer of findings, at least one, with exact words where they are at hand.

    A list is quoted once, since its records stand together in the document.
    """
    asked, view, finder = question.asked, question.view, question.finder
    if listed:
        told = with_common_words(findings, asked, view, finder)
    else:
        told = tuple(with_words(f, asked, view, finder) for f in findings)
    record = told[0].record
    programme = question.view.register.programme(record)
    topic = Topic(
        record.programme,
        programme.municipality if programme else "",
        "" if listed else record.key,
        KIND_OF[type(record)].value if type(record) in KIND_OF else "",
        tuple(question.asked.wants),
    )
    incomplete = any(f.notes & INCOMPLETE for f in told)
    return Answer(
        AnswerKind.ANSWER,
        question.asked,
        findings=told,
        listing=listed,
        programme=programme,
        contacts=contacts(question, programme) if incomplete else (),
        topic=topic,
    )


def plain(question: Question, note: Note) -> Answer:
    """Make an answer that needs no record: nothing is late."""
    programme = settled(question.scope, question.today)
    return Answer(AnswerKind.ANSWER, question.asked, programme=programme, notes=frozenset({note}))


def quoted(question: Question, kind: AnswerKind, quotes: tuple[Quote, ...]) -> Answer:
    """Make an answer of a document's own words, or of the closest of them."""
    register = question.view.register
    programme = register.find(Programme, quotes[0].document.programme)
    place = quotes[0].document.municipality
    return Answer(
        kind,
        question.asked,
        quotes=quotes,
        programme=programme,
        contacts=contacts(question, programme) if kind is AnswerKind.CLOSEST else (),
        topic=Topic(programme.key if programme else "", place, wants=tuple(question.asked.wants)),
    )


def choice(question: Question, programmes: tuple[Programme, ...]) -> Answer:
    """Ask which programme is meant."""
    return Answer(AnswerKind.CHOICE, question.asked, choices=programmes)


def unknown(question: Question, why: Why, findings: tuple[Finding, ...] = ()) -> Answer:
    """Say that the data has no answer, and whom to ask.

    `findings` are what is known about the subject all the same.
    """
    if why is Why.OTHER_TOWN:  # nobody here answers for another town
        return Answer(AnswerKind.UNKNOWN, question.asked, why=why)
    programme = settled(question.scope, question.today)
    if findings:
        programme = question.view.register.programme(findings[0].record)
    told = tuple(with_words(f, question.asked, question.view, question.finder) for f in findings)
    return Answer(
        AnswerKind.UNKNOWN,
        question.asked,
        findings=told,
        programme=programme,
        why=why,
        contacts=contacts(question, programme),
    )


def with_choices(answer: Answer, others: tuple[Programme, ...], notes: frozenset[Note]) -> Answer:
    """Add the programmes that fit as well."""
    return replace(answer, choices=others, notes=answer.notes | notes)


def contacts(question: Question, programme: Programme | None) -> tuple[Contact, ...]:
    """Return whom to ask: the programme's contacts, else one of each programme that fits."""
    register = question.view.register
    if programme and (own := register.contacts(programme.key)):
        return own[:MOST]
    fitting = [c for p in question.scope.programmes for c in register.contacts(p.key)[:1]]
    return tuple(fitting[:MOST])
