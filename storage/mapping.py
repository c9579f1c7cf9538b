"""Rows to the council's values and back, by the names of fields.

A column has the name of its field. Three kinds of field take several columns with the field's name
as a prefix: a source, a day or period, and the two ends of an interval in months.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import UnionType
from typing import Any, TypeAlias, TypeVar, get_args

from sqlalchemy import RowMapping

from council.dates import DueDate
from council.model import Source

Row: TypeAlias = dict[str, Any]
Found: TypeAlias = Mapping[str, Any] | RowMapping
T = TypeVar("T")

_DUE = tuple(field.name for field in fields(DueDate))
_SOURCE = tuple(field.name for field in fields(Source))
_MONTHS = ("shortest", "longest")


@dataclass(frozen=True, slots=True)
class _Part:
    """One field that takes several columns."""

    field: str
    columns: tuple[tuple[str, str], ...]  # name of the part, name of the column
    take: Callable[[Any], Row]  # the value's parts by name
    make: Callable[[Row], Any]  # the value from its parts


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one class is mapped."""

    plain: tuple[str, ...]
    parts: tuple[_Part, ...]


_PLANS: dict[type, _Plan] = {}


def to_row(value: object) -> Row:
    """Return a value's fields by column."""
    plan = _plan(type(value))
    row = {name: getattr(value, name) for name in plan.plain}
    for part in plan.parts:
        taken = part.take(getattr(value, part.field))
        row.update({column: taken.get(name) for name, column in part.columns})
    return row


def from_row(kind: type[T], row: Found) -> T:
    """Return the value of a row, which may have other columns as well."""
    plan = _plan(kind)
    arguments = {name: row[name] for name in plan.plain}
    for part in plan.parts:
        arguments[part.field] = part.make({name: row[column] for name, column in part.columns})
    return kind(**arguments)


def _plan(kind: type) -> _Plan:
    """Return how a class is mapped; worked out once."""
    plan = _PLANS.get(kind)
    if plan is None:
        plan = _PLANS[kind] = _worked_out(kind)
    return plan


def _worked_out(kind: type) -> _Plan:
    """Return how a class is mapped, from its fields."""
    parts = {field.name: _part(field.name, field.type) for field in fields(kind)}
    return _Plan(
        tuple(name for name, part in parts.items() if part is None),
        tuple(part for part in parts.values() if part is not None),
    )


def _part(name: str, hint: Any) -> _Part | None:  # noqa: ANN401 a type annotation
    """Return how a field with several columns is mapped, or None for one column."""
    meant = [one for one in get_args(hint) if one is not type(None)]
    kind = meant[0] if isinstance(hint, UnionType) else hint
    if kind is Source:
        return _Part(name, _columns(name, _SOURCE), _fields_of(_SOURCE), _make_source)
    if kind is DueDate:
        return _Part(name, _columns(name, _DUE), _fields_of(_DUE), _make_due)
    if kind == tuple[int, int]:
        return _Part(name, _columns(name, _MONTHS), _take_months, _make_months)
    return None


def _columns(prefix: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the parts' names with their columns' names."""
    return tuple((name, f"{prefix}_{name}") for name in names)


def _fields_of(names: tuple[str, ...]) -> Callable[[Any], Row]:
    """Return a function that takes fields from a value, or nothing from None."""
    return lambda value: {} if value is None else {name: getattr(value, name) for name in names}


def _make_source(parts: Row) -> Source:
    """Return a source from its parts."""
    return Source(**parts)


def _make_due(parts: Row) -> DueDate | None:
    """Return a day or period from its parts; a null certainty says that there is none."""
    if parts["certainty"] is None:
        return None
    return DueDate(**{**parts, "moved_why": parts["moved_why"] or ""})


def _take_months(months: tuple[int, int] | None) -> Row:
    """Return the ends of an interval."""
    return {} if months is None else dict(zip(_MONTHS, months, strict=True))


def _make_months(parts: Row) -> tuple[int, int] | None:
    """Return an interval from its ends."""
    return None if parts["shortest"] is None else (parts["shortest"], parts["longest"])
