"""What went wrong, in words; of what somebody told that makes no sense, what to do instead."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time

from council.errors import CouncilError
from dialogs.texts import Texts, mark

FAILED = mark("Something went wrong. Please try again in a moment.")
ERRORS: Mapping[str, str] = {
    "not-allowed": mark("You may not do this. The administrators can help."),
    "not-found": mark("I cannot find this. It may have been removed."),
    "stale": mark("This card is no longer up to date. Please open it again."),
    "unreadable-document": mark("The document cannot be read."),
    "unavailable": mark("What is needed is out of reach just now. Please try again in a moment."),
    "bad-input": mark("This could not be recorded. Please check what you wrote."),
    "failed": FAILED,
}
FOLLOW_UP: Mapping[str, str] = {
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
    "too-far": mark("The new due day is more than 30 years ahead. Check the year."),
    "past": mark("The new due day has passed already. Choose a day that is still to come."),
    "reason": mark("A new due day needs a reason. Write in a few words why it moves."),
}
READINGS: Mapping[str, str] = {
    "number": mark("This is not a number that I can read. Write for example 76 or 76,5."),
    "unit": mark("This is in another unit. The metric is read in: {unit}"),
    "percent-range": mark("A percentage has to be between 0 and 100."),
    "negative": mark("This cannot be less than zero."),
    "reading-not-yet": mark("The day has not come yet."),
    "replaced": mark("This metric has been replaced by another one."),
    "peers": mark("I cannot read the value of the comparable municipalities."),
}
DESK: Mapping[str, str] = {
    "person": mark("I do not know this person. They have to write to Luotsi first."),
    "nobody-chosen": mark("Choose a person."),
    "ends-before": mark("The last day is before the first day."),
    "holds-already": mark("This person holds the role already on that day."),
    "overlaps": mark("Somebody else has held the role since that day. The past is not rewritten."),
    "vacant": mark("Nobody holds the role on that day."),
    "year-range": mark("Write the year in four figures, for example 2022."),
    "no-such-day-that-year": mark("There is no such day in that year."),
    "owner": mark("Choose at least one role or body of the same programme."),
    "link": mark("Write the whole address. It begins with https:// and has no spaces."),
    "rule": mark(
        "This does not suit the setting. Days are whole numbers from 0 to 365, "
        "at most ten of them, for example: 14, 7, 1, 0."
    ),
    "hour-quiet": mark("The sending time has to be outside the quiet hours."),
    "retention": mark("This has to be kept for at least {shortest} days, and not for ever."),
}
PREFERENCES: Mapping[str, str] = {
    "quiet-hour": mark("Choose a time from {first} to {last}: I do not write outside it."),
    "time": mark("I do not understand the time. Write it like this: 9.00."),
    "days": mark("Write the days as whole numbers from 0 to 365, at most ten: 14, 7, 1, 0."),
    "pause-past": mark("The last day of the pause is over already."),
    "pause-long": mark("A pause can last 90 days at most."),
    "deputy-self": mark("You cannot stand in for yourself."),
    "deputy-unknown": mark("Choose who stands in from the list."),
    "deputy-days": mark("The last day of standing in is before the first."),
    "deputy-until": mark("Say until when somebody stands in for you."),
    "deputy-past": mark("The last day of standing in is over already."),
}
BAD_INPUT: Mapping[str, str] = {**FOLLOW_UP, **READINGS, **DESK, **PREFERENCES}
SHARED = mark("I tell this only in private. Write to me in our own conversation.")
MOMENTS = ("first", "last", "due")  # facts that are days or times of day, ISO 8601


def said(error: CouncilError, t: Texts) -> str:
    """Return what to say of anything that went wrong."""
    if error.facts.get("where") == "shared":
        return t(SHARED)
    if error.code == "bad-input":
        words = BAD_INPUT.get(error.facts.get("what", ""), ERRORS[error.code])
        facts = {name: _fact(name, value, t) for name, value in error.facts.items()}
        with suppress(KeyError):  # told by somebody who has less to say of it
            return t(words, **facts) if "{" in words else t(words)
    return t(ERRORS.get(error.code, FAILED))


def _fact(name: str, value: str, t: Texts) -> str:
    if name in MOMENTS:
        with suppress(ValueError):
            return t.day(date.fromisoformat(value))
        with suppress(ValueError):
            return t.bare_clock(time.fromisoformat(value))
    return value
