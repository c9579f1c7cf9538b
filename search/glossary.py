"""The municipal glossary: what else a word of a question may be called in a document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import Stemmer

from search.words import folded, listed, tokens

_SHORTEST: Final = 3  # letters of a word that is looked up by its stem
_PREFIX: Final = 6  # letters that a shared beginning must have
_LANGUAGES: Final = (("finnish", 0), ("swedish", 1), ("english", 2))


@dataclass(frozen=True, slots=True)
class Line:
    """One meaning: what it is called in Finnish, Swedish and English."""

    members: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

    @staticmethod
    def parse(text: str) -> "Line":
        """Read 'a, b | c | d'; missing languages are empty."""
        columns = [
            tuple(
                " ".join(member.split()).lower() for member in column.split(",") if member.strip()
            )
            for column in text.split("|")
        ]
        columns += [()] * (3 - len(columns))
        return Line((columns[0], columns[1], columns[2]))


@dataclass(frozen=True, slots=True)
class Equivalents:
    """Other names of a word by language, in the order of the glossary."""

    finnish: tuple[str, ...] = ()
    swedish: tuple[str, ...] = ()
    english: tuple[str, ...] = ()

    def of(self, languages: frozenset[str]) -> tuple[str, ...]:
        """Give the equivalents in the languages that the documents are written in."""
        parts = (("fi", self.finnish), ("sv", self.swedish), ("en", self.english))
        return tuple(
            dict.fromkeys(one for code, all_ in parts if code in languages for one in all_)
        )


@dataclass(slots=True)
class _Stems:
    """The stemmers; one each, since a stemmer must not be shared between threads."""

    stemmers: list[Stemmer.Stemmer] = field(
        default_factory=lambda: [Stemmer.Stemmer(name) for name, _ in _LANGUAGES]
    )

    def of(self, word: str, language: int) -> set[str]:
        """Stem a word as typed and without diacritics, both folded."""
        stem = self.stemmers[language].stemWord
        return {folded(stem(word)), folded(stem(folded(word)))}


class Glossary:
    """Meanings, found by stem, by a shared beginning or as a phrase."""

    def __init__(self, lines: Iterable[str] | None = None) -> None:
        """Read glossary lines ('Finnish, Finnish | Swedish | English'); None: the package's own."""
        texts = listed("glossary.txt") if lines is None else lines
        self._lines = tuple(Line.parse(text) for text in texts)
        self._by_stem: tuple[dict[str, list[int]], ...] = tuple(
            defaultdict(list) for _ in _LANGUAGES
        )
        self._by_prefix: dict[str, list[int]] = defaultdict(list)
        self._phrases: dict[str, list[int]] = defaultdict(list)
        stems = _Stems()
        for at, line in enumerate(self._lines):
            self._enter(at, line, stems)
        self._longest = max((len(one.split()) for one in self._phrases), default=0)
        self._first_words = frozenset(one.partition(" ")[0] for one in self._phrases)

    def _enter(self, at: int, line: Line, stems: _Stems) -> None:
        """Make one line findable by each of its members."""
        for _, language in _LANGUAGES:
            for member in line.members[language]:
                if " " in member:
                    self._phrases[" ".join(folded(word) for word in tokens(member))].append(at)
                    continue
                for stem in stems.of(member, language):
                    self._by_stem[language][stem].append(at)
                prefix = folded(member)[:-2]
                if len(prefix) >= _PREFIX:
                    self._by_prefix[prefix].append(at)

    def phrase(self, folds: tuple[str, ...]) -> int:
        """Count how many of these folded words, from the first on, are one phrase; 0: none.

        The last word may be inflected, so that it only has to begin as the phrase's does.
        """
        if not folds or folds[0] not in self._first_words:
            return 0
        for length in range(min(self._longest, len(folds)), 1, -1):
            if self._lines_of_phrase(folds[:length]):
                return length
        return 0

    def _lines_of_phrase(self, folds: tuple[str, ...]) -> list[int]:
        """Find the lines that a phrase belongs to, however its last word is inflected."""
        start, last = " ".join(folds[:-1]), folds[-1]
        for length in range(len(last), max(len(last) - 6, 2), -1):
            found = self._phrases.get(f"{start} {last[:length]}")
            if found:
                return found
        return []

    def equivalents(self, word: str) -> Equivalents:
        """Give the other names of a word (or of a phrase, its words separated by spaces)."""
        numbers = self._numbers(word)
        if not numbers:
            return Equivalents()
        own = folded(word)
        kept: list[tuple[str, ...]] = []
        for _, language in _LANGUAGES:
            every = (one for at in numbers for one in self._lines[at].members[language])
            kept.append(tuple(dict.fromkeys(one for one in every if folded(one) != own)))
        return Equivalents(*kept)

    def _numbers(self, word: str) -> list[int]:
        """Find the lines that a word belongs to, in the order of the glossary."""
        folds = tuple(folded(part) for part in tokens(word))
        if len(folds) > 1:
            return sorted(set(self._lines_of_phrase(folds)))
        if len(word) < _SHORTEST:
            return []
        found: set[int] = set()
        stems = _Stems()
        for _, language in _LANGUAGES:
            for stem in stems.of(word, language):
                found.update(self._by_stem[language].get(stem, ()))
        own = folded(word)
        for length in range(_PREFIX, len(own) + 1):
            found.update(self._by_prefix.get(own[:length], ()))
        return sorted(found)
