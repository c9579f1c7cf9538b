"""Tests of persons: who gives rights, what goes on record, where people can be reached."""

import json
from dataclasses import replace

import pytest

from council.access import ANYONE, COUNCIL, Asker, Right
from council.chamber import Council
from council.errors import NotAllowedError
from council.language import Language
from council.members import SYSTEM, admit, greet, meet, part, speak
from council.people import Address, Person
from council.ports import Change
from tests.council.esimerkkila import ADMINISTRATOR, BOARD_MEMBER, MEMBER, OPEN
from tests.memory_council import NOW, sitting

GUEST = Person("t/vieras", "Vieras")
CHAIR = Person("t/vieras", "Vieras", audiences=frozenset({COUNCIL, "body:x"}))


async def found(council: Council, key: str) -> Person | None:
    async with council.records() as records:
        return await records.people.find(key)


async def history(council: Council, key: str) -> list[Change]:
    async with council.records() as records:
        return list(await records.changes.history(key))


async def test_an_administrator_admits_a_person_and_it_goes_on_record() -> None:
    council = await sitting(OPEN)
    await admit(council, ADMINISTRATOR, CHAIR, through="card")
    assert await found(council, CHAIR.key) == CHAIR
    (change,) = await history(council, CHAIR.key)
    assert (change.field, change.before, change.who) == ("admission", "", ADMINISTRATOR.person)
    assert (change.at, change.through) == (NOW, "card")
    assert json.loads(change.after) == {"audiences": ["body:x", COUNCIL], "rights": []}


async def test_whoever_begins_to_talk_is_known_by_name_and_has_no_right() -> None:
    council = await sitting(OPEN, people=[CHAIR])
    await greet(council, "t/uusi", "Ulla Uusi")
    await greet(council, "t/uusi", "Ulla Toinen")
    await greet(council, CHAIR.key, "Joku Muu")
    await greet(council, "", "Ei Kukaan")
    assert await found(council, "t/uusi") == Person("t/uusi", "Ulla Uusi")
    assert await found(council, CHAIR.key) == CHAIR
    assert await found(council, "") is None


async def test_a_change_of_rights_tells_what_they_were() -> None:
    council = await sitting(OPEN, people=[CHAIR])
    chief = Person("t/vieras", "Vieras", rights=frozenset({Right.ADMINISTER}))
    await admit(council, SYSTEM, chief, through="command")
    (change,) = await history(council, CHAIR.key)
    assert json.loads(change.before)["audiences"] == ["body:x", COUNCIL]
    assert json.loads(change.after) == {"audiences": [], "rights": ["administer"]}
    assert change.who == "system"


@pytest.mark.parametrize(
    "asker",
    [ANYONE, MEMBER, BOARD_MEMBER, Asker("t/t", rights=frozenset({Right.IMPORT, Right.ANNOUNCE}))],
)
async def test_nobody_else_admits_anybody_least_of_all_themselves(asker: Asker) -> None:
    council = await sitting(OPEN)
    own = Person(asker.person or "t/x", rights=frozenset({Right.ADMINISTER}))
    with pytest.raises(NotAllowedError):
        await admit(council, asker, own, through="card")
    assert await found(council, own.key) is None
    assert await history(council, own.key) == []


async def test_a_language_is_chosen_and_given_up_without_touching_rights() -> None:
    council = await sitting(OPEN, people=[CHAIR])
    chosen = await speak(council, CHAIR.key, "Muu nimi", Language.SV)
    assert chosen.language is Language.SV
    assert (chosen.name, chosen.audiences) == (CHAIR.name, CHAIR.audiences)
    assert await speak(council, CHAIR.key, CHAIR.name, None) == CHAIR
    assert await found(council, CHAIR.key) == CHAIR


async def test_somebody_new_who_chooses_a_language_gets_no_right_with_it() -> None:
    council = await sitting(OPEN)
    assert await speak(council, "t/uusi", "Uusi", Language.EN) == Person(
        "t/uusi", "Uusi", Language.EN
    )
    assert (await speak(council, "t/uusi", "Uusi", None)).asker.rights == frozenset()


async def test_a_conversation_is_remembered_until_the_app_leaves_it() -> None:
    council = await sitting(OPEN)
    address = Address("c", "personal", "https://a.example", "msteams", person=GUEST.key)
    moved = Address("c", "personal", "https://b.example", "msteams", person=GUEST.key)
    for one in (address, moved):
        await meet(council, one)
    async with council.records() as records:
        assert list(await records.people.addresses(GUEST.key)) == [
            replace(moved, met=council.now())
        ]
    for _ in range(2):
        await part(council, "c")
    async with council.records() as records:
        assert list(await records.people.addresses(GUEST.key)) == []
    assert await found(council, GUEST.key) is None
