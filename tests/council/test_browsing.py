"""Tests of browsing: whole for who may see, without a trace of the rest."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import product

import pytest

from council.access import ANYONE, Asker
from council.answers import Aspect, Note
from council.asking import Kind
from council.chamber import Council
from council.errors import NotFoundError
from council.materials import materials
from council.model import State
from council.programme import (
    Filter,
    agenda,
    kind_of,
    listed,
    owners,
    page,
    programmes,
    record,
    town,
)
from council.register import Register
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    BOARD_MEMBER,
    DAYCARE,
    DIRECTOR,
    EVENING,
    HIDDEN,
    LATE_SURVEY,
    LIGHTS,
    MEMBER,
    MEMO,
    NETWORK,
    NETWORK_DECIDED,
    OLD_REPORT,
    OPEN,
    REFORM,
    SECRET,
    SECRET_GOAL,
    SECRET_MEANS,
    SEMINAR,
    SLIDES,
    TOWN,
    UNSEEN_VALUE,
    VOTE,
)
from tests.memory_council import sitting

ASKERS = (ANYONE, MEMBER, BOARD_MEMBER)
RECORDS = (*OPEN, *HIDDEN)
KEYS = tuple(r.key for r in RECORDS)

UseCase = Callable[[Council, Asker], Awaitable[object]]


async def bare(asker: Asker) -> Council:
    """Return a council where what the asker may not see was never written."""
    return await sitting(tuple(Register(RECORDS).seen_by(asker)))


async def outcome(use_case: UseCase, council: Council, asker: Asker) -> object:
    """Return what a use case gives, or how it refuses."""
    try:
        return await use_case(council, asker)
    except NotFoundError as error:
        return error.code, error.facts


def every_use_case() -> dict[str, UseCase]:
    cases: dict[str, UseCase] = {
        "programmes": programmes,
        "owners": owners,
        "agenda": agenda,
        "materials": materials,
        "lists": lambda c, a: listed(c, a, tuple(Kind), Filter()),
    }
    for key in (*KEYS, "ei/ole"):
        cases |= {
            f"page {key}": lambda c, a, key=key: page(c, a, key),  # type: ignore[misc]
            f"record {key}": lambda c, a, key=key: record(c, a, key),  # type: ignore[misc]
            f"goal {key}": lambda c, a, key=key: listed(  # type: ignore[misc]
                c, a, (Kind.ACTION, Kind.MEANS), Filter(goal=key)
            ),
            f"programme {key}": lambda c, a, key=key: materials(c, a, key),  # type: ignore[misc]
            f"agenda {key}": lambda c, a, key=key: agenda(c, a, key),  # type: ignore[misc]
        }
    return cases


@pytest.mark.parametrize("asker", ASKERS)
async def test_nothing_that_is_browsed_tells_of_what_is_hidden(asker: Asker) -> None:
    whole, without = await sitting(RECORDS), await bare(asker)
    for name, use_case in every_use_case().items():
        told = await outcome(use_case, whole, asker)
        assert told == await outcome(use_case, without, asker), name


@pytest.mark.parametrize(
    ("asker", "key"),
    [
        *product((ANYONE, MEMBER), (SECRET.key, SECRET_GOAL.key, SECRET_MEANS.key, MEMO.key)),
        (BOARD_MEMBER, UNSEEN_VALUE.key),
    ],
)
async def test_forbidden_and_absent_are_refused_alike(asker: Asker, key: str) -> None:
    council = await sitting(RECORDS)
    cases: tuple[Callable[[str], Awaitable[object]], ...] = (
        lambda one: page(council, asker, one),
        lambda one: record(council, asker, one),
        lambda one: listed(council, asker, (Kind.GOAL,), Filter(programme=one)),
        lambda one: materials(council, asker, one),
        lambda one: agenda(council, asker, one),
    )
    for case in cases:
        refused = []
        for one in (key, "ei/ole"):
            with pytest.raises(NotFoundError) as caught:
                await case(one)
            refused.append((caught.value.code, caught.value.facts))
        assert refused[0] == refused[1]


async def test_an_administrator_can_open_every_record() -> None:
    council = await sitting(RECORDS)
    for one in RECORDS:
        opened = await page(council, ADMINISTRATOR, one.key)
        assert opened.record == one
        assert opened.findings


async def test_a_programmes_page_counts_only_what_the_asker_may_see() -> None:
    council = await sitting(RECORDS)
    seen = dict((await page(council, MEMBER, REFORM.key)).counts)
    whole = dict((await page(council, BOARD_MEMBER, REFORM.key)).counts)
    assert (seen[Kind.MATERIAL], whole[Kind.MATERIAL]) == (2, 3)
    assert Kind.MEANS not in seen
    assert whole[Kind.MEANS] == 1


async def test_lists_are_narrowed_by_goal_owner_and_state() -> None:
    council = await sitting(OPEN)

    async def keys(*kinds: Kind, within: Filter) -> list[str]:
        return [f.record.key for f in await listed(council, MEMBER, kinds, within)]

    actions = await keys(Kind.ACTION, within=Filter())
    assert actions == [NETWORK.key, LIGHTS.key]
    assert await keys(Kind.ACTION, within=Filter(goal=DAYCARE.key)) == [NETWORK.key]
    owned = await keys(Kind.ACTION, Kind.FOLLOW_UP, within=Filter(owner=DIRECTOR.key))
    assert set(owned) == {NETWORK.key, NETWORK_DECIDED.key, LATE_SURVEY.key, OLD_REPORT.key}
    assert await keys(Kind.ACTION, within=Filter(state=State.DONE)) == []
    assert await keys(Kind.ACTION, within=Filter(programme="strategia")) == []


async def test_the_agenda_parts_what_comes_from_what_was_held() -> None:
    told = await agenda(await sitting(OPEN), MEMBER)
    assert [f.record for f in told.coming] == [SEMINAR]
    assert [f.record for f in told.undated] == [VOTE]  # without a year it may be either
    assert told.held[0].record == EVENING
    assert all(Note.HELD in f.notes for f in told.held)
    on_the_day = await sitting(OPEN, now=datetime(2025, 4, 11, 20, 59, tzinfo=UTC))
    assert (await agenda(on_the_day, MEMBER)).coming[0].record == SEMINAR
    after = await sitting(OPEN, now=datetime(2025, 4, 11, 21, 0, tzinfo=UTC))
    assert (await agenda(after, MEMBER)).coming == ()


async def test_materials_say_where_they_are_and_that_a_link_is_missing() -> None:
    found = await materials(await sitting(RECORDS), MEMBER)
    assert [f.aspect for f in found] == [Aspect.WHERE] * 2
    missing = [f.record for f in found if Note.NO_LINK in f.notes]
    assert missing == [SLIDES]


async def test_a_record_knows_its_kind_and_town() -> None:
    council = await sitting(OPEN)
    assert await town(council, MEMBER, NETWORK) == TOWN
    assert kind_of(NETWORK) is Kind.ACTION
    assert await owners(council, MEMBER, "uudistus") == tuple(
        r for r in OPEN if r.key in {"uudistus/sivistysjohtaja", "uudistus/yhdyskuntajohtaja"}
    )
    assert await town(council, MEMBER, SECRET_GOAL) == ""
