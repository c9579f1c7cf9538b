"""What has no day: ongoing, on demand, still open; and what a meeting's calendar would tell."""

import re
from typing import Final

from council.timewords.numeric import open_day
from council.timewords.said import Said, SaidKind
from council.timewords.scan import Scan

_KINDS: Final = (
    (
        SaidKind.ONGOING,
        (
            r"toistaiseksi|jatkuva(?:a|sti|na|ksi)?(?=[ .,;)\n]|$)(?![ ](?:tavoite\w{0,9}"
            r"|kehittämi\w{1,9}|parantami\w{1,9}|seuranta\w{0,9}|mittar\w{1,9}"
            r"|prosess\w{1,9}|muuto\w{1,9}"
            r"|oppimi\w{1,9}))"
            r"|tills[ ]vidare|fortlöpande|kontinuerligt?|löpande|until[ ]further[ ]notice"
            r"|ongoing|continuous(?:ly)?"
        ),
    ),
    (
        SaidKind.ON_DEMAND,
        (
            r"tarvittaessa|tarpeen[ ](?:mukaan|vaatiessa|tullen)|pyydettäessä|pyynnöstä"
            r"|vid[ ]behov|efter[ ]behov|på[ ]begäran|"
            r"as[ ](?:needed|required)|when[ ](?:needed|required|necessary)|if[ ](?:needed"
            r"|necessary)|on[ ](?:demand|request)"
        ),
    ),
    (
        SaidKind.UNKNOWN,
        (
            r"ei[ ](?:vielä[ ])?(?:aikataulutettu|aikataulua|määriteltyä[ ]aikataulua"
            r"|päätetty|tiedossa|vahvistettu|sovittu)"
            r"|(?:aikataulu|ajankohta|päivämäärä|aika|määräaika)(?:[ ]on)?[ ](?:vielä[ ])?"
            r"(?:avoin|avoinna|auki|puuttuu|epäselvä|tuntematon)"
            r"|(?:aikataulu|ajankohta|päivämäärä|aika|määräaika)?(?:(?<=\w)[ ])?"
            r"(?:tarkentuu|täsmentyy|vahvistuu|vahvistetaan|ilmoitetaan|sovitaan|päätetään"
            r"|määritellään|määräytyy|täydennetään)[ ](?:vielä[ ])?myöhemmin"
            r"|myöhemmin[ ](?:ilmoitettava\w{0,9}|sovittava\w{0,9}|päätettävä\w{0,9}"
            r"|vahvistettava\w{0,9}"
            r"|tarkentuva\w{0,9})"
            r"|avoin(?=$|[ ]{0,3}[.)])|myöhemmin(?=$|[ ]{0,3}[.)])"
            r"|(?:tidtabell\w{0,9}|tidpunkt\w{0,9}|datum\w{0,9}|tidsplan\w{0,9})[ ]"
            r"(?:är[ ])?(?:ännu[ ])?"
            r"(?:öppe[nt]|oklar\w?|saknas|preciseras[ ]senare|fastställs[ ]senare"
            r"|meddelas[ ]senare)"
            r"|(?:meddelas|fastställs|preciseras|bestäms)[ ]senare|inte[ ]tidsatt"
            r"|ej[ ]tidsatt|inte[ ]fastställt|öppet(?=$)"
            r"|tb[acd]\b|t\.b\.[acd]\.|to[ ]be[ ](?:confirmed|decided|announced|determined"
            r"|agreed)|not[ ](?:yet[ ])?(?:scheduled|decided|known|set)|date[ ]open"
            r"|no[ ]date[ ](?:yet|set)"
        ),
    ),
)
_OPEN: Final = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _KINDS))
_BODY: Final = (
    r"(?:(?:kaupungin|kunnan)?(?:valtuusto|hallitu|lautakun|johtoryhm|ohjausryhm"
    r"|jaosto|työryhm|toimikun|kokou)[a-zåäö]{0,8})"
)
_MEETING: Final = re.compile(
    rf"(?:(?:ennen|viimeistään)[ ])?(?:seuraava(?:ssa|an|sta|n|lla|a)?|ensi|tuleva"
    rf"(?:ssa|an)?|(?:touko|kesä|elo|syys|loka|marras|joulu)kuun[ ](?!\w))[ ]"
    rf"(?:{_BODY}[ ]){{0,2}}kokou(?:s|ksessa|kseen|ksesta|ksen|sta)(?!\w)"
    rf"|budjetti(?:valtuusto|kokou)(?:ssa|on|sta|ksessa|kseen|n|s)(?!\w)"
    r"|(?:talousarvio|tilinpäätö|osavuosikatsau|budjetti|käyttösuunnitelma"
    r"|strategia)[a-zåäö]{0,6}[ ](?:(?:hyväksymi|käsittely|laadin|laati|vahvista"
    r"|valmistelu)[a-zåäö]{1,6}[ ])?yhteydessä(?!\w)"
    r"|(?:vid|på|till)[ ](?:fullmäktiges[ ]|styrelsens[ ]|nämndens[ ])?(?:nästa"
    r"|följande)[ ](?:[a-zåäö]{3,20}(?:möte|sammanträde)t?|möte|sammanträde)(?!\w)"
    r"|(?:nästa|följande)[ ](?:fullmäktige|styrelse|nämnd)?(?:s[ ])?(?:möte|sammanträde)(?!\w)"
    r"|(?:at|by|before)[ ]the[ ]next[ ](?:[a-z]{3,12}[ ]){0,2}meeting(?!\w)|"
    r"(?:at[ ])?the[ ]budget[ ]meeting(?!\w)|vid[ ]budgetfullmäktige(?!\w)"
)


_DEED: Final = (
    r"(?:hyväksymi|vahvistami|käsittely|päättymi|valmistumi|käyttöönoto|julkaisu|julkaisemi"
    r"|allekirjoittami|päätö|lainvoimaisuu|kokou|vaali|valinn|kyselyn|kilpailutu)[a-zåäö]{0,8}"
)
_EVENT: Final = re.compile(
    rf"(?:[a-zåäö]{{4,30}}n[ ])?{_DEED}n[ ]jälkeen(?!\w)"
    rf"|ennen[ ](?:[a-zåäö]{{4,30}}n[ ]|seuraavaa[ ]|seuraavia[ ])?{_DEED}(?:ta|tä"
    rf"|a|ä|ia|ja|jä)(?!\w)"
    r"|after[ ]the[ ](?:decision|approval|meeting|elections?)(?!\w)"
    r"|before[ ]the[ ](?:decision|meeting|elections?)(?!\w)"
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
    found = scan.at(_MEETING, place) or scan.at(_EVENT, place)
    if not found:
        return None
    limit = found[0].startswith(("ennen", "viimeistään", "by", "before"))
    later = found[0].endswith("jälkeen") or found[0].startswith("after")
    kind = SaidKind.BY if limit else SaidKind.AFTER if later else SaidKind.AT
    return _said(scan, place, found.end(), kind, asked=True)


def _said(scan: Scan, start: int, end: int, kind: SaidKind, *, asked: bool) -> Said:
    return Said(kind=kind, needs_review=asked, span=(start, end), words=scan.text[start:end])
