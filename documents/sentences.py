"""Sentences of Finnish, Swedish and English running text, as ranges of it."""

import re
from collections.abc import Iterator
from typing import Final

_MARK: Final = re.compile(r"[.!?…]{1,9}[\"”’»')\]]{0,3}")
_WORD_LOOKBACK: Final = 40  # characters; the longest abbreviation or address is shorter

_ABBREVIATIONS: Final = frozenset(
    # Finnish
    "mm esim ko vs jne puh ts nk so klo ym yms ks kpl em tms os prof huom vrt tri ent eli ns "
    "toim vt vj pj vpj siht joht nro ao noin n s "
    # Swedish
    "bl.a t.ex dvs osv resp ca kl tfn jfr s.k o.s.v m.m m.fl f.d "
    # English
    "e.g i.e etc no nr tel mr ms dr vol fig approx".split()
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the sentences in text[start:end], without the white space between them.

    A lost line break ('sana.Toinen') ends a sentence; the point of an abbreviation, of a single
    letter and of a date or ordinal number does not.
    """
    begin = _skip_space(text, start, end)
    for mark in _MARK.finditer(text, start, end):
        if begin < mark.start() and _ends(text, start, end, mark):
            yield begin, mark.end()
            begin = _skip_space(text, mark.end(), end)
    last = end
    while last > begin and text[last - 1].isspace():
        last -= 1
    if begin < last:
        yield begin, last


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends(text: str, start: int, end: int, mark: re.Match[str]) -> bool:
    """Tell whether a mark ends a sentence."""
    following = _skip_space(text, mark.end(), end)
    if following == end:
        return True
    token = _token_before(text, start, mark.start())
    if following == mark.end():
        return _lost_line_break(text, end, token, mark)
    after = text[following]
    word = token.lstrip("(\"”'[»").lower()
    if after.islower():
        return False
    if mark.group() == ".":
        if len(word) <= 1 or word in _ABBREVIATIONS:
            return False
        if word[-1].isdigit() and not after.isupper():
            return False
    return not after.isdigit() or (len(word) > 2 and word[-1].isalpha())  # noqa: PLR2004 (a word)


def _lost_line_break(text: str, end: int, token: str, mark: re.Match[str]) -> bool:
    """Tell whether a capitalised word right after a mark begins a new sentence."""
    after = mark.end()
    plain = len(token) > 2 and token[-1].islower() and "." not in token  # noqa: PLR2004 (a word)
    address = any(sign in token for sign in "@/") or token.startswith("www")
    capitalised = text[after].isupper() and after + 1 < end and text[after + 1].islower()
    return plain and not address and capitalised


def _token_before(text: str, start: int, at: int) -> str:
    first = at
    floor = max(start, at - _WORD_LOOKBACK)
    while first > floor and not text[first - 1].isspace():
        first -= 1
    return text[first:at]
