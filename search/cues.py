"""Recognises what a question is about by cue words, inflected, misspelt and without diacritics."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.words import folded, is_stopped, listed, tokens

_FORGIVEN: Final = 5  # letters from which on one slip of the finger is forgiven
_BEGINNING: Final = 6  # the same for a beginning
_ENDINGS: Final = frozenset(
    "n t a ta tta ja ia jen ien den tten in iin hin an on en un ihin oihin issa ssa ista sta illa"
    " lla ilta lta ille lle na ina ksi iksi mme nne nsa kin ko s oita oja oiden ojen oilla oista"
    " oissa oille eita eja eiden ista iden ita".split()
)
_HEAD_FROM: Final = 3  # letters that stand before the last part of a compound
# Categories that a word has beside what it asks for; they hide no misspelt cue.
_BESIDE: Final = ("programme", "bare")
_CACHE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that stands in a question."""

    category: str  # 'want when', 'kind goal', 'clock next', 'listing'
    start: int  # number of its first word
    end: int  # number after its last word


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A cue of several words; the last one may be a beginning."""

    words: tuple[str, ...]
    open_end: bool
    category: str

    def stands(self, folds: Sequence[str], at: int) -> bool:
        """Tell whether the phrase stands at a place."""
        part = tuple(folds[at : at + len(self.words)])
        if len(part) < len(self.words) or part[:-1] != self.words[:-1]:
            return False
        last = self.words[-1]
        return part[-1].startswith(last) if self.open_end else part[-1] == last


class Cues:
    """All cues. Never changes but for its cache; safe in any thread."""

    def __init__(self) -> None:
        """Read the list of cues."""
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._beginnings: dict[str, list[str]] = defaultdict(list)
        self._inflected: dict[str, list[str]] = defaultdict(list)
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        # Lists: there are tens of thousands, and a set takes three times the room.
        self._slips: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        self._cache: dict[str, tuple[str, ...]] = {}
        for line in listed("cues.txt"):
            category, _, cues = line.partition(":")
            for cue in cues.split(","):
                self._enter(category.strip(), cue.strip())

    def _enter(self, category: str, cue: str) -> None:
        """Enter one cue."""
        mark = cue[-1] if cue[-1] in "*+!" else ""
        words = tuple(folded(token) for token in tokens(cue))
        if len(words) > 1:
            self._phrases[words[0]].append(_Phrase(words, mark == "*", category))
            return
        word = words[0]
        table = {"*": self._beginnings, "+": self._inflected}.get(mark, self._exact)
        table[word].append(category)
        if mark == "+":
            self._exact[word].append(category)
        if mark != "!" and len(word) >= (_BEGINNING if mark == "*" else _FORGIVEN):
            held = (word, category, mark == "*")
            for slip in set(_with_one_less(word)):
                self._slips[slip].append(held)

    def found(self, folds: Sequence[str]) -> list[Cue]:
        """Find the cues among the folded words of a question, in order."""
        cues: list[Cue] = []
        for at, fold in enumerate(folds):
            cues += [
                Cue(phrase.category, at, at + len(phrase.words))
                for phrase in self._phrases.get(fold, ())
                if phrase.stands(folds, at)
            ]
            cues += [Cue(category, at, at + 1) for category in self.of_word(fold)]
        phrases = [cue for cue in cues if cue.end - cue.start > 1]
        return [cue for cue in cues if not any(_swallows(phrase, cue) for phrase in phrases)]

    def of_word(self, fold: str) -> tuple[str, ...]:
        """Give the categories that a folded word is a cue of."""
        known = self._cache.get(fold)
        if known is None:
            known = self._fresh(fold)
            if len(self._cache) >= _CACHE:
                self._cache.clear()
            self._cache[fold] = known
        return known

    def _fresh(self, fold: str) -> tuple[str, ...]:
        """Look a word up; a misspelt one only if it is no cue and no common word."""
        found = dict.fromkeys(self._exact.get(fold, ()))
        for length in range(1, len(fold) + 1):
            found |= dict.fromkeys(self._beginnings.get(fold[:length], ()))
            if fold[length:] in _ENDINGS:
                found |= dict.fromkeys(self._inflected.get(fold[:length], ()))
        if "none" not in found:
            found |= dict.fromkeys(self._of_head(fold))
        known = any(not category.startswith(_BESIDE) for category in found)
        if not known and not is_stopped(fold) and len(fold) >= _FORGIVEN - 1:
            found |= dict.fromkeys(sorted(self._misspelt(fold)))
        return tuple(found)

    def _of_head(self, fold: str) -> Iterator[str]:
        """Give the kinds of record that the last part of a compound names: 'henkilöstökysely'."""
        for start in range(_HEAD_FROM, len(fold) - _FORGIVEN + 1):
            head = fold[start:]
            for length in range(_FORGIVEN, len(head) + 1):
                kinds = [*(self._beginnings.get(head[:length], ()) if length > _FORGIVEN else ())]
                if head[length:] in _ENDINGS or length == len(head):
                    kinds += self._inflected.get(head[:length], ())
                yield from (kind for kind in kinds if kind.startswith("kind"))
            yield from (one for one in self._exact.get(head, ()) if one.startswith("kind"))

    def _misspelt(self, fold: str) -> Iterator[str]:
        """Give the categories of the cues that are one slip away from a word."""
        for slip in {fold, *_with_one_less(fold)}:
            for cue, category, is_beginning in self._slips.get(slip, ()):
                if not is_beginning and one_slip(fold, cue):
                    yield category
        for length in range(_BEGINNING - 1, min(len(fold), 24) + 1):
            start = fold[:length]
            for slip in {start, *_with_one_less(start)}:
                for cue, category, is_beginning in self._slips.get(slip, ()):
                    if is_beginning and one_slip(start, cue):
                        yield category


def _swallows(phrase: Cue, cue: Cue) -> bool:
    """Tell whether a word is a cue only as part of a longer one that says something else."""
    inside = phrase.start <= cue.start and cue.end <= phrase.end
    return inside and cue.end - cue.start < phrase.end - phrase.start


def _with_one_less(word: str) -> Iterator[str]:
    """Give a word itself and every word that lacks one of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_slip(typed: str, meant: str) -> bool:
    """Tell whether two words differ by one letter at most, or by two neighbours that swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    if typed[start + 1 :] == meant[start:] or typed[start:] == meant[start + 1 :]:
        return True
    if typed[start + 1 :] == meant[start + 1 :]:
        return True
    return (
        typed[start : start + 2] == meant[start : start + 2][::-1]
        and typed[start + 2 :] == meant[start + 2 :]
    )
