"""Tests of who may see what: deny by default."""

from hypothesis import given
from hypothesis import strategies as st

from council.access import (
    ADMINISTRATORS,
    ANYONE,
    COUNCIL,
    PUBLIC,
    Asker,
    Right,
    body_audience,
)
from council.people import Person

LABELS = st.frozensets(st.sampled_from([PUBLIC, COUNCIL, "body:a", "body:b"]))


@given(LABELS, LABELS)
def test_only_a_shared_label_opens_anything(held: frozenset[str], audience: frozenset[str]) -> None:
    assert Asker("t/a", held).may_see(audience) is bool(held & audience)


@given(LABELS, LABELS)
def test_an_administrator_sees_everything(held: frozenset[str], audience: frozenset[str]) -> None:
    assert Asker("t/a", held, frozenset({Right.ADMINISTER})).may_see(audience)


@given(LABELS, st.frozensets(st.sampled_from([Right.IMPORT, Right.ANNOUNCE])))
def test_no_other_right_opens_anything(audience: frozenset[str], rights: frozenset[Right]) -> None:
    assert not Asker("t/a", frozenset(), rights).may_see(audience)


def test_what_has_no_audience_is_for_administrators_alone() -> None:
    everything = frozenset({PUBLIC, COUNCIL, ADMINISTRATORS, "body:a"})
    assert not Asker("t/a", everything).may_see(frozenset())


def test_somebody_unknown_sees_what_is_public_and_may_do_nothing() -> None:
    assert ANYONE.may_see(frozenset({PUBLIC, COUNCIL}))
    assert not ANYONE.may_see(frozenset({COUNCIL}))
    assert ANYONE.rights == frozenset()
    assert not ANYONE.administers


def test_the_members_of_one_body_do_not_hold_the_label_of_another() -> None:
    assert not Asker("t/a", frozenset({body_audience("a/b")})).may_see(
        frozenset({body_audience("a/c")})
    )


def test_a_person_without_anything_sees_what_is_public() -> None:
    assert Person("t/a").asker == Asker("t/a", frozenset({PUBLIC}))


def test_the_label_of_administrators_comes_with_the_right_and_from_nowhere_else() -> None:
    person = Person("t/a", audiences=frozenset({COUNCIL}), rights=frozenset({Right.IMPORT}))
    assert ADMINISTRATORS not in person.asker.audiences
    chief = Person("t/b", rights=frozenset({Right.ADMINISTER}))
    assert ADMINISTRATORS in chief.asker.audiences
