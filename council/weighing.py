"""Weigh what is told of a metric: whether it is a number, in its unit, of a day that can be."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from council.access import Asker
from council.amounts import COUNT, PERCENT, SHARES, Amount, amounts, scale
from council.items import BadInputError, Result, check_period, in_hand, today_of
from council.model import Direction, Metric, Named, Reading, Source, Target
from council.news import LONGEST_COMMENT
from council.office import Office
from council.register import Register
from council.responsibility import owners_of
from council.verdicts import Verdict, amount_of, comparable, expected_unit, verdict

JUMP: Final = "jump"  # it differs so much from the reading before that it may be a slip
OLDER: Final = "older"  # there is a later reading already
THOUSANDS: Final = "thousands"  # it can be read as thousands or as decimals
FAR: Final = Decimal(25)  # percentage points
MOST_PERCENT: Final = Decimal(100)
NEVER_NEGATIVE: Final = frozenset({COUNT, "päivää", "henkilöä", "vuotta", "tuntia"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody says that a metric showed."""

    value: str  # as people write it
    on: date
    note: str = ""
    peers: str = ""  # what comparable municipalities showed, as people write it


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of it; with `checks` nothing has been written."""

    metric: Metric
    reading: Reading | None = None  # None: it is not clear which number is meant
    before: Reading | None = None  # the latest one of an earlier day
    corrects: Reading | None = None  # the one of the same day whose place it takes
    checks: tuple[str, ...] = ()  # what has to be confirmed first
    choices: tuple[Amount, ...] = ()  # the numbers that may be meant
    result: Result = Result.DONE
    verdicts: tuple[tuple[Target, Verdict], ...] = ()

    @property
    def check(self) -> str:
        """The first of what has to be confirmed, or ''."""
        return next(iter(self.checks), "")


def may(metric: Metric, asker: Asker, known: Office) -> bool:
    """Tell whether the asker may enter readings of a metric today."""
    return asker.administers or answers_for(metric, asker.person, known)


def answers_for(metric: Metric, person: str, known: Office) -> bool:
    """Tell whether a person is a holder, deputy or contact of the metric's owner today."""
    if not person:
        return False
    answering, today = known.setting.answering, today_of(known)
    return in_hand(metric, person, known) or any(
        person in answering.holders(owner, today) or person in answering.deputies(owner, today)
        for owner in owners_of(known.register, metric)
    )


def weighed(metric: Metric, told: Told, asker: Asker, known: Office) -> Entered:
    """Return what is told as it would be written, and what is odd about it."""
    register = known.register
    if register.successor(metric.key):
        raise BadInputError(what="replaced")
    readings = register.readings(metric)
    _check_day(told.on, metric, readings, known)
    if len(told.note) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    found = amounts(told.value)
    if not found:
        raise BadInputError(what="number")
    before = next((r for r in reversed(readings) if r.on < told.on), None)
    if len(found) > 1:
        return Entered(metric=metric, before=before, checks=(THOUSANDS,), choices=found)
    amount = _in_unit(found[0], metric, before, register)
    reading = _reading(metric, amount, told, asker, known)
    same_day = next((r for r in readings if r.on == told.on), None)
    if same_day is not None and same_day.key != reading.key:
        reading = replace(reading, supersedes=same_day.key)
    following = (*(r for r in readings if r.on < told.on), reading)
    verdicts = (
        (target, said)
        for target in register.targets(metric)
        if (said := verdict(metric, target, following, today_of(known))) is not None
    )
    return Entered(
        metric=metric,
        reading=reading,
        before=before,
        corrects=same_day,
        checks=tuple(_odd(metric, amount, told.on, readings, before)),
        verdicts=tuple(verdicts),
    )


def _check_day(on: date, metric: Metric, readings: tuple[Reading, ...], known: Office) -> None:
    """Refuse a day to come, and one from before both the programme and the first reading."""
    if on > today_of(known):
        raise BadInputError(what="reading-not-yet")
    if not readings or on < readings[0].on:
        check_period(on, metric, known)


def _in_unit(amount: Amount, metric: Metric, before: Reading | None, register: Register) -> Amount:
    """Return an amount in the metric's unit; raise BadInputError where it is in another.

    Where the metric names none, the readings have to agree with each other.
    """
    named = expected_unit(metric, register.targets(metric))
    last = amount_of(before) if before else None
    expected = named or (last.unit if last else "")
    if expected and not named and not amount.unit:
        raise BadInputError(what="unit", unit=expected)
    if expected and amount.unit and scale(amount.unit) != scale(expected):
        raise BadInputError(what="unit", unit=expected)
    if scale(named) == PERCENT and not 0 <= amount.number <= MOST_PERCENT:
        raise BadInputError(what="percent-range")
    if scale(amount.unit or expected) in NEVER_NEGATIVE and amount.number < 0:
        raise BadInputError(what="negative")
    if scale(metric.unit):
        return Amount(amount.number)  # the metric itself says the unit
    if amount.unit.casefold() in SHARES:
        return Amount(amount.number)
    return Amount(amount.number, named or amount.unit)


def _reading(metric: Metric, amount: Amount, told: Told, asker: Asker, known: Office) -> Reading:
    own = metric.key.partition("/")[2]
    return Reading(
        key=f"{metric.programme}/lukema.{own}.{told.on.isoformat()}",
        programme=metric.programme,
        source=_source(metric, asker, known),
        audience=metric.audience,
        order=metric.order,
        metric=metric.key,
        value=str(amount),
        on=told.on,
        note=" ".join(told.note.split()),
        peers=_peers(told.peers, metric, known.register),
    )


def _source(metric: Metric, asker: Asker, known: Office) -> Source:
    """Return who tells it, and today; an administrator who does not own it has no role."""
    owner = known.register.get(metric.owner)
    role = owner.name if isinstance(owner, Named) else ""
    told_for = role if answers_for(metric, asker.person, known) else ""
    return Source("", dated=today_of(known), place=told_for)


def _peers(text: str, metric: Metric, register: Register) -> str:
    if not text.strip():
        return ""
    targets = register.targets(metric)
    found = amounts(text)
    expected = expected_unit(metric, targets)
    if len(found) != 1 or not relative(targets):
        raise BadInputError(what="peers")
    if found[0].unit and expected and scale(found[0].unit) != scale(expected):
        raise BadInputError(what="unit", unit=expected)
    bare = scale(metric.unit)
    return str(Amount(found[0].number, "" if bare else expected or found[0].unit))


def relative(targets: tuple[Target, ...]) -> bool:
    """Tell whether any target is relative to what comparable municipalities show."""
    return any(target.direction is Direction.LIKE_PEERS for target in targets)


def _odd(
    metric: Metric,
    amount: Amount,
    on: date,
    readings: tuple[Reading, ...],
    before: Reading | None,
) -> list[str]:
    """Return what has to be confirmed before it is written."""
    found = []
    if readings and readings[-1].on > on:
        found.append(OLDER)
    last = amount_of(before) if before else None
    if last is not None and comparable(last, amount, metric):
        apart = abs(amount.number - last.number)
        percent = scale(amount.unit or metric.unit) == PERCENT
        if apart > abs(last.number) / 2 or (percent and apart > FAR):
            found.append(JUMP)
    return found
