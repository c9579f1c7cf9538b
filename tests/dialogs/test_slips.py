"""Whatever can go wrong has words, in every language and with all that they need."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import council
import dialogs
from council import errors
from council.errors import CouncilError
from council.items import BadInputError
from council.language import Language
from dialogs import slips, spoken
from dialogs.texts import texts

FOLDERS = [Path(folder.__path__[0]) for folder in (council, dialogs)]
FI = texts(Language.FI)
SAYABLE = {"due": "2025-12-15", "first": "2025-01-01", "last": "18:00"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the code of every bad input that the source raises, and the facts beside it."""
    for path in (path for folder in FOLDERS for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadInputError":
                facts = {str(fact.arg): fact.value for fact in node.keywords}
                yield from ((code, frozenset(facts)) for code in codes(facts.pop("what")))


def codes(written: ast.expr) -> set[str]:
    """Return the codes that an expression can have: one, or any that `spoken` tells of."""
    if isinstance(written, ast.Constant):
        return {str(written.value)}
    assert ast.unparse(written) == "told.error", ast.unparse(written)
    source = Path(str(spoken.__file__)).read_text("utf-8")
    found = re.findall(r'error="([\w-]+)"', source)
    problem = source[source.index("def _problem(") :].split("\ndef ")[0].split("\nasync def ")[0]
    found += re.findall(r'(?:return|else) "([\w-]+)"', problem)
    assert {"day", "not-yet", "no-such-day", "weekday"} <= set(found)
    return set(found)


def needed(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(slips.BAD_INPUT[code]) if name}


RAISED = sorted(set(raised()), key=lambda one: (one[0], sorted(one[1])))


@pytest.mark.parametrize(("code", "facts"), RAISED)
def test_every_mistake_that_can_be_made_has_words_and_brings_what_they_need(
    code: str, facts: frozenset[str]
) -> None:
    assert code in slips.BAD_INPUT
    assert needed(code) <= facts


def test_no_words_are_left_over() -> None:
    assert set(slips.BAD_INPUT) == {code for code, _ in RAISED}


def test_no_code_stands_in_two_tables() -> None:
    tables = (slips.FOLLOW_UP, slips.READINGS, slips.DESK, slips.PREFERENCES)

    assert sum(map(len, tables)) == len(slips.BAD_INPUT)


@pytest.mark.parametrize("code", sorted(slips.BAD_INPUT))
def test_every_mistake_has_words_in_every_language(code: str) -> None:
    facts = {name: SAYABLE.get(name, "31.6.") for name in needed(code)}
    error = BadInputError(what=code, **facts)

    told = {slips.said(error, texts(language)) for language in Language}

    assert len(told) == len(Language)
    assert all(told)
    assert not any("2025-12-15" in one or "{" in one for one in told)


@pytest.mark.parametrize("code", sorted(slips.ERRORS))
def test_every_error_has_words_in_every_language(code: str) -> None:
    told = {texts(language)(slips.ERRORS[code]) for language in Language}

    assert len(told) == len(Language)


def test_every_kind_of_error_has_words_of_its_own() -> None:
    kinds = {
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, CouncilError)
    }

    assert kinds | {BadInputError.code} == set(slips.ERRORS)


def test_what_is_not_foreseen_is_told_without_details() -> None:
    assert slips.said(CouncilError(), FI) == FI(slips.FAILED)
    could_not = FI(slips.ERRORS["bad-input"])
    assert slips.said(BadInputError(what="new"), FI) == could_not
    assert slips.said(BadInputError(what="no-such-day"), FI) == could_not


def test_days_and_times_are_told_as_people_write_them() -> None:
    day = BadInputError(what="before-programme", first="2025-01-01")
    hour = BadInputError(what="quiet-hour", first="07:00", last="18:00")

    assert "(ke 1.1.2025)" in slips.said(day, FI)
    assert "7.00–18.00" in slips.said(hour, FI)
