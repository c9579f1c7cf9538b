"""Own settings in a conversation: in private, one's own, and whatever comes back is checked."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.chamber import Council
from council.language import Language
from council.people import Person
from council.rules import Preferences
from dialogs import plain
from dialogs.preferences import handle
from dialogs.preferences_card import FIELDS
from dialogs.turn import Reply
from tests.dialogs.conversation import address, memory, press, said, shared, words
from tests.dialogs.town import CHAIR, HOLDER, MEMBER, TOWN, town

KEEPER = Person("t/keeper", "Hoitaja")
HELD = replace(HOLDER, key="esim/hoitaja", person=KEEPER.key, deputy=False)


async def held() -> Council:
    council = await town(*TOWN, HELD, people=(KEEPER,))
    async with council.records() as records:
        await records.people.reach([replace(address("private/chair"), person=CHAIR.key)])
    return council


async def kept(council: Council, person: Person = KEEPER) -> Preferences | None:
    async with council.records() as records:
        found = {one.person: one for one in await records.choices.preferences()}
    return found.get(person.key)


async def saved(council: Council, who: Person = KEEPER, **values: Any) -> Reply:  # noqa: ANN401 - whatever a card may carry
    return await said(council, press("preferences.save", who, **values))


def fields(reply: Reply) -> dict[str, str]:
    """Return what the inputs of a card hold."""
    assert reply.card is not None
    inputs = [one for one in reply.card["body"] if one["type"].startswith("Input.")]
    return {one["id"]: one.get("value", "") for one in inputs}


@pytest.mark.parametrize("asked", ["asetukset", "Omat asetukset", "inställningar", "settings"])
async def test_the_settings_open_by_their_name(asked: str) -> None:
    reply = await said(await held(), words(asked, KEEPER))

    assert set(fields(reply)) == set(FIELDS)


async def test_everything_on_the_card_is_saved() -> None:
    council = await held()
    reply = await saved(
        council,
        language="sv",
        hour="10:30",
        before="30, 3",
        pause="2025-03-21",
        deputy=handle(KEEPER.key, CHAIR.key),
        since="2025-03-11",
        until="2025-03-21",
        events="false",
    )

    assert "Dina inställningar är sparade." in reply.text
    assert reply.replaces
    assert await kept(council) == Preferences(
        person=KEEPER.key,
        hour=time(10, 30),
        before=(30, 3),
        paused_until=date(2025, 3, 21),
        deputy=CHAIR.key,
        deputy_since=date(2025, 3, 11),
        deputy_until=date(2025, 3, 21),
        events=False,
    )
    person = memory(council).state.people[KEEPER.key]
    assert (person.language, person.rights) == (Language.SV, frozenset())


async def test_the_card_shows_again_what_was_saved_and_saving_it_changes_nothing() -> None:
    council = await held()
    given: dict[str, Any] = {"language": "en", "hour": "10:30", "before": "-", "events": "false"}
    given |= {"deputy": handle(KEEPER.key, CHAIR.key), "since": "2025-03-11"}
    await saved(council, KEEPER, **given, until="2025-03-21", pause="2025-03-12")
    before = await kept(council)

    card = await said(council, words("settings", KEEPER))
    await saved(council, KEEPER, **fields(card))

    assert await kept(council) == before


async def test_an_empty_card_is_as_the_programme_has_it() -> None:
    council = await held()
    await saved(council, hour="10:30", before="3")
    reply = await saved(council, KEEPER, **dict.fromkeys(FIELDS, ""))

    assert await kept(council) == Preferences(person=KEEPER.key)
    assert "kuten ohjelmassa, yleensä klo 9.00" in reply.text


async def test_defaults_come_back_with_one_button() -> None:
    council = await held()
    await saved(council, hour="10:30", pause="2025-03-21")

    reply = await said(council, press("preferences.reset", KEEPER))

    assert await kept(council) == Preferences(person=KEEPER.key)
    assert "Ei taukoa." in reply.text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"hour": "23:00"}, "väliltä 7.00–18.00"),
        ({"hour": "25:00"}, "En ymmärrä kellonaikaa"),
        ({"hour": "aamulla"}, "En ymmärrä kellonaikaa"),
        ({"before": "viikko"}, "kokonaislukuina"),
        ({"before": "14, -7"}, "kokonaislukuina"),
        ({"before": "٣"}, "kokonaislukuina"),
        ({"before": "999"}, "kokonaislukuina"),
        ({"pause": "joskus"}, "En ymmärtänyt päivää"),
        ({"pause": "31.4.2025"}, "31.4.2025 ei ole päivä"),
        ({"pause": "2025-03-09"}, "on jo mennyt"),
        ({"pause": "2026-03-09"}, "enintään 90 päivää"),
        ({"deputy": CHAIR.key}, "Valitse sijainen luettelosta"),
        ({"deputy": handle(KEEPER.key, MEMBER.key)}, "Valitse sijainen luettelosta"),
        ({"deputy": handle(KEEPER.key, CHAIR.key)}, "mihin asti"),
    ],
)
async def test_a_mistake_is_told_and_what_was_chosen_stays_on_the_card(
    values: dict[str, str], told: str
) -> None:
    council = await held()

    reply = await saved(council, KEEPER, **{"events": "false", **values})

    assert told in reply.text
    assert fields(reply)["events"] == "false"
    name, value = next(iter(values.items()))
    if name != "deputy":
        assert fields(reply)[name] == value
    assert await kept(council) is None


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [5, None, ["x"], {"a": 1}, True, "x" * 201])
async def test_forged_values_are_refused(field: str, value: object) -> None:
    council = await held()

    reply = await saved(council, KEEPER, **{field: value})

    assert reply.outcome == "refused"
    assert await kept(council) is None


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20)))
async def test_whatever_comes_back_gets_an_answer(values: dict[str, str]) -> None:
    reply = await saved(await held(), KEEPER, **values)

    assert reply.outcome in {"card", "refused"}
    assert "preferences.show" in str(reply.card) or reply.text


async def test_the_settings_are_shown_and_changed_in_private_alone() -> None:
    council = await held()
    for asked in (
        words("asetukset", KEEPER),
        press("preferences.save", KEEPER, hour="10:30"),
        press("preferences.reset", KEEPER),
    ):
        reply = await said(council, shared(asked))
        assert reply.outcome == "refused"
        assert "kahdenkeskisessä" in reply.text

    assert await kept(council) is None


async def test_nobody_changes_the_settings_of_another() -> None:
    council = await held()
    await saved(council, KEEPER, hour="10:30")

    await saved(council, MEMBER, hour="11:00", person=KEEPER.key, asker=KEEPER.key)

    assert (await kept(council)) == Preferences(person=KEEPER.key, hour=time(10, 30))
    assert (await kept(council, MEMBER)) == Preferences(person=MEMBER.key, hour=time(11))


async def test_no_id_of_a_person_goes_out_and_no_names_to_who_holds_no_role() -> None:
    council = await held()

    keeper = await said(council, words("asetukset", KEEPER))
    member = await said(council, words("asetukset", MEMBER))

    assert CHAIR.name in str(keeper.card)
    assert CHAIR.key not in str(keeper.card)
    assert CHAIR.name not in str(member.card)
    assert "deputy" not in fields(member)


async def test_a_pause_without_anybody_to_stand_in_says_so() -> None:
    council = await held()

    alone = await saved(council, KEEPER, pause="2025-03-21")
    nobody_needed = await saved(council, MEMBER, pause="2025-03-21")

    assert "ei ole sijaista" in alone.text
    assert "ei ole sijaista" not in nobody_needed.text
    assert alone.card is not None
    assert [b.verb for b in plain.pressable(alone.card)] == ["preferences.show"]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("tauko 31.3. asti", "2025-03-31"),
        ("Tauko 31.3.2025 asti!", "2025-03-31"),
        ("tauko: maaliskuun loppuun", "2025-03-31"),
        ("paus till 31.3", "2025-03-31"),
        ("pause until 31 March", "2025-03-31"),
    ],
)
async def test_a_pause_asked_for_in_words_is_put_on_the_card_and_holds_once_saved(
    text: str, until: str
) -> None:
    council = await held()

    reply = await said(council, words(text, KEEPER))

    assert fields(reply)["pause"] == until
    assert await kept(council) is None
    await saved(council, KEEPER, **fields(reply))
    found = await kept(council)
    assert found is not None
    assert found.paused_until == date.fromisoformat(until)


async def test_who_stands_in_is_named_in_words() -> None:
    council = await held()

    reply = await said(council, words("Sijaiseni on puheenjohtaja 11.3.–21.3.", KEEPER))
    nobody = await said(council, words("sijaiseni on Joku Muu 11.3.–21.3.", KEEPER))

    shown = fields(reply)
    assert (shown["since"], shown["until"]) == ("2025-03-11", "2025-03-21")
    assert shown["deputy"] == handle(KEEPER.key, CHAIR.key)
    assert fields(nobody)["deputy"] == ""
    assert "Valitse sijainen luettelosta" in nobody.text
    assert await kept(council) is None


@pytest.mark.parametrize("text", ["tauko kokouksessa", "Tauko: milloin?", "tauko 31.2. asti"])
async def test_other_words_about_a_pause_are_a_question(text: str) -> None:
    reply = await said(await held(), words(text, KEEPER))

    assert "preferences.save" not in str(reply.card)


async def test_a_pause_is_not_asked_for_where_others_read_along() -> None:
    reply = await said(await held(), shared(words("tauko 31.3. asti", KEEPER)))

    assert reply.outcome == "refused"
