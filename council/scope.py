"""Which programmes a question is about: named, remembered, in force, or to be asked."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from council.asking import Asked
from council.model import Programme, Standing
from council.people import Topic
from council.register import Register
from council.words import fold, stem

SHORTEST_NAME = 5  # letters of a programme's name that a question's word has to share


@dataclass(frozen=True, slots=True)
class Scope:
    """The programmes that fit, best first."""

    programmes: tuple[Programme, ...] = ()
    named: bool = False  # the question itself, or the conversation, singles them out
    place: str = ""  # the municipality that is named or remembered
    by_name: bool = False  # the question names the programmes themselves
    remembered: str = ""  # key of the programme that was spoken of, if it fits

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the programmes that fit."""
        return frozenset(p.key for p in self.programmes)

    @property
    def one(self) -> Programme | None:
        """The programme, where only one fits."""
        return self.programmes[0] if len(self.programmes) == 1 else None


def scope_of(
    asked: Asked, register: Register, *, topic: Topic | None, programme: str, today: date
) -> Scope:
    """Work out which programmes a question is about.

    `programme` is the key that a person chose with a button; it counts only if they may see it.
    """
    fitting = register.of(Programme)
    chosen = register.find(Programme, programme)
    if chosen:
        return Scope((chosen,), named=True, place=chosen.municipality, by_name=True)
    place = next((m for m in asked.municipalities if m in register.municipalities()), "")
    remembered = topic if topic and (asked.leans or not asked.municipalities) else None
    if not place and remembered and asked.leans:
        place = remembered.municipality
    if not place and asked.municipalities and not asked.unknown_place:
        place = asked.municipalities[0]  # only documents are about it; no programme answers for it
    if place:
        fitting = tuple(p for p in fitting if p.municipality == place)
    by_name = tuple(p for p in fitting if _named(p, asked))
    if by_name:
        fitting = by_name
    same = [p for p in fitting if remembered and p.key == remembered.programme]
    if same and by_name:
        return Scope((same[0],), named=True, place=same[0].municipality, by_name=True)
    ordered = sorted(fitting, key=lambda p: (in_force(p, today), -_dated(p).toordinal()))
    return Scope(
        tuple(ordered),
        bool(place or by_name),
        place,
        bool(by_name),
        same[0].key if same and remembered and not asked.municipalities else "",
    )


def in_force(programme: Programme, today: date) -> int:
    """Rank how near to the day it is: 0 in force, 1 not said, 2 over, 3 replaced or to come."""
    if programme.standing is Standing.FORMER:
        return 3
    period = programme.period
    if period and period.start and today < period.start:
        dated = programme.source.dated
        return 0 if dated and dated <= today else 3
    if period and (period.start or period.end):  # without an end it goes on
        return 0 if period.end is None or today <= period.end else 2
    dated = programme.source.dated
    return 3 if dated and dated > today else 1


def settled(scope: Scope, today: date) -> Programme | None:
    """Return the programme to answer from where one plainly comes before the others.

    That is the one spoken of just now, else the only one nearest to being in force.
    """
    if scope.one or not scope.programmes:
        return scope.one
    if spoken_of := [p for p in scope.programmes if p.key == scope.remembered]:
        return spoken_of[0]
    first, second = scope.programmes[:2]
    return first if in_force(first, today) < in_force(second, today) else None


def _dated(programme: Programme) -> date:
    return programme.source.dated or date.min


def _named(programme: Programme, asked: Asked) -> bool:
    if programme.kind.value in asked.programme_kinds:
        return True
    said = {fold(w) for entry in (*asked.rest, *asked.programme_words) for w in entry.split()}
    return any(
        all(any(_same_word(word, name) for word in said) for name in names)
        for names in _long_names(programme.name, programme.aliases, programme.municipality)
    )


@lru_cache(maxsize=256)
def _long_names(
    name: str, aliases: tuple[str, ...], municipality: str
) -> tuple[tuple[str, ...], ...]:
    """Return the names of a programme as the folded words that all have to be said.

    The town's own name does not, nor short words: 'Heinolan resurssiohjelma' is named by its second
    word, 'Lähellä oleva kaupunki' only by all three.
    """
    town = stem(fold(municipality))
    names = (
        tuple(w for w in fold(one).split() if len(w) >= SHORTEST_NAME and not w.startswith(town))
        for one in (name, *aliases)
    )
    return tuple(words for words in names if words)


def _same_word(word: str, name: str) -> bool:
    """Compare an inflected word with a name's word: all of the name's but its ending is there."""
    stem = name[: max(SHORTEST_NAME, len(name) - 2)]
    return word.startswith(stem) and len(word) <= len(name) + 7
