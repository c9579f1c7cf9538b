"""Words compared without their endings: the exact side of finding, beside the grams of an index."""

import re
import unicodedata

NOT_A_LETTER = re.compile(r"[\W_]+")
ENDING = 3  # letters at the end of a word that its form may change
SHORTEST = 4  # letters that always have to agree


def fold(text: str) -> str:
    """Return a text in lower case and without diacritics."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def laid_out(text: str) -> str:
    """Return a text folded, each word after one space, for `spoken`."""
    return f" {NOT_A_LETTER.sub(' ', fold(text))} "


def stem(word: str) -> str:
    """Return the beginning of a folded word that its endings leave alone."""
    return word[: max(SHORTEST, len(word) - ENDING)]


def spoken(words: tuple[str, ...], laid: str) -> float:
    """Return the share of words that begin some word of a laid-out text.

    Grams find split, joined and misspelt words; this tells 'prosessijaosto' from 'prosessi'.
    """
    single = [fold(word) for entry in words for word in entry.split()]
    if not single:
        return 0.0
    return sum(f" {stem(word)}" in laid for word in single) / len(single)
