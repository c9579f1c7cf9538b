"""The date that a document bears, where the text plainly gives one."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

FIRST_LINES: Final = 10
"""Lines with text among which a date on its own is the document's date, whatever comes later."""

_TITLE_LINE: Final = 200  # characters; a longer line is running text
_RUNNING_WORDS: Final = 6  # words of a line that ends in a full stop: a sentence
_FINNISH: Final = (
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu "
    "heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"
)
_SWEDISH: Final = (
    "januari februari mars april maj juni juli augusti september oktober november december"
)
_ENGLISH: Final = (
    "january february march april may june july august september october november december"
)
_MONTHS: Final = {
    name: number
    for names in (_FINNISH, _SWEDISH, _ENGLISH)
    for number, name in enumerate(names.split(), 1)
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY: Final = (
    r"(?<![\d.,/–-])(?:(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)"
    rf"|(?P<wd>\d{{1,2}})\.?\s(?P<wm>{_MONTH})(?:ta|n)?,?\s(?P<wy>(?:19|20)\d\d)"
    rf"|(?P<em>{_MONTH})\s(?P<ed>\d{{1,2}}),\s(?P<ey>(?:19|20)\d\d))(?![\d–-])"
)
_DATE: Final = re.compile(_DAY, re.IGNORECASE)
_WEEKDAY: Final = (
    r"(?:(?:(?:maanantai|tiistai|torstai|perjantai|lauantai|sunnuntai)(?:na)?|keskiviikko(?:na)?"
    r"|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|ma|ti|ke|to|pe|la|su)\.?,?\s)?"
)
_LABEL: Final = (
    r"(?:(?:päivätty|päiväys|päivämäärä|pvm|julkaistu|julkaisupäivä|laadittu|annettu|kokousaika"
    r"|kokouspäivä|daterad|datum|publicerad|utgiven|sammanträdestid|sammanträdesdag|date|dated"
    r"|published|issued|meeting date)\b\.?\s?:?\s*)?"
)
_LONE: Final = re.compile(
    rf"[\s*_(#]*{_LABEL}{_WEEKDAY}(?:den\s)?{_DAY}(?:,?\s?(?:klo|kl\.?|at)?\s?\d{{1,2}}[.:]\d\d"
    r"(?:\s?[–-]\s?\d{1,2}[.:]\d\d)?)?[\s*_).,]*$",
    re.IGNORECASE,
)
_DEADLINE: Final = re.compile(
    r"\s*(?:mennessä|alkaen|asti|saakka|lähtien|jälkeen|klo|från|till|senast|onwards|§|[–-]\s?\d)",
    re.IGNORECASE,
)
_RANGE_START: Final = re.compile(
    r"(?:[–-]\s?|\d\s?[–-]\s?|senast\s|by\s|until\s|before\s)$", re.IGNORECASE
)


def document_date(text: str) -> date | None:
    """Return the date that a document bears, or None where the text does not plainly give one.

    That is a line that is a date and nothing else; of several different ones, the one among the
    first ten lines; without any, the one full date in the title block, before the running text. A
    date in a running sentence, in a range or of a deadline is never it.
    """
    lines = [line for line in (raw.strip() for raw in text.splitlines()) if line]
    lone = [(index, day) for index, line in enumerate(lines) for day in _lone(line)]
    for days in ({day for _, day in lone}, {day for at, day in lone if at < FIRST_LINES}):
        if len(days) == 1:
            return days.pop()
    if lone:
        return None
    titled = {day for line in _title_block(lines) for day in _days(line)}
    return titled.pop() if len(titled) == 1 else None


def _lone(line: str) -> Iterator[date]:
    if len(line) <= _TITLE_LINE and (found := _LONE.match(line)) and (day := _day(found)):
        yield day


def _title_block(lines: list[str]) -> Iterator[str]:
    """Yield the lines before the running text begins."""
    for line in lines[:FIRST_LINES]:
        sentence = line[-1] in ".!?" and len(line.split()) >= _RUNNING_WORDS
        if sentence or len(line) > _TITLE_LINE or re.search(r"\w{3,}[.!?]\s+[A-ZÅÄÖ]", line):
            return
        yield line


def _days(line: str) -> Iterator[date]:
    """Yield the full dates of a line that are neither deadlines nor ends of a range."""
    for found in _DATE.finditer(line):
        apart = _DEADLINE.match(line, found.end()) or _RANGE_START.search(line[: found.start()])
        if not apart and (day := _day(found)):
            yield day


def _day(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    month = part["m"] or part["im"] or str(_MONTHS.get((part["wm"] or part["em"] or "").lower(), 0))
    year = part["y"] or part["iy"] or part["wy"] or part["ey"]
    day = part["d"] or part["id"] or part["wd"] or part["ed"]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 31.2.
        return None
