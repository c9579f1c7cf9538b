"""Changes on record in words: which field, from what to what, who, through what."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from council.history import REFUSED, History
from council.model import Certainty
from council.ports import Change
from council.privacy import FORGOTTEN
from council.recorded import due_of, state_of, value
from dialogs import phrases
from dialogs.cards import clip, tidy
from dialogs.history_fields import field
from dialogs.progress_changes import STANDINGS
from dialogs.tasks import UNREACHABLE, UNREACHABLE_OTHERWISE
from dialogs.texts import Texts, mark

LONGEST_VALUE = 300
NOTHING = "–"

DEEDS = {
    "report": mark("to report how it goes"),
    "propose": mark("to propose a new date"),
    "snooze": mark("to put off a reminder"),
    "decline": mark("to say that it is not theirs"),
    "news": mark("to read what owners have told"),
}

THROUGH = {
    "card": mark("card"),
    "words": mark("message"),
    "load": mark("load"),
    "job": mark("timed job"),
    "command": mark("command"),
}

TASKS = {"open": mark("open"), "closed": mark("closed")}

CODES: Mapping[str, Mapping[str, str]] = {
    "standing": {item.value: words for item, words in STANDINGS.items()},
    "certainty": {
        Certainty.CERTAIN: mark("certain"),
        Certainty.UNCONFIRMED: mark("not confirmed"),
    },
    "unreachable": {**UNREACHABLE, "failed": UNREACHABLE_OTHERWISE},
}
"""Of fields whose values are codes: the words of each."""

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words; an empty text says nothing."""

    at: datetime  # in the municipality's zone
    field: str
    before: str
    after: str
    who: str
    through: str
    why: str
    whole: str = ""  # where the whole thing came or went, or an attempt was refused

    def change(self, t: Texts) -> str:
        """Return what has changed on one line."""
        if self.whole:
            return self.whole
        return t("{field}: {before} → {after}", **self._sides())

    def _sides(self) -> Mapping[str, str]:
        return {
            "field": self.field,
            "before": self.before or NOTHING,
            "after": self.after or NOTHING,
        }


def told(change: Change, history: History, zone: ZoneInfo, t: Texts) -> Told:
    """Return a change in words, with the municipality's time."""
    reader = _Reader(history, zone, t)
    return Told(
        change.at.astimezone(zone),
        field(change.field, t),
        "" if change.field == REFUSED else reader.said(change.before, change.field),
        "" if change.field == REFUSED else reader.said(change.after, change.field),
        _who(change.who, history, t),
        t(THROUGH[change.through]) if change.through in THROUGH else change.through,
        "" if change.why == FORGOTTEN else tidy(change.why),
        _whole(change, t),
    )


def subject(change: Change, history: History) -> str:
    """Return what a change is of: a record's name, a person's, else the key itself."""
    record = history.register.get(change.key)
    if record is not None:
        return phrases.name(record)
    return history.names.get(change.key) or change.key


def _whole(change: Change, t: Texts) -> str:
    if change.field == REFUSED:
        deed = value(change.after)
        words = t(DEEDS[deed]) if deed in DEEDS else str(deed or "")
        return t("Refused attempt: {deed}", deed=words)
    if change.field:
        return ""
    if not change.before:
        return t("Put on record")
    return t("Changed as a whole") if change.after else t("Taken off the record")


def _who(key: str, history: History, t: Texts) -> str:
    if key == "system":
        return "Luotsi"
    if not key:
        return t("name removed")
    return history.names.get(key) or t("somebody without a name on record")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the values of changes."""

    history: History
    zone: ZoneInfo
    t: Texts

    def said(self, text: str, name: str) -> str:
        """Return a value in words; '' where there was none."""
        if not text or not name:
            return ""
        content = value(text)
        if content is None:
            return "" if text == "null" else clip(tidy(text), LONGEST_VALUE)
        if name in {"state", "rejected"} and (state := state_of(content)):
            return self.t(phrases.STATES[state])
        codes = TASKS if name.startswith("task:") else CODES.get(name, {})
        if isinstance(content, str) and content in codes:
            return self.t(codes[content])
        return clip(self._one(content), LONGEST_VALUE)

    def _one(self, content: object) -> str:
        t = self.t
        match content:
            case bool():
                return t("yes") if content else t("no")
            case int() | float():
                return t.number(content)
            case str():
                return self._words(content)
            case list():
                return ", ".join(self._one(each) for each in content)
            case dict():
                return self._several(content)
        return NOTHING

    def _words(self, text: str) -> str:
        """Return a day as a day, keys as names, and other words as they are."""
        if _DAY.fullmatch(text):
            try:
                return self.t.bare_day(date.fromisoformat(text))
            except ValueError:
                return text
        if _CLOCK.fullmatch(text):
            return self.t.bare_clock(time.fromisoformat(text))
        if _MOMENT.match(text):
            return self._moment(text)
        names = [self._named(part) for part in text.split(", ")]
        return ", ".join(name or "" for name in names) if all(names) else tidy(text)

    def _moment(self, text: str) -> str:
        """Return a moment (ISO 8601, UTC) in the municipality's time."""
        try:
            at = datetime.fromisoformat(text).astimezone(self.zone)
        except ValueError:
            return text
        return f"{self.t.bare_day(at.date())} {self.t.clock(at.time())}"

    def _named(self, key: str) -> str:
        """Return the name of a record, a person or somebody forgotten, or ''."""
        if key.startswith(f"{FORGOTTEN}/"):
            return self.t("name removed")
        record = self.history.register.get(key)
        return phrases.name(record) if record else self.history.names.get(key, "")

    def _several(self, content: dict[str, object]) -> str:
        if "yearless" in content and (due := due_of(content)):
            return self.t.when(due)
        if "document" in content and "title" in content:
            named = (content.get("title") or content.get("document"), content.get("place"))
            return ", ".join(str(part) for part in named if part)
        if content.keys() == {"audiences", "rights"}:
            held = [word for part in content.values() if isinstance(part, list) for word in part]
            return ", ".join(str(word) for word in held)
        return tidy(json.dumps(content, ensure_ascii=False))
