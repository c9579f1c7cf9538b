"""What an item's reminders should be: from its due day, the rules and who answers for it.

Everything here is computed and nothing written. A reminder before a due day moves to the previous
working day, one after it to the next; the due day itself never moves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain

from council.dates import DateKind, DueDate
from council.ledger import Capacity, Reminder, RowState, Track
from council.model import (
    Action,
    Certainty,
    Event,
    FollowUp,
    Metric,
    Record,
    ReportingRule,
    Standing,
    State,
)
from council.openings import sending_hour
from council.reading_days import asked_at_intervals, asked_by_targets, last_of, reliable
from council.register import Register
from council.responsibility import Answerable, Answering, Staff, owners_of
from council.rules import RuleKind, Rules, Step
from council.workdays import WorkingDays

OVER = frozenset({State.DONE, State.CANCELLED})
UNIQUELY_SETTLED = frozenset(
    {RowState.LEASED, RowState.SENT, RowState.ACKNOWLEDGED, RowState.FAILED, RowState.SKIPPED}
)
SAID = frozenset({RowState.LEASED, RowState.SENT, RowState.ACKNOWLEDGED})
NEVER = datetime.min.replace(tzinfo=UTC)
RECENTLY = timedelta(days=14)
LATELY = timedelta(days=1)
AHEAD = frozenset({RuleKind.BEFORE, RuleKind.READING, RuleKind.EVENT, RuleKind.REPORT})
PLANNED_KINDS: tuple[type[Record], ...] = (FollowUp, Action, Event, Metric, ReportingRule)


@dataclass(frozen=True, slots=True)
class Setting:
    """What planning needs besides the item: made once for many items."""

    register: Register
    staff: Staff
    answering: Answering
    days: WorkingDays
    now: datetime


@dataclass(frozen=True, slots=True)
class ItemRules:
    """The rules for an item; `own`: somebody has set the days for this very item."""

    rules: Rules
    own: bool = False


def followed(record: Record, register: Register) -> bool:
    """Tell whether a record is one that reminders are planned for, whatever its date."""
    if not isinstance(record, PLANNED_KINDS) or register.successor(record.key):
        return False
    programme = register.programme(record)
    if programme is None or programme.standing is Standing.FORMER:
        return False
    if register.successor(programme.key) or record.certainty is Certainty.UNCONFIRMED:
        return False
    if isinstance(record, Action):
        return not register.follow_ups(record) and record.state not in OVER
    return not (isinstance(record, FollowUp) and record.state in OVER)


def why_gone(record: Record | None, register: Register) -> str:
    """Return the code of why rows of an item are superseded."""
    if record is None:
        return "removed"
    state = getattr(record, "state", None)
    if state is State.DONE:
        return "done"
    if state is State.CANCELLED:
        return "cancelled"
    return "changed" if followed(record, register) else "not-followed"


def due_days(
    record: Record, register: Register, rules: Rules, since: date, today: date
) -> tuple[date, ...]:
    """Return the days that an item's plan works towards, soonest first; usually one or none.

    Of a fuzzy period that is its last day, of what recurs the next and one just past. What is
    yearless or unconfirmed gives none. `since` is when Luotsi learnt of the item. Values of a
    metric are asked for on the last such day that is past, too: nobody may have answered.
    """
    found: Iterable[date | None] = ()
    recently = max(since, today - RECENTLY)  # a report's day is spoken of a little longer
    match record:
        case FollowUp(due=due) | Event(when=due):
            found = (reliable(due),)
        case ReportingRule(due=several):
            recurring = (_recurring(due, day) for due in several for day in (recently, today))
            found = chain(map(reliable, several), recurring)
        case Metric():
            found = chain(
                asked_by_targets(record, register, rules),
                asked_at_intervals(record, register, rules, (since, today)),
            )
    return tuple(sorted({day for day in found if day is not None}))


def _recurring(due: DueDate, since: date) -> date | None:
    """Return the next last day of what comes every year: '--03/--05' is every 31 May."""
    if due.kind is not DateKind.RECURRING or not due.yearless:
        return None
    month, _, day = due.yearless.rpartition("/")[2].removeprefix("--").partition("-")
    if not month.isdigit():
        return None
    for year in (since.year, since.year + 1):
        last = last_of(year, int(month), int(day) if day.isdigit() else 0)
        if last is not None and last >= since:
            return last
    return None


def wanted(  # noqa: PLR0913, PLR0917 - what a plan is made from
    item: Record,
    own: ItemRules,
    track: Track,
    known: Sequence[Reminder],
    setting: Setting,
    changed: datetime = NEVER,
) -> tuple[Reminder, ...]:
    """Return the rows that should stand in the ledger for an item, those of its past included.

    `known` are its rows so far. Rows from before Luotsi learnt of the due day are not wanted, nor
    what a rule that was added later would have said before then: `changed` is when what is planned
    for now was changed.
    """
    return tuple(_Plan(item, own, track, known, setting, changed).rows())


@dataclass(frozen=True)
class _Plan:
    item: Record
    own: ItemRules
    track: Track
    known: Sequence[Reminder]
    setting: Setting
    changed: datetime

    def rows(self) -> Iterator[Reminder]:
        """Yield every row; of equal ones the first counts."""
        if not followed(self.item, self.setting.register):
            return
        told = self._told()
        seen = set()
        for row in chain(self._dated(), self._quiet()):
            since = (told.get((row.recipient, due), NEVER) for due in (row.due, None))
            late = row.at < self.track.since or row.at <= max(since) or self._added(row)
            if row.identity not in seen and not late:
                seen.add(row.identity)
                yield row

    def _added(self, row: Reminder) -> bool:
        """Tell whether a rule that has been added would have spoken of a due day before it was.

        To somebody who has been planned for; who has taken an item over hears what is open. What
        came up shortly before the change counts as after it.
        """
        if Step.read(row.rule).kind not in AHEAD or row.at + LATELY >= self.changed:
            return False
        same = [one for one in self.known if one.due == row.due and planners_own(one)]
        theirs = any(
            one.recipient == row.recipient and one.state is not RowState.SUPERSEDED for one in same
        )
        return theirs and all(one.rule != row.rule for one in same)

    def _told(self) -> dict[tuple[str, date | None], datetime]:
        """Return up to when each recipient has been told of a due day; None: put off by them.

        What has been said, or is to be said later by their own wish, is never said once more by an
        older row whose turn comes again.
        """
        told: dict[tuple[str, date | None], datetime] = {}
        for row in self.known:
            snoozed = row.rule.startswith(f"{RuleKind.SNOOZED.value}:")
            if (snoozed and row.state is RowState.PLANNED) or (
                row.state in SAID and (snoozed or planners_own(row))
            ):
                whom = row.recipient, None if snoozed else row.due
                told[whom] = max(row.at, told.get(whom, NEVER))
        return told

    @property
    def rules(self) -> Rules:
        return self.own.rules

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        """The owners who have not done their own part."""
        owners = owners_of(self.setting.register, self.item)
        return tuple(owner for owner in owners if owner not in self.track.parts)

    def _answerable(self, day: date) -> tuple[Answerable, ...]:
        return self.setting.answering.of(self._owners, day, self.track.declined)

    def _dated(self) -> Iterator[Reminder]:
        register = self.setting.register
        known_on = self.setting.days.day(self.track.since)
        today = self.setting.days.day(self.setting.now)
        for due in due_days(self.item, self.setting.register, self.rules, known_on, today):
            if due < known_on:  # it was past when Luotsi heard of it
                continue
            match self.item:
                case Event():
                    yield from self._event(due)
                case Metric():
                    if due < today and not self._asked(due):  # no interval was set by then
                        continue
                    ends = due in set(asked_by_targets(self.item, register, self.rules))
                    leads = self.rules.before if ends else self.rules.reading
                    yield from self._before(due, RuleKind.READING, leads)
                    yield from self._after(due, RuleKind.READING_LATE, self.rules.reading_late)
                case ReportingRule():
                    yield from self._before(due, RuleKind.BEFORE, self.rules.before)
                    yield from self._collected(due)
                case _:
                    yield from self._before(due, RuleKind.BEFORE, self.rules.before)
                    if not self.track.waiting:  # who has proposed a new date has answered
                        yield from self._after(due, RuleKind.OVERDUE, self._overdue(due))
                        yield from self._escalated(due)

    def _asked(self, due: date) -> bool:
        """Tell whether anybody has been, or was to be, asked for a value for that day."""
        return any(
            row.due == due
            and row.rule.startswith(f"{RuleKind.READING.value}:")
            and row.state is not RowState.SUPERSEDED
            for row in self.known
        )

    def _before(self, due: date, kind: RuleKind, days: tuple[int, ...]) -> Iterator[Reminder]:
        choosable = kind is RuleKind.BEFORE and not self.own.own
        offered = set(days)
        if choosable:  # a person's own choice may add days
            offered |= self.setting.staff.leads
        for lead in sorted(offered, reverse=True):
            day = self._back(due - timedelta(days=lead))
            for who in self._answerable(day):
                mine = self.setting.staff.chosen(who.person).before if choosable else None
                if lead in (days if mine is None else mine):
                    yield self._row(who, Step(kind, lead), due, day)

    def _after(self, due: date, kind: RuleKind, days: Iterable[int]) -> Iterator[Reminder]:
        for late in days:
            day = self._forth(due + timedelta(days=late))
            for who in self._answerable(day):
                yield self._row(who, Step(kind, late), due, day)

    def _overdue(self, due: date) -> Iterator[int]:
        """Yield the days after which an item is overdue: the listed, then at an interval."""
        yield from sorted(self.rules.overdue)
        every = self.rules.overdue_every
        if every:
            gone = max(0, (self.setting.days.day(self.setting.now) - due).days)
            last = max(self.rules.overdue, default=0)
            # The latest that has passed, and the one to come.
            for times in (gone // every, gone // every + 1):
                if times and times * every > last:
                    yield times * every

    def _escalated(self, due: date) -> Iterator[Reminder]:
        """Yield who hears besides the owner when the owner says nothing."""
        if self.setting.days.day(self.track.heard) > due:
            return
        answering, rules = self.setting.answering, self.rules
        steps = (
            (rules.deputy_after, Capacity.DEPUTY, answering.deputies),
            (rules.head_after, Capacity.HEAD, answering.heads),
        )
        for owner in self._owners:
            for after, capacity, whom in steps:
                day = self._forth(due + timedelta(days=after))
                told = {one.person for one in answering.of((owner,), day)}
                for person in whom(owner, day) if after else ():
                    if person not in told:
                        who = Answerable(person, capacity, owner)
                        yield self._row(who, Step(RuleKind.ESCALATED, after), due, day)
        if after := rules.administrator_after:
            day = self._forth(due + timedelta(days=after))
            for person in self.setting.staff.administrators:
                who = Answerable(person, Capacity.ADMINISTRATOR)
                yield self._row(who, Step(RuleKind.ESCALATED, after), due, day)

    def _event(self, due: date) -> Iterator[Reminder]:
        """Yield those who hold one of the event's own audiences; 'public' is nobody's own."""
        for lead in self.rules.event:
            day = self._back(due - timedelta(days=lead))
            for key, person in sorted(self.setting.staff.people.items()):
                listens = self.setting.staff.chosen(key).events and "/" in key
                held = not person.audiences.isdisjoint(self.item.audience)
                if listens and held and key not in self.setting.staff.unreachable:
                    yield self._row(
                        Answerable(key, Capacity.AUDIENCE), Step(RuleKind.EVENT, lead), due, day
                    )

    def _collected(self, due: date) -> Iterator[Reminder]:
        """Yield the owners of what is open in the programme: their statuses go into the report."""
        register = self.setting.register
        open_items = [
            f for f in register.of(FollowUp, self.item.programme) if followed(f, register)
        ]
        owners = tuple(
            dict.fromkeys(owner for item in open_items for owner in owners_of(register, item))
        )
        for lead in self.rules.report if owners else ():
            day = self._back(due - timedelta(days=lead))
            for who in self.setting.answering.of(owners, day):
                if who.capacity is not Capacity.ADMINISTRATOR:
                    yield self._row(who, Step(RuleKind.REPORT, lead), due, day)

    def _quiet(self) -> Iterator[Reminder]:
        """Yield what asks for news where nothing has been heard for long."""
        if not self.rules.no_news or not isinstance(self.item, FollowUp | Action):
            return
        due = self.item.due if isinstance(self.item, FollowUp) else None
        if due is not None and reliable(due) is None:  # yearless or unconfirmed: first the date
            return
        days = self.setting.days
        rows = [row for row in self.known if row.rule.startswith(f"{RuleKind.NO_NEWS.value}:")]
        asked = [row for row in rows if row.state in UNIQUELY_SETTLED]
        base = max(days.day(moment) for moment in (self.track.heard, *(row.at for row in asked)))
        day = self._forth(base + timedelta(days=self.rules.no_news))
        begun = {row.due for row in asked}
        for row in rows:  # not all have been asked yet
            if row.state is RowState.PLANNED and row.due in begun and row.at > self.track.heard:
                day = row.due
        if due is not None and due.last is not None:
            leads = max(self.rules.before, default=0)
            if day >= due.last - timedelta(days=leads):  # other reminders ask by then
                return
        for who in self._answerable(day):
            yield self._row(who, Step(RuleKind.NO_NEWS, self.rules.no_news), day, day)

    def _back(self, day: date) -> date:
        return self.setting.days.back(day, july_off=self.rules.july_off)

    def _forth(self, day: date) -> date:
        return self.setting.days.forth(day, july_off=self.rules.july_off)

    def _row(self, who: Answerable, step: Step, due: date, day: date) -> Reminder:
        return Reminder(
            recipient=who.person,
            item=self.item.key,
            rule=str(step),
            due=due,
            at=sending_moment(who.person, day, self.rules, self.setting),
            programme=self.item.programme,
            capacity=who.capacity,
            through=who.through,
        )


def sending_moment(person: str, day: date, rules: Rules, setting: Setting) -> datetime:
    """Return when a person is written to on a day, or after a pause of their own."""
    chosen = setting.staff.chosen(person)
    if chosen.paused_until is not None and day <= chosen.paused_until:
        day = setting.days.forth(chosen.paused_until + timedelta(days=1), july_off=rules.july_off)
    return setting.days.moment(day, sending_hour(chosen, rules))


OTHERS = (RuleKind.SNOOZED, RuleKind.CHANGED, RuleKind.TASK)


def planners_own(row: Reminder) -> bool:
    """Tell whether the planner has made a row, and may change it."""
    return not row.rule.startswith(tuple(f"{kind.value}:" for kind in OTHERS))
