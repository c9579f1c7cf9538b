"""What somebody told that makes no sense, in words that say what to do instead."""

from collections.abc import Mapping
from datetime import date

from council.errors import CouncilError
from dialogs.texts import Texts, mark

BAD_INPUT: Mapping[str, str] = {
    "percent": mark("The percentage is a whole number from 0 to 100. Please correct it."),
    "comment": mark("The text is too long: at most 2,000 characters. Please shorten it."),
    "not-yet": mark(
        "This day is still to come. Give the day on which it happened, or leave it out. "
        "If you need more time, choose ‘Late / I need more time’."
    ),
    "before-programme": mark(
        "This day is before the programme began ({first}). Please check the year."
    ),
    "day": mark("I did not understand the day. Write it as 31.3.2026, with the year."),
    "no-such-day": mark("There is no such day: {words}. Please check it."),
    "weekday": mark("The weekday and the day do not match: {words}. Please check them."),
    "snooze": mark("Choose a day from tomorrow on, at most 90 days ahead."),
    "snooze-after-due": mark(
        "It is due {due}. Choose a day before that, or propose a new due day."
    ),
    "no-date": mark("This has no due day, so it cannot be moved. You can tell how it goes."),
    "year": mark("The new due day needs a year. Write it as 31.3.2026."),
    "past": mark("The new due day has passed already. Choose a day that is still to come."),
    "reason": mark("A new due day needs a reason. Write in a few words why it moves."),
}
SHARED = mark("I tell this only in private. Write to me in our own conversation.")
DAYS = ("first", "due")  # facts that are days, ISO 8601


def said(error: CouncilError, t: Texts) -> str:
    """Return what to do about input that makes no sense; '' for any other error."""
    if error.facts.get("where") == "shared":
        return t(SHARED)
    words = BAD_INPUT.get(error.facts.get("what", "")) if error.code == "bad-input" else None
    if words is None:
        return ""
    facts = {name: _fact(name, value, t) for name, value in error.facts.items()}
    try:
        return t(words, **facts) if "{" in words else t(words)
    except KeyError:  # told by somebody who has less to say of it
        return ""


def _fact(name: str, value: str, t: Texts) -> str:
    if name not in DAYS:
        return value
    try:
        return t.day(date.fromisoformat(value))
    except ValueError:
        return value
