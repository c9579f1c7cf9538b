"""What kinds of answer a text holds: a date, a telephone number, a person, a sum…"""

import re
from typing import Final

from council.asking import Want

_MONTHS: Final = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)(?:kuu|\s?[-–])"
    r"|\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
    r"|\b(?:january|february|june|july|august|october)\b|\b(?:march|may)\s+\d|\d\s+(?:march|may)\b"
)
_SEASONS: Final = (
    r"\bkevää|\bkevät|\bkesä[nlks]|\bkesällä|\bsyksy|\btalve[nl]|\btalvi"
    r"|\b(?:våren|sommaren|hösten|vintern|spring|summer|autumn|winter)\b|vuodenvaihte|vuoden lopus"
)
_OFTEN: Final = (
    r"\bkerran\b|\bkertaa\b|kuukausittain|vuosittain|neljännesvuosittain|viikoittain|päivittäin"
    r"|puolivuosittain|säännöllis|\b\d+(?:\s?[-–]\s?\d+)?\s?(?:kk|krt)\b|viikon välein|kuukauden välein"
    r"|vuoden välein|joka (?:kuukausi|viikko|vuosi)|\bgånger\b|\bgång om\b|årlig|månatlig|kvartals"
    r"|\bannual|\bmonthly\b|\bweekly\b|\bquarterly\b|\byearly\b|\bonce a\b|\btwice\b|\btimes a\b"
)
_NUMBERS: Final = (
    r"\d|\b(?:yksi|kaksi|kahde|kolme|neljä|viisi|viide|kuusi|kuude|seitsemän|kahdeksan|yhdeksän"
    r"|kymmen|sata|tuhat|två|tre|fyra|fem|sex|sju|åtta|nio|tio|two|three|four|five|six|seven|eight"
    r"|nine|ten)"
)
_TITLES: Final = (
    r"johtaja|päällik|sihteeri|johtoryhm|hallitus|hallituks|valtuust|jaosto|toimikun|henkilö|vastaa"
    r"|vastuu|puheenjohtaj|koordinaattor|suunnittelij|asiantuntij|lautakun|direktör|chef\b|sekreterare"
    r"|styrelse|fullmäktige|nämnd|ordförande|samordnare|director|manager|secretary|board|council\b"
    r"|committee|chair|\bansvar|responsible"
)
_NAME: Final = r"[A-ZÅÄÖÉÜ][a-zåäöéü]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?"
_PATTERNS: Final = {
    Want.WHEN: re.compile(
        rf"\b\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}})?|\b(?:19|20)\d\d\b|{_MONTHS}|{_SEASONS}",
        re.IGNORECASE,
    ),
    # '+358' or a leading zero, then groups of digits with a space (also NBSP) or hyphen between.
    Want.PHONE: re.compile(
        r"(?<![\d.,])(?:\+\s?358[\s-]?(?:\(0\))?\d{1,3}|0\d{1,3})[\s-]?\d{3}[\s-]?\d{2,4}(?!\d)"
    ),
    Want.EMAIL: re.compile(
        r"[\w.+-]+\s?(?:@|\((?:ät|at|a|@)\)|\[(?:ät|at|a|@)\])\s?[\w-]", re.IGNORECASE
    ),
    Want.MONEY: re.compile(
        r"\d\s?(?:€|eur\b|euro|milj|miljo|mrd|t€|m€|k€|markka|mk\b|te\b)|[€$]\s?\d", re.IGNORECASE
    ),
    Want.CLOCK: re.compile(
        r"\b(?:klo|kello|kl)\.?\s?\d|\b\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d\b|\b24/7\b"
        r"|\b\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)",
        re.IGNORECASE,
    ),
    Want.HOW_OFTEN: re.compile(_OFTEN, re.IGNORECASE),
    Want.PERCENT: re.compile(r"\d\s?%|prosent|tavoitetas|\bprocent|\bper ?cent", re.IGNORECASE),
    Want.HOW_MANY: re.compile(_NUMBERS, re.IGNORECASE),
    Want.WHO: re.compile(rf"(?i:{_TITLES})|\bOy\b|\b{_NAME}\s{_NAME}\b"),
    Want.NAME: re.compile(rf"\b{_NAME} {_NAME}\b"),
    Want.WHERE: re.compile(
        r"kansio|työtila|teams|verkkosivu|www|https?:|osoit|\bsali|kokoushuone|kirjasto|intra|mapp"
        r"|folder|workspace|webbplats|website|arbetsrum|katu\s?\d|tie\s?\d|saatavilla|tallennet",
        re.IGNORECASE,
    ),
    Want.TARGET: re.compile(
        r"tavoitetas|tavoitearvo|vähintään|enintään|\d\s?%|målnivå|minst|högst|target|at least"
        r"|at most|laskeva|nouseva|kasvava",
        re.IGNORECASE,
    ),
}
KINDS: Final = tuple(_PATTERNS)


def features(text: str) -> frozenset[Want]:
    """Tell what kinds of answer a text holds."""
    return frozenset(want for want, pattern in _PATTERNS.items() if pattern.search(text))
