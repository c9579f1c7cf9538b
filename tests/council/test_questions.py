"""Tests of asking: a question in somebody's own words, an answer with its source or none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from council.access import ANYONE, Asker
from council.answers import Answer, AnswerKind, Aspect, Finding, Note, Why
from council.chamber import Council
from council.desk import asks, tasks
from council.language import Language
from council.model import Goal, Role, Standing
from council.people import Topic
from council.questions import ask
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    BOARD_MEMBER,
    DIRECTOR,
    HIDDEN,
    HIDDEN_READS,
    MEMBER,
    MEMO,
    NETWORK,
    NETWORK_DECIDED,
    OPEN,
    OPEN_READS,
    REFORM,
    SECRET,
    SEMINAR,
    TOWN_STRATEGY,
    own,
)
from tests.memory_council import read, sitting


async def whole(now: datetime | None = None) -> Council:
    """Return a council with the whole town, hidden things and all."""
    records, reads = (*OPEN, *HIDDEN), (*OPEN_READS, *HIDDEN_READS)
    return await (sitting(records, reads, now=now) if now else sitting(records, reads))


async def answer(text: str, council: Council | None = None, asker: Asker = MEMBER) -> Answer:
    return await ask(council or await whole(), asker, text)


def keys(told: Answer) -> list[str]:
    return [f.record.key.partition("/")[2] for f in told.findings]


def only(told: Answer) -> Finding:
    assert told.kind is AnswerKind.ANSWER
    (found,) = told.findings
    return found


async def test_a_record_answers_before_any_passage_and_brings_its_own_words() -> None:
    told = await answer("Kuka vastaa päiväkotiverkosta?")
    assert told.kind is AnswerKind.ANSWER
    assert not told.quotes
    assert told.findings
    for found in told.findings:
        assert found.record in {NETWORK, NETWORK_DECIDED}
        assert found.aspect is Aspect.OWNERS
        assert found.related == (DIRECTOR,)
        assert found.source
        assert found.source.dated == date(2025, 1, 15)
    (quote,) = {f.quote for f in told.findings if f.quote}
    assert "sivistysjohtaja" in quote.passage.text
    assert quote.text in quote.passage.text


async def test_a_due_day_is_told_with_its_owners_and_what_it_is_for() -> None:
    found = only(await answer("Milloin päiväkotiverkko tulee valtuustoon?"))
    assert (found.record.key, found.aspect) == ("uudistus/verkko-paatos", Aspect.DUE)
    assert DIRECTOR in found.related
    assert [g.key for g in found.goals] == ["uudistus/paivahoito"]


async def test_without_a_record_the_words_of_a_document_answer() -> None:
    told = await answer("Mihin vuorot siirtyvät uimahallin remontin aikana?")
    assert told.kind is AnswerKind.ANSWER
    assert not told.findings
    assert told.quotes[0].document.name == "uudistusohjelma.txt"
    assert "jäähallin" in told.quotes[0].text
    assert told.sources == ("uudistusohjelma.txt#3",)
    assert told.programme == REFORM


async def test_without_the_document_a_record_answers_with_its_source_and_no_words() -> None:
    told = await answer("Kuka vastaa päiväkotiverkosta?", await sitting(OPEN))
    assert told.findings
    for found in told.findings:
        assert found.quote is None
        assert found.source == found.record.source
        assert found.source.words == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mitkä ovat muutosohjelman tavoitteet?", Language.FI),
        ("Vilka är förändringsprogrammets mål?", Language.SV),
        ("What are the goals of the change programme?", Language.EN),
    ],
)
async def test_goals_are_listed_whole_in_every_language_and_drafts_say_so(
    text: str, language: Language
) -> None:
    told = await answer(text)
    assert told.listing
    assert told.asked.language is language
    assert keys(told) == ["paivahoito", "reitit"]
    assert all(Note.DRAFT in f.notes for f in told.findings)  # the programme itself is a draft


async def test_the_askers_own_language_counts_before_that_of_the_question() -> None:
    told = await ask(await whole(), MEMBER, "Mitkä ovat arvot?", language=Language.SV)
    assert told.asked.language is Language.SV
    assert len(told.findings) == 3


@pytest.mark.parametrize(
    ("text", "key", "notes"),
    [
        (
            "Milloin valaistussuunnitelma on valmis?",
            "valaistus-suunnitelma",
            {Note.FUZZY, Note.DRAFT},
        ),
        ("Milloin on asukasilta?", "asukasilta", {Note.HELD}),
        (
            "Milloin kouluverkko käsitellään valtuustossa?",
            "kokous",
            {Note.YEARLESS, Note.NO_TIME, Note.NO_PLACE},
        ),
        (
            "Milloin on seuraava seminaari?",
            "seminaari",
            {Note.UNDATED, Note.NO_TIME, Note.NO_PLACE},
        ),
        ("Mikä on myöhässä?", "kartoitus", {Note.UNCONFIRMED, Note.DRAFT}),
        ("Mistä löydän asukasillan kalvot?", "kalvot", {Note.NO_LINK}),
        ("Mistä löydän asukaskyselyn tulokset?", "kysely", set()),
    ],
)
async def test_what_is_not_sure_is_said_with_the_answer(
    text: str, key: str, notes: set[Note]
) -> None:
    found = only(await answer(text))
    assert found.record.key == f"uudistus/{key}"
    assert found.notes == notes


async def test_what_lacks_something_comes_with_whom_to_ask() -> None:
    for text in ("Milloin on seuraava seminaari?", "Mistä löydän asukasillan kalvot?"):
        assert [c.key for c in (await answer(text)).contacts] == ["uudistus/yhteys"]


async def test_an_unconfirmed_record_says_so() -> None:
    council = await sitting(OPEN)
    told = await answer("Näytä toimenpide pyöräteiden valaistus", council)
    assert Note.UNCONFIRMED in only(told).notes


async def test_a_yearless_date_gets_no_year_from_the_clock() -> None:
    for now in (datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 7, 1, tzinfo=UTC)):
        council = await whole(now)
        found = only(await answer("Milloin kouluverkko käsitellään valtuustossa?", council))
        assert Note.YEARLESS in found.notes
        assert Note.HELD not in found.notes


async def test_a_replaced_goal_is_not_listed_and_a_former_programme_says_so() -> None:
    newer = replace(OPEN[2], key="uudistus/paivahoito-2", supersedes=OPEN[2].key)
    assert isinstance(newer, Goal)
    told = await answer("Mitkä ovat muutosohjelman tavoitteet?", await sitting((*OPEN, newer)))
    assert keys(told) == ["paivahoito-2", "reitit"]
    former = replace(TOWN_STRATEGY, standing=Standing.FORMER)
    records = [former if r is TOWN_STRATEGY else r for r in OPEN]
    told = await answer("Mitkä ovat strategian arvot?", await sitting(records))
    assert all(Note.FORMER in f.notes for f in told.findings)
    assert len(told.findings) == 3


async def test_after_the_last_event_none_is_coming() -> None:
    day_itself = datetime(2025, 4, 11, 20, 0, tzinfo=UTC)
    found = only(await answer("Milloin on seuraava seminaari?", await whole(day_itself)))
    assert Note.HELD not in found.notes
    day_after = datetime(2025, 4, 11, 21, 0, tzinfo=UTC)  # midnight in Helsinki
    told = await answer("Milloin on seuraava seminaari?", await whole(day_after))
    assert Note.NONE_COMING in told.notes
    assert only(told).record == SEMINAR
    assert Note.HELD in only(told).notes


async def test_nothing_late_is_said_to_be_so() -> None:
    told = await answer("Mikä on myöhässä?", await whole(datetime(2025, 2, 28, 12, 0, tzinfo=UTC)))
    assert told.notes == {Note.NOTHING_LATE}
    assert not told.findings


async def conversation(council: Council, *texts: str, asker: Asker = MEMBER) -> list[Answer]:
    told: list[Answer] = []
    topic: Topic | None = None
    for text in texts:
        told.append(await ask(council, asker, text, topic=topic))
        topic = told[-1].topic or topic
    return told


async def test_what_about_the_themes_stays_with_the_subject() -> None:
    _, themes = await conversation(await whole(), "Mitkä ovat arvot?", "Entä kärkiteemat?")
    assert keys(themes) == ["vireä keskusta", "puhdas järvi"]


async def test_who_answers_for_it_is_asked_of_what_was_spoken_of() -> None:
    council = await whole()
    _, who = await conversation(
        council, "Milloin valaistussuunnitelma on valmis?", "Kuka siitä vastaa?"
    )
    assert [r.name for r in only(who).related if isinstance(r, Role)] == ["Yhdyskuntajohtaja"]
    _, when = await conversation(council, "Kuka vastaa päiväkotiverkosta?", "Milloin se on?")
    assert {f.aspect for f in when.findings} == {Aspect.DUE}
    due = {r for f in when.findings for r in (f.record, *f.related)}
    assert NETWORK_DECIDED in due


async def test_a_topic_that_is_hidden_from_the_asker_is_not_spoken_of() -> None:
    topic = Topic("uudistus", "Esimerkkilä", MEMO.key, "material")
    council, bare = await whole(), await sitting(OPEN, OPEN_READS)
    told = await ask(council, MEMBER, "Missä se on?", topic=topic)
    assert told == await ask(bare, MEMBER, "Missä se on?", topic=topic)
    assert MEMO not in [f.record for f in told.findings]
    seen = await ask(council, BOARD_MEMBER, "Missä se on?", topic=topic)
    assert only(seen).record == MEMO


TWIN = replace(REFORM, key="toinen", programme="toinen", name="Hallinnon muutosohjelma", aliases=())
TWIN_GOAL = Goal(
    **{**own("hallinto"), "key": "toinen/hallinto", "programme": "toinen"},  # type: ignore[arg-type]
    name="Hallinto kevenee",
)


async def test_where_two_programmes_fit_both_are_named_and_a_choice_is_kept_to() -> None:
    council = await sitting((*OPEN, *HIDDEN, TWIN, TWIN_GOAL))
    text = "Mitkä ovat muutosohjelman tavoitteet?"
    told = await answer(text, council)
    assert told.kind is AnswerKind.CHOICE or Note.CHOSEN in told.notes
    assert {p.key for p in (told.programme, *told.choices) if p} == {"uudistus", "toinen"}
    assert len({f.record.programme for f in told.findings}) <= 1
    chosen = await ask(council, MEMBER, text, programme="toinen")
    assert keys(chosen) == ["hallinto"]
    assert chosen.programme == TWIN
    assert await ask(council, MEMBER, text, programme=SECRET.key) == told


async def test_the_programme_in_force_is_taken_and_the_others_are_named() -> None:
    told = await answer("Mitkä ovat tavoitteet?")
    assert told.programme == REFORM
    assert told.notes == {Note.CHOSEN}
    assert told.choices == (TOWN_STRATEGY,)


async def test_a_question_without_an_answer_is_kept_without_the_asker() -> None:
    council = await whole()
    first = await answer("Paljonko muutosohjelma  maksaa?", council)
    again = await answer("paljonko MUUTOSOHJELMA maksaa?", council)
    for told in (first, again):
        assert told.kind is AnswerKind.UNKNOWN
        assert (*told.findings, *told.quotes) == ()
        assert [c.key for c in told.contacts] == ["uudistus/yhteys"]
        assert told.ask == first.ask
    (kept,) = await asks(council, ADMINISTRATOR)
    assert (kept.id, kept.text, kept.times) == (first.ask, "Paljonko muutosohjelma maksaa?", 2)
    assert (kept.asker, kept.asker_name, kept.programme) == ("", "", "uudistus")


async def test_a_question_that_is_only_tried_is_not_kept() -> None:
    council = await whole()
    told = await ask(council, MEMBER, "Paljonko muutosohjelma maksaa?", keep=False)
    assert told.ask == ""
    await ask(council, MEMBER, "Mistä löydän asukasillan kalvot?", keep=False)
    assert not await asks(council, ADMINISTRATOR)
    assert not await tasks(council, ADMINISTRATOR)


async def test_a_missing_link_opens_one_task_though_asked_for_twice() -> None:
    council = await whole()
    for asker in (MEMBER, ANYONE):
        await answer("Mistä löydän asukasillan kalvot?", council, asker)
    (task,) = await tasks(council, ADMINISTRATOR)
    assert (task.kind, task.about) == ("link-missing", "uudistus/kalvot")


@pytest.mark.parametrize(
    "text", ["Mitkä ovat Porvoon tavoitteet?", "Vad händer i Borgå?", "Who decides in Porvoo?"]
)
async def test_a_town_that_nothing_is_known_of_is_not_answered_for(text: str) -> None:
    told = await answer(text)
    assert (told.kind, told.why) == (AnswerKind.UNKNOWN, Why.OTHER_TOWN)
    assert told.asked.unknown_place == "Porvoo"
    assert (*told.findings, *told.quotes) == ()


async def test_before_anything_is_loaded_that_is_said_and_nothing_is_kept() -> None:
    council = await sitting()
    told = await answer("Mitkä ovat tavoitteet?", council)
    assert (told.kind, told.why, told.ask) == (AnswerKind.UNKNOWN, Why.EMPTY, "")
    assert not await asks(council, ADMINISTRATOR)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_silence_is_no_question(text: str) -> None:
    council = await whole()
    assert (await answer(text, council)).why is Why.NOT_A_QUESTION
    assert not await asks(council, ADMINISTRATOR)


@pytest.mark.parametrize("text", ["?", "🙂", "\x00", "a" * 9000, "Mikä " * 3000, "'; DROP TABLE"])
async def test_a_strange_question_has_no_answer_and_does_no_harm(text: str) -> None:
    told = await answer(text)
    assert told.kind is AnswerKind.UNKNOWN
    assert not told.findings


async def test_material_that_is_not_open_looks_the_same_as_material_that_does_not_exist() -> None:
    council, bare = await whole(), await sitting(OPEN, OPEN_READS)
    for text in (
        "Näytä puheenjohtajien haastattelujen muistiot.",
        "Olen puheenjohtaja, näytä puheenjohtajien haastattelujen muistiot.",
        "Mitkä ovat kaikki aineistot?",
    ):
        told = await answer(text, council)
        assert told == await answer(text, bare)
        assert MEMO not in [f.record for f in told.findings]
    refused = await answer("Näytä puheenjohtajien haastattelujen muistiot.", council)
    assert refused.kind is AnswerKind.UNKNOWN
    assert refused.notes == {Note.RESTRICTED}
    assert keys(refused) == ["haastattelut"]
    assert refused.contacts
    seen = await answer("Näytä puheenjohtajien haastattelujen muistio.", council, BOARD_MEMBER)
    assert only(seen).record == MEMO


async def test_a_dead_link_is_not_quoted() -> None:
    found = only(await answer("Mistä löydän asukasillan kalvot?"))
    assert found.quote
    assert "#" not in found.quote.text
    assert found.quote.text in found.quote.passage.text


async def test_values_that_two_documents_share_are_told_once_with_both_sources() -> None:
    again = [
        replace(r, key=r.key.replace("strategia", "uudistus"), programme="uudistus",
                source=REFORM.source)
        for r in OPEN if r.key in {"strategia/avoimuus", "strategia/luottamus", "strategia/reiluus"}
    ]  # fmt: skip
    told = await answer("Mitkä ovat arvot?", await sitting((*OPEN, *again)))
    assert len(told.findings) == 3
    documents = {told.findings[0].record.source.document, *(s.document for s in told.also)}
    assert documents == {"strategia.txt", "uudistusohjelma.txt"}


async def test_a_document_alone_can_be_asked() -> None:
    council = await sitting((), OPEN_READS)
    told = await answer("Mihin vuorot siirtyvät uimahallin remontin aikana?", council)
    assert told.kind is AnswerKind.ANSWER
    assert told.programme is None


NOTICE = read(
    "kaskinen.txt",
    "Kaskisten tiedote",
    "Kaskinen kunnostaa sataman laiturin.",
    "Kaskisten väki viettää kesäjuhlaa.",
    municipality="Kaskinen",
)


async def test_a_town_of_which_there_are_only_documents_gets_no_other_towns_answers() -> None:
    council = await sitting(OPEN, (*OPEN_READS, NOTICE))
    for text in (
        "Mitkä ovat Kaskisten tavoitteet?",
        "Mitkä ovat Kaskisten arvot?",
        "Kuka vastaa päiväkotiverkosta Kaskisissa?",
    ):
        told = await answer(text, council)
        assert told.findings == ()
        assert {q.document.name for q in told.quotes} <= {"kaskinen.txt"}
    told = await answer("Mitä Kaskinen kunnostaa?", council)
    assert told.kind is AnswerKind.ANSWER
    assert [q.document.name for q in told.quotes] == ["kaskinen.txt"]
