"""Tests of docs/programme-form.md: nothing of the form is missing, and its example loads."""

import re
from pathlib import Path

import pytest

from council.model import Record
from documents.form import Form, FormFile, explain, read_forms
from documents.form_dates import WHEN_KEYS
from documents.form_schema import (
    DOCUMENT_KEYS,
    PROGRAMME,
    ROOT_KEYS,
    SECTIONS,
    SHARED_KEYS,
    SOURCE_KEYS,
    Section,
)

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "programme-form.md").read_text("utf-8")
COMMON = {"id", "name", "description", "aliases", "certainty", "supersedes", *SHARED_KEYS}
ALL = [PROGRAMME, *SECTIONS, *(inner for section in SECTIONS for inner in section.nested)]


def example() -> str:
    match = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert match
    return match[1]


def loaded() -> Form:
    form = read_forms([FormFile("example.yaml", example().encode())])
    assert [explain(fault) for fault in form.faults] == []
    return form


def part(heading: str) -> str:
    match = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    assert match, heading
    return match[1]


def named(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize("section", ALL, ids=lambda section: f"{section.key}-{section.record}")
def test_every_key_and_every_value_of_a_section_is_documented(section: Section) -> None:
    text = named(part(f"`{section.key}`"))
    assert {key for key in section.keys if key not in COMMON} <= text
    for rule in section.own.values():
        if rule.choices and rule.key not in COMMON:
            assert {choice.value for choice in rule.choices} <= text, rule.key


def test_every_key_outside_the_sections_is_documented() -> None:
    top = named(part("Keys at the top"))
    assert {*ROOT_KEYS, *DOCUMENT_KEYS} <= top
    assert {*COMMON, *SOURCE_KEYS} <= named(part("Keys of every record"))
    assert {*WHEN_KEYS} <= named(part("Dates"))


def test_the_page_names_no_section_that_does_not_exist() -> None:
    headings = set(re.findall(r"^### `([^`]+)`$", PAGE, re.MULTILINE))
    assert headings == {section.key for section in ALL}


def test_the_example_loads_and_holds_every_type_of_record() -> None:
    assert {type(record) for record in loaded().records} == {section.record for section in ALL}


def test_the_example_gives_every_attribute_of_every_type_a_value() -> None:
    records = loaded().records
    # What would need another programme, or a person who is known already.
    elsewhere = {"supersedes", "person", "parent"}
    for section in ALL:
        kept: list[Record] = [record for record in records if type(record) is section.record]
        for key in section.own.keys() - COMMON - elsewhere:
            assert any(getattr(record, key) not in (None, "", ()) for record in kept), (
                section.key,
                key,
            )
