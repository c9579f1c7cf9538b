"""Who answers for what on a day, and who comes next where somebody cannot be reached."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from council.access import Right
from council.ledger import Capacity
from council.model import Action, Body, Holder, Membership, Record, Role
from council.people import Person
from council.register import Register
from council.responsibility import Answering, Staff, owners_of
from council.rules import Preferences
from tests.council.reminding import ACTION, follow_up, on, record

DAY = date(2024, 9, 20)
ADMINS = ("t/0", "t/00")
ROLE = record(Role, "rooli", name="Rooli")
CHAIR = record(Role, "pj", name="Puheenjohtaja")
BODY = record(Body, "ryhma", name="Johtoryhmä", contact=CHAIR.key)
SEAT = record(Membership, "jasen", body=BODY.key, role=ROLE.key)
HOLDER = record(Holder, "h1", role=ROLE.key, person="t/anna")
DEPUTY = record(Holder, "h2", role=ROLE.key, person="t/sija", deputy=True)
CHAIRED = record(Holder, "h3", role=CHAIR.key, person="t/pj")
ALL = (ROLE, CHAIR, BODY, SEAT, HOLDER, DEPUTY, CHAIRED)


def answering(
    *found: Record,
    chosen: Mapping[str, Preferences] | None = None,
    lost: frozenset[str] = frozenset(),
) -> Answering:
    people = {key: Person(key, rights=frozenset({Right.ADMINISTER})) for key in ADMINS}
    return Answering(Register(found), Staff(people, chosen or {}, lost))


def told(one: Answering, *owners: str, day: date = DAY) -> list[tuple[str, Capacity]]:
    return [(found.person, found.capacity) for found in one.of(owners, day)]


def test_the_chain_goes_on_until_somebody_can_be_reached() -> None:
    lost: list[str] = []
    chain = []
    for person in ("t/anna", "t/sija", "t/pj", "t/0"):
        chain.append(told(answering(*ALL, lost=frozenset(lost)), ROLE.key))
        lost.append(person)
    assert chain == [
        [("t/anna", Capacity.OWNER)],
        [("t/sija", Capacity.DEPUTY)],
        [("t/pj", Capacity.CONTACT)],
        [("t/0", Capacity.ADMINISTRATOR), ("t/00", Capacity.ADMINISTRATOR)],
    ]


def test_who_is_away_is_stood_in_for_on_those_days_alone() -> None:
    away = Preferences(
        person="t/anna",
        deputy="t/bo",
        deputy_since=date(2024, 9, 10),
        deputy_until=date(2024, 9, 20),
    )
    one = answering(*ALL, chosen={"t/anna": away})
    assert told(one, ROLE.key, day=date(2024, 9, 9)) == [("t/anna", Capacity.OWNER)]
    for day in (10, 20):
        assert told(one, ROLE.key, day=date(2024, 9, day)) == [("t/bo", Capacity.DEPUTY)]
    assert told(one, ROLE.key, day=date(2024, 9, 21)) == [("t/anna", Capacity.OWNER)]


def test_a_holder_holds_for_a_time() -> None:
    first = record(Holder, "h1", role=ROLE.key, person="t/anna", until=date(2024, 9, 19))
    second = record(Holder, "h4", role=ROLE.key, person="t/bo", since=date(2024, 9, 20))
    one = answering(ROLE, first, second)
    assert told(one, ROLE.key, day=date(2024, 9, 19)) == [("t/anna", Capacity.OWNER)]
    assert told(one, ROLE.key, day=date(2024, 9, 20)) == [("t/bo", Capacity.OWNER)]


def test_a_body_is_its_contact_and_a_ring_of_bodies_ends() -> None:
    assert told(answering(*ALL), BODY.key) == [("t/pj", Capacity.CONTACT)]
    ring = record(Body, "rengas", name="R", contact=ROLE.key)
    seat = record(Membership, "itse", body=ring.key, role=ROLE.key)
    assert told(answering(ROLE, ring, seat), ROLE.key)[0][1] is Capacity.ADMINISTRATOR
    assert told(answering(ROLE, ring, seat), ring.key)[0][1] is Capacity.ADMINISTRATOR


def test_each_owner_is_answered_for_and_nobody_named_twice() -> None:
    second = record(Role, "toinen", name="T")
    same = record(Holder, "h5", role=second.key, person="t/anna")
    one = answering(*ALL, second, same)
    assert told(one, ROLE.key, second.key) == [("t/anna", Capacity.OWNER)]
    assert told(one, ROLE.key, BODY.key) == [
        ("t/anna", Capacity.OWNER),
        ("t/pj", Capacity.CONTACT),
    ]


def test_who_declines_is_passed_over() -> None:
    found = answering(*ALL).of((ROLE.key,), DAY, frozenset({"t/anna"}))
    assert [one.person for one in found] == ["t/sija"]


def test_what_nobody_owns_the_administrators_hear_of() -> None:
    assert told(answering(*ALL)) == [(key, Capacity.ADMINISTRATOR) for key in ADMINS]
    assert told(answering(*ALL), "p/gone")[0][1] is Capacity.ADMINISTRATOR


def test_a_follow_up_without_owners_is_its_action_s() -> None:
    item = follow_up("a", on(2024, 9, 20))
    role = record(Role, "johtaja", name="J")
    register = Register((ACTION, item, role))
    assert owners_of(register, item) == ACTION.owners
    assert owners_of(register, record(Action, "b", name="B", owners=("p/none",))) == ()


people = st.sampled_from(["t/anna", "t/sija", "t/pj", "t/bo", "t/0"])


@given(
    lost=st.frozensets(people),
    deputies=st.dictionaries(people, people, max_size=3),
    found=st.sets(st.sampled_from(ALL)),
    owners=st.lists(st.sampled_from([ROLE.key, CHAIR.key, BODY.key, "p/none"]), max_size=3),
)
def test_somebody_always_answers_never_twice_and_never_out_of_reach(
    lost: frozenset[str], deputies: dict[str, str], found: set[Record], owners: list[str]
) -> None:
    chosen = {who: Preferences(person=who, deputy=deputy) for who, deputy in deputies.items()}
    one = answering(*found, chosen=chosen, lost=lost)
    named = [person for person, _ in told(one, *owners)]
    assert named
    assert len(set(named)) == len(named)
    assert lost.isdisjoint(named)
    for owner in owners:
        assert lost.isdisjoint((*one.deputies(owner, DAY), *one.heads(owner, DAY)))
