"""What kind of line a line is, judged by its own looks and its neighbours'."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from documents.fragments import Fragment

SHORT_LINE: Final = 90  # characters of a heading that only its place gives away
SHORT_WORDS: Final = 10
LABEL_LINE: Final = 80  # characters of a line that ends in a colon
QUESTION_LINE: Final = 200
LONGEST_HEADING: Final = 200  # characters; a longer '#' line is text that begins with a '#'
LONGEST_BULLET: Final = 400
PLAIN_LINE: Final = 40
PLAIN_WORDS: Final = 4
LONG_LINE: Final = 120  # a plain line right before a line longer than this is its heading
NUMBERED_WORDS: Final = 8

BOLD_LEVEL: Final = 5
PLACE_LEVEL: Final = 6  # headings that only their place gives away
LABEL_LEVEL: Final = 7  # 'X:' lines stand below those

_HASHES: Final = re.compile(r"(#{1,6})[ \t\u00a0]+(?=\S)")
_BOLD: Final = re.compile(r"(?:\*\*|__)(?=\S)([^*_]{2,80})(?:\*\*|__):?$")
_BULLET: Final = re.compile(
    r"(?:[•▪◦‣●○∙·■□►➢✓\uf0b7\uf0a7]\s*|[*–—+]\s+|-\s*(?=\w)|-\s+|\d{1,2}[.)]\s+)(?=\S)"
)
_LETTER_BULLET: Final = re.compile(r"([loØüqv§])[ \t\u00a0]+(?=\w)")
_FIRST_ITEM: Final = re.compile(r"\s*1[.)]\s")
_NUMBERED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?[ \t\u00a0]{1,4}(?=[A-ZÅÄÖ])")
_SECTION: Final = re.compile(r"(?:§\s?\d{1,4}|\d{1,4}\s?§)(?!\w)")
_PLAIN: Final = re.compile(r"[A-ZÅÄÖ][^\W\d_]*(?:[- ][^\W\d_]+)*$")
_PLAIN_ANY_CASE: Final = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)*$")
_LEADERS: Final = re.compile(r"(?:(?:[.…_]\s?){4,}|…{2,})\s*\d{1,4}$")
_TAG_ONLY: Final = re.compile(r"(?:</?[A-Za-z][^<>]{0,300}>\s*)+$")
_SHARING: Final = (
    r"(?:jaa|dela|share)\s(?:(?:på|on|in|via|tämä|sivu)\s)?"
    r"(?:facebook|twitter|x(?::\w+)?\b|linkedin|whatsapp|sähköposti|e-post|email)\w*"
)
_BACK: Final = (
    r"takaisin(?:\s(?:etusivulle|alkuun|ylös|ajankohtaisiin|uutisiin|listaan|edelliselle\ssivulle))?"
    r"|tillbaka(?:\still\s(?:startsidan|toppen|början|nyheter|nyheterna))?|back\sto\s(?:top|home|news)"
)
_JUMPS: Final = (
    r"(?:siirry|hyppää)\s(?:suoraan\s)?(?:pää)?sisältöön|gå\s(?:direkt\s)?till\sinnehållet"
    r"|skip\sto\s(?:main\s)?content"
)
_NAVIGATION_LINE: Final = re.compile(
    rf"(?:(?:{_SHARING}|{_BACK}|{_JUMPS}|tulosta(?:\ssivu)?|skriv\sut|print(?:\sthis\spage)?"
    r"|etusivu|startsida|framsida|(?:lue|läs|read)\s(?:lisää|mera?|more)|avaa\svalikko)"
    r"[\s|>»·•]*){1,8}$",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"(?:(?:kysymys|fråga|question|[kfq])\s?\d{0,2}\s?[:.)]\s*\S"
    r"|\w+k[oö]\b|(?:mikä|mitä|mitkä|miten|miksi|milloin|missä|mistä|mihin|minkä|minne|millai|millä"
    r"|mille|kuka|keitä|ketkä|kenen|kenelle|keneltä|kuinka|montako|paljonko|mont|onko"
    r"|vad|var|vart|vem|vems|när|hur|varför|vilk|kan|får|måste|är|finns|ska|bör|behöver"
    r"|what|who|whose|when|where|how|why|which|can|do|does|is|are|may|must|should|will)\w*\b)",
    re.IGNORECASE,
)
_LETTER_BULLET_LINES: Final = 3


class Looks(Enum):
    """The kinds of line."""

    BLANK = auto()
    DROPPED = auto()  # contents lines with leaders, navigation, tags alone
    HEADING = auto()
    BULLET = auto()
    ROW = auto()  # of a table, cells parted by '|'
    TEXT = auto()


def letter_bullets(lines: Sequence[Fragment]) -> frozenset[str]:
    """Return the letters that stand for a bullet here: slides often lose the bullet's own font."""
    counts = Counter(
        found[1] for line in lines if not line.blank and (found := _LETTER_BULLET.match(line.text))
    )
    return frozenset(letter for letter, times in counts.items() if times >= _LETTER_BULLET_LINES)


def looks(line: Fragment, letters: frozenset[str]) -> Looks:
    """Judge a line by itself; headings that only their place gives away come out as TEXT."""
    text = line.text
    if not any(character.isalnum() for character in text):
        return Looks.BLANK  # lone dashes, rules, bullets without words
    if dropped(text):
        return Looks.DROPPED
    if level(text):
        return Looks.HEADING
    if len(text) < LONGEST_BULLET:
        if _is_bullet(text, letters):
            return Looks.BULLET
        if " | " in text or text.startswith("|"):
            return Looks.ROW
    return Looks.TEXT


def dropped(text: str) -> bool:
    """Tell whether a line holds nothing to quote: contents with leaders, navigation, bare tags."""
    if len(text) > QUESTION_LINE:
        return False
    return bool(_LEADERS.search(text) or _NAVIGATION_LINE.match(text) or _TAG_ONLY.match(text))


def level(text: str) -> int:
    """Return the level of a heading that shows by itself ('#', bold line, 'X:'), else 0."""
    if len(text) > LONGEST_HEADING:
        return 0
    if found := _HASHES.match(text):
        return len(found[1])
    if _BOLD.match(text):
        return BOLD_LEVEL
    if text.endswith(":") and len(text) <= LABEL_LINE and not _is_bullet(text, frozenset()):
        return LABEL_LEVEL
    return 0


def level_by_place(  # noqa: PLR0911 - one for each way a place gives a heading away
    before: Fragment | None, line: Fragment, after: Fragment | None
) -> int:
    """Return the level of a heading that its place gives away, else 0.

    `before` and `after` are the lines next to it, None where there is none.
    """
    text = line.text
    alone_above = before is None or before.blank
    alone = alone_above and (after is None or after.blank)
    if alone_above and _SECTION.match(text) and len(text) <= SHORT_LINE:
        return PLACE_LEVEL - 1
    if alone and (numbered := _NUMBERED.match(text)) and _short(text, NUMBERED_WORDS):
        return min(numbered[1].count(".") + 2, BOLD_LEVEL)
    if alone and _short(text, SHORT_WORDS) and text[0].isupper():
        return PLACE_LEVEL
    if after is not None and len(after.text) > LONG_LINE and _plain(text):
        return PLACE_LEVEL
    if alone_above and after is not None and _plain(text) and _runs(after.text):
        return PLACE_LEVEL
    if alone_above and after is not None and _question(text):
        return PLACE_LEVEL
    return 0


def _runs(text: str) -> bool:
    """Tell whether a line is running text or the first of a numbered list, so no title block."""
    return text.rstrip()[-1:] in {".", "!", "?"} or bool(_FIRST_ITEM.match(text))


def plain_words(text: str) -> bool:
    """Tell whether a line is one to three words of letters, as the values of a town are."""
    return (
        len(text) <= PLAIN_LINE
        and len(text.split()) < PLAIN_WORDS
        and bool(_PLAIN_ANY_CASE.match(text))
    )


def label_of(text: str) -> str:
    """Return a heading's words without marks and colon, letter-spaced words joined."""
    words = _HASHES.sub("", text, count=1).replace("**", "").replace("__", "").rstrip("# \t")
    words = " ".join(_joined(words).split())
    return words.rstrip(":").rstrip()


def _joined(text: str) -> str:
    """Join 'T A V O I T E' to 'TAVOITE'; two spaces or more part the words."""
    tokens = text.split()
    single = sum(len(token) == 1 for token in tokens)
    if len(tokens) < 4 or single < 0.8 * len(tokens):  # noqa: PLR2004 (fewer letters are initials)
        return text
    return " ".join("".join(word.split()) for word in re.split(r"\s{2,}", text))


def _is_bullet(text: str, letters: frozenset[str]) -> bool:
    if _BULLET.match(text) and not text.startswith("**"):
        return True
    found = _LETTER_BULLET.match(text)
    return found is not None and found[1] in letters


def _short(text: str, words: int) -> bool:
    return (
        len(text) <= SHORT_LINE
        and len(text.split()) <= words
        and text[-1] not in ".;,|"
        and "@" not in text
        and "|" not in text
    )


def _plain(text: str) -> bool:
    return len(text) <= PLAIN_LINE and len(text.split()) <= PLAIN_WORDS and bool(_PLAIN.match(text))


def _question(text: str) -> bool:
    return (
        text.endswith("?")
        and len(text) <= QUESTION_LINE
        and not any(mark in text[:-1] for mark in "?!")
        and ". " not in text
        and bool(_ASKING.match(text))
    )
