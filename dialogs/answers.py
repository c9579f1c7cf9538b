"""An answer as a card: what was found, what has to be said with it, its sources, whom to ask."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from council.answers import Answer, AnswerKind, Finding, Note, Why
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
OTHERS = 5  # programmes named that can be asked about too
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
    elements += contacts(answer.contacts, t)
    elements += actions(_buttons(answer, t, start))
    return show(
        t,
        _fallback(elements),
        elements,
        citations=sources.citations,
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
    """Say which programme was taken where others would fit too."""
    if Note.CHOSEN not in answer.notes or answer.programme is None:
        return []
    name = programme_name(answer.programme, t, doubts=False)
    about = t("This is about: {programme}.", programme=name)
    said = [about]
    if answer.choices:
        others = t.listed(programme_name(p, t, doubts=False) for p in answer.choices[:OTHERS])
        said.append(t("You can also ask about: {programmes}.", programmes=others))
    return [paragraph(" ".join(said))]


def _stated(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    elements = _chosen(answer, t)
    for _, group in groupby(answer.findings, key=lambda f: f.record.key):
        elements += _told(list(group), t, sources)
    if answer.quotes:
        if not answer.findings:
            elements.append(heading(t("This is what the material says:")))
        elements += _quoted(answer, t, sources)
    elements += [paragraph(line) for line in findings.note_lines(answer.notes, t)]
    return elements or [paragraph(t("No later one is known."))]


def _told(group: Sequence[Finding], t: Texts, sources: Sources) -> list[Element]:
    """Return what was found about one record, with the number of its source."""
    numbers = dict.fromkeys(sources.of(finding) for finding in group)
    marks = " ".join(f"[{number}]" for number in numbers)
    said = list(dict.fromkeys(line for finding in group for line in findings.lines(finding, t)))
    subject = findings.subject(group[0], t)
    if not said:
        return [heading(f"{subject} {marks}")]
    said[0] = f"{said[0]} {marks}"
    return [heading(subject), *(paragraph(line) for line in said)]


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
    common = frozenset.intersection(*(f.notes for f in found)) & frozenset(COMMON)
    numbers = [sources.of(finding) for finding in shown]
    for source in answer.also:
        sources.add(source)
    one = len(set(numbers)) == 1
    marks = "".join(f" [{n}]" for n, _ in enumerate(sources.found, 1)) if one else ""
    items = [
        _item(f, common, t) + ("" if one else f" [{n}]")
        for f, n in zip(shown, numbers, strict=True)
    ]
    elements = [heading(_list_title(answer, common, t) + marks), *_chosen(answer, t)]
    elements += [paragraph(t(COMMON[note])) for note in COMMON if note in common]
    elements.append(bullets(items))
    elements += [paragraph(line) for line in findings.note_lines(answer.notes, t)]
    if len(shown) < len(found):
        first, last = start + 1, start + len(shown)
        elements.append(
            paragraph(
                t("{first}–{last} of {all}", first=first, last=last, all=len(found)), quiet=True
            )
        )
    return elements


def _end(answer: Answer, start: int) -> int:
    """Return where a page of the list ends; a last few are not worth a page of their own."""
    left = len(answer.findings) - start
    return start + (left if left <= PAGE + A_FEW else PAGE)


def _list_title(answer: Answer, common: frozenset[Note], t: Texts) -> str:
    kinds = {type(f.record) for f in answer.findings}
    title = t(phrases.PLURALS.get(kinds.pop(), "Found")) if len(kinds) == 1 else t("Found")
    if answer.programme is None:
        return title
    name = programme_name(answer.programme, t, doubts=Note.DRAFT not in common)
    return f"{title} – {name}"


def _item(finding: Finding, common: frozenset[Note], t: Texts) -> str:
    """Return a finding on one line, without what has been said of all."""
    kept = replace(finding, notes=finding.notes - common)
    name = findings.subject(kept, t, drafts=Note.DRAFT not in common)
    said = [line for line in findings.lines(kept, t) if line != phrases.name(finding.record)]
    if isinstance(finding.record, Contact):
        return " ".join(said)
    between = "" if name.endswith(("?", "!", ".")) else ":"
    return f"{name}{between} {' '.join(_sentence(s) for s in said)}" if said else name


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _closest(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    title = heading(t("I found no direct answer. The closest place in the material:"))
    return [title, *_quoted(answer, t, sources)]


def _choice(answer: Answer, t: Texts, _sources: Sources, _start: int) -> list[Element]:
    names = (programme_name(programme, t) for programme in answer.choices[:PAGE])
    return [heading(t("Which programme do you mean?")), bullets(names)]


def _unknown(answer: Answer, t: Texts, sources: Sources, _start: int) -> list[Element]:
    why = answer.why or Why.NOTHING_FOUND
    said = t(
        REASONS[why],
        place=answer.asked.unknown_place,
        example=t("What are the goals?"),
        limit=t.number(1000),
    )
    elements = [heading(said)]
    for finding in answer.findings:
        elements += _told([finding], t, sources)
    elements += [paragraph(line) for line in findings.note_lines(answer.notes, t)]
    if not answer.contacts and answer.ask:
        elements.append(paragraph(t("You can pass the question on to the administrators.")))
    return elements


def _buttons(answer: Answer, t: Texts, start: int) -> list[Action]:
    question = answer.asked.text[:LONGEST_CARRIED]
    made: list[Action] = []
    if answer.kind is AnswerKind.CHOICE:
        made += [
            button(
                programme_name(programme, t),
                "questions.choose",
                {"question": question, "programme": programme.key},
            )
            for programme in answer.choices[:PAGE]
        ]
    for finding in answer.findings:
        record = finding.record
        if isinstance(record, Material):
            made += link(t("Open: {name}", name=record.name), record.url)
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
    return made
