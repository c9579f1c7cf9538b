"""Successions as people write them, as in 'Kehitysjohtaja vaihtuu 1.2.2010, uusi on Laine'."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from council import timewords
from council.model import Role
from dialogs.requests import folded

LONGEST = 300  # characters of a message that can be one

_NUMBERS = r"\d{1,2}\.\d{1,2}\.?(?:\d{4})?|\d{4}-\d{2}-\d{2}"
_NAMED = r"\d{1,2}\.? [a-zåäö]{3,12}(?: \d{4})?"  # 1. helmikuuta 2010, 1 februari
_DAY = rf"(?P<since>{_NUMBERS}|{_NAMED})"
_UNTIL = rf"(?:\s*[–-]\s*(?P<until>{_NUMBERS}))?"
_ROLE = r"(?P<role>[^,;:?!]{2,80}?)"
_PERSON = r"(?P<person>[^,;:?!\d]{1,80}?)"
_FROM_FI = rf"{_DAY}{_UNTIL}(?:\s+(?:alkaen|lähtien))?"
_FROM_SV = rf"(?:från(?:\s+och\s+med)?\s+|fr\.o\.m\.\s+)?(?:den\s+)?{_DAY}{_UNTIL}"
_FROM_EN = rf"(?:(?:from|as\s+of|since|on)\s+)?{_DAY}{_UNTIL}"


@dataclass(frozen=True, slots=True)
class Told:
    """A succession as somebody wrote it; the names are their words."""

    role: str
    person: str  # empty: nobody comes
    since: date | None
    until: date | None = None
    deputy: bool = False
    leaves: bool = False  # `since` is the last day of who leaves
    sure: bool = False  # cannot be anything else, whatever the role is called


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say it."""

    pattern: str
    deputy: bool = False
    leaves: bool = False
    sure: bool = False


_FORMS = (
    _Form(
        rf"{_ROLE} vaihtuu {_FROM_FI}[,.;]?\s+(?:ja )?(?:uusi(?: \w+)?|seuraaja) on {_PERSON}",
        sure=True,
    ),
    _Form(rf"{_ROLE} sijainen on {_PERSON}(?:,?\s+{_FROM_FI})?", deputy=True),
    _Form(rf"{_ROLE} on {_FROM_FI},?\s+{_PERSON}"),
    _Form(rf"{_ROLE} on {_PERSON},?\s+{_FROM_FI}"),
    _Form(
        rf"{_ROLE} (?:lähtee|lopettaa|jää pois)(?: tehtäväst[äa]än| tehtävästä)? {_DAY}",
        leaves=True,
    ),
    _Form(
        rf"{_ROLE} byts(?: ut)? {_FROM_SV}[,.;]?\s+(?:och )?(?:den )?nya?(?: \w+)? är {_PERSON}",
        sure=True,
    ),
    _Form(
        rf"(?:ersättare|ställföreträdare) för {_ROLE} är {_PERSON}(?:,?\s+{_FROM_SV})?", deputy=True
    ),
    _Form(rf"{_ROLE} ersättare är {_PERSON}(?:,?\s+{_FROM_SV})?", deputy=True),
    _Form(rf"{_ROLE} är {_PERSON},?\s+{_FROM_SV}"),
    _Form(rf"{_ROLE} (?:slutar|avgår) {_DAY}", leaves=True),
    _Form(rf"{_ROLE} changes {_FROM_EN}[,.;]?\s+(?:and )?the new (?:\w+ )?is {_PERSON}", sure=True),
    _Form(
        rf"(?:the )?deputy (?:of|for) (?:the )?{_ROLE} is {_PERSON}(?:,?\s+{_FROM_EN})?",
        deputy=True,
    ),
    _Form(rf"{_ROLE} is {_PERSON},?\s+{_FROM_EN}"),
    _Form(rf"{_ROLE} leaves (?:on )?{_DAY}", leaves=True),
)
_READERS = tuple((re.compile(form.pattern, re.IGNORECASE), form) for form in _FORMS)


def is_one(text: str) -> bool:
    """Tell whether a message looks like one that tells of a succession."""
    return next(_found(text), None) is not None


def read(text: str, today: date) -> Told | None:
    """Return the succession that a message tells of, or None.

    A day without a year is the next one that comes; the card that asks to confirm says which.
    """
    told = (_told(found.groupdict(), form, today) for found, form in _found(text))
    return next((one for one in told if one is not None), None)


def _found(text: str) -> Iterator[tuple[re.Match[str], _Form]]:
    said = " ".join(text.split()).rstrip(" !")
    if len(said) > LONGEST or said.endswith("?"):
        return
    for pattern, form in _READERS:
        if found := pattern.fullmatch(said) or pattern.fullmatch(said.rstrip(".")):
            yield found, form


def _day(words: str, today: date) -> date | None:
    said = timewords.read(words, today)
    plain = said.precision == "day" and not said.needs_review and not said.error
    return said.start if plain else None


def _told(found: dict[str, str | None], form: _Form, today: date) -> Told | None:
    since, until = (
        _day(words, today) if (words := found.get(name)) else None for name in ("since", "until")
    )
    if any(found.get(n) and day is None for n, day in (("since", since), ("until", until))):
        return None
    return Told(
        role=(found.get("role") or "").strip(),
        person=(found.get("person") or "").strip(" ."),
        since=since,
        until=until,
        deputy=form.deputy,
        leaves=form.leaves,
        sure=form.sure,
    )


def called(said: str, roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return the roles that somebody may mean: by name, also in the genitive or the definite."""
    wanted = folded(said)
    return tuple(role for role in roles if wanted in set(_forms(role)))


def _forms(role: Role) -> Iterator[str]:
    for name in (role.name, *role.aliases):
        yield folded(name)
        yield folded(_genitive(name))
        for ending in ("n", "en", "s", "ns", "ens", "’s", "'s"):
            yield folded(name + ending)


def _genitive(name: str) -> str:
    """Return a Finnish title's genitive: 'Tekninen johtaja' is 'Teknisen johtajan'."""
    return " ".join(_of(word) for word in name.split())


def _of(word: str) -> str:
    if word.endswith("nen"):
        return f"{word[:-3]}sen"
    if word.endswith(("kkö", "kko")):  # päällikkö, päällikön
        return f"{word[:-2]}{word[-1]}n"
    return f"{word}n"
