"""Where a programme stands: figures in words and as a picture, and the items behind them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from council import programme as programmes
from council import progress
from council.errors import StaleError
from council.figures import Bar, Level, Part
from council.model import Goal, Programme
from council.people import Topic
from council.progress import Course, Meant
from council.tally import Group, Item, Status, Tally
from dialogs import phrases, progress_words, questions
from dialogs.cards import (
    Action,
    Element,
    actions,
    block,
    bullets,
    button,
    clip,
    heading,
    image,
    paragraph,
    tidy,
)
from dialogs.lists import Listing, listed
from dialogs.scene import Scene, show
from dialogs.sources import Sources
from dialogs.texts import Texts, mark
from dialogs.turn import Happening, Reply

MOST_CHOICES = 8
MOST_NAMED = 5  # goals without anything to follow that are named
MOST_PICTURE = 9_000  # bytes; a card has to hold its words as well
MOST_DRAWN = 11  # goals; a longer picture would have to be scrolled on a phone
FEW = 4  # goals whose names are drawn as far as there is room
LONGEST_LABEL = 30  # letters of the names of more than a few: names are most of a picture's bytes
LONGEST_HISTORY = 12  # readings on one card

STATUSES = {
    Status.DONE: mark("done"),
    Status.ON_TIME: mark("on time"),
    Status.LATE: mark("late"),
    Status.NO_NEWS: mark("no news"),
    Status.NO_DATE: mark("no date"),
}
TITLES = {
    Status.DONE: mark("What is done"),
    Status.ON_TIME: mark("On time"),
    Status.LATE: mark("What is late and why"),
    Status.NO_NEWS: mark("No news"),
    Status.NO_DATE: mark("Without a date"),
}


async def standing(scene: Scene) -> Reply:
    """Say where the programme that is meant stands."""
    rest = ""
    if scene.turn.happening is Happening.WORDS:
        rest = progress_words.after(scene.turn.text) or ""
        if await something_else(scene, rest):
            return await questions.ask(scene)
    meant = await progress.meant(
        scene.council, scene.asker, scene.key("programme"), scene.topic, rest
    )
    if meant.programme is None:
        return choice(scene, meant, "progress.standing")
    tally = await progress.standing(scene.council, scene.asker, meant.programme.key)
    return await _shown(scene, tally)


async def choose(scene: Scene) -> Reply:
    """Offer the programmes whose standing can be asked."""
    found = await programmes.programmes(scene.council, scene.asker)
    return choice(scene, Meant(choices=found), "progress.standing")


async def items(scene: Scene) -> Reply:
    """List the items of one class: what is late and why, or what has no news or no date."""
    t, key, named = scene.t, scene.key("programme"), scene.key("status").replace("_", " ")
    if named not in {status.value for status in Status}:
        raise StaleError(what="status")
    status = Status(named)
    found = await progress.items(scene.council, scene.asker, key, status)
    programme = await programmes.record(scene.council, scene.asker, key)
    listing = Listing(
        f"{t(TITLES[status])} – {phrases.titled(programme, t)}",
        "progress.items",
        [finding for _, finding in found],
        t("There is nothing of this kind."),
        {"programme": key, "status": scene.key("status")},
        below=[button(t("Where do we stand?"), "progress.standing", {"programme": key})],
        more={item.record.key: _beside(item, scene) for item, _ in found},
    )
    return listed(scene, listing, named=False)


async def metric(scene: Scene) -> Reply:
    """Show what a metric has shown from reading to reading, beside its target."""
    t = scene.t
    course = await progress.course(scene.council, scene.asker, scene.key("key"))
    unit = course.metric.unit
    said = [phrases.reading(reading, unit, t) for reading in course.readings[-LONGEST_HISTORY:]]
    targets = [t("Target: {target}", target=phrases.target(x, t)) for x in course.targets]
    sources = Sources(t)
    for record in (course.metric, *course.targets, *course.readings):
        if not record.source.told:  # who told a reading is said beside it
            sources.add(record.source)
    elements = [
        heading(t("How it has gone: {name}", name=phrases.titled(course.metric, t))),
        *await _line(scene, course, "; ".join((*said, *targets))),
        bullets(said) if said else paragraph(t("No reading is on record yet.")),
        *(paragraph(line, near=True) for line in targets),
        *sources.elements(words=False),
        *actions([button(t("More"), "programme.record", {"key": course.metric.key})]),
    ]
    return show(
        t,
        phrases.name(course.metric),
        elements,
        sources=(course.metric.key, *(r.key for r in course.readings)),
        quotes=sources.quotes,
    )


async def something_else(scene: Scene, rest: str) -> bool:
    """Tell whether words speak of something besides a programme, a town and days."""
    if not rest:
        return False
    asked = await progress.unread(scene.council, scene.asker, rest, scene.language)
    return bool(asked.rest or asked.unknown_place)


def choice(scene: Scene, meant: Meant, verb: str) -> Reply:
    """Ask which programme is meant; say so where there is none."""
    t = scene.t
    if not meant.choices:
        said = t("There are no programmes yet. An administrator has to add one first.")
        return show(t, said, [paragraph(said)])
    title = t("Which programme do you mean?")
    shown = meant.choices[:MOST_CHOICES]
    made = [
        button(phrases.programme_name(p, t, doubts=False), verb, {"programme": p.key})
        for p in shown
    ]
    elements = [heading(title), bullets(phrases.programme_name(p, t) for p in shown)]
    elements += actions(made)
    return show(t, title, elements, outcome="choice")


def topic_of(programme: Programme) -> Topic:
    """Return the programme as what the conversation is about."""
    return Topic(programme.key, programme.municipality)


async def _shown(scene: Scene, tally: Tally) -> Reply:
    t, programme, whole = scene.t, tally.programme, tally.whole
    name = phrases.programme_name(programme, t)
    sources = Sources(t)
    for source in dict.fromkeys((programme.source, *(i.record.source for i in whole.items))):
        sources.add(source)
    title = t("Where we stand: {programme}", programme=name)
    elements = [heading(title)]
    if not whole.items:
        elements.append(paragraph(t("The programme names nothing whose progress is followed.")))
    else:
        day = t.bare_day(tally.on)
        elements.append(paragraph(_counted(len(whole.items), day, t)))
        elements.append(bullets(_figures(whole, t)))
        picture = await _picture(scene, tally)
        elements += [*picture, *_by_goal(tally, t)]
    elements += [paragraph(line, quiet=True) for line in _remarks(tally, t)]
    elements += sources.elements(words=False)
    elements += actions(_buttons(tally, t))
    return show(
        t,
        title,
        elements,
        sources=(programme.key, *(g.goal.key for g in tally.groups if g.goal)),
        quotes=sources.quotes,
        citations=sources.citations,
        beside=sources.beside,
        replaces=bool(scene.turn.values),
        topic=topic_of(programme),
    )


def _counted(number: int, day: str, t: Texts) -> str:
    return t.plural(
        "On {day} {n} item is followed:", "On {day} {n} items are followed:", number, day=day
    )


def _figures(group: Group, t: Texts) -> list[str]:
    """Return a line for each class, those without anything too."""
    return [
        f"{t(STATUSES[status]).capitalize()}: {t.number(group.number(status))}" for status in Status
    ]


def _brief(group: Group, t: Texts) -> str:
    """Return the figures of a goal on one line, without what is none."""
    said = [
        f"{t(STATUSES[status])} {t.number(number)}"
        for status in Status
        if (number := group.number(status))
    ]
    if group.cancelled:
        said.append(t("cancelled {n}", n=t.number(group.cancelled)))
    line = ", ".join(said)
    if not group.unconfirmed:
        return line
    return t("{figures} (of these not confirmed {n})", figures=line, n=t.number(group.unconfirmed))


def _label(goal: Goal | None, t: Texts, *, doubts: bool = True) -> str:
    if goal is None:
        return t("Without a goal")
    return phrases.titled(goal, t) if doubts else phrases.name(goal)


def _by_goal(tally: Tally, t: Texts) -> list[Element]:
    title = paragraph(t("By goal"), bold=True)
    lines = (f"{_label(group.goal, t)}: {_brief(group, t)}" for group in tally.groups)
    return [block([title, bullets(lines)])]


def _remarks(tally: Tally, t: Texts) -> list[str]:
    """Return what has to be known to read the figures right."""
    whole = tally.whole
    said = []
    if whole.number(Status.NO_NEWS):
        said.append(t("No news: nothing has been heard for {n} days.", n=t.number(tally.days)))
    if whole.unconfirmed:
        said.append(
            t.plural(
                "{n} of these is not confirmed: it was read from an ambiguous place.",
                "{n} of these are not confirmed: they were read from an ambiguous place.",
                whole.unconfirmed,
            )
        )
    if whole.cancelled:
        said.append(
            t.plural(
                "{n} cancelled item is not counted.",
                "{n} cancelled items are not counted.",
                whole.cancelled,
            )
        )
    if tally.shared:
        said.append(t("An item that serves several goals is counted under each of them."))
    if tally.bare and tally.whole.items:
        named = [phrases.name(goal) for goal in tally.bare[:MOST_NAMED]]
        more = len(tally.bare) - len(named)
        named += [t("and {n} more", n=more)] if more else []
        said.append(t("Nothing is followed for these goals: {goals}", goals="; ".join(named)))
    return said


async def _picture(scene: Scene, tally: Tally) -> list[Element]:
    """Draw the whole and its goals, or where that is too much the whole alone."""
    t = scene.t
    whole = (t("Whole programme"), tally.whole)
    goals = [(_label(group.goal, t, doubts=False), group) for group in tally.groups if group.items]
    goals = goals if len(goals) <= MOST_DRAWN else []
    for shown in ((whole, *goals), (whole,)):
        if not (png := await asyncio.to_thread(scene.council.pictures.bars, _bars(shown, t))):
            return []
        if len(png) <= MOST_PICTURE:
            words = (f"{name}: {_brief(group, t)}" for name, group in shown)
            return image(png, t("Picture: {figures}", figures="; ".join(words)))
    return []


def _bars(shown: Sequence[tuple[str, Group]], t: Texts) -> list[Bar]:
    longest = LONGEST_LABEL if len(shown) > FEW + 1 else phrases.LONGEST_NAME
    return [
        Bar(clip(tidy(name), longest), tuple(Part(t(STATUSES[s]), group.number(s)) for s in Status))
        for name, group in shown
    ]


async def _line(scene: Scene, course: Course, words: str) -> list[Element]:
    t = scene.t
    level = None
    if course.level is not None:
        named = next(x for x in course.targets if progress.number_of(x.value) == course.level)
        level = Level(course.level, t("Target: {target}", target=phrases.level(named, t)))
    labels = {r.on: phrases.shown(r, "", t) for r in course.readings}
    points = [replace(point, label=labels[point.on]) for point in course.points]
    png = await asyncio.to_thread(scene.council.pictures.course, points, level)
    return image(png, t("Picture: {figures}", figures=words)) if len(png) <= MOST_PICTURE else []


def _buttons(tally: Tally, t: Texts) -> list[Action]:
    values = {"programme": tally.programme.key}
    made = [
        button(
            f"{t(TITLES[status])} ({t.number(number)})",
            "progress.items",
            {**values, "status": status.value.replace(" ", "_")},
        )
        for status in (Status.LATE, Status.NO_NEWS, Status.NO_DATE)
        if (number := tally.whole.number(status))
    ]
    made.append(button(t("What has changed?"), "progress.changed", values))
    made.append(button(t("Another programme"), "progress.choose"))
    return made


def _beside(item: Item, scene: Scene) -> list[str]:
    """Return what a list says of an item before its date: how late, and when it was heard of."""
    t, said = scene.t, []
    if item.status is Status.LATE:
        if item.days_late:
            said.append(t.plural("{n} day late", "{n} days late", item.days_late))
        if item.reason is None:
            said.append(t("No reason has been given."))
    if item.status is Status.NO_NEWS:
        if item.heard:
            day = t.bare_day(item.heard.astimezone(scene.council.zone).date())
            said.append(t("Last heard of: {day}", day=day))
        else:
            said.append(t("Nothing has been heard of it."))
    return said
