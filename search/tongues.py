"""Tells Finnish, Swedish and English apart, by common words first and by letters second."""

import re
from typing import Final

from council.language import Language
from search.words import STOP_WORDS, folded, tokens

_ENDINGS: Final = {
    "fi": re.compile(
        r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|nen|set|sen|een|iin|oon|aan|ään|uus|yys|tta|ttä|jen"
        r"|ien|den|kko|kkö|lla|tko|iko)$|aa|ää|uu|yy|ii|yö|uo|äi|öi|nk[aä]|hd|lj|uk"
    ),
    "sv": re.compile(r"å|(?:ning|ingen|het|else|ande|erna|arna|orna|skt|isk|iska|ade|ens|ets)$|sch|ck"),
    "en": re.compile(r"(?:tion|tions|ing|ment|ness|able|ible|ity|ies|ed|ly|'s)$|th|w|ough|sh|ew|ee"),
}
_WORD: Final = 3  # a common word weighs as much as so many endings


def tongue(text: str) -> str:
    """Tell the language of a text as its code; undecided texts count as Finnish."""
    words = tokens(text)[:200]
    totals = dict.fromkeys(("fi", "sv", "en"), 0)
    for word in words:
        lower, fold = word.lower(), folded(word)
        for code, pattern in _ENDINGS.items():
            totals[code] += _WORD * (fold in STOP_WORDS[code]) + bool(pattern.search(lower))
    best = max(totals.values())
    return next(code for code in totals if totals[code] == best)


def language_of(text: str) -> Language:
    """Tell the language of a question."""
    return Language(tongue(text))
