"""Every value goes to columns and to the databases and comes back the same."""

from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council import model
from council.model import Document, Passage, Record
from council.people import Address
from storage.columns import storable
from storage.database import Database
from storage.mapping import from_row, to_row
from storage.register_models import KINDS, records

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(-(2**31), 2**31 - 1),
    date: st.dates(),
    time: st.times(),
    type(None): st.none(),
}
KINDS_OF_RECORD = sorted(KINDS, key=lambda kind: kind.__name__)


def arbitrary(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation
    """Return what builds any value that a field with this annotation can hold."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(hint, **{one.name: arbitrary(one.type) for one in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    within = [arbitrary(one) for one in get_args(hint) if one is not Ellipsis]
    if isinstance(hint, UnionType):
        return st.one_of(within)
    if get_origin(hint) is frozenset:
        return st.frozensets(within[0], max_size=3)
    several = Ellipsis in get_args(hint)
    return st.lists(within[0], max_size=3).map(tuple) if several else st.tuples(*within)


def simplest(kind: type[Record]) -> Record:
    found: list[Record] = []

    @settings(max_examples=1, database=None)
    @given(arbitrary(kind))
    def keep(record: Record) -> None:
        found.append(record)

    keep()
    return found[0]


def test_every_kind_of_record_has_a_table() -> None:
    kinds = {
        kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Record)
    }
    assert set(KINDS) == kinds - {Record, model.Named}


@pytest.mark.parametrize("kind", KINDS_OF_RECORD)
def test_a_table_has_the_columns_of_its_record_and_no_others(kind: type[Record]) -> None:
    columns = {*records.c.keys(), *KINDS[kind].c.keys()} - {"record_kind"}
    assert set(to_row(simplest(kind))) == columns


@pytest.mark.parametrize("kind", [*KINDS_OF_RECORD, Document, Passage, Address])
@given(drawn=st.data())
@settings(max_examples=25)
def test_a_value_comes_back_from_its_row(kind: type, drawn: st.DataObject) -> None:
    value = drawn.draw(arbitrary(kind))
    assert from_row(kind, to_row(value)) == value


@given(
    found=st.lists(
        st.one_of([arbitrary(kind) for kind in KINDS_OF_RECORD]),
        max_size=8,
        unique_by=lambda record: record.key,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_records_come_back_from_a_database(
    database: Database, found: list[Record]
) -> None:
    async with database.records() as on_record:
        await on_record.register.remove(
            [record.key for record in await on_record.register.everything()]
        )
        await on_record.register.put(found)
    async with database.records() as on_record:
        kept = {record.key: record for record in await on_record.register.everything()}
    assert kept == {record.key: record for record in found}


@given(st.text(st.characters(), max_size=20))
def test_what_is_storable_has_the_same_length_and_can_be_encoded(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept


async def test_text_that_no_database_can_hold_comes_back_marked(database: Database) -> None:
    broken = "a\0b\ud800c"
    goal = model.Goal(
        key="koe/a",
        programme="koe",
        source=model.Source("a.pdf", words=broken),
        name=broken,
        aliases=(broken,),
    )
    async with database.records() as on_record:
        await on_record.register.put([goal])
    async with database.records() as on_record:
        (kept,) = await on_record.register.everything()
    assert isinstance(kept, model.Goal)
    assert kept.name == kept.source.words == kept.aliases[0] == "a\ufffdb\ufffdc"
