"""An answer as a card: what was found, what has to be said with it, its sources, whom to ask."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from council.answers import Answer, AnswerKind, Finding, Note, Why
from council.model import Action as Deed
from council.model import Contact, FollowUp, Material, Metric, Programme, Source
from dialogs import findings, phrases
from dialogs.answer_lists import PAGE, end, listing
from dialogs.cards import (
    Action,
    Element,
    actions,
    block,
    bullets,
    button,
    heading,
    link,
    paragraph,
    tidy,
    unescape,
)
from dialogs.scene import LONGEST_CARRIED, show
from dialogs.sources import Sources, passage_source
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

OTHERS = 3  # programmes that can be asked about too
MOST_CONTACTS = 2  # named below an answer; where there is none, all that the council gives
FIRST_ITEMS = 5  # of a programme that can be chosen

REASONS = {
    Why.NOTHING_FOUND: mark("The material has no answer to this."),
    Why.OTHER_TOWN: mark("I have no material about this municipality: {place}."),
    Why.LACKS: mark("The material speaks of this, but does not say what you asked."),
    Why.EMPTY: mark("I have no material yet. An administrator has to add it first."),
    Why.NOT_A_QUESTION: mark(
        "I found no question in this. Ask in your own words, for example: {example}"
    ),
    Why.TOO_LONG: mark("The message is too long. Please ask in at most {limit} characters."),
}


def answered(answer: Answer, t: Texts, *, start: int = 0, page: bool = False) -> Reply:
    """Return the reply that an answer makes; `start` is where a long list goes on."""
    sources = Sources(t)
    ways = {
        AnswerKind.ANSWER: listing if answer.listing else _stated,
        AnswerKind.CLOSEST: _closest,
        AnswerKind.CHOICE: _choice,
        AnswerKind.UNKNOWN: _unknown,
    }
    elements = ways[answer.kind](answer, t, sources, start)
    elements += sources.elements(words=not answer.quotes or bool(answer.findings))
    people = [sources.without_example(person) for person in answer.contacts]
    told = answer.kind is AnswerKind.ANSWER and answer.programme is not None
    elements += contacts(people[:MOST_CONTACTS] if told else people, t)
    elements += _offer(answer, t)
    elements += actions([*_buttons(answer, t, start), *(_page(answer, t) if page else ())])
    return show(
        t,
        _fallback(elements),
        elements,
        citations=sources.citations,
        beside=sources.beside,
        outcome=answer.kind.value,
        sources=answer.sources,
        quotes=sources.quotes,
        topic=answer.topic,
    )


def contacts(people: Sequence[Contact], t: Texts) -> list[Element]:
    """Return whom to ask; nothing where nobody is known."""
    if not people:
        return []
    title = paragraph(t("Whom to ask"), bold=True)
    return [block([title, bullets(phrases.contact(person, t) for person in people)])]


def _fallback(elements: Sequence[Element]) -> str:
    texts = (unescape(e["text"]) for e in elements if e["type"] == "TextBlock")
    return " ".join(tidy(text) for text in texts)


def _chosen(answer: Answer, t: Texts) -> list[Element]:
    """Say which programme was taken where others would fit too; buttons ask about those."""
    if Note.CHOSEN not in answer.notes or answer.programme is None:
        return []
    name = phrases.programme_name(answer.programme, t, doubts=False)
    return [paragraph(t("This is about: {programme}.", programme=name))]


def _stated(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    groups = [list(g) for _, g in groupby(answer.findings, key=lambda f: f.record.key)]
    elements = _told(groups, t, sources)
    if answer.quotes:
        if not answer.findings:
            elements.append(heading(t("This is what the material says:")))
        elements += _quoted(answer, t, sources)
    elements += [paragraph(line) for line in findings.note_lines(answer.notes, t)]
    return (elements or [paragraph(t("No later one is known."))]) + _chosen(answer, t)


def _told(groups: Sequence[Sequence[Finding]], t: Texts, sources: Sources) -> list[Element]:
    """Return what was found about records, a group for each, with the numbers of the sources.

    What two documents say in the same words is said once.
    """
    told: dict[tuple[str, ...], dict[int, None]] = {}
    for group in groups:
        numbers = [sources.of(finding) for finding in group]
        kept = [sources.reached(finding) for finding in group]
        said = dict.fromkeys(line for finding in kept for line in findings.lines(finding, t))
        told.setdefault((findings.subject(kept[0], t), *said), {}).update(dict.fromkeys(numbers))
    elements: list[Element] = []
    for (subject, *lines), marked in told.items():
        marks = "".join(f" [{number}]" for number in marked)
        if not lines:
            elements.append(heading(subject + marks))
            continue
        elements.append(heading(subject))
        elements += [paragraph(line, near=True) for line in (lines[0] + marks, *lines[1:])]
    return elements


def _quoted(answer: Answer, t: Texts, sources: Sources) -> list[Element]:
    elements = []
    for quote in answer.quotes:
        number = sources.add(_titled(passage_source(quote, t), answer))
        elements.append(paragraph(f"{sources.quoted(quote.text)} [{number}]"))
    return elements


def _titled(source: Source, answer: Answer) -> Source:
    """Return a source under the title that the register has for its document."""
    known = answer.programme.source if answer.programme else None
    if known is None or known.document != source.document or not known.title:
        return source
    return replace(source, title=known.title)


def _closest(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    title = heading(t("I found no direct answer. The closest place in the material:"))
    return [title, *_quoted(answer, t, sources)]


def _choice(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    title = heading(t("Which programme do you mean?"))
    choices = answer.choices[:PAGE]
    if not answer.findings:
        return [title, bullets(phrases.programme_name(programme, t) for programme in choices)]
    elements = [title]
    for programme in choices:
        found = [f for f in answer.findings if f.record.programme == programme.key]
        elements += _first_items(programme, found, t, sources)
    return elements


def _first_items(
    programme: Programme, found: Sequence[Finding], t: Texts, sources: Sources
) -> list[Element]:
    """Return a programme that can be chosen, with the first of what it says."""
    shown = found[:FIRST_ITEMS]
    marks = "".join(f" [{n}]" for n in dict.fromkeys(sources.of(f) for f in shown))
    items = [findings.subject(f, t, doubts=True) for f in shown]
    if len(found) > len(shown):
        items.append(t("and {n} more", n=len(found) - len(shown)))
    name = paragraph(phrases.programme_name(programme, t) + marks, bold=True)
    return [name, bullets(items)] if items else [name]


def _unknown(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    why = answer.why or Why.NOTHING_FOUND
    said = t(
        REASONS[why],
        place=answer.asked.unknown_place,
        example=t("What are the goals?"),
        limit=t.number(1000),
    )
    notes = findings.note_lines(answer.notes, t)
    if Note.RESTRICTED in answer.notes:  # this is the answer; what is known comes second
        said, notes = t(findings.LINES[Note.RESTRICTED]), []
    elements = [heading(said)]
    if answer.findings:
        elements.append(paragraph(t("This is known:")))
    elements += _told([[finding] for finding in answer.findings], t, sources)
    return elements + [paragraph(line) for line in notes]


def _offer(answer: Answer, t: Texts) -> list[Element]:
    """Say what the buttons of a reply without an answer do."""
    if not answer.ask or answer.kind is not AnswerKind.UNKNOWN:
        return []
    said = t("I can pass your question on to the administrators, with or without your name.")
    return [paragraph(said)]


def _buttons(answer: Answer, t: Texts, start: int) -> list[Action]:
    question = answer.asked.text[:LONGEST_CARRIED]
    made: list[Action] = []
    if answer.kind is AnswerKind.CHOICE:
        made += [
            button(
                phrases.programme_name(programme, t, doubts=False),
                "questions.choose",
                {"question": question, "programme": programme.key},
            )
            for programme in answer.choices[:PAGE]
        ]
    for finding in answer.findings:
        record = finding.record
        if isinstance(record, Material):
            made += link(t("Open: {name}", name=record.name), record.url)
    if Note.RESTRICTED in answer.notes:
        programme = answer.programme.key if answer.programme else ""
        made.append(button(t("Show the materials"), "materials.all", {"programme": programme}))
    if answer.listing and end(answer, start) < len(answer.findings):
        values = {
            "question": question,
            "programme": answer.programme.key if answer.programme else "",
            "from": end(answer, start),
        }
        made.append(button(t("Show more"), "questions.more", values))
    if answer.ask and answer.kind is AnswerKind.UNKNOWN:
        # The words travel, not a key: nobody can learn by guessing keys what others have asked.
        asked = {"question": question, "language": answer.asked.language.value}
        made.append(button(t("Pass the question on"), "desk.pass", asked))
        made.append(button(t("Pass it on in my name"), "desk.pass", {**asked, "named": True}))
    return made + _others(answer, t)


def _page(answer: Answer, t: Texts) -> list[Action]:
    """Return the button to the page of the one record that an answer is about."""
    records = {finding.record.key: finding.record for finding in answer.findings}
    if answer.kind is not AnswerKind.ANSWER or len(records) != 1:
        return []
    key, record = records.popitem()
    if not isinstance(record, Deed | FollowUp | Metric):
        return []
    return [button(t("More"), "programme.record", {"key": key})]


def _others(answer: Answer, t: Texts) -> list[Action]:
    """Return buttons that ask the same about programmes that fit as well."""
    if answer.kind is not AnswerKind.ANSWER or Note.CHOSEN not in answer.notes:
        return []
    question, fitting = answer.asked.text[:LONGEST_CARRIED], answer.choices[:OTHERS]
    taken = (answer.programme, *fitting)
    towns = Counter(programme.municipality for programme in taken if programme)
    made = []
    for programme in fitting:
        town = programme.municipality  # shorter than the name, where it is as clear
        alone = bool(town) and towns[town] == 1
        name = town if alone else phrases.programme_name(programme, t, doubts=False)
        values = {"question": question, "key": programme.key}
        asked = t("What about {programme}?", programme=name)
        made.append(button(asked, "questions.suggested", values))
    return made
