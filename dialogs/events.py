"""Events in words: when and where, about what, for whom, led by whom."""

from council.dates import DueDate
from council.model import Event, EventKind
from dialogs.texts import Texts, mark

# How it is said for whom an event is, where it is not simply for somebody.
FOR_WHOM = {
    EventKind.INTERVIEWS: mark("Interviewed: {whom}"),
    EventKind.SURVEY: mark("Asked: {whom}"),
}


def time_and_place(record: Event, t: Texts) -> list[str]:
    """Return when and where an event is."""
    when = t("Time: {date}", date=t.when(record.when or DueDate()))
    return [when, t("Place: {place}", place=record.place) if record.place else ""]


def meant(record: Event, t: Texts) -> list[str]:
    """Return what an event is about, for whom it is and who leads it."""
    return [topics(record, t), for_whom(record, t), lead(record, t)]


def topics(record: Event, t: Texts) -> str:
    """Return what an event is about, or ''."""
    return t("Topics: {topics}", topics="; ".join(record.topics)) if record.topics else ""


def for_whom(record: Event, t: Texts) -> str:
    """Return for whom an event is, or ''."""
    words = FOR_WHOM.get(record.kind, mark("For: {whom}"))
    return t(words, whom=record.for_whom) if record.for_whom else ""


def lead(record: Event, t: Texts) -> str:
    """Return who leads an event, or ''."""
    return t("Led by: {lead}", lead=record.lead) if record.lead else ""
