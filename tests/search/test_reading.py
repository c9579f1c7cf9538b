"""What is read out of a question."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.asking import Asked, Clock, Kind, Want
from council.language import Language
from search import NgxFinder

TODAY = date(2024, 3, 5)
FINDER = NgxFinder()


def read(question: str, language: Language | None = None) -> Asked:
    """Read a question on a Tuesday in March 2024."""
    return FINDER.read(question, today=TODAY, language=language)


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("Milloin ohjelma hyväksytään?", Want.WHEN),
        ("millon se ohjelma tulee", Want.WHEN),
        ("koska ohjelma hyväksytään", Want.WHEN),
        ("ohjelman takaraja", Want.WHEN),
        ("När godkänns programmet?", Want.WHEN),
        ("nar godkanns programmet", Want.WHEN),
        ("By when is the plan approved?", Want.WHEN),
        ("Kuka vastaa kouluista?", Want.WHO),
        ("kuka on vastuussa kouluista", Want.WHO),
        ("Vem ansvarar för skolorna?", Want.WHO),
        ("Who runs the schools?", Want.WHO),
        ("Missä aineisto on?", Want.WHERE),
        ("Kuinka usein raportoidaan?", Want.HOW_OFTEN),
        ("Hur ofta rapporteras det?", Want.HOW_OFTEN),
        ("montako työpajaa pidetään", Want.HOW_MANY),
        ("montako prossaa on tavoite", Want.PERCENT),
        ("Mikä on tyytyväisyyden tavoitetaso?", Want.TARGET),
        ("kaupunginsihteerin puhelinnumero", Want.PHONE),
        ("kaupunginsihteerin puhelinumero", Want.PHONE),
        ("sihteerin säpö", Want.EMAIL),
        ("sihteerin sähköbosti", Want.EMAIL),
        ("Vad är sekreterarens e-postadress?", Want.EMAIL),
        ("paljonko ohjelma maksaa", Want.MONEY),
        ("kuinka suuri avustus saatiin", Want.MONEY),
        ("What does the project cost?", Want.MONEY),
        ("mihin aikaan seminaari alkaa", Want.CLOCK),
        ("mikä on sihteerin nimi", Want.NAME),
    ],
)
def test_a_cue_shows_what_is_wanted(question: str, want: Want) -> None:
    assert want in read(question).wants


def test_a_body_may_be_who_so_no_persons_name_is_demanded() -> None:
    assert Want.NAME not in read("Kuka on ohjausryhmä?").wants
    assert Want.NAME not in read("mikä on ohjelman nimi").wants


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("tavotteet", Kind.GOAL),
        ("mitkä on päämäärät", Kind.GOAL),
        ("vilka är målen", Kind.GOAL),
        ("kaupungin avrot", Kind.VALUE),
        ("painopisteet", Kind.THEME),
        ("nakokulmat", Kind.PERSPECTIVE),
        ("kohderyhmät", Kind.TARGET_GROUP),
        ("toimenpiteet", Kind.ACTION),
        ("mittarit", Kind.METRIC),
        ("tulevat työpajat", Kind.EVENT),
        ("aineistot", Kind.MATERIAL),
        ("ohjausryhmän jäsenet", Kind.BODY),
        ("keneltä saa lisätietoja", Kind.CONTACT),
        ("raportointi", Kind.REPORTING),
        ("keinovalikoima", Kind.MEANS),
        ("valtuuston päätös", Kind.DECISION),
        ("konsultin nimi", Kind.PARTNER),
        ("kaupungin strategia", Kind.PROGRAMME),
        ("määräajat", Kind.FOLLOW_UP),
        ("steering group", Kind.BODY),
        ("henkilöstökyselyn tulokset", Kind.EVENT),
        ("työpajamatskut", Kind.MATERIAL),
        ("taloustavoitteet", Kind.GOAL),
    ],
)
def test_kinds_of_record_are_recognised(question: str, kind: Kind) -> None:
    assert kind in read(question).kinds


@pytest.mark.parametrize(
    "question", ["työpaikka", "arviot", "muutokset", "koski", "hallinnon tilat"]
)
def test_similar_words_are_no_misspelt_cues(question: str) -> None:
    assert not read(question).wants
    assert not read(question).kinds


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("mitkä on heinolan arvot", ("Heinola",)),
        ("jarvenpaan tavoitteet", ("Järvenpää",)),
        ("Träskändas mål", ("Järvenpää",)),
        ("Heinolas mål", ("Heinola",)),
        ("ikaalislaisten palaute", ("Ikaalinen",)),
        ("Onko Lahden tavoite sama kuin Salon?", ("Lahti", "Salo")),
        ("salon kaupungin tavoite", ("Salo",)),
        ("lahden rannan kunnostus", ()),
        ("Mikä on Jari Salon numero?", ()),
        ("Iin kunnan ohjelma", ("Ii",)),
        ("uudenkaupungin strategia", ("Uusikaupunki",)),
        ("Mänttä-Vilppulan strategia", ("Mänttä-Vilppula",)),
        ("helsinkiläiset ja turkulaiset", ("Helsinki", "Turku")),
    ],
)
def test_municipalities_are_recognised_inflected_and_in_swedish(
    question: str, names: tuple[str, ...]
) -> None:
    assert read(question).municipalities == names


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("mitä ensi kuussa tapahtuu", (date(2024, 4, 1), date(2024, 4, 30))),
        ("tällä viikolla", (date(2024, 3, 4), date(2024, 3, 10))),
        ("vad händer nästa månad", (date(2024, 4, 1), date(2024, 4, 30))),
        ("events next week", (date(2024, 3, 11), date(2024, 3, 17))),
        ("tänä vuonna", (date(2024, 1, 1), date(2024, 12, 31))),
        ("i år", (date(2024, 1, 1), date(2024, 12, 31))),
        ("ensi vuonna", (date(2025, 1, 1), date(2025, 12, 31))),
        ("huhtikuussa", (date(2024, 4, 1), date(2024, 4, 30))),
        ("helmikuussa", (date(2025, 2, 1), date(2025, 2, 28))),
        ("helmikuussa 2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("in April", (date(2024, 4, 1), date(2024, 4, 30))),
        ("syksyllä 2009", (date(2009, 9, 1), date(2009, 11, 30))),
        ("talvella", (date(2024, 12, 1), date(2025, 2, 28))),
        ("mitä valmistui 2010", (date(2010, 1, 1), date(2010, 12, 31))),
        ("ohjelma 2010-2013", (date(2010, 1, 1), date(2013, 12, 31))),
        ("mitä on 16.5.2024", (date(2024, 5, 16), date(2024, 5, 16))),
        ("huomenna", (date(2024, 3, 6), date(2024, 3, 6))),
    ],
)
def test_periods_are_days_seen_from_today(question: str, days: tuple[date, date]) -> None:
    assert read(question).between == days


@pytest.mark.parametrize("question", ["2010-luvun puoliväli", "30.2.2024", "mars programme"])
def test_what_only_looks_like_a_period_is_none(question: str) -> None:
    assert read(question).between is None


@pytest.mark.parametrize(
    ("question", "clock"),
    [
        ("mikä on seuraava seminaari", Clock.NEXT),
        ("nästa seminarium", Clock.NEXT),
        ("mikä on myöhässä", Clock.LATE),
        ("what is overdue", Clock.LATE),
        ("mitä työpajoja on pidetty", Clock.PAST),
        ("tulevat tapahtumat", Clock.UPCOMING),
        ("tavoitteet", None),
    ],
)
def test_words_for_the_clock_are_recognised(question: str, clock: Clock | None) -> None:
    assert read(question).clock is clock


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("Entä kärkiteemat?", True),
        ("entäs arvot", True),
        ("kuka siitä vastaa?", True),
        ("milloin se on", True),
        ("What about the values?", True),
        ("who is responsible for it?", True),
        ("när hålls det", True),
        ("Kuka vastaa kouluverkosta?", False),
        ("mitä se työryhmä tekee", False),
        ("tavoitteet", False),
        ("mikä on myöhässä", False),
        ("mitä tapahtuu ensi kuussa", False),
        ("kiitos", False),
        ("kuka sä oot", False),
        ("", False),
    ],
)
def test_a_question_that_leans_on_the_one_before_is_seen(question: str, *, leans: bool) -> None:
    assert read(question).leans is leans


@pytest.mark.parametrize(
    ("question", "listing"),
    [
        ("Mitkä ovat kaupungin arvot?", True),
        ("listaa toimenpiteet", True),
        ("vilka är målen", True),
        ("What are the goals?", True),
        ("heinolan kärkiteemat", True),
        ("Kuka vastaa arvoista?", False),
        ("sihteerin yhteystiedot", False),
    ],
)
def test_asking_for_all_of_a_kind_is_seen(question: str, *, listing: bool) -> None:
    assert read(question).listing is listing


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("mitkä ovat tavoitteet", Language.FI),
        ("kaupungin karki teemat", Language.FI),
        ("vilka är målen", Language.SV),
        ("stadens värderingar", Language.SV),
        ("what are the goals", Language.EN),
        ("city strategy goals", Language.EN),
    ],
)
def test_the_language_of_a_question_is_recognised(question: str, language: Language) -> None:
    assert read(question).language is language


def test_the_askers_language_is_kept_and_cues_of_others_still_count() -> None:
    asked = read("milloin seminaari on", Language.SV)
    assert asked.language is Language.SV
    assert Want.WHEN in asked.wants


def test_words_that_only_carry_an_intent_are_not_searched() -> None:
    assert read("Milloin seuraava valtuustoseminaari pidetään?").words == (
        "valtuustoseminaari",
        "pidetään",
    )
    assert read("mikä on sihteerin puhelinnumero").words == ("sihteerin",)


def test_each_word_is_searched_once_and_as_typed() -> None:
    assert read("Tavoite, TAVOITE ja tavoite!").words == ("tavoite",)


def test_a_phrase_of_the_glossary_is_one_word() -> None:
    assert "change programme" in read("goals of the change programme").words


@given(st.text(max_size=200), st.sampled_from([None, *Language]))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str, language: Language | None) -> None:
    asked = read(text, language)
    assert asked.text == text
    assert len(set(asked.words)) == len(asked.words)
    assert all(word == word.lower() for word in asked.words)


def test_a_very_long_text_is_read_to_a_bound() -> None:
    assert len(read("sana" + " tavoite toimenpide" * 20_000).words) <= 60
