"""A request to do something is told from a question, in three languages."""

import pytest

from dialogs.requests import is_request

REQUESTS = [
    "Lähetä kaikille valtuutetuille tiedote, että seminaari on peruttu.",
    "Siirrä palveluverkon määräaika tammikuulle.",
    "siirrä palveluverkon määräaika tammikuulle",
    "Peru äskeinen tiedote ja korjaa päiväksi 28.4.",
    "Peruuta seminaari!",
    "Voisitko siirtää kokouksen ensi viikolle?",
    "Hei, voitko lähettää kutsun kaikille?",
    "Ole hyvä ja poista tuo tavoite",
    "Haluan että siirrät määräaikaa",
    "Muuta määräaika tammikuulle",
    "Muuta palveluverkon määräaika 25.1.2010",
    "Lisää tapahtuma 5.5.2025",
    "Kutsu kaikki valtuutetut seminaariin",
    "Merkitse toimenpide valmiiksi",
    "LÄHETÄ TIEDOTE",
    "laheta tiedote kaikille",
    "\u201cLähetä tiedote\u201d",
    "Skicka ett meddelande till alla ledamöter",
    "Kan du flytta tidsfristen till januari?",
    "Ställ in seminariet",
    "Ändra tidsfristen till 25.1",
    "Send everybody a message that the seminar is cancelled",
    "Please move the deadline to January",
    "Could you cancel the seminar?",
    "Change the deadline to 25 January",
]

QUESTIONS = [
    "Mitkä ovat tavoitteet?",
    "Kuka lähettää tiedotteet?",
    "Voiko määräaikaa siirtää?",
    "Onko seminaari peruttu?",
    "Miksi seminaari siirrettiin?",
    "Lisää tavoitteista",
    "Lisää tietoa kokouksesta 28.4.",
    "Muuta kysyttävää palveluverkosta?",
    "Muutosohjelman tavoitteet",
    "Muutokset huhtikuusta",
    "Näytä aineistot",
    "Kerro määräajoista",
    "Listaa toimenpiteet",
    "Lähetä minulle tavoitteet",
    "Voitko kertoa, kuka vastaa?",
    "Perustelut palveluverkon muutokselle",
    "Perun kauppa",
    "Peruskoulun tavoitteet",
    "Nimeä kolme tavoitetta",
    "Siirtyykö seminaari?",
    "Poistetaanko virkoja?",
    "Kutsu seminaariin, missä se on?",
    "Vem skickar meddelanden?",
    "Skicka mig målen",
    "Kan du berätta vem som ansvarar?",
    "Ändringar i programmet",
    "change programme goals",
    "What are the goals of the change programme?",
    "Send me the goals",
    "Update on the goals?",
    "Can you tell who is responsible?",
    "Has the deadline been moved?",
    "Movement of people",
    "",
    "!!!",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_noticed(text: str) -> None:
    assert is_request(text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_no_request(text: str) -> None:
    assert not is_request(text)
