"""Words compared without their endings: the exact side of finding, beside the grams of an index."""

import re
import unicodedata
from functools import lru_cache

NOT_A_LETTER = re.compile(r"[\W_]+")
COMBINING = re.compile("[\u0300-\u036f]+")  # what NFKD splits off letters of our languages
LONG = 9  # letters from which a case ending is taken off before the letters that may change
CASE = re.compile(r"(?:sta|ssa|lla|lta|lle|tta|ksi|iin|een|oon|aan|uun|yyn)$")  # folded
ENDING = 3  # letters at the end of a word that its form may change
SHORTEST = 4  # letters that always have to agree


def fold(text: str) -> str:
    """Return a text in lower case and without diacritics."""
    if text.isascii():
        return text.casefold()
    # Split first: of '™' only the letters that it stands for can be put in lower case.
    return COMBINING.sub("", unicodedata.normalize("NFKD", text)).casefold()


def laid_out(text: str) -> str:
    """Return a text folded, each word after one space, for `spoken`."""
    return f" {NOT_A_LETTER.sub(' ', fold(text))} "


def stem(word: str) -> str:
    """Return the beginning of a folded word that its endings leave alone.

    'valaistuksesta' and 'valaistus' share theirs, as do 'verkosta' and 'verkko'.
    """
    if len(word) < LONG:
        return word[: max(SHORTEST, len(word) - ENDING)]
    bare = CASE.sub("", word)
    cut = ENDING if bare.endswith(("ukse", "ykse")) or bare == word else 2
    return bare[: max(SHORTEST, len(bare) - cut)]


@lru_cache(maxsize=4096)
def stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the beginnings of words as they would stand in a laid-out text."""
    return tuple(f" {stem(word)}" for entry in words for word in laid_out(entry).split())


def spoken(words: tuple[str, ...], laid: str) -> float:
    """Return the share of words that begin some word of a laid-out text.

    Grams find split, joined and misspelt words; this tells 'prosessijaosto' from 'prosessi'.
    """
    sought = stems(words)
    return sum(one in laid for one in sought) / len(sought) if sought else 0.0
