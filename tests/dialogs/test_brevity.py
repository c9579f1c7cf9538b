"""Replies say each thing once: sources by document, doubts in a word, only what is needed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from council.answers import Answer, Aspect, Finding, Note, Why
from council.asking import Clock
from council.language import Language
from council.model import Event, EventKind, Source
from dialogs import plain
from dialogs.answers import answered
from dialogs.texts import texts
from dialogs.turn import Reply
from tests.dialogs import found, town
from tests.dialogs.found import notes, stated

FI = texts(Language.FI)


def finnish(answer: Answer) -> Reply:
    return answered(answer, FI)


def test_a_list_that_two_documents_hold_says_so_and_is_marked_with_its_own() -> None:
    answer = replace(found.LONG, findings=found.LONG.findings[:2], also=(town.NEWS,))

    reply = finnish(answer)

    assert "Esimerkkilä [1]\n" in reply.text
    assert "Sama luettelo on myös tässä:\n[2] Seminaariuutinen, päiväämätön" in reply.text
    assert reply.beside == "Lähteet [1] [2]"
    assert len(reply.citations) == 2


def test_one_document_is_one_source_whatever_its_title() -> None:
    added = Source(town.PLAN.document, "Suunnitelma (lopullinen)", date(2025, 1, 15), "s. 7")
    answer = stated(
        Finding(town.LIBRARY, Aspect.WHOLE, source=town.PLAN),
        Finding(town.ROADS, Aspect.WHOLE, source=added),
    )

    reply = finnish(replace(answer, listing=True))

    assert "[1] Esimerkkilän palvelusuunnitelma, 15.1.2025, s. 4; s. 7" in reply.text
    assert "[2]" not in reply.text


def test_two_places_of_a_document_are_apart_where_the_words_of_both_are_shown() -> None:
    first = replace(town.PLAN, words="Kirjasto on auki.")
    second = replace(town.PLAN, place="s. 7", words="Kadut kuntoon.")
    answer = stated(
        Finding(town.LIBRARY, Aspect.WHOLE, source=first),
        Finding(town.ROADS, Aspect.WHOLE, source=second),
    )

    text = finnish(answer).text

    assert "[1] Esimerkkilän palvelusuunnitelma, 15.1.2025, s. 4: ”Kirjasto on auki.”" in text
    assert "[2] Esimerkkilän palvelusuunnitelma, 15.1.2025, s. 7: ”Kadut kuntoon.”" in text


def test_two_stretches_of_one_place_that_stand_above_share_a_source_line() -> None:
    other = replace(found.QUOTE, text="Kirjasto on **auki**")

    reply = finnish(replace(found.CLOSEST, quotes=(found.QUOTE, other)))

    assert "Lähde\n[1] [2] Esimerkkilän palvelusuunnitelma, 15.1.2025, s. 4\n" in reply.text
    assert len(reply.quotes) == len(reply.citations) == 2


def test_words_that_back_an_answer_are_shown_around_what_they_back() -> None:
    words = "alku " * 200 + "Kadut ovat kunnossa ensi vuonna. " + "loppu " * 200
    answer = stated(Finding(town.ROADS, Aspect.WHOLE, source=replace(town.PLAN, words=words)))

    reply = finnish(answer)

    shown = reply.text.split("”")[1]
    assert "Kadut ovat kunnossa ensi vuonna." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown.strip("…") in words
    assert len(shown) < 400


@pytest.mark.parametrize(
    ("place", "shown"),
    [("s. 4", True), ("s. 3–5", True), ("s. 9", False), ("s. 1-3", False), ("Tavoitteet", True)],
)
def test_words_of_another_page_are_not_shown_for_what_they_do_not_back(
    place: str, *, shown: bool
) -> None:
    source = replace(town.PLAN, place=place)
    answer = stated(Finding(town.LIBRARY, Aspect.WHOLE, source=source, quote=found.QUOTE))

    text = finnish(answer).text

    assert f"15.1.2025, {place}" in text
    assert ("”" in text) is shown


LED = [
    (town.SEMINAR, {"lead": "puheenjohtaja"}, "Vetäjä: puheenjohtaja"),
    (town.SEMINAR, {"for_whom": "valtuusto"}, "Kenelle: valtuusto"),
    (town.SEMINAR, {"for_whom": "jäsenet", "kind": EventKind.SURVEY}, "Keneltä kysyttiin: jäsenet"),
    (
        town.SEMINAR,
        {"for_whom": "jäsenet", "kind": EventKind.INTERVIEWS},
        "Haastateltavat: jäsenet",
    ),
]


@pytest.mark.parametrize(("event", "changed", "line"), LED)
def test_who_leads_an_event_comes_before_its_time_and_topics(
    event: Event, changed: dict[str, Any], line: str
) -> None:
    text = finnish(stated(Finding(replace(event, **changed), Aspect.LED))).text

    assert text.splitlines()[1:4] == [
        f"{line} [1]",
        "Aika: perjantaina 11.4.2025",
        "Aiheet: kirjasto; kadut",
    ]


def test_an_example_address_gives_way_to_the_real_one_that_is_quoted() -> None:
    words = "Lisätietoja: suunnittelupäällikkö Sukunimi, etunimi@kunta.example"
    quote = replace(found.QUOTE, text=words)
    answer = replace(found.CLOSEST, quotes=(quote,))

    text = finnish(answer).text

    assert "- Suunnittelupäällikkö, Esimerkkilän kunta\n" in text + "\n"
    assert "esimerkkiosoite" not in text
    assert "etunimi@kunta.example" in text


def test_a_contact_is_named_once() -> None:
    text = finnish(stated(Finding(town.DESK, Aspect.CONTACT))).text

    assert text.startswith("Suunnittelupäällikkö\nEsimerkkilän kunta, suunnittelu@example.org (")


def test_what_is_not_confirmed_in_a_list_is_said_in_a_word_and_explained_once() -> None:
    findings = (
        Finding(town.OPENING, Aspect.WHOLE),
        Finding(town.PAVING, Aspect.WHOLE, notes=notes(Note.UNCONFIRMED)),
    )

    text = finnish(replace(stated(*findings), listing=True)).text

    assert "- Katujen päällystys (vahvistamatta)\n" in text
    assert text.count("Vahvistamatta = tulkittu") == 1


def test_what_all_of_a_list_lack_is_said_once() -> None:
    lacking = notes(Note.NO_TIME, Note.NO_PLACE)
    events = (town.SEMINAR, town.MEETING)
    answer = stated(*(Finding(event, Aspect.WHEN, notes=lacking) for event in events))

    text = finnish(replace(answer, listing=True)).text

    assert text.count("Aineistossa ei ole kellonaikaa eikä paikkaa.") == 1


def test_what_is_late_is_said_to_be_past_its_date_not_to_be_undone() -> None:
    asked = replace(found.ASKED, clock=Clock.LATE)
    findings = (Finding(town.APPROVAL, Aspect.DUE), Finding(town.LATER, Aspect.DUE))

    text = finnish(replace(stated(*findings), asked=asked, listing=True)).text

    assert text.startswith("Määräaika on mennyt – ")
    assert "- Aukioloajat hyväksytty – Määräaika: viimeistään" in text
    assert "Aineistossa näitä ei ole merkitty valmiiksi." in text


def test_a_choice_shows_the_first_items_of_each_programme_if_they_are_given() -> None:
    other = replace(town.ROADS, key="toinen/g", programme="toinen", name="Terve kunta")
    findings = (
        *(Finding(goal, Aspect.WHOLE) for goal in found.GOALS[:7]),
        Finding(other, Aspect.WHOLE),
    )

    text = finnish(replace(found.CHOICE, findings=findings)).text

    assert "Palvelusuunnitelma 2025–2028, Esimerkkilä [1]\n- Tavoite numero 1\n" in text
    assert "- Tavoite numero 5\n- ja 2 muuta\nHyvinvointiohjelma (luonnos), Toisela [1]\n" in text
    assert "- Terve kunta\n" in text


def test_where_nothing_is_open_to_the_asker_the_materials_are_offered() -> None:
    answer = replace(
        found.UNKNOWN,
        findings=(Finding(town.WORKSHOP, Aspect.WHEN, notes=notes(Note.HELD)),),
        notes=notes(Note.RESTRICTED),
        programme=town.PROGRAMME,
        why=Why.LACKS,
    )

    reply = finnish(answer)

    assert reply.text.startswith(
        "Tästä ei ole aineistoa, joka olisi sinulle avoinna.\nTämä on tiedossa:\nAsukaspaja\n"
    )
    assert reply.card is not None
    first = plain.pressable(reply.card)[0]
    assert (first.title, first.verb) == ("Näytä aineistot", "materials.all")
    assert first.values == {"programme": "esim"}


def test_the_other_programme_that_fits_can_be_asked_about_with_a_button() -> None:
    reply = finnish(found.DRAFTS)

    assert reply.card is not None
    [other] = plain.pressable(reply.card)
    assert other.title == "Entä Toisela?"
    assert other.verb == "questions.suggested"
    assert other.values == {"question": found.ASKED.text, "key": "toinen"}


def test_a_statement_says_which_programme_it_is_about_where_others_would_fit() -> None:
    twin = replace(town.OTHER, municipality=town.PROGRAMME.municipality)
    answer = replace(found.DRAFTS, listing=False, choices=(twin,))

    reply = finnish(answer)

    assert "Vastaus koskee ohjelmaa: Palvelusuunnitelma 2025–2028, Esimerkkilä." in reply.text
    assert reply.card is not None
    assert [b.title for b in plain.pressable(reply.card)] == [
        "Entä Hyvinvointiohjelma, Esimerkkilä?"
    ]
