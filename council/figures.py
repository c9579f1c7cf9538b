"""What a picture shows: figures with the words that stand beside them, ready to be drawn."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar."""

    name: str  # as it stands in the picture's legend
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts, in their order; every bar of a picture has the same parts."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured on a day."""

    on: date
    value: float
    label: str  # the value as people write it


@dataclass(frozen=True, slots=True)
class Level:
    """A level that a line of points is drawn against."""

    value: float
    label: str
