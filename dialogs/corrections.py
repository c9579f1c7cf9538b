"""What was told and makes no sense, in words that say how to put it right."""

from council.items import BadInputError
from dialogs.texts import Texts, mark

WORDS = {
    "person": mark("I do not know this person. They have to write to Luotsi first."),
    "nobody-chosen": mark("Choose a person."),
    "before-programme": mark("This day is from before the programme began."),
    "ends-before": mark("The last day is before the first day."),
    "holds-already": mark("This person holds the role already on that day."),
    "overlaps": mark("Somebody else has held the role since that day. The past is not rewritten."),
    "vacant": mark("Nobody holds the role on that day."),
    "year-range": mark("Write the year in four figures, for example 2022."),
    "no-such-day": mark("There is no such day in that year."),
    "owner": mark("Choose at least one role or body of the same programme."),
    "date": mark("I do not understand the day. Write it like this: 1.2.2026."),
    "time": mark("I do not understand the time. Write it like this: 9.00."),
    "rule": mark(
        "This does not suit the setting. Days are whole numbers from 0 to 365, "
        "at most ten of them, for example: 14, 7, 1, 0."
    ),
    "hour-quiet": mark("The sending time has to be outside the quiet hours."),
    "reason": mark("Give a reason for the new date."),
    "past": mark("The new date has to be today or later."),
    "year": mark("The new date needs a day with a year."),
    "no-date": mark("This has no due date of its own."),
    "comment": mark("The text is too long."),
}
OTHER = mark("Something in this does not fit. Please check it.")


def words(error: BadInputError, t: Texts) -> str:
    """Return what to say of a mistake."""
    return t(WORDS.get(error.facts.get("what", ""), OTHER))
