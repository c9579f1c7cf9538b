"""Every kind of answer says what was found, what has to be said with it, and where it stands."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from council.answers import Answer, AnswerKind, Aspect, Finding, Note, Why
from council.language import Language
from council.model import Direction, Record, Source, Target
from dialogs import plain
from dialogs.answers import answered
from dialogs.sources import LONGEST_QUOTE, readable
from dialogs.texts import texts
from dialogs.turn import Reply
from tests.dialogs import found, town
from tests.dialogs.found import notes, stated

FI = texts(Language.FI)
DOUBT = "vastuu vahvistamatta, tulkittu taulukosta"


def finnish(answer: Answer, start: int = 0) -> Reply:
    return answered(answer, FI, start=start)


def test_one_row_of_a_table_is_told_with_owner_day_goal_and_doubt() -> None:
    reply = finnish(found.ROW)

    assert reply.text.splitlines()[:5] == [
        "Aukioloajat hyväksytty",
        f"Vastuussa: Palvelujohtaja ja Palvelulautakunta ({DOUBT}) [1]",
        "Määräaika: viimeistään maanantaina 2.6.2025 (alun perin ma 5.5.2025)",
        "Toimenpide: Aukioloajat uusiksi",
        "Tavoite: Kirjasto on auki joka päivä (luonnos)",
    ]
    assert reply.outcome == "answer"
    assert reply.sources == (town.APPROVAL.key,)


def test_a_source_names_title_date_place_and_the_exact_words() -> None:
    reply = finnish(found.ROW)

    assert (
        "[1] Esimerkkilän palvelusuunnitelma, 15.1.2025, s. 4: "
        "”Tavoitteet Kirjasto on auki joka päivä, myös sunnuntaina.”"
    ) in reply.text
    assert reply.quotes == ((found.PLAN.name, found.TEXT),)
    assert [c.name for c in reply.citations] == ["Esimerkkilän palvelusuunnitelma"]


def test_an_undated_source_says_so_and_names_no_words_that_are_not_at_hand() -> None:
    reply = finnish(found.SEMINAR)

    assert "[1] Seminaariuutinen, päiväämätön" in reply.text
    assert reply.quotes == ((found.NEWS.name, None),)


def test_a_coming_event_says_that_time_and_place_are_not_known() -> None:
    text = finnish(found.SEMINAR).text

    assert "Aika: perjantaina 11.4.2025 [1]" in text
    assert "Aineistossa ei ole kellonaikaa eikä paikkaa." in text
    assert "klo" not in text


def test_a_material_has_its_link_or_says_that_it_is_missing() -> None:
    reply = finnish(found.LINKS)

    assert reply.card is not None
    assert [b.url for b in plain.pressable(reply.card)] == [town.SURVEY.url]
    assert reply.text.count("Linkki puuttuu") == 1
    assert "#" not in reply.text
    assert "suunnittelu@example.org (esimerkkiosoite)" in reply.text


def test_drafts_are_said_to_be_drafts_once_for_all() -> None:
    text = finnish(found.DRAFTS).text

    assert text.count("luonnoksia (työpaperiversio)") == 1
    assert "- Kirjasto on auki joka päivä: Asukas pääsee kirjastoon myös sunnuntaina." in text
    assert text.startswith("Tavoitteet – Palvelusuunnitelma 2025–2028, Esimerkkilä [1]\n")


def test_a_draft_among_others_is_marked_by_itself() -> None:
    answer = stated(
        Finding(town.LIBRARY, Aspect.WHOLE, notes=notes(Note.DRAFT)),
        Finding(town.ROADS, Aspect.WHOLE),
    )

    text = finnish(replace(answer, listing=True)).text

    assert "- Kirjasto on auki joka päivä (luonnos): " in text
    assert "- Kadut ovat kunnossa\n" in text


def test_a_long_list_goes_on_behind_a_button() -> None:
    first = finnish(found.LONG)
    assert first.card is not None
    [more] = [b for b in plain.pressable(first.card) if b.verb == "questions.more"]
    second = finnish(found.LONG, more.values["from"])

    assert "1–10 / 15" in first.text
    assert "Tavoite numero 11" not in first.text
    assert "Tavoite numero 15" in second.text
    assert second.card is not None
    assert not [b for b in plain.pressable(second.card) if b.verb == "questions.more"]
    assert "Enempää" in finnish(found.LONG, 99).text


def test_two_items_over_a_page_are_shown_at_once() -> None:
    answer = replace(found.LONG, findings=found.LONG.findings[:12])

    reply = finnish(answer)

    assert "Tavoite numero 12" in reply.text
    assert reply.card is not None
    assert plain.pressable(reply.card) == []


def test_the_words_of_documents_answer_with_their_sources() -> None:
    reply = finnish(found.PASSAGES)

    assert reply.text.startswith("Aineistossa sanotaan:\n”Tavoitteet Kirjasto on auki")
    assert "”Seminaari pidetään huhtikuussa.” [2]" in reply.text
    assert "[2] Seminaariuutinen, päiväämätön, Seminaari" in reply.text
    assert reply.quotes == (
        (found.PLAN.name, found.TEXT),
        (found.NEWS.name, found.NEWS_TEXT),
    )
    assert reply.sources == ("suunnitelma.pdf#3", "uutinen.txt#0")


def test_the_closest_place_is_said_to_be_just_that() -> None:
    reply = finnish(found.CLOSEST)

    assert reply.outcome == "closest"
    assert reply.text.startswith(
        "En löytänyt suoraa vastausta. Lähin kohta aineistossa:\n”Tavoitteet Kirjasto"
    )


def test_a_choice_names_the_programmes_and_asks_again_with_a_button() -> None:
    reply = finnish(found.CHOICE)

    assert reply.outcome == "choice"
    assert "- Palvelusuunnitelma 2025–2028, Esimerkkilä" in reply.text
    assert reply.card is not None
    first, second = plain.pressable(reply.card)
    assert first.verb == second.verb == "questions.choose"
    assert second.values == {"question": found.ASKED.text, "programme": "toinen"}


def test_no_answer_names_whom_to_ask_and_offers_to_pass_the_question_on() -> None:
    reply = finnish(found.UNKNOWN)

    assert reply.outcome == "unknown"
    assert "Aineistossa ei ole vastausta tähän." in reply.text
    assert "Keneltä voi kysyä\n- Suunnittelupäällikkö, Esimerkkilän kunta" in reply.text
    assert reply.card is not None
    assert [b.values for b in plain.pressable(reply.card)] == [
        {"question": found.ASKED.text, "language": "fi"},
        {"question": found.ASKED.text, "language": "fi", "named": True},
    ]
    assert reply.quotes == ()


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_its_words(why: Why, language: Language) -> None:
    asked = replace(found.ASKED, unknown_place="Muukylä")

    reply = answered(Answer(AnswerKind.UNKNOWN, asked, why=why), texts(language))

    assert reply.text
    assert "{" not in reply.text
    assert ("Muukylä" in reply.text) is (why is Why.OTHER_TOWN)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note.FORMER, "aiempi versio"),
        (Note.UNCONFIRMED, "ei ole vahvistettu"),
        (Note.NO_LINK, "Linkki puuttuu"),
        (Note.NO_OWNER, "ei kerro, kuka vastaa"),
        (Note.NO_DUE, "ei ole määräaikaa"),
        (Note.NO_TARGET, "ei ole tavoitetasoa"),
        (Note.HELD, "jo pidetty"),
        (Note.NONE_COMING, "Myöhempää ei ole tiedossa"),
        (Note.NOTHING_LATE, "mikään ei ole myöhässä"),
        (Note.SEVERAL, "Kaikkea ei näytetä"),
        (Note.RESTRICTED, "avoinna"),
        (Note.NO_TIME, "ei ole kellonaikaa."),
        (Note.NO_PLACE, "ei ole paikkaa."),
        (Note.DRAFT, "(luonnos)"),
    ],
)
def test_every_note_is_said_in_plain_words(note: Note, words: str) -> None:
    assert words in finnish(stated(Finding(town.ROADS, Aspect.WHOLE, notes=notes(note)))).text


def test_a_fuzzy_date_shows_its_own_words_and_a_yearless_one_its_lack() -> None:
    fuzzy = finnish(stated(Finding(town.LATER, Aspect.DUE, notes=notes(Note.FUZZY))))
    yearless = finnish(stated(Finding(town.MEETING, Aspect.WHEN, notes=notes(Note.YEARLESS))))

    assert "”alkusyksystä” (15.8.–30.9.2025)" in fuzzy.text
    assert "vuotta ei ole lähteessä eikä sitä ole vahvistettu" in yearless.text


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        (Direction.AT_LEAST, "Tavoitetaso: vähintään 80 %"),
        (Direction.FALLING, "Tavoitetaso: laskee"),
        (Direction.UNSTATED, "80 % (lähde ei kerro, onko se vähintään vai enintään)"),
        (Direction.OPEN, "Tavoitetaso: jätetty avoimeksi lähteessä"),
    ],
)
def test_a_target_says_which_way_it_points(direction: Direction, words: str) -> None:
    target = replace(town.VISITS_TARGET, direction=direction)

    reply = finnish(stated(Finding(town.VISITS, Aspect.TARGET, (target, town.VISITS_READING))))

    assert words in reply.text
    assert "Viimeisin lukema: 71 % (1.2.2025)" in reply.text


def test_a_target_in_words_is_told_and_not_quoted() -> None:
    target = Target(
        key="esim/x",
        programme="esim",
        source=town.PLAN,
        metric=town.VISITS.key,
        direction=Direction.AT_LEAST,
        words="enemmän kuin nyt",
    )

    reply = finnish(stated(Finding(town.VISITS, Aspect.TARGET, (target,))))

    assert "Tavoitetaso: enemmän kuin nyt" in reply.text


ASPECTS = [
    (town.HEAD, Aspect.HOLDER, (town.HOLDER,), "(sijainen), 1.1.2025 alkaen"),
    (town.BOARD, Aspect.TASK, (), "Seuraa suunnitelmaa."),
    (town.REPORT, Aspect.FREQUENCY, (town.BOARD,), "Kuinka usein: 2 kertaa vuodessa"),
    (town.APPROVAL, Aspect.DECIDER, (town.BOARD,), "Päättää: Palvelulautakunta"),
    (town.OPENING, Aspect.STATE, (), "Tila: käynnissä"),
    (town.OPENING, Aspect.GOALS, (town.LIBRARY,), "Tavoite: Kirjasto on auki"),
    (town.OPENING, Aspect.DUE, (town.APPROVAL,), "Aukioloajat hyväksytty: viimeistään"),
    (town.LIBRARY, Aspect.ACTIONS, (town.OPENING,), "Toimenpiteet: Aukioloajat uusiksi"),
    (town.DESK, Aspect.CONTACT, (), "puh. +358 00 000 0000"),
    (town.QUESTION, Aspect.OPEN, (), "Asiakirja jättää tämän avoimeksi."),
    (town.DECISION, Aspect.WHEN, (), "Päätetty: keskiviikkona 15.1.2025"),
    (town.PROGRAMME, Aspect.WHEN, (), "Voimassa: 2025–2028"),
    (town.PARTNER, Aspect.WHOLE, (), "Lainaa."),
    (town.WORKSHOP, Aspect.WHERE, (), "Paikka: kirjasto"),
]


@pytest.mark.parametrize(("record", "aspect", "related", "words"), ASPECTS)
@pytest.mark.parametrize("listing", [False, True])
def test_each_side_of_a_record_has_its_line(
    record: Record,
    aspect: Aspect,
    related: tuple[Record, ...],
    words: str,
    *,
    listing: bool,
) -> None:
    answer = replace(stated(Finding(record, aspect, related)), listing=listing)

    assert words in finnish(answer).text


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("record", town.TOWN)
def test_no_side_of_any_record_is_a_surprise(record: Record, aspect: Aspect) -> None:
    reply = finnish(stated(Finding(record, aspect)))

    assert record.source.title in reply.text


def test_a_long_quote_is_cut_and_what_is_named_stays_an_exact_slice() -> None:
    long = "Kirjasto palvelee kaikkia. " * 100
    quote = replace(found.QUOTE, text=long)

    reply = finnish(Answer(AnswerKind.CLOSEST, found.ASKED, quotes=(quote,)))

    [(_, words)] = reply.quotes
    assert words is not None
    assert long.startswith(words)
    assert len(words) <= LONGEST_QUOTE
    assert "…” [1]" in reply.text


def test_citations_keep_to_the_limits_of_teams() -> None:
    sources = [
        Source(f"{n}.pdf", "Hyvin pitkä otsikko " * 20, date(2025, 1, 1), f"s. {n}", "sana " * 99)
        for n in range(30)
    ]
    answer = stated(*(Finding(town.ROADS, Aspect.WHOLE, source=s) for s in sources))

    citations = finnish(answer).citations

    assert len(citations) == 20
    assert all(0 < len(c.name) <= 80 and 0 < len(c.abstract) <= 160 for c in citations)


def test_two_sources_of_one_place_are_one() -> None:
    answer = stated(
        Finding(town.LIBRARY, Aspect.WHOLE, source=town.PLAN, quote=found.QUOTE),
        Finding(town.ROADS, Aspect.WHOLE, source=town.PLAN),
    )

    assert len(finnish(replace(answer, listing=True)).citations) == 1


@pytest.mark.parametrize("name", sorted(found.ANSWERS))
@pytest.mark.parametrize("language", list(Language))
def test_the_card_and_the_text_say_the_same(name: str, language: Language) -> None:
    reply = answered(found.ANSWERS[name], texts(language))

    assert reply.card is not None
    assert reply.text == plain.text(reply.card)


def test_a_hostile_record_is_only_text() -> None:
    goal = replace(
        town.ROADS,
        name="[klikkaa](https://evil.example) <b>",
        description="**{{DATE(2020-01-01T00:00:00Z)}}** <at>kaikki</at>\n# otsikko",
        source=Source("x.txt", "[lähde](https://evil.example)", None, "<i>s. 1</i>"),
    )

    reply = finnish(stated(Finding(goal, Aspect.WHOLE)))

    sent = json.dumps(reply.card)
    assert not re.search(r"[^\\]\]\(", sent)
    assert "{{" not in sent
    assert "[klikkaa](https://evil.example) <b>" in reply.text


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ('Tavoitteet: <ol style="list-style-type: none">Osuvuus', "Tavoitteet: Osuvuus"),
        ("Menot<br/>laskevat</p>", "Menot laskevat"),
        ("menot <5 % ja tulot >3 %", "menot <5 % ja tulot >3 %"),
        ("ks. <https://heinola.example/ohjelma>", "ks. <https://heinola.example/ohjelma>"),
    ],
)
def test_a_quote_is_shown_without_its_markup(exact: str, shown: str) -> None:
    assert readable(exact) == shown
