"""Amounts as people write them: '76 %', '12,4 päivää', '1 234', '−3'. Nothing is guessed.

A comma and a point may both begin the decimals. '1.234' may be a thousand or one and a bit, so it
is read as both, and whoever wrote it has to say which.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LONGEST: Final = 60  # characters of an amount
MOST_DIGITS: Final = 15

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_AMOUNT = re.compile(
    r"(?P<sign>[-+−–]?) ?(?P<digits>[0-9](?:[0-9., ]*[0-9])?) ?(?P<unit>[^0-9\s].*)?", re.DOTALL
)
_WORD = r"(?:[%‰€$£]|[kcd]?m[23²³]|[^\W\d_]+\.?)"
_UNIT = re.compile(rf"{_WORD}(?:[ /]*{_WORD}){{0,3}}")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_POINTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_COMMAED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")

# Words for the same unit, in the three languages; the first of each stands for it.
_SAME: Final = (
    "%, prosentti, prosenttia, pros, procent, percent",
    "kpl, kappale, kappaletta, st, stycken, pcs, pieces",
    "€, eur, euro, euroa, euros",
    "päivää, päivä, pv, pvä, dag, dagar, day, days",
    "henkilöä, henkilö, hlö, hlöä, henk, person, personer, persons, people",
    "vuotta, vuosi, v, år, year, years",
    "tuntia, tunti, h, timmar, timme, hours, hour",
    "milj, miljoonaa, miljoona, mn, miljoner, miljon, million",
)
_CANONICAL: Final = {
    word: words.split(", ")[0] for words in _SAME for word in words.split(", ")
}  # fmt: skip
SHARES: Final = frozenset({"osuus", "andel", "share"})  # of something: says nothing of the scale
PERCENT: Final = "%"
COUNT: Final = "kpl"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the unit that was written with it, or ''."""

    number: Decimal
    unit: str = ""

    def __str__(self) -> str:
        """Return it as it is kept: a point before the decimals, then the unit."""
        return f"{self.plain} {self.unit}".strip()

    @property
    def plain(self) -> str:
        """The number alone, without an exponent or zeros at its end: '76.5'."""
        return f"{self.number.normalize():f}"

    @property
    def unmistakable(self) -> str:
        """The same as a text that can be read in one way only."""
        said = self.plain
        digits = said.removeprefix("-")
        if _EITHER.fullmatch(digits):
            said += "0"
        return f"{said} {self.unit}".strip()


def amounts(text: str) -> tuple[Amount, ...]:
    """Return how a text can be read as an amount: in no way, in one, or in two.

    Of two the thousands come first.
    """
    if len(text) > LONGEST:
        return ()
    found = _AMOUNT.fullmatch(_SPACES.sub(" ", text).strip())
    if found is None or sum(c.isdigit() for c in found["digits"]) > MOST_DIGITS:
        return ()
    unit = (found["unit"] or "").strip()
    if unit and not _UNIT.fullmatch(unit):
        return ()
    negative = found["sign"] not in {"", "+"}
    numbers = (-n if negative else n for n in _numbers(found["digits"]))
    return tuple(Amount(n or abs(n), unit) for n in numbers)


def _numbers(digits: str) -> tuple[Decimal, ...]:
    if _EITHER.fullmatch(digits):
        bare = re.sub(r"[.,]", "", digits)
        return Decimal(bare), Decimal(digits.replace(",", "."))
    if _PLAIN.fullmatch(digits) or _SPACED.fullmatch(digits):
        return (Decimal(digits.replace(" ", "").replace(",", ".")),)
    if _POINTED.fullmatch(digits):
        return (Decimal(digits.replace(".", "").replace(",", ".")),)
    if _COMMAED.fullmatch(digits):
        return (Decimal(digits.replace(",", "")),)
    return ()


def kept(text: str) -> Amount | None:
    """Return an amount that Luotsi itself has written down, or None where it is none."""
    number, _, unit = text.partition(" ")
    if not re.fullmatch(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?", number):
        return None
    return Amount(Decimal(number), unit)


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit that is known, or so many of one for each of something."""
    first, _, each = text.casefold().partition("/")  # '€/asukas': whatever there is one of
    words = [word for word in re.split(r"[ .]+", first) if word]
    known = all(word in _CANONICAL or not word.isalpha() for word in words)
    return bool(words) and known and len(each.split()) <= 1


def scale(unit: str) -> str:
    """Return what units that mean the same have in common; '' where a unit says no scale."""
    words = re.split(r"[ ./]+", unit.casefold().replace("/", " / "))
    joined = " ".join(_CANONICAL.get(word, word) for word in words if word)
    return "" if joined in SHARES else joined
