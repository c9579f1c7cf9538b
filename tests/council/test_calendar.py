"""Tests of what only the clock can answer: next, late, over, and within a period."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.calendar import Dated, coming, known, late, line, over, within
from council.dates import DateCertainty, DateKind, DueDate
from council.model import FollowUp, Record, Source, State
from council.register import Register
from tests.council.esimerkkila import (
    EVENING,
    LATE_SURVEY,
    LIGHTS_PLANNED,
    NETWORK_DECIDED,
    OLD_REPORT,
    OPEN,
    SEMINAR,
    VOTE,
    day,
    own,
)

TODAY = date(2025, 3, 10)
KEYS = frozenset({"uudistus"})
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def follow_up(
    due: DueDate | None,
    *,
    state: State = State.PLANNED,
    dated: date | None = None,
    supersedes: str = "",
    key: str = "seuranta",
) -> FollowUp:
    fields = own(key, source=Source("a.txt", "A", dated), supersedes=supersedes)
    return FollowUp(**fields, name="Tehty", action="", due=due, state=state)  # type: ignore[arg-type]


def on_line(*records: Record) -> tuple[Dated, ...]:
    return line(Register(records), KEYS)


def records(dated: tuple[Dated, ...]) -> list[str]:
    return [d.record.key.partition("/")[2] for d in dated]


def test_the_line_holds_what_has_a_date_soonest_first_and_the_yearless_last() -> None:
    assert records(on_line(*OPEN)) == [
        "esiselvitys",
        "haastattelut",
        "asukasilta",
        "kartoitus",
        "seminaari",
        "valaistus-suunnitelma",
        "verkko-paatos",
        "kokous",
    ]


def test_another_programmes_dates_are_not_on_the_line() -> None:
    assert line(Register(OPEN), frozenset({"strategia"})) == ()
    assert line(Register(OPEN), frozenset()) == ()


def test_a_replaced_record_is_not_on_the_line() -> None:
    moved = replace(SEMINAR, key="uudistus/seminaari-2", supersedes=SEMINAR.key)
    assert records(on_line(SEMINAR, moved)) == ["seminaari-2"]


def test_a_yearless_date_is_neither_coming_nor_over_nor_late_nor_in_a_year() -> None:
    yearless = DueDate(yearless="--02-01", certainty=DateCertainty.YEARLESS)
    dated = on_line(VOTE, follow_up(yearless), follow_up(None, key="ilman"))
    assert len(dated) == 2
    assert known(dated) == coming(dated, TODAY) == over(dated, TODAY) == ()
    assert late(dated, TODAY) == within(dated, (date.min, date.max)) == ()


def test_fuzzy_and_unconfirmed_dates_count_by_their_last_day() -> None:
    dated = on_line(*OPEN)
    assert records(coming(dated, date(2025, 5, 31))) == ["valaistus-suunnitelma", "verkko-paatos"]
    assert records(late(dated, date(2025, 5, 31))) == ["kartoitus"]
    assert records(late(dated, date(2025, 6, 1))) == ["kartoitus", "valaistus-suunnitelma"]


@given(DAYS, st.integers(0, 400), DAYS)
def test_every_known_date_is_either_coming_or_over_and_its_last_day_is_coming(
    start: date, length: int, today: date
) -> None:
    due = DueDate(start=start, end=start + timedelta(days=length))
    dated = on_line(follow_up(due))
    assert bool(coming(dated, today)) is (due.end is not None and due.end >= today)
    assert bool(coming(dated, today)) is not bool(over(dated, today))


@given(st.lists(DAYS, max_size=8), DAYS)
def test_what_comes_is_soonest_first_and_what_is_over_latest_first(
    days: list[date], today: date
) -> None:
    several = (follow_up(day(d.year, d.month, d.day), key=str(at)) for at, d in enumerate(days))
    dated = on_line(*several)
    ahead = [d.last for d in coming(dated, today)]
    held = [d.last for d in over(dated, today)]
    assert ahead == sorted(d for d in days if d >= today)
    assert held == sorted((d for d in days if d < today), reverse=True)


@given(DAYS, st.integers(0, 60), DAYS, st.integers(0, 60))
def test_a_period_touches_another_when_they_share_a_day(
    start: date, length: int, first: date, span: int
) -> None:
    dated = on_line(follow_up(DueDate(start=start, end=start + timedelta(days=length))))
    last = first + timedelta(days=span)
    own_days = {start + timedelta(days=n) for n in range(length + 1)}
    asked_days = {first + timedelta(days=n) for n in range(span + 1)}
    assert bool(within(dated, (first, last))) is bool(own_days & asked_days)


def test_both_ends_of_a_period_are_inside_it() -> None:
    dated = on_line(EVENING)
    held = date(2025, 2, 3)
    for between in ((held, held), (held, TODAY), (date(2025, 1, 1), held)):
        assert records(within(dated, between)) == ["asukasilta"]
    assert within(dated, (held + timedelta(days=1), TODAY)) == ()
    assert within(dated, (date(2025, 1, 1), held - timedelta(days=1))) == ()


def test_a_date_that_says_no_later_than_is_of_its_last_day_only() -> None:
    dated = on_line(follow_up(DueDate(end=date(2025, 6, 30))))
    assert within(dated, (date(2025, 1, 1), date(2025, 6, 29))) == ()
    assert records(within(dated, (date(2025, 6, 30), date(2025, 7, 1)))) == ["seuranta"]


def test_on_its_day_a_follow_up_is_not_late_and_the_day_after_it_is() -> None:
    dated = on_line(NETWORK_DECIDED)
    assert late(dated, date(2025, 6, 16)) == ()
    assert records(late(dated, date(2025, 6, 17))) == ["verkko-paatos"]


@pytest.mark.parametrize("state", State)
def test_late_is_what_nobody_has_said_to_be_done(state: State) -> None:
    dated = on_line(follow_up(day(2025, 3, 9), state=state))
    assert bool(late(dated, TODAY)) is (state not in {State.DONE, State.CANCELLED})


@pytest.mark.parametrize("state", State)
def test_what_is_done_or_cancelled_is_not_coming(state: State) -> None:
    dated = on_line(follow_up(day(2025, 3, 11), state=state))
    assert bool(coming(dated, TODAY)) is (state not in {State.DONE, State.CANCELLED})


def test_an_event_is_never_late() -> None:
    assert late(on_line(EVENING), TODAY) == ()


def test_a_day_that_was_past_when_the_document_was_written_is_history() -> None:
    assert late(on_line(OLD_REPORT), TODAY) == ()
    assert records(over(on_line(OLD_REPORT), TODAY)) == ["esiselvitys"]
    assert records(late(on_line(OLD_REPORT, LATE_SURVEY), TODAY)) == ["kartoitus"]


def test_a_day_on_or_after_the_documents_own_can_be_late() -> None:
    written = date(2025, 2, 1)
    assert late(on_line(follow_up(day(2025, 1, 31), dated=written)), TODAY) == ()
    assert late(on_line(follow_up(day(2025, 2, 1), dated=written)), TODAY)
    assert late(on_line(follow_up(day(2025, 1, 31), dated=None)), TODAY)


@given(DAYS, DAYS, DAYS)
def test_what_is_late_is_also_over(due: date, written: date, today: date) -> None:
    dated = on_line(follow_up(day(due.year, due.month, due.day), dated=written))
    assert set(late(dated, today)) <= set(over(dated, today))
    assert bool(late(dated, today)) is (written <= due < today)


def test_a_fuzzy_period_is_not_one_day_and_a_single_day_is() -> None:
    assert LIGHTS_PLANNED.due
    assert not LIGHTS_PLANNED.due.one_day
    assert day(2025, 1, 1).one_day
    assert DueDate(end=date(2025, 1, 1)).one_day
    assert not DueDate(yearless="--01").one_day
    assert DueDate(start=date(2025, 1, 1), kind=DateKind.PERIOD).last == date(2025, 1, 1)
