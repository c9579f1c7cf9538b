"""Inputs of a form, and what comes back in them: days, times, numbers, ticks; all untrusted."""

import re
from collections.abc import Sequence
from datetime import date, time

from council.errors import StaleError
from council.items import BadInputError
from dialogs.cards import LONGEST_TITLE, Element, clip, tidy
from dialogs.scene import LONGEST_KEY, Scene

ON, OFF = "true", "false"
MOST_CHOSEN = 20
_FINNISH_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})(?::00)?")


def text_input(name: str, label: str, value: str = "", *, longest: int = 200) -> Element:
    """Return a line to write on."""
    return _input("Input.Text", name, label, value) | {"maxLength": longest}


def date_input(name: str, label: str, day: date | None = None) -> Element:
    """Return a day to choose."""
    return _input("Input.Date", name, label, day.isoformat() if day else "")


def time_input(name: str, label: str, at: time) -> Element:
    """Return a time of day to choose."""
    return _input("Input.Time", name, label, f"{at:%H:%M}")


def toggle_input(name: str, label: str, *, on: bool) -> Element:
    """Return a box to tick; `label` stands beside it."""
    made = _input("Input.Toggle", name, label, ON if on else OFF)
    return made | {"title": made.pop("label"), "valueOn": ON, "valueOff": OFF}


def several_input(name: str, label: str, choices: Sequence[tuple[str, str]]) -> Element:
    """Return a list of which several may be chosen; `choices` are (title, value)."""
    shown = [
        {"title": clip(tidy(title), LONGEST_TITLE), "value": value} for title, value in choices
    ]
    made = _input("Input.ChoiceSet", name, label, "")
    return made | {"style": "expanded", "isMultiSelect": True, "choices": shown}


def _input(kind: str, name: str, label: str, value: str) -> Element:
    return {"type": kind, "id": name, "label": clip(tidy(label), 200), "value": value}


def day(scene: Scene, name: str) -> date | None:
    """Return a day that came back, or None where none was given. Raises BadInputError."""
    said = scene.words(name)
    return read_day(said) if said else None


def read_day(said: str) -> date:
    """Read '2010-02-01' or '1.2.2010'. Raises BadInputError for anything else."""
    finnish = _FINNISH_DAY.fullmatch(said)
    try:
        if finnish:
            return date(int(finnish[3]), int(finnish[2]), int(finnish[1]))
        return date.fromisoformat(said)
    except ValueError as error:
        raise BadInputError(what="date") from error


def read_time(said: str) -> time:
    """Read '9:00', '09:00' or '9.00'. Raises BadInputError for anything else."""
    found = _TIME.fullmatch(said)
    try:
        if found:
            return time(int(found[1]), int(found[2]))
    except ValueError as error:
        raise BadInputError(what="time") from error
    raise BadInputError(what="time")


def number(said: str, what: str) -> int:
    """Read a whole number of at most four figures. Raises BadInputError with the code `what`."""
    if not re.fullmatch(r"[0-9]{1,4}", said):
        raise BadInputError(what=what)
    return int(said)


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
