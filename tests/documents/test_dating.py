"""A document's date is taken only where the text plainly gives one."""

from datetime import date

import pytest

from documents.dating import document_date

BODY = "Lautakunta käsitteli asiaa kokouksessaan ja pyysi siitä vielä lausunnon. Asia palaa."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Otsikko\n\n{BODY}\n\n17.4.2023\n\n{BODY}", date(2023, 4, 17)),
        (f"17.04.2023\n{BODY}", date(2023, 4, 17)),
        (f"Julkaistu: 17.4.2023 klo 12.30\n{BODY}", date(2023, 4, 17)),
        (f"maanantai 17. huhtikuuta 2023\n{BODY}", date(2023, 4, 17)),
        (f"Den 17 april 2023\n{BODY}", date(2023, 4, 17)),
        (f"April 17, 2023\n{BODY}", date(2023, 4, 17)),
        (f"2023-04-17\n{BODY}", date(2023, 4, 17)),
        (f"Kunta\nOhjelma 2010-2013 16.11.2009 12 Valtuusto\n{BODY}", date(2009, 11, 16)),
        (f"Kunnassa 17.4.2023\n\n{BODY}", date(2023, 4, 17)),
        # Several different dates on lines of their own: the one at the beginning counts.
        (f"1.2.2023\n{BODY}\n" + "rivi\n" * 10 + "3.4.2024\n", date(2023, 2, 1)),
    ],
)
def test_a_date_line_or_a_title_block_dates_the_document(text: str, expected: date) -> None:
    assert document_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        f"Otsikko\n\nTyö alkoi 17.4.2023 ja päättyy aikanaan. {BODY}",
        f"Otsikko\n{BODY}\nKokous pidettiin 17.4.2023 valtuustosalissa.",
        f"Ohjelma 1.1.2020–31.12.2021\n{BODY}",
        f"Lausunnot 17.4.2023 mennessä\n{BODY}",
        f"Voimassa 17.4.2023 alkaen\n{BODY}",
        f"1.2.2023\n3.4.2024\n{BODY}",
        f"Tilaisuus 17.4.\n{BODY}",
        f"31.2.2023\n{BODY}",
        f"Kunta\nLuonnos 1.2.2023, hyväksytty 3.4.2023\n{BODY}",
    ],
)
def test_anything_less_dates_nothing(text: str) -> None:
    assert document_date(text) is None
