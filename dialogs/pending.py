"""What waits for a word of its asker, as it is kept with the topic of the conversation.

It is data of ours, yet read back as doubtfully as anything else: what is not exactly of the form
that is written here, or older than it may be, is nothing.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from council.dates import DateCertainty, DateKind, DueDate
from council.items import iso
from council.model import State
from council.people import Topic
from dialogs.spoken import Deed, Statement

LONGEST = timedelta(minutes=30)
MOST_WORDS = 2_000  # characters of the owner's own words


class Step(StrEnum):
    """What is waited for."""

    CONFIRM = "confirm"
    WHY = "why"
    WHICH = "which"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A statement that waits."""

    id: str
    at: datetime  # aware, UTC
    person: str
    step: Step
    told: Statement
    item: str = ""  # key; empty while it is asked which
    seen: date | None = None  # the item's due day when it was understood
    shared: bool = False  # it is asked at the same time whether it is done for all


def kept(pending: Pending) -> str:
    """Return it as text for the record."""
    told = pending.told
    return json.dumps(
        {
            "id": pending.id,
            "at": pending.at.astimezone(UTC).isoformat(),
            "person": pending.person,
            "step": pending.step.value,
            "item": pending.item,
            "seen": iso(pending.seen),
            "shared": pending.shared,
            "deed": told.deed.value,
            "text": told.text[:MOST_WORDS],
            "state": told.state.value if told.state else "",
            "percent": told.percent,
            "on": iso(told.on),
            "section": told.section,
            "why": told.why[:MOST_WORDS],
            "due": _due(told.due),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def waiting(topic: Topic | None, person: str, now: datetime) -> Pending | None:
    """Return what waits for this person's word, or None."""
    if topic is None or not topic.pending:
        return None
    try:
        found = _read(json.loads(topic.pending))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    fresh = timedelta() <= now - found.at <= LONGEST
    return found if fresh and found.person == person else None


def _read(given: dict[str, Any]) -> Pending:
    percent = given["percent"]
    if percent is not None and (isinstance(percent, bool) or not isinstance(percent, int)):
        raise TypeError("percent")
    at = datetime.fromisoformat(given["at"])
    if at.tzinfo is None:
        raise ValueError("at")
    told = Statement(
        deed=Deed(given["deed"]),
        text=_words(given["text"]),
        state=State(given["state"]) if given["state"] else None,
        percent=percent,
        on=_day(given["on"]),
        section=_words(given["section"]),
        due=_due_read(given["due"]),
        why=_words(given["why"]),
    )
    return Pending(
        id=_words(given["id"]),
        at=at,
        person=_words(given["person"]),
        step=Step(given["step"]),
        told=told,
        item=_words(given["item"]),
        seen=_day(given["seen"]),
        shared=given["shared"] is True,
    )


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("words")
    return value


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _due(due: DueDate | None) -> dict[str, str] | None:
    if due is None:
        return None
    return {
        "words": due.words,
        "start": iso(due.start),
        "end": iso(due.end),
        "certainty": due.certainty.value,
        "kind": due.kind.value,
    }


def _due_read(given: dict[str, str] | None) -> DueDate | None:
    if given is None:
        return None
    return DueDate(
        words=_words(given["words"]),
        start=_day(given["start"]),
        end=_day(given["end"]),
        certainty=DateCertainty(given["certainty"]),
        kind=DateKind(given["kind"]),
    )
