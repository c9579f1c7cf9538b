"""Readings in a conversation: what is taken for one, what is asked, and what is never said."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.figures import Level, Point
from council.model import Direction, Metric, Reading
from council.people import Person
from council.readings import sheet
from dialogs import plain
from dialogs.cards import LARGEST, weight
from dialogs.reading_words import statement
from dialogs.turn import Reply, Turn
from tests.council.measured import (
    ABSENCES,
    CONTACT,
    HEAD,
    HIDDEN_METRIC,
    MEMBER,
    OWNER,
    PRAISE,
    REPAIRS,
    SPENDING,
    TODAY,
    Town,
    asker,
    measured,
    target,
)
from tests.dialogs.conversation import press, said, shared, words
from tests.memory_pictures import Dots

ASKED = replace(
    PRAISE, key="uudistus/kysymys", name="Suositteletko kuntaa työpaikaksi?", aliases=()
)
METRICS = (PRAISE, ABSENCES, SPENDING, REPAIRS, ASKED)


def text_of(reply: Reply) -> str:
    assert reply.card
    assert weight(reply.card) <= LARGEST
    return plain.text(reply.card, buttons=True)


async def talk(town: Town, turn: Turn) -> Reply:
    """Return the reply once the service has taken in what has changed, as it does at once."""
    await town.council.shelf.refresh()
    return await said(town.council, turn)


async def readings(town: Town, metric: Metric = PRAISE) -> tuple[Reading, ...]:
    return (await sheet(town.council, asker(HEAD), metric.key)).readings


async def pressed(town: Town, reply: Reply, title: str, who: Person = OWNER, **more: Any) -> Reply:  # noqa: ANN401 - inputs of a form
    assert reply.card
    found = next(b for b in plain.pressable(reply.card) if b.title == title)
    return await talk(town, press(found.verb, who, **{**found.values, **more}))


@pytest.mark.parametrize(
    ("text", "key", "value", "on"),
    [
        ("suositteluhalukkuus 76 %", PRAISE.key, "76 %", TODAY),
        ("Suositteluhalukkuus: 76,5 % (3.3.2025)", PRAISE.key, "76,5 %", date(2025, 3, 3)),
        ("Sairauspoissaolot 12,4 päivää 31.12.2024.", ABSENCES.key, "12,4 päivää",
         date(2024, 12, 31)),
        ("Kirjaa työpaikan suosittelun lukemaksi 76 % eilen", PRAISE.key, "76 %",
         date(2025, 3, 9)),
        ("Sairauspoissaoloja oli 12 pv 2025-02-28", ABSENCES.key, "12 pv", date(2025, 2, 28)),
        ("Nettomenojen kasvu −1,2 %, 31.12.", SPENDING.key, "−1,2 %", date(2024, 12, 31)),
        ("Suositteluhalukkuus - 76", PRAISE.key, "76", TODAY),
        ("rekommendationen är nu 76 procent", PRAISE.key, "76 procent", TODAY),
        ("Recommendation was 76 % yesterday", PRAISE.key, "76 %", date(2025, 3, 9)),
        ("velka 1 234 €", REPAIRS.key, "", TODAY),
        ("Korjausvelka 12,5 milj. € 28.2.", REPAIRS.key, "12,5 milj. €", date(2025, 2, 28)),
        ("Korjausvelka 45 €/asukas.", REPAIRS.key, "45 €/asukas", TODAY),
        ("Suositteletko kuntaa työpaikaksi? 76 %", ASKED.key, "76 %", TODAY),
        ("Suositteletko kuntaa työpaikaksi 76 %", ASKED.key, "76 %", TODAY),
        ("Suositteletko kuntaa työpaikaksi? 76 %?", ASKED.key, "", TODAY),
        ("Suositteluhalukkuus? 76 %", PRAISE.key, "", TODAY),
        ("Korjausvelka 1 234 567 €", REPAIRS.key, "1 234 567 €", TODAY),
    ],
)  # fmt: skip
def test_a_statement_is_understood(text: str, key: str, value: str, on: date) -> None:
    found = statement(text, METRICS, TODAY)

    assert (found is not None) is bool(value)
    if found:
        assert ([m.key for m in found.metrics], found.value, found.on) == ([key], value, on)


@pytest.mark.parametrize(
    "text",
    [
        "Suositteluhalukkuus",
        "Suositteluhalukkuus nousi 5 %",
        "Suositteluhalukkuuden tavoite on 80 %",
        "Onko suositteluhalukkuus 76 %",
        "Suositteluhalukkuus yli 76 %",
        "Suositteluhalukkuus 76 % 80 %",
        "Suositteluhalukkuus 76 % 1.1.2025 2.2.2025",
        "Suositteluhalukkuus 76 % 31.2.2025",
        "Suositteluhalukkuus 76 % 1.1.25",
        "Suositteluhalukkuus 76 vastaajaa",
        "Suositteluhalukkuus ensi vuonna 90 %",
        "Miksi suositteluhalukkuus 76 %",
        "76 %",
        "Päivähoito 76 %",
        "Suositteluhalukkuus 1..2",
    ],
)
def test_what_says_a_word_more_is_no_statement(text: str) -> None:
    assert statement(text, METRICS, TODAY) is None


@given(st.text(max_size=120))
def test_no_words_make_it_fail(text: str) -> None:
    for words_said in (text, f"Suositteluhalukkuus {text}", f"{text} korjausvelka 7"):
        statement(words_said, METRICS, TODAY)


@given(st.integers(0, 100), st.integers(0, 9), st.sampled_from(["{} %", "{} prosenttia", "{}"]))
def test_the_number_that_is_understood_is_the_one_that_was_written(
    whole: int, tenth: int, form: str
) -> None:
    found = statement("Suositteluhalukkuus " + form.format(f"{whole},{tenth}"), METRICS, TODAY)

    assert found
    assert found.value.startswith(f"{whole},{tenth}")


async def test_a_statement_is_repeated_and_written_when_the_button_is_pressed() -> None:
    town = await measured()

    asked = await talk(town, words("suositteluhalukkuus 76 %", OWNER))

    text = text_of(asked)
    assert "Kirjaanko: Suositteluhalukkuus 76 % (10.3.2025), edellinen 71 %?" in text
    assert text.splitlines()[-3:] == ["[Kirjaa]", "[Muuta]", "[Älä kirjaa]"]
    assert len(await readings(town)) == 1
    done = await pressed(town, asked, "Kirjaa")
    assert "Kirjattu: Suositteluhalukkuus 76 % (10.3.2025)." in text_of(done)
    assert "vähintään 80 % – ei saavutettu" in text_of(done)
    assert [r.value for r in await readings(town)] == ["71", "76"]
    assert "Lukema on jo kirjattu" in text_of(await pressed(town, asked, "Kirjaa"))


async def test_a_jump_is_said_and_may_be_left_or_changed() -> None:
    town = await measured()
    asked = await talk(town, words("Suositteluhalukkuus 7,6 %", OWNER))

    assert "Se poikkeaa paljon edellisestä: 71 % (30.9.2024)." in text_of(asked)
    assert "Lukemaa ei kirjattu." in text_of(await pressed(town, asked, "Älä kirjaa"))
    changed = await pressed(town, asked, "Muuta")
    assert "Lukema (%): 7,6 %" in text_of(changed)
    assert len(await readings(town)) == 1
    again = await pressed(town, changed, "Kirjaa", value="20", on="2025-03-01")
    assert "Kirjaanko: Suositteluhalukkuus 20 % (1.3.2025), edellinen 71 %?" in text_of(again)
    assert "Kirjattu" in text_of(await pressed(town, again, "Kirjaa"))


@pytest.mark.parametrize("who", [MEMBER, CONTACT])
async def test_others_get_the_ordinary_answer(who: Person) -> None:
    town = await measured()

    reply = await talk(town, words("suositteluhalukkuus 76 %", who))

    assert reply.outcome == "answer"
    assert "Kirjaa" not in text_of(reply)


async def test_in_a_channel_nothing_is_taken_for_a_statement() -> None:
    town = await measured()

    reply = await talk(town, shared(words("suositteluhalukkuus 76 %", OWNER)))

    assert "Kirjaanko" not in text_of(reply)


@pytest.mark.parametrize("verb", ["readings.form", "readings.enter"])
@pytest.mark.parametrize("key", [HIDDEN_METRIC.key, "uudistus/ei-ole", "", PRAISE.programme])
async def test_what_may_not_be_seen_is_as_if_it_were_not(verb: str, key: str) -> None:
    reply = await said(
        (await measured()).council, press(verb, MEMBER, metric=key, value="7", on="2025-03-01")
    )

    assert (reply.outcome, text_of(reply)) == ("refused", "Tätä ei löydy. Se on ehkä poistettu.")


@pytest.mark.parametrize(
    "forged",
    [
        {"on": "1.3.2025"}, {"on": "2025-13-01"}, {"on": 5}, {"value": 7}, {"value": "7" * 61},
        {"sure": "yes"}, {"note": ["x"]}, {"note": "x" * 2_001}, {"metric": {"a": 1}},
        {"peers": "1" * 61},
    ],
)  # fmt: skip
async def test_forged_values_are_refused(forged: dict[str, Any]) -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "70", "on": "2025-03-01", **forged}

    reply = await talk(town, press("readings.enter", OWNER, **values))

    assert reply.outcome == "refused"
    assert len(await readings(town)) == 1


async def test_a_member_who_forges_the_press_is_refused() -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "70", "on": "2025-03-01", "sure": True}

    reply = await talk(town, press("readings.enter", MEMBER, **values))

    assert reply.outcome == "refused"
    assert "Sinulla ei ole oikeutta tähän." in text_of(reply)
    assert len(await readings(town)) == 1


@pytest.mark.parametrize(
    ("value", "on", "words_said"),
    [
        ("120", "", "Prosenttiluvun pitää olla 0–100."),
        ("paljon", "", "En saa tästä lukua."),
        ("12 kpl", "", "Tämän mittarin yksikkö on: %"),
        ("76", "2026-01-01", "Päivä on vasta tulossa."),
        ("76", "1999-01-01", "Päivä on ajalta ennen ohjelmaa (ma 15.1.2024)."),
    ],
)
async def test_the_form_says_what_is_wrong_and_keeps_what_was_written(
    value: str, on: str, words_said: str
) -> None:
    town = await measured()
    opened = await talk(town, press("readings.form", OWNER, metric=PRAISE.key))
    assert "Viimeisin lukema: 71 % (30.9.2024)" in text_of(opened)

    reply = await pressed(town, opened, "Kirjaa", value=value, on=on, note="kysely")

    text = text_of(reply)
    assert words_said in text
    assert value in text
    assert "kysely" in text
    assert len(await readings(town)) == 1


async def test_thousands_are_asked_with_a_button_for_each() -> None:
    town = await measured()
    asked = await talk(town, words("Korjausvelka 1.234 €", OWNER))

    assert "Kumpaa lukua tarkoitat?" in text_of(asked)
    await pressed(town, asked, "1 234 €")

    assert [r.value for r in await readings(town, REPAIRS)] == ["1234 €"]


async def test_no_verdict_is_said_of_an_open_target() -> None:
    town = await measured()
    await talk(town, press("readings.enter", OWNER, metric=REPAIRS.key, value="8", on="2025-03-01"))

    page = await talk(town, press("programme.record", MEMBER, key=REPAIRS.key))

    assert "saavutettu" not in text_of(page)
    assert "8 (1.3.2025) – vastuuhenkilön ilmoitus 10.3.2025 (Sivistysjohtaja)" in text_of(page)


async def test_what_an_owner_told_is_answered_with_who_told_it_and_names_nobody() -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "82,5", "on": "2025-03-01"}
    await talk(town, press("readings.enter", OWNER, **values))

    reply = await talk(town, words("Mikä on suositteluhalukkuuden tavoite ja tulos?", MEMBER))

    text = text_of(reply)
    assert "vähintään 80 % – saavutettu" in text
    assert "82,5 % (1.3.2025) – vastuuhenkilön ilmoitus 10.3.2025 (Sivistysjohtaja)" in text
    assert OWNER.name not in text
    assert OWNER.key not in str(reply.card)
    assert all(document for document, _ in reply.quotes)


async def test_a_new_reading_is_among_what_has_changed_with_who_told_it() -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "76", "on": "2025-03-01"}
    await talk(town, press("readings.enter", OWNER, **values))
    await talk(town, press("readings.enter", HEAD, **{**values, "metric": SPENDING.key}))

    days = {"programme": "uudistus", "first": "2025-03-01", "last": "2025-03-10"}
    changed = text_of(await talk(town, press("progress.changed", MEMBER, **days)))

    assert "Suositteluhalukkuus" in changed
    assert "vastuuhenkilön ilmoitus 10.3.2025 (Sivistysjohtaja)" in changed
    assert "ylläpitäjän kirjaus 10.3.2025" in changed


async def test_the_figures_of_the_picture_are_written_as_in_the_text() -> None:
    town = await measured()
    seen: list[Point] = []

    class Seen(Dots):
        def course(self, points: Sequence[Point], target: Level | None) -> bytes:
            seen.extend(points)
            return super().course(points, target)

    town.council = replace(town.council, pictures=Seen())
    await talk(town, press("readings.enter", OWNER, metric=PRAISE.key, value="76,5"))
    await talk(town, words("Suositteluhalukkuus kehitys", MEMBER))

    assert [point.label for point in seen] == ["71", "76,5"]


async def test_an_administrators_entry_is_called_one() -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "76", "on": "2025-03-01"}
    await talk(town, press("readings.enter", HEAD, **values))

    page = text_of(await talk(town, press("programme.record", MEMBER, key=PRAISE.key)))

    assert "76 % (1.3.2025) – ylläpitäjän kirjaus 10.3.2025" in page


async def test_the_button_to_the_form_is_for_who_may_enter() -> None:
    town = await measured()

    async def page(who: Person, *, channel: bool = False) -> str:
        asked = press("programme.record", who, key=PRAISE.key)
        return text_of(await talk(town, shared(asked) if channel else asked))

    assert "[Kirjaa lukema]" in await page(OWNER)
    assert "[Kirjaa lukema]" in await page(HEAD)
    assert "[Kirjaa lukema]" not in await page(MEMBER)
    assert "[Kirjaa lukema]" not in await page(OWNER, channel=True)


async def test_the_others_value_is_asked_where_the_target_needs_it() -> None:
    town = await measured()
    opened = await talk(town, press("readings.form", CONTACT, metric=SPENDING.key))
    assert "Sama verrokkikunnissa:" in text_of(opened)

    done = await pressed(town, opened, "Kirjaa", CONTACT, value="1,4 %", peers="1,6 %")

    assert "– saavutettu" in text_of(done)
    (reading,) = await readings(town, SPENDING)
    assert (reading.value, reading.peers) == ("1.4 %", "1.6 %")
    page = text_of(await talk(town, press("programme.record", MEMBER, key=SPENDING.key)))
    assert "1,4 % (10.3.2025), verrokkikunnat 1,6 %" in page


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Suositteluhalukkuus kehitys", "fi"),
        ("suositteluhalukkuuden kehitys", "fi"),
        ("rekommendation utveckling", "sv"),
        ("recommendation trend", "en"),
    ],
)
async def test_a_metrics_history_is_asked_by_its_name(text: str, language: str) -> None:
    town = await measured()
    values = {"metric": PRAISE.key, "value": "76", "on": "2025-03-01", "note": "kysely"}
    await talk(town, press("readings.enter", OWNER, **values))

    reply = await talk(town, words(text, MEMBER, locale=f"{language}-FI"))

    assert reply.card
    (picture,) = [e for e in reply.card["body"] if e["type"] == "Image"]
    for shown in (text_of(reply), picture["altText"]):
        assert "71 %" in shown
        assert "76 %" in shown
        assert "80 %" in shown


@pytest.mark.parametrize("text", ["kehitys", "Piilomittari kehitys", "kunnan kehitys 2025"])
async def test_other_words_about_development_are_questions(text: str) -> None:
    reply = await said((await measured()).council, words(text, MEMBER))

    assert "kehitys: " not in text_of(reply).casefold().splitlines()[0]
    assert "Piilomittari" not in text_of(reply).replace("Piilomittari kehitys", "")


async def test_of_two_metrics_of_one_name_one_is_chosen() -> None:
    twin = replace(PRAISE, key="uudistus/toinen")
    town = await measured(twin)

    asked = await talk(town, words("Suositteluhalukkuus 76 %", OWNER))

    assert "Mitä mittaria tarkoitat?" in text_of(asked)
    assert asked.card
    keys = [b.values["metric"] for b in plain.pressable(asked.card)]
    assert sorted(keys) == sorted([PRAISE.key, twin.key])


async def test_the_list_of_metrics_begins_with_how_many_are_fresh() -> None:
    town = await measured()

    for who in (MEMBER, OWNER):
        listed = text_of(await talk(town, words("mittarit", who)))
        assert "1/5 mittarilla tuore lukema." in listed
        assert "1 vahvistamaton mittari ei ole luvussa mukana." in listed
        assert "Piilomittari" not in listed


async def test_what_shall_fall_is_compared_with_the_reading_before() -> None:
    town = await measured(target("p2", ABSENCES.key, Direction.OPEN))
    for value, on in (("12,4", "2025-01-31"), ("11,9", "2025-02-28")):
        values = {"metric": ABSENCES.key, "value": value, "on": on}
        await talk(town, press("readings.enter", OWNER, **values))

    page = text_of(await talk(town, press("programme.record", MEMBER, key=ABSENCES.key)))

    assert "muuttunut edellisestä lukemasta tavoitteen suuntaan" in page
    assert page.count("tavoitteen suuntaan") == 1


VALUE = st.one_of(st.none(), st.integers(), st.text(max_size=20), st.sampled_from([True, "76", ""]))


@given(
    st.sampled_from(["readings.form", "readings.enter", "readings.leave"]),
    st.dictionaries(st.sampled_from(["metric", "value", "on", "note", "peers", "sure"]), VALUE),
)
def test_no_press_raises(verb: str, values: dict[str, Any]) -> None:
    async def go() -> Reply:
        given_values = {"metric": PRAISE.key, **values}
        return await said((await measured()).council, press(verb, OWNER, **given_values))

    assert asyncio.run(go()).text
