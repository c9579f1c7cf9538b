"""Amounts as people write them: read rightly, read as two, or not read; never wrongly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.amounts import Amount, amounts, is_unit, kept, scale

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("76 %", "76", "%"),
        ("76%", "76", "%"),
        ("76,5", "76.5", ""),
        ("76.5 prosenttia", "76.5", "prosenttia"),
        ("1 234", "1234", ""),
        ("1\u00a0234\u202f567,5 €", "1234567.5", "€"),
        ("−3", "-3", ""),
        ("–3,25", "-3.25", ""),
        ("+7 kpl", "7", "kpl"),
        ("12,4 päivää", "12.4", "päivää"),
        ("0,125", "0.125", ""),
        ("0.125", "0.125", ""),
        ("1234,567", "1234.567", ""),
        ("12.345,6", "12345.6", ""),
        ("1,234.5", "1234.5", ""),
        ("1.234.567", "1234567", ""),
        ("12,5 milj. €", "12.5", "milj. €"),
        ("42 €/m2", "42", "€/m2"),
        ("-0", "0", ""),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, number: str, unit: str) -> None:
    assert amounts(text) == (Amount(Decimal(number), unit),)
    assert not amounts(text)[0].plain.startswith("-0")


@pytest.mark.parametrize(
    ("text", "thousands", "decimals"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234 €", "1234", "1.234"),
        ("-12.500", "-12500", "-12.5"),
        ("999,999", "999999", "999.999"),
    ],
)
def test_what_may_be_thousands_is_read_as_both(text: str, thousands: str, decimals: str) -> None:
    assert [found.plain for found in amounts(text)] == [thousands, decimals]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "paljon", "%", "noin 76", "76 %-yks", "1 23", "12 3456", "1..2", "1,2,3", "1.23.4",
        "76 % 80 %", "1e5", "inf", "nan", "٧٦", "½", "7" * 16, "1" + " " * 70, "76 / 80", "3-6",
        "1,23.456", "0x10", "1_000",
    ],
)  # fmt: skip
def test_what_is_no_single_amount_is_not_read(text: str) -> None:
    assert amounts(text) == ()


@given(st.text(max_size=80))
def test_no_text_makes_reading_fail(text: str) -> None:
    for found in amounts(text):
        assert found.number.is_finite()
        assert amounts(found.unmistakable)


@given(st.text(alphabet="0123456789.,-− %€kpl", max_size=14))
def test_the_digits_that_are_read_are_the_digits_that_were_written(text: str) -> None:
    written = "".join(c for c in text if c.isdigit()).strip("0")
    for found in amounts(text):
        assert found.plain.replace(".", "").lstrip("-").strip("0") == written


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_a_thousand_is_never_silently_taken_for_a_decimal(head: int, tail: int, mark: str) -> None:
    assert len(amounts(f"{head}{mark}{tail:03}")) == 2


@given(NUMBERS, st.sampled_from(["", "%", "kpl", "milj. €"]))
def test_an_amount_is_written_down_so_that_it_can_be_read_again(number: Decimal, unit: str) -> None:
    amount = Amount(number, unit)

    assert kept(str(amount)) == amount
    (again,) = amounts(amount.unmistakable)
    assert (again.number, again.unit) == (number, unit)


@given(st.integers(0, 10**9))
def test_finnish_writing_is_read(number: int) -> None:
    written = f"{number:,}".replace(",", "\u00a0")

    assert amounts(f"{written},5") == (Amount(Decimal(number) + Decimal("0.5")),)


@pytest.mark.parametrize("text", ["", "x", "76,5", "1e5", "--1", "1 "])
def test_only_what_was_written_down_counts_as_written_down(text: str) -> None:
    assert kept(text) in {None, Amount(Decimal(1))}


@pytest.mark.parametrize(
    ("one", "other"),
    [("%", "prosenttia"), ("kpl", "Kappaletta"), ("€", "euroa"), ("milj. €", "miljoonaa euroa"),
     ("€/asukas", "euroa / asukas"), ("päivää", "pv")],
)  # fmt: skip
def test_words_for_the_same_unit_are_the_same(one: str, other: str) -> None:
    assert scale(one) == scale(other) != ""


@pytest.mark.parametrize(("one", "other"), [("%", "kpl"), ("€", "milj. €"), ("€", "t€"), ("%", "")])
def test_other_units_are_others(one: str, other: str) -> None:
    assert scale(one) != scale(other)


def test_a_share_says_nothing_of_the_scale_and_a_word_is_no_unit() -> None:
    assert scale("osuus") == ""
    assert is_unit("milj. €")
    assert is_unit("€/asukas")
    assert not is_unit("vastaajaa")
    assert not is_unit("vastaajaa/luokka")
    assert not is_unit("€/asukas viime vuonna")
    assert not is_unit("")
