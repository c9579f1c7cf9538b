"""Municipalities of Finland as questions and texts name them, inflected, in two languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.words import folded, is_stopped, listed, tokens

_CASES: Final = (
    "n", "ssa", "sta", "lla", "lta", "lle", "na", "ksi", "a", "ta", "tta", "en", "in", "an", "on",
    "un", "hin", "han", "hen", "seen", "ssaan", "ssakin", "ssako", "nko", "nkin", "nkaan",
)  # fmt: skip
_PEOPLE: Final = (
    "lainen", "laiset", "laisten", "laisia", "laisille", "laisilla", "laisilta", "laisista",
    "laisen", "laista", "laisessa", "laisiin", "laisetkin", "laisille",
)  # fmt: skip
_SWEDISH: Final = ("s", "bor", "borna", "bornas", "are", "arna")
# A word after an ambiguous name that shows it to be a municipality: 'salon kaupunki'.
_TOWNS: Final = ("kaupun", "kunta", "kunna", "kunti", "kuntal", "stad", "kommun", "town", "city")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a municipality's name."""

    name: str  # nominative, Finnish
    doubtful: bool  # is also an ordinary word or a person's name
    bare: bool  # the nominative itself


_OWN_WORD: Final = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäö]{2,}|[A-ZÅÄÖ]{3,})[nN]"
    r" (?:[kK]unta|[kK]aupunki|[kK]unna[nl]|[kK]aupungi[nl]|KUNTA|KAUPUNKI)"
    r"|\b([A-ZÅÄÖ][a-zåäö]{2,}) (?:stad|kommun)\b"
)


def town_named(text: str) -> str:
    """Give the town that a text calls one ('Xn kunta', 'X stad'), for towns in no list."""
    found = _OWN_WORD.search(text)
    return (found[1] or found[2]).capitalize() if found else ""


class Gazetteer:
    """Recognises municipalities. Never changes; safe in any thread."""

    def __init__(self) -> None:
        """Read the list of municipalities and make every form of their names."""
        self._forms: dict[str, _Form] = {}
        for line in listed("municipalities.txt"):
            self._enter([part.strip() for part in line.split("|")])

    def _enter(self, columns: list[str]) -> None:
        """Enter the forms of one municipality; an unmarked one wins over a marked one."""
        name, swedish, stems, marks = columns
        doubtful = "!" in marks
        kept: dict[tuple[bool, bool], _Form] = {}
        for text, bare in _forms(name, swedish, [stem.strip() for stem in stems.split(",")]):
            key = _key(text)
            certain = not doubtful or "lai" in key
            form = kept.setdefault((certain, bare), _Form(name, not certain, bare))
            known = self._forms.get(key)
            if known is None or (known.doubtful and not form.doubtful):
                self._forms[key] = form

    def named(self, text: str) -> tuple[str, ...]:
        """Give the municipalities that a text names, in the nominative, in order, each once."""
        return self.named_among(tokens(text))

    def named_among(self, words: Sequence[str]) -> tuple[str, ...]:
        """Give the municipalities that these words (as typed) name, in the nominative."""
        folds = [folded(word) for word in words]
        found: dict[str, None] = {}
        skipped = -1
        for at in range(len(folds)):
            if at <= skipped:
                continue
            pair = self._forms.get(" ".join(folds[at : at + 2])) if at + 1 < len(folds) else None
            form = pair or self._forms.get(folds[at])
            if form and (pair or not form.doubtful or _is_place(words, folds, at, form)):
                found[form.name] = None
                skipped = at + 1 if pair else at
        return tuple(found)


def _key(text: str) -> str:
    """Fold a form of a name, of which there are tens of thousands: most are a single word."""
    fold = folded.__wrapped__  # none of them is worth a place among the words remembered
    return fold(text) if text.isalpha() else " ".join(fold(token) for token in tokens(text))


def _is_place(words: Sequence[str], folds: Sequence[str], at: int, form: _Form) -> bool:
    """Tell whether a name that is also a word means the municipality here."""
    after = folds[at + 1] if at + 1 < len(folds) else ""
    if after.startswith(_TOWNS):
        return True
    if not words[at][0].isupper() or words[at].isupper():
        return False
    if at == 0:
        return not form.bare
    before = words[at - 1]
    person = before[0].isupper() and not is_stopped(folds[at - 1]) and len(before) > 1
    given = form.bare and at + 1 < len(words) and words[at + 1][0].isupper()
    return not person and not given


def _forms(name: str, swedish: str, stems: list[str]) -> Iterator[tuple[str, bool]]:
    """Give every form of a name, and whether it is the nominative."""
    yield name, True
    for stem in stems:
        for case in _CASES:
            yield stem + case, False
        vowel = stem[-1]
        yield f"{stem}{vowel}n", False
        yield f"{stem}h{vowel}n", False
    bases = {*stems, name.lower(), *(stem[:-1] for stem in stems if stem.endswith("se"))}
    bases |= {base[:-3] for base in (name.lower(),) if base.endswith("nen")}
    for base in sorted(bases):
        for ending in _PEOPLE:
            yield base + ending, False
    for other in dict.fromkeys((swedish or name, name)):
        yield other, True
        for ending in _SWEDISH:
            yield other + ending, False
