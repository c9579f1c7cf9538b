"""Owners tell in their own words: Luotsi repeats what it understood, and one word confirms."""

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex

from council import followup, proposals
from council.dates import DueDate
from council.errors import NotAllowedError, NotFoundError, StaleError
from council.followup import FULL, Report
from council.items import (
    BadInputError,
    Item,
    in_hand,
    last_day,
    own_of,
    permitted,
    told_of,
)
from council.model import Action as Deeds
from council.model import FollowUp, State
from council.news import LONGEST_COMMENT
from council.office import Office, office
from council.people import Topic
from council.planning import OVER
from council.responsibility import owners_of
from dialogs import desk, items, phrases, questions, requests, results, spoken
from dialogs import followup as answering
from dialogs.cards import Action as Button
from dialogs.cards import actions, button, clip, heading, paragraph
from dialogs.items import Reader
from dialogs.meaning import meant_by, names_of, spoken_of
from dialogs.pending import Pending, Step, kept, waiting
from dialogs.scene import WORDS, Scene, show
from dialogs.spoken import Deed, Statement
from dialogs.turn import Happening, Reply

MOST_CHOICES = 8
LONGEST_QUOTED = 300
NEW_ID = 6  # bytes


async def tell(scene: Scene) -> Reply:
    """Take up what an owner tells; a message of anybody else is answered as any other."""
    told = spoken.understood(scene.turn.text, scene.council.today)
    if told is None or not scene.turn.personal or scene.turn.room:
        return await _otherwise(scene)
    known = await office(scene.council)
    mine = await followup.mine(scene.council, scene.asker)
    seen = (await scene.council.shelf.view(scene.asker)).register
    names = {item.key: names_of(item, known.register) for item in mine}
    others = (item for item in told_of(known) if seen.get(item.key) and item.key not in names)
    names |= {item.key: names_of(item, seen) for item in others}
    today = await followup.reminded_today(scene.council, scene.asker)
    meant = meant_by(told, mine, names, spoken_of(scene, today))
    if meant.foreign and (told.deed is Deed.MOVE or mine):
        return await _foreign(scene, told, meant.foreign, known)
    if not mine and told.deed is Deed.DECLINE:
        return await answering.mine(scene)
    if not mine or (meant.unknown and not told.sure):
        return await _otherwise(scene)
    who = await items.reader(scene.council, scene.asker, scene.t, known)
    if len(meant.items) == 1 and not meant.unknown:
        return await _take_up(scene, who, meant.items[0], told)
    return _which(scene, who, meant.items or mine, told)


async def _otherwise(scene: Scene) -> Reply:
    """Answer as if no owner had spoken."""
    text = scene.turn.text
    return await (desk.refuse if requests.is_request(text) else questions.ask)(scene)


async def _foreign(scene: Scene, told: Statement, key: str, known: Office) -> Reply:
    """Refuse what is said of an item of others, on record; nothing of the item is told."""
    done = known.register.get(key)
    if isinstance(done, FollowUp | Deeds) and in_hand(done, scene.asker.person, known):
        return await _again(scene, told, done, known)
    moves = told.deed is Deed.MOVE
    if not (told.due or told.error if moves else told.sure or told.on or told.section):
        return await _otherwise(scene)
    deed = "propose" if moves else "report"
    try:
        item = await permitted(scene.council, scene.asker, key, known, deed)
    except NotFoundError:
        return await _otherwise(scene)  # as if there were none
    except NotAllowedError:
        return await desk.refuse(scene)
    if moves and not in_hand(item, scene.asker.person, known):
        return await desk.refuse(scene)  # administrators move dates where they see all of it
    who = await items.reader(scene.council, scene.asker, scene.t, known)
    return await _take_up(scene, who, item, told)  # theirs, though they have done their own part


async def _again(scene: Scene, told: Statement, item: Item, known: Office) -> Reply:
    """Take up what an owner says of an item that is over, or of which their own part is done."""
    if item.state in OVER:
        said = scene.t(
            "{item} is on record already: {state}. Nothing was changed.",
            item=phrases.name(item),
            state=items.told_state(item.state, None, scene.t),
        )
        return items.brief(said, scene)
    who = await items.reader(scene.council, scene.asker, scene.t, known)
    return await _take_up(scene, who, item, told)


async def _take_up(scene: Scene, who: Reader, item: Item, told: Statement) -> Reply:
    """Ask for what is missing, or repeat what was understood. Raises BadInputError."""
    _check(told, item)
    if told.deed is Deed.MOVE and told.due is None:
        values = {"key": item.key, "seen": items.seen(item)}
        return await answering.late_form(replace(scene, turn=replace(scene.turn, values=values)))
    pending = Pending(
        id=token_hex(NEW_ID),
        at=scene.council.now(),
        person=scene.asker.person,
        step=Step.CONFIRM,
        told=told,
        item=item.key,
        seen=last_day(item),
        shared=bool(await _others(scene, who, item, told)),
    )
    if told.deed is Deed.MOVE and not told.why:
        return _ask_why(scene, who, item, replace(pending, step=Step.WHY))
    return await _ask(scene, who, item, pending)


def _check(told: Statement, item: Item) -> None:
    """Refuse at once what could never be recorded."""
    if told.error:
        raise BadInputError(what=told.error, words=told.wrong)
    if told.percent is not None and told.percent > FULL:
        raise BadInputError(what="percent")
    if told.deed is Deed.MOVE and not isinstance(item, FollowUp):
        raise BadInputError(what="no-date")


async def _others(scene: Scene, who: Reader, item: Item, told: Statement) -> tuple[str, ...]:
    """Return the other owners whose part is open, where it matters."""
    if told.deed is not Deed.REPORT or told.state is not State.DONE or scene.asker.administers:
        return ()
    async with scene.council.records() as records:
        tracks = await records.plans.tracks([item.key])
    owners = owners_of(who.known.register, item)
    out = own_of(owners, scene.asker, who.known) | (tracks[0].parts if tracks else frozenset())
    return tuple(owner for owner in owners if owner not in out)


async def _ask(scene: Scene, who: Reader, item: Item, pending: Pending) -> Reply:
    """Repeat what was understood and ask for one word."""
    t, told = scene.t, pending.told
    others = items.other_owners(item, who, await _others(scene, who, item, told) or None)
    title = t("Did I understand this right?")
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        *(paragraph(line, near=True) for line in _understood(item, told, who) if line),
    ]
    yes = {"id": pending.id}
    if pending.shared:
        elements += [
            paragraph(t("Also responsible: {owners}. Is this done for them too?", owners=others)),
            *actions(
                [
                    button(t("Yes, for everybody"), "telling.agree", {**yes, "all": True}),
                    button(t("Only my own part"), "telling.agree", {**yes, "all": False}),
                    button(t("No, do not record"), "telling.drop", yes),
                ]
            ),
            paragraph(t("Answer ‘yes’, ‘only my own part’ or ‘no’."), quiet=True),
        ]
    else:
        elements += [
            *actions(
                [
                    button(t("Yes, record this"), "telling.agree", yes),
                    button(t("No, do not record"), "telling.drop", yes),
                ]
            ),
            paragraph(t("Answer ‘yes’ or ‘no’. Nothing is on record before that."), quiet=True),
        ]
    topic = items.topic(item, who.known, kept(pending))
    return show(t, title, elements, sources=(item.key,), topic=topic, replaces=True)


def _understood(item: Item, told: Statement, who: Reader) -> list[str]:
    """Return a statement as it was understood, with the year of every day."""
    t = who.t
    if told.deed is Deed.DECLINE:
        return [t("You are not responsible for this: the administrator finds out who is.")]
    if told.deed is Deed.MOVE:
        now = item.due if isinstance(item, FollowUp) else None
        due = told.due or DueDate()
        return [
            t("New due day: {date}", date=t.when(due)),
            t("Due day now: {date}", date=t.when(now)) if now else "",
            t("Reason: {why}", why=clip(told.why, LONGEST_QUOTED)) if told.why else "",
            t("The administrator decides on a new due day."),
        ]
    return [
        t("State: {state}", state=items.told_state(told.state, told.percent, t)),
        t("Day: {day}", day=t.day(told.on)) if told.on else "",
        t("Section {number}", number=told.section) if told.section else "",
    ]


def _ask_why(scene: Scene, who: Reader, item: Item, pending: Pending) -> Reply:
    t, told = scene.t, pending.told
    title = t("Why does it move? Write the reason in a few words.")
    lines = _understood(item, told, who)
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        *(paragraph(line, near=True) for line in lines if line),
        *actions([button(t("No, do not record"), "telling.drop", {"id": pending.id})]),
    ]
    topic = items.topic(item, who.known, kept(pending))
    return show(t, title, elements, sources=(item.key,), topic=topic, replaces=True)


def _which(scene: Scene, who: Reader, choices: Sequence[Item], told: Statement) -> Reply:
    """Ask which item is meant."""
    t = scene.t
    pending = Pending(
        id=token_hex(NEW_ID),
        at=scene.council.now(),
        person=scene.asker.person,
        step=Step.WHICH,
        told=told,
    )
    title = t("Which of your actions do you mean?")
    offered: list[Button] = [
        button(_choice(item, who), "telling.which", {"id": pending.id, "key": item.key})
        for item in choices[:MOST_CHOICES]
    ]
    elements = [
        heading(title),
        paragraph(t.quoted(clip(told.text, LONGEST_QUOTED)), quiet=True),
        *actions(offered),
        *actions(
            [
                button(t("My actions"), "followup.mine"),
                button(t("None of these"), "telling.drop", {"id": pending.id}),
            ]
        ),
    ]
    was = scene.topic or Topic()
    topic = replace(was, pending=kept(pending))
    keys = tuple(item.key for item in choices[:MOST_CHOICES])
    return show(t, title, elements, sources=keys, topic=topic)


def _choice(item: Item, who: Reader) -> str:
    day = last_day(item)
    name = phrases.name(item)
    return f"{name} ({who.t.bare_day(day)})" if day else name


async def which(scene: Scene) -> Reply:
    """Take up a statement about the item that was chosen."""
    items.in_private(scene)
    pending = _pressed(scene)
    if pending is None or pending.step is not Step.WHICH:
        raise StaleError(what="pending")
    known = await office(scene.council)
    item = await permitted(scene.council, scene.asker, scene.key("key"), known, "report")
    who = await items.reader(scene.council, scene.asker, scene.t, known)
    return await _take_up(scene, who, item, pending.told)


async def agree(scene: Scene) -> Reply:
    """Record what waits for a word: 'kyllä'."""
    pending = _pressed(scene)
    if pending is None:
        return _nothing(scene)
    for_all: bool | None = True if pending.shared else None
    if "all" in scene.turn.values:
        if not isinstance(scene.turn.values["all"], bool):
            raise StaleError(what="all")
        for_all = scene.turn.values["all"]
    return await _confirmed(scene, pending, for_all=for_all)


async def own_part(scene: Scene) -> Reply:
    """Record what waits for a word as done for the asker's own part alone."""
    pending = _pressed(scene)
    if pending is None:
        return _nothing(scene)
    return await _confirmed(scene, pending, for_all=False if pending.shared else None)


async def drop(scene: Scene) -> Reply:
    """Forget what waits for a word: 'ei'."""
    if _pressed(scene) is None:
        return _nothing(scene)
    topic = replace(scene.topic or Topic(), pending="")
    said = scene.t("I recorded nothing.")
    return items.brief(said, scene, topic=topic, replaces=True)


def awaits_reason(scene: Scene) -> bool:
    """Tell whether the message is the reason that was asked for."""
    pending = waiting(scene.topic, scene.asker.person, scene.council.now())
    if pending is None or pending.step is not Step.WHY or not scene.turn.personal:
        return False
    if scene.turn.happening is not Happening.WORDS:
        return False
    return not spoken.asks(scene.turn.text)


async def reason(scene: Scene) -> Reply:
    """Take the message as the reason for a new date, and repeat everything."""
    pending = waiting(scene.topic, scene.asker.person, scene.council.now())
    if pending is None:
        return _nothing(scene)
    why = " ".join(scene.turn.text.split())
    if len(why) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    known = await office(scene.council)
    item = await permitted(scene.council, scene.asker, pending.item, known, "propose")
    who = await items.reader(scene.council, scene.asker, scene.t, known)
    told = replace(pending.told, why=why)
    confirmed = replace(pending, step=Step.CONFIRM, told=told, at=scene.council.now())
    return await _ask(scene, who, item, confirmed)


async def _confirmed(scene: Scene, pending: Pending, *, for_all: bool | None) -> Reply:
    """Do what was confirmed, or ask again for what is still missing."""
    items.in_private(scene)
    if pending.step is Step.WHICH:
        return items.brief(scene.t("Choose first which of your actions you mean."), scene)
    if pending.step is Step.WHY:
        raise BadInputError(what="reason")
    told, council, asker = pending.told, scene.council, scene.asker
    if told.deed is Deed.DECLINE:
        done = await followup.decline(council, asker, pending.item, "", through=WORDS)
        return await results.of_decline(scene, done)
    if told.deed is Deed.MOVE and told.due is not None:
        done = await proposals.propose(
            council, asker, pending.item, told.due, told.why, through=WORDS, seen=pending.seen
        )
        return await results.of_proposal(scene, done)
    report = Report(
        state=told.state,
        percent=told.percent,
        comment=told.comment,
        on=told.on,
        section=told.section,
        for_all=for_all,
        seen=pending.seen,
    )
    done = await followup.report(council, asker, pending.item, report, through=WORDS)
    return await results.of_report(scene, done, report)


def _pressed(scene: Scene) -> Pending | None:
    """Return what waits; a button of another statement than the last is out of date."""
    pending = waiting(scene.topic, scene.asker.person, scene.council.now())
    number = scene.key("id")
    if number and (pending is None or pending.id != number):
        raise StaleError(what="pending")
    return pending


def _nothing(scene: Scene) -> Reply:
    """Answer a 'yes' or 'no' that nothing has been asked for."""
    t = scene.t
    said = t(
        "Nothing waits for your answer just now. If you meant to tell how something goes, "
        "please say it again."
    )
    return items.brief(said, scene)
