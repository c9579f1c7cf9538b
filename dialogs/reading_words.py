"""Readings in somebody's own words: 'Sairauspoissaolot 12,4 päivää 31.12.2019'.

Nothing is taken for a reading that says a word more: then it may be a question.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from council.amounts import amounts, is_unit, scale
from council.model import Metric
from council.words import fold, stem

LONGEST = 250  # characters of a message that states a reading
SHORTEST_STEM = 4  # letters of a name's word from which it may be inflected

_DAY = re.compile(r"(?<![\w.,])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?!\w|\.\w)")
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
_RELATIVE = {
    **dict.fromkeys(("tanaan", "idag", "i dag", "today"), 0),
    **dict.fromkeys(("eilen", "igar", "i gar", "yesterday"), 1),
}
_SOON = re.compile(rf"\b(?:{'|'.join(_RELATIVE)})\b")
_NUMBER = re.compile(r"(?<![\w.,])[-+−–]?\d(?:[\d.,\s]*\d)?")
_FILLERS = re.compile(
    r"\b(?:on|oli|nyt|lukema|lukeman|lukemaksi|arvo|arvoksi|tulos|tulokseksi|kirjaa|kirjataan"
    r"|merkitse|uusi|paivalta|mittari|mittarin|luotsi|hei|tiedoksi"
    r"|ar|var|nu|varde|vardet|avlasning|anteckna|registrera|ny|nytt|den|per|hej"
    r"|is|was|now|reading|value|record|enter|new|the|at|as of|dated|hello|hi)\b"
    r"|(?<!\S)-(?!\S)|[:=,;()\[\]!\"'”“–—]|\.(?=\s*$)"
)
_COURSE = re.compile(
    r"\b(?:kehity(?:s|ksen|sta|ksesta)|historia|utveckling(?:en)?|historik"
    r"|development|trend|history)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A reading that somebody states; of several metrics of one name it is not clear which."""

    metrics: tuple[Metric, ...]
    value: str  # as written, with its unit
    on: date


def may_state(text: str) -> bool:
    """Tell whether a text may state a reading at all: quick to ask of every message."""
    return len(text) <= LONGEST and any(c.isdigit() for c in text)


def statement(text: str, metrics: Sequence[Metric], today: date) -> Statement | None:
    """Return the reading that a text states of one of these metrics, or None for anything else.

    A day without a year is the latest that is not to come; without a day it is today.
    """
    plain = unicodedata.normalize("NFC", text)
    laid = _laid(plain)
    named = _named(laid, metrics)
    if not named:
        return None
    _, start, end = named[0]
    rest = f"{plain[:start]} {_past_mark(plain[end:], named[0][0])}"
    if "?" in rest:
        return None
    dated = _dated(rest, today)
    if dated is None:
        return None
    value = _value(dated[0])
    found = tuple(metric for metric, _, _ in named)
    if value is None or not all(_fits(value, metric) for metric in found):
        return None
    return Statement(found, value, dated[1])


def course(text: str, metrics: Sequence[Metric]) -> Metric | None:
    """Return the metric whose history a text asks for, or None."""
    laid = _laid(unicodedata.normalize("NFC", text))
    if not asks_course(text):
        return None
    named = _named(laid, metrics)
    if not named:
        return None
    metric, start, end = named[0]
    rest = _COURSE.sub(" ", f"{laid[:start]} {laid[end:]}")
    return None if re.search(r"\w", rest) else metric


def asks_course(text: str) -> bool:
    """Tell whether a text may ask for a metric's history: quick to ask of every message."""
    return len(text) <= LONGEST and _COURSE.search(_laid(text)) is not None


def _laid(text: str) -> str:
    """Return a text folded, letter by letter, so that places in it stay the same."""
    return "".join(folded if len(folded := fold(c)) == 1 else c for c in text)


def _named(laid: str, metrics: Sequence[Metric]) -> list[tuple[Metric, int, int]]:
    """Return the metrics of the longest name in a text, with where it stands."""
    found = [
        (metric, place.start(), place.end())
        for metric in metrics
        for name in (metric.name, *metric.aliases)
        if (pattern := _pattern(name)) and (place := re.search(pattern, laid))
    ]
    longest = max((end - start for _, start, end in found), default=0)
    best = {metric.key: (metric, start, end) for metric, start, end in found
            if end - start == longest}  # fmt: skip
    return list(best.values())


def _past_mark(text: str, metric: Metric) -> str:
    """Return what follows a name without the question mark that the name itself ends with."""
    asks = any(name.rstrip().endswith("?") for name in (metric.name, *metric.aliases))
    return text.removeprefix("?") if asks else text


def _pattern(name: str) -> str:
    words = re.findall(r"\w+", _laid(unicodedata.normalize("NFC", name)))
    parts = (
        re.escape(stem(word)) + r"\w{0,10}" if len(word) > SHORTEST_STEM else re.escape(word)
        for word in words
    )
    joined = r"[\W_]+".join(parts)
    return rf"(?<!\w){joined}(?!\w)" if words else ""


def _dated(rest: str, today: date) -> tuple[str, date] | None:
    """Return what is left without its day, and the day; None where there are two, or none such."""
    found = [*_DAY.finditer(rest), *_ISO.finditer(rest), *_SOON.finditer(_laid(rest))]
    if len(found) > 1:
        return None
    if not found:
        return rest, today
    day = _day_of(found[0], _laid(rest), today)
    left = f"{rest[: found[0].start()]} {rest[found[0].end() :]}"
    return (left, day) if day else None


def _day_of(found: re.Match[str], laid: str, today: date) -> date | None:
    if found.re is _SOON:
        return today - timedelta(days=_RELATIVE[laid[found.start() : found.end()]])
    if found.re is _ISO:
        return _made(int(found[1]), int(found[2]), int(found[3]))
    day, month = int(found[1]), int(found[2])
    if found[3]:
        return _made(int(found[3]), month, day)
    made = (_made(year, month, day) for year in (today.year, today.year - 1))
    return next((one for one in made if one and one <= today), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(rest: str) -> str | None:
    """Return the one number of a text with its unit; None where there is anything else."""
    laid = _laid(rest)
    numbers = list(_NUMBER.finditer(laid))
    if len(numbers) != 1:
        return None
    place = numbers[0]
    before, after = laid[: place.start()], rest[place.end() :]
    if _FILLERS.sub(" ", before).strip():
        return None
    unit = _without_fillers(after)
    value = f"{place[0].strip()} {unit}".strip()
    return value if amounts(value) else None


def _without_fillers(text: str) -> str:
    """Return a text without its fillers, in its own letters."""
    return " ".join("".join(_kept(text)).split())


def _kept(text: str) -> Iterator[str]:
    at = 0
    for found in _FILLERS.finditer(_laid(text)):
        yield text[at : found.start()] + " "
        at = found.end()
    yield text[at:]


def _fits(value: str, metric: Metric) -> bool:
    """Tell whether what follows the number is a unit, and not the rest of a sentence."""
    unit = amounts(value)[0].unit
    return not unit or is_unit(unit) or scale(unit) == scale(metric.unit)
