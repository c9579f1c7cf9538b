"""Readings: who tells what a metric shows, whether that makes sense, and how fresh it all is.

A reading is told, not read from a document: its source is who told it and when.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import NotAllowedError, NotFoundError
from council.items import Minutes, Result, acknowledge, today_of
from council.loading import as_json
from council.model import Certainty, Metric, Reading, ReportingRule, Standing, Target
from council.office import Office, office
from council.ports import Change
from council.reading_days import months_after
from council.register import Register
from council.weighing import Entered, Told, may, weighed

FRESH_MONTHS: Final = 12  # where neither a setting nor the programme names an interval


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many metrics have a fresh value."""

    fresh: int
    total: int
    unconfirmed: int = 0  # metrics that are left out because nobody has confirmed them


@dataclass(frozen=True, slots=True)
class Sheet:
    """A metric with what it has shown, oldest first, and what it should."""

    metric: Metric
    readings: tuple[Reading, ...]
    targets: tuple[Target, ...]


async def read_in(  # noqa: PLR0913, PLR0917 - what is told, by whom, and how
    council: Council,
    asker: Asker,
    metric_key: str,
    value: str,
    on: date,
    note: str = "",
    *,
    through: str,
    sure: bool = False,
    peers: str = "",
) -> Entered:
    """Put on record what a metric showed on a day (the municipality's), or ask first.

    What is unclear is asked whatever the asker says; what is only odd is written if they are sure.
    One of the same day takes the place of the one before, which stays in the history. Raises
    NotFoundError, NotAllowedError unless the asker answers for the metric or administers, and
    BadInputError.
    """
    known = await office(council)
    metric = await _permitted(council, asker, metric_key, known, through)
    entered = weighed(metric, Told(value=value, on=on, note=note, peers=peers), asker, known)
    reading = entered.reading
    if reading is None or (entered.checks and not sure):
        return entered
    async with council.records() as records:
        await records.changes.bump()  # whoever enters one at the same time waits here
        m = Minutes(records, asker, known, through)
        found = await records.register.find([metric.key, reading.key])
        if not any(isinstance(record, Metric) for record in found):
            raise NotFoundError(what="record")
        was = next((record for record in found if isinstance(record, Reading)), None)
        if was is not None and _same(was, reading):
            await acknowledge(m, metric.key, asker.person)
            return replace(entered, checks=(), reading=was, corrects=None, result=Result.ALREADY)
        await _write(m, metric, reading, was)
    return replace(entered, checks=(), corrects=was or entered.corrects)


async def weigh(council: Council, asker: Asker, metric_key: str, told: Told) -> Entered:
    """Return what entering this would come to, without writing it. Raises as `read_in` does."""
    known = await office(council)
    metric = await _permitted(council, asker, metric_key, known, "words")
    return weighed(metric, told, asker, known)


async def sheet(council: Council, asker: Asker, key: str) -> Sheet:
    """Return what the form of a metric shows to who may enter. Raises as `read_in` does."""
    known = await office(council)
    metric = await _permitted(council, asker, key, known, "card")
    return Sheet(metric, known.register.readings(metric), known.register.targets(metric))


async def may_enter(council: Council, asker: Asker, key: str) -> bool:
    """Tell whether the asker may enter readings of a metric."""
    known = await office(council)
    metric = known.register.find(Metric, key)
    return metric is not None and may(metric, asker, known)


async def enterable(council: Council, asker: Asker) -> tuple[Metric, ...]:
    """Return the metrics that the asker may enter readings of."""
    known = await office(council)
    return tuple(
        metric
        for metric in known.register.of(Metric)
        if in_force(metric, known.register) and may(metric, asker, known)
    )


async def metrics_seen(council: Council, asker: Asker) -> tuple[Metric, ...]:
    """Return the metrics that the asker may see."""
    return (await council.shelf.view(asker)).register.of(Metric)


async def coverage(council: Council, asker: Asker, programme: str = "") -> Coverage:
    """Return how many of the metrics that the asker sees have a value that is fresh today.

    Fresh is what is no older than the interval at which values are asked, else than the longest
    that the programme names for its reports, else than a year.
    """
    known = await office(council)
    register = (await council.shelf.view(asker)).register
    metrics = register.of(Metric, programme)
    certain = [m for m in metrics if m.certainty is not Certainty.UNCONFIRMED]
    fresh = sum(_fresh(metric, register, known) for metric in certain)
    return Coverage(fresh, len(certain), len(metrics) - len(certain))


def in_force(metric: Metric, register: Register) -> bool:
    """Tell whether a metric's programme has not been replaced."""
    programme = register.programme(metric)
    if programme is None or programme.standing is Standing.FORMER:
        return False
    return register.successor(programme.key) is None


def suggested_months(register: Register, programme: str) -> tuple[int, int] | None:
    """Return the interval that a programme names for its reports: an offer, never a rule."""
    rules = (rule.months for rule in register.of(ReportingRule, programme))
    return next((months for months in rules if months), None)


def _fresh(metric: Metric, register: Register, known: Office) -> bool:
    readings = register.readings(metric)
    if not readings:
        return False
    months = known.rules(metric.programme, metric.key).reading_months
    if not months:
        offered = suggested_months(register, metric.programme)
        months = max(offered) if offered else FRESH_MONTHS
    return months_after(readings[-1].on, months) >= today_of(known)


async def _permitted(
    council: Council, asker: Asker, key: str, known: Office, through: str
) -> Metric:
    """Return the metric if the asker may enter its readings; a refusal is put on record."""
    metric = known.register.find(Metric, key)
    if metric is None:
        raise NotFoundError(what="record")
    if may(metric, asker, known):
        return metric
    view = await council.shelf.view(asker)
    async with council.records() as records:
        await Minutes(records, asker, known, through).write(key, "refused", "", "reading")
    if view.register.get(key) is None:
        raise NotFoundError(what="record")
    raise NotAllowedError(who=asker.person)


def _same(was: Reading, reading: Reading) -> bool:
    told = (was.value, was.note, was.peers, was.metric)
    return told == (reading.value, reading.note, reading.peers, reading.metric)


async def _write(m: Minutes, metric: Metric, reading: Reading, was: Reading | None) -> None:
    """Write a reading with its history, and what follows from it."""
    if was is not None:  # what the first of a day replaced stays replaced
        reading = replace(reading, supersedes=was.supersedes)
    before = as_json(asdict(was)) if was else ""
    after = as_json(asdict(reading))
    await m.records.register.put([reading])
    await m.records.changes.add(
        [Change(reading.key, "", before, after, m.asker.person, m.now, m.through)]
    )
    await acknowledge(m, metric.key, m.asker.person)
