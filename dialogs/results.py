"""What became of what an owner told, and what is on record now."""

from datetime import date, timedelta

from council import reminders
from council.followup import Report
from council.items import Item, Outcome, Result
from council.model import FollowUp
from council.news import LONGEST_COMMENT
from council.office import office
from council.planning import OVER
from council.rules import RuleKind, Step
from dialogs import items, phrases
from dialogs.cards import Action as Button
from dialogs.cards import actions, button, heading, paragraph, text_input, without_inputs
from dialogs.items import Reader
from dialogs.scene import Scene, show
from dialogs.turn import Reply

AHEAD = timedelta(days=400)


async def reader(scene: Scene) -> Reader:
    """Return what is known after something was told."""
    return await items.reader(scene.council, scene.asker, scene.t, await office(scene.council))


def reply(scene: Scene, who: Reader, item: Item, title: str, said: list[str]) -> Reply:
    """Return a result: what, about which item, and the way on."""
    more = [items.answer(item, who.t)] if items.answerable(item, who) else []
    return _result(scene, who, item, title, said, more)


def _result(  # noqa: PLR0913, PLR0917 - the parts of a result
    scene: Scene, who: Reader, item: Item, title: str, said: list[str], more: list[Button]
) -> Reply:
    t = scene.t
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        *(paragraph(line, near=True) for line in said if line),
        *actions([*more, button(t("My actions"), "followup.mine")]),
    ]
    return show(
        t,
        title,
        elements,
        replaces=True,
        sources=(item.key,),
        topic=items.topic(item, who.known),
    )


async def of_report(scene: Scene, outcome: Outcome, told: Report) -> Reply:
    """Say what became of a report."""
    who, t, item = await reader(scene), scene.t, outcome.item
    state = items.told_state(told.state, told.percent, t)
    details = _details(told, who)
    match outcome.result:
        case Result.SHARED:
            return shared(scene, who, outcome, told)
        case Result.OUTDATED:
            return outdated(scene, who, item)
        case Result.ALREADY:
            return reply(scene, who, item, t("This was known already."), _already(outcome, who))
        case Result.WAITS:
            said = t("The administrator decides on this state: {state}.", state=state)
            return reply(scene, who, item, t("Passed on for approval."), [said, *details])
        case Result.PART:
            others = items.other_owners(item, who, outcome.others)
            said = t("Still open for: {owners}. They keep their reminders.", owners=others)
            title = t("Your own part is on record as done.")
            return reply(scene, who, item, title, [said, *details])
    first = t("State: {state}", state=state) if state else ""
    lines = [first, *details, await _next(scene, item, who)]
    return reply(scene, who, item, t("This is on record now."), lines)


def _details(told: Report, who: Reader) -> list[str]:
    t = who.t
    return [
        t("Day: {day}", day=t.day(told.on)) if told.on else "",
        t("Section {number}", number=told.section) if told.section else "",
        t.quoted(told.comment) if told.comment else "",
    ]


def _already(outcome: Outcome, who: Reader) -> list[str]:
    """Return who told it before, as far as that is on record."""
    t, last, item = who.t, outcome.last, outcome.item
    state = t("State: {state}", state=items.told_state(item.state, None, t))
    if last is None:
        return [state]
    told = items.reported(last, item, who)
    return [state, told[:1].upper() + told[1:]]


async def _next(scene: Scene, item: Item, who: Reader) -> str:
    """Return when the asker is reminded of an open item next."""
    t = scene.t
    if item.state in OVER:
        return t("I will not remind you of this any more.")
    until = scene.council.now() + AHEAD
    person = scene.asker.person
    rows = await reminders.upcoming(scene.council, scene.asker, until, person=person)
    asking = [r for r in rows if r.item == item.key and _asks(r.rule)]
    if not asking:
        return ""
    return t("The next reminder comes on {day}.", day=who.day(asking[0].at))


def _asks(rule: str) -> bool:
    return Step.read(rule).kind not in {RuleKind.CHANGED, RuleKind.TASK}


def outdated(scene: Scene, who: Reader, item: Item) -> Reply:
    """Say that a card is of another due day than the present one."""
    t = scene.t
    due = items.due_line(item, t) or t("It has no due day any more.")
    said = [due, t("Nothing was recorded. Please answer with the button below.")]
    return reply(scene, who, item, t("This card is old: the due day has changed."), said)


def shared(scene: Scene, who: Reader, outcome: Outcome, told: Report) -> Reply:
    """Ask whether something is done for all owners or only for the asker's own part."""
    t, item = scene.t, outcome.item
    others, carried = items.other_owners(item, who, outcome.others), _carried(item, told)
    back = {"key": item.key, "back": True}
    title = t("Is this done for everybody, or only your own part?")
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        paragraph(t("Also responsible: {owners}", owners=others), near=True),
        paragraph(t("Nothing is on record yet."), near=True),
        text_input("comment", t("Comment"), told.comment, longest=LONGEST_COMMENT, lines=True),
        *actions(
            [
                button(t("Done for everybody"), "followup.done", {**carried, "all": True}),
                button(t("Only my own part"), "followup.done", {**carried, "all": False}),
                without_inputs(button(t("Back"), "followup.item", back)),
            ]
        ),
    ]
    topic = items.topic(item, who.known)
    return show(t, title, elements, replaces=True, sources=(item.key,), topic=topic)


def _carried(item: Item, told: Report) -> dict[str, object]:
    return {
        "key": item.key,
        "seen": items.seen(item) if told.seen else "",
        "section": told.section,
        "on": told.on.isoformat() if told.on else "",
    }


async def of_proposal(scene: Scene, outcome: Outcome) -> Reply:
    """Say what became of a proposed date."""
    who, t, item = await reader(scene), scene.t, outcome.item
    if outcome.result is Result.OUTDATED:
        return outdated(scene, who, item)
    if outcome.result is Result.ALREADY or outcome.proposal is None:
        said = [items.due_line(item, t)] if item.state not in OVER else _already(outcome, who)
        return reply(scene, who, item, t("This was known already."), said)
    proposal = outcome.proposal
    due = t.when(proposal.due) if proposal.due else ""
    now = item.due if isinstance(item, FollowUp) else None
    said = [
        t("Proposed due day: {date}", date=due),
        t("Due day until it is approved: {date}", date=t.when(now)) if now else "",
        t("Reason: {why}", why=proposal.why),
        t("The administrator decides. I will tell you what was decided."),
    ]
    return reply(scene, who, item, t("Your proposal went to the administrator."), said)


async def of_decline(scene: Scene, outcome: Outcome) -> Reply:
    """Say what became of 'not mine'."""
    who, t = await reader(scene), scene.t
    if outcome.result is Result.ALREADY:
        said = t("You have said already that this is not yours.")
        return _result(scene, who, outcome.item, said, [], [])
    said = t("I will not remind you of this any more. The administrator sees who takes it over.")
    return _result(scene, who, outcome.item, t("This is on record now."), [said], [])


async def of_snooze(scene: Scene, outcome: Outcome, until: date) -> Reply:
    """Say when the asker is reminded again: a day off is not a day for it."""
    who, t, item = await reader(scene), scene.t, outcome.item
    rules = who.known.rules(item.programme, item.key)
    day = scene.council.days.forth(until, july_off=rules.july_off)
    said = [t("I will remind you again on {day}.", day=t.day(day))]
    if day != until:
        said.append(t("{day} is a day off.", day=t.day(until)))
    return reply(scene, who, item, t("This is on record now."), said)
