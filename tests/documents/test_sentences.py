"""Where sentences end, and where a full stop is no end."""

import pytest

from documents.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Asia päätettiin.", "Seuraava alkaa."],
        ["Mm. kirjasto ja esim. koulu ovat mukana.", "Muut eivät."],
        ["Pidetty 13.3. arviointi ja 4.4. työpaja.", "Sitten tauko."],
        ["Valmis 31.12.2024.", "Uusi alkaa."],
        ["Hyväksytty 16.11.2009 mennessä."],
        ["Käsittelyssä ovat lapset (nuoret jne.).", "Se riittää."],
        ["Onko näin?", "Kyllä on!", "Hyvä…"],
        ["Hän sanoi ”näin.”", "Muut vaikenivat."],
        ["A. Virtanen ei ole täällä."],
        ["Se maksoi paljon.", "12 kuntaa oli mukana."],
        ["Se on kohdassa 3. 12 kuntaa oli mukana."],
        ["Arbetet sker bl.a. i skolan.", "Det fortsätter."],
        ["See e.g. the annex.", "It is short."],
        ["Osoite on www.kunta.fi/Sivu ja a.b@Kunta.example tässä."],
    ],
)
def test_sentences_come_out_whole(parts: list[str]) -> None:
    text = " ".join(parts)

    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == parts


def test_a_lost_line_break_ends_a_sentence() -> None:
    text = "Työ jatkuu ensi vuonna.Talous: kulut laskevat.Palvelut: ne paranevat"

    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == [
        "Työ jatkuu ensi vuonna.",
        "Talous: kulut laskevat.",
        "Palvelut: ne paranevat",
    ]


def test_only_the_given_range_is_looked_at() -> None:
    text = "Yksi. Kaksi. Kolme."

    assert [text[start:end] for start, end in sentences(text, 5, 12)] == ["Kaksi."]
