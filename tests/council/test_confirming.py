"""Administrators mend what the register lacks; nothing is guessed, and all of it is on record."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.access import Asker
from council.confirming import (
    assign,
    confirm,
    declined_by,
    give_year,
    give_years,
    in_year,
    material,
    move,
    owners,
    set_link,
    settle,
    undated,
)
from council.dates import DateCertainty, DateKind, DueDate
from council.errors import NotAllowedError, NotFoundError
from council.followup import decline
from council.items import BadInputError, Result
from council.loading import lacks, load
from council.members import SYSTEM
from council.model import (
    Certainty,
    Event,
    EventKind,
    FollowUp,
    Material,
    Record,
    ReportingRule,
    State,
)
from council.ports import Task
from tests.council.test_roles import MAY_NOT
from tests.council.ticking import (
    ADMIN,
    CHIEF,
    HEAD,
    PAPER,
    SECOND,
    TOWN,
    WORK,
    K,
    L,
    Town,
    at_noon,
    follow_up,
    town,
)

DOUBTFUL = follow_up(
    "epavarma",
    date(2009, 11, 30),
    certainty=Certainty.UNCONFIRMED,
    due=DueDate(
        start=date(2009, 12, 14), end=date(2009, 12, 14), certainty=DateCertainty.UNCONFIRMED
    ),
)


def yearless(form: str, words: str = "joskus", **fields: object) -> DueDate:
    made = DueDate(yearless=form, words=words, certainty=DateCertainty.YEARLESS)
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of DueDate by name


COUNCIL_MEETING = Event(
    key="p/kokous",
    programme="p",
    source=PAPER,
    name="Strategia valtuustossa",
    kind=EventKind.MEETING,
    when=yearless("--05-16", "16.5. pidettävään kokoukseen", kind=DateKind.AT),
)
SLIDES = Material(key="p/kalvot", programme="p", source=PAPER, name="Kalvot", place="oma kansio")
LINK = "https://files.example/:b:/kalvot?e=1"
MENDED = {"unconfirmed", "year-missing"}
OWN = {"owners": (HEAD.key,)}
AUTUMN = follow_up("syksy", date(2009, 12, 1), due=yearless("--09/--11", "syksyllä"), **OWN)
MONTH = follow_up("helmikuu", date(2009, 12, 1), due=yearless("--02", "helmikuussa"), **OWN)
EVERY_SPRING = ReportingRule(
    key="p/raportti",
    programme="p",
    source=PAPER,
    name="Raportti",
    due=(yearless("--03/--05", "keväisin", kind=DateKind.RECURRING),),
)


async def with_tasks(*records: Record) -> Town:
    here = await town(*TOWN, *records)
    async with here.memory() as kept:
        for record in records:
            for kind in sorted(lacks(record)):
                await kept.desk.open_task(Task(kind, record.key, here.now))
    return here


async def on_record(here: Town, key: str) -> Record:
    async with here.memory() as records:
        [found] = await records.register.find([key])
    return found


async def due_of(here: Town, key: str) -> DueDate:
    found = await on_record(here, key)
    assert isinstance(found, FollowUp)
    assert found.due is not None
    return found.due


async def test_what_is_not_confirmed_is_reminded_of_only_once_it_is() -> None:
    here = await with_tasks(DOUBTFUL)
    await here.until(at_noon(2009, 11, 24))
    assert not [row for one in here.sent for row in one.rows if row.item == DOUBTFUL.key]
    assert ("unconfirmed", DOUBTFUL.key) in await here.tasks()

    await confirm(here.council, ADMIN.asker, DOUBTFUL.key, through="card")
    await here.until(at_noon(2009, 12, 8))

    assert ("unconfirmed", DOUBTFUL.key) not in await here.tasks()
    days = [one.at.date() for one in here.sent if DOUBTFUL.key in {r.item for r in one.rows}]
    assert days == [date(2009, 11, 30), date(2009, 12, 7)]


async def test_a_confirmation_is_on_record_with_what_was_before() -> None:
    here = await with_tasks(DOUBTFUL)
    await confirm(here.council, ADMIN.asker, DOUBTFUL.key, through="card")

    changes = {c.field: c for c in await here.history(DOUBTFUL.key) if c.field}

    assert set(changes) == {"certainty", "due"}
    told = changes["certainty"]
    assert (told.before, told.after) == ('"unconfirmed"', '"certain"')
    assert (told.who, told.through) == (ADMIN.key, "card")


async def test_to_confirm_twice_is_to_confirm_once() -> None:
    here = await with_tasks(DOUBTFUL)
    for _ in range(2):
        await confirm(here.council, ADMIN.asker, DOUBTFUL.key, through="card")
    assert len([c for c in await here.history(DOUBTFUL.key) if c.field == "certainty"]) == 1


async def test_a_yearless_date_starts_no_reminder_before_the_answer() -> None:
    here = await with_tasks(AUTUMN)
    await here.until(at_noon(2009, 12, 10))
    assert not [row for one in here.sent for row in one.rows if row.item == AUTUMN.key]


@pytest.mark.parametrize(
    ("form", "year", "start", "end"),
    [
        ("--05-16", 2022, date(2022, 5, 16), date(2022, 5, 16)),
        ("--02", 2022, date(2022, 2, 1), date(2022, 2, 28)),
        ("--02", 2024, date(2024, 2, 1), date(2024, 2, 29)),
        ("--12", 2021, date(2021, 12, 1), date(2021, 12, 31)),
        ("--09/--11", 2022, date(2022, 9, 1), date(2022, 11, 30)),
        ("--12/--02", 2022, date(2022, 12, 1), date(2023, 2, 28)),
        ("--02-29", 2024, date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_year_makes_days_of_what_the_source_says(
    form: str, year: int, start: date, end: date
) -> None:
    given_year = in_year(yearless(form), year)
    assert (given_year.start, given_year.end, given_year.yearless) == (start, end, "")
    assert given_year.words == "joskus"


def test_a_season_stays_soft_and_a_day_is_certain() -> None:
    assert in_year(yearless("--09/--11"), 2022).certainty is DateCertainty.FUZZY
    assert in_year(yearless("--05-16"), 2022).certainty is DateCertainty.CERTAIN


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1990, 2100))
def test_a_period_never_ends_before_it_begins(first: int, last: int, year: int) -> None:
    due = in_year(yearless(f"--{first:02}/--{last:02}"), year)
    assert due.start is not None
    assert due.last is not None
    assert due.start.year == year
    assert 27 <= (due.last - due.start).days <= 366


async def test_the_meeting_gets_its_year_and_its_task_is_gone() -> None:
    here = await with_tasks(COUNCIL_MEETING, AUTUMN)

    record = await give_year(here.council, ADMIN.asker, COUNCIL_MEETING.key, 2022, through="card")

    assert isinstance(record, Event)
    assert record.when is not None
    assert record.when.last == date(2022, 5, 16)
    assert await here.tasks() == [("year-missing", AUTUMN.key)]
    [change] = [c for c in await here.history(COUNCIL_MEETING.key) if c.field]
    assert ("--05-16" in change.before, "2022-05-16" in change.after) == (True, True)


async def test_the_years_of_one_programme_are_set_together_as_the_administrator_says() -> None:
    here = await with_tasks(COUNCIL_MEETING, AUTUMN, MONTH)

    years = {COUNCIL_MEETING.key: 2022, AUTUMN.key: 2022, MONTH.key: 2023}
    await give_years(here.council, ADMIN.asker, years, through="card")

    assert (await due_of(here, AUTUMN.key)).last == date(2022, 11, 30)
    assert (await due_of(here, MONTH.key)).start == date(2023, 2, 1)
    assert await here.tasks() == []


async def test_all_years_are_set_or_none() -> None:
    leap = follow_up("karkaus", date(2009, 12, 1), due=yearless("--02-29"))
    here = await with_tasks(AUTUMN, leap)
    years = {AUTUMN.key: 2022, leap.key: 2022}
    with pytest.raises(BadInputError):
        await give_years(here.council, ADMIN.asker, years, through="card")
    assert (await due_of(here, AUTUMN.key)).yearless == "--09/--11"


async def test_what_comes_every_year_needs_none() -> None:
    here = await with_tasks(EVERY_SPRING, AUTUMN)

    found = await undated(here.council, ADMIN.asker, "p")

    assert [one.record.key for one in found] == [AUTUMN.key]
    record = await give_year(here.council, ADMIN.asker, EVERY_SPRING.key, 2022, through="card")
    assert record == EVERY_SPRING


@pytest.mark.parametrize("year", [22, 1989, 2101, 0, -2022])
async def test_an_odd_year_is_refused(year: int) -> None:
    here = await with_tasks(AUTUMN)
    with pytest.raises(BadInputError) as caught:
        await give_year(here.council, ADMIN.asker, AUTUMN.key, year, through="card")
    assert caught.value.facts["what"] == "year-range"


async def test_a_material_gets_its_link_and_its_task_is_gone() -> None:
    here = await with_tasks(SLIDES, AUTUMN)
    assert await material(here.council, ADMIN.asker, SLIDES.key) == SLIDES

    linked = await set_link(here.council, ADMIN.asker, SLIDES.key, LINK, through="card")

    assert linked == replace(SLIDES, url=LINK)
    assert await on_record(here, SLIDES.key) == linked
    assert await here.tasks() == [("year-missing", AUTUMN.key)]
    [change] = [c for c in await here.history(SLIDES.key) if c.field]
    assert (change.field, change.before, change.after) == ("url", '""', f'"{LINK}"')
    assert (change.who, change.through) == (ADMIN.key, "card")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kalvot",
        "http://files.example/kalvot",
        "javascript:alert(1)",
        "https://user:word@files.example",
        "https://files.example/a b",
        f"https://files.example/{'x' * 2_000}",
    ],
)
async def test_a_link_is_a_whole_https_address(url: str) -> None:
    here = await with_tasks(SLIDES)
    with pytest.raises(BadInputError) as caught:
        await set_link(here.council, ADMIN.asker, SLIDES.key, url, through="card")
    assert caught.value.facts["what"] == "link"
    assert await on_record(here, SLIDES.key) == SLIDES
    assert await here.tasks() == [("link-missing", SLIDES.key)]


async def test_an_item_without_an_owner_gets_one_and_its_reminders() -> None:
    work = replace(WORK, owners=())
    here = await town(*(r for r in TOWN if r is not WORK), work)
    async with here.memory() as records:
        await records.desk.open_task(Task("owner-missing", SECOND.key, here.now))
    await here.tick()

    await assign(here.council, ADMIN.asker, SECOND.key, [HEAD.key], through="card")
    await here.tick()

    assert ("owner-missing", SECOND.key) not in await here.tasks()
    async with here.memory() as records:
        rows = await records.ledger.rows([SECOND.key])
    planned = {row.recipient for row in rows if row.state == "planned"}
    assert K.key in planned


@pytest.mark.parametrize("chosen", [[], ["p/ei-ole"], [WORK.key], [HEAD.key, "q/muu"]])
async def test_only_roles_and_bodies_of_the_programme_own(chosen: list[str]) -> None:
    here = await town()
    with pytest.raises(BadInputError):
        await assign(here.council, ADMIN.asker, SECOND.key, chosen, through="card")
    assert await on_record(here, SECOND.key) == SECOND


async def test_another_owner_ends_the_matter_of_who_declined() -> None:
    here = await town()
    await decline(here.council, K.asker, SECOND.key, "ei minun", through="card")
    assert await declined_by(here.council, ADMIN.asker, SECOND.key) == (K.key,)

    await assign(here.council, ADMIN.asker, SECOND.key, [CHIEF.key], through="card")

    assert await declined_by(here.council, ADMIN.asker, SECOND.key) == ()
    assert ("declined", SECOND.key) not in await here.tasks()


async def test_an_administrator_moves_a_date_at_once_and_the_first_stays_known() -> None:
    late = follow_up("vanha", date(2009, 6, 15))
    here = await town(*TOWN, late)
    await here.tick()
    assert ("date-past", late.key) in await here.tasks()
    day = date(2010, 1, 25)

    due = DueDate(start=day, end=day)
    outcome = await move(here.council, ADMIN.asker, late.key, due, "viivästyi", through="card")
    await here.tick()

    assert outcome.result is Result.DONE
    kept = await due_of(here, late.key)
    assert (kept.last, kept.originally, kept.moved_why) == (day, date(2009, 6, 15), "viivästyi")
    assert await here.tasks() == []
    async with here.memory() as records:
        rows = await records.ledger.rows([late.key])
    assert {r.state for r in rows if r.rule.startswith("task:")} == {"superseded"}


async def test_what_was_mended_stays_mended_when_the_document_is_loaded_again() -> None:
    document = [*TOWN, DOUBTFUL, COUNCIL_MEETING]
    here = Town()

    async def loaded() -> bool:
        changes = await load(here.memory, SYSTEM, document, now=here.now, apply=True)
        return not changes.none

    assert await loaded()
    await confirm(here.council, ADMIN.asker, DOUBTFUL.key, through="card")
    await give_year(here.council, ADMIN.asker, COUNCIL_MEETING.key, 2022, through="card")
    assert not [task for task in await here.tasks() if task[0] in MENDED]

    assert not await loaded()

    kept = await on_record(here, DOUBTFUL.key)
    assert kept.certainty is Certainty.CERTAIN
    assert not [task for task in await here.tasks() if task[0] in MENDED]


async def test_a_date_is_not_moved_without_a_reason() -> None:
    here = await town()
    due = DueDate(start=date(2010, 5, 1), end=date(2010, 5, 1))
    with pytest.raises(BadInputError) as caught:
        await move(here.council, ADMIN.asker, SECOND.key, due, " ", through="card")
    assert caught.value.facts["what"] == "reason"


@pytest.mark.parametrize("who", [*MAY_NOT, L.asker])
async def test_only_administrators_mend(who: Asker) -> None:
    here = await with_tasks(DOUBTFUL, AUTUMN, SLIDES)
    before = here.memory.state
    due = DueDate(start=date(2010, 5, 1), end=date(2010, 5, 1))
    tried: tuple[Awaitable[object], ...] = (
        confirm(here.council, who, DOUBTFUL.key, through="card"),
        give_year(here.council, who, AUTUMN.key, 2022, through="card"),
        give_years(here.council, who, {AUTUMN.key: 2022}, through="card"),
        undated(here.council, who, "p"),
        owners(here.council, who, SECOND.key),
        assign(here.council, who, SECOND.key, [CHIEF.key], through="card"),
        declined_by(here.council, who, SECOND.key),
        material(here.council, who, SLIDES.key),
        set_link(here.council, who, SLIDES.key, LINK, through="card"),
        set_link(here.council, who, SLIDES.key, "", through="card"),
        move(here.council, who, SECOND.key, due, "syy", through="card"),
        settle(here.council, who, SECOND.key, State.DONE, through="card"),
    )
    for one in tried:
        with pytest.raises(NotAllowedError):
            await one
    assert here.memory.state is before


async def test_what_is_not_there_cannot_be_mended() -> None:
    here = await town()
    tried: tuple[Awaitable[object], ...] = (
        confirm(here.council, ADMIN.asker, "p/ei-ole", through="card"),
        give_year(here.council, ADMIN.asker, "p/ei-ole", 2022, through="card"),
        assign(here.council, ADMIN.asker, HEAD.key, [CHIEF.key], through="card"),
        owners(here.council, ADMIN.asker, "p/ei-ole"),
        material(here.council, ADMIN.asker, "p/ei-ole"),
        material(here.council, ADMIN.asker, SECOND.key),
        set_link(here.council, ADMIN.asker, "p/ei-ole", LINK, through="card"),
        set_link(here.council, ADMIN.asker, SECOND.key, LINK, through="card"),
    )
    for one in tried:
        with pytest.raises(NotFoundError):
            await one
