"""Tests of the register's links: owners, holders, follow-ups, readings, events."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from council.model import Action, Body, FollowUp, Goal, Holder, Metric, Reading, Role
from council.register import Register
from tests.council.esimerkkila import (
    DAYCARE,
    DIRECTOR,
    ENGINEER,
    EVENING,
    INTERVIEWS,
    LATE_SURVEY,
    LIGHTS,
    NETWORK,
    NETWORK_DECIDED,
    OLD_REPORT,
    OPEN,
    PATHS,
    SEMINAR,
    TOWN,
    TOWN_BOARD,
    VISITS,
    VISITS_TARGET,
    VOTE,
    own,
)

WHOLE = Register(OPEN)


def holder(key: str, since: date | None, until: date | None, *, deputy: bool = False) -> Holder:
    return Holder(
        **own(key),  # type: ignore[arg-type]
        role=DIRECTOR.key,
        since=since,
        until=until,
        deputy=deputy,
    )


def test_a_follow_up_without_owners_is_owned_by_those_of_its_action() -> None:
    assert WHOLE.owners(NETWORK_DECIDED) == (DIRECTOR,)
    theirs = replace(NETWORK_DECIDED, owners=(TOWN_BOARD.key, ENGINEER.key))
    assert WHOLE.owners(theirs) == (TOWN_BOARD, ENGINEER)
    assert WHOLE.owners(replace(NETWORK_DECIDED, action="uudistus/ei-ole")) == ()


def test_only_roles_and_bodies_own() -> None:
    assert WHOLE.owners(replace(NETWORK, owners=(DAYCARE.key, "ei-ole", DIRECTOR.key))) == (
        DIRECTOR,
    )


def test_goals_come_through_the_action() -> None:
    assert WHOLE.goals(NETWORK) == WHOLE.goals(NETWORK_DECIDED) == (DAYCARE,)
    assert WHOLE.actions_for(PATHS) == (LIGHTS,)


def test_an_action_has_its_own_follow_ups_in_the_documents_order() -> None:
    later = replace(NETWORK_DECIDED, key="uudistus/viimeinen", order=9)
    followed = Register((later, *OPEN)).follow_ups(NETWORK)
    assert followed == (OLD_REPORT, LATE_SURVEY, NETWORK_DECIDED, later)


def test_what_a_role_owns_is_what_names_it() -> None:
    assert WHOLE.owned_by(DIRECTOR) == (NETWORK,)
    assert WHOLE.owned_by(TOWN_BOARD) == ()


@given(st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_a_holder_holds_from_the_first_to_the_last_day(on: date) -> None:
    first = holder("a", None, date(2025, 5, 31))
    second = holder("b", date(2025, 6, 1), None)
    held = Register((DIRECTOR, first, second)).holders(DIRECTOR, on)
    assert held == ((first,) if on <= date(2025, 5, 31) else (second,))


def test_deputies_come_last() -> None:
    deputy, chief = holder("a", None, None, deputy=True), holder("b", None, None)
    assert Register((deputy, chief)).holders(DIRECTOR, date(2025, 1, 1)) == (chief, deputy)
    assert Register((deputy, chief)).holders(ENGINEER, date(2025, 1, 1)) == ()


def test_readings_are_oldest_first_and_targets_are_the_metrics_own() -> None:
    readings = [
        Reading(
            **own(f"luku-{month}"),  # type: ignore[arg-type]
            metric=VISITS.key,
            value="1",
            on=date(2025, month, 1),
        )
        for month in (3, 1, 2)
    ]
    register = Register((*OPEN, *readings))
    assert [r.on.month for r in register.readings(VISITS)] == [1, 2, 3]
    assert register.targets(VISITS) == (VISITS_TARGET,)
    other = Metric(**own("muu"), name="Muu")  # type: ignore[arg-type]
    assert (*register.targets(other), *register.readings(other)) == ()


def test_events_without_a_known_day_come_last() -> None:
    assert WHOLE.events("uudistus") == (INTERVIEWS, EVENING, SEMINAR, VOTE)


def test_a_town_is_named_once() -> None:
    assert WHOLE.municipalities() == (TOWN,)
    assert Register().municipalities() == ()


def test_a_key_finds_its_record_only_as_what_it_is() -> None:
    assert WHOLE.find(Action, NETWORK.key) == NETWORK
    assert WHOLE.find(Goal, NETWORK.key) is None
    assert WHOLE.get("") is None
    assert WHOLE.all(Role, (ENGINEER.key, "ei-ole", DIRECTOR.key)) == (ENGINEER, DIRECTOR)


@given(st.permutations(OPEN))
def test_the_order_of_the_records_on_record_does_not_matter(records: list[Role | Body]) -> None:
    assert tuple(Register(records)) == tuple(WHOLE)
    assert Register(records).of(FollowUp) == WHOLE.of(FollowUp)
