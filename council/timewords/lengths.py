"""Lengths of time: counted from now, or from an event whose day is not said."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from council.timewords.days import add_days, add_months
from council.timewords.lexicon import NUMBER, NUMBERS, OPT, S
from council.timewords.said import Said, SaidKind
from council.timewords.scan import Scan

UNITS: Final = (
    (
        "D",
        (
            r"päivän?ä?|päivää|pv:?n?|vrk:?n?|vuorokau(?:den|tta|si)|arkipäivän?ä?|dag"
            r"(?:ar|en)?s?|dygn|(?:working[ ]|business[ ]|calendar[ ])?days?"
        ),
    ),
    ("W", r"viikon|viikkoa|viikko|vko:?n?a?|vk:n|veck(?:a|or|ors)|weeks?"),
    ("M", r"kuukauden|kuukautta|kuukausi|kk:?n?|månad(?:er|ers)?|months?"),
    ("Y", r"vuoden|vuotta|vuosi|v:n|år(?:et|s)?|years?"),
)
_UNIT: Final = "(?:" + "|".join(f"(?P<{code}>{words})" for code, words in UNITS) + r")(?!\w)"
_LENGTH: Final = (
    rf"(?:(?P<half>puolen|puolentoista|ett[ ]halvt|halvannen){S}|"
    rf"(?P<n>{NUMBER}){OPT})?{_UNIT}"
)
_FI_WITHIN: Final = re.compile(
    rf"{_LENGTH}{S}(?P<how>kuluessa|sisällä|sisään|aikana|kuluttua|päästä|ajan"
    rf"|sitten)(?!\w)"
)
_OTHER: Final = re.compile(
    rf"(?:(?P<within>inom(?:[ ]loppet[ ]av)?|within|in[ ]the[ ]next)|(?P<later>om"
    rf"|in)|(?P<ago>för)){S}(?:the[ ])?{_LENGTH}(?P<sedan>{S}(?:sedan|ago)(?!\w))?"
)
_AGO: Final = re.compile(rf"{_LENGTH}{S}(?P<how>sedan|ago)(?!\w)")
_FROM_EVENT: Final = re.compile(
    rf"{_LENGTH}{S}(?:(?P<before>ennen|före|before|prior[ ]to)|(?P<after>efter"
    rf"|after|following|from)){S}(?!\d)(?:[a-zåäö]{{2,24}}(?:[ ](?=\w{{1,20}}(?:sta"
    rf"|stä|n|ta|tä|et|en)\b)[a-zåäö]{{2,24}})?)"
)
_FI_AFTER_EVENT: Final = re.compile(
    rf"{_LENGTH}{S}(?:[a-zåäö]{{2,24}}[ ]){{0,2}}(?:[a-zåäö]{{2,30}}(?:n|sta|stä"
    rf"|ista|istä)[ ])?(?:(?:[a-zåäö]{{2,30}}n)[ ]jälkeen)(?!\w)"
)
_FI_ANCHOR: Final = re.compile(
    rf"{S}(?:siitä,?[ ]kun\b|(?:[a-zåäö-]{{2,30}}[ ]){{0,2}}?"
    rf"(?!jälkeen)[a-zåäö-]{{2,30}}(?:sta|stä)(?!\w)(?<!lista)(?<!ohjelmasta))"
)
_ANCHOR: Final = re.compile(
    rf"{S}(?:från|efter|räknat[ ]från|of|from|after|following){S}"
    r"(?:[a-zåäö]{1,30}[ ])?[a-zåäö]{1,30}"
)
_SINCE_THIS: Final = re.compile(r"[ ](?:tästä|nyt)")


@dataclass(frozen=True, slots=True)
class Length:
    """So many days, or so many months."""

    days: int = 0
    months: int = 0
    iso: str = ""

    def after(self, day: date) -> date:
        """Return the day that lies so much later."""
        return add_days(add_months(day, self.months), self.days)

    def earlier(self, day: date) -> date:
        """Return the day that lies so much earlier."""
        return add_days(add_months(day, -self.months), -self.days)


def number_of(word: str | None) -> int:
    """Return a number in figures or words; one where none is said."""
    if not word:
        return 1
    return int(word) if word.isdigit() else NUMBERS[word]


def _length(found: re.Match[str]) -> Length:
    code = next(code for code, _ in UNITS if found[code])
    if found["half"]:
        size = 18 if found["half"].startswith(("puolent", "halvan")) else 6
        size = size if code == "Y" else 1
        return Length(months=size, iso=f"P{size}M")
    number = number_of(found["n"])
    if code in "DW":
        days = number * (7 if code == "W" else 1)
        return Length(days=days, iso=f"P{days}D")
    return Length(months=number * (12 if code == "Y" else 1), iso=f"P{number}{code}")


def read_length(scan: Scan, place: int) -> Said | None:
    """Read '30 päivän kuluessa', 'inom tre månader', 'within 14 days of the decision'."""
    if found := scan.at(_FI_WITHIN, place):
        return _finnish(scan, place, found)
    if found := scan.at(_OTHER, place):
        return _other(scan, place, found)
    if found := scan.at(_AGO, place):
        return _ago(scan, place, found.end(), _length(found))
    if (found := scan.at(_FROM_EVENT, place)) or (found := scan.at(_FI_AFTER_EVENT, place)):
        if (
            found["n"] is None
            and found.re is _FI_AFTER_EVENT
            and found[0].startswith(("vuoden", "viikon", "päivän", "kuukauden"))
        ):
            return None
        sign = "-" if found.groupdict().get("before") else ""
        return _relative(scan, place, found.end(), sign + _length(found).iso)
    return None


def _finnish(scan: Scan, place: int, found: re.Match[str]) -> Said | None:
    length, how = _length(found), found["how"]
    if how == "aikana" and not found["n"] and not found["half"]:
        return None  # 'vuoden aikana' is this year
    if how == "sitten":
        return _ago(scan, place, found.end(), length)
    if how == "ajan":
        return _relative(scan, place, found.end(), length.iso, asked=False)
    here = scan.at(_SINCE_THIS, found.end())
    anchor = None if here else scan.at(_FI_ANCHOR, found.end())
    if anchor:
        return _relative(scan, place, anchor.end(), length.iso)
    end = here.end() if here else found.end()
    return _counted(scan, place, end, length, later=how in {"kuluttua", "päästä"})


def _other(scan: Scan, place: int, found: re.Match[str]) -> Said | None:
    length = _length(found)
    if found["ago"]:
        return _ago(scan, place, found.end(), length) if found["sedan"] else None
    if found["later"] and not found["n"]:
        return None
    if anchor := scan.at(_ANCHOR, found.end()):
        return _relative(scan, place, anchor.end(), length.iso)
    return _counted(scan, place, found.end(), length, later=bool(found["later"]))


def _counted(scan: Scan, start: int, end: int, length: Length, *, later: bool) -> Said:
    if scan.ref is None:
        return _relative(scan, start, end, length.iso)
    day = length.after(scan.ref)
    return Said(
        kind=SaidKind.AT if later else SaidKind.BY,
        start=day if later else None,
        end=day,
        precision="day",
        duration=length.iso,
        span=(start, end),
        words=scan.text[start:end],
    )


def _ago(scan: Scan, start: int, end: int, length: Length) -> Said:
    day = length.earlier(scan.ref) if scan.ref else None
    exact = length.months < 1 and day is not None
    return Said(
        kind=SaidKind.AT,
        start=day,
        end=day,
        precision="day",
        fuzzy=not exact,
        needs_review=day is None,
        span=(start, end),
        words=scan.text[start:end],
    )


def _relative(scan: Scan, start: int, end: int, iso: str, *, asked: bool = True) -> Said:
    return Said(
        kind=SaidKind.DURATION,
        duration=iso,
        needs_review=asked,
        precision="day",
        span=(start, end),
        words=scan.text[start:end],
    )
