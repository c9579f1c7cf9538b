"""What the fields of a card bring along, read and doubted: numbers, words, days."""

import re
from datetime import date

from council.errors import StaleError
from council.items import BadInputError
from council.news import LONGEST_COMMENT
from council.timewords import SaidKind, read
from dialogs.scene import Scene

LONGEST_INPUT = 20_000  # characters of a field; what is longer was not written by hand
LONGEST_SECTION = 40
LONGEST_DAY = 60

_PERCENT = re.compile(r"(\d{1,4})\s*(?:%|pros\w*|procent|percent)?", re.IGNORECASE)
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
