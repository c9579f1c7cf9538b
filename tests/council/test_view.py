"""Tests of views: each holds exactly what its asker may see, and tells of nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.access import ANYONE, PUBLIC, Asker, Right
from council.asking import Asked
from council.language import Language
from council.model import Document, Goal, Programme, ProgrammeKind, ReadDocument, Record, Source
from council.register import Register
from council.shelf import Shelf, View
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    HIDDEN,
    HIDDEN_READS,
    MEMBER,
    MINUTES,
    OPEN,
    OPEN_READS,
    PLAN,
    REFORM,
    SECRET,
    SECRET_GOAL,
)
from tests.memory_council import EVERYBODY, finder, read, stored

LABELS = ("a", "b", "c")
AUDIENCES = st.frozensets(st.sampled_from(LABELS))
WORDS = "koulu tie puisto satama kirjasto halli silta ranta tori metsä".split()


async def view_of(records: Sequence[Record], reads: Sequence[ReadDocument], asker: Asker) -> View:
    return await Shelf(await stored(records, reads), finder()).view(asker)


def programme(key: str, audience: frozenset[str], document: str, supersedes: str) -> Programme:
    return Programme(
        key=key,
        programme=key,
        source=Source(document),
        audience=audience,
        supersedes=supersedes,
        name=f"Ohjelma {key}",
        municipality=f"Kunta {key}",
        kind=ProgrammeKind.CHANGE,
    )


@st.composite
def registers(draw: st.DrawFn) -> tuple[Record, ...]:
    keys = ["p0", "p1", "p2"][: draw(st.integers(0, 3))]
    found: list[Record] = []
    for key in keys:
        document = draw(st.sampled_from(["", "d0.txt", "d1.txt"]))
        replaced = draw(st.sampled_from(["", *(k for k in keys if k < key)]))
        found.append(programme(key, draw(AUDIENCES), document, replaced))
    for number in range(draw(st.integers(0, 6))):
        of = draw(st.sampled_from([*keys, "gone"]))
        replaced = draw(st.sampled_from(["", *(r.key for r in found if isinstance(r, Goal))]))
        name = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
        found.append(
            Goal(
                key=f"{of}/g{number}",
                programme=of,
                source=Source("d0.txt"),
                audience=draw(AUDIENCES),
                supersedes=replaced,
                order=draw(st.integers(0, 2)),
                name=name,
            )
        )
    return tuple(found)


@st.composite
def libraries(draw: st.DrawFn) -> tuple[ReadDocument, ...]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5, unique=True)
        several = draw(st.lists(sentences, min_size=1, max_size=3, unique_by=tuple))
        found.append(
            read(
                f"d{number}.txt",
                f"Asiakirja {number}",
                *(f"Kohta {at}: {' '.join(words)}." for at, words in enumerate(several)),
                audience=draw(AUDIENCES),
                programme=draw(st.sampled_from(["", "p0", "p1", "gone"])),
                municipality=draw(st.sampled_from(["", "Kunta p0"])),
            )
        )
    return tuple(found)


ASKERS = st.builds(
    Asker,
    st.just("t/a"),
    AUDIENCES,
    st.sampled_from([frozenset(), frozenset({Right.IMPORT}), frozenset({Right.ADMINISTER})]),
)


def seen(records: Sequence[Record], asker: Asker) -> tuple[Record, ...]:
    """Return what the asker may see, worked out one record at a time."""
    closed = {r.key for r in records if isinstance(r, Programme) and not asker.may_see(r.audience)}
    return tuple(r for r in records if asker.may_see(r.audience) and r.programme not in closed)


@settings(max_examples=150)
@given(registers(), libraries(), ASKERS)
async def test_a_view_holds_exactly_what_the_asker_may_see(
    records: tuple[Record, ...], reads: tuple[ReadDocument, ...], asker: Asker
) -> None:
    view = await view_of(records, reads, asker)
    assert {r.key for r in view.register} == {r.key for r in seen(records, asker)}
    open_reads = {r.document.name: r for r in reads if asker.may_see(r.document.audience)}
    assert set(view.documents) == set(open_reads)
    assert set(view.passages.values()) == {p for r in open_reads.values() for p in r.passages}
    shown = {p.key for p in view.register.of(Programme, former=True)}
    places = {p.municipality for p in view.register.of(Programme, former=True)}
    for document in view.documents.values():
        assert document.programme in {"", *shown}
        stated = open_reads[document.name].document.municipality
        assert document.municipality in {"", stated, *places}


@settings(max_examples=150)
@given(registers(), libraries(), ASKERS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
async def test_what_is_hidden_changes_nothing_that_is_shown(
    records: tuple[Record, ...], reads: tuple[ReadDocument, ...], asker: Asker, words: list[str]
) -> None:
    whole = await view_of(records, reads, asker)
    open_reads = [r for r in reads if asker.may_see(r.document.audience)]
    bare = await view_of(seen(records, asker), open_reads, asker)
    assert tuple(whole.register) == tuple(bare.register)
    assert whole.documents == bare.documents
    assert list(whole.passages.items()) == list(bare.passages.items())
    assert whole.places == bare.places
    assert whole.empty is bare.empty
    asked = Asked(" ".join(words), Language.FI, words=tuple(dict.fromkeys(words)))
    assert whole.records_index.rank(asked) == bare.records_index.rank(asked)
    assert whole.passages_index.rank(asked) == bare.passages_index.rank(asked)


async def test_an_administrator_sees_everything() -> None:
    view = await view_of((*OPEN, *HIDDEN), (*OPEN_READS, *HIDDEN_READS), ADMINISTRATOR)
    assert len(view.register) == len(OPEN) + len(HIDDEN)
    assert len(view.documents) == len(OPEN_READS) + len(HIDDEN_READS)


async def test_what_bears_no_label_is_hidden_even_from_who_holds_all_labels() -> None:
    nameless = replace(REFORM, key="nimetön", programme="nimetön", audience=frozenset())
    reads = (read("nimetön.txt", "Nimetön", "Ei kenellekään.", audience=frozenset()),)
    view = await view_of((REFORM, nameless), reads, ANYONE)
    assert [r.key for r in view.register] == [REFORM.key]
    assert not view.documents
    assert (await view_of((nameless,), reads, MEMBER)).empty


async def test_records_of_a_hidden_programme_stay_hidden_when_another_replaces_it() -> None:
    successor = replace(SECRET, key="uusi", programme="uusi", supersedes=SECRET.key)
    view = await view_of((*OPEN, SECRET, SECRET_GOAL, successor), (), MEMBER)
    assert view.register.get(SECRET_GOAL.key) is None


def placed(view: View, name: str) -> Document:
    return view.documents[name]


async def test_a_document_gets_its_programme_and_town_from_the_register() -> None:
    view = await view_of(OPEN, OPEN_READS, ANYONE)
    assert placed(view, PLAN.document).programme == REFORM.key
    assert placed(view, PLAN.document).municipality == REFORM.municipality
    assert placed(view, "tiedote.txt").programme == ""


async def test_a_programme_that_a_document_was_given_stays_with_the_programmes_town() -> None:
    other = replace(REFORM, key="aaa", programme="aaa", municipality="Toisela")
    given_one = (read(PLAN.document, PLAN.title, "Sisältö on lyhyt.", programme=REFORM.key),)
    view = await view_of((other, REFORM), given_one, ANYONE)
    assert placed(view, PLAN.document).programme == REFORM.key
    assert placed(view, PLAN.document).municipality == REFORM.municipality


@pytest.mark.parametrize("programme", ["", SECRET.key])
async def test_an_open_document_does_not_tell_of_its_hidden_programme(programme: str) -> None:
    reads = (
        read(MINUTES.document, "Avoin muistio", "Kokouksessa keskusteltiin.", programme=programme),
    )
    assert placed(await view_of((SECRET,), reads, ADMINISTRATOR), MINUTES.document).programme
    told = await view_of((*OPEN, SECRET), reads, MEMBER)
    assert placed(told, MINUTES.document).programme == ""
    assert placed(told, MINUTES.document).municipality == ""
    assert told.documents == (await view_of(OPEN, reads, MEMBER)).documents


@given(registers(), ASKERS)
def test_seeing_twice_is_seeing_once(records: tuple[Record, ...], asker: Asker) -> None:
    once = Register(records).seen_by(asker)
    assert tuple(once.seen_by(asker)) == tuple(once)


@given(registers())
def test_a_replaced_record_is_listed_only_when_former_ones_are_asked_for(
    records: tuple[Record, ...],
) -> None:
    register = Register(records)
    replaced = {r.supersedes for r in records} - {""}
    assert {g.key for g in register.of(Goal)}.isdisjoint(replaced)
    assert len(register.of(Goal, former=True)) == sum(isinstance(r, Goal) for r in records)
    for key in replaced:
        assert register.successor(key)


def test_the_public_view_is_open_to_everybody() -> None:
    assert frozenset({PUBLIC}) == EVERYBODY
    assert len(Register(OPEN).seen_by(ANYONE)) == len(OPEN)
