"""Tests of words compared without their endings."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from council.words import COMBINING, fold, laid_out, spoken, stem, stems

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöÅÄÖéü-", min_size=1, max_size=24)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_no_mark_and_no_capital_is_left_after_folding(text: str) -> None:
    folded = fold(text)
    assert folded == folded.casefold()
    assert not COMBINING.search(unicodedata.normalize("NFD", folded))


@given(LETTERS)
def test_composed_and_decomposed_letters_fold_the_same(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert fold(word) == fold(word.upper()) == fold(decomposed) == fold(decomposed.upper())


def test_the_letters_of_finnish_and_swedish_fold_to_plain_ones() -> None:
    assert fold("Päätöksenteko, ÅÄÖ åäö, Idé, MÜLLER, Straße") == (
        "paatoksenteko, aao aao, ide, muller, strasse"
    )


def test_a_sign_that_stands_for_letters_folds_to_small_ones() -> None:
    assert fold("Kaista™ ﬁ") == "kaistatm fi"


@given(st.text())
def test_a_laid_out_text_keeps_only_letters_digits_and_spaces(text: str) -> None:
    laid = laid_out(text)
    assert laid.startswith(" ")
    assert laid.endswith(" ")
    assert all(sign.isalnum() for word in laid.split() for sign in word)


def test_a_hyphen_parts_words_on_both_sides_alike() -> None:
    assert laid_out("Toimeenpano-ohjelma") == " toimeenpano ohjelma "
    assert spoken(("toimeenpano-ohjelma",), laid_out("Uusi toimeenpano-ohjelma hyväksyttiin")) == 1
    assert spoken(("Itä-Esimerkkilän",), laid_out("Itä-Esimerkkilä")) == 1


def test_a_number_with_marks_inside_is_spoken_where_it_stands() -> None:
    assert spoken(("28.4",), laid_out("Seminaari on 28.4.2025.")) == 1
    assert spoken(("28.4",), laid_out("Seminaari on maanantaina.")) == 0


@given(LETTERS)
def test_every_word_is_spoken_in_its_own_text(word: str) -> None:
    expected = 1.0 if word.strip("-") else 0.0
    assert spoken((word,), laid_out(f"ennen {word} jälkeen")) == expected


@given(st.lists(LETTERS, min_size=1, max_size=5), st.text())
def test_the_share_of_spoken_words_is_a_share(words: list[str], text: str) -> None:
    assert 0.0 <= spoken(tuple(words), laid_out(text)) <= 1.0


def test_no_words_are_not_spoken() -> None:
    assert spoken((), laid_out("mitä tahansa")) == 0.0
    assert spoken(("", "–"), laid_out("mitä tahansa")) == 0.0


@given(LETTERS)
def test_a_stem_begins_its_word_and_keeps_four_letters(word: str) -> None:
    assert word.startswith(stem(word))
    assert len(stem(word)) >= min(len(word), 4)


def test_an_ending_does_not_matter_but_another_word_does() -> None:
    text = laid_out("Palveluverkosta päätetään valtuustossa")
    assert spoken(("palveluverkko",), text) == 1
    assert spoken(("valtuusto",), text) == 1
    assert spoken(("palvelukeskus",), text) == 0
    assert stems(("palvelu verkko",)) == (" palv", " verk")
