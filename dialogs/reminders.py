"""The one daily message to a person, and what it looks like later."""

from dataclasses import replace
from datetime import datetime

from council.answers import Aspect
from council.chamber import Council
from council.errors import NotFoundError
from council.facts import finding
from council.gathering import PURPOSE, leave_out
from council.items import DECLINED, PROPOSED, in_hand, stands_behind
from council.ledger import Capacity, Dispatch, RowState
from council.model import Action, Event, FollowUp, Record
from council.news import ProposalKind, ProposalState
from council.planning import OVER
from council.programme import MAIN
from council.rules import RuleKind, Step
from dialogs import findings, items, phrases, why
from dialogs.cards import Action as Button
from dialogs.cards import Element, actions, block, button, clip, heading, paragraph
from dialogs.daily import HEARD, Entry, Message, gathered, pointed
from dialogs.items import Reader
from dialogs.scene import Scene, show
from dialogs.turn import Reply

ON_A_CARD = 5  # items


async def compose(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return the one message of a day to a person; None where nothing is left to say."""
    message = await gathered(council, dispatch)
    every = ((entry, pointed(entry, message)) for entry in message.entries)
    left = tuple(replace(entry, rows=rows) for entry, rows in every if rows)
    said = {row.identity for entry in left for row in entry.rows}
    own = (row for row in message.past.rows if row.dispatch == dispatch.id)
    unsaid = [row for row in own if row.identity not in said]
    await leave_out(council, dispatch, unsaid, message.who.known)
    if not left:
        return None
    return _shown(Message(dispatch, message.who, left, message.past), 0)


async def redrawn(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return a sent message's card as it should look now; None where it told of nothing."""
    message = await gathered(council, dispatch)
    return _shown(message, 0) if message.entries else None


async def page(scene: Scene) -> Reply:
    """Show the recipient another page of a message."""
    items.in_private(scene)
    async with scene.council.records() as records:
        found = await records.dispatches.find([scene.key("dispatch")])
    own = [one for one in found if one.recipient == scene.asker.person and one.purpose == PURPOSE]
    if not own:
        raise NotFoundError(what="dispatch")
    message = await gathered(scene.council, own[0])
    return _shown(message, scene.number("from"))


def _shown(message: Message, start: int) -> Reply:
    """Return a page of a message."""
    t, every = message.who.t, message.entries
    shown = every[start : start + ON_A_CARD]
    title = _title(message, start)
    elements = [heading(title)]
    if len(every) > len(shown) and shown:
        first, last = start + 1, start + len(shown)
        said = t("{first}–{last} of {all}", first=first, last=last, all=len(every))
        elements.append(paragraph(said, quiet=True))
    alone = len(every) == 1
    elements += [_block(entry, message, alone=alone) for entry in shown]
    elements += actions(_turning(message, start))
    keys = tuple(entry.row.item for entry in shown)
    return show(t, title, elements, sources=keys, replaces=True)


def _title(message: Message, start: int) -> str:
    """Return what the message is about in one line: notifications show nothing else."""
    t, entries = message.who.t, message.entries
    first = entries[0]
    name = phrases.name(first.item) if first.item else t("a reminder")
    if start:
        return t("Your reminders")
    said = why.reason(first.row, first.item, message.track(first), message.who)
    if len(entries) == 1:
        return f"{name}: {_become(first, message) or said}"
    return t.plural(
        "{n} thing today, first: {name}, {why}",
        "{n} things today, first: {name}, {why}",
        len(entries),
        name=name,
        why=said,
    )


def _become(entry: Entry, message: Message) -> str:
    """Return what has become of an item that needs no answer any more, or ''."""
    t, item = message.who.t, entry.item
    if isinstance(item, Action | FollowUp) and item.state in OVER:
        return items.told_state(item.state, None, t)
    return t("answered") if _answered(entry, message) else ""


def _turning(message: Message, start: int) -> list[Button]:
    t, total = message.who.t, len(message.entries)
    made, values = [], {"dispatch": message.dispatch.id}
    if start > 0:
        before = {**values, "from": max(0, start - ON_A_CARD)}
        made.append(button(t("Previous"), "reminders.page", before))
    if (left := total - start - ON_A_CARD) > 0:
        after = {**values, "from": start + ON_A_CARD}
        made.append(button(t("The rest ({n})", n=left), "reminders.page", after))
    return made


def _block(entry: Entry, message: Message, *, alone: bool) -> Element:
    """Return one item of a message: what, why, what is known, what can be done."""
    who, item = message.who, entry.item
    if item is None:
        return block([paragraph(who.t("This is no longer in the programme."))])
    status = [_begun(line) for line in _status(entry, message)]
    reasons = _reasons(entry, message)
    name = [paragraph(phrases.titled(item, who.t), bold=True)]
    if alone and not phrases.doubts(item, who.t):  # the heading has said both
        name = []
        told = why.reason(entry.row, item, message.track(entry), who)
        reasons = [reason for reason in reasons if reason != _begun(told)]
    said = [*reasons, *status, *_told(entry, message, item)]
    lines = (paragraph(clip(line, items.LONGEST_LINE * 2), near=True) for line in said if line)
    return block(
        [
            *name,
            *lines,
            paragraph(phrases.source_line(item.source, who.t), quiet=True),
            *actions(_buttons(entry, message, item, alone=alone)),
        ],
        apart=not alone,
    )


def _reasons(entry: Entry, message: Message) -> list[str]:
    """Return why an item is told of: each row once, and what has changed."""
    who, said = message.who, []
    item = entry.item
    for row in entry.rows:
        kind = Step.read(row.rule).kind
        reason = why.reason(row, item, message.track(entry), who)
        if kind is RuleKind.TASK:
            told = why.task(row.item, message.past.tasks, who.t)
        elif kind is RuleKind.CHANGED and item is not None:
            told = why.change(row, message.past.history.get(row.item, ()), item, who)
        else:
            told = ""
        said.append(f"{_begun(reason)}: {told}" if told else _begun(reason))
    return list(dict.fromkeys(said))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(entry: Entry, message: Message, item: Record) -> list[str]:
    """Return what is known of an item, and what follows from it for the recipient."""
    who, row, t = message.who, entry.row, message.who.t
    beside = [why.handover(row, message.past.rows_of(row.item), who), why.capacity(row, item, who)]
    if not isinstance(item, Action | FollowUp):
        event = isinstance(item, Event)
        due = [] if event else [t("Due: {date}", date=t.long_day(row.due))]
        return [*_known(item, who), *due, *beside]
    percent = items.percent_of(message.news(entry), item)
    return [
        *items.lines(item, who, percent),
        items.decision_line(item, who),
        *beside,
        why.silence(row, message.past.rows_of(row.item), who),
    ]


def _known(item: Record, who: Reader) -> list[str]:
    """Return what is known of an event, a metric or a reporting rule."""
    if who.seen.get(item.key) is None:
        return []
    told = finding(item, MAIN.get(type(item), Aspect.WHOLE), who.seen, who.today)
    return findings.lines(told, who.t, brief=True) if told else []


def _buttons(entry: Entry, message: Message, item: Record, *, alone: bool) -> list[Button]:
    """Return what can be done about an item, unless the recipient has answered."""
    who, t = message.who, message.who.t
    if not isinstance(item, Action | FollowUp):
        seen = who.seen.get(item.key) is not None
        more = [button(t("More"), "programme.record", {"key": item.key})] if seen else []
        report = any(Step.read(row.rule).kind is RuleKind.REPORT for row in entry.rows)
        return [*([button(t("My actions"), "followup.mine")] if report else []), *more]
    made: list[Button] = []
    tasks = {one.kind for one in message.past.tasks if one.about == item.key}
    if PROPOSED in tasks:
        made.append(button(t("To the proposal"), "followup.proposals", {"key": item.key}))
    if DECLINED in tasks:
        made.append(button(t("Tasks"), "desk.tasks"))
    if items.answerable(item, who, message.track(entry)) and not _answered(entry, message):
        person = who.asker.person
        mine = in_hand(item, person, who.known) or stands_behind(item, person, who.known)
        made += items.answers(item, t) if alone and mine else [items.answer(item, t)]
    if entry.row.capacity is Capacity.FOLLOWER:
        made.append(button(t("Unfollow"), "followup.follow", {"key": item.key, "on": False}))
    return [*made, *items.papers(item, who)]


def _answered(entry: Entry, message: Message) -> bool:
    """Tell whether the recipient has answered this message about an item."""
    recipient, since = message.dispatch.recipient, message.dispatch.made
    if any(row.state is RowState.ACKNOWLEDGED for row in entry.rows):
        return True
    return any(one.person == recipient and one.at >= since for one in message.news(entry))


def _status(entry: Entry, message: Message) -> list[str]:
    """Return what has become of an item since the message was made."""
    who, item = message.who, entry.item
    since = message.dispatch.made
    if item is None or not isinstance(item, Action | FollowUp):
        return []
    named = entry.row.capacity not in HEARD
    told = [one for one in message.news(entry) if one.at >= since]
    said = [items.reported(told[-1], item, who, named=named)] if told else []
    said += _proposed(entry, message, since)
    track = message.track(entry)
    if track and who.asker.person in track.declined:
        said.append(who.t("You have said that this is not yours."))
    if later := _snoozed(entry, message):
        said.append(who.t("I will remind you again on {day}.", day=who.day(later)))
    return said


def _proposed(entry: Entry, message: Message, since: datetime) -> list[str]:
    t = message.who.t
    said = []
    for one in message.past.proposals:
        if one.item != entry.row.item or one.standing is not ProposalState.OPEN or one.at < since:
            continue
        if one.kind is ProposalKind.DATE and one.due is not None:
            said.append(t("Waits for the administrator: new due day {date}", date=t.when(one.due)))
        elif one.state is not None:
            state = items.told_state(one.state, one.percent, t)
            said.append(t("Waits for the administrator: state {state}", state=state))
    return said


def _snoozed(entry: Entry, message: Message) -> datetime | None:
    moments = [
        row.at
        for row in message.past.rows_of(entry.row.item)
        if row.recipient == message.dispatch.recipient
        and row.state is RowState.PLANNED
        and row.rule.startswith(f"{RuleKind.SNOOZED.value}:")
    ]
    return min(moments, default=None)
