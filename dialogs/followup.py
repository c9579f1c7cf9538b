"""Owners answer with buttons: how it goes, a new date, not mine, later; and their own list."""

from datetime import timedelta

from council import followup, proposals
from council.dates import DateKind, DueDate
from council.followup import FARTHEST_SNOOZE, FULL, Report
from council.items import BadInputError, Item, last_day, permitted
from council.model import FollowUp, State
from council.news import LONGEST_COMMENT
from council.office import office
from dialogs import inputs, items, phrases, results
from dialogs.cards import Action as Button
from dialogs.cards import (
    Element,
    actions,
    block,
    button,
    date_input,
    heading,
    number_input,
    paragraph,
    text_input,
    without_inputs,
)
from dialogs.items import Reader
from dialogs.lists import PAGE
from dialogs.scene import CARD, Scene, show
from dialogs.turn import Reply

A_WEEK = timedelta(days=7)


async def mine(scene: Scene) -> Reply:
    """List the open items that the asker answers for."""
    items.in_private(scene)
    t, start = scene.t, scene.number("from")
    own = await followup.mine(scene.council, scene.asker)
    who = await items.reader(scene.council, scene.asker, t)
    elements = [heading(t("My actions"))]
    if not own:
        elements.append(paragraph(t("You have no open actions.")))
    shown = own[start : start + PAGE]
    async with scene.council.records() as records:
        news = await records.news.of([item.key for item in shown])
    for item in shown:
        told = [one for one in news if one.item == item.key]
        elements.append(_listed(item, who, items.percent_of(told, item)))
    if len(own) > len(shown) and shown:
        first, last = start + 1, start + len(shown)
        said = t("{first}–{last} of {all}", first=first, last=last, all=len(own))
        elements.append(paragraph(said, quiet=True))
    elements += actions(_turning(start, len(own), scene))
    keys = tuple(item.key for item in shown)
    return show(t, t("My actions"), elements, sources=keys, replaces=bool(scene.turn.values))


def _listed(item: Item, who: Reader, percent: int | None) -> Element:
    t = who.t
    state = t("State: {state}", state=items.told_state(item.state, percent, t))
    late = t("The due day has passed.") if items.overdue(item, who) else ""
    said = (items.due_line(item, t), late, state)
    return block(
        [
            paragraph(phrases.titled(item, t), bold=True),
            *(paragraph(line, near=True) for line in said if line),
            *actions([items.answer(item, t)]),
        ]
    )


def _turning(start: int, total: int, scene: Scene) -> list[Button]:
    made = []
    if start > 0:
        values = {"from": max(0, start - PAGE)}
        made.append(button(scene.t("Previous"), "followup.mine", values))
    if start + PAGE < total:
        made.append(button(scene.t("Next"), "followup.mine", {"from": start + PAGE}))
    made.append(button(scene.t("Reminders"), "reminders.upcoming"))
    return made


async def item_card(scene: Scene) -> Reply:
    """Show an item to whoever answers for it, with the buttons to answer."""
    item, who = await _mine(scene, "open")
    t = scene.t
    async with scene.council.records() as records:
        news = await records.news.of([item.key])
    percent = items.percent_of(list(news), item)
    elements = [heading(t("How does it go?")), *items.elements(item, who, percent)]
    if news:
        told = t("Last told: {told}", told=items.reported(news[-1], item, who))
        elements.append(paragraph(told))
    if items.answerable(item, who):
        elements += actions(items.answers(item, t))
    elements += actions(items.papers(item, who))
    back = scene.turn.values.get("back") is True
    return show(
        t,
        phrases.name(item),
        elements,
        replaces=back,
        sources=(item.key,),
        topic=items.topic(item, who.known),
    )


async def done_form(scene: Scene) -> Reply:
    """Ask when and how it was done."""
    item, who = await _mine(scene, "report")
    t = scene.t
    body = items.decider(item, who)
    day = t("The day of the decision, if you know it") if body else t("The day, if you know it")
    fields = [
        date_input("on", day, last=who.today),
        text_input("section", t("Section of the decision (§)"), longest=inputs.LONGEST_SECTION),
        _comment(scene),
    ]
    if not body:
        del fields[1]
    pressed = button(t("Record as done"), "followup.done", _values(item))
    return _form(scene, who, item, t("Is this done?"), fields, [pressed])


async def going_form(scene: Scene) -> Reply:
    """Ask how far it is."""
    item, who = await _mine(scene, "report")
    t = scene.t
    wrong = t("A whole number from 0 to 100.")
    fields = [number_input("percent", t("How many per cent are done?"), 0, FULL, wrong)]
    pressed = button(t("Record"), "followup.going", _values(item))
    return _form(scene, who, item, t("How far is this?"), [*fields, _comment(scene)], [pressed])


async def late_form(scene: Scene) -> Reply:
    """Ask for a new date with its reason, or just for what makes it late."""
    item, who = await _mine(scene, "propose")
    t = scene.t
    why = text_input("comment", t("Why?"), longest=LONGEST_COMMENT, lines=True)
    pressed = button(t("Send"), "followup.late", _values(item))
    title = t("Is this late, or do you need more time?")
    if not isinstance(item, FollowUp):
        return _form(scene, who, item, title, [why], [pressed])
    note = paragraph(t("A new due day goes to the administrator, who decides."), quiet=True)
    field = date_input("due", t("New due day, if you know it"), first=who.today)
    return _form(scene, who, item, title, [field, why, note], [pressed])


async def decline_form(scene: Scene) -> Reply:
    """Ask whether it is really not the asker's."""
    item, who = await _mine(scene, "decline")
    t = scene.t
    field = text_input(
        "comment", t("Whose is it, if you know?"), longest=LONGEST_COMMENT, lines=True
    )
    pressed = button(t("This is not mine"), "followup.decline", _values(item))
    return _form(scene, who, item, t("Is this not yours?"), [field], [pressed])


async def snooze_form(scene: Scene) -> Reply:
    """Ask when to remind again; only days that are possible are offered."""
    item, who = await _mine(scene, "snooze")
    t, today, due = scene.t, who.today, last_day(item)
    farthest = today + timedelta(days=FARTHEST_SNOOZE)
    if due is not None and today < due:
        farthest = min(farthest, due)
    tomorrow, monday = today + timedelta(days=1), today + A_WEEK - timedelta(days=today.weekday())
    ready = ((t("Tomorrow"), tomorrow), (t("Next week"), monday))
    offered = [
        without_inputs(button(title, "followup.snooze", _values(item) | {"until": day.isoformat()}))
        for title, day in ready
        if day <= farthest
    ]
    field = date_input("until", t("Or choose a day"), first=tomorrow, last=farthest)
    chosen = button(t("Remind me on that day"), "followup.snooze", _values(item))
    title = t("When shall I remind you?")
    return _form(scene, who, item, title, [*actions(offered), field], [chosen])


async def done(scene: Scene) -> Reply:
    """Record that something is done: for all, for one's own part, or ask which."""
    items.in_private(scene)
    for_all = inputs.flag(scene, "all") if "all" in scene.turn.values else None
    told = Report(
        state=State.DONE,
        comment=inputs.comment(scene),
        on=inputs.day(scene, "on"),
        section=inputs.section(scene),
        for_all=for_all,
        seen=inputs.seen(scene),
    )
    return await _report(scene, told)


async def going(scene: Scene) -> Reply:
    """Record how far something is."""
    items.in_private(scene)
    told = Report(
        state=State.STARTED,
        percent=inputs.percent(scene),
        comment=inputs.comment(scene),
        seen=inputs.seen(scene),
    )
    return await _report(scene, told)


async def late(scene: Scene) -> Reply:
    """Propose a new date, or record without one that something is late."""
    items.in_private(scene)
    due, why, seen = inputs.day(scene, "due"), inputs.comment(scene), inputs.seen(scene)
    if due is None:
        return await _report(scene, Report(state=State.LATE, comment=why, seen=seen))
    proposed = DueDate(start=due, end=due, kind=DateKind.BY)
    outcome = await proposals.propose(
        scene.council, scene.asker, scene.key("key"), proposed, why, through=CARD, seen=seen
    )
    return await results.of_proposal(scene, outcome)


async def decline(scene: Scene) -> Reply:
    """Record that something is not the asker's."""
    items.in_private(scene)
    why = inputs.comment(scene)
    key = scene.key("key")
    outcome = await followup.decline(scene.council, scene.asker, key, why, through=CARD)
    return await results.of_decline(scene, outcome)


async def snooze(scene: Scene) -> Reply:
    """Put a reminder off."""
    items.in_private(scene)
    until = inputs.day(scene, "until")
    if until is None:
        raise BadInputError(what="snooze")
    outcome = await followup.snooze(
        scene.council, scene.asker, scene.key("key"), until, through=CARD
    )
    return await results.of_snooze(scene, outcome, until)


async def follow(scene: Scene) -> Reply:
    """Tell the asker of changes of an item from now on, or no longer."""
    items.in_private(scene)
    key, on, t = scene.key("key"), inputs.flag(scene, "on"), scene.t
    await followup.follow(scene.council, scene.asker, key, on=on)
    record = (await scene.council.shelf.view(scene.asker)).register.get(key)
    name = phrases.name(record) if record else ""
    if on:
        return items.brief(t("I will tell you when this changes: {name}", name=name), scene)
    return items.brief(t("I will not tell you of changes any more: {name}", name=name), scene)


async def following(scene: Scene, key: str) -> list[Button]:
    """Return the button to follow an item, or to stop; none where others read along."""
    if not scene.turn.personal or scene.turn.room:
        return []
    async with scene.council.records() as records:
        followers = await records.news.followers([key])
    if (key, scene.asker.person) in followers:
        return [button(scene.t("Unfollow"), "followup.follow", {"key": key, "on": False})]
    return [button(scene.t("Follow"), "followup.follow", {"key": key, "on": True})]


async def _mine(scene: Scene, deed: str) -> tuple[Item, Reader]:
    """Return the item of a button if the asker may do this to it."""
    items.in_private(scene)
    known = await office(scene.council)
    item = await permitted(scene.council, scene.asker, scene.key("key"), known, deed)
    return item, await items.reader(scene.council, scene.asker, scene.t, known)


async def _report(scene: Scene, told: Report) -> Reply:
    key = scene.key("key")
    outcome = await followup.report(scene.council, scene.asker, key, told, through=CARD)
    return await results.of_report(scene, outcome, told)


def _comment(scene: Scene) -> Element:
    return text_input("comment", scene.t("Comment"), longest=LONGEST_COMMENT, lines=True)


def _values(item: Item) -> dict[str, object]:
    return {"key": item.key, "seen": items.seen(item)}


def _form(  # noqa: PLR0913, PLR0917 - the parts of a form
    scene: Scene, who: Reader, item: Item, title: str, fields: list[Element], pressed: list[Button]
) -> Reply:
    """Return a form about one item; one whose card is of another due day says so instead."""
    seen = inputs.seen(scene)
    if seen is not None and seen != last_day(item):
        return results.outdated(scene, who, item)
    t = scene.t
    back = button(t("Back"), "followup.item", {"key": item.key, "back": True})
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        *(paragraph(line, near=True) for line in [items.due_line(item, t)] if line),
        *fields,
        *actions([*pressed, without_inputs(back)]),
    ]
    topic = items.topic(item, who.known)
    return show(t, title, elements, replaces=True, sources=(item.key,), topic=topic)
