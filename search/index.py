"""Ranks entries for a question: grams, glossary, answer features and municipality."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy
from numpy.typing import NDArray

from council.asking import Asked, Entry, Hit, Ranking, Want
from search.features import KINDS, features
from search.glossary import Glossary
from search.postings import Postings, Scores
from search.tongues import tongue
from search.words import folded, tokens

EQUIVALENT: Final = 0.9  # what an equivalent counts beside the word itself
FEATURE: Final = 0.27  # what an answer feature counts beside an average word
ELSEWHERE: Final = 0.5  # what is left of an entry that is about another municipality
WORDLESS: Final = 20.0  # an average word's weight where a question has no words
KNOWN: Final = 0.45  # from here on the index is held to speak of a word
SPOKEN: Final = 0.35  # from here on an entry is held to speak of a word
GATED: Final = 5  # among so many first hits those with all demanded features come first
WEIGHTS: Final = {
    Want.WHEN: 1.0,
    Want.PHONE: 2.0,
    Want.EMAIL: 2.0,
    Want.MONEY: 1.0,
    Want.CLOCK: 1.0,
    Want.HOW_OFTEN: 1.5,
    Want.PERCENT: 1.5,
    Want.HOW_MANY: 0.4,
    Want.WHO: 0.6,
}
DEMANDED: Final = frozenset({Want.PHONE, Want.EMAIL, Want.MONEY, Want.CLOCK})
_CACHE_BYTES: Final = 8 << 20
_FEW: Final = 0.01  # share of entries in a language from which on it counts as present
_Flags = NDArray[numpy.bool_]


@dataclass(frozen=True, slots=True)
class _Term:
    """A searched word, scored against every entry."""

    weight: float
    best: Scores
    top: float  # the best of `best`


class NgxIndex:
    """Entries in memory, ranked by word grams (BM25). Never changes; safe in any thread."""

    def __init__(self, entries: Sequence[Entry], glossary: Glossary) -> None:
        """Build the index; ten thousand passages take seconds."""
        self._entries = tuple(entries)
        self._glossary = glossary
        self._postings = Postings.of([f"{one.context}\n{one.text}" for one in self._entries])
        ordinary = _ordinary(self._entries)
        self._features = tuple(features(one.text, ordinary) for one in self._entries)
        self._flags: dict[Want, Scores] = {
            kind: numpy.asarray([kind in held for held in self._features], dtype=numpy.float32)
            for kind in KINDS
        }
        self._places: dict[str, _Flags] = _places(self._entries)
        self._groups = _groups(self._entries)
        self._languages = _languages(self._entries)
        self._cache: OrderedDict[str, _Term] = OrderedDict()
        self._cached = max(16, _CACHE_BYTES // (4 * max(len(self._entries), 1)))
        self._lock = threading.Lock()

    def rank(
        self, asked: Asked, *, limit: int = 10, groups: frozenset[str] | None = None
    ) -> Ranking:
        """Rank the entries for a question; `groups` leaves only entries of those groups.

        Among the first five, those that hold every demanded feature (telephone, e-mail, sum, time
        of day) come first, so that scores may rise once down the list; `margin` is taken before.
        """
        visible = self._visible(groups)
        terms = {word: self._term(word) for word in asked.words}
        scores = self._scored(asked, list(terms.values()), visible)
        order = _first(scores, max(limit, GATED))
        known = {word: _reach(term, visible) >= KNOWN for word, term in terms.items()}
        total = sum(term.weight for term in terms.values())
        strange = sum(term.weight for word, term in terms.items() if not known[word])
        four = [float(scores[at]) for at in order[:4]] + [0.0] * 4
        demanded = asked.wants & DEMANDED
        return Ranking(
            hits=self._hits(self._gated(order, demanded)[:limit], scores, terms.values(), total),
            margin=four[0] - four[3],
            unknown=strange / total if total else 1.0,
            words=len(terms),
            missing=tuple(word for word in terms if not known[word]),
        )

    def _visible(self, groups: frozenset[str] | None) -> _Flags | None:
        """Mark the entries of some groups; None: all."""
        if groups is None:
            return None
        visible = numpy.zeros(len(self._entries), dtype=numpy.bool_)
        for group in groups:
            if group in self._groups:
                visible[self._groups[group]] = True
        return visible

    def _scored(self, asked: Asked, terms: list[_Term], visible: _Flags | None) -> Scores:
        """Score all entries 0…1."""
        total = sum(term.weight for term in terms)
        average = total / len(terms) if terms else WORDLESS
        sums = numpy.zeros(len(self._entries), dtype=numpy.float64)
        for term in terms:
            sums += term.weight * term.best
        for want in sorted(asked.wants & WEIGHTS.keys()):
            weight = FEATURE * WEIGHTS[want] * average
            sums += weight * self._flags[want]
            total += weight
        scores = (sums / total if total else sums).astype(numpy.float32)
        named = [self._places[one] for one in asked.municipalities if one in self._places]
        if named:
            here = numpy.logical_or.reduce([*named, self._places[""]])
            scores = numpy.where(here, scores, scores * numpy.float32(ELSEWHERE))
        if visible is not None:
            scores = numpy.where(visible, scores, numpy.float32(0))
        return numpy.minimum(scores, numpy.float32(1))

    def _gated(self, order: list[int], demanded: frozenset[Want]) -> list[int]:
        """Move those of the first hits that hold all demanded features to the front."""
        if not demanded:
            return order
        first = sorted(order[:GATED], key=lambda at: not demanded <= self._features[at])
        return first + order[GATED:]

    def _hits(
        self, order: list[int], scores: Scores, terms: Iterable[_Term], total: float
    ) -> tuple[Hit, ...]:
        """Describe the entries that were found."""
        covered, silent = numpy.zeros(len(order)), numpy.zeros(len(order))
        for term in terms:
            best = term.best[order].astype(numpy.float64)
            covered += term.weight * best
            silent += numpy.where(best < SPOKEN, term.weight, 0.0)
        whole = total or 1.0
        return tuple(
            Hit(
                self._entries[at].key,
                score,
                min(said / whole, 1.0),
                min(unsaid / whole, 1.0),
                self._features[at],
            )
            for at, score, said, unsaid in zip(
                order, scores[order].tolist(), covered.tolist(), silent.tolist(), strict=True
            )
        )

    def _term(self, word: str) -> _Term:
        """Score a word, or any of its equivalents, against every entry."""
        with self._lock:
            known = self._cache.get(word)
            if known is not None:
                self._cache.move_to_end(word)
                return known
        term = self._fresh(word)
        with self._lock:
            self._cache[word] = term
            while len(self._cache) > self._cached:
                self._cache.popitem(last=False)
        return term

    def _fresh(self, word: str) -> _Term:
        """Score a word that is not cached."""
        equivalents = self._glossary.equivalents(word)
        best = self._postings.scores(word)
        for other in equivalents.of(self._languages):
            best = numpy.maximum(best, numpy.float32(EQUIVALENT) * self._postings.scores(other))
        weighed = equivalents.finnish[0] if " " in word and equivalents.finnish else word
        return _Term(self._postings.bound(weighed), best, _top(best))


def _reach(term: _Term, visible: _Flags | None) -> float:
    """Give the best score of a word anywhere in what may be seen."""
    return term.top if visible is None else _top(term.best[visible])


def _top(scores: Scores) -> float:
    """Give the best of some scores."""
    return float(scores.max()) if scores.size else 0.0


def _first(scores: Scores, limit: int) -> list[int]:
    """Give the numbers of the best entries above zero; ties keep the order of the entries."""
    found = numpy.flatnonzero(scores > 0)
    if len(found) > limit:
        least = numpy.partition(scores[found], len(found) - limit)[len(found) - limit]
        found = found[scores[found] >= least]
    order = numpy.argsort(-scores[found], kind="stable")[:limit]
    return [int(at) for at in found[order]]


def _places(entries: tuple[Entry, ...]) -> dict[str, _Flags]:
    """Mark for each municipality the entries about it; '' those whose place is unknown."""
    names = {one.place for one in entries} | {""}
    held = numpy.asarray([one.place for one in entries], dtype=object)
    return {name: numpy.asarray(held == name, dtype=numpy.bool_) for name in sorted(names)}


def _ordinary(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Give the folded words that stand in lower case somewhere."""
    return frozenset(folded(word) for one in entries for word in tokens(one.text) if word.islower())


def _groups(entries: tuple[Entry, ...]) -> dict[str, NDArray[numpy.intp]]:
    """List for each group the numbers of its entries."""
    kept: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        kept.setdefault(entry.group, []).append(at)
    return {group: numpy.asarray(numbers, dtype=numpy.intp) for group, numbers in kept.items()}


def _languages(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Tell which languages the entries are written in; Finnish is always one of them."""
    counts = Counter(tongue(one.text) for one in entries)
    return frozenset({"fi"} | {one for one, n in counts.items() if n > _FEW * len(entries)})
