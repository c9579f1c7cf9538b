"""A page of a list: each item with its source and its buttons, and the way on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from council.answers import Finding, Note
from council.model import Contact, Material
from dialogs import findings, phrases
from dialogs.cards import Action, Element, actions, block, button, clip, heading, link, paragraph
from dialogs.scene import Scene, show
from dialogs.texts import Texts
from dialogs.turn import Reply

PAGE = 8
LONGEST_LINE = 300
ON_ITS_OWN_PAGE = frozenset({Note.NO_TIME, Note.NO_PLACE, Note.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows, and the button that shows it again from another place."""

    title: str
    verb: str
    items: Sequence[Finding]
    empty: str  # what is said where there is nothing
    values: Mapping[str, Any] = field(default_factory=dict)
    above: Sequence[Element] = ()
    below: Sequence[Action] = ()
    more: Mapping[str, Sequence[str]] = field(default_factory=dict)  # further lines, by key


def listed(scene: Scene, listing: Listing, *, named: bool = True) -> Reply:
    """Return a page of a list from where the button says; `named` adds kinds to the names."""
    t, start = scene.t, scene.number("from")
    shown = listing.items[start : start + PAGE]
    elements = [heading(listing.title), *listing.above]
    if not shown:
        said = t("There is nothing more to show.") if listing.items else listing.empty
        elements.append(paragraph(said))
    more = listing.more
    elements += [
        item(finding, t, named=named, more=more.get(finding.record.key, ())) for finding in shown
    ]
    if any(Note.UNCONFIRMED in finding.notes for finding in shown):
        said = t("Not confirmed: read from an ambiguous place in the document.")
        elements.append(block([paragraph(said, quiet=True)]))
    elements += _where(start, len(shown), len(listing.items), t)
    elements += actions([*_turning(listing, start, t), *listing.below])
    keys = tuple(finding.record.key for finding in shown)
    return show(t, listing.title, elements, sources=keys, replaces=bool(scene.turn.values))


def item(finding: Finding, t: Texts, *, named: bool = False, more: Sequence[str] = ()) -> Element:
    """Return one item of a list: name, what a list shows of it, source, buttons."""
    record = finding.record
    name = findings.subject(finding, t, doubts=True)
    if named and (kind := phrases.kind(record, t)):
        name = f"{kind}: {name}"
    kept = replace(finding, notes=finding.notes - ON_ITS_OWN_PAGE)
    known = {phrases.name(record), t(findings.LEFT_OPEN)}  # said by the list's title or above
    lines = [line for line in findings.lines(kept, t) if line not in known]
    if isinstance(record, Contact):
        lines = [phrases.contact(record, t, named=False)]
    opened: list[Action] = []
    if isinstance(record, Material):
        opened = link(t("Open the material"), record.url)
    elif not isinstance(record, Contact):
        opened = [button(t("More"), "programme.record", {"key": record.key})]
    asked = button(t("Ask about this"), "questions.about", {"key": record.key})
    return block(
        [
            paragraph(name, bold=True),
            *(paragraph(clip(line, LONGEST_LINE), near=True) for line in (*more, *lines) if line),
            paragraph(phrases.source_line(finding.source or record.source, t), quiet=True),
            *actions([*opened, asked]),
        ]
    )


def _where(start: int, shown: int, total: int, t: Texts) -> list[Element]:
    if not shown or shown == total:
        return []
    said = t("{first}–{last} of {all}", first=start + 1, last=start + shown, all=total)
    return [paragraph(said, quiet=True)]


def _turning(listing: Listing, start: int, t: Texts) -> list[Action]:
    made = []
    if start > 0:
        values = {**listing.values, "from": max(0, start - PAGE)}
        made.append(button(t("Previous"), listing.verb, values))
    if start + PAGE < len(listing.items):
        values = {**listing.values, "from": start + PAGE}
        made.append(button(t("Next"), listing.verb, values))
    return made
