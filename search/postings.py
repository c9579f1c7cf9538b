"""An inverted index of character grams with BM25 weights, in compressed form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy
from numpy.typing import NDArray

from search.words import folded, grams, is_stopped, tokens

K1: Final = 1.2
B: Final = 0.75
Scores = NDArray[numpy.float32]
_Numbers = NDArray[numpy.int64]


class _Grams:
    """Numbers for grams and, once per distinct word, the grams of a word."""

    def __init__(self) -> None:
        """Start empty."""
        self.of_gram: dict[str, int] = {}
        self.of_word: dict[str, int] = {}
        self.flat: list[int] = []
        self.starts: list[int] = [0]

    def word(self, token: str) -> int:
        """Give the number of a word as typed; -1: a stop word."""
        known = self.of_word.get(token)
        if known is not None:
            return known
        fold = folded(token)
        number = self.of_word.get(fold)
        if number is None:
            number = -1 if is_stopped(fold) else self._enter(fold)
            self.of_word[fold] = number
        self.of_word[token] = number
        return number

    def _enter(self, fold: str) -> int:
        """Give a new word and its grams their numbers."""
        self.flat.extend(self.of_gram.setdefault(gram, len(self.of_gram)) for gram in grams(fold))
        self.starts.append(len(self.flat))
        return len(self.starts) - 2


def _counted(texts: Iterable[str]) -> tuple[_Grams, _Numbers, _Numbers]:
    """Read all texts: the grams, and which word (number) stands in which text (number)."""
    known = _Grams()
    words: list[int] = []
    lengths: list[int] = []
    for text in texts:
        before = len(words)
        words.extend(number for number in map(known.word, tokens(text)) if number >= 0)
        lengths.append(len(words) - before)
    places = numpy.repeat(numpy.arange(len(lengths), dtype=numpy.int64), lengths)
    return known, numpy.asarray(words, dtype=numpy.int64), places


def _spread(known: _Grams, words: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Replace every word by its grams: all gram numbers in a row, and how many each word has."""
    starts = numpy.asarray(known.starts, dtype=numpy.int64)
    flat = numpy.asarray(known.flat, dtype=numpy.int64)
    sizes = starts[words + 1] - starts[words]
    ends = numpy.cumsum(sizes)
    inside = numpy.arange(int(sizes.sum()), dtype=numpy.int64) - numpy.repeat(ends - sizes, sizes)
    return flat[numpy.repeat(starts[words], sizes) + inside], sizes


@dataclass(frozen=True, slots=True)
class Postings:
    """For each gram the texts that have it, with their weights. Never changes."""

    size: int
    numbers: dict[str, int]
    idf: NDArray[numpy.float64]
    highest_idf: float
    starts: _Numbers
    places: NDArray[numpy.int32]
    weights: Scores

    @staticmethod
    def of(texts: Sequence[str]) -> "Postings":
        """Count the grams of all texts and weigh them (BM25)."""
        size = len(texts)
        known, words, word_places = _counted(texts)
        flat, sizes = _spread(known, words)
        places = numpy.repeat(word_places, sizes)
        lengths = numpy.bincount(places, minlength=size)
        pairs, counts = numpy.unique(flat * max(size, 1) + places, return_counts=True)
        pair_places = pairs % max(size, 1)
        frequencies = numpy.bincount(pairs // max(size, 1), minlength=len(known.of_gram))
        average = max(float(lengths.mean()) if size else 0.0, 1.0)
        norm = K1 * (1 - B + B * lengths[pair_places] / average)
        return Postings(
            size=size,
            numbers=known.of_gram,
            idf=numpy.log1p((size - frequencies + 0.5) / (frequencies + 0.5)),
            highest_idf=float(numpy.log1p((size + 0.5) / 0.5)),
            starts=numpy.concatenate(([0], numpy.cumsum(frequencies))).astype(numpy.int64),
            places=pair_places.astype(numpy.int32),
            weights=(counts * (K1 + 1) / (counts + norm)).astype(numpy.float32),
        )

    def bound(self, term: str) -> float:
        """Give the most that a term could score anywhere."""
        rare = (self._idf(gram) for gram in _term_grams(term))
        return (K1 + 1) * sum(rare)

    def _idf(self, gram: str) -> float:
        """Give the rarity of a gram; one never seen is the rarest."""
        number = self.numbers.get(gram)
        return self.highest_idf if number is None else float(self.idf[number])

    def scores(self, term: str) -> Scores:
        """Score a term in every text, 0…1: the share of the most that it could score."""
        bound = self.bound(term)
        found = [self.numbers[gram] for gram in _term_grams(term) if gram in self.numbers]
        if not found or bound <= 0:
            return numpy.zeros(self.size, dtype=numpy.float32)
        slices = [slice(self.starts[number], self.starts[number + 1]) for number in found]
        places = numpy.concatenate([self.places[one] for one in slices])
        weights = numpy.concatenate(
            [
                self.weights[one] * numpy.float32(self.idf[number] / bound)
                for number, one in zip(found, slices, strict=True)
            ]
        )
        totals = numpy.bincount(places, weights=weights, minlength=self.size)
        return numpy.minimum(totals, 1.0).astype(numpy.float32)


def _term_grams(term: str) -> tuple[str, ...]:
    """Give the distinct grams of a word or of a phrase's words, in order."""
    folds = [folded(token) for token in tokens(term)]
    kept = [fold for fold in folds if not is_stopped(fold)] or folds
    return tuple(dict.fromkeys(gram for fold in kept for gram in grams(fold)))
