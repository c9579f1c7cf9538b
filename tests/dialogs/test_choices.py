"""Administrators read the reminder rules in words, with their origin, and change them on a form."""

from datetime import date, time

import pytest

from council.choices import sheet
from tests.council.ticking import ADMIN, FIRST, SECOND, WORK, K, Town, at_noon, town
from tests.dialogs.conversation import press, said, words
from tests.dialogs.pressing import pressed, titles


async def value(here: Town, scope: str, name: str) -> object:
    found = await sheet(here.council, ADMIN.asker, scope)
    return next(held.value for held in found.held if held.name == name)


async def test_the_rules_are_shown_in_words_with_their_origin() -> None:
    here = await town()

    reply = await said(here.council, words("muistutussäännöt", ADMIN))

    lines = reply.text.splitlines()
    at = lines.index("Muistutukset ennen määräaikaa, päivää: 14, 7, 1, 0")
    assert lines[at + 1] == "Luotsin oletus"
    assert "Lähetysaika: klo 9.00" in lines
    assert "Muistutukset ovat tauolla: ei" in lines
    assert "Palveluohjelma, Esimerkkilä" in titles(reply)


async def test_days_are_changed_on_a_form_and_the_reminders_follow() -> None:
    here = await town()
    await here.tick()
    listed = await said(here.council, words("muistutussäännöt", ADMIN))
    form = await pressed(here.council, listed, "Muuta", ADMIN)
    assert "Muistutukset ennen määräaikaa, päivää" in form.text

    reply = await pressed(here.council, form, "Tallenna", ADMIN, value=" 3 ")
    await here.until(at_noon(2010, 1, 1))

    assert "Tallennettu." in reply.text
    assert "Muistutukset ennen määräaikaa, päivää: 3" in reply.text
    assert "asetettu koko kunnalle" in reply.text
    assert here.days(K.key) == [date(2009, 12, 28)]


async def test_a_setting_goes_back_to_what_holds_more_widely() -> None:
    here = await town()
    listed = await said(here.council, press("choices.rules", ADMIN, scope="p"))
    form = await pressed(here.council, listed, "Muuta", ADMIN)
    assert "Palauta tavallinen" not in titles(form)
    await pressed(here.council, form, "Tallenna", ADMIN, value="")
    assert await value(here, "p", "before") == ()

    again = await said(here.council, press("choices.form", ADMIN, scope="p", name="before"))
    reply = await pressed(here.council, again, "Palauta tavallinen", ADMIN, value="")

    assert await value(here, "p", "before") == (14, 7, 1, 0)
    assert "Luotsin oletus" in reply.text


@pytest.mark.parametrize(
    ("name", "filled", "expected"),
    [
        ("hour", "13:30", time(13, 30)),
        ("hour", "8.15", time(8, 15)),
        ("july_off", "true", True),
        ("overdue_every", "0", 0),
        ("overdue", "2,10", (10, 2)),
        ("quiet_from", "17:00", time(17)),
    ],
)
async def test_every_kind_of_value_is_read_from_its_input(
    name: str, filled: str, expected: object
) -> None:
    here = await town()
    form = await said(here.council, press("choices.form", ADMIN, scope="", name=name))

    await pressed(here.council, form, "Tallenna", ADMIN, value=filled)

    assert await value(here, "", name) == expected


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("before", "kaksi"),
        ("before", "400"),
        ("before", "1/2"),
        ("hour", "25:00"),
        ("hour", "aamulla"),
        ("hour", "20:00"),
        ("overdue_every", "-1"),
        ("quiet_until", "17:00"),
    ],
)
async def test_what_makes_no_sense_is_told_in_words_and_changes_nothing(
    name: str, filled: str
) -> None:
    here = await town()
    before = await value(here, "", name)
    form = await said(here.council, press("choices.form", ADMIN, scope="", name=name))

    reply = await pressed(here.council, form, "Tallenna", ADMIN, value=filled)

    assert reply.outcome == "refused"
    assert await value(here, "", name) == before


async def test_an_item_shows_what_is_set_for_its_programme() -> None:
    here = await town()
    await said(here.council, press("choices.set", ADMIN, scope="p", name="overdue", value="5"))

    reply = await said(here.council, press("choices.rules", ADMIN, scope=FIRST.key))

    lines = reply.text.splitlines()
    at = lines.index("Muistutukset määräajan jälkeen, päivää: 5")
    assert lines[at + 1] == "asetettu tälle ohjelmalle"


async def test_a_single_item_gets_rules_of_its_own() -> None:
    here = await town()
    await here.tick()
    listed = await said(here.council, press("choices.rules", ADMIN, scope="p"))
    items = await pressed(here.council, listed, "Yksittäisten asioiden säännöt", ADMIN)
    assert FIRST.name in items.text
    assert WORK.name not in items.text  # its follow-ups are what is followed
    sheet_of_first = await pressed(here.council, items, "Muistutussäännöt", ADMIN, 1)
    form = await pressed(here.council, sheet_of_first, "Muuta", ADMIN)

    reply = await pressed(here.council, form, "Tallenna", ADMIN, value="2")
    await here.until(at_noon(2010, 1, 1))

    assert "asetettu tälle asialle" in reply.text
    assert here.days(K.key) == [date(2009, 12, 29)]


async def test_an_items_reminder_is_sent_from_the_list_of_items() -> None:
    here = await town()
    await here.until(at_noon(2009, 11, 18))
    items = await said(here.council, press("choices.items", ADMIN, scope="p"))

    await pressed(here.council, items, "Lähetä nyt", ADMIN)
    await here.tick()

    assert [row.item for one in here.sent for row in one.rows] == [SECOND.key]


@pytest.mark.parametrize(
    "values",
    [
        {"scope": "p", "name": "quiet_from"},
        {"scope": "ei-ole", "name": "before"},
        {"scope": "p", "name": "__class__"},
        {"scope": "p"},
        {},
    ],
)
async def test_a_forged_setting_is_refused(values: dict[str, str]) -> None:
    here = await town()
    for verb in ("choices.form", "choices.set"):
        reply = await said(here.council, press(verb, ADMIN, **values, value="1"))
        assert reply.outcome == "refused"
