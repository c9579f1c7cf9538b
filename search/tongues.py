"""Tells Finnish, Swedish and English apart, by common words first and by letters second."""

import re
from functools import lru_cache
from typing import Final

from council.language import Language
from search.words import STOP_WORDS, folded, tokens

_ENDINGS: Final = {
    "fi": re.compile(
        r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|nen|set|sen|een|iin|oon|aan|ään|uus|yys|tta|ttä|jen|[aiouyäö]n|[aiouyäö]t"
        r"|ien|den|kko|kkö|lla|tko|iko)$|aa|ää|uu|yy|ii|yö|uo|äi|öi|nk[aä]|hd|lj|uk"
    ),
    "sv": re.compile(
        r"å|(?:ning|ingen|het|else|ande|erna|arna|orna|skt|isk|iska|ade|ens|ets)$|sch|ck"
    ),
    "en": re.compile(r"(?:tion|tions|ing|ment|ness|able|ible|ity|ies|ed|ly|'s)$|th|w|ough|sh|ew"),
}
_WORD: Final = 3  # a common word weighs as much as so many endings


def tongue(text: str) -> str:
    """Tell the language of a text as its code; undecided texts count as Finnish."""
    votes = [_votes(word.lower()) for word in tokens(text[:2000])]
    totals = [sum(column) for column in zip(*votes, strict=True)] or [0]
    return tuple(_ENDINGS)[totals.index(max(totals))]


@lru_cache(maxsize=1 << 15)
def _votes(word: str) -> tuple[int, ...]:
    """Tell how strongly a word speaks for each language."""
    fold = folded(word)
    return tuple(
        _WORD * (fold in STOP_WORDS[code]) + bool(pattern.search(word))
        for code, pattern in _ENDINGS.items()
    )


def language_of(text: str) -> Language:
    """Tell the language of a question."""
    return Language(tongue(text))
