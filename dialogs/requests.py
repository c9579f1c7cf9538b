"""Requests to send, move or change something: told from questions by how they begin."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verbs:
    """How people ask for a deed in one language, as folded words; '+' stands for any ending."""

    politely: str  # what may stand before the verb
    deeds: str  # verb forms that ask for nothing but a deed
    not_deeds: str  # words after them that make them a question: 'lähetä minulle' wants to see
    weak: str  # verb forms that begin a question or a search just as well: 'lisää tavoitteista'
    not_weak: str  # words after them that make them one
    effects: str  # what makes a weak one a request: a day to move to, a recipient, an article


FINNISH = Verbs(
    politely="""
        hei, luotsi, ole hyvä, ole hyvä ja, ole kiltti ja, pyydän, pyydän että, haluan, haluan että,
        voisitko, voitko, voisitteko, voitteko, saisitko, pitää, pitäisi, täytyy, nyt""",
    deeds="""
        lähetä, lähettäkää, lähettää, lähetät, lähetetään, siirrä, siirtäkää, siirtää, siirrät,
        siirretään, peru, perukaa, perua, perut, perutaan, peruuta, peruuttakaa, peruuttaa,
        peruutetaan, lykkää, lykätä, aikaista, aikaistaa, poista, poistakaa, poistaa, poistat,
        julkaise, julkaiskaa, julkaista, tiedota, tiedottakaa, tiedottaa, ilmoita kaikille,
        ilmoittaa kaikille, muistuta, muistuttaa, hyväksy, hyväksyä, merkitse, merkitä, kuittaa,
        kuitata, tallenna""",
    not_deeds="minulle, mulle, meille, linkki",
    weak="""
        muuta, muuttaa, muutat, vaihda, vaihtaa, korjaa, korjata, lisää, lisätä, päivitä, päivittää,
        aseta, asettaa, kirjaa, kirjata, kutsu, kutsua, nimeä, nimetä""",
    not_weak="minulle, tieto+, tietoa, +sta, +stä",
    effects="""
        määräaika, määräajan, määräajat, määräaikaa, päivä, päivän, #, +kuulle, +kuuhun, +kuuksi,
        +päiväksi, +henkilöksi, kaikille, kaikki, jäsenille, jäsenet, valtuutetuille, valtuutetut,
        valmiiksi, tiedote, tiedotteen""",
)

SWEDISH = Verbs(
    politely="""
        hej, luotsi, snälla, var god, var god och, var snäll och, kan du, kunde du,
        skulle du kunna, jag vill, jag vill att du, vill du, nu""",
    deeds="""
        skicka, skickar, sänd, flytta, flyttar, skjut upp, skjuta upp, ställ in, ställa in, avboka,
        återkalla, radera, ta bort, publicera, meddela alla, informera alla, påminn, påminna,
        bjud in, bjuda in, godkänn, godkänna, markera, kvittera""",
    not_deeds="mig, oss, till mig, till oss",
    weak="ändra, byt, byta, rätta, lägg till, lägga till, uppdatera, sätt, sätta, registrera",
    not_weak="mig, om",
    effects="tidsfristen, tidsfrist, datum, datumet, till, #, alla, den, det, min, vårt",
)

ENGLISH = Verbs(
    politely="""
        hi, hello, hey, luotsi, please, kindly, can you, could you, would you, will you,
        i want to, i want you to, i would like to, i would like you to, now""",
    deeds="""
        send, resend, move, postpone, reschedule, cancel, delete, remove, publish, announce,
        notify, remind, invite, approve, inform everybody, inform everyone, inform all""",
    not_deeds="me, us",
    weak="change, update, set, add, edit, correct, mark, withdraw",
    not_weak="me, us, on, of, about, programme+, program+",
    effects="the, my, our, this, that, all, to, for, #",
)

FARTHEST = 4  # words between a weak verb and what makes it a request

_LEADING = "-–*•\"'”“‘’>([ "


def folded(text: str) -> str:
    """Return a text in small letters without accents, on one line."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def is_request(text: str) -> bool:
    """Tell whether a message asks for a deed, in any of the languages, and not for an answer."""
    said = folded(text).lstrip(_LEADING)
    return any(pattern.match(said) for pattern in _PATTERNS)


def _any(words: str) -> str:
    """Return a pattern for any of the words: '+' is any letters, '#' the beginning of a date."""
    return "|".join(
        re.escape(folded(word)).replace(r"\+", r"\w+").replace(r"\#", r"\d{1,2}\.\d{1,2}")
        for word in words.split(",")
    )


def _pattern(verbs: Verbs) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{_any(verbs.politely)})[\s,!:]+)*(?:"
        rf"(?:{_any(verbs.deeds)})\b(?!\s+(?:{_any(verbs.not_deeds)})\b)"
        rf"|(?:{_any(verbs.weak)})\b(?!\s+(?:{_any(verbs.not_weak)})\b)"
        rf"(?=(?:\s+\S+){{0,{FARTHEST}}}?\s+(?:{_any(verbs.effects)})(?!\w)))"
    )


_PATTERNS = tuple(_pattern(verbs) for verbs in (FINNISH, SWEDISH, ENGLISH))
