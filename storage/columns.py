"""Column types: text that every database can hold, lists, codes, days and UTC moments."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

from council.dates import DateCertainty, DateKind, DueDate

# PostgreSQL refuses NUL in text, and no database encodes half of a surrogate pair. Each is
# replaced by one character, so that the offsets of passages stay true.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class NaiveMomentError(ValueError, DontWrapMixin):
    """A moment without a time zone was about to be stored."""


def storable(text: str) -> str:
    """Return the text with U+FFFD in place of each character that no database can hold."""
    if text.isprintable():  # quick to ask, and neither of the two is
        return text
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text from anywhere."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what goes to the database."""
        del dialect
        return None if value is None else storable(value)


class Code(TypeDecorator[StrEnum]):
    """A member of an enumeration, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        """Keep the enumeration that the values belong to."""
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Return what goes to the database."""
        del dialect
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ANN401 the base type says so
        """Return what comes out of the database."""
        del dialect
        return None if value is None else self.codes(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in, aware out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC. Raises NaiveMomentError for one without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A moment needs a time zone before it is stored."
            raise NaiveMomentError(message)
        moment = value.astimezone(UTC)
        # SQLite has no time zones: what is written there is UTC without saying so.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 the base type says so
        """Return the moment as aware UTC."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


class _Listed(TypeDecorator[Any]):
    """A JSON list: jsonb on PostgreSQL, JSON text on SQLite; both can be looked into with SQL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


class WordList(_Listed):
    """Texts in order."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return what goes to the database."""
        del dialect
        return None if value is None else [storable(word) for word in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ANN401
        """Return what comes out of the database."""
        del dialect
        return None if value is None else tuple(value)


class WordSet(_Listed):
    """Labels without an order, e.g. an audience; stored sorted so that equal sets are equal."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return what goes to the database."""
        del dialect
        return None if value is None else sorted(storable(word) for word in value)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[str] | None:  # noqa: ANN401
        """Return what comes out of the database."""
        del dialect
        return None if value is None else frozenset(value)


class Numbers(_Listed):
    """Whole numbers in order."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return what goes to the database."""
        del dialect
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ANN401
        """Return what comes out of the database."""
        del dialect
        return None if value is None else tuple(value)


class DueDates(_Listed):
    """Days and periods in order, each as a JSON object of the same names as its columns."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[DueDate] | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return what goes to the database."""
        del dialect
        return None if value is None else [_written(due) for due in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[DueDate, ...] | None:  # noqa: ANN401
        """Return what comes out of the database."""
        del dialect
        return None if value is None else tuple(_read(due) for due in value)


def words(name: str, **options: Any) -> Column[str]:  # noqa: ANN401 passed on to Column
    """Return a column of text that is never null; empty says 'not given'."""
    return Column(name, Words(), nullable=False, **options)


def code(name: str, codes: type[StrEnum]) -> Column[StrEnum]:
    """Return a column of an enumeration's values."""
    return Column(name, Code(codes), nullable=False)


def word_list(name: str) -> Column[Any]:
    """Return a column of texts in order."""
    return Column(name, WordList(), nullable=False)


def word_set(name: str) -> Column[Any]:
    """Return a column of labels."""
    return Column(name, WordSet(), nullable=False)


def _written(due: DueDate) -> dict[str, str | None]:
    """Return a day or period as JSON can hold it."""
    return {
        "words": storable(due.words),
        "start": due.start.isoformat() if due.start else None,
        "end": due.end.isoformat() if due.end else None,
        "certainty": due.certainty.value,
        "kind": due.kind.value,
        "yearless": storable(due.yearless),
        "at": due.at.isoformat() if due.at else None,
        "originally": due.originally.isoformat() if due.originally else None,
        "moved": due.moved.isoformat() if due.moved else None,
        "moved_why": storable(due.moved_why),
    }


def _read(stored: dict[str, str | None]) -> DueDate:
    """Return a day or period from what JSON held."""
    at = stored["at"]
    return DueDate(
        words=stored["words"] or "",
        start=_day(stored["start"]),
        end=_day(stored["end"]),
        certainty=DateCertainty(str(stored["certainty"])),
        kind=DateKind(str(stored["kind"])),
        yearless=stored["yearless"] or "",
        at=time.fromisoformat(at) if at else None,
        originally=_day(stored["originally"]),
        moved=_day(stored.get("moved")),
        moved_why=stored.get("moved_why") or "",
    )


def _day(stored: str | None) -> date | None:
    """Return a day from its ISO form."""
    return date.fromisoformat(stored) if stored else None
