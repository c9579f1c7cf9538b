"""Tests of adding and removing documents: who may, what changes, what goes on record."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.access import ANYONE, PUBLIC, Asker, Right
from council.chamber import Council
from council.documents import about, add, everything, remove
from council.errors import NotAllowedError, NotFoundError
from council.model import Programme
from council.ports import Change
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    BOARD_MEMBER,
    HIDDEN,
    HIDDEN_READS,
    MEMBER,
    MINUTES,
    OPEN,
    OPEN_READS,
    PLAN,
    REFORM,
    SECRET,
    TOWN,
)
from tests.memory_council import NOW, finder, read, sitting

IMPORTER = Asker("t/tuoja", frozenset({PUBLIC}), frozenset({Right.IMPORT}))
PAPER = read("paperi.txt", "Paperi", "Kirjasto on auki myös sunnuntaina.", dated=date(2025, 1, 2))


async def history(council: Council, name: str) -> list[Change]:
    async with council.records() as records:
        return list(await records.changes.history(name))


async def revision(council: Council) -> int:
    async with council.records() as records:
        return await records.changes.revision()


async def names(council: Council, asker: Asker = ADMINISTRATOR) -> list[str]:
    return [document.name for document in await everything(council, asker)]


async def test_a_document_that_is_added_can_be_asked_for_after_a_refresh() -> None:
    council = await sitting(OPEN)
    before = await revision(council)
    assert await add(council, IMPORTER, PAPER, through="command")
    assert await revision(council) == before + 1
    assert await names(council) == ["paperi.txt"]
    assert "paperi.txt#0" in (await council.shelf.view(ANYONE)).passages


async def test_a_new_document_goes_on_record_whole() -> None:
    council = await sitting(OPEN)
    await add(council, IMPORTER, PAPER, through="command")
    (change,) = await history(council, "paperi.txt")
    assert (change.field, change.before) == ("", "")
    assert (change.who, change.at, change.through) == (IMPORTER.person, NOW, "command")
    assert json.loads(change.after)["digest"] == PAPER.document.digest


async def test_the_same_again_changes_nothing() -> None:
    council = await sitting(OPEN)
    await add(council, IMPORTER, PAPER, through="command")
    before = (await revision(council), await history(council, "paperi.txt"))
    assert not await add(council, ADMINISTRATOR, PAPER, through="card")
    assert (await revision(council), await history(council, "paperi.txt")) == before


async def test_the_same_again_changes_nothing_though_its_programme_was_worked_out() -> None:
    council = await sitting(OPEN)
    plan = OPEN_READS[0]
    assert await add(council, IMPORTER, plan, through="command")
    assert not await add(council, IMPORTER, plan, through="command")


async def test_a_document_of_the_same_name_is_replaced_and_both_contents_are_on_record() -> None:
    council = await sitting(OPEN)
    await add(council, IMPORTER, PAPER, through="command")
    newer = read("paperi.txt", "Paperi", "Kirjasto on kiinni.", dated=PAPER.document.dated)
    assert await add(council, ADMINISTRATOR, newer, through="command")
    assert await names(council) == ["paperi.txt"]
    texts = [p.text for p in (await council.shelf.view(ANYONE)).passages.values()]
    assert texts == ["Kirjasto on kiinni."]
    change = (await history(council, "paperi.txt"))[-1]
    assert change.field == "digest"
    assert json.loads(change.before) == PAPER.document.digest
    assert json.loads(change.after) == newer.document.digest
    assert change.who == ADMINISTRATOR.person


async def test_who_may_see_a_document_changes_on_record() -> None:
    council = await sitting(OPEN)
    await add(council, IMPORTER, PAPER, through="command")
    closed = replace(PAPER, document=replace(PAPER.document, audience=frozenset({"body:x"})))
    assert await add(council, IMPORTER, closed, through="command")
    change = (await history(council, "paperi.txt"))[-1]
    assert change.field == "audience"
    assert (json.loads(change.before), json.loads(change.after)) == (["public"], ["body:x"])
    assert await names(council, MEMBER) == []


async def test_a_removed_document_is_gone_with_its_passages_and_on_record() -> None:
    council = await sitting(OPEN)
    await add(council, IMPORTER, PAPER, through="command")
    before = await revision(council)
    await remove(council, IMPORTER, "paperi.txt", through="card")
    assert await revision(council) == before + 1
    assert await names(council) == []
    assert not (await council.shelf.view(ADMINISTRATOR)).passages
    change = (await history(council, "paperi.txt"))[-1]
    assert (change.field, change.after, change.through) == ("", "", "card")
    assert json.loads(change.before)["digest"] == PAPER.document.digest


async def test_what_is_not_there_cannot_be_removed_and_leaves_no_trace() -> None:
    council = await sitting(OPEN)
    before = await revision(council)
    with pytest.raises(NotFoundError):
        await remove(council, IMPORTER, "ei-ole.txt", through="command")
    assert await revision(council) == before
    assert await history(council, "ei-ole.txt") == []


@pytest.mark.parametrize(
    "asker", [ANYONE, MEMBER, replace(MEMBER, rights=frozenset({Right.ANNOUNCE}))]
)
async def test_only_importers_and_administrators_add_and_remove(asker: Asker) -> None:
    council = await sitting(OPEN, OPEN_READS)
    before = await revision(council)
    with pytest.raises(NotAllowedError):
        await add(council, asker, PAPER, through="card")
    refused = []
    for name in (PLAN.document, "ei-ole.txt"):  # there or not: the refusal is the same
        with pytest.raises(NotAllowedError) as caught:
            await remove(council, asker, name, through="card")
        refused.append((caught.value.code, caught.value.facts))
    assert refused[0] == refused[1]
    assert await revision(council) == before
    assert len(await names(council)) == len(OPEN_READS)


async def test_documents_are_listed_for_those_who_may_see_them() -> None:
    council = await sitting((*OPEN, *HIDDEN), (*OPEN_READS, *HIDDEN_READS))
    assert await names(council, MEMBER) == sorted(r.document.name for r in OPEN_READS)
    assert MINUTES.document in await names(council, BOARD_MEMBER)
    assert "luonnos.txt" not in await names(council, BOARD_MEMBER)
    assert "luonnos.txt" in await names(council, ADMINISTRATOR)


async def test_a_list_does_not_name_the_hidden_programme_of_an_open_document() -> None:
    council = await sitting((*OPEN, *HIDDEN))
    await add(council, IMPORTER, read(MINUTES.document, "Avoin", "Teksti."), through="command")
    assert [d.programme for d in await everything(council, ADMINISTRATOR)] == [SECRET.key]
    assert [d.programme for d in await everything(council, MEMBER)] == [""]


def test_a_programme_claims_the_document_that_it_names_as_its_source() -> None:
    document = about(read(PLAN.document, "Otsikko", "Teksti."), OPEN, finder())
    assert (document.programme, document.municipality) == (REFORM.key, TOWN)


def test_what_was_given_stays() -> None:
    given_one = read(PLAN.document, "Otsikko", "Teksti.", programme="oma", municipality="Toisela")
    assert about(given_one, OPEN, finder()) == given_one.document
    town_only = read(PLAN.document, "Otsikko", "Teksti.", municipality="Toisela")
    document = about(town_only, OPEN, finder())
    assert (document.programme, document.municipality) == (REFORM.key, "Toisela")


def test_a_given_programme_tells_the_town_before_the_text_does() -> None:
    texts = ("Kaskisissa kokeiltiin.", "Kaskinen jatkaa.", "Kaskisten malli.")
    document = about(read("a.txt", "Malli", *texts, programme=REFORM.key), OPEN, finder())
    assert document.municipality == TOWN


def test_without_a_programme_the_town_is_the_one_that_the_text_names() -> None:
    texts = ("Kaskisissa kokeiltiin.", "Kaskinen jatkaa.")
    assert about(read("a.txt", "Malli", *texts), OPEN, finder()).municipality == "Kaskinen"
    assert about(read("a.txt", "Malli", "Jossakin."), OPEN, finder()).municipality == ""


TWINS = tuple(replace(REFORM, key=key, programme=key) for key in ("a", "b", "c"))


@given(st.permutations(TWINS))
def test_the_order_of_the_register_does_not_decide_who_claims(
    programmes: list[Programme],
) -> None:
    assert about(read(PLAN.document, "Otsikko", "Teksti."), programmes, finder()).programme == "a"
