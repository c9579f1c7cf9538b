"""A question as it was understood, and what an index finds for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from council.language import Language


class Want(StrEnum):
    """What sort of answer a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_OFTEN = "how often"
    HOW_MANY = "how many"
    TARGET = "target"
    PERCENT = "percent"
    PHONE = "phone"
    EMAIL = "email"
    MONEY = "money"
    CLOCK = "clock"
    NAME = "name"  # a person's own name
    WHY = "why"


class Kind(StrEnum):
    """The kinds of record that a question can name."""

    PROGRAMME = "programme"
    PERSPECTIVE = "perspective"
    THEME = "theme"
    VALUE = "value"
    TARGET_GROUP = "target group"
    GOAL = "goal"
    MEANS = "means"
    ACTION = "action"
    FOLLOW_UP = "follow-up"
    ROLE = "role"
    BODY = "body"
    METRIC = "metric"
    EVENT = "event"
    REPORTING = "reporting"
    DECISION = "decision"
    MATERIAL = "material"
    CONTACT = "contact"
    PARTNER = "partner"
    OPEN_QUESTION = "open question"


class Clock(StrEnum):
    """Words that only the clock can answer."""

    NEXT = "next"
    LATE = "late"
    PAST = "past"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood."""

    text: str
    language: Language
    words: tuple[str, ...] = ()  # searched words as typed, lower case, in order, each once
    wants: frozenset[Want] = frozenset()
    kinds: frozenset[Kind] = frozenset()  # the kinds of record that it names
    listing: bool = False  # asks for all of a kind: 'mitkä ovat…'
    municipalities: tuple[str, ...] = ()  # named, in the nominative
    unknown_place: str = ""  # names a municipality that no document is about
    programme_kinds: frozenset[str] = frozenset()  # ProgrammeKinds named: 'muutosohjelma' is change
    clock: Clock | None = None
    between: tuple[date, date] | None = None  # 'ensi kuussa' as days, both inclusive
    leans: bool = False  # leans on what was asked before: 'entä…', 'kuka siitä…'
    parts: tuple[str, ...] = ()  # the noun phrases of 'missä ovat A ja B'; empty where there is one
    programme_words: tuple[str, ...] = ()  # those of `words` that name a kind of programme
    rest: tuple[str, ...] = ()  # those of `words` that name no kind, programme or municipality


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: a passage or a record."""

    key: str
    text: str  # searched and looked through for answer features
    context: str = ""  # searched only: title, headings, names of what it belongs to
    group: str = ""  # document name or programme key
    place: str = ""  # municipality that it is about; empty: unknown


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    key: str
    score: float  # 0…1, comparable between questions
    coverage: float  # 0…1: how much of the question's words, by weight, the entry speaks of
    hard: float  # 0…1: how much of the question's words the entry does not speak of at all
    features: frozenset[Want] = frozenset()  # kinds of answer that the entry's text holds


@dataclass(frozen=True, slots=True)
class Ranking:
    """What an index found, best first."""

    hits: tuple[Hit, ...] = ()
    margin: float = 0.0  # first score minus fourth
    unknown: float = 1.0  # share of the words, by weight, that nothing in the index speaks of
    words: int = 0  # how many words were searched
    missing: tuple[str, ...] = field(default=())  # those words, as typed


class Index(Protocol):
    """Entries that can be ranked for a question. Never changes once built; safe in any thread."""

    def rank(
        self, asked: Asked, *, limit: int = 10, groups: frozenset[str] | None = None
    ) -> Ranking:
        """Rank the entries for a question; `groups` leaves only entries of those groups."""
        ...


class Finder(Protocol):
    """Language: reads questions and builds indexes."""

    def read(self, text: str, *, today: date, language: Language | None) -> Asked:
        """Read a question. `language` is the asker's own; None: that of the question."""
        ...

    def build(self, entries: Sequence[Entry]) -> Index:
        """Build an index. Takes CPU time: call it off the event loop."""
        ...

    def place_of(self, texts: Sequence[str]) -> str:
        """Return the municipality that these texts of one document are about, or ''.

        That is the one named in most of them, and in two at least where there are two.
        """
        ...

    def holds(self, text: str) -> frozenset[Want]:
        """Tell what sorts of answer a text holds, such as a date, a person or a sum."""
        ...
