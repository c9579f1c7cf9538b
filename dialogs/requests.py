"""Requests to send, move or change something: told from questions by how they begin."""

import re
import unicodedata
from dataclasses import dataclass

from council.language import Language


@dataclass(frozen=True, slots=True)
class Verbs:
    """How people ask for a deed in one language. Patterns match folded words."""

    politely: str  # what may stand before the verb: 'voisitko', 'please'
    deeds: str  # imperatives that can only be a request, and their infinitives after 'voisitko'
    weak: str  # imperatives that begin a question or a search just as well: 'lisää tavoitteista'
    effects: str  # what makes a weak one a request: a day to move to, a recipient, an article
    showing: str  # 'lähetä minulle': asks to be shown something


VERBS = {
    Language.FI: Verbs(
        r"(?:hei|luotsi|ole (?:hyva|kiltti)(?: ja)?|pyydan(?: etta)?|haluan(?: etta)?|voi(?:si)?t(?:te)?ko|"
        r"saisitko|pitaisi|taytyy|nyt)",
        r"(?:laheta|lahettakaa|lahettaa|siirra|siirtakaa|siirtaa|peru|perukaa|perua|peruuta|peruuttakaa|"
        r"peruuttaa|perutaan|siirretaan|lahetetaan|lykkaa|lykata|aikaista|aikaistaa|poista|poistakaa|"
        r"poistaa|julkaise|julkaiskaa|julkaista|tiedota|tiedottakaa|ilmoita kaikille|ilmoittaa kaikille|"
        r"muistuta|muistuttaa|kutsu|kutsua|hyvaksy|hyvaksya|merkitse|merkita|kuittaa|kuitata|"
        r"tallenna|nimea|nimita)",
        r"(?:muuta|muuttaa|vaihda|vaihtaa|korjaa|korjata|lisaa|lisata|paivita|paivittaa|aseta|asettaa|"
        r"kirjaa|kirjata)",
        r"(?:maaraa(?:ika|jan|aikaa|jat)|\d{1,2}\.\d{1,2}\.|\w+kuu(?:lle|hun|ksi)|\w+ksi|kaikille|"
        r"jasenille|valtuutetuille|tiedote(?:tta)?|vastuuhenkilo\w*)",
        r"(?:minulle|mulle|meille|tahan|linkki)",
    ),
    Language.SV: Verbs(
        r"(?:hej|luotsi|snalla|var (?:god|snall)(?: och)?|kan du|kunde du|skulle du kunna|jag vill(?: att du)?|"
        r"vill du)",
        r"(?:skicka|sand|flytta|skjut(?:a)? upp|stall(?:a)? in|avboka|aterkalla|radera|ta bort|publicera|"
        r"meddela alla|informera alla|paminn|pamina|bjud in|godkann|godkanna|markera|kvittera)",
        r"(?:andra|byt|byta|ratta|lagg till|uppdatera|satt|satta|registrera)",
        r"(?:tidsfrist(?:en)?|till|\d{1,2}\.\d{1,2}|alla|den|det|min|vart)",
        r"(?:mig|oss|till mig|till oss)",
    ),
    Language.EN: Verbs(
        r"(?:hi|hello|hey|luotsi|please|kindly|can you|could you|would you|will you|i want(?: you)? to|"
        r"i would like(?: you)? to|you must|now)",
        r"(?:send|resend|forward|move|postpone|reschedule|cancel|delete|remove|publish|announce|"
        r"notify|remind|invite|approve|inform (?:everybody|everyone|all))",
        r"(?:change|update|set|add|edit|correct|mark|withdraw|record)",
        r"(?:the|my|our|this|that|all|to|for)",
        r"(?:me|us)",
    ),
}


def _pattern(verbs: Verbs) -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{verbs.politely}[\s,!:]+)*"
        rf"(?:(?:{verbs.deeds})\b(?!\s+(?:{verbs.showing})\b)"
        rf"|(?:{verbs.weak})\b(?!\s+(?:{verbs.showing})\b)(?=(?:\s+\S+){{0,4}}?\s+(?:{verbs.effects})(?:\b|\s|$)))"
    )


PATTERNS = tuple(_pattern(verbs) for verbs in VERBS.values())


def folded(text: str) -> str:
    """Return a text in small letters without accents, on one line."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def is_request(text: str) -> bool:
    """Tell whether a message asks for a deed, in any of the languages, and not for an answer."""
    said = folded(text).lstrip("-–*•\"'”“>([ ")
    return any(pattern.match(said) for pattern in PATTERNS)
