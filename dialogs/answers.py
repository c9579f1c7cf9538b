"""An answer as a card: what was found, what has to be said with it, its sources, whom to ask."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from council.answers import Answer, AnswerKind, Finding, Note, Why
from council.asking import Clock
from council.model import Contact, Material, Programme
from dialogs import findings, phrases
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

PAGE = 10  # items of a list that are shown at once
OTHERS = 3  # programmes that can be asked about too
MOST_CONTACTS = 2  # named below an answer; where there is none, all that the council gives
FIRST_ITEMS = 5  # of a programme that can be chosen
A_FEW = 2  # more than a page by no more than this: shown at once all the same

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

COMMON = {
    Note.DRAFT: mark("These are drafts (working paper) and may still change."),
    Note.FORMER: mark("This is an earlier version that has been replaced."),
    Note.UNCONFIRMED: mark("These are not confirmed: they were read from an ambiguous place."),
}


# What a list is called that the clock has made.
BY_THE_CLOCK = {
    Clock.LATE: mark("Due date has passed"),
    Clock.NEXT: mark("What comes next"),
    Clock.UPCOMING: mark("What comes next"),
}

_LABELLED = re.compile(r"[^:.]{1,25}: ")  # 'Määräaika: …': a second colon in a line is one too many

# Notes of all items of a list that are said once, below it.
SAID_ONCE = frozenset({Note.NO_TIME, Note.NO_PLACE, Note.NO_OWNER, Note.NO_DUE, Note.NO_TARGET})


def answered(answer: Answer, t: Texts, *, start: int = 0) -> Reply:
    """Return the reply that an answer makes; `start` is where a long list goes on."""
    sources = Sources(t)
    ways = {
        AnswerKind.ANSWER: _listing if answer.listing else _stated,
        AnswerKind.CLOSEST: _closest,
        AnswerKind.CHOICE: _choice,
        AnswerKind.UNKNOWN: _unknown,
    }
    elements = ways[answer.kind](answer, t, sources, start)
    elements += sources.elements(words=not answer.quotes or bool(answer.findings))
    people = [_without_example(person, sources) for person in answer.contacts]
    told = answer.kind is AnswerKind.ANSWER and answer.programme is not None
    elements += contacts(people[:MOST_CONTACTS] if told else people, t)
    elements += _offer(answer, t)
    elements += actions(_buttons(answer, t, start))
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


def programme_name(programme: Programme, t: Texts, *, doubts: bool = True) -> str:
    """Return a programme's name with its municipality and, unless said already, its doubts."""
    name = phrases.titled(programme, t) if doubts else phrases.name(programme)
    town = programme.municipality
    return name if not town or town.casefold() in name.casefold() else f"{name}, {town}"


def _fallback(elements: Sequence[Element]) -> str:
    texts = (unescape(e["text"]) for e in elements if e["type"] == "TextBlock")
    return " ".join(tidy(text) for text in texts)


def _chosen(answer: Answer, t: Texts) -> list[Element]:
    """Say which programme was taken where others would fit too; buttons ask about those."""
    if Note.CHOSEN not in answer.notes or answer.programme is None:
        return []
    name = programme_name(answer.programme, t, doubts=False)
    return [paragraph(t("This is about: {programme}.", programme=name))]


def _stated(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    elements: list[Element] = []
    for _, group in groupby(answer.findings, key=lambda f: f.record.key):
        elements += _told(list(group), t, sources)
    if answer.quotes:
        if not answer.findings:
            elements.append(heading(t("This is what the material says:")))
        elements += _quoted(answer, t, sources)
    elements += [paragraph(line) for line in findings.note_lines(answer.notes, t)]
    return (elements or [paragraph(t("No later one is known."))]) + _chosen(answer, t)


def _told(group: Sequence[Finding], t: Texts, sources: Sources) -> list[Element]:
    """Return what was found about one record, with the number of its source."""
    numbers = dict.fromkeys(sources.of(finding) for finding in group)
    marks = " ".join(f"[{number}]" for number in numbers)
    group = [_reached(finding, sources) for finding in group]
    said = list(dict.fromkeys(line for finding in group for line in findings.lines(finding, t)))
    subject = findings.subject(group[0], t)
    if not said:
        return [heading(f"{subject} {marks}")]
    said[0] = f"{said[0]} {marks}"
    return [heading(subject), *(paragraph(line, near=True) for line in said)]


def _quoted(answer: Answer, t: Texts, sources: Sources) -> list[Element]:
    elements = []
    for quote in answer.quotes:
        number = sources.add(passage_source(quote, t))
        elements.append(paragraph(f"{sources.quoted(quote.text)} [{number}]"))
    return elements


def _listing(answer: Answer, t: Texts, sources: Sources, start: int) -> list[Element]:
    found = answer.findings
    shown = found[start : _end(answer, start)]
    if not shown:
        return [paragraph(t("There is nothing more to show."))]
    common = _said_of_all(found)
    numbers = [sources.of(finding) for finding in shown]
    sources.saying_the_same(answer.also)
    one = len(set(numbers)) == 1
    items = [
        _item(_reached(f, sources), common, t) + ("" if one else f" [{n}]")
        for f, n in zip(shown, numbers, strict=True)
    ]
    title = _list_title(answer, common, t) + (f" [{numbers[0]}]" if one else "")
    elements = [heading(title), *(paragraph(t(COMMON[n])) for n in COMMON if n in common)]
    elements.append(bullets(items))
    if answer.asked.clock is Clock.LATE:
        elements.append(paragraph(t("The material does not mark these as done.")))
    if any(Note.UNCONFIRMED in f.notes - common for f in shown):
        said = t("Not confirmed: read from an ambiguous place in the document.")
        elements.append(paragraph(said, quiet=True))
    notes = answer.notes | (common & SAID_ONCE)
    elements += [paragraph(line) for line in findings.note_lines(notes, t)]
    if len(shown) < len(found):
        first, last = start + 1, start + len(shown)
        elements.append(
            paragraph(
                t("{first}–{last} of {all}", first=first, last=last, all=len(found)), quiet=True
            )
        )
    return elements


def _said_of_all(found: Sequence[Finding]) -> frozenset[Note]:
    """Return the notes that are said once for a whole list."""
    shared = frozenset.intersection(*(f.notes for f in found))
    return shared & (frozenset(COMMON) | (SAID_ONCE if len(found) > 1 else frozenset()))


def _end(answer: Answer, start: int) -> int:
    """Return where a page of the list ends; a last few are not worth a page of their own."""
    left = len(answer.findings) - start
    return start + (left if left <= PAGE + A_FEW else PAGE)


def _list_title(answer: Answer, common: frozenset[Note], t: Texts) -> str:
    kinds = {type(f.record) for f in answer.findings}
    title = t(phrases.PLURALS.get(kinds.pop(), "Found")) if len(kinds) == 1 else t("Found")
    title = t(BY_THE_CLOCK[clock]) if (clock := answer.asked.clock) in BY_THE_CLOCK else title
    if answer.programme is None:
        return title
    name = programme_name(answer.programme, t, doubts=Note.DRAFT not in common)
    return f"{title} – {name}"


def _item(finding: Finding, common: frozenset[Note], t: Texts) -> str:
    """Return a finding on one line, without what has been said of all."""
    kept = replace(finding, notes=finding.notes - common)
    if isinstance(finding.record, Contact):
        return phrases.contact(finding.record, t)
    name = findings.subject(kept, t, drafts=Note.DRAFT not in common, doubts=True)
    kept = replace(kept, notes=kept.notes - {Note.UNCONFIRMED})
    told = findings.lines(kept, t, brief=True)
    said = [line for line in told if line != phrases.name(finding.record)]
    between = "" if name.endswith(("?", "!", ".")) else ":"
    if said and _LABELLED.match(said[0]):
        between = " –"
    return f"{name}{between} {' '.join(_sentence(s) for s in said)}" if said else name


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _closest(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    title = heading(t("I found no direct answer. The closest place in the material:"))
    return [title, *_quoted(answer, t, sources)]


def _choice(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    title = heading(t("Which programme do you mean?"))
    choices = answer.choices[:PAGE]
    if not answer.findings:
        return [title, bullets(programme_name(programme, t) for programme in choices)]
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
    name = paragraph(programme_name(programme, t) + marks, bold=True)
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
    for finding in answer.findings:
        elements += _told([finding], t, sources)
    return elements + [paragraph(line) for line in notes]


def _offer(answer: Answer, t: Texts) -> list[Element]:
    """Say what the buttons of a reply without an answer do."""
    if not answer.ask or answer.kind is not AnswerKind.UNKNOWN:
        return []
    said = t("I can pass your question on to the administrators, with or without your name.")
    return [paragraph(said)]


def _reached(finding: Finding, sources: Sources) -> Finding:
    """Leave out a contact's example address where a quote shows the real one."""
    record = finding.record
    if not isinstance(record, Contact):
        return finding
    return replace(finding, record=_without_example(record, sources))


def _without_example(person: Contact, sources: Sources) -> Contact:
    if not person.placeholder or not sources.tell(person):
        return person
    return replace(person, email="", phone="")


def _buttons(answer: Answer, t: Texts, start: int) -> list[Action]:
    question = answer.asked.text[:LONGEST_CARRIED]
    made: list[Action] = []
    if answer.kind is AnswerKind.CHOICE:
        made += [
            button(
                programme_name(programme, t, doubts=False),
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
    if answer.listing and _end(answer, start) < len(answer.findings):
        values = {
            "question": question,
            "programme": answer.programme.key if answer.programme else "",
            "from": _end(answer, start),
        }
        made.append(button(t("Show more"), "questions.more", values))
    if answer.ask and answer.kind is AnswerKind.UNKNOWN:
        made.append(button(t("Pass the question on"), "desk.pass", {"ask": answer.ask}))
        named = {"ask": answer.ask, "named": True}
        made.append(button(t("Pass it on in my name"), "desk.pass", named))
    return made + _others(answer, t)


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
        name = town if alone else programme_name(programme, t, doubts=False)
        values = {"question": question, "key": programme.key}
        asked = t("What about {programme}?", programme=name)
        made.append(button(asked, "questions.suggested", values))
    return made
