"""The rules by which Luotsi writes unasked: data with Finnish defaults, set town by town.

A setting holds for the whole town, for one programme or for one item; the narrowest counts. A
person's own choice of days and hour counts over the programme's, not over that of one item.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Final

LONGEST_LEAD: Final = 365  # days before a due day that a reminder may be asked for
MOST: Final = 10  # reminders of one kind
TOWN: Final = ""  # the scope of settings that hold everywhere


class RuleKind(StrEnum):
    """Why something is written to somebody."""

    BEFORE = "before"  # so many days before the due day; 0 is the day itself
    OVERDUE = "overdue"  # so many days after it
    NO_NEWS = "no-news"  # nothing has been heard for so many days
    READING = "reading"  # a metric's value is due in so many days
    READING_LATE = "reading-late"
    EVENT = "event"  # an event comes in so many days
    REPORT = "report"  # statuses are collected so many days before a report
    ESCALATED = "escalated"  # the owner has not answered for so many days after the due day
    SNOOZED = "snoozed"  # the recipient asked to be reminded later
    CHANGED = "changed"  # something has changed that the recipient follows or answers for
    TASK = "task"  # an administrator has something to see to


@dataclass(frozen=True, slots=True)
class Step:
    """One rule with its number of days."""

    kind: RuleKind
    days: int

    def __str__(self) -> str:
        """Return it as it stands in the ledger: 'before:14'."""
        return f"{self.kind.value}:{self.days}"

    @classmethod
    def read(cls, stored: str) -> "Step":
        """Return the step of a ledger's rule. Raises ValueError where it is none."""
        kind, _, days = stored.partition(":")
        return cls(RuleKind(kind), int(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When Luotsi writes. Numbers are days; an empty tuple or 0 switches a rule off."""

    before: tuple[int, ...] = (14, 7, 1, 0)
    overdue: tuple[int, ...] = (1, 7)
    overdue_every: int = 30
    no_news: int = 180
    reading: tuple[int, ...] = (14, 0)
    reading_late: tuple[int, ...] = (7, 30)
    reading_months: int = 0  # interval in months at which values are asked; 0: nobody has set one
    event: tuple[int, ...] = (7,)
    report: tuple[int, ...] = (30,)
    deputy_after: int = 7  # days overdue without an answer: the deputy hears of it
    head_after: int = 14  # … the head of the unit or the body's contact
    administrator_after: int = 30  # … the administrator
    hour: time = time(9)
    quiet_from: time = time(18)
    quiet_until: time = time(7)
    july_off: bool = False
    approval: bool = False  # a changed state waits for an administrator
    paused: bool = False


DEFAULTS: Final = Rules()
NAMES: Final = frozenset(field.name for field in fields(Rules))
NEEDS_NO_PLAN: Final = frozenset({"paused", "approval"})  # looked at when something is done

Values = Mapping[str, object]  # what one scope sets, by the names of Rules


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of one scope; `value` as Rules has it."""

    scope: str  # key of a programme or an item; TOWN
    name: str
    value: object


def of(settings: Iterable[Setting]) -> dict[str, dict[str, object]]:
    """Return settings by scope."""
    scopes: dict[str, dict[str, object]] = {}
    for setting in settings:
        if setting.name in NAMES:
            scopes.setdefault(setting.scope, {})[setting.name] = setting.value
    return scopes


def laid(scopes: Mapping[str, Values], *narrower: str, first: Rules = DEFAULTS) -> Rules:
    """Return the rules for something: those of the town, then of each narrower scope."""
    rules = first
    for scope in (TOWN, *narrower):
        if values := scopes.get(scope):
            rules = replace(rules, **values)  # type: ignore[arg-type]  # checked when they were set
    return rules


class BadValueError(ValueError):
    """A setting cannot have this value."""


def checked(name: str, value: object) -> object:
    """Return a setting's value as Rules has it. Raises BadValueError where it makes no sense."""
    default = getattr(DEFAULTS, name, None)
    if isinstance(default, bool):
        good = isinstance(value, bool)
    elif isinstance(default, tuple):
        return _days(value)
    elif isinstance(default, int):
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3 * 365
    elif isinstance(default, time):
        good = isinstance(value, time) and value.tzinfo is None
    else:
        good = False
    if not good:
        raise BadValueError(name)
    return value


def _days(value: object) -> tuple[int, ...]:
    days = value if isinstance(value, tuple) else ()
    good = all(isinstance(d, int) and not isinstance(d, bool) for d in days)
    if not isinstance(value, tuple) or not good or len(days) > MOST:
        raise BadValueError("days")
    if any(not 0 <= d <= LONGEST_LEAD for d in days):
        raise BadValueError("days")
    return tuple(sorted(set(days), reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person has chosen for themselves; days are the municipality's."""

    person: str
    hour: time | None = None  # None: as the programme has it
    before: tuple[int, ...] | None = None
    paused_until: date | None = None  # nothing is sent on this day or before it
    deputy: str = ""  # key of the person who stands in
    deputy_since: date | None = None
    deputy_until: date | None = None
    events: bool = True  # hears of coming events

    def stands_in(self, day: date) -> str:
        """Return who stands in on a day, or ''. Both ends are inclusive; an open end never ends."""
        if not self.deputy or self.deputy == self.person:
            return ""
        begun = self.deputy_since is None or self.deputy_since <= day
        return (
            self.deputy if begun and (self.deputy_until is None or day <= self.deputy_until) else ""
        )
