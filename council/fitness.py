"""Whether a passage holds the sort of answer that is asked, where it speaks of what is asked.

A passage about the right thing often names somebody or some date in its next sentence, to do with
something else. What answers has to stand in the sentence that speaks of the question's words, or
for telephone numbers and addresses on the line of the person.
"""

import re
from collections.abc import Callable
from itertools import takewhile

from council.asking import Want
from council.words import laid_out, spoken

Holds = Callable[[str], frozenset[Want]]

NEAR = 0.6  # a sentence counts when it speaks this share of what the best one does
SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?])\s+|\n\s*\n")
ITEM = re.compile(r"\n(?=[-•*–] |\d{1,2}[.)] |\|)")  # an item with all that is nested under it
MARK = re.compile(r"\s*(?:[-•*–|]|\d{1,2}[.)]\s)")
LINES = 3  # that go on about the person of a line
NAMING = frozenset({Want.WHO, Want.NAME})
UNCOUNTED = re.compile(
    r"^\s*\d+[.)]\s|§\s*\d+|\d{1,2}\.\d{1,2}\.(?:\d{4})?|\b(?:19|20)\d\d\b|\d+(?:[.,]\d+)?\s*%|\b\d+\)|\d+/\d+",
    re.MULTILINE,
)  # dates, years, shares, list numbers, 24/7
NUMBER = re.compile(
    r"\d|\b(?:kaksi|kahden|kolme|kolmen|neljä|neljän|viisi|viiden|kuusi|kuuden|seitsemän|kahdeksan"
    r"|yhdeksän|kymmenen|sata|tuhat|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\b",
    re.IGNORECASE,
)
ON_A_LINE = frozenset({Want.PHONE, Want.EMAIL})


def about(words: tuple[str, ...], text: str) -> list[str]:
    """Return the sentences, or the items of a list, that speak of the words most.

    All of the text is returned where none does: none does where the words are in another
    language, or misspelt.
    """
    parts = ITEM.split(text)
    if len(parts) == 1:
        parts = SENTENCE_END.split(text)
    sentences = [one for one in parts if one.strip()]
    shares = [spoken(words, laid_out(one)) for one in sentences]
    best = max(shares, default=0.0)
    if not best:
        return [text]
    return [one for one, share in zip(sentences, shares, strict=True) if share >= NEAR * best]


def holds_what_is_asked(
    wanted: frozenset[Want], words: tuple[str, ...], text: str, holds: Holds
) -> bool:
    """Tell whether a text holds all these sorts of answer where it speaks of the words."""
    if Want.HOW_MANY in wanted and not counts(words, text):
        return False
    rest = wanted - {Want.HOW_MANY}
    if not rest:
        return True
    if rest <= ON_A_LINE:
        return any(rest <= holds(lines) for lines in _lines_about(words, text, holds))
    held = frozenset[Want]().union(*(holds(one) for one in about(words, text)))
    return rest <= held


def counts(words: tuple[str, ...], text: str) -> bool:
    """Tell whether a text counts something that has to do with the words.

    Years, dates, shares and the numbers of lists do not count.
    """
    return any(NUMBER.search(UNCOUNTED.sub(" ", one)) for one in about(words, text))


def _lines_about(words: tuple[str, ...], text: str, holds: Holds) -> list[str]:
    """Return the lines that speak of the words, each with those that go on about the same.

    What goes on names nobody else and begins no other item: a telephone number under a name does,
    the next person's line does not.
    """
    lines = [one for line in text.split("\n") for one in SENTENCE_END.split(line) if one.strip()]
    found = []
    for number, line in enumerate(lines):
        if spoken(words, laid_out(line)):
            going_on = takewhile(
                lambda one: not MARK.match(one) and not holds(one) & NAMING,
                lines[number + 1 : number + 1 + LINES],
            )
            found.append(" ".join((line, *going_on)))
    return found or [text]
