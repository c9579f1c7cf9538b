"""A role changes hands in chat: understood, repeated on a card, done once it is confirmed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from council.model import Holder, Programme, Role
from council.people import Person
from dialogs import role_words
from dialogs.role_words import Told
from dialogs.turn import Reply
from tests.council.ticking import (
    ADMIN,
    CHIEF,
    HEAD,
    HELD,
    MEMBER,
    PROGRAMME,
    TOWN,
    K,
    L,
    Town,
    town,
)
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.pressing import find, pressed, titles

SAID = "Kehitysjohtaja vaihtuu 1.2.2010, uusi on Liisa Lehto."
FEBRUARY = date(2010, 2, 1)


async def holders(here: Town) -> dict[str, Holder]:
    async with here.memory() as records:
        found = await records.register.everything()
    return {r.person: r for r in found if isinstance(r, Holder)}


async def told(here: Town, text: str, who: Person = ADMIN) -> Reply:
    return await said(here.council, words(text, who))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAID, Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY, sure=True)),
        (
            "Kehitysjohtaja vaihtuu 1.2.2010 alkaen, uusi kehitysjohtaja on L",
            Told("Kehitysjohtaja", "L", FEBRUARY, sure=True),
        ),
        (
            "Kehitysjohtaja on Liisa Lehto 1.2.2010 alkaen",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY),
        ),
        (
            "Kehitysjohtaja on 2010-02-01 alkaen Liisa Lehto!",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY),
        ),
        (
            "Kehitysjohtajan sijainen on Liisa Lehto",
            Told("Kehitysjohtajan", "Liisa Lehto", None, deputy=True),
        ),
        (
            "Kehitysjohtajan sijainen on Liisa Lehto 1.2.2010–31.3.2010",
            Told("Kehitysjohtajan", "Liisa Lehto", FEBRUARY, date(2010, 3, 31), deputy=True),
        ),
        (
            "Kehitysjohtaja vaihtuu 1.2., uusi on Liisa Lehto",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY, sure=True),
        ),
        (
            "Kehitysjohtaja vaihtuu 1. helmikuuta 2010, uusi on Liisa Lehto",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY, sure=True),
        ),
        (
            "Utvecklingsdirektören byts den 1 februari, ny är Liisa Lehto",
            Told("Utvecklingsdirektören", "Liisa Lehto", FEBRUARY, sure=True),
        ),
        ("Kehitysjohtaja lähtee 1.2.", Told("Kehitysjohtaja", "", FEBRUARY, leaves=True)),
        ("Kehitysjohtaja lähtee 1.2.2010", Told("Kehitysjohtaja", "", FEBRUARY, leaves=True)),
        (
            "Utvecklingsdirektören byts 1.2.2010, ny är Liisa Lehto",
            Told("Utvecklingsdirektören", "Liisa Lehto", FEBRUARY, sure=True),
        ),
        (
            "Utvecklingsdirektör är Liisa Lehto från 1.2.2010",
            Told("Utvecklingsdirektör", "Liisa Lehto", FEBRUARY),
        ),
        (
            "Ersättare för utvecklingsdirektören är Liisa Lehto",
            Told("utvecklingsdirektören", "Liisa Lehto", None, deputy=True),
        ),
        (
            "Kehitysjohtaja changes 1.2.2010, the new one is Liisa Lehto",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY, sure=True),
        ),
        (
            "The deputy of Kehitysjohtaja is Liisa Lehto from 1.2.2010",
            Told("Kehitysjohtaja", "Liisa Lehto", FEBRUARY, deputy=True),
        ),
    ],
)
def test_a_succession_is_understood(text: str, expected: Told) -> None:
    assert role_words.read(text, date(2010, 1, 20)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kuka on kehitysjohtaja?",
        "Kehitysjohtaja on Liisa Lehto",
        "Kehitysjohtaja vaihtuu 31.2.2010, uusi on L",
        "Milloin kehitysjohtaja vaihtuu",
        "Onko kehitysjohtajan sijainen on Liisa?",
        "x" * 301,
    ],
)
def test_a_question_is_no_succession(text: str) -> None:
    assert role_words.read(text, date(2010, 1, 20)) is None


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Kehitysjohtaja", "kehitysjohtajan"),
        ("Tekninen johtaja", "teknisen johtajan"),
        ("Henkilöstöpäällikkö", "henkilöstöpäällikön"),
    ],
)
def test_a_role_is_known_in_the_genitive(name: str, genitive: str) -> None:
    role = replace(HEAD, name=name)
    assert role_words.called(genitive, [role, CHIEF])[0] is role


async def test_the_card_repeats_what_was_understood_and_changes_nothing() -> None:
    here = await town()
    await here.tick()

    card = await told(here, SAID)

    assert "Kehitysjohtaja: uusi haltija 1.2.2010 alkaen" in card.text
    assert "Tähän asti: Kaisa Kuusi, viimeinen päivä 31.1.2010" in card.text
    assert "Jatkossa: Liisa Lehto, 1.2.2010 alkaen" in card.text
    assert "2 avointa asiaa" in card.text
    assert "tulevaa muistutusta siirtyy" in card.text
    assert titles(card) == ["Vahvista", "Peruuta"]
    assert set(await holders(here)) == {K.key}


async def test_a_confirmed_card_changes_the_holder() -> None:
    here = await town()

    done = await pressed(here.council, await told(here, SAID), "Vahvista", ADMIN)

    assert done.replaces
    assert "Kirjattu." in done.text
    kept = await holders(here)
    assert (kept[K.key].until, kept[L.key].since) == (date(2010, 1, 31), FEBRUARY)
    [change] = [c for c in await here.history(HEAD.key) if c.field == "holder"]
    assert (change.who, change.through) == (ADMIN.key, "card")


async def test_a_card_that_is_confirmed_twice_counts_once() -> None:
    here = await town()
    card = await told(here, SAID)
    await pressed(here.council, card, "Vahvista", ADMIN)

    again = await pressed(here.council, card, "Vahvista", ADMIN)

    assert "Mitään ei muutettu." in again.text
    assert len(await holders(here)) == 2


async def test_to_cancel_leaves_everything_as_it_is() -> None:
    here = await town()

    reply = await pressed(here.council, await told(here, SAID), "Peruuta", ADMIN)

    assert "Mitään ei muutettu." in reply.text
    assert set(await holders(here)) == {K.key}


async def test_somebody_unknown_has_to_write_to_luotsi_first() -> None:
    here = await town()

    reply = await told(here, "Kehitysjohtaja vaihtuu 1.2.2010, uusi on Olli Outo")

    assert "En tunne ketään, jonka nimi on ”Olli Outo”." in reply.text
    assert "kirjoittaa Luotsille" in reply.text
    assert set(await holders(here)) == {K.key}


async def test_of_several_people_of_one_name_the_administrator_chooses() -> None:
    here = await town(people=(Person("t/L2x9", "Liisa Lehto"),))
    asked = await told(here, SAID)
    assert sorted(titles(asked)) == ["Liisa Lehto (…L2x9)", "Liisa Lehto (…t/L)"]

    card = await pressed(here.council, asked, "Liisa Lehto (…L2x9)", ADMIN)
    await pressed(here.council, card, "Vahvista", ADMIN)

    assert set(await holders(here)) == {K.key, "t/L2x9"}


async def test_of_roles_of_one_name_the_administrator_chooses_the_programme() -> None:
    other = Programme(
        key="q",
        programme="q",
        source=PROGRAMME.source,
        name="Hyvinvointiohjelma",
        municipality="Esimerkkilä",
        kind=PROGRAMME.kind,
    )
    same = Role(key="q/kj", programme="q", source=HEAD.source, name=HEAD.name)
    held = Holder(key="q/kj/k", programme="q", source=HEAD.source, role=same.key, person=MEMBER.key)
    here = await town(*TOWN, other, same, held)
    asked = await told(here, SAID)
    assert titles(asked) == ["Palveluohjelma", "Hyvinvointiohjelma"]

    card = await pressed(here.council, asked, "Hyvinvointiohjelma", ADMIN)
    await pressed(here.council, card, "Vahvista", ADMIN)

    assert (await holders(here))[L.key].role == same.key
    assert (await holders(here))[K.key] == HELD


async def test_a_role_that_is_not_known_is_said_to_be_so() -> None:
    here = await town()

    reply = await told(here, "Satamapäällikkö vaihtuu 1.2.2010, uusi on Liisa Lehto")

    assert "En tunne roolia ”Satamapäällikkö”." in reply.text


async def test_who_is_on_leave_is_nobodys_name() -> None:
    here = await town()

    away = await told(here, "Kehitysjohtaja on lomalla 1.2.2010 alkaen")
    small = await told(here, "kehitysjohtaja on liisa lehto 1.2.2010 alkaen")

    assert "roles." not in str(away.card)
    assert titles(small) == ["Vahvista", "Peruuta"]


async def test_a_holder_leaves_without_a_successor() -> None:
    here = await town()
    card = await told(here, "Kehitysjohtaja lähtee 31.1.2010.")
    assert "sijaiselle" in card.text

    await pressed(here.council, card, "Vahvista", ADMIN)

    assert (await holders(here))[K.key].until == date(2010, 1, 31)


async def test_a_deputy_is_named_from_today_unless_a_day_is_said() -> None:
    here = await town()
    card = await told(here, "Kehitysjohtajan sijainen on Liisa Lehto")

    await pressed(here.council, card, "Vahvista", ADMIN)

    kept = (await holders(here))[L.key]
    assert (kept.deputy, kept.since) == (True, here.council.today)


async def test_of_roles_of_one_name_the_one_that_somebody_holds_is_meant() -> None:
    other = replace(PROGRAMME, key="q", programme="q", name="Hyvinvointiohjelma")
    same = Role(key="q/kj", programme="q", source=HEAD.source, name=HEAD.name)
    here = await town(*TOWN, other, same)
    card = await told(here, SAID)
    assert titles(card) == ["Vahvista", "Peruuta"]
    assert PROGRAMME.name in card.text


@pytest.mark.parametrize("text", [SAID, "Kehitysjohtaja lähtee 31.1.2010"])
async def test_from_a_member_it_is_a_question_like_any_other(text: str) -> None:
    here = await town()

    for asked in (words(text, MEMBER), words(text, K), shared(words(text, ADMIN))):
        reply = await said(here.council, asked)
        assert "roles." not in str(reply.card)
        assert K.name not in str(reply)
    assert set(await holders(here)) == {K.key}


async def test_the_list_shows_who_holds_what_and_who_is_missing() -> None:
    here = await town()

    reply = await told(here, "roolit ja haltijat")

    assert "Kaisa Kuusi" in reply.text
    assert "Tekninen johtaja" in reply.text
    assert "Vastuuhenkilö puuttuu" in reply.text


async def test_a_holder_is_named_through_the_form() -> None:
    here = await town()
    listed = await told(here, "roolit ja haltijat")
    form = await pressed(here.council, listed, "Nimeä haltija", ADMIN, 1)
    assert "Tekninen johtaja" in form.text
    filled: dict[str, Any] = {"person": L.key, "since": "2009-12-01", "deputy": "false"}

    card = await pressed(here.council, form, "Jatka", ADMIN, **filled)
    await pressed(here.council, card, "Vahvista", ADMIN)

    kept = (await holders(here))[L.key]
    assert (kept.role, kept.since, kept.deputy) == (CHIEF.key, date(2009, 12, 1), False)


async def test_a_form_that_is_not_filled_in_is_not_understood_as_somebody() -> None:
    here = await town()
    listed = await told(here, "roolit ja haltijat")
    form = await pressed(here.council, listed, "Nimeä haltija", ADMIN)

    reply = await pressed(here.council, form, "Jatka", ADMIN, person="", since="", deputy="false")

    assert (reply.outcome, "Valitse henkilö." in reply.text) == ("refused", True)


async def test_with_very_many_people_the_name_is_written() -> None:
    many = tuple(Person(f"t/{n:03}", f"Henkilö {n:03}") for n in range(70))
    here = await town(people=many)
    listed = await told(here, "roolit ja haltijat")
    form = await pressed(here.council, listed, "Nimeä haltija", ADMIN)
    assert "Henkilö 001" not in str(form.card)

    card = await pressed(here.council, form, "Jatka", ADMIN, name="henkilö 042", since="1.1.2010")

    assert "Henkilö 042" in card.text


@pytest.mark.parametrize("who", [MEMBER, K])
async def test_a_forged_press_is_refused_and_shows_no_name(who: Person) -> None:
    here = await town()
    values = find(await told(here, SAID), "Vahvista").values
    before = await holders(here)
    for verb in ("roles.appoint", "roles.draft", "roles.form", "roles.all"):
        for turn in (press(verb, who, **values), shared(press(verb, ADMIN, **values))):
            reply = await said(here.council, turn)
            assert reply.outcome == "refused"
            assert L.name not in str(reply)
    assert await holders(here) == before
