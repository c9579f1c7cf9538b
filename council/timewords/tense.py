"""Whether the words about a time speak of what has been or of what is to come."""

import re
from typing import Final

PAST, FUTURE = "past", "future"

# Finnish passive past (pidettiin), past participles (hyväksytty, käynnistynyt) and the third
# person past of the verbs that papers live on; the same in Swedish and English.
_PAST: Final = re.compile(
    r"\b(?:\w{2,24}(?:ttiin|tiin)"
    r"|\w{2,24}(?:n|r|l|s)(?:ut|yt|eet)"
    r"|\w{3,24}(?:tt[uy]|st[uy]|ht[uy]|lt[uy]|rt[uy]|nt[uy])(?:jen|ihin|issa|issä|a|ä)?"
    r"|\w{3,24}(?:dut|dyt|tut|tyt)"
    r"|oli|olivat|päätti(?:vät)?|käsitteli(?:vät)?|hyväksyi(?:vät)?|kokoontui"
    r"(?:vat)?|siirtyi(?:vät)?|alkoi(?:vat)?|päättyi(?:vät)?"
    r"|aloitti(?:vat)?|käynnistyi(?:vät)?|valmistui(?:vat)?|teki(?:vät)?|antoi"
    r"(?:vat)?|piti(?:vät)?|järjesti(?:vät)?|jätti(?:vät)?"
    r"|toteutui(?:vat)?|linjasi|esitti(?:vät)?|lähetti(?:vät)?|julkaisi(?:vat)?"
    r"|vahvisti(?:vat)?|sai(?:vat)?|tuli(?:vat)?|astui(?:vat)?"
    r"|nimesi|valitsi|merkitsi|palautti|osallistui(?:vat)?|kävi(?:vät)?|sopi"
    r"|saapui|vastasi|laati|keräsi|tilanne|muuttui|otti(?:vat)?"
    r"|var|hölls|hade|behandlade|godkände|godkändes|beslutade|beslöt|antog|antogs"
    r"|inleddes|startade|började|slutade|sammanträdde"
    r"|publicerades|genomfördes|ordnades|gjordes|skickades|fattade|fattades"
    r"|lämnade|lämnades|har|är[ ]godkänd|godkänt|läget"
    r"|was|were|has|have|had|met|held|approved|decided|began|started|ended"
    r"|finished|published|adopted|launched|discussed|agreed|made|took|status)\b"
)
_FUTURE: Final = re.compile(
    r"\b(?:\w{2,24}(?:taan|tään|daan|dään|llaan|llään|nnaan|nnään|rraan|rrään|ssaan|ssään)"
    r"|\w{2,24}(?:tava|tävä|ttava|ttävä|dettava)\w{0,6}"
    r"|alkaa|alkavat|päättyy|päättyvät|käynnistyy|käynnistyvät|valmistuu"
    r"|valmistuvat|kokoontuu|kokoontuvat|siirtyy|siirtyvät|jatkuu"
    r"|käsittelee|päättää|hyväksyy|tulee|tulevat|järjestää|pitää|antaa|jättää"
    r"|on[ ]auki|viimeistään|mennessä|toimittavat|toimittaa"
    r"|avautuu|astuu|tapahtuu|laatii|tekee|esittelee|julkaisee|ilmoittaudu"
    r"|vastaa\w{0,4}|varaa\w{0,3}|muista|seuraava"
    r"|ska|skall|kommer|hålls|blir|börjar|slutar|sammanträder|behandlar|inleds"
    r"|startar|senast|ordnas|genomförs|görs"
    r"|will|shall|is|are|starts|begins|ends|meets|due|deadline|by|must|should|opens|closes|runs)\b"
)
# A full stop after a figure may be a date's own; before a small letter it ends an abbreviation.
_BREAK: Final = re.compile(r"(?<!\d)[.!?;][ \n]{1,9}(?=[^\Wa-zåäö_])|\n|;")
_BREAK_AFTER: Final = re.compile(r"[.!?;][ \n]{1,9}(?=[^\Wa-zåäö\d_])|" + _BREAK.pattern)
_NEAR: Final = 160  # characters either side that may hold the verb


def tense(text: str, low: str, start: int, end: int) -> str:
    """Return past, future, or '' where no verb tells: the nearest verb of the sentence speaks."""
    left, right = max(0, start - _NEAR), min(len(text), end + _NEAR)
    for found in _BREAK.finditer(text, left, start):
        left = found.end()
    if stop := _BREAK_AFTER.search(text, max(end - 1, 0), right):
        right = stop.start()
    nearest, told = _NEAR + 1, ""
    for which, pattern in ((PAST, _PAST), (FUTURE, _FUTURE)):
        for found in pattern.finditer(low, left, right):
            if start <= found.start() < end:
                continue
            gap = start - found.end() if found.end() <= start else found.start() - end
            if gap < nearest:
                nearest, told = gap, which
    return told
