"""A document's title, from what stands at its beginning or in the file's own properties."""

import re
from collections.abc import Sequence
from typing import Final

from documents.dating import document_date
from documents.lines import PLACE_LEVEL
from documents.units import Kind, Unit

LONGEST_TITLE: Final = 120
"""Characters; a longer title is cut at a word."""

_SHORTEST: Final = 9  # characters: 'longer than eight'
_HEADING_WORDS: Final = 3
_TITLE_WORDS: Final = 12
_LOOK_AT: Final = 12  # units at the beginning
_SENTENCE_WORDS: Final = 6
_BODY: Final = 3000  # characters among which the words of a property title have to be found
_LONG_WORD: Final = 4
_DATE: Final = re.compile(r"\s*\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b.*$", re.DOTALL)
_APPROVED: Final = re.compile(
    r"(?:hyväksytty|vahvistettu|godkän[dt]|fastställd|approved|adopted)\b", re.IGNORECASE
)
_DATE_ONLY: Final = re.compile(r"[\W\d]*$")
_FILE_NAME: Final = re.compile(
    r"\.(?:docx?|pptx?|xlsx?|pdf|indd|odt|rtf|tmp|html?)$|^microsoft (?:word|powerpoint|excel)\b"
    r"|^(?:untitled|nimetön|namnlös|document|dokument|asiakirja|dokumentti|esitys|presentation)\d*$"
    r"|powerpoint-esitys|powerpoint presentation|slide \d|dian otsikko|ei otsikkoa|no title",
    re.IGNORECASE,
)


def title_of(text: str, found: Sequence[Unit], property_title: str = "") -> str:
    """Return the title of a text whose units are given; empty where nothing can be one.

    In this order: the file's own title if its words stand at the beginning of the text, the first
    Markdown heading of level 1, a heading of three words or more before the running text, the first
    unit longer than eight characters.
    """
    if _sane(property_title, text):
        return shortened(property_title)
    top = (unit for unit in found if unit.kind is Kind.HEADING and unit.level == 1)
    for unit in top:
        if _titled(unit.label):
            return shortened(unit.label)
    beginning = found[:_LOOK_AT]
    for unit in beginning:
        words = _words(text, unit)
        if unit.kind is Kind.TEXT and words[-1] in ".!?" and len(words.split()) >= _SENTENCE_WORDS:
            break
        long = len(words.split()) >= _HEADING_WORDS
        if _heads(unit) and long and _titled(words) and not _approval(words):
            return shortened(words)
        if unit.kind is Kind.TEXT and _short_title(words):
            return shortened(words)
    candidates = [words for unit in beginning if _titled(words := _words(text, unit))]
    if len(candidates) > 1 and _goes_on(*candidates[:2]):
        return shortened(" – ".join(" ".join(one.split()) for one in candidates[:2]))
    return shortened(candidates[0]) if candidates else ""


def shortened(title: str) -> str:
    """Return a title on one line, without what follows a date in it, cut at a word."""
    line = " ".join(title.split())
    before_date = _DATE.sub("", line)
    if len(before_date) >= 2 * _SHORTEST:
        line = before_date
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE]
    return cut.rsplit(" ", 1)[0] if " " in cut else cut


def _heads(unit: Unit) -> bool:
    return unit.kind is Kind.HEADING and unit.level <= PLACE_LEVEL


def _words(text: str, unit: Unit) -> str:
    return unit.label or text[unit.start : unit.end].lstrip("•▪-–—* ")


def _approval(words: str) -> bool:
    """Tell whether a line only says by whom and when a document was approved."""
    return document_date(f"{words}.") is not None or _APPROVED.match(words) is not None


def _goes_on(first: str, second: str) -> bool:
    """Tell whether the first line is a town's or a unit's name and the second the title itself."""
    short = max(len(first.split()), len(second.split())) < _TITLE_WORDS // 2
    return short and not _approval(second) and second[-1] not in ".!?,:"


def _short_title(words: str) -> bool:
    """Tell whether the first lines of a text, run together, are a title: short and no sentence.

    A comma runs an organisation and its town together ("Ikaalisten kaupunki, Ikaalinen").
    """
    return (
        words[-1] not in ".!?"
        and "," not in words
        and _HEADING_WORDS <= len(words.split()) <= _TITLE_WORDS
        and (_titled(words) and not _DATE.search(words))
    )


def _titled(words: str) -> bool:
    return len(words) >= _SHORTEST and not _DATE_ONLY.match(words)


def _sane(title: str, text: str) -> bool:
    """Tell whether a title from the file's properties is one: programs leave all sorts there."""
    if not _titled(title) or len(title) > LONGEST_TITLE or _FILE_NAME.search(title.strip()):
        return False
    beginning = text[:_BODY].lower()
    words = [word for word in re.findall(r"\w+", title.lower()) if len(word) >= _LONG_WORD]
    return bool(words) and 2 * sum(word in beginning for word in words) > len(words)
