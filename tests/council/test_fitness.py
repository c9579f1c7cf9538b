"""Tests of what belongs to whom: a number on the next line may be somebody else's."""

import pytest

from council.asking import Want
from council.fitness import counts, holds_what_is_asked
from search import NgxFinder

HOLDS = NgxFinder().holds
PHONE = frozenset({Want.PHONE})
NUMBER = "040 123 4567"


@pytest.mark.parametrize(
    "text",
    [
        f"Sivistysjohtaja\nTalousjohtaja, puh. {NUMBER}",
        f"| Sivistysjohtaja | |\n| Talousjohtaja | {NUMBER} |",
        f"1. Sivistysjohtaja\n2. Talousjohtaja, puh. {NUMBER}",
        f"- Sivistysjohtaja\n- Talousjohtaja, puh. {NUMBER}",
        f"Sivistysjohtaja vastaa kouluista. Talousjohtajan numero on {NUMBER}.",
        f"Talousjohtaja, puh. {NUMBER}\nSivistysjohtaja",
    ],
)
def test_somebody_elses_number_does_not_answer(text: str) -> None:
    assert not holds_what_is_asked(PHONE, ("sivistysjohtajan",), text, HOLDS)


@pytest.mark.parametrize(
    "text",
    [
        f"Sivistysjohtaja, puh. {NUMBER}",
        f"Sivistysjohtaja\n{NUMBER} | sivistys@esimerkkila.example",
        f"- Sivistysjohtaja\n  puh. {NUMBER}",
        f"Sivistysjohtaja,\ns-posti sivistys@esimerkkila.example\npuh. {NUMBER}",
        f"| Sivistysjohtaja | {NUMBER} |\n| Talousjohtaja | |",
    ],
)
def test_ones_own_number_answers_on_the_line_or_below_it(text: str) -> None:
    assert holds_what_is_asked(PHONE, ("sivistysjohtajan",), text, HOLDS)


@pytest.mark.parametrize(
    "text", ["§ 31 Laiturin korjaus", "2. Laituri korjataan", "Laituri korjattiin 2024"]
)
def test_numbers_of_lists_sections_and_years_count_nothing(text: str) -> None:
    assert not counts(("laituri",), text)


def test_a_number_of_things_counts() -> None:
    assert counts(("laitureita",), "Laitureita on kunnassa 14 ja uimarantoja kaksi.")
