"""What has no day: ongoing, on demand, still open; and what a meeting's calendar would tell."""

import re
from typing import Final

from council.timewords.numeric import open_day
from council.timewords.said import Said, SaidKind
from council.timewords.scan import Scan

_KINDS: Final = (
    (
        SaidKind.ONGOING,
        r"toistaiseksi|jatkuva(?:a|sti|na|ksi)?(?=[ .,;)\n]|$)(?![ ](?:tavoite\w*|kehittämi\w+|parantami\w+|seuranta\w*|mittar\w+|prosess\w+|muuto\w+|oppimi\w+))"
        r"|tills[ ]vidare|fortlöpande|kontinuerligt?|löpande|until[ ]further[ ]notice|ongoing|continuous(?:ly)?",
    ),
    (
        SaidKind.ON_DEMAND,
        r"tarvittaessa|tarpeen[ ](?:mukaan|vaatiessa|tullen)|pyydettäessä|pyynnöstä|vid[ ]behov|efter[ ]behov|på[ ]begäran|"
        r"as[ ](?:needed|required)|when[ ](?:needed|required|necessary)|if[ ](?:needed|necessary)|on[ ](?:demand|request)",
    ),
    (
        SaidKind.UNKNOWN,
        r"ei[ ](?:vielä[ ])?(?:aikataulutettu|aikataulua|määriteltyä[ ]aikataulua|päätetty|tiedossa|vahvistettu|sovittu)"
        r"|(?:aikataulu|ajankohta|päivämäärä|aika|määräaika)(?:[ ]on)?[ ](?:vielä[ ])?(?:avoin|avoinna|auki|puuttuu|epäselvä|tuntematon)"
        r"|(?:aikataulu|ajankohta|päivämäärä|aika|määräaika)?(?:(?<=\w)[ ])?(?:tarkentuu|täsmentyy|vahvistuu|vahvistetaan|ilmoitetaan|sovitaan|päätetään|määritellään|määräytyy|täydennetään)[ ](?:vielä[ ])?myöhemmin(?:[ ]\w{0,0})?"
        r"|myöhemmin[ ](?:ilmoitettava\w*|sovittava\w*|päätettävä\w*|vahvistettava\w*|tarkentuva\w*)"
        r"|avoin(?=$|[ ]*[.)])|myöhemmin(?=$|[ ]*[.)])"
        r"|(?:tidtabell\w*|tidpunkt\w*|datum\w*|tidsplan\w*)[ ](?:är[ ])?(?:ännu[ ])?(?:öppe[nt]|oklar\w?|saknas|preciseras[ ]senare|fastställs[ ]senare|meddelas[ ]senare)"
        r"|(?:meddelas|fastställs|preciseras|bestäms)[ ]senare|inte[ ]tidsatt|ej[ ]tidsatt|inte[ ]fastställt|öppet(?=$)"
        r"|tb[acd]\b|t\.b\.[acd]\.|to[ ]be[ ](?:confirmed|decided|announced|determined|agreed)|not[ ](?:yet[ ])?(?:scheduled|decided|known|set)|date[ ]open|no[ ]date[ ](?:yet|set)",
    ),
)  # fmt: skip
_OPEN: Final = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _KINDS))
_BODY: Final = (
    r"(?:(?:kaupungin|kunnan)?(?:valtuusto|hallitu|lautakun|johtoryhm|ohjausryhm|jaosto|työryhm|toimikun|kokou)[a-zåäö]{0,8})"
)
_MEETING: Final = re.compile(
    rf"(?:(?:ennen|viimeistään)[ ])?(?:seuraava(?:ssa|an|sta|n|lla|a)?|ensi|tuleva(?:ssa|an)?|(?:touko|kesä|elo|syys|loka|marras|joulu)kuun[ ](?!\w))[ ](?:{_BODY}[ ]){{0,2}}kokou(?:s|ksessa|kseen|ksesta|ksen|sta)(?!\w)"
    rf"|budjetti(?:valtuusto|kokou)(?:ssa|on|sta|ksessa|kseen|n|s)(?!\w)"
    r"|(?:talousarvio|tilinpäätö|osavuosikatsau|budjetti|käyttösuunnitelma|strategia)[a-zåäö]{0,6}[ ](?:(?:hyväksymi|käsittely|laadin|laati|vahvista|valmistelu)[a-zåäö]{1,6}[ ])?yhteydessä(?!\w)"
    r"|(?:vid|på|till)[ ](?:fullmäktiges[ ]|styrelsens[ ]|nämndens[ ])?(?:nästa|följande)[ ](?:[a-zåäö]{3,20}(?:möte|sammanträde)t?|möte|sammanträde)(?!\w)"
    r"|(?:nästa|följande)[ ](?:fullmäktige|styrelse|nämnd)?(?:s[ ])?(?:möte|sammanträde)(?!\w)"
    r"|(?:at|by|before)[ ]the[ ]next[ ](?:[a-z]{3,12}[ ]){0,2}meeting(?!\w)|(?:at[ ])?the[ ]budget[ ]meeting(?!\w)|vid[ ]budgetfullmäktige(?!\w)"
)


def read_open(scan: Scan, place: int) -> Said | None:
    """Read words that say that there is no day, or that it is to come."""
    if found := scan.at(_OPEN, place):
        if scan.low[found.end() : found.end() + 1].isalnum():
            return None
        kind = SaidKind(str(found.lastgroup))
        return _said(scan, place, found.end(), kind, asked=kind is SaidKind.UNKNOWN)
    if end := open_day(scan, place):
        return _said(scan, place, end, SaidKind.UNKNOWN, asked=True)
    return None


def read_meeting(scan: Scan, place: int) -> Said | None:
    """Read a meeting by its turn: its day is the calendar's to tell, so a person is asked."""
    found = scan.at(_MEETING, place)
    return _said(scan, place, found.end(), SaidKind.AT, asked=True) if found else None


def _said(scan: Scan, start: int, end: int, kind: SaidKind, *, asked: bool) -> Said:
    return Said(kind=kind, needs_review=asked, span=(start, end), words=scan.text[start:end])
