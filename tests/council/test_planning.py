"""What is planned for an item: which days, whom, and how the ledger is brought to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.access import COUNCIL
from council.dates import DateCertainty, DateKind, DueDate
from council.ledger import Reminder, RowState, Track
from council.model import (
    Certainty,
    Direction,
    Event,
    EventKind,
    Metric,
    Record,
    ReportingRule,
    Standing,
    State,
    Target,
)
from council.openings import next_opening, quiet_at, sending_hour
from council.people import Person
from council.planning import ItemRules, Setting, due_days, followed, wanted
from council.reading_days import months_after
from council.register import Register
from council.responsibility import Answering, Staff
from council.revising import revised
from council.rules import DEFAULTS, Preferences, Rules, Step
from tests.council.reminding import (
    ANNA,
    BO,
    DAYS,
    HEAD,
    OFFICE,
    PEOPLE,
    PROGRAMME,
    at,
    follow_up,
    on,
    record,
)

TODAY = date(2024, 9, 2)
NOW = at(TODAY)
ITEM = follow_up("a", on(2024, 9, 20))
NO_NEWS_OFF = Rules(no_news=0)
days = st.dates(date(2020, 1, 1), date(2031, 12, 31))


def setting(
    *found: Record,
    now: datetime = NOW,
    chosen: Sequence[Preferences] = (),
    people: Sequence[Person] = PEOPLE,
) -> Setting:
    register = Register((*OFFICE, *found))
    staff = Staff({p.key: p for p in people}, {one.person: one for one in chosen})
    return Setting(register, staff, Answering(register, staff), DAYS, now)


def plan(
    item: Record,
    *found: Record,
    rules: Rules = NO_NEWS_OFF,
    known: Sequence[Reminder] = (),
    own: bool = False,
    since: datetime = NOW,
    heard: datetime = NOW,
    waiting: bool = False,
    now: datetime = NOW,
    chosen: Sequence[Preferences] = (),
) -> tuple[Reminder, ...]:
    track = Track(item.key, None, since, heard, waiting)
    return wanted(
        item,
        ItemRules(rules, own),
        track,
        known,
        setting(item, *found, now=now, chosen=chosen),
    )


def told(rows: Sequence[Reminder]) -> list[tuple[str, str, date]]:
    return [(r.recipient, r.rule, DAYS.day(r.at)) for r in sorted(rows, key=lambda r: r.at)]


@given(
    due=days,
    ahead=st.integers(0, 400),
    later=st.integers(0, 400),
    before=st.sets(st.integers(0, 120), max_size=6),
    overdue=st.sets(st.integers(1, 60), max_size=4),
    every=st.integers(0, 40),
    july_off=st.booleans(),
)
@settings(max_examples=150)
def test_reminders_move_to_the_working_day_before_and_those_after_to_the_one_after(
    *,
    due: date,
    ahead: int,
    later: int,
    before: set[int],
    overdue: set[int],
    every: int,
    july_off: bool,
) -> None:
    rules = Rules(
        before=tuple(before),
        overdue=tuple(overdue),
        overdue_every=every,
        no_news=0,
        july_off=july_off,
    )
    since = at(due - timedelta(days=ahead), 11)
    item = follow_up("a", on(due.year, due.month, due.day))
    rows = plan(item, rules=rules, since=since, heard=since, now=since + timedelta(days=later))
    assert len({row.identity for row in rows}) == len(rows)
    for row in rows:
        step, day = Step.read(row.rule), DAYS.day(row.at)
        assert row.due == due
        assert row.at >= since
        assert DAYS.working(day, july_off=july_off)
        assert not quiet_at(row.at, rules, DAYS)
        if step.kind.value == "before":
            nominal = due - timedelta(days=step.days)
            between = [day + timedelta(days=n) for n in range(1, (nominal - day).days + 1)]
        else:
            nominal = due + timedelta(days=step.days)
            between = [nominal + timedelta(days=n) for n in range((day - nominal).days)]
            assert day >= nominal
        assert not any(DAYS.working(one, july_off=july_off) for one in between)
    leads = {Step.read(row.rule).days for row in rows if row.rule.startswith("before")}
    back = {n: DAYS.back(due - timedelta(days=n), july_off=july_off) for n in before}
    assert leads == {n for n, day in back.items() if at(day) >= since}


@pytest.mark.parametrize(
    "due",
    [
        None,
        on(2024, 8, 30),
        on(2024, 9, 20, certainty=DateCertainty.UNCONFIRMED),
        DueDate(yearless="--09-20", certainty=DateCertainty.YEARLESS),
        DueDate(yearless="--09-20", certainty=DateCertainty.YEARLESS, kind=DateKind.RECURRING),
    ],
)
def test_what_has_no_reliable_day_to_come_plans_nothing(due: DueDate | None) -> None:
    assert plan(follow_up("a", due)) == ()


@pytest.mark.parametrize(
    "changes",
    [{"state": State.DONE}, {"state": State.CANCELLED}, {"certainty": Certainty.UNCONFIRMED}],
)
def test_what_is_over_or_uncertain_is_not_followed(changes: dict[str, object]) -> None:
    item = replace(ITEM, **changes)  # type: ignore[arg-type]
    assert not followed(item, Register((*OFFICE, item)))
    assert plan(item) == ()


def test_nothing_of_a_former_programme_is_followed() -> None:
    former = replace(PROGRAMME, standing=Standing.FORMER)
    assert not followed(ITEM, Register((former, *OFFICE[1:], ITEM)))
    newer = replace(ITEM, key="p/b", supersedes=ITEM.key)
    assert not followed(ITEM, Register((*OFFICE, ITEM, newer)))
    assert not followed(ITEM, Register((ITEM,)))


def test_the_last_day_of_a_fuzzy_period_drives() -> None:
    autumn = DueDate(start=date(2024, 9, 1), end=date(2024, 11, 30), certainty=DateCertainty.FUZZY)
    rows = plan(follow_up("a", autumn))
    assert {row.due for row in rows} == {date(2024, 11, 30)}
    assert (ANNA, "before:0", date(2024, 11, 29)) in told(rows)


def test_what_was_past_when_luotsi_learnt_of_it_plans_nothing_that_day_s_own_does() -> None:
    assert plan(follow_up("a", on(2024, 9, 1))) == ()
    assert told(plan(follow_up("a", on(2024, 9, 2))))[:2] == [
        (ANNA, "before:0", TODAY),
        (ANNA, "overdue:1", TODAY + timedelta(days=1)),
    ]


def test_a_person_s_own_days_count_but_not_over_those_of_one_item() -> None:
    chosen = [Preferences(person=ANNA, before=(3,), hour=time(15))]
    rows = [row for row in plan(ITEM, chosen=chosen) if row.rule.startswith("before")]
    assert [(row.rule, row.at) for row in rows] == [("before:3", at(date(2024, 9, 17), 15))]
    own = [row for row in plan(ITEM, chosen=chosen, own=True) if row.rule.startswith("before")]
    assert {row.rule for row in own} == {f"before:{n}" for n in DEFAULTS.before}


def test_who_has_proposed_a_new_date_is_not_told_that_it_is_late() -> None:
    assert {row.rule.partition(":")[0] for row in plan(ITEM, waiting=True)} == {"before"}


def test_an_answer_after_the_due_day_ends_the_escalation_not_one_before() -> None:
    late = at(date(2024, 10, 1))
    kinds = {r.rule.partition(":")[0] for r in plan(ITEM, now=late)}
    assert kinds == {"before", "overdue", "escalated"}
    kinds = {r.rule.partition(":")[0] for r in plan(ITEM, now=late, heard=late)}
    assert kinds == {"before", "overdue"}


def test_an_event_is_told_to_its_own_audience_but_to_nobody_who_wants_none() -> None:
    event = record(
        Event, "e", name="S", kind=EventKind.SEMINAR, when=on(2024, 9, 20), audience={COUNCIL}
    )
    people = [
        Person("t/x", audiences=frozenset({COUNCIL})),
        Person("t/y", audiences=frozenset({COUNCIL})),
        Person("t/z"),
    ]
    known = setting(event, people=people, chosen=[Preferences(person="t/y", events=False)])
    track = Track(event.key, None, NOW, NOW)
    rows = wanted(event, ItemRules(DEFAULTS), track, (), known)
    assert told(rows) == [("t/x", "event:7", date(2024, 9, 13))]


def test_a_report_that_comes_every_year_is_spoken_of_two_weeks_longer() -> None:
    may = DueDate(yearless="--03/--05", kind=DateKind.RECURRING, certainty=DateCertainty.YEARLESS)
    report = record(ReportingRule, "r", name="R", due=(may,), owner=HEAD.key)
    register = Register((*OFFICE, report))

    def of(today: date, since: date = date(2024, 1, 1)) -> list[date]:
        return list(due_days(report, register, DEFAULTS, since, today))

    assert of(date(2024, 5, 31)) == [date(2024, 5, 31)]
    assert of(date(2024, 6, 14)) == [date(2024, 5, 31), date(2025, 5, 31)]
    assert of(date(2024, 6, 15)) == [date(2025, 5, 31)]
    assert of(date(2024, 6, 2), since=date(2024, 6, 2)) == [date(2025, 5, 31)]


def test_a_metric_s_value_is_asked_for_by_its_target_and_at_an_interval() -> None:
    metric = record(Metric, "m", name="M", owner=HEAD.key)
    target = record(
        Target, "t", metric=metric.key, direction=Direction.AT_LEAST, due=on(2024, 10, 1)
    )
    register = Register((*OFFICE, metric, target))
    rules = Rules(reading_months=6)
    assert due_days(metric, register, rules, TODAY, TODAY) == (
        date(2024, 10, 1),
        date(2025, 3, 2),
    )
    assert due_days(metric, register, DEFAULTS, TODAY, TODAY) == (date(2024, 10, 1),)


@given(day=days, months=st.integers(1, 60))
def test_months_later_is_the_same_day_or_that_month_s_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


def test_what_has_been_said_is_not_said_again_by_what_is_older() -> None:
    """The deputy is gone again: what went to them is not said once more to the owner."""
    rows = [row for row in plan(ITEM) if row.recipient == ANNA]
    by_rule = {row.rule: row for row in rows}
    known = [
        replace(by_rule["before:14"], recipient=BO, state=RowState.SENT),
        replace(by_rule["before:14"], state=RowState.SUPERSEDED),
        replace(by_rule["before:7"], state=RowState.SENT),
    ]
    want = {row.rule for row in plan(ITEM, known=known, now=at(date(2024, 9, 16)))}
    assert "before:14" not in want
    assert {"before:1", "before:0", "overdue:1"} <= want


states = st.sampled_from(list(RowState))


@given(
    had=st.lists(st.tuples(st.integers(0, 9), states, st.integers(0, 3)), max_size=12),
    want=st.sets(st.integers(0, 9)),
)
def test_revising_touches_nothing_that_is_under_way_and_is_done_once(
    had: list[tuple[int, RowState, int]], want: set[int]
) -> None:
    def row(number: int, **changes: object) -> Reminder:
        made = Reminder(
            recipient=ANNA,
            item="p/a",
            rule=f"before:{number}",
            due=TODAY,
            at=NOW + timedelta(days=number),
            programme="p",
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    known = {n: row(n, state=state, at=NOW + timedelta(days=d)) for n, state, d in had}
    wants = [row(n) for n in sorted(want)]
    revision = revised(list(known.values()), wants, reason="changed", now=NOW)
    after = {r.identity: r for r in known.values()}
    touched = [*revision.put, *revision.superseded]
    after |= {r.identity: r for r in touched}
    assert len({r.identity for r in touched}) == len(touched)
    for number, before in known.items():
        now = after[before.identity]
        if before.state not in {RowState.PLANNED, RowState.SUPERSEDED}:
            assert now == before
        elif number in want:
            assert (now.state, now.at) == (RowState.PLANNED, NOW + timedelta(days=number))
        else:
            assert now.state is RowState.SUPERSEDED
    again = revised(list(after.values()), wants, reason="changed", now=NOW)
    assert (again.put, again.superseded) == ((), ())


def test_rows_that_others_made_are_not_the_planner_s() -> None:
    (row, *_) = plan(ITEM)
    others = [replace(row, rule=f"{kind}:0") for kind in ("snoozed", "changed", "task")]
    assert revised(others, (), reason="changed", now=NOW).superseded == ()


@given(
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 made aware below
    quiet=st.tuples(st.times(), st.times()),
    hour=st.times(),
)
def test_whatever_the_quiet_hours_a_person_s_hour_is_outside_them(
    moment: datetime, quiet: tuple[time, time], hour: time
) -> None:
    rules = Rules(quiet_from=quiet[0], quiet_until=quiet[1])
    at_hour = sending_hour(Preferences(person=ANNA, hour=hour), rules)
    aware = moment.replace(tzinfo=DAYS.zone)
    opening = next_opening(aware, rules, DAYS, at_hour)
    assert opening > aware
    leapt = DAYS.local(opening).time() != at_hour  # a time that the clocks leap over
    assert leapt or not quiet_at(opening, rules, DAYS)
