"""Whatever is changed on record is called by a name: no field's code is shown."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import council
from council.model import Document, Record
from council.rules import Preferences, Rules
from council.traces import CHOICE
from dialogs import tasks
from dialogs.history_fields import FIELDS, field
from tests.dialogs.test_texts import SV

FOLDER = Path(council.__path__[0])
KEYS = {"key"}  # what a thing is known by: it never changes
WORKED_OUT = {
    "CHOICE + name",
    "FORGOTTEN",
    "f'task:{kind}'",
    "field",
    "field.name",
    "kept.value",
    "name",
    "*told",
}
"""How fields are written that are not named on the spot; what they can be is in the tests below."""


def written() -> Iterator[ast.expr]:
    """Yield the field of every change that the council writes."""
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            writes = isinstance(called, ast.Attribute) and called.attr == "write"
            makes = isinstance(called, ast.Name) and called.id in {"Change", "change"}
            if isinstance(node, ast.Call) and len(node.args) > 2 and (writes or makes):
                yield node.args[1]


def literals(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def assigned() -> Iterator[str]:
    """Yield the fields that are chosen first and written then."""
    for module, name in (("roles", "field"), ("proposals", "told")):
        for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
                chosen = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
                yield from (one for part in chosen for one in literals(part))


def kinds(kind: type[Record]) -> Iterator[type[Record]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from kinds(narrower)


def names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_fields_that_are_worked_out_are_those_that_are_known_here() -> None:
    found = {ast.unparse(one) for one in written() if not isinstance(one, ast.Constant)}

    assert found <= WORKED_OUT


def test_every_field_that_the_council_names_has_words() -> None:
    found = {one.value for one in written() if isinstance(one, ast.Constant)} | set(assigned())

    assert {"holder", "deputy", "state", "due", "proposed", "unreachable"} <= found
    assert found - {""} - set(FIELDS) == set()


def test_every_field_of_a_record_or_a_document_has_words() -> None:
    records = set().union(*map(names, kinds(Record)))

    assert (records | names(Document)) - KEYS - set(FIELDS) == set()


def test_every_setting_has_words() -> None:
    own = {CHOICE + name for name in names(Preferences) - {"person"} | {"language"}}

    assert (names(Rules) | own) - set(FIELDS) == set()


@pytest.mark.parametrize("kind", sorted(tasks.KINDS))
def test_a_task_is_told_by_its_kind(kind: str) -> None:
    assert field(f"task:{kind}", SV) == SV("Task: {task}", task=SV(tasks.KINDS[kind]))
