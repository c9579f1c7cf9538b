"""What the fields of a card bring along, read and doubted: numbers, words, days, times, ticks."""

import re
from datetime import date, time

from council.errors import StaleError
from council.items import BadInputError
from council.news import LONGEST_COMMENT
from council.timewords import SaidKind, read
from dialogs.cards import OFF, ON
from dialogs.scene import LONGEST_KEY, Scene

LONGEST_INPUT = 20_000  # characters of a field; what is longer was not written by hand
LONGEST_SECTION = 40
LONGEST_DAY = 60
MOST_CHOSEN = 20  # of a list of which several may be chosen

_PERCENT = re.compile(r"(\d{1,4})\s*(?:%|pros\w*|procent|percent)?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")
_TIME = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?(?::[0-9]{2})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def percent(scene: Scene) -> int | None:
    """Return a percentage, also one typed as '50 %'; None where the field is empty.

    Raises BadInputError for what is no whole number; its bounds are the use case's.
    """
    value = scene.turn.values.get("percent")
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise BadInputError(what="percent")
    return int(found[1])


def number(said: str) -> int | None:
    """Return a whole number of at most four figures; None for anything else."""
    return int(said) if _NUMBER.fullmatch(said) else None


def year(said: str) -> int:
    """Return a year. Raises BadInputError for anything else."""
    found = number(said)
    if found is None:
        raise BadInputError(what="year-range")
    return found


def days(said: str) -> tuple[int, ...]:
    """Return numbers of days, as in '14, 7, 1, 0'. Raises BadInputError for anything else."""
    found = [number(part) for part in re.split(r"[\s,;]+", said) if part]
    known = tuple(one for one in found if one is not None)
    if len(known) != len(found):
        raise BadInputError(what="days")
    return known


def clock(said: str) -> time:
    """Return a time of day: '9:00', '09:00', '9.00' or '9'. Raises BadInputError otherwise."""
    found = _TIME.fullmatch(said)
    if found is None:
        raise BadInputError(what="time")
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError as error:
        raise BadInputError(what="time") from error


def comment(scene: Scene, name: str = "comment") -> str:
    """Return what was written, or ''. Raises BadInputError where it is too long."""
    value = scene.words(name, LONGEST_INPUT)
    if len(value) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    return value


def section(scene: Scene) -> str:
    """Return the number of a decision's section, without its mark."""
    return scene.words("section", LONGEST_SECTION).lstrip("§ ").strip()


def day(scene: Scene, name: str) -> date | None:
    """Return a day; None where the field is empty. Raises BadInputError for what is none.

    Fields for days give ISO 8601; where a client shows a bare field, people write their own way.
    """
    value = scene.words(name, LONGEST_DAY)
    if not value:
        return None
    if _ISO.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadInputError(what="no-such-day", words=value) from error
    said = read(value, scene.council.today, scene.language)
    if said.kind is SaidKind.INVALID:
        raise BadInputError(what="no-such-day", words=value)
    last = said.end or said.start
    if last is None or said.needs_review or (said.start or last) != last:
        raise BadInputError(what="day")
    return last


def seen(scene: Scene) -> date | None:
    """Return the due day that the pressed card showed; None where it showed none."""
    value = scene.key("seen")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise StaleError(what="seen") from error


def flag(scene: Scene, name: str) -> bool:
    """Return a choice that a button carries. Raises StaleError where it carries none."""
    value = scene.turn.values.get(name)
    if not isinstance(value, bool):
        raise StaleError(what=name)
    return value


def ticked(scene: Scene, name: str) -> bool:
    """Tell whether a box came back ticked, or a button says so. Raises StaleError."""
    value = scene.turn.values.get(name, False)
    if isinstance(value, bool):
        return value
    if value not in {ON, OFF}:
        raise StaleError(what=name)
    return bool(value == ON)


def keys(scene: Scene, name: str) -> tuple[str, ...]:
    """Return the keys that were chosen of several, which Teams joins with commas."""
    said = scene.words(name, MOST_CHOSEN * LONGEST_KEY)
    found = tuple(key.strip() for key in said.split(",") if key.strip())
    if len(found) > MOST_CHOSEN:
        raise StaleError(what=name)
    return found
