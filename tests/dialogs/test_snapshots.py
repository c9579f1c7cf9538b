"""Finished cards as designers see them, in three languages; LUOTSI_TEST_SNAPSHOTS=write renews."""

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from council.chamber import Council
from council.language import Language
from council.people import Person
from council.ports import Change, Task
from council.reminders import begin_anew
from council.replanning import plan
from dialogs import plain
from dialogs.answers import answered
from dialogs.cards import LARGEST, weight
from dialogs.router import BUTTONS, apology
from dialogs.texts import texts
from dialogs.turn import Card, Happening, Reply, Turn
from tests.dialogs import found, owners_cards
from tests.dialogs.conversation import address, press, said, shared, turn, words
from tests.dialogs.town import (
    ADMINISTRATOR,
    APPROVAL,
    CHAIR,
    HEAD,
    HOLDER,
    LATER,
    LIBRARY,
    MEETING,
    MEMBER,
    NOW,
    OPENING,
    PAVING,
    PROGRAMME,
    SLIDES,
    SURVEY,
    TOWN,
    VISITS,
    town,
)

READING = {"metric": VISITS.key, "on": "2025-03-03"}
MARCH = {"first": "2025-03-01", "last": "2025-03-10"}
HISTORY = (
    Change(OPENING.key, "state", '"planned"', '"started"', "t/admin", NOW, "card", "Alkoi."),
    Change(APPROVAL.key, "due", '"2025-05-05"', '"2025-06-02"', "t/admin", NOW, "card"),
    Change(APPROVAL.key, "news", "", '"Odottaa lausuntoa"', "t/admin", NOW, "card"),
)

KEEPER = Person("t/keeper", "Hoitaja")
HELD = replace(HOLDER, key=f"{PROGRAMME.key}/hoitaja", person=KEEPER.key, deputy=False)
RECORDED = (
    Change(APPROVAL.key, "", "", "{}", "system", NOW, "load"),
    Change(APPROVAL.key, "proposed", '"2025-05-05"', '"2025-06-02"', KEEPER.key, NOW, "words"),
    Change(APPROVAL.key, "refused", "", '"report"', MEMBER.key, NOW, "card"),
    *(
        Change(LATER.key, "owners", "[]", json.dumps([HEAD.key, f"x{n}"]), "", NOW, "job", "Syy.")
        for n in range(12)
    ),
)

FOLDER = Path(__file__).parent.parent / "snapshots"
SCHEMA = Draft7Validator(json.loads((Path(__file__).parent / "card_schema.json").read_text()))
WRITE = os.environ.get("LUOTSI_TEST_SNAPSHOTS") == "write"

OPEN = (
    ("link-missing", SLIDES.key),
    ("year-missing", MEETING.key),
    ("owner-missing", OPENING.key),
    ("unconfirmed", PAVING.key),
    ("date-past", APPROVAL.key),
    ("holder-missing", HEAD.key),
    ("undeliverable", MEMBER.key),
    ("declined", LATER.key),
    ("to-be-looked-at", SURVEY.key),
)
SUCCESSION = "Palvelujohtaja vaihtuu 1.4.2025, uusi on Puheenjohtaja"


def _by_admin(verb: str, **values: str) -> Turn:
    return press(verb, ADMINISTRATOR, **values)


TURNS: dict[str, Callable[[], Turn]] = {
    "welcome": lambda: turn(Happening.ARRIVED),
    "help": lambda: words("apua"),
    "help-channel": lambda: shared(words("apua")),
    "help-administrator": lambda: words("apua", ADMINISTRATOR),
    "language": lambda: words("kieli"),
    "language-chosen": lambda: press("members.speak", language="teams"),
    "thanks": lambda: words("kiitos"),
    "standing": lambda: words("missä mennään"),
    "standing-choice": lambda: press("progress.choose"),
    "late": lambda: press("progress.items", programme=PROGRAMME.key, status="late"),
    "no-date": lambda: press("progress.items", programme=PROGRAMME.key, status="no_date"),
    "course": lambda: press("progress.metric", key=VISITS.key),
    "changed": lambda: press("progress.changed", programme=PROGRAMME.key, **MARCH),
    "changed-since-when": lambda: words("mitä on muuttunut"),
    "programmes": lambda: words("ohjelmat"),
    "goals": lambda: words("tavoitteet"),
    "actions": lambda: words("toimenpiteet"),
    "actions-of-a-goal": lambda: press("programme.actions", goal=LIBRARY.key),
    "actions-in-a-state": lambda: press("programme.actions", state="done", owner=HEAD.key),
    "metrics": lambda: words("mittarit"),
    "events": lambda: words("mitä seuraavaksi"),
    "bodies": lambda: words("toimielimet"),
    "materials": lambda: words("aineistot"),
    "contacts": lambda: words("yhteystiedot"),
    "reporting": lambda: words("raportointi"),
    "open-questions": lambda: words("avoimet kysymykset"),
    "values": lambda: press("programme.others", kind="value", programme=PROGRAMME.key),
    "programme": lambda: press("programme.record", key=PROGRAMME.key),
    "goal": lambda: press("programme.record", key=LIBRARY.key),
    "action": lambda: press("programme.record", key=OPENING.key),
    "follow-up": lambda: press("programme.record", key=APPROVAL.key),
    "metric": lambda: press("programme.record", key=VISITS.key),
    "metric-administrator": lambda: press("programme.record", ADMINISTRATOR, key=VISITS.key),
    "reading-stated": lambda: words("Kirjastokäynnit 76,5 % 3.3.2025", ADMINISTRATOR),
    "reading-form": lambda: press("readings.form", ADMINISTRATOR, metric=VISITS.key),
    "reading-wrong": lambda: press("readings.enter", ADMINISTRATOR, **READING, value="120"),
    "reading-jump": lambda: press("readings.enter", ADMINISTRATOR, **READING, value="20"),
    "reading-thousands": lambda: press("readings.enter", ADMINISTRATOR, **READING, value="1.234"),
    "reading-entered": lambda: press("readings.enter", ADMINISTRATOR, **READING, value="82,5 %"),
    "reading-left": lambda: press("readings.leave", ADMINISTRATOR),
    "role": lambda: press("programme.record", key=HEAD.key),
    "material": lambda: press("programme.record", key=SURVEY.key),
    "ask-about": lambda: press("questions.about", key=OPENING.key),
    "no-question": lambda: words("👍"),
    "too-long": lambda: words("x" * 1_001),
    "refused": lambda: words("Lähetä kaikille tiedote"),
    "request-passed-on": lambda: press("desk.request", request="Peru seminaari"),
    "not-found": lambda: press("programme.record", key="ei/ole"),
    "stale": lambda: press("programme.goals", start=-1),
    "unknown-button": lambda: press("ei.ole"),
    "not-allowed": lambda: words("kysymykset"),
    "administrators-questions": lambda: words("kysymykset", ADMINISTRATOR),
    "administrators-tasks": lambda: words("tehtävät", ADMINISTRATOR),
    **{f"tasks-{kind}": partial(_by_admin, "tasks.kind", kind=kind) for kind, _ in OPEN},
    "mending-years": lambda: _by_admin("mending.years", key=MEETING.key),
    "mending-owners": lambda: _by_admin("mending.owners", key=OPENING.key),
    "mending-link": lambda: _by_admin("mending.link", key=SLIDES.key),
    "mending-date": lambda: _by_admin("mending.date", key=APPROVAL.key),
    "mending-refused": lambda: _by_admin("mending.dated", key0=MEETING.key, year0="22"),
    "roles": lambda: words("roolit ja haltijat", ADMINISTRATOR),
    "roles-form": lambda: _by_admin("roles.form", role=HEAD.key),
    "roles-confirm": lambda: words(SUCCESSION, ADMINISTRATOR),
    "roles-done": lambda: _by_admin(
        "roles.appoint", role=HEAD.key, person=CHAIR.key, since="2025-04-01"
    ),
    "roles-cancelled": lambda: _by_admin("roles.cancel"),
    "roles-person-unknown": lambda: words(f"{SUCCESSION} Outo", ADMINISTRATOR),
    "schedule-coming": lambda: words("tulevat muistutukset", ADMINISTRATOR),
    "schedule-today": lambda: words("päivän lähetykset", ADMINISTRATOR),
    "schedule-asked": lambda: words("lähetä nyt", ADMINISTRATOR),
    "schedule-nothing": lambda: _by_admin("schedule.send"),
    "schedule-paused": lambda: _by_admin("schedule.pause"),
    "schedule-resumed": lambda: _by_admin("schedule.resume"),
    "choices": lambda: words("muistutussäännöt", ADMINISTRATOR),
    "choices-programme": lambda: _by_admin("choices.rules", scope=PROGRAMME.key),
    "choices-items": lambda: _by_admin("choices.items", scope=PROGRAMME.key),
    "choices-days": lambda: _by_admin("choices.form", name="before"),
    "choices-number": lambda: _by_admin("choices.form", name="no_news"),
    "choices-time": lambda: _by_admin("choices.form", name="hour"),
    "choices-box": lambda: _by_admin("choices.form", name="july_off"),
    "choices-refused": lambda: _by_admin("choices.set", name="before", value="400"),
}

# Of a person's own: whoever holds a role, and a history that is long.
OWN: dict[str, Callable[[], Turn]] = {
    "settings": lambda: words("asetukset", CHAIR),
    "settings-responsible": lambda: words("omat asetukset", KEEPER),
    "settings-wrong": lambda: press("preferences.save", KEEPER, hour="23:00", before="14 3"),
    "settings-saved": lambda: press(
        "preferences.save", KEEPER, hour="10:30", before="30, 3", pause="2025-03-21", events="false"
    ),
    "settings-elsewhere": lambda: shared(words("asetukset")),
    "forget": lambda: words("unohda minut", KEEPER),
    "forget-member": lambda: words("unohda minut"),
    "forgotten": lambda: press("privacy.forget", KEEPER, sure=True),
    "forget-last-administrator": lambda: words("unohda minut", ADMINISTRATOR),
    "history": lambda: press("history.changes", ADMINISTRATOR, key=APPROVAL.key),
    "history-second": lambda: press("history.changes", ADMINISTRATOR, key=LATER.key, start=8),
    "history-choice": lambda: words("historia kirjasto", ADMINISTRATOR),
    "record-administrator": lambda: press("programme.record", ADMINISTRATOR, key=APPROVAL.key),
}

Making = Callable[[Language], Awaitable[Card | None]]


async def _prepared() -> Council:
    council = await town()
    await said(council, words("Paljonko kaikki maksaa?"))
    await begin_anew(council)
    await plan(council)
    async with council.records() as records:
        for task in await records.desk.tasks():
            await records.desk.close_task(task.kind, task.about, NOW)
    for kind, about in OPEN:
        await council.turns.task(Task(kind, about, NOW))
    async with council.records() as records:
        await records.changes.add(HISTORY)
    return council


async def _held() -> Council:
    council = await town(*TOWN, HELD, people=(KEEPER,))
    async with council.records() as records:
        await records.changes.add([*HISTORY, *RECORDED])
        written = replace(address(f"private/{CHAIR.key}"), person=CHAIR.key)
        await records.people.reach([written])
    return council


def _of_turn(
    make: Callable[[], Turn], prepared: Callable[[], Awaitable[Council]] = _prepared
) -> Making:
    async def card(language: Language) -> Card | None:
        asked = replace(make(), locale=f"{language.value}-FI")
        return (await said(await prepared(), asked)).card

    return card


def _of_answer(name: str) -> Making:
    async def card(language: Language) -> Card | None:
        return answered(found.ANSWERS[name], texts(language)).card

    return card


async def _apology(language: Language) -> Card | None:
    return apology(language).card


def _of_owner(make: Callable[[Language], Awaitable[Reply]]) -> Making:
    async def card(language: Language) -> Card | None:
        return (await make(language)).card

    return card


MAKINGS: dict[str, Making] = {
    **{name: _of_owner(make) for name, make in owners_cards.CARDS.items()},
    **{name: _of_turn(make) for name, make in TURNS.items()},
    **{name: _of_turn(make, _held) for name, make in OWN.items()},
    **{f"answer-{name}": _of_answer(name) for name in found.ANSWERS},
    "apology": _apology,
}

EVERY = pytest.mark.parametrize("name", sorted(MAKINGS))
LANGUAGE = pytest.mark.parametrize("language", list(Language))


@EVERY
@LANGUAGE
async def test_a_card_looks_as_it_did(name: str, language: Language) -> None:
    card = await MAKINGS[name](language)
    path = FOLDER / f"{name}.{language.value}.json"
    written = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, "utf-8")

    assert json.loads(path.read_text("utf-8")) == card


KEPT = pytest.mark.parametrize(
    "card",
    [
        pytest.param(json.loads(path.read_text("utf-8")), id=path.stem)
        for path in sorted(FOLDER.glob("*.json"))
    ],
)


@KEPT
def test_a_card_is_a_sound_adaptive_card(card: Card) -> None:
    SCHEMA.validate(card)

    assert weight(card) <= LARGEST


@KEPT
def test_every_verb_on_a_card_exists(card: Card) -> None:
    verbs = {button.verb for button in plain.pressable(card) if not button.url}

    assert verbs <= set(BUTTONS)


def test_every_button_is_on_some_card() -> None:
    shown = {
        button.verb
        for path in FOLDER.glob("*.json")
        for button in plain.pressable(json.loads(path.read_text("utf-8")))
    }

    assert set(BUTTONS) - shown == {"members.welcome"}


def test_no_snapshot_is_left_over() -> None:
    wanted = {f"{name}.{language.value}" for name in MAKINGS for language in Language}

    assert {path.stem for path in FOLDER.glob("*.json")} == wanted


@EVERY
async def test_a_card_says_its_own_words_in_each_language(name: str) -> None:
    cards = [await MAKINGS[name](language) for language in Language]

    said_in = {plain.text(card) for card in cards if card}
    assert len(said_in) == len(Language)
