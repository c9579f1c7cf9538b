"""Why somebody is told of something, in which capacity, and what comes of silence; in words."""

import json
from collections.abc import Sequence
from datetime import date

from council.items import DECLINED, PROPOSED, last_day
from council.ledger import Capacity, Reminder, RowState, Track
from council.model import Action, FollowUp, Holder, Record, State
from council.ports import Change, Task
from council.rules import RuleKind, Step
from dialogs import phrases
from dialogs.cards import clip
from dialogs.items import SHOWN_WORDS, Reader
from dialogs.texts import Texts, mark

NEW_IN_OFFICE = 31  # days for which a holder of a role is told what came with it

TASKS = {
    PROPOSED: mark("a proposal waits for your decision"),
    DECLINED: mark("somebody says that this is not theirs"),
}

WHOM = {
    Capacity.DEPUTY: mark("the deputy"),
    Capacity.HEAD: mark("the head of the unit"),
    Capacity.CONTACT: mark("the contact person"),
    Capacity.ADMINISTRATOR: mark("the administrator"),
}

AS = {
    Capacity.DEPUTY: mark("You get this as the deputy of: {owner}"),
    Capacity.CONTACT: mark("You get this as the contact person of: {owner}"),
    Capacity.HEAD: mark("You get this because nobody has answered for: {owner}"),
}


def reason(row: Reminder, item: Record | None, track: Track | None, who: Reader) -> str:
    """Return why a row of the ledger is told: '7 päivää myöhässä'."""
    step, t = Step.read(row.rule), who.t
    if step.kind is RuleKind.NO_NEWS:
        return _silent(step, track, who)
    if step.kind is RuleKind.EVENT:
        return _event((row.due - who.today).days, t)
    if step.kind is RuleKind.SNOOZED:
        due = last_day(item) if isinstance(item, Action | FollowUp) else None
        return t("you asked to be reminded: {when}", when=_before(due, who)) if due else t(ASKED)
    when = _before(row.due, who)
    return t(REASONS[step.kind], when=when) if step.kind in REASONS else when


REASONS = {
    RuleKind.ESCALATED: mark("{when}, and nobody has answered"),
    RuleKind.CHANGED: mark("changed"),
    RuleKind.TASK: mark("a task for the administrator"),
    RuleKind.READING: mark("the metric’s value: {when}"),
    RuleKind.READING_LATE: mark("the metric’s value: {when}"),
    RuleKind.REPORT: mark("for the report: {when}"),
}
ASKED = mark("you asked to be reminded")


def _silent(step: Step, track: Track | None, who: Reader) -> str:
    heard = who.known.setting.days.day(track.heard) if track else None
    days = max(step.days, (who.today - heard).days) if heard else step.days
    return who.t.plural("no news for {n} day", "no news for {n} days", days)


def _before(due: date, who: Reader) -> str:
    """Return how far a due day is: left, today or late."""
    t, left = who.t, (due - who.today).days
    if left == 0:
        return t("due today")
    if left == 1:
        return t("due tomorrow")
    if left > 0:
        return t.plural("{n} day left", "{n} days left", left)
    return t.plural("{n} day late", "{n} days late", -left)


def _event(days: int, t: Texts) -> str:
    if days <= 0:
        return t("the event is today")
    if days == 1:
        return t("the event is tomorrow")
    return t.plural("the event is in {n} day", "the event is in {n} days", days)


def capacity(row: Reminder, item: Record | None, who: Reader) -> str:
    """Return in which capacity the recipient gets a row, unless simply as the owner."""
    t, kind = who.t, Step.read(row.rule).kind
    if row.capacity is Capacity.FOLLOWER:
        return t("You get this because you follow it.")
    if row.capacity is Capacity.ADMINISTRATOR:
        return "" if kind in {RuleKind.TASK, RuleKind.ESCALATED} else _in_the_owners_place(row, who)
    if row.capacity not in AS:
        return ""
    owner = who.known.register.get(row.through)
    if item is None or not who.shares(owner, item):
        return t("You get this as a deputy.") if row.capacity is Capacity.DEPUTY else ""
    return t(AS[row.capacity], owner=phrases.name(owner))


def _in_the_owners_place(row: Reminder, who: Reader) -> str:
    """Return why an administrator gets what is an owner's."""
    t = who.t
    if who.known.setting.answering.holders(row.through, who.today):
        return t("The owner cannot be reached or says that it is not theirs: it comes to you.")
    return t("The owner is missing: this comes to the administrator.")


def handover(row: Reminder, rows: Sequence[Reminder], who: Reader) -> str:
    """Return a note for whoever has just come into the office; only in the first message."""
    if row.capacity is not Capacity.OWNER or not row.through:
        return ""
    told = {RowState.SENT, RowState.ACKNOWLEDGED}
    if any(
        one.recipient == row.recipient and one.state in told and one.dispatch != row.dispatch
        for one in rows
    ):
        return ""
    holders = [
        holder
        for holder in who.known.register.of(Holder, former=True)
        if holder.role == row.through and not holder.deputy
    ]
    own = [h for h in holders if h.person == row.recipient and h.since is not None]
    since = max((h.since for h in own if h.since and h.since <= who.today), default=None)
    if since is None or (who.today - since).days > NEW_IN_OFFICE:
        return ""
    before = [h for h in holders if h.person != row.recipient and (h.since or date.min) < since]
    role = who.known.register.get(row.through)
    if not before or role is None:
        return ""
    return who.t(
        "This came to you with the office: {role}, since {day}.",
        role=phrases.name(role),
        day=who.t.day(since),
    )


def silence(row: Reminder, rows: Sequence[Reminder], who: Reader) -> str:
    """Return whom an overdue item goes to next if nobody answers, where that is planned."""
    if Step.read(row.rule).kind not in {RuleKind.OVERDUE, RuleKind.ESCALATED}:
        return ""
    planned = [
        one
        for one in rows
        if one.state is RowState.PLANNED
        and one.rule.startswith(f"{RuleKind.ESCALATED.value}:")
        and one.due == row.due
        and one.at > who.known.setting.now
        and one.recipient != row.recipient
    ]
    if not planned or row.capacity is Capacity.FOLLOWER:
        return ""
    first = min(planned, key=lambda one: one.at)
    return who.t(
        "If we do not hear before {day}, {whom} will be told.",
        day=who.day(first.at),
        whom=who.t(WHOM.get(first.capacity, WHOM[Capacity.ADMINISTRATOR])),
    )


def change(row: Reminder, history: Sequence[Change], item: Record, who: Reader) -> str:
    """Return what a row about a change tells of: its days are how many changes there were."""
    number = Step.read(row.rule).days
    made = history[number - 1] if 0 < number <= len(history) else None
    if made is None:
        return ""
    t, before, after = who.t, _plain(made.before), _plain(made.after)
    why = t("Reason: {why}", why=clip(made.why, SHOWN_WORDS)) if made.why else ""
    match made.field:
        case "due":
            said = t(
                "New due day: {to} (it was {before})", to=_day(after, t), before=_day(before, t)
            )
        case "state":
            said = t("State: {before} → {to}", to=_state(after, t), before=_state(before, t))
        case "rejected":
            said = t("The proposal was not approved: {to}", to=_day(after, t) or _state(after, t))
        case _:
            return ""
    del item
    return ". ".join(part for part in (said, why) if part)


def _plain(stored: str) -> str:
    try:
        value = json.loads(stored) if stored else ""
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _day(value: str, t: Texts) -> str:
    try:
        return t.day(date.fromisoformat(value))
    except ValueError:
        return "–" if not value else ""


def _state(value: str, t: Texts) -> str:
    return t(phrases.STATES[State(value)]) if value in set(State) else "–"


def task(item: str, tasks: Sequence[Task], t: Texts) -> str:
    """Return what an administrator has to see to about an item, or ''."""
    kinds = dict.fromkeys(one.kind for one in tasks if one.about == item and one.kind in TASKS)
    return "; ".join(t(TASKS[kind]) for kind in kinds)
