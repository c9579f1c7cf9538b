"""The history in a conversation: in words, for administrators in private, page by page."""

import json
from dataclasses import replace

import pytest

from council.chamber import Council
from council.ports import Change
from dialogs import plain
from dialogs.history import asked
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.town import (
    ADMINISTRATOR,
    APPROVAL,
    BOARD,
    CHAIR,
    HEAD,
    LIBRARY,
    MEMBER,
    MEMO,
    NOW,
    OPENING,
    town,
)


async def changed(*changes: Change) -> Council:
    council = await town()
    async with council.records() as records:
        await records.changes.add(changes)
    return council


def change(field: str, before: object, after: object, **more: str) -> Change:
    was, is_now = (json.dumps(v) if v is not None else "" for v in (before, after))
    made = Change(APPROVAL.key, field, was, is_now, MEMBER.key, NOW, "card")
    return replace(made, **more)  # type: ignore[arg-type]  # texts of a change


async def lines(*changes: Change) -> list[str]:
    council = await changed(*changes)
    reply = await said(council, press("history.changes", ADMINISTRATOR, key=APPROVAL.key))
    return [line for line in reply.text.splitlines() if line]


DUE = {
    "words": "keväällä",
    "start": "2025-03-01",
    "end": "2025-05-31",
    "certainty": "fuzzy",
    "kind": "by",
    "yearless": "",
    "at": None,
}


@pytest.mark.parametrize(
    ("told", "words_of_it"),
    [
        (change("state", "planned", "started"), "Tila: suunniteltu → käynnissä"),
        (change("due", "2025-05-05", "2025-06-02"), "Määräaika: 5.5.2025 → 2.6.2025"),
        (change("due", None, DUE), "Määräaika: – → ”keväällä” (maaliskuu–toukokuu 2025)"),
        (
            change("owners", [HEAD.key], [HEAD.key, BOARD.key]),
            "Vastuussa: Palvelujohtaja → Palvelujohtaja, Palvelulautakunta",
        ),
        (change("name", "Vanha", "Uusi"), "Nimi: Vanha → Uusi"),
        (change("part", None, f"{HEAD.key}, {BOARD.key}"), "Oma osuus valmis: – → "),
        (change("declined", None, MEMBER.key), "Ilmoittanut, ettei kuulu itselle: – → Jäsen"),
        (change("declined", None, "forgotten/1f"), "nimi poistettu"),
        (change("steers", False, True), "Ohjaa ohjelmaa: ei → kyllä"),  # noqa: FBT003 - a value
        (change("certainty", "unconfirmed", "certain"), "Varmuus: vahvistamatta → varma"),
        (change("unreachable", "failed", None), "Teams ei ottanut viestiä vastaan. → –"),
        (change("sent-now", None, "2025-03-10T10:00:00+00:00"), "– → 10.3.2025 klo 12.00"),
        (change("hour", "09:00:00", "10:30:00"), "Lähetysaika: 9.00 → 10.30"),
        (change("sent-now", None, "2025-13-10T10"), "– → 2025-13-10T10"),
        (change("kettu", None, {"a": [1]}), 'kettu: – → {"a": [1]}'),
        (
            change("task:link-missing", "open", "closed"),
            "Tehtävä: Linkki puuttuu: avoin → suljettu",
        ),
        (change("refused", None, "report"), "Estetty yritys: tilanteen ilmoittaminen"),
        (change("refused", None, "conquer"), "Estetty yritys: conquer"),
        (change("", None, {"name": "x"}), "Lisätty"),
        (change("", {"name": "x"}, None), "Poistettu"),
        (replace(change("name", "a", "b"), before="not json"), "Nimi: not json → b"),
    ],
)
async def test_a_change_is_told_in_words(told: Change, words_of_it: str) -> None:
    assert any(words_of_it in line for line in await lines(told))


async def test_who_when_through_what_and_why_stand_below() -> None:
    found = await lines(change("name", "a", "b", why="Kirjoitusvirhe.", through="words"))

    assert "Syy: ”Kirjoitusvirhe.”" in found
    assert "10.3.2025 klo 12.00, Jäsen, viesti" in found


@pytest.mark.parametrize(
    ("who", "told"),
    [("system", "Luotsi"), ("", "nimi poistettu"), ("t/x", "joku, jonka nimeä ei ole tiedossa")],
)
async def test_a_doer_without_a_name_is_told_as_such(who: str, told: str) -> None:
    found = await lines(change("name", "a", "b", who=who))

    assert any(told in line for line in found)
    assert "t/x" not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "historia Aukioloajat hyväksytty",
        "Muutoshistoria: aukioloajat hyväksytty",
        "history aukioloajat hyv",
        "historik Aukioloajat hyväksytty?",
    ],
)
async def test_the_history_opens_by_the_name_of_the_item(text: str) -> None:
    council = await changed(change("name", "Ennen", "Jälkeen"))

    reply = await said(council, words(text, ADMINISTRATOR))

    assert "Ennen → Jälkeen" in reply.text


async def test_of_several_items_one_is_chosen() -> None:
    council = await changed(change("name", "Ennen", "Jälkeen"))

    reply = await said(council, words("historia aukioloajat", ADMINISTRATOR))

    assert reply.card is not None
    pressed = {b.values["key"] for b in plain.pressable(reply.card)}
    assert pressed == {OPENING.key, APPROVAL.key}


async def test_it_goes_page_by_page() -> None:
    many = [change("name", f"n{number}", f"n{number + 1}") for number in range(20)]
    council = await changed(*many)

    first = await said(council, press("history.changes", ADMINISTRATOR, key=APPROVAL.key))
    last = await said(council, press("history.changes", ADMINISTRATOR, key=APPROVAL.key, start=16))

    assert "n19 → n20" in first.text
    assert "1–8 / 20" in first.text
    assert "n0 → n1" in last.text
    assert last.card is not None
    assert [b.title for b in plain.pressable(last.card)] == ["Uudemmat", "Takaisin asiaan"]


@pytest.mark.parametrize("who", [MEMBER, CHAIR])
async def test_for_others_the_words_are_a_question_and_the_button_is_refused(
    who: object,
) -> None:
    council = await changed(change("name", "Ennen", "Jälkeen"))
    for key in (APPROVAL.key, MEMO.key, "ei/ole"):
        reply = await said(council, press("history.changes", who, key=key))  # type: ignore[arg-type]  # a person
        assert reply.outcome == "refused"
        assert reply.text == "Sinulla ei ole oikeutta tähän. Ylläpitäjät voivat auttaa."
    asked_for = words("historia Aukioloajat hyväksytty", who)  # type: ignore[arg-type]  # a person
    reply = await said(council, asked_for)
    assert "Ennen → Jälkeen" not in reply.text


async def test_in_a_channel_it_is_shown_to_nobody() -> None:
    council = await changed(change("name", "Ennen", "Jälkeen"))
    button = press("history.changes", ADMINISTRATOR, key=APPROVAL.key)

    assert (await said(council, shared(button))).outcome == "refused"
    reply = await said(council, shared(words("historia Aukioloajat hyväksytty", ADMINISTRATOR)))
    assert "Ennen → Jälkeen" not in reply.text


async def test_the_page_of_an_item_leads_administrators_to_its_history() -> None:
    council = await town()
    own = await said(council, press("programme.record", ADMINISTRATOR, key=LIBRARY.key))
    others = await said(council, press("programme.record", MEMBER, key=LIBRARY.key))
    channel = await said(council, shared(press("programme.record", ADMINISTRATOR, key=LIBRARY.key)))

    assert "history.changes" in str(own.card)
    assert "history.changes" not in str(others.card)
    assert "history.changes" not in str(channel.card)


async def test_what_people_wrote_is_shown_as_it_is_and_starts_nothing() -> None:
    bad = "[klikkaa](https://paha.example) **nyt**"
    council = await changed(change("name", "a", bad, why=bad))

    reply = await said(council, press("history.changes", ADMINISTRATOR, key=APPROVAL.key))

    assert bad in reply.text
    assert bad not in json.dumps(reply.card, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("historia", None),
        ("historia ?", None),
        ("Historia: Aukioloajat", "Aukioloajat"),
        ("historiaa kaipaan", None),
        ("mikä on historia", None),
    ],
)
def test_what_the_history_of_is_asked_for(text: str, of: str | None) -> None:
    assert asked(text) == of
