"""Tests of what once went wrong: answers about another thing, another town or another person."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from council.answers import Answer, AnswerKind, Aspect, Note, Why
from council.asking import Want
from council.dates import DateCertainty, DueDate
from council.desk import asks
from council.fitness import about, counts, holds_what_is_asked
from council.model import (
    Certainty,
    Document,
    FollowUp,
    Means,
    Passage,
    ReadDocument,
    Record,
    Source,
    State,
)
from council.passages import quote_of, without_dead_links
from council.questions import ask
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    HIDDEN,
    HIDDEN_READS,
    LIGHTS,
    MEMBER,
    NETWORK_DECIDED,
    OPEN,
    OPEN_READS,
    PATHS,
    REFORM,
    TOWN_STRATEGY,
    VISITS_TARGET,
    own,
)
from tests.memory_council import finder, read, sitting

ALL = (*OPEN, *HIDDEN)
ALL_READS = (*OPEN_READS, *HIDDEN_READS)
PHONE = frozenset({Want.PHONE})


async def conversation(
    *texts: str, records: Iterable[Record] = ALL, reads: Iterable[ReadDocument] = ALL_READS
) -> list[Answer]:
    """Return the answers to questions that follow one another."""
    council, topic = await sitting(records, reads), None
    told: list[Answer] = []
    for text in texts:
        told.append(await ask(council, MEMBER, text, topic=topic))
        topic = told[-1].topic or topic
    return told


async def answer(
    text: str, records: Iterable[Record] = ALL, reads: Iterable[ReadDocument] = ALL_READS
) -> Answer:
    (told,) = await conversation(text, records=records, reads=reads)
    return told


def keys(told: Answer) -> list[str]:
    return [f.record.key.partition("/")[2] for f in told.findings]


def instead(of: Record, put: Record) -> list[Record]:
    """Return the open records with one put in the place of another."""
    return [put if record is of else record for record in OPEN]


@pytest.mark.parametrize(
    "text",
    ["Mitä tapahtuu huhtikuussa?", "Vad händer i april?", "What happens in April 2025?"],
)
async def test_a_month_that_is_named_is_answered_like_the_next_month(text: str) -> None:
    assert "seminaari" in keys(await answer(text))


async def test_whether_one_thing_is_late_is_not_answered_with_another_that_is() -> None:
    assert "kartoitus" not in keys(await answer("Onko pyöräteiden valaistus myöhässä?"))


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
async def test_neither_an_event_nor_what_is_done_or_cancelled_is_due_next(state: State) -> None:
    text = "Mikä on seuraava määräaika?"
    due = keys(await answer(text, OPEN, ()))
    assert "verkko-paatos" in due
    assert "seminaari" not in due
    over = instead(NETWORK_DECIDED, replace(NETWORK_DECIDED, state=state))
    assert "verkko-paatos" not in keys(await answer(text, over, ()))


async def test_an_event_that_is_to_come_is_not_the_previous_one() -> None:
    told = await answer("Milloin edellinen seminaari pidettiin?")
    assert told.kind is AnswerKind.UNKNOWN
    assert not told.quotes


async def test_in_a_town_with_documents_alone_nothing_of_anothers_is_late() -> None:
    notice = read("laituri.txt", "Tiedote", "Kaskinen kunnostaa laiturin.", municipality="Kaskinen")
    told = await answer("Mikä on Kaskisissa myöhässä?", OPEN, (*OPEN_READS, notice))
    assert not told.findings


@pytest.mark.parametrize(
    "text",
    ["Mihin vuorot siirtyvät remontin aikana Kaskisissa?", "Mitkä ovat Kaskisten tavoitteet?"],
)
async def test_a_town_without_documents_is_not_answered_in_anothers_words(text: str) -> None:
    named = replace(REFORM, municipality="Kaskinen", name="Kaskisten ohjelma")
    other = replace(named, key="kas", programme="kas", source=Source("kas.txt"))
    assert not (await answer(text, (*OPEN, other), OPEN_READS)).quotes


async def test_a_question_about_an_unknown_town_is_kept_under_no_programme() -> None:
    council = await sitting(OPEN, OPEN_READS)
    told = await ask(council, MEMBER, "Mitkä ovat Porvoon tavoitteet?")
    assert (told.why, told.programme) == (Why.OTHER_TOWN, None)
    (kept,) = await asks(council, ADMINISTRATOR)
    assert kept.programme == ""


async def test_the_goals_of_one_of_two_like_programmes_are_not_told_unasked() -> None:
    twin = replace(REFORM, key="toinen", programme="toinen", name="Hallinnon muutosohjelma")
    goal = replace(PATHS, key="toinen/hallinto", programme="toinen", name="Hallinto kevenee")
    told = await answer("Mitkä ovat muutosohjelman tavoitteet?", (*OPEN, twin, goal), ())
    assert told.kind is AnswerKind.CHOICE
    assert {p.key for p in told.choices} == {"uudistus", "toinen"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kuka vastaa pyöräteiden valaistuksesta?", "valaistus"),
        ("Kuka vastaa päiväkotiverkon tiivistämisestä?", "verkko"),
        ("Kuka vastaa päiväkotiverkosta ja milloin se tulee valtuustoon?", "verkko-paatos"),
    ],
)
async def test_an_owner_is_found_by_the_inflected_name_of_the_work(text: str, key: str) -> None:
    assert keys(await answer(text)) == [key]


async def test_an_action_without_follow_ups_is_found_by_its_subject() -> None:
    records = [record for record in OPEN if not isinstance(record, FollowUp)]
    assert keys(await answer("Kuka vastaa päiväkotiverkosta?", records, ())) == ["verkko"]


@pytest.mark.parametrize(
    "text", ["Kuinka usein raportoidaan?", "Hur ofta rapporteras det?", "How often is it reported?"]
)
async def test_how_often_is_answered_by_the_rule_of_reporting(text: str) -> None:
    assert keys(await answer(text)) == ["raportti"]


async def test_a_record_of_a_replaced_programme_says_so() -> None:
    newer = replace(TOWN_STRATEGY, key="uusi", programme="uusi", supersedes="strategia")
    told = await answer("Mitä tarkoittaa reiluus?", (*OPEN, newer), ())
    assert keys(told) == ["reiluus"]
    assert Note.FORMER in told.findings[0].notes


async def test_a_target_that_is_unsure_says_so() -> None:
    due = DueDate(words="aikanaan", end=date(2026, 5, 1), certainty=DateCertainty.FUZZY)
    unsure = replace(VISITS_TARGET, certainty=Certainty.UNCONFIRMED, due=due)
    told = await answer("Mikä on uimahallin tavoitetaso?", instead(VISITS_TARGET, unsure), ())
    (found,) = told.findings
    assert found.notes >= {Note.UNCONFIRMED, Note.FUZZY}


async def test_the_actions_of_a_draft_programme_say_so() -> None:
    told = await answer("Mitkä ovat toimenpiteet?")
    assert told.findings
    assert all(Note.DRAFT in found.notes for found in told.findings)


WHO = "Kuka vastaa päiväkotiverkosta?"
WHEN = "Milloin päiväkotiverkko tulee valtuustoon?"


@pytest.mark.parametrize(
    "first",
    [
        "Mihin vuorot siirtyvät uimahallin remontin aikana?",  # answered by a passage
        "Mitkä ovat arvot?",  # answered by a list
        "Paljonko muutosohjelma maksaa?",  # not answered
    ],
)
@pytest.mark.parametrize(
    "then", ["Kuka siitä vastaa?", "Vem ansvarar för det?", "Who is responsible for it?"]
)
async def test_where_no_record_was_named_nobody_answers_for_it(first: str, then: str) -> None:
    told = (await conversation(first, then))[-1]
    assert told.kind is AnswerKind.UNKNOWN
    assert (*told.findings, *told.quotes) == ()


@pytest.mark.parametrize(
    "first",
    [WHO, "Kuka vastaa pyöräteiden valaistuksesta?", "Kuka vastaa tilakartoituksesta?"],
)
@pytest.mark.parametrize(
    "then",
    [
        (("Milloin se on valmis?", Aspect.DUE), ("Mitä tavoitetta se palvelee?", Aspect.GOALS)),
        (("Mitä tavoitetta se palvelee?", Aspect.GOALS), ("Milloin se on valmis?", Aspect.DUE)),
    ],
)
async def test_when_and_what_for_are_told_of_what_was_spoken_of(
    first: str, then: tuple[tuple[str, Aspect], ...]
) -> None:
    owned, *others = await conversation(first, *(text for text, _ in then))
    (spoken_of,) = keys(owned)
    assert owned.findings[0].aspect is Aspect.OWNERS
    assert [keys(told) for told in others] == [[spoken_of], [spoken_of]]
    assert [told.findings[0].aspect for told in others] == [aspect for _, aspect in then]


async def test_what_was_spoken_of_before_an_unanswered_question_is_still_meant() -> None:
    *_, told = await conversation(WHO, "Paljonko muutosohjelma maksaa?", "Milloin se on valmis?")
    assert keys(told) == ["verkko-paatos"]


@pytest.mark.parametrize(
    ("first", "then", "key", "aspect"),
    [
        (WHO, "Entä pyöräteiden valaistuksesta?", "valaistus", Aspect.OWNERS),
        (WHO, "Och pyöräteiden valaistus?", "valaistus", Aspect.OWNERS),
        (WHEN, "Entä pyöräteiden valaistus?", "valaistus", Aspect.DUE),
        (WHEN, "Entä valaistussuunnitelma?", "valaistus-suunnitelma", Aspect.DUE),
        (WHEN, "What about asukasilta?", "asukasilta", Aspect.WHEN),
    ],
)
async def test_what_about_another_thing_asks_the_same_of_it(
    first: str, then: str, key: str, aspect: Aspect
) -> None:
    told = (await conversation(first, then))[-1]
    assert [(key, aspect)] == [(f.record.key.partition("/")[2], f.aspect) for f in told.findings]


BICYCLES = Means(**own("lainapyorat"), name="Hankitaan lainapyöriä", goal=PATHS.key, order=1)  # type: ignore[arg-type]
STANDS = Means(**own("telineet"), name="Lisätään telineitä", goal=PATHS.key, order=2)  # type: ignore[arg-type]
MEANS = [BICYCLES, STANDS]
VOUCHER = Means(**own("seteli"), name="Palveluseteli", goal="uudistus/paivahoito")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("Millä keinoin pyöräreitit saadaan kuntoon?", MEANS),
        ("By what means is the goal Pyöräreitit kuntoon reached?", MEANS),
        ("Millä toimenpiteillä pyöräreitit saadaan kuntoon?", [LIGHTS]),
        ("Med vilka åtgärder nås målet Pyöräreitit kuntoon?", [LIGHTS]),
        ("Millä keinoilla ja toimenpiteillä pyöräreitit saadaan kuntoon?", [*MEANS, LIGHTS]),
    ],
)
async def test_a_goal_is_told_with_its_own_means_and_actions(
    text: str, told_of: list[Record]
) -> None:
    told = await answer(text, (*ALL, *MEANS, VOUCHER))
    assert [found.record for found in told.findings] == told_of
    assert told.listing is (len(told_of) > 1)


TEACHING, FINANCE = ("sivistysjohtajan",), ("talousjohtajan",)
PIER = ("laituri",)
BULLETS = "- Sivistysjohtaja johtaa päiväkoteja\n- Talousjohtaja, puh. 040 765 4321"


@pytest.mark.parametrize(
    ("words", "text", "held"),
    [
        (FINANCE, BULLETS, True),
        (TEACHING, BULLETS, False),
        (TEACHING, "Sivistysjohtaja\npuh. 040 123 4567", True),  # the line goes on
        (TEACHING, "Sivistysjohtaja\n\npuh. 040 123 4567", True),
        (TEACHING, "Sivistysjohtaja\nTalousjohtaja\npuh. 040 765 4321", False),
        (TEACHING, "# Sivistysjohtaja\n\nPuh. 040 123 4567", True),  # a heading
        (TEACHING, "Bildningsdirektör, tfn 040 123 4567", True),  # another language
        (TEACHING, "Bildningsdirektör, tfn saknas", False),
    ],
)
def test_a_number_belongs_to_whom_its_line_names(
    words: tuple[str, ...], text: str, *, held: bool
) -> None:
    assert holds_what_is_asked(PHONE, words, text, finder().holds) is held


async def test_a_number_on_the_next_line_of_a_list_is_not_given_as_anothers() -> None:
    listed = read("yhteys.txt", "Yhteystiedot", BULLETS)
    own_number = await answer("Mikä on talousjohtajan puhelinnumero?", (), (listed,))
    assert "040 765 4321" in own_number.quotes[0].text
    none = await answer("Mikä on sivistysjohtajan puhelinnumero?", (), (listed,))
    assert (none.kind, none.quotes) == (AnswerKind.UNKNOWN, ())


@pytest.mark.parametrize(
    ("words", "text", "parts"),
    [
        (PIER, "Laituri korjataan. Ranta siivotaan.", ["Laituri korjataan."]),
        (PIER, "- ranta\n- laituri\n  ja sen maalaus", ["- laituri\n  ja sen maalaus"]),
        (PIER, "Ranta siivotaan.\n\nLaituri korjataan.", ["Laituri korjataan."]),
        (("brygga",), "Laituri korjataan. Ranta.", ["Laituri korjataan. Ranta."]),
        ((), "Laituri. Ranta.", ["Laituri. Ranta."]),
        (PIER, "", [""]),
    ],
)
def test_the_sentence_or_item_about_the_words_is_looked_at_alone(
    words: tuple[str, ...], text: str, parts: list[str]
) -> None:
    assert about(words, text) == parts


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Laitureita on 3.", True),
        ("Laitureita on kolme.", True),
        ("Laiturit: 12 (2026)", True),
        ("Laituri korjataan 3.4.2026 tai vuonna 2027.", False),
        ("Laiturista maksetaan 40 %.", False),
        ("1) laituri", False),
        ("Laituri on auki 24/7.", False),
        ("Laituri korjataan. Rantoja on 5.", False),
        ("- laituri\n- 4 rantaa", False),
    ],
)
def test_a_number_of_the_things_counts_and_no_date_or_share_does(
    text: str, *, counted: bool
) -> None:
    assert counts(PIER, text) is counted
    how_many = frozenset({Want.HOW_MANY})
    assert holds_what_is_asked(how_many, PIER, text, finder().holds) is counted


def test_all_that_is_asked_has_to_be_held() -> None:
    text = "Laituri korjataan 3.4.2026 alkaen. Ranta siivotaan, ja siitä vastaa puistojohtaja."
    when = frozenset({Want.WHEN})
    assert holds_what_is_asked(when, PIER, text, finder().holds)
    assert not holds_what_is_asked(when | {Want.WHO}, PIER, text, finder().holds)


DEAD = "[Muutosohjelma](#)"
plain = some.text(some.characters(categories=["L", "Zs"], include_characters=".,\n"), max_size=40)


@given(before=plain, after=plain)
def test_a_dead_link_is_left_out_and_the_rest_is_an_exact_slice(before: str, after: str) -> None:
    text = f"{before}{DEAD}{after}"
    kept = without_dead_links(text)
    assert kept in text
    assert DEAD not in kept or not (before + after).strip()


@pytest.mark.parametrize(
    "text", ["Katso [ohjelma](https://example.org/ohjelma).", "Katso [liite 1] ja (#)."]
)
def test_a_link_that_leads_somewhere_stays(text: str) -> None:
    assert without_dead_links(text) == text


async def test_a_dead_link_within_a_passage_is_not_shown() -> None:
    text = f"Muutosohjelman aineisto on luettavissa kirjastossa, katso {DEAD} ennen kokousta."
    notice = read("tiedote.txt", "Tiedote", text)
    told = await answer("Mistä saa muutosohjelman aineiston?", (), (notice,))
    (quote,) = told.quotes
    assert "kirjastossa" in quote.text
    assert "(#)" not in quote.text
    assert quote.text in quote.passage.text == text


@pytest.mark.parametrize(
    ("media_type", "text", "quoted"),
    [
        ("text/html", "# Laituri\n\nLaituri korjataan.", "Laituri korjataan."),
        ("application/pdf", "# Ranta\n## Laituri\nKorjataan.", "Korjataan."),
        ("text/html", "Laituri korjataan.\n\n# Ranta", "Laituri korjataan.\n\n# Ranta"),
        ("text/html", "#laituri korjataan", "#laituri korjataan"),
        ("text/html", "# Laituri", "# Laituri"),  # there is nothing else to quote
        ("text/markdown", "# Laituri\n\nKorjataan.", "# Laituri\n\nKorjataan."),
        ("text/plain", "# Laituri\n\nKorjataan.", "# Laituri\n\nKorjataan."),
    ],
)
def test_a_quote_begins_after_the_headings_that_a_reader_marked(
    media_type: str, text: str, quoted: str
) -> None:
    document = Document("ranta", "Ranta", media_type=media_type)
    quote = quote_of(document, Passage("ranta", 0, 0, len(text), text))
    assert quote.text == quoted
    assert quote.text in text
