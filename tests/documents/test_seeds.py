"""On real municipal documents, where they are at hand: dates, and passages that hold the quotes."""

import json
from datetime import date
from pathlib import Path

import pytest

from council.language import Language
from council.model import ReadDocument
from documents.reader import read

COVERED = 0.6  # share of a quote that a passage has to hold
LONGEST = 250  # characters of a quote that count
DATES = {
    "000": date(2023, 4, 17),
    "001": None,
    "002": date(2009, 11, 16),
    "003": date(2019, 6, 26),
    "004": date(2015, 10, 26),
}


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, ReadDocument]:
    return {path.name: read(path, name=path.name) for path in sorted((shared / "seeds").iterdir())}


def test_the_text_is_the_file_and_each_passage_a_slice(
    seeds: dict[str, ReadDocument], shared: Path
) -> None:
    for name, found in seeds.items():
        assert found.text == (shared / "seeds" / name).read_bytes().decode("utf-8")
        assert all(found.text[p.start : p.end] == p.text for p in found.passages)
        assert found.document.language is Language.FI
        assert found.warnings == ()


def test_each_document_bears_its_date_or_none(seeds: dict[str, ReadDocument]) -> None:
    assert {name[:3]: found.document.dated for name, found in seeds.items()} == DATES


def test_the_flattened_slides_have_page_numbers(seeds: dict[str, ReadDocument]) -> None:
    flattened = next(found for name, found in seeds.items() if name.startswith("002"))

    assert sorted({passage.page for passage in flattened.passages}) == list(range(1, 10))


def test_at_most_two_quotes_fit_no_single_passage(
    seeds: dict[str, ReadDocument], shared: Path
) -> None:
    quotes: set[tuple[str, str]] = set()
    for line in (shared / "gold_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for place in (row, *row["alt"]):
            quotes.update((place["file"], quote) for quote in place.get("quotes", ()))

    assert len(quotes) > 50
    assert sum(not fits(seeds[name], quote) for name, quote in quotes) <= 2


def fits(found: ReadDocument, quote: str) -> bool:
    """Tell whether some passage holds enough of a quote."""
    enough = COVERED * min(len(quote), LONGEST)
    start = found.text.find(quote)
    while start >= 0:
        end = start + len(quote)
        if any(min(end, p.end) - max(start, p.start) >= enough for p in found.passages):
            return True
        start = found.text.find(quote, start + 1)
    return False
