"""An answer that is a list: what is true of all said once, each item on a line."""

import re
from collections.abc import Sequence
from dataclasses import replace

from council.answers import Answer, Finding, Note
from council.asking import Clock
from council.model import Contact, State
from dialogs import findings, phrases
from dialogs.cards import Element, bullets, heading, paragraph
from dialogs.sources import Sources
from dialogs.texts import Texts, mark

PAGE = 10  # items that are shown at once
A_FEW = 2  # more than a page by no more than this: shown at once all the same

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


def listing(answer: Answer, t: Texts, sources: Sources, start: int) -> list[Element]:
    """Return a page of a list, with what has to be said of all of it said once."""
    found = answer.findings
    shown = found[start : end(answer, start)]
    if not shown:
        return [paragraph(t("There is nothing more to show."))]
    common = _said_of_all(found)
    numbers = [sources.of(finding) for finding in shown]
    sources.saying_the_same(answer.also)
    one = len(set(numbers)) == 1
    items = [
        _item(sources.reached(f), common, t) + ("" if one else f" [{n}]")
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


def end(answer: Answer, start: int) -> int:
    """Return where a page of the list ends; a last few are not worth a page of their own."""
    left = len(answer.findings) - start
    return start + (left if left <= PAGE + A_FEW else PAGE)


def _list_title(answer: Answer, common: frozenset[Note], t: Texts) -> str:
    kinds = {type(f.record) for f in answer.findings}
    title = t(phrases.PLURALS.get(kinds.pop(), "Found")) if len(kinds) == 1 else t("Found")
    title = t(BY_THE_CLOCK[clock]) if (clock := answer.asked.clock) in BY_THE_CLOCK else title
    if clock is Clock.LATE and any(_said_late(f) for f in answer.findings):
        title = t("Late")  # the due date of some may be still to come
    if answer.programme is None:
        return title
    name = phrases.programme_name(answer.programme, t, doubts=Note.DRAFT not in common)
    return f"{title} – {name}"


def _said_late(finding: Finding) -> bool:
    return getattr(finding.record, "state", None) is State.LATE


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
