"""Progress in a conversation: what opens it, what its cards say, and what they never say."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from council import progress
from council.access import COUNCIL
from council.asking import Asked
from council.chamber import Council
from council.language import Language
from council.model import Action, Body, Event, EventKind, FollowUp, Goal, Record, State
from council.people import Person
from council.ports import Change, ChangeRecords, Records
from dialogs import plain, progress_words
from dialogs.cards import LARGEST, weight
from dialogs.turn import Reply, Turn
from pictures import Drawing
from search import NgxFinder
from tests.council.esimerkkila import (
    BOARD_ONLY,
    HIDDEN,
    LATE_SURVEY,
    LIGHTS,
    NETWORK_DECIDED,
    OPEN,
    OPEN_READS,
    SECRET_WORDS,
    TOWN_STRATEGY,
    VISITS,
    day,
    own,
)
from tests.dialogs.conversation import press, said, words
from tests.memory_council import NOW, convened, stored

WHO = Person("t/jasen", "Jäsen", audiences=frozenset({COUNCIL}))
TODAY = date(2025, 3, 10)
P = "uudistus"
MOVED = Change(
    NETWORK_DECIDED.key,
    "due",
    json.dumps("2025-06-16"),
    json.dumps("2025-09-15"),
    "t/vastuuhenkilo",
    datetime(2025, 3, 3, tzinfo=UTC),
    "card",
    "Lausunto puuttuu.",
)
LATE_NEWS = replace(MOVED, key=LATE_SURVEY.key, field="news", before="", why="Mittaaja sairastui.")
HIDDEN_CHANGE = replace(MOVED, key="uudistus/muistio", why="Satuniemi")
COUNCIL_BODY = Body(**own("valtuusto"), name="Kunnanvaltuusto")  # type: ignore[arg-type]
MEETING = Event(
    **own("istunto"),  # type: ignore[arg-type]
    name="Valtuuston kokous",
    kind=EventKind.MEETING,
    body=COUNCIL_BODY.key,
    when=day(2025, 2, 24),
)


class Counted:
    """Records of a council that count the queries of the history."""

    def __init__(self, council: Council) -> None:
        self.queries: list[str] = []
        self._council = council

    @asynccontextmanager
    async def records(self) -> AsyncIterator[Records]:
        async with self._council.records() as within:
            setattr(within, "changes", CountedChanges(within.changes, self.queries))  # noqa: B010 - a port has no setter
            yield within


class CountedChanges:
    """A history that counts its queries."""

    def __init__(self, within: ChangeRecords, queries: list[str]) -> None:
        self._within = within
        self._queries = queries
        self.revision, self.bump, self.add = within.revision, within.bump, within.add

    async def history(self, key: str) -> Sequence[Change]:
        self._queries.append("history")
        return await self._within.history(key)

    async def since(self, at: datetime, *, loads: bool = True) -> Sequence[Change]:
        self._queries.append("since")
        return await self._within.since(at, loads=loads)


async def town(*more: Record, changes: Sequence[Change] = (MOVED, LATE_NEWS)) -> Council:
    memory = await stored((*OPEN, *HIDDEN, *more), OPEN_READS, [WHO])
    async with memory() as kept:
        await kept.changes.add((*changes, HIDDEN_CHANGE))
    return convened(memory)


def asked(text: str, language: str = "fi") -> Turn:
    return words(text, WHO, locale=f"{language}-FI")


def shown(reply: Reply) -> str:
    assert reply.card
    assert weight(reply.card) <= LARGEST
    return plain.text(reply.card)


def pictures(reply: Reply) -> list[dict[str, str]]:
    assert reply.card
    return [element for element in reply.card["body"] if element["type"] == "Image"]


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Missä mennään?", "fi", "Tilanne: Palveluiden muutosohjelma (luonnos)"),
        ("tilanne", "fi", "Tilanne: "),
        ("Miten ohjelma etenee?", "fi", "Tilanne: "),
        ("miten palveluiden muutosohjelma etenee", "fi", "Tilanne: "),
        ("Missä mennään Esimerkkilässä?", "fi", "Tilanne: "),
        ("Hur går det?", "sv", "Läget: "),
        ("läget", "sv", "Läget: "),
        ("Where do we stand?", "en", "Where we stand: "),
        ("status", "en", "Where we stand: "),
        ("Mitä on muuttunut viime kuussa?", "fi", "Mitä on muuttunut: "),
        ("Mitä on muuttunut 1.3. jälkeen", "fi", "Mitä on muuttunut: "),
        ("Vad har ändrats de senaste 30 dagarna?", "sv", "Vad har ändrats: "),
        ("What has changed since 1 October?", "en", "What has changed: "),
        ("Mitä on muuttunut?", "fi", "Mistä lähtien?"),
    ],
)
async def test_progress_is_asked_in_own_words(text: str, language: str, title: str) -> None:
    assert shown(await said(await town(), asked(text, language))).startswith(title)


@pytest.mark.parametrize(
    "text",
    [
        "Mitä on muuttunut uimahallissa?",
        "Miten päiväkotiverkko etenee?",
        "Missä mennään päiväkotiverkossa?",
        "Miten Heinolan muutosohjelma etenee?",
    ],
)
async def test_a_question_about_something_else_is_answered_as_one(text: str) -> None:
    said_of_it = shown(await said(await town(), asked(text)))

    assert not said_of_it.startswith(("Tilanne:", "Mitä on muuttunut:"))


async def test_where_we_stand_is_told_in_figures_and_as_a_picture_of_the_same() -> None:
    reply = await said(await town(), asked("Missä mennään?"))

    text = shown(reply)
    for line in ("Valmis: 0", "Aikataulussa: 2", "Myöhässä: 1", "Ei uutisia: 1", "Ei päivää: 0"):
        assert f"- {line}" in text
    assert "- Päivähoito lähellä kotia (luonnos): aikataulussa 1, myöhässä 1" in text
    assert "Näistä 1 on vahvistamatta" in text
    assert "Uudistusohjelma, 15.1.2025" in text
    (picture,) = pictures(reply)
    assert "Koko ohjelma: aikataulussa 2, myöhässä 1, ei uutisia 1" in picture["altText"]
    assert b64decode(picture["url"].partition(",")[2]).startswith(b"\x89PNG")
    assert reply.topic
    assert reply.topic.programme == "uudistus"


async def test_a_programme_with_nothing_to_follow_says_so_and_draws_nothing() -> None:
    reply = await said(await town(), press("progress.standing", WHO, programme=TOWN_STRATEGY.key))

    assert "Ohjelmassa ei ole mitään, jonka etenemistä seurattaisiin." in shown(reply)
    assert pictures(reply) == []


async def test_without_programmes_there_is_nothing_to_ask_about() -> None:
    council = convened(await stored((), (), [WHO]))

    for text in ("Missä mennään?", "Mitä on muuttunut?"):
        assert "Ohjelmia ei ole vielä" in shown(await said(council, asked(text)))


async def test_of_several_programmes_one_has_to_be_chosen_and_is_then_shown() -> None:
    council = await town(Action(**own("toimi", "strategia"), name="Toimi"))  # type: ignore[arg-type]

    reply = await said(council, asked("Missä mennään?"))

    assert reply.card
    choices = plain.pressable(reply.card)
    assert {b.verb for b in choices} == {"progress.standing"}
    again = await said(council, press(choices[0].verb, WHO, **choices[0].values))
    assert shown(again).startswith("Tilanne: ")


async def test_the_late_are_listed_with_how_late_whose_and_why() -> None:
    reply = await said(
        await town(), press("progress.items", WHO, programme="uudistus", status="late")
    )

    text = shown(reply)
    assert "10 päivää myöhässä" in text
    assert "Vastuussa: Sivistysjohtaja" in text
    assert "Syy (3.3.2025): Mittaaja sairastui." in text
    assert "Lähde: Uudistusohjelma, 15.1.2025, s. 2" in text
    assert "t/vastuuhenkilo" not in json.dumps(reply.card)


async def test_long_lists_are_paged_and_what_is_late_without_a_reason_says_so() -> None:
    many = [
        replace(LATE_SURVEY, key=f"uudistus/kohta{n}", name=f"Kohta {n}", order=n)
        for n in range(12)
    ]
    council = await town(*many, changes=())
    pressed = press("progress.items", WHO, programme="uudistus", status="late", start=8)

    text = shown(await said(council, pressed))

    assert "9–13 / 13" in text
    assert text.count("10 päivää myöhässä") == 5
    assert text.count("Syytä ei ole kerrottu.") == 5


@pytest.mark.parametrize("status", ["", "lost", "LATE"])
async def test_an_unknown_class_is_refused(status: str) -> None:
    reply = await said(
        await town(), press("progress.items", WHO, programme="uudistus", status=status)
    )

    assert reply.outcome == "refused"


async def test_what_is_late_and_why_is_answered_with_the_reason() -> None:
    text = shown(await said(await town(), asked("Mikä on myöhässä ja miksi?")))

    assert "Tilakartoitus tehty" in text
    assert "Syy (3.3.2025): Mittaaja sairastui." in text


async def test_what_is_only_said_to_be_late_is_not_said_to_be_past_its_date() -> None:
    council = await town(replace(NETWORK_DECIDED, state=State.LATE))

    text = shown(await said(council, asked("Mikä on myöhässä?")))

    assert text.startswith("Myöhässä")
    assert text.count("Tämän on ilmoitettu myöhästyvän.") == 1


async def test_changes_since_the_councils_meeting_are_told_in_words() -> None:
    council = await town(COUNCIL_BODY, MEETING)

    reply = await said(council, asked("Mitä on muuttunut edellisen valtuuston kokouksen jälkeen?"))

    text = shown(reply)
    assert "Valtuuston edellinen kokous: 24.2.2025, Valtuuston kokous." in text
    moved = "Päiväkotiverkko hyväksytty valtuustossa: päivä 16.6.2025 → 15.9.2025 (3.3.2025)"
    assert f"{moved}. Syy: Lausunto puuttuu." in text
    sent = json.dumps(reply.card, ensure_ascii=False)
    assert not [w for w in ("t/vastuuhenkilo", "{", *SECRET_WORDS) if w in text]
    assert "t/vastuuhenkilo" not in sent


async def test_without_a_known_meeting_a_time_is_asked_and_buttons_offer_some() -> None:
    council = await town()

    reply = await said(council, asked("Mitä on muuttunut edellisen kokouksen jälkeen?"))

    assert "En tiedä, milloin valtuusto on viimeksi kokoontunut" in shown(reply)
    assert reply.card
    month, quarter = plain.pressable(reply.card)
    assert (month.values["first"], month.values["last"]) == ("2025-02-08", "2025-03-10")
    text = shown(await said(council, press(quarter.verb, WHO, **quarter.values)))
    assert "10.12.2024–10.3.2025" in text
    assert "Lausunto puuttuu." in text


async def test_many_changes_are_paged() -> None:
    follow_ups = [replace(LATE_SURVEY, key=f"uudistus/k{n}", name=f"Kohta {n}") for n in range(40)]
    changes = [replace(MOVED, key=f.key) for f in follow_ups]
    council = await town(*follow_ups, changes=changes)
    values = {"programme": "uudistus", "first": "2025-03-01", "last": "2025-03-10"}

    first = shown(await said(council, press("progress.changed", WHO, **values)))
    last = shown(await said(council, press("progress.changed", WHO, **values, start=30)))

    assert (first.count("Kohta"), last.count("Kohta")) == (15, 10)


@pytest.mark.parametrize("text", ["x", "2025-13-01", "1.3.2025"])
async def test_a_forged_day_is_refused(text: str) -> None:
    pressed = press("progress.changed", WHO, programme="uudistus", first=text, last="2025-03-10")

    assert (await said(await town(), pressed)).outcome == "refused"


@pytest.mark.parametrize(
    "verb", ["progress.standing", "progress.items", "progress.changed", "progress.metric"]
)
@pytest.mark.parametrize("key", ["saneeraus", "uudistus/piilo", "ei/ole"])
async def test_what_may_not_be_seen_is_as_if_it_were_not_there(verb: str, key: str) -> None:
    hidden = replace(VISITS, key="uudistus/piilo", audience=BOARD_ONLY)
    pressed = press(verb, WHO, programme=key, key=key, status="late")

    reply = await said(await town(hidden), pressed)

    assert reply.outcome == "refused"
    assert shown(reply) == "Tätä ei löydy. Se on ehkä poistettu."


async def test_of_very_many_goals_the_whole_alone_is_drawn_and_all_are_in_words() -> None:
    goals = [
        Goal(**own(f"t{n}"), name=f"Tavoite {n} " + "pitkä nimi " * 12)  # type: ignore[arg-type]
        for n in range(45)
    ]
    actions = [
        Action(**own(f"a{n}"), name="Toimi", goals=(f"uudistus/t{n}",))  # type: ignore[arg-type]
        for n in range(45)
    ]
    council = replace(await town(*goals, *actions), pictures=Drawing())

    reply = await said(council, asked("Missä mennään?"))

    text = shown(reply)
    (picture,) = pictures(reply)
    assert picture["altText"].startswith("Kuva: Koko ohjelma: ")
    assert "Tavoite" not in picture["altText"]
    assert "Tavoite 44" in text
    assert "- Ei päivää: 45" in text


async def test_two_thousand_follow_ups_are_counted_with_two_queries_of_the_history() -> None:
    many = [
        FollowUp(**own(f"s{n}"), name=f"S {n}", action=LIGHTS.key, state=State.STARTED)  # type: ignore[arg-type]
        for n in range(2_000)
    ]
    council = await town(*many)
    counted = Counted(council)

    found = await progress.standing(replace(council, records=counted.records), WHO.asker, P)

    assert len(found.whole.items) > 2_000
    assert counted.queries == ["since", "since"]


# The days that a question names

FINDER = NgxFinder()


def named(text: str) -> progress_words.Asking:
    rest = progress_words.after(text, changes=True)
    assert rest is not None
    read: Asked = FINDER.read(rest, today=TODAY, language=Language.FI)
    return progress_words.asking(rest, TODAY, read)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Mitä on muuttunut 1.2. jälkeen?", date(2025, 2, 1), TODAY),
        ("Mitä on muuttunut 1.10. jälkeen?", date(2024, 10, 1), TODAY),
        ("Mitä on muuttunut 29.2. jälkeen?", date(2024, 2, 29), TODAY),
        ("Mitä on muuttunut 1.10.2023 jälkeen?", date(2023, 10, 1), TODAY),
        ("Mitä on muuttunut 1.2.–15.2.?", date(2025, 2, 1), date(2025, 2, 15)),
        ("Mitä on muuttunut viime kuussa?", date(2025, 2, 1), date(2025, 2, 28)),
        ("Mitä on muuttunut tänä vuonna?", date(2025, 1, 1), TODAY),
        ("Mitä on muuttunut lokakuussa?", date(2024, 10, 1), date(2024, 10, 31)),
        ("Mitä on muuttunut lokakuun jälkeen?", date(2024, 11, 1), TODAY),
        ("Mitä on muuttunut viimeisten 14 päivän aikana?", date(2025, 2, 24), TODAY),
        ("Mitä on muuttunut lokakuusta lähtien?", date(2024, 10, 1), TODAY),
        ("Ovatko tavoitteet muuttuneet helmikuusta?", date(2025, 2, 1), TODAY),
        ("What has changed since October?", date(2024, 10, 1), TODAY),
        ("What has changed since 5 October?", date(2024, 10, 5), TODAY),
    ],
)
def test_days_are_read_as_past_ones(text: str, first: date, last: date) -> None:
    assert named(text).between == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Mitä on muuttunut edellisen valtuuston kokouksen jälkeen?",
        "Vad har ändrats sedan fullmäktiges förra möte?",
        "What has changed since the last council meeting?",
    ],
)
def test_the_councils_meeting_is_understood(text: str) -> None:
    found = named(text)

    assert (found.between, found.meeting, found.rest) == (None, True, "")


@pytest.mark.parametrize("text", ["Mitkä ovat tavoitteet?", "Mitä on tehty?", "miten", ""])
def test_other_questions_are_not_about_progress(text: str) -> None:
    assert progress_words.after(text) is None
    assert progress_words.after(text, changes=True) is None


def test_no_span_of_days_is_longer_than_can_be_asked_about() -> None:
    first, last = progress_words.back(9_999, TODAY)

    assert last - first == timedelta(days=progress_words.LONGEST)
    assert NOW.date() == TODAY
