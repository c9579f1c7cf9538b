"""The history of an item for administrators: what, from, to, who, when, why, through what."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from council import history
from council.errors import NotFoundError
from council.history import History
from council.language import Language
from dialogs import phrases, questions
from dialogs.cards import Action, Element, actions, block, button, heading, paragraph
from dialogs.history_words import subject, told
from dialogs.scene import Scene, show
from dialogs.texts import Texts, texts
from dialogs.turn import Happening, Reply

PAGE = 8  # changes on a card

_ASKED = re.compile(
    r"^\s*(?:muutoshistoria|historia|ändringshistorik|historik|history)(?!\w)\s*[:–-]?\s*(?P<of>.*?)\s*$",
    re.IGNORECASE | re.DOTALL,
)


def asked(text: str) -> str | None:
    """Return what the history of is asked for in words; None where it is no such message."""
    found = _ASKED.match(text)
    return found["of"].strip(" ?!.”“\"'") if found and found["of"].strip(" ?!.") else None


async def changes(scene: Scene) -> Reply:
    """Show administrators the history of an item; from others such words are a question."""
    if scene.turn.happening is Happening.PRESS:
        return await _of(scene, scene.key("key"))
    name = asked(scene.turn.text)
    if not name or not scene.asker.administers or not scene.turn.personal:
        return await questions.ask(scene)
    found = await history.named(scene.council, scene.asker, name)
    if len(found) == 1:
        return await _of(scene, found[0].key)
    if not found:
        try:
            return await _of(scene, name)
        except NotFoundError:
            return await questions.ask(scene)
    t = scene.t
    pressed = [
        button(
            f"{phrases.kind(r, t)}: {phrases.name(r)}".lstrip(": "),
            "history.changes",
            {"key": r.key},
        )
        for r in found
    ]
    elements = [heading(t("Whose history?")), *actions(pressed)]
    return show(t, t("Whose history?"), elements, outcome="choice")


async def _of(scene: Scene, key: str) -> Reply:
    t, start = scene.t, scene.number("from")
    found = await history.of(scene.council, scene.asker, key)
    name = phrases.name(found.record) if found.record else found.names.get(key) or key
    title = t("History: {name}", name=name)
    shown = found.changes[start : start + PAGE]
    elements = [heading(title)]
    if not found.changes:
        elements.append(paragraph(t("Nothing of this has been changed.")))
    elements += [_change(scene, found, number) for number in range(start, start + len(shown))]
    if len(shown) < len(found.changes):
        said = t(
            "{first}–{last} of {all}",
            first=start + 1,
            last=start + len(shown),
            all=len(found.changes),
        )
        elements.append(paragraph(said, quiet=True))
    command = f"luotsi history --csv historia.csv --item {key}"
    hint = t("As a table for Excel: IT runs the command ‘{command}’.", command=command)
    elements.append(paragraph(hint, quiet=True))
    elements += actions([*_turning(t, key, start, len(found.changes)), *_back(t, found)])
    return show(t, title, elements, replaces="from" in scene.turn.values, sources=(key,))


def _change(scene: Scene, found: History, number: int) -> Element:
    t, change = scene.t, found.changes[number]
    one = told(change, found, scene.council.zone, t)
    day, clock = t.bare_day(one.at.date()), t.clock(one.at.time())
    beside = t(
        "{day} {time}, {who}, {through}", day=day, time=clock, who=one.who, through=one.through
    )
    said = [paragraph(one.change(t)), paragraph(beside, quiet=True)]
    if one.why:
        said.insert(1, paragraph(t("Reason: {why}", why=t.quoted(one.why)), near=True))
    return block(said)


def _turning(t: Texts, key: str, start: int, total: int) -> list[Action]:
    made = []
    if start > 0:
        values = {"key": key, "from": max(0, start - PAGE)}
        made.append(button(t("Newer"), "history.changes", values))
    if start + PAGE < total:
        made.append(button(t("Older"), "history.changes", {"key": key, "from": start + PAGE}))
    return made


def _back(t: Texts, found: History) -> list[Action]:
    if found.record is None:
        return []
    return [button(t("Back to the item"), "programme.record", {"key": found.record.key})]


def table(found: History, zone: ZoneInfo, language: Language) -> Iterator[list[str]]:
    """Yield a history as rows of a table, the heading first; times are the municipality's."""
    t = texts(language)
    yield [
        t("Date and time"),
        t("Key"),
        t("Item"),
        t("What"),
        t("Before"),
        t("After"),
        t("Who"),
        t("Through"),
        t("Why"),
    ]
    for change in found.changes:
        one = told(change, found, zone, t)
        yield [
            f"{one.at:%Y-%m-%d %H:%M:%S}",
            change.key,
            subject(change, found),
            one.whole or one.field,
            one.before,
            one.after,
            one.who,
            one.through,
            one.why,
        ]
