"""What goes out, for administrators: what is to come, what went out today, sending now, pausing."""

from collections import Counter
from datetime import datetime
from itertools import groupby

from council import schedule
from council.ledger import Capacity, DispatchState
from council.people import Person
from council.rules import RuleKind, Step
from council.schedule import (
    EARLY,
    HAD_TODAYS,
    NOTHING,
    PAUSED,
    QUIET,
    Coming,
    Gone,
    Line,
    Sending,
    Today,
)
from dialogs import phrases, tasks
from dialogs.cards import Element, actions, block, bullets, button, heading, paragraph
from dialogs.desk import in_private, turning
from dialogs.lists import PAGE
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

MOST_LINES = 10  # reminders of one person and day that are spelt out
MOST_PEOPLE = 20  # of the day's messages that are spelt out

WHY = {
    RuleKind.BEFORE: mark("the due date is near"),
    RuleKind.OVERDUE: mark("the due date has passed"),
    RuleKind.NO_NEWS: mark("nothing has been heard for long"),
    RuleKind.READING: mark("a value is due"),
    RuleKind.READING_LATE: mark("a value is late"),
    RuleKind.EVENT: mark("the event is near"),
    RuleKind.REPORT: mark("statuses are collected for a report"),
    RuleKind.ESCALATED: mark("the person responsible has not answered"),
    RuleKind.SNOOZED: mark("asked to be reminded again"),
    RuleKind.CHANGED: mark("something has changed"),
    RuleKind.TASK: mark("waits for an administrator"),
}
CAPACITIES = {
    Capacity.DEPUTY: mark("as deputy"),
    Capacity.CONTACT: mark("as contact of the body"),
    Capacity.HEAD: mark("as head of the unit"),
    Capacity.ADMINISTRATOR: mark("as administrator"),
    Capacity.FOLLOWER: mark("follows this"),
}
STATES = {
    DispatchState.SENT: mark("sent"),
    DispatchState.PLANNED: mark("waiting"),
    DispatchState.LEASED: mark("being sent"),
    DispatchState.FAILED: mark("failed"),
    DispatchState.UNREACHABLE: mark("did not arrive"),
    DispatchState.CANCELLED: mark("cancelled"),
}
HELD_BACK = {
    PAUSED: mark("The reminders are paused."),
    QUIET: mark("Nothing is sent now: it is a quiet hour or a day off."),
    EARLY: mark("It is earlier than the hour at which they are written to."),
    HAD_TODAYS: mark("They have had today’s message. One person gets one message a day."),
    NOTHING: mark("There is nothing to send."),
    "waiting": mark("It goes out within a few minutes."),
}


async def coming(scene: Scene) -> Reply:
    """Show who gets what, when and why, soonest first."""
    in_private(scene)
    t, start = scene.t, scene.number("from")
    found = await schedule.coming(scene.council, scene.asker)
    title = t("Coming reminders")
    elements = [heading(title)]
    if not found:
        elements.append(paragraph(t("No reminders are planned for the next three months.")))
    for day, several in groupby(found[start : start + PAGE], key=lambda one: one.day):
        elements.append(block([paragraph(t.day(day), bold=True)]))
        elements += [_person(one, t) for one in several]
    elements += actions(turning("schedule.coming", start, len(found), scene))
    elements += actions(
        [
            button(t("Today’s messages"), "schedule.today", {}),
            button(t("Reminder rules"), "choices.rules", {}),
        ]
    )
    return show(t, title, elements, replaces=bool(scene.turn.values))


async def today(scene: Scene) -> Reply:
    """Show what went out today, what did not and why."""
    in_private(scene)
    t = scene.t
    found = await schedule.today(scene.council, scene.asker)
    title = t("Messages of {day}", day=t.day(found.day))
    elements = [heading(title), *(paragraph(line) for line in _state(found, scene))]
    counts = Counter(gone.dispatch.state for gone in found.messages)
    if counts:
        elements.append(bullets(f"{t(STATES[s])}: {counts[s]}" for s in STATES if counts[s]))
    else:
        elements.append(paragraph(t("No message has been made today.")))
    told = [_gone(one, scene) for one in found.messages[:MOST_PEOPLE]]
    if told:
        elements.append(bullets(told))
    if len(found.messages) > MOST_PEOPLE:
        elements.append(paragraph("…"))
    if found.without:
        elements.append(paragraph(t("Have got nothing yet:"), bold=True))
        elements.append(
            bullets(
                f"{_name(one.person, t)}: {t(HELD_BACK[one.why])}"
                for one in found.without[:MOST_PEOPLE]
            )
        )
    elements += actions(_buttons(found, t))
    return show(t, title, elements, replaces=bool(scene.turn.values))


async def ask_to_send(scene: Scene) -> Reply:
    """Ask before sending now."""
    in_private(scene)
    t = scene.t
    found = await schedule.today(scene.council, scene.asker)
    title = t("Send now")
    said = [t("What is due goes out now, one message to each person."), *_state(found, scene)]
    pressed = [button(t("Send"), "schedule.send", {}), button(t("Cancel"), "roles.cancel", {})]
    elements = [heading(title), *(paragraph(line) for line in said), *actions(pressed)]
    return show(t, title, elements, replaces=bool(scene.turn.values))


async def send(scene: Scene) -> Reply:
    """Have what is due, or the next message of a person or an item, go out now."""
    in_private(scene)
    t = scene.t
    found = await schedule.send_now(
        scene.council,
        scene.asker,
        person=scene.key("person"),
        item=scene.key("item"),
        through=CARD,
    )
    title = t("Send now")
    back = button(t("Today’s messages"), "schedule.today", {})
    said = [paragraph(line) for line in _sending(found, scene)]
    return show(t, title, [heading(title), *said, *actions([back])], replaces=True)


async def pausing(scene: Scene) -> Reply:
    """Show whether reminders are paused, with the button that changes it."""
    in_private(scene)
    found = await schedule.today(scene.council, scene.asker)
    return _paused(scene, paused=found.paused)


async def pause(scene: Scene) -> Reply:
    """Hold every reminder back."""
    in_private(scene)
    await schedule.pause(scene.council, scene.asker, on=True, through=CARD)
    return _paused(scene, paused=True)


async def resume(scene: Scene) -> Reply:
    """Let reminders go on."""
    in_private(scene)
    await schedule.pause(scene.council, scene.asker, on=False, through=CARD)
    return _paused(scene, paused=False)


def _paused(scene: Scene, *, paused: bool) -> Reply:
    t = scene.t
    if paused:
        title = t("The reminders are paused.")
        more = t("Nobody is reminded of anything until they go on. Nothing is lost meanwhile.")
        pressed = button(t("Resume the reminders"), "schedule.resume", {})
    else:
        title = t("The reminders go out as planned.")
        more = t("While they are paused nobody is reminded of anything.")
        pressed = button(t("Pause the reminders"), "schedule.pause", {})
    elements = [heading(title), paragraph(more), *actions([pressed])]
    return show(t, title, elements, replaces=bool(scene.turn.values))


def _person(one: Coming, t: Texts) -> Element:
    said = [_line(line, t) for line in one.lines[:MOST_LINES]]
    if len(one.lines) > MOST_LINES:
        said.append("…")
    pressed = [button(t("Send now"), "schedule.send", {"person": one.person.key})]
    return block(
        [paragraph(_name(one.person, t), bold=True), bullets(said), *actions(pressed)], apart=False
    )


def _line(line: Line, t: Texts) -> str:
    """Return what a reminder is about and why it goes to this person."""
    name = phrases.name(line.record) if line.record is not None else line.row.item
    why = t(WHY[Step.read(line.row.rule).kind])
    capacity = CAPACITIES.get(line.row.capacity)
    beside = f"{why}, {t(capacity)}" if capacity else why
    return t("{name} ({day}): {why}", name=name, day=t.bare_day(line.row.due), why=beside)


def _gone(one: Gone, scene: Scene) -> str:
    t, dispatch = scene.t, one.dispatch
    said = t(STATES[dispatch.state])
    if dispatch.sent is not None:
        said = f"{said} {t.clock(dispatch.sent.astimezone(scene.council.zone).time())}"
    reason = _reason(one, t)
    doubt = t("may have arrived twice") if dispatch.doubtful else ""
    return ", ".join(part for part in (f"{_name(one.person, t)}: {said}", doubt, reason) if part)


def _reason(one: Gone, t: Texts) -> str:
    """Return why a message has not arrived, or ''."""
    if one.dispatch.state not in {DispatchState.FAILED, DispatchState.UNREACHABLE}:
        return ""
    return t(tasks.UNREACHABLE.get(one.dispatch.reason, tasks.UNREACHABLE_OTHERWISE))


def _state(found: Today, scene: Scene) -> list[str]:
    """Return what holds for everybody: a pause, a quiet hour, when the engine last ran."""
    t = scene.t
    said = []
    if found.paused:
        said.append(t(HELD_BACK[PAUSED]))
    elif found.quiet:
        opens = _moment(found.opens.astimezone(scene.council.zone), t)
        said.append(t(HELD_BACK[QUIET]))
        said.append(t("The next messages go out {moment}.", moment=opens))
    if found.ran is None:
        said.append(t("The reminders have not been looked through yet."))
    else:
        ran = _moment(found.ran.astimezone(scene.council.zone), t)
        said.append(t("Last looked through {moment}.", moment=ran))
    return said


def _sending(found: Sending, scene: Scene) -> list[str]:
    t = scene.t
    said = []
    if found.made:
        said.append(t.plural("{n} message goes out now.", "{n} messages go out now.", found.made))
    if found.why:
        said.append(t(HELD_BACK[found.why]))
    if found.opens is not None:
        opens = _moment(found.opens.astimezone(scene.council.zone), t)
        said.append(t("The next messages go out {moment}.", moment=opens))
    if found.held:
        names = t.listed(_name(person, t) for person in found.held)
        said.append(t("Have had today’s message: {names}", names=names))
    return said


def _buttons(found: Today, t: Texts) -> list[Element]:
    pause = (
        button(t("Resume the reminders"), "schedule.resume", {})
        if found.paused
        else button(t("Pause the reminders"), "schedule.pause", {})
    )
    return [
        button(t("Send now"), "schedule.asked", {}),
        button(t("Coming reminders"), "schedule.coming", {"from": 0}),
        pause,
    ]


def _moment(local: datetime, t: Texts) -> str:
    """Return a local moment: 'ma 10.3.2025 klo 9.00'."""
    return f"{t.day(local.date())} {t.clock(local.time())}"


def _name(person: Person, t: Texts) -> str:
    return person.name or t("somebody without a name")
