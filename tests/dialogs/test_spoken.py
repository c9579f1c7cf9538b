"""What owners say in their own words, as it is read and as it waits for a word."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.dates import DateCertainty, DateKind, DueDate
from council.model import State
from council.people import Topic
from dialogs.pending import LONGEST, Pending, Step, kept, waiting
from dialogs.spoken import Deed, Statement, asks, statement, understood

TODAY = date(2025, 11, 20)
DONE, STARTED, LATE = State.DONE, State.STARTED, State.LATE


def at(year: int, month: int, number: int, kind: DateKind = DateKind.AT) -> DueDate:
    found = date(year, month, number)
    return DueDate(start=found, end=found, kind=kind)


@pytest.mark.parametrize(
    ("text", "state", "percent", "on", "section"),
    [
        ("valmis", DONE, None, None, ""),
        ("Valmis!", DONE, None, None, ""),
        ("Saatiin valmiiksi eilen", DONE, None, date(2025, 11, 19), ""),
        ("Valmis, käynnistetty 5.10.", DONE, None, date(2025, 10, 5), ""),
        (
            "henkilöstösuunnitelmat hyväksyttiin hallituksessa 2.11., § 310",
            DONE,
            None,
            date(2025, 11, 2),
            "310",
        ),
        ("Hyväksytty 24.11.", DONE, None, date(2024, 11, 24), ""),
        ("Päätettiin 3.11.2025 pykälässä 12", DONE, None, date(2025, 11, 3), "12"),
        ("kesken, 60 %", STARTED, 60, None, ""),
        ("60 prosenttia", STARTED, 60, None, ""),
        ("Palveluverkko ei ole vielä valmis", STARTED, None, None, ""),
        ("melkein valmis", STARTED, None, None, ""),
        ("kesken, valmistuu 31.3.", STARTED, None, None, ""),
        ("Prosessit myöhässä", LATE, None, None, ""),
        ("klart", DONE, None, None, ""),
        ("Klart, godkändes 2.11 § 310", DONE, None, date(2025, 11, 2), "310"),
        ("inte klart, 40 procent", STARTED, 40, None, ""),
        ("servicenätet är försenat", LATE, None, None, ""),
        ("done", DONE, None, None, ""),
        ("Done, approved on 2 November, section 310", DONE, None, date(2025, 11, 2), "310"),
        ("not done, 40 percent", STARTED, 40, None, ""),
        ("the network is in progress", STARTED, None, None, ""),
    ],
)
def test_a_report_is_understood(
    text: str, state: State, percent: int | None, on: date | None, section: str
) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.REPORT
    assert (told.state, told.percent, told.on, told.section) == (state, percent, on, section)
    assert told.error == ""


@pytest.mark.parametrize(
    ("text", "due", "why"),
    [
        ("palveluverkko siirtyy 25.1. kokoukseen", at(2026, 1, 25), ""),
        ("Palveluverkko siirtyy valtuuston kokoukseen 25.1.", at(2026, 1, 25), ""),
        ("Palveluverkko siirrettiin 25.1.", at(2026, 1, 25), ""),
        ("tarvitsen lisäaikaa 31.3. asti", at(2026, 3, 31, DateKind.BY), ""),
        ("siirtyy 24.11.", at(2025, 11, 24), ""),
        ("siirtyy 20.11.2026, koska sihteeri vaihtui", at(2026, 11, 20), "sihteeri vaihtui"),
        ("siirtyy tammikuun loppuun", at(2026, 1, 31, DateKind.BY), ""),
        ("Siirrä palveluverkon määräaika 2.2.2026", at(2026, 2, 2), ""),
        ("servicenätet flyttas till 25.1", at(2026, 1, 25, DateKind.BY), ""),
        (
            "Jag behöver mer tid till 31.3 eftersom utlåtanden saknas",
            at(2026, 3, 31, DateKind.BY),
            "utlåtanden saknas",
        ),
        ("The network moves to 25 January", at(2026, 1, 25), ""),
        (
            "postponed until 31 March 2026 because of the audit",
            at(2026, 3, 31, DateKind.BY),
            "of the audit",
        ),
    ],
)
def test_a_new_date_is_understood_with_its_year(text: str, due: DueDate, why: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.MOVE
    assert (told.due, told.why) == (due, why)
    assert told.sure


def test_a_soft_new_date_keeps_its_words() -> None:
    told = understood("tarvitsen lisäaikaa kevääseen", TODAY)

    assert told is not None
    assert told.due is not None
    assert told.due.certainty is DateCertainty.FUZZY
    assert (told.due.words, told.due.last) == ("kevääseen", date(2026, 5, 31))


@pytest.mark.parametrize(
    "text",
    [
        "en ole enää vastuussa tästä",
        "En vastaa enää tästä",
        "tämä ei ole minun",
        "ei kuulu minulle",
        "jag är inte längre ansvarig",
        "det är inte min uppgift",
        "I am no longer responsible for this",
        "this is not mine",
    ],
)
def test_not_mine_is_understood(text: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.DECLINE


@pytest.mark.parametrize(
    "text",
    [
        "Onko palveluverkko valmis?",
        "onko palveluverkko valmis",
        "Milloin palveluverkko siirtyy?",
        "milloin palveluverkko siirtyy",
        "Siirtyykö palveluverkko 25.1.",
        "Hyväksyttiinkö henkilöstösuunnitelmat 2.11.",
        "Mitkä toimenpiteet ovat valmiina",
        "Kuka hyväksyi suunnitelman",
        "Näytä valmiit",
        "mikä on myöhässä",
        "paljonko on 60 % budjetista",
        "Palveluverkko siirtyy 25.1.?",
        "är servicenätet klart",
        "när flyttas servicenätet",
        "is the network done",
        "when was it approved",
        "what is late",
        "Palveluverkon tavoitteet",
        "kiitos",
        "",
        "x" * 700 + " valmis",
    ],
)
def test_questions_stay_questions(text: str) -> None:
    assert understood(text, TODAY) is None
    assert not statement(text)


@pytest.mark.parametrize(
    ("text", "error", "wrong"),
    [
        ("palveluverkko siirtyy 31.6. kokoukseen", "no-such-day", "31.6."),
        ("Valmis 30.2.", "no-such-day", "30.2."),
        ("valmis 24.11.2026", "not-yet", "24.11.2026"),
        ("valmis viimeistään 31.3.", "not-yet", "viimeistään 31.3."),
        ("valmis ensi viikolla", "not-yet", "ensi viikolla"),
        ("siirtyy maanantaille 27.1.2026", "weekday", "maanantaille 27.1.2026"),
    ],
)
def test_days_that_cannot_be_are_reported(text: str, error: str, wrong: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert (told.error, told.wrong) == (error, wrong)


@given(st.text(max_size=700))
def test_any_text_is_read_without_complaint(text: str) -> None:
    told = understood(text, TODAY)

    assert told is None or not asks(text)


@given(
    st.lists(
        st.sampled_from(
            "valmis siirtyy 25.1. 31.6. § 310 60 % ei koska kesken klar flyttas till done moved to "
            "2.11., palveluverkko lisäaikaa 2026 en ole vastuussa 30.2.2026".split()
        ),
        max_size=12,
    ).map(" ".join)
)
def test_whatever_is_understood_can_wait_for_a_word(text: str) -> None:
    told = understood(text, TODAY)
    if told is None or told.error:
        return
    now = datetime(2025, 11, 20, tzinfo=UTC)
    asked = Pending(id="ab", at=now, person="t/x", step=Step.CONFIRM, told=told, item="a/b")

    found = waiting(Topic(pending=kept(asked)), "t/x", now)

    assert found is not None
    sent = replace(told, sure=False, words=(), beside=())
    assert found == replace(asked, told=sent)


NOW = datetime(2025, 11, 20, 8, tzinfo=UTC)
SAID = Statement(deed=Deed.REPORT, text="valmis", state=DONE)
WAITS = Pending(
    id="ab12", at=NOW, person="t/x", step=Step.CONFIRM, told=SAID, item="a/b", seen=TODAY
)


def test_what_waits_is_its_askers_alone_and_not_for_long() -> None:
    topic = Topic(pending=kept(WAITS))

    assert waiting(topic, "t/x", NOW + LONGEST) == WAITS
    assert waiting(topic, "t/x", NOW + LONGEST + timedelta(seconds=1)) is None
    assert waiting(topic, "t/x", NOW - timedelta(minutes=1)) is None
    assert waiting(topic, "t/y", NOW) is None
    assert waiting(Topic(), "t/x", NOW) is None
    assert waiting(None, "t/x", NOW) is None


FIELDS = sorted(json.loads(kept(WAITS)))
ODD: list[object] = [None, 5, True, "x", [], {}, {"words": 5}, "2025-13-01", -1]


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_not_of_its_form_does_not_wait(field: str) -> None:
    made = json.loads(kept(WAITS))
    for value in ODD:
        made[field] = value
        found = waiting(Topic(pending=json.dumps(made)), "t/x", NOW)
        assert found is None or isinstance(found.told.state, State | None)
    del made[field]
    assert waiting(Topic(pending=json.dumps(made)), "t/x", NOW) is None


@pytest.mark.parametrize("stored", ["{", "[]", "5", "null", '"x"', "[" * 50_000])
def test_what_is_no_json_of_ours_does_not_wait(stored: str) -> None:
    assert waiting(Topic(pending=stored), "t/x", NOW) is None


@pytest.mark.parametrize(
    ("text", "state", "percent"),
    [
        ("Alustava kartta on 60 % valmis", State.STARTED, 60),
        ("the map is 60% done", State.STARTED, 60),
        ("kartan 100 % valmis", State.DONE, 100),
    ],
)
def test_part_of_the_way_is_not_done(text: str, state: State, percent: int) -> None:
    told = understood(text, date(2025, 12, 1))
    assert told is not None
    assert (told.state, told.percent) == (state, percent)
