"""How texts become words, and what holds for the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.asking import Want
from search.cues import one_slip
from search.features import features
from search.glossary import Glossary
from search.places import Gazetteer
from search.words import folded, grams, listed, tokens


def test_numbers_keep_their_marks_and_abbreviations_lose_their_endings() -> None:
    assert tokens("13.3. klo 12:30, ABC:ltä 2:sta") == ["13.3", "klo", "12:30", "ABC", "2"]


def test_a_no_break_space_separates_words() -> None:
    assert tokens("040\u00a0123") == ["040", "123"]


@given(st.text(alphabet="abcåäöé", min_size=1, max_size=20))
def test_grams_cover_a_word_and_never_cross_its_borders(word: str) -> None:
    parts = grams(folded(word))
    assert parts[0].startswith("_")
    assert parts[-1].endswith("_")
    assert parts[0] + "".join(part[-1] for part in parts[1:]) == f"_{folded(word)}_"


@given(st.text(alphabet="abcd", min_size=2, max_size=8), st.integers(0, 7), st.sampled_from("abcd"))
def test_one_wrong_letter_is_one_slip(word: str, at: int, letter: str) -> None:
    place = at % len(word)
    assert one_slip(word, word[:place] + letter + word[place + 1 :])
    assert one_slip(word, word[:place] + letter + word[place:])
    assert one_slip(word, word[:place] + word[place + 1 :])


def test_two_wrong_letters_are_no_slip() -> None:
    assert not one_slip("tavoite", "tuvoide")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("soita 040\u00a0123\u00a04567", Want.PHONE),
        ("+358 40 123 4567", Want.PHONE),
        ("etu.suku(ät)kunta.fi", Want.EMAIL),
        ("hinta 20 000 €", Want.MONEY),
        ("klo 12", Want.CLOCK),
        ("kolme kertaa vuodessa", Want.HOW_OFTEN),
        ("raportointi 3-6 kk", Want.HOW_OFTEN),
        ("tavoite 80 %", Want.PERCENT),
        ("maalis-huhtikuussa", Want.WHEN),
        ("12.4. kokous", Want.WHEN),
        ("Kaupunginhallitus valmistelee", Want.WHO),
    ],
)
def test_features_of_answers_are_seen(text: str, want: Want) -> None:
    assert want in features(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("vuosina 2010-2013", Want.PHONE),
        ("Tavoite Toimenpide Seurantatapa", Want.NAME),
        ("Kaupunginjohtaja Esittelee", Want.NAME),
        ("ei mitään", Want.WHEN),
    ],
)
def test_what_is_no_answer_has_no_feature(text: str, want: Want) -> None:
    assert want not in features(text, frozenset({"tavoite", "toimenpide", "esittelee"}))


def test_the_glossary_works_in_every_direction() -> None:
    glossary = Glossary()
    assert "sähköposti" in glossary.equivalents("meili").finnish
    assert "mål" in glossary.equivalents("tavoitteet").swedish
    assert "tavoite" in glossary.equivalents("goals").finnish
    assert "tavoite" in glossary.equivalents("målet").finnish
    assert "päämäärä" in glossary.equivalents("paamaara").finnish or (
        "tavoite" in glossary.equivalents("paamaara").finnish
    )


def test_every_line_of_the_glossary_has_finnish_and_at_most_three_columns() -> None:
    lines = listed("glossary.txt")
    assert len(lines) >= 250
    for line in lines:
        assert line.count("|") == 2, line
        assert line.partition("|")[0].strip(), line


def test_every_present_municipality_knows_its_genitive() -> None:
    gazetteer = Gazetteer()
    for line in listed("municipalities.txt"):
        name, _, stems, marks = (part.strip() for part in line.split("|"))
        if "!" in marks or name.startswith("Uusi"):
            continue
        stem = stems.split(",")[0].strip()
        assert gazetteer.named(f"tarina {stem}ssa") == (name,), line
        assert gazetteer.named(name) == (name,), line
