"""Words of a text as they are compared: tokens, folding, stop words and grams."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

_FOLDING: Final = str.maketrans("äöåéèêëüûáàâíîóòôúñšžçøõ", "aoaeeeeuuaaaiiooounszcoo")
# A number keeps its inner marks (13.3, 12:30); a word keeps one inner apostrophe. The ending that
# Finnish hangs on an abbreviation or a number after a colon (KPMG:ltä) is no word of its own.
_TOKEN: Final = re.compile(
    r"(?P<ending>(?<=\w):[a-zåäö]{1,5}\b)"
    r"|(?P<token>\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?)"
)
_GRAM: Final = 4
_SWAPPED: Final = 5  # letters from which on a swap is seen through


def listed(name: str) -> tuple[str, ...]:
    """Read the lines of one of the package's own lists, without comments and empty lines."""
    text = files("search").joinpath("lists", name).read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def normalised(text: str) -> str:
    """Write a text the way it is compared: NFKC (which makes NBSP a space), keeping its case."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=1 << 15)
def folded(word: str) -> str:
    """Fold a word to lower case without diacritics."""
    return word.lower().translate(_FOLDING)


def tokens(text: str) -> list[str]:
    """Cut a text into words and numbers, in order, in the case they were typed in."""
    return [found["token"] for found in _TOKEN.finditer(normalised(text)) if found["token"]]


def _folded_set(name: str) -> frozenset[str]:
    """Read a list of words, folded."""
    return frozenset(folded(word) for line in listed(name) for word in line.split())


STOP_WORDS: Final = {
    "fi": _folded_set("stop_fi.txt"),
    "sv": _folded_set("stop_sv.txt"),
    "en": _folded_set("stop_en.txt"),
}
_STOPPED: Final = STOP_WORDS["fi"] | STOP_WORDS["sv"] | STOP_WORDS["en"]


_QUESTION_WORDS: Final = frozenset(
    "mitka missa mista mihin milla mille millainen minkalainen kuinka paljonko montako milloin"
    " ketka kenelle kenelta keneen koska vilka vilken varfor which where there".split()
)


def is_stopped(fold: str) -> bool:
    """Tell whether a folded word is too common to be searched."""
    return fold in _STOPPED


@lru_cache(maxsize=1 << 13)
def is_question_word(fold: str) -> bool:
    """Tell whether a word of a question is not searched.

    Question words are also known with two neighbouring letters swapped.
    """
    if fold in _STOPPED:
        return True
    if len(fold) < _SWAPPED:
        return False
    swapped = (fold[:at] + fold[at + 1] + fold[at] + fold[at + 2 :] for at in range(len(fold) - 1))
    return any(one in _QUESTION_WORDS for one in swapped)


def grams(fold: str) -> tuple[str, ...]:
    """Cut a folded word into its windows of four characters, the word's borders included."""
    wrapped = f"_{fold}_"
    if len(wrapped) <= _GRAM:
        return (wrapped,)
    return tuple(wrapped[at : at + _GRAM] for at in range(len(wrapped) - _GRAM + 1))
