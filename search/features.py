"""What kinds of answer a text holds: a date, a telephone number, a person, a sum and so on."""

import re
from collections.abc import Container
from functools import lru_cache
from typing import Final

from council.asking import Want
from search.words import folded, listed, normalised, tokens

# Looked for in single words, lower case, so that every distinct word is looked at once.
_WORDS: Final = {
    Want.WHEN: re.compile(
        r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu"
        r"|^(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
        r"|january|february|june|july|august|october|våren|sommaren|hösten|vintern|spring|summer"
        r"|autumn|winter)$|^kevää|^kevät|^kesä(?:llä|n|ksi|stä)?$|^syksy|^talve[nl]|vuodenvaihte"
    ),
    Want.HOW_OFTEN: re.compile(
        r"^(?:kerran|kertaa|krt|välein|gånger|once|twice|times)$|kuukausittain|vuosittain"
        r"|viikoittain|päivittäin|säännöllis|^årlig|^månatlig|^kvartal|^annual|^monthly$|^weekly$"
        r"|^quarterly$|^yearly$|^regelbund|^regular"
    ),
    Want.HOW_MANY: re.compile(
        r"^(?:yksi|kaksi|kahde|kolme|neljä|viisi|viide|kuusi$|kuude|seitsemän|kahdeksan|yhdeksän"
        r"|kymmen|sata|tuhat|två$|tre$|fyra|fem$|sex$|sju$|åtta|nio$|tio$|two$|three|four|five"
        r"|six$|seven|eight|nine$|ten$)"
    ),
    Want.PERCENT: re.compile(r"prosent|tavoitetas|^procent|^percent"),
    Want.WHO: re.compile(
        r"johtaja|päällik|sihteeri|johtoryhm|hallitus|hallituks|valtuust|jaosto|toimikun|henkilö"
        r"|vastaa|vastuu|koordinaattor|suunnittelij|asiantuntij|lautakun|direktör|chef|sekreterare"
        r"|styrelse|fullmäktige|nämnd|ordförande|samordnare|director|manager|secretary|^board$"
        r"|^council$|committee|^chair|^ansvar|^responsible$"
    ),
    Want.WHERE: re.compile(
        r"kansio|työtila|^teams|verkkosivu|^www$|^https?$|osoit|kokoushuone|kirjasto|^intra|mapp"
        r"|folder|workspace|webbplats|website|arbetsrum|saatavilla|tallennet"
    ),
    Want.TARGET: re.compile(
        r"tavoitetas|tavoitearvo|vähintään|enintään|målnivå|^minst$|^högst$|^target|laskeva|nouseva"
        r"|kasvava"
    ),
    Want.WHY: re.compile(
        r"^(?:koska|siksi|jotta|vuoksi|takia|johdosta|johtuen|ansiosta|syy|syystä|syynä|tarve|tarpeen)$"
        r"|^tarvetta|^tarpee|edellyt|^perustee|^perustel|^eftersom$|^därför$|^grund|^behov|^anledning"
        r"|^because$|^therefore$|^reason|^need"
    ),
}
# Looked for in texts that hold a digit.
_DIGITS: Final = {
    Want.WHEN: re.compile(
        r"\b\d{1,2}\.\s?\d{1,2}\.|\b(?:19|20)\d\d\b|\b(?:march|may)\s+\d|\d\s+(?:march|may)\b",
        re.IGNORECASE,
    ),
    # '+358' or a leading zero, then groups of digits with a space (also NBSP) or hyphen between.
    Want.PHONE: re.compile(
        r"(?<![\d.,])(?:\+\s?358[\s-]?(?:\(0\))?\d{1,3}|0\d{1,3})[\s-]?\d{3}[\s-]?\d{2,4}(?!\d)"
    ),
    Want.MONEY: re.compile(
        r"\d\s?(?:€|eur\b|euro|milj|mrd|t€|m€|k€|markka|mk\b)|[€$]\s?\d", re.IGNORECASE
    ),
    Want.CLOCK: re.compile(
        r"\b(?:klo|kello|kl)\.?\s?\d|\b\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d\b|\b24/7\b"
        r"|\b\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)",
        re.IGNORECASE,
    ),
    Want.HOW_OFTEN: re.compile(r"\b\d+(?:\s?[-–]\s?\d+)?\s?(?:kk|krt)\b", re.IGNORECASE),
    Want.PERCENT: re.compile(r"\d\s?%"),
    Want.TARGET: re.compile(r"\d\s?%"),
    Want.HOW_MANY: re.compile(r"\d"),
}
_EMAIL: Final = re.compile(
    r"[\w.+-]\s?(?:@|\((?:ät|at|a|@)\)|\[(?:ät|at|a|@)\])\s?[\w-]", re.IGNORECASE
)
_CAPITAL: Final = r"[A-ZÅÄÖÉÜ][a-zåäöéü]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?"
_PAIR: Final = re.compile(rf"\b({_CAPITAL})\s(?=({_CAPITAL})\b)")
_FIRM: Final = re.compile(r"\b(?:Oy|Oyj|Ab|Ltd)\b")
_NO_NAME: Final = re.compile(
    r"strategi|ohjelma|suunnitelm|palvelu|kaupun|kunna|kunta|puheenjohtaj", re.IGNORECASE
)
_DIGIT: Final = re.compile(r"\d")
KINDS: Final = (*_WORDS, Want.PHONE, Want.EMAIL, Want.MONEY, Want.CLOCK, Want.NAME)


def features(text: str, ordinary: Container[str] = frozenset()) -> frozenset[Want]:
    """Tell what kinds of answer a text holds.

    `ordinary` are the folded words that stand somewhere in lower case: no parts of a name.
    """
    plain = normalised(text)
    held: set[Want] = set()
    for word in {token.lower() for token in tokens(plain)}:
        held |= _of_word(word)
    if _DIGIT.search(plain):
        held.update(want for want, pattern in _DIGITS.items() if pattern.search(plain))
    if _EMAIL.search(plain):
        held.add(Want.EMAIL)
    pairs = _PAIR.findall(plain)
    if pairs or _FIRM.search(plain):
        held.add(Want.WHO)
    if any(_is_name(pair, ordinary) for pair in pairs):
        held.add(Want.NAME)
    return frozenset(held)


@lru_cache(maxsize=1 << 15)
def _of_word(word: str) -> frozenset[Want]:
    """Tell what kinds of answer a single word in lower case shows."""
    return frozenset(want for want, pattern in _WORDS.items() if pattern.search(word))


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    """Read the list of first names."""
    return frozenset(folded(name) for line in listed("first_names.txt") for name in line.split())


def _is_name(pair: tuple[str, str], ordinary: Container[str]) -> bool:
    """Tell whether two capitalised words are a person's name and nothing else.

    The first has to be a known first name: a passage that wrongly seems to name somebody would be
    given as an answer, one whose rare name is missed only as not found.
    """
    return folded(pair[0]) in _first_names() and not any(
        folded(word) in ordinary or _NO_NAME.search(word) or Want.WHO in _of_word(word.lower())
        for word in pair
    )
