"""Questions about progress: how they begin, and the days that they name."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from council.asking import Asked
from dialogs.requests import folded

LONGEST = 3_660  # days back that can be asked about

_STANDING = (
    r"missa (?:nyt )?(?:mennaan|ollaan menossa)",
    r"(?:mika|millainen) on (?:ohjelman )?tilanne",
    r"hur gar det(?: nu)?(?: med| for)?",
    r"hur ser laget ut(?: for| i)?",
    r"where do we stand(?: with| in)?",
    r"what is the status(?: of)?",
)
_GOING = (
    r"miten (?P<of>.+) (?:etenee|edistyy)",
    r"hur (?:framskrider|gar det for|gar det med) (?P<of>.+)",
    r"how is (?P<of>.+) (?:progressing|going|doing)",
)
_CHANGED = (
    r"mita (?:on|onkaan) (?:nyt )?muuttunut",
    r"mika on muuttunut",
    r"onko (?:ohjelma|ohjelmassa (?:mikaan|mitaan)|mikaan|jokin) muuttunut",
    r"ovatko (?:ohjelman )?(?:tavoitteet|toimenpiteet|maaraajat) muuttuneet",
    r"vad har (?:andrats|forandrats)",
    r"har (?:programmet|malen|atgarderna|tidsfristerna) (?:andrats|forandrats)",
    r"what has changed",
    r"what changed",
    r"have (?:the )?(?:goals|actions|due dates) changed",
)
_MEETING = re.compile(r"\b(?:kokou\w*|valtuusto\w*|mote\w*|fullmaktige\w*|meeting\w*|council\w*)\b")
_AROUND = re.compile(
    r"\b(?:edelli\w*|viime\w*|jalkeen|alkaen|lahtien|aikana|sitten|senaste|forra|sedan|efter|fran"
    r"|under|since|after|from|in|the|last|previous)\b"
)
_AFTER = re.compile(r"\b(?:jalkeen|efter|after)\b")
_ONWARDS = re.compile(r"\b(?:alkaen|lahtien|sedan|fran|since|from)\b")
_FROM_MONTH = re.compile(r"(?<=kuu)sta\b")  # 'huhtikuusta (lähtien)', as folded
_DAYS = re.compile(r"\b(\d{1,4})\s*(?:paiva\w*|pv|dag\w*|days?)\b")
_OF_MONTH = re.compile(r"\b(\d{1,2})\.?(?:st|nd|rd|th)? [a-z]")
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.?(\d{4})?(?!\w)")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question about changes names besides 'what has changed'."""

    rest: str  # folded, without days and the meeting: a programme, a town, or something else
    between: tuple[date, date] | None = None
    meeting: bool = False


def after(text: str, *, changes: bool = False) -> str | None:
    """Return what a question about progress, or about changes, names besides; None for another."""
    said = folded(text).strip(" ?!.,")
    for beginning in _CHANGED if changes else _STANDING:
        if found := re.match(rf"{beginning}(?!\w)[\s,:]*(.*)$", said):
            return _FROM_MONTH.sub("ssa alkaen", found[1])
    whole = (re.fullmatch(pattern, said) for pattern in (() if changes else _GOING))
    return next((found["of"] for found in whole if found), None)


def asking(rest: str, today: date, asked: Asked) -> Asking:
    """Work out the days that the rest of a question about changes names.

    `asked` is that rest as it was read: it knows months and years. A day without a year is the
    latest that is past.
    """
    days = [day for found in _DATE.finditer(rest) if (day := _past(found, today))]
    left = _DATE.sub(" ", rest)
    number = _DAYS.search(left)
    left = _DAYS.sub(" ", left)
    meeting = bool(_MEETING.search(left))
    left = " ".join(_MEETING.sub(" ", _AROUND.sub(" ", left)).strip(" -–").split())
    if days:
        return Asking(left, (days[0], max(days[0], days[1]) if len(days) > 1 else today))
    if number:
        return Asking(left, back(int(number[1]), today))
    if meeting or asked.between is None:
        return Asking(left, meeting=meeting)
    if of_month := _OF_MONTH.search(rest):
        first, _ = _shifted(asked.between, today, later=False)
        left = rest.replace(of_month[1], "", 1)
        return Asking(left, _from_day(first, int(of_month[1]), today))
    first, last = _shifted(asked.between, today, later=bool(_AFTER.search(rest)))
    return Asking(rest, (first, today if _ONWARDS.search(rest) else last))


def back(days: int, today: date) -> tuple[date, date]:
    """Return the last so many days, today included."""
    return today - timedelta(days=min(days, LONGEST)), today


def _past(found: re.Match[str], today: date) -> date | None:
    """Return the day of a match, without a year the latest that is not to come."""
    day, month = int(found[1]), int(found[2])
    years = (int(found[3]),) if found[3] else range(today.year, today.year - 5, -1)
    for year in years:
        try:
            made = date(year, month, day)
        except ValueError:
            continue
        if found[3] or made <= today:
            return made
    return None


def _shifted(between: tuple[date, date], today: date, *, later: bool) -> tuple[date, date]:
    """Return a period that has begun: a month without a year is the latest, not the next."""
    first, last = between
    while first > today:
        first, last = _year_before(first), _year_before(last)
    if later and last < today:
        return (last if first == last else last + timedelta(days=1)), today
    return first, min(last, today)


def _from_day(first: date, day: int, today: date) -> tuple[date, date]:
    """Return the time from a day of a month to today; from its first where there is no such day."""
    try:
        return first.replace(day=day), today
    except ValueError:
        return first, today


def _year_before(day: date) -> date:
    """Return the same day a year before; a leap day becomes the month's last."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
