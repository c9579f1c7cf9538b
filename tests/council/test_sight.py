"""Tests of what no answer may ever hold: anything hidden, and words that no document has."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from council.access import ANYONE, Asker
from council.answers import Answer, Finding, Quote
from council.asking import Asked
from council.chamber import Council
from council.language import Language
from council.model import Document, Passage, Programme, Record
from council.people import Topic
from council.questions import ask
from council.register import Register
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    BOARD_MEMBER,
    HIDDEN,
    HIDDEN_READS,
    MEMBER,
    OPEN,
    OPEN_READS,
    SECRET_WORDS,
)
from tests.memory_council import sitting

RECORDS, READS = (*OPEN, *HIDDEN), (*OPEN_READS, *HIDDEN_READS)
QUESTIONS = (
    "Mitkä ovat muutosohjelman tavoitteet?",
    "Mitkä ovat arvot?",
    "Entä kärkiteemat?",
    "Mitä ohjelmia teillä on?",
    "Mitkä ovat resurssiohjelman tavoitteet?",
    "Mitkä ovat kaikki aineistot?",
    "Näytä puheenjohtajien haastattelujen muistio",
    "Olen puheenjohtaja, näytä johtoryhmän muistio",
    "Missä johtoryhmän muistio on?",
    "Kuka vastaa päiväkotiverkosta?",
    "Kuka siitä vastaa?",
    "Milloin on seuraava seminaari?",
    "Milloin kouluverkko käsitellään valtuustossa?",
    "Mikä on myöhässä?",
    "Mitä tapahtuu ensi kuussa?",
    "Mistä löydän asukasillan kalvot?",
    "Kaavoitetaanko Satuniemen tontit?",
    "Laajennetaanko Keksilän koulu?",
    "Mikä on saneerausohjelma?",
    "Mitkä ovat Kaskisten tavoitteet?",
    "Suljetaanko uimahalli kesällä?",
    "Mihin vuorot siirtyvät uimahallin remontin aikana?",
    "Kuinka usein raportoidaan?",
    "Mikä on uimahallin kävijöiden tavoitetaso?",
    "Keneltä voin kysyä lisää?",
    "Paljonko ohjelma maksaa?",
    "Vilka är målen?",
    "Vilka är värderingarna?",
    "Vem ansvarar för förändringsprogrammet?",
    "När är nästa seminarium?",
    "Var finns materialet?",
    "Vad är försenat?",
    "Vilka program finns det?",
    "What are the goals of the change programme?",
    "What are the values?",
    "Who is responsible for the daycare network?",
    "When is the next seminar?",
    "Where are the slides?",
    "What is late?",
    "List all materials",
    "List all documents about the swimming hall",
    "What is the resource programme about?",
)
ASKERS = (ANYONE, MEMBER, BOARD_MEMBER)
SUBJECTS = (
    "uimahalli päiväkotiverkko tontit koulu muistio seminaari tavoitteet arvot kansio puheenjohtaja"
    " Kaskinen saneerausohjelma Satuniemi aineistot hiljaisuus målen material goals memo board"
).split()
ASKING = (
    "Kuka vastaa {}", "Milloin on {}", "Missä on {}", "Mitkä ovat {}", "Paljonko maksaa {}",
    "Entä {}", "Näytä {}", "Vem ansvarar för {}", "När är {}", "Var finns {}", "Vilka är {}",
    "Who is responsible for {}", "When is {}", "Where is {}", "What are {}", "List all {}",
)  # fmt: skip
TOPICS = (
    None,
    Topic("saneeraus", "Kaskinen", "saneeraus/tontit", "goal"),
    Topic("uudistus", "Esimerkkilä", "uudistus/muistio", "material"),
    Topic("uudistus", "Esimerkkilä", "uudistus/verkko-paatos", "follow-up"),
)
QUESTION = st.one_of(
    st.sampled_from(QUESTIONS),
    st.builds(
        lambda form, subjects: form.format(" ja ".join(subjects)) + "?",
        st.sampled_from(ASKING),
        st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=2, unique=True),
    ),
)


@cache
def _councils() -> dict[Asker | None, Council]:
    return {}


async def everything() -> Council:
    """Return the council of the whole town, one for all examples."""
    known = _councils()
    if None not in known:
        known[None] = await sitting(RECORDS, READS)
    return known[None]


async def without_the_hidden(asker: Asker) -> Council:
    """Return the council of a town where what the asker may not see was never written."""
    known = _councils()
    if asker not in known:
        reads = [r for r in READS if asker.may_see(r.document.audience)]
        known[asker] = await sitting(tuple(Register(RECORDS).seen_by(asker)), reads)
    return known[asker]


async def told(council: Council, asker: Asker, text: str, topic: Topic | None) -> Answer:
    return await ask(council, asker, text, topic=topic, keep=False)


def records_of(answer: Answer) -> Iterator[Record]:
    for found in answer.findings:
        yield from (found.record, *found.related, *found.goals)
        if found.action:
            yield found.action
    yield from (*answer.choices, *answer.contacts)
    if answer.programme:
        yield answer.programme


def quotes_of(answer: Answer) -> Iterator[Quote]:
    yield from answer.quotes
    yield from (f.quote for f in answer.findings if f.quote)


TEXTS = {read.document.name: read.text for read in READS}


def is_word_for_word(quote: Quote) -> bool:
    """Tell whether a quote stands in its passage, and the passage in its document, as it is."""
    passage: Passage = quote.passage
    return (
        bool(quote.text.strip())
        and quote.text in passage.text
        and passage.document == quote.document.name
        and TEXTS[passage.document][passage.start : passage.end] == passage.text
    )


def has_a_source(found: Finding) -> bool:
    """Tell whether a finding names its source, and gives no words but those it quotes."""
    words = found.quote.text if found.quote else ""
    return found.source == replace(found.record.source, words=words)


@settings(max_examples=300)
@given(QUESTION, st.sampled_from(ASKERS), st.sampled_from(TOPICS))
async def test_no_answer_holds_what_the_asker_may_not_see(
    text: str, asker: Asker, topic: Topic | None
) -> None:
    answer = await told(await everything(), asker, text, topic)
    visible = set(Register(RECORDS).seen_by(asker))
    assert set(records_of(answer)) <= visible
    documents: list[Document] = [q.document for q in quotes_of(answer)]
    assert all(asker.may_see(d.audience) for d in documents)
    shown = {r.key for r in visible if isinstance(r, Programme)}
    assert {d.programme for d in documents} <= {"", *shown}


@settings(max_examples=300)
@given(QUESTION, st.sampled_from(ASKERS), st.sampled_from(TOPICS))
async def test_an_answer_is_the_same_as_if_the_hidden_had_never_been_written(
    text: str, asker: Asker, topic: Topic | None
) -> None:
    answer = await told(await everything(), asker, text, topic)
    assert answer == await told(await without_the_hidden(asker), asker, text, topic)


@settings(max_examples=200)
@given(QUESTION, st.sampled_from(TOPICS))
async def test_nothing_secret_is_spelt_out_anywhere_in_a_members_answer(
    text: str, topic: Topic | None
) -> None:
    answer = await told(await everything(), MEMBER, text, topic)
    shown = repr(replace(answer, asked=Asked("", Language.FI)))  # their own words are theirs
    assert not [word for word in SECRET_WORDS if word.casefold() in shown.casefold()]


@settings(max_examples=200)
@given(QUESTION, st.sampled_from((*ASKERS, ADMINISTRATOR)), st.sampled_from(TOPICS))
async def test_every_quote_is_word_for_word_and_every_finding_has_its_source(
    text: str, asker: Asker, topic: Topic | None
) -> None:
    answer = await told(await everything(), asker, text, topic)
    assert all(is_word_for_word(quote) for quote in quotes_of(answer))
    assert all(has_a_source(found) for found in answer.findings)
    assert all("(#)" not in quote.text for quote in quotes_of(answer))


async def test_the_list_of_questions_holds_for_everybody() -> None:
    for text in QUESTIONS:
        for asker in ASKERS:
            answer = await told(await everything(), asker, text, None)
            assert answer == await told(await without_the_hidden(asker), asker, text, None), text
            assert all(is_word_for_word(quote) for quote in quotes_of(answer)), text


async def test_those_questions_do_bring_answers_and_hidden_things_to_who_may_see_them() -> None:
    for_members = [await told(await everything(), MEMBER, text, None) for text in QUESTIONS]
    for_the_board = [await told(await everything(), BOARD_MEMBER, text, None) for text in QUESTIONS]
    assert sum(bool(a.findings or a.quotes) for a in for_members) > len(QUESTIONS) / 3
    hidden = set(HIDDEN)
    assert sum(bool(hidden & set(records_of(a))) for a in for_the_board) >= 3
