"""How the ledger has to change for an item, so that it says what is wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from council.ledger import Reminder, RowState
from council.planning import Setting, planners_own, sending_moment
from council.rules import RuleKind, Rules, Step

ASTRAY: Final = timedelta(days=3)  # ahead of now by which a clock must have gone wrong


@dataclass(frozen=True, slots=True)
class Revision:
    """How the ledger has to change for an item."""

    put: tuple[Reminder, ...] = ()  # new ones, or planned ones at another moment
    superseded: tuple[Reminder, ...] = ()


def revised(
    known: Sequence[Reminder], want: Sequence[Reminder], *, reason: str, now: datetime
) -> Revision:
    """Compare an item's rows with those wanted; what is under way or over stays as it is.

    Rows that others have made (snoozed, changed, task) are not the planner's to supersede; where
    their item is gone, they are skipped when their time comes.
    """
    rows = {row.identity: row for row in known}
    put = []
    for row in want:
        was = rows.get(row.identity)
        if was is None or was.state is RowState.SUPERSEDED:
            put.append(replace(row, changed=now))
        elif was.state is RowState.PLANNED and _moved(was, row):
            put.append(replace(row, changed=now, reason=was.reason))
    kept = {row.identity for row in want}
    gone = tuple(
        replace(row, state=RowState.SUPERSEDED, reason=reason, changed=now)
        for row in known
        if row.state is RowState.PLANNED and row.identity not in kept and planners_own(row)
    )
    return Revision(tuple(put), gone)


def _moved(was: Reminder, row: Reminder) -> bool:
    return (was.at, was.capacity, was.through) != (row.at, row.capacity, row.through)


def brought_back(known: Sequence[Reminder], rules: Rules, setting: Setting) -> Iterator[Reminder]:
    """Yield rows that others have made and a clock far ahead of its time has put off."""
    today = setting.days.day(setting.now)
    for row in known:
        astray = row.changed is not None and row.changed > setting.now + ASTRAY
        if row.state is not RowState.PLANNED or not astray or planners_own(row):
            continue
        snoozed = Step.read(row.rule).kind is RuleKind.SNOOZED
        day = setting.days.forth(row.due if snoozed else today, july_off=rules.july_off)
        moment = sending_moment(row.recipient, day, rules, setting)
        yield replace(row, at=min(row.at, moment), changed=setting.now)
