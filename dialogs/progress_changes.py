"""What has changed in a programme: in words, by goal, with when and why; never who."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from council import progress
from council.dates import DateCertainty, DueDate
from council.errors import StaleError
from council.model import Reading, Standing, State, Target
from council.progress import Changed, Meeting
from council.since import Difference, What
from dialogs import phrases, progress_words, questions
from dialogs.cards import Action, Element, actions, bullets, button, clip, heading, paragraph, tidy
from dialogs.progress import choice, something_else, topic_of
from dialogs.scene import Scene, show
from dialogs.sources import Sources
from dialogs.texts import Texts, mark
from dialogs.turn import Happening, Reply

PAGE = 15  # differences on one card
LONGEST_WHY = 200
PERIODS = (30, 90)  # days back that buttons offer
KINDS = {**phrases.KINDS, Reading: mark("Reading"), Target: mark("Target level")}
STANDINGS = {
    Standing.DRAFT: mark("draft"),
    Standing.APPROVED: mark("approved"),
    Standing.FORMER: mark("earlier version"),
}


async def changed(scene: Scene) -> Reply:
    """Say what has changed: in the days that are named, else since the council's last meeting."""
    if scene.turn.happening is Happening.WORDS:
        return await _asked(scene)
    meant = await progress.meant(scene.council, scene.asker, scene.key("programme"), scene.topic)
    if meant.programme is None:
        return choice(scene, meant, "progress.changed")
    first, last = _day(scene, "first"), _day(scene, "last")
    if first is None or last is None or first > last:
        return await _since_meeting(scene, meant.programme.key)
    return await _between(scene, meant.programme.key, (first, last))


async def _asked(scene: Scene) -> Reply:
    rest = progress_words.after(scene.turn.text, changes=True) or ""
    council, today = scene.council, scene.council.today
    read = await progress.unread(council, scene.asker, rest, scene.language)
    asked = progress_words.asking(rest, today, read)
    if await something_else(scene, asked.rest):
        return await questions.ask(scene)
    meant = await progress.meant(council, scene.asker, "", scene.topic, asked.rest)
    if meant.programme is None:
        return choice(scene, meant, "progress.changed")
    if asked.between is None:
        return await _since_meeting(scene, meant.programme.key)
    if asked.between[0] > today:
        said = scene.t("That day is still to come: {day}.", day=scene.t.day(asked.between[0]))
        return await _choose_time(scene, meant.programme.key, said)
    return await _between(scene, meant.programme.key, asked.between)


async def _since_meeting(scene: Scene, programme: str) -> Reply:
    """Say what has changed since the council's last meeting, or that none is known."""
    t = scene.t
    meeting = await progress.last_meeting(scene.council, scene.asker, programme)
    if meeting is not None:
        days = (meeting.on, scene.council.today)
        return await _between(scene, programme, days, meeting)
    said = t("I do not know when the council last met: no past meeting is in the material.")
    return await _choose_time(scene, programme, said)


async def _choose_time(scene: Scene, programme: str, said: str) -> Reply:
    """Ask for another time, saying why."""
    t = scene.t
    example = t("What has changed since 1 October?")
    elements = [
        heading(t("Since when?")),
        paragraph(said),
        paragraph(t("Choose a time, or write a day, for example: {example}", example=example)),
        *actions(_periods(programme, scene.council.today, t)),
    ]
    return show(t, t("Since when?"), elements)


async def _between(
    scene: Scene, programme: str, days: tuple[date, date], meeting: Meeting | None = None
) -> Reply:
    t = scene.t
    found = await progress.changed(scene.council, scene.asker, programme, days)
    start = scene.number("from") if scene.turn.values else 0
    shown = found.differences[start : start + PAGE]
    title = t("What has changed: {programme}", programme=phrases.programme_name(found.programme, t))
    sources = Sources(t)
    for difference in shown:
        if difference.source:
            sources.add(difference.source)
    elements = [heading(title), *_time(found, meeting, t)]
    for goal, group in groupby(shown, key=lambda difference: difference.goal):
        name = phrases.titled(goal, t) if goal else t("Not under a goal")
        elements.append(paragraph(name, bold=True))
        elements.append(bullets(_line(difference, scene) for difference in group))
    elements += _place(start, len(shown), len(found.differences), t)
    elements += sources.elements(words=False)
    elements += actions([*_turning(found, start, t), *_onward(found, scene.council.today, t)])
    return show(
        t,
        title,
        elements,
        sources=tuple(dict.fromkeys(difference.key for difference in shown)) or (programme,),
        quotes=sources.quotes,
        citations=sources.citations,
        beside=sources.beside,
        replaces=bool(scene.turn.values),
        topic=topic_of(found.programme),
    )


def _time(found: Changed, meeting: Meeting | None, t: Texts) -> list[Element]:
    """Return which days are told of, and what has to be known of all of them."""
    said = [
        t(
            "Changes on record from {first} to {last}.",
            first=t.bare_day(found.first),
            last=t.bare_day(found.last),
        )
    ]
    if meeting is not None:
        name = phrases.name(meeting.record)
        day = t.bare_day(meeting.on)
        day = t("{date} (date not confirmed)", date=day) if meeting.unconfirmed else day
        said.append(t("The council’s previous meeting: {day}, {name}.", day=day, name=name))
    if found.brought:
        day = t.bare_day(found.brought)
        said.append(t("The whole programme was added on {day}.", day=day))
    if not found.differences:
        said.append(t("Nothing else has changed.") if found.brought else t("Nothing has changed."))
    if found.clipped:
        said.append(t("There is more on record than I can look at: choose a shorter time."))
    return [paragraph(line, near=number > 0) for number, line in enumerate(said)]


def _line(difference: Difference, scene: Scene) -> str:
    """Return a difference on one line: what, from and to, when, why."""
    t = scene.t
    day = t.bare_day(difference.at.astimezone(scene.council.zone).date())
    line = f"{_told(difference, t)} ({day})"
    if not difference.why:
        return line
    why = clip(tidy(difference.why), LONGEST_WHY)
    return t("{change}. Reason: {why}", change=line, why=why)


# What is said of a record, by what has become of it.
SAID = {
    What.DONE: mark("{name}: done"),
    What.NEW: mark("New: {kind} {quoted}"),
    What.GONE: mark("Gone: {kind} {quoted}"),
    What.STATE: mark("{name}: state {before} → {after}"),
    What.MOVED: mark("{name}: date {before} → {after}"),
    What.OWNERS: mark("{name}: responsible {before} → {after}"),
    What.WORDING: mark("Wording changed: {before} → {after}"),
    What.STANDING: mark("{name}: now {after}"),
    What.CONFIRMED: mark("{name}: confirmed"),
    What.NEWS: mark("{name}: news: {after}"),
    What.DETAILS: mark("{name}: details amended"),
}


def _told(difference: Difference, t: Texts) -> str:
    name = clip(tidy(difference.name), phrases.LONGEST_NAME) or "–"
    before, after = difference.before, difference.after
    return t(
        SAID[difference.what],
        name=name,
        quoted=t.quoted(name),
        kind=t(KINDS[difference.kind]).lower() if difference.kind in KINDS else "",
        before=_value(before, t),
        after=_value(after, t),
    )


def _value(value: object, t: Texts) -> str:
    match value:
        case DueDate():
            plain = value.one_day and value.certainty is DateCertainty.CERTAIN and value.last
            return t.bare_day(plain) if plain else t.when(value)
        case State():
            return t(phrases.STATES[value])
        case Standing():
            return t(STANDINGS[value])
        case tuple():
            return phrases.names(value, t) or "–"
        case str():
            return t.quoted(clip(tidy(value), LONGEST_WHY)) if value else "–"
    return t("none")


def _place(start: int, shown: int, total: int, t: Texts) -> list[Element]:
    if shown == total:
        return []
    if not shown:
        return [paragraph(t("There is nothing more to show."))]
    said = t("{first}–{last} of {all}", first=start + 1, last=start + shown, all=total)
    return [paragraph(said, quiet=True)]


def _turning(found: Changed, start: int, t: Texts) -> list[Action]:
    values = _values(found.programme.key, (found.first, found.last))
    made = []
    if start > 0:
        earlier = {**values, "from": max(0, start - PAGE)}
        made.append(button(t("Previous"), "progress.changed", earlier))
    if start + PAGE < len(found.differences):
        made.append(button(t("Next"), "progress.changed", {**values, "from": start + PAGE}))
    return made


def _onward(found: Changed, today: date, t: Texts) -> Sequence[Action]:
    stand = button(t("Where do we stand?"), "progress.standing", {"programme": found.programme.key})
    return [*_periods(found.programme.key, today, t), stand]


def _periods(programme: str, today: date, t: Texts) -> list[Action]:
    return [
        button(
            t("Last {n} days", n=days),
            "progress.changed",
            _values(programme, progress_words.back(days, today)),
        )
        for days in PERIODS
    ]


def _values(programme: str, days: tuple[date, date]) -> dict[str, str | int]:
    first, last = days
    return {"programme": programme, "first": first.isoformat(), "last": last.isoformat()}


def _day(scene: Scene, name: str) -> date | None:
    """Return a day that a button brought along. Raises StaleError where it is none."""
    text = scene.key(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise StaleError(what=name) from None
