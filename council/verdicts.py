"""Whether a reading reaches a target: only where the target names what is to be reached."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from council.amounts import Amount, amounts, kept, scale
from council.model import Certainty, Direction, Metric, Reading, Target

_SO_LONG_AFTER = re.compile(r"\b(?:kuluessa|sisällä|mennessä|inom|within)\b")


class Verdict(StrEnum):
    """What a reading says of a target."""

    REACHED = "reached"
    NOT_REACHED = "not reached"
    NOT_YET = "not yet"  # not reached, and the target's day has not come
    AS_MEANT = "as meant"  # it has moved from the previous reading as the target wants
    AGAINST = "against"  # it has moved the other way, or not at all


def amount_of(reading: Reading) -> Amount | None:
    """Return what a reading showed, or None where it is no number or could be two."""
    if reading.source.told:
        return kept(reading.value)
    found = amounts(reading.value)
    return found[0] if len(found) == 1 else None


def expected_unit(metric: Metric, targets: tuple[Target, ...]) -> str:
    """Return the unit that a metric is read in: its own, else that of its targets, else ''."""
    units = (metric.unit, *(target.unit for target in targets))
    return next((unit for unit in units if scale(unit)), "")


def verdict(
    metric: Metric, target: Target, readings: tuple[Reading, ...], today: date
) -> Verdict | None:
    """Return what the latest reading says of a target, or None where nothing can be said.

    `readings` are the metric's, oldest first. An open target, one without a direction and one that
    is not confirmed never get a verdict; what shall fall or rise is compared with the reading
    before alone.
    """
    if not readings or target.certainty is Certainty.UNCONFIRMED or _has_unknown_day(target):
        return None
    latest = amount_of(readings[-1])
    if latest is None:
        return None
    if target.direction in {Direction.FALLING, Direction.RISING}:
        before = amount_of(readings[-2]) if len(readings) > 1 else None
        return _moved(target.direction, metric, before, latest)
    level = _level(metric, target, readings[-1], latest)
    met = None if level is None else _met(target.direction, latest.number, level)
    return _said(target, readings[-1].on, today, met=met)


def _has_unknown_day(target: Target) -> bool:
    """Tell whether a target is to be reached so long after something whose day is not given."""
    return target.due is None and _SO_LONG_AFTER.search(target.words.casefold()) is not None


def _said(target: Target, on: date, today: date, *, met: bool | None) -> Verdict | None:
    if met is not False:
        return Verdict.REACHED if met else None
    last = target.due.last if target.due else None
    if last is None or on >= last:
        return Verdict.NOT_REACHED
    return Verdict.NOT_YET if today <= last else None  # nobody has told of the day itself


def _moved(
    direction: Direction, metric: Metric, before: Amount | None, latest: Amount
) -> Verdict | None:
    if before is None or not comparable(before, latest, metric):
        return None
    fallen, risen = latest.number < before.number, latest.number > before.number
    meant = fallen if direction is Direction.FALLING else risen
    return Verdict.AS_MEANT if meant else Verdict.AGAINST


def comparable(one: Amount, other: Amount, metric: Metric) -> bool:
    """Tell whether two readings of a metric are in the same unit."""
    return scale(one.unit or metric.unit) == scale(other.unit or metric.unit)


def _level(metric: Metric, target: Target, reading: Reading, latest: Amount) -> Decimal | None:
    """Return the number to compare with; None where there is none, or it is in another unit."""
    own = scale(latest.unit or metric.unit)
    if target.direction is Direction.LIKE_PEERS:
        peers = kept(reading.peers) if reading.source.told else _one(reading.peers)
        unit = scale(peers.unit or metric.unit) if peers else ""
    else:
        peers = _one(target.value)
        unit = scale((peers.unit if peers else "") or target.unit or metric.unit)
    if peers is None or (own and unit and own != unit):
        return None
    return peers.number


def _one(text: str) -> Amount | None:
    found = amounts(text) if text else ()
    return found[0] if len(found) == 1 else None


def _met(direction: Direction, number: Decimal, level: Decimal) -> bool | None:
    match direction:
        case Direction.AT_LEAST:
            return number >= level
        case Direction.AT_MOST | Direction.LIKE_PEERS:
            return number <= level
        case Direction.EXACTLY:
            return number == level
        case _:
            return None
