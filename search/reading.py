"""Reads a question: what is searched, what answer is wanted, when, where and of what kind."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from council.asking import Asked, Clock, Kind, Want
from council.language import Language
from search.cues import Cue, Cues
from search.glossary import Glossary
from search.parts import parts
from search.periods import period
from search.places import Gazetteer
from search.tongues import language_of
from search.words import folded, is_question_word, listed, normalised, tokens

# Longer messages are read to here; nobody asks in more words.
_LONGEST: Final = 60
_RUN: Final = 6  # words among which a phrase of the glossary is looked for
_CURT: Final = 4  # words to which a question is a mere heading: 'heinolan kärkiteemat'
_SEARCHED: Final = frozenset({"want percent", "want target"})
_UNSEARCHED_CLOCKS: Final = frozenset({"clock next", "clock late"})
_POINTING: Final = frozenset(
    "se sita siita siihen siina sille silta sen ne niita niista niihin niiden niissa nille niille"
    " tama taman tata tasta tahan tassa talle nama naita naista naiden samaa sama samasta sita"
    " it its they them their that those this these den det dess dem dom deras denna detta dessa"
    " siella taalla han hanen hanta hanelta hanelle he heidan heilta siis siita".split()
)
_ADDRESSED: Final = frozenset("sa sina sun sinun you your du din".split())
_OPENINGS: Final = (
    ("enta",), ("entas",), ("entapa",), ("ents",), ("mites",), ("ja", "enta"), ("no", "enta"),
    ("what", "about"), ("how", "about"), ("and", "what"), ("and", "who"), ("and", "when"),
    ("och",), ("hur", "ar", "det", "med"), ("men",), ("da",), ("and",), ("ja",), ("mutta", "enta"),
)  # fmt: skip
_THINGS: Final = frozenset(
    {"kind programme", "kind event", "kind material", "kind theme", "kind body"}
)
# Kinds whose plural asks for all of them; 'yhteystiedot' are one person's.
_LISTED: Final = frozenset(f"kind {one.name.lower()}" for one in Kind if one is not Kind.CONTACT)
_CLOCKS: Final = (
    ("clock late", Clock.LATE),
    ("clock next", Clock.NEXT),
    ("clock upcoming", Clock.UPCOMING),
    ("clock past", Clock.PAST),
)


def _weak() -> tuple[str, ...]:
    """Read the beginnings of words that say nothing about what a question is about."""
    # A tuple: `startswith` looks through one by itself.
    return tuple({folded(word) for line in listed("weak.txt") for word in line.split()})


class Reader:
    """Reads questions. Never changes; safe in any thread."""

    def __init__(self, glossary: Glossary, gazetteer: Gazetteer) -> None:
        """Read the lists of cues."""
        self._glossary = glossary
        self._cues = Cues()
        self._gazetteer = gazetteer
        self._weak = _weak()

    def read(self, text: str, *, today: date, language: Language | None) -> Asked:
        """Read a question; `today` is the day on which words like 'next month' count.

        Any text is read: an empty or wordless one has no words, wants or kinds.
        """
        raw = tokens(text[:4000])[:_LONGEST]
        words = [word.lower() for word in raw]
        folds = [folded(word) for word in words]
        cues = self._cues.found(folds)
        named = period(folds, today)
        dropped = _dropped(cues) | (
            set(named.words) if named and _vague(folds, named.words) else set()
        )
        searched = self._searched(words, folds, dropped)
        kinds = _kinds(cues)
        wants, clock = _wants(cues), _clock(cues)
        free = bool(wants or kinds) and not (named or clock) and not _ADDRESSED & set(folds)
        rest = self._rest(searched, raw, folds, cues, named.words if named else range(0))
        pointing = bool(_POINTING & set(folds)) and not rest
        return Asked(
            text=text,
            language=language or language_of(normalised(text)),
            words=searched,
            wants=wants,
            kinds=kinds,
            listing=_listing(cues, folds, bare=not wants),
            municipalities=self._gazetteer.named_among(raw),
            clock=clock,
            between=named.days if named else None,
            leans=pointing or self._leans(folds, searched, free=free),
            programme_kinds=_programme_kinds(cues),
            rest=rest,
            programme_words=_programme_words(searched, folds, cues),
            parts=parts(text),
        )

    def _rest(
        self,
        searched: Sequence[str],
        raw: Sequence[str],
        folds: Sequence[str],
        cues: Sequence[Cue],
        period_words: range,
    ) -> tuple[str, ...]:
        """Give the searched words that name more than a kind, a programme or a municipality."""
        said = {
            folds[at]
            for cue in cues
            if cue.category == "bare" or cue.category.startswith("programme ")
            for at in range(cue.start, cue.end)
        }
        said |= {fold for fold in folds if self._is_weak(fold)}
        if period_words:
            said |= {folds[at] for at in period_words} | {fold for fold in folds if _is_year(fold)}
        said |= {
            fold
            for word, fold in zip(raw, folds, strict=True)
            if self._gazetteer.named_among([word])
        }
        return tuple(
            entry for entry in searched if not all(folded(word) in said for word in entry.split())
        )

    def _searched(
        self, words: Sequence[str], folds: Sequence[str], dropped: set[int]
    ) -> tuple[str, ...]:
        """Give the words and glossary phrases that are searched, each once."""
        kept: dict[str, str] = {}
        at = 0
        while at < len(words):
            run = 0
            while at + run < len(words) and at + run not in dropped and run < _RUN:
                run += 1
            length = self._glossary.phrase(tuple(folds[at : at + run])) if run > 1 else 0
            if length:
                kept.setdefault(
                    " ".join(folds[at : at + length]), " ".join(words[at : at + length])
                )
            elif at not in dropped and not is_question_word(folds[at]):
                kept.setdefault(folds[at], words[at])
            at += max(length, 1)
        return tuple(kept.values())

    def _leans(self, folds: Sequence[str], searched: tuple[str, ...], *, free: bool) -> bool:
        """Tell whether a question cannot be understood without the one before.

        `free`: it asks for something, of nobody and of no time in particular.
        """
        if not folds:
            return False
        if any(tuple(folds[: len(one)]) == one for one in _OPENINGS):
            return True
        own = [word for word in searched if not self._is_weak(word)]
        if not own:
            return bool(_POINTING & set(folds)) or (free and len(searched) < len(folds))
        return False

    def _is_weak(self, word: str) -> bool:
        """Tell whether a searched word says nothing about the subject ('vastaa', 'held')."""
        return folded(word).startswith(self._weak)


def _dropped(cues: Sequence[Cue]) -> set[int]:
    """Give the numbers of the words that only carry an intent."""
    intents = [
        cue
        for cue in cues
        if (cue.category.startswith("want") and cue.category not in _SEARCHED)
        or cue.category in _UNSEARCHED_CLOCKS
    ]
    return {at for cue in intents for at in range(cue.start, cue.end)}


def _vague(folds: Sequence[str], named: range) -> bool:
    """Tell whether the words of a period only make sense on the day they were said."""
    return not any(any(letter.isdigit() for letter in folds[at]) for at in named) and len(named) > 1


def _wants(cues: Sequence[Cue]) -> frozenset[Want]:
    """Give the sorts of answer that the cues ask for."""
    wants = {
        Want[cue.category.removeprefix("want ").upper()]
        for cue in cues
        if cue.category.startswith("want ") and not _names_a_thing(cue, cues)
    }
    if Want.HOW_MANY in wants and any(cue.category == "sum" for cue in cues):
        wants.add(Want.MONEY)
    if wants & {Want.PERCENT, Want.MONEY, Want.HOW_OFTEN}:
        wants.discard(Want.HOW_MANY)
    if Want.PHONE in wants:
        wants.discard(Want.HOW_MANY)
    if Want.CLOCK in wants:
        wants.discard(Want.WHEN)
    return frozenset(wants)


def _names_a_thing(cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether 'name' is that of a programme or an event, not of a person."""
    if cue.category != "want name":
        return False
    return any(other.end == cue.start and other.category in _THINGS for other in cues)


def _kinds(cues: Sequence[Cue]) -> frozenset[Kind]:
    """Give the kinds of record that the cues name."""
    return frozenset(
        Kind[cue.category.removeprefix("kind ").upper()]
        for cue in cues
        if cue.category.startswith("kind ")
    )


def _programme_kinds(cues: Sequence[Cue]) -> frozenset[str]:
    """Give the kinds of programme that the cues name, as in council.model.ProgrammeKind."""
    prefix = "programme "
    return frozenset(
        cue.category.removeprefix(prefix) for cue in cues if cue.category.startswith(prefix)
    )


def _is_year(fold: str) -> bool:
    """Tell whether a word is a year."""
    return len(fold) == len("2025") and fold.isdigit()


def _programme_words(
    searched: Sequence[str], folds: Sequence[str], cues: Sequence[Cue]
) -> tuple[str, ...]:
    """Give the searched words that name a kind of programme."""
    named = {
        folds[at]
        for cue in cues
        if cue.category.startswith("programme ")
        for at in range(cue.start, cue.end)
    }
    return tuple(word for word in searched if folded(word) in named)


def _clock(cues: Sequence[Cue]) -> Clock | None:
    """Give the word that only the clock can answer; 'late' counts before 'next'."""
    held = {cue.category for cue in cues}
    return next((clock for category, clock in _CLOCKS if category in held), None)


def _listing(cues: Sequence[Cue], folds: Sequence[str], *, bare: bool) -> bool:
    """Tell whether a question asks for all of a kind: by a word for it, or by a plural."""
    if any(cue.category == "listing" for cue in cues):
        return True
    plural = any(folds[cue.start].endswith("t") for cue in cues if cue.category in _LISTED)
    return bare and plural and len(folds) <= _CURT
