"""Titles and languages of documents."""

import pytest

from council.language import Language
from documents.language import language_of
from documents.titles import LONGEST_TITLE, title_of
from documents.units import units

BODY = "Lautakunta käsitteli asiaa kokouksessaan ja pyysi siitä vielä lausunnon."


def title(text: str, property_title: str = "") -> str:
    return title_of(text, units(text), property_title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Kuvassa on aurinko.\n\n# Kunnan resurssit\n\n{BODY}", "Kunnan resurssit"),
        (
            f"Kaupunki\n\nTyön eteneminen keväällä kunnassa\n\n{BODY}",
            "Työn eteneminen keväällä kunnassa",
        ),
        (f"Lyhyt\n\n{BODY}", BODY),
        (f"12.3.2024\n\nHyvinvointi\n\n{BODY}", "Hyvinvointi"),
        (f"Muutosohjelma 2010-2013 16.11.2009 12 Valtuusto\n{BODY}", "Muutosohjelma 2010-2013"),
        ("1 2 3", ""),
    ],
)
def test_the_title_is_what_stands_first_and_reads_like_one(text: str, expected: str) -> None:
    assert title(text) == expected


def test_a_long_title_is_cut_at_a_word() -> None:
    found = title("pitkä otsikko " * 20)

    assert len(found) <= LONGEST_TITLE
    assert found.endswith(("pitkä", "otsikko"))


@pytest.mark.parametrize(
    ("own", "sane"),
    [
        ("Talouden tasapaino 2024", True),
        ("Microsoft Word - talous.docx", False),
        ("PowerPoint-esitys", False),
        ("Edellisen vuoden pohja", False),
        ("", False),
    ],
)
def test_a_files_own_title_counts_only_if_the_text_bears_it_out(own: str, *, sane: bool) -> None:
    text = f"Kunnan papereita\n\n{BODY} Talouden tasapaino on tavoite."

    assert (title(text, own) == own) is sane


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Työ on alkanut ja se jatkuu, kun rahoitus on varma.", Language.FI),
        ("Arbetet har börjat och det fortsätter med stöd av staten.", Language.SV),
        ("The work has begun and it will go on with the support of the state.", Language.EN),
        ("12345", Language.FI),
    ],
)
def test_the_language_is_told_by_common_words(text: str, language: Language) -> None:
    assert language_of(text) is language
