"""Measures how often the right passage is found first, on question sets with known passages.

Run: python -m benchmarks.retrieval QUESTIONS.jsonl FOLDER_OF_TEXTS [--failures]
Each question names a file of the folder and the quotes in it that answer; a passage is a hit if it
covers at least 60 % of one (a quote counts to 250 characters). Printed: the share of answerable
questions with a hit first and among the first three, with and without the municipality.
"""

import argparse
import dataclasses
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from council.asking import Asked, Entry, Index
from documents.split import split
from documents.titles import title_of
from documents.units import units
from search import NgxFinder
from search.places import Gazetteer

_COVERED: Final = 0.6
_LONGEST_QUOTE: Final = 250
_DAY: Final = date(2023, 4, 17)
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the places that answer it."""

    text: str
    language: str
    style: str
    answers: tuple[Span, ...]


def entries(folder: Path) -> tuple[list[Entry], dict[str, Span]]:
    """Split the texts of a folder into entries; give also where each stands."""
    gazetteer = Gazetteer()
    found: list[Entry] = []
    spans: dict[str, Span] = {}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        place = _place(gazetteer, text)
        title = title_of(text, list(units(text)))
        for piece in split(text, document=path.name, title=title):
            key = f"{path.name}#{piece.number}"
            context = "\n".join(dict.fromkeys((title, *piece.headings)))
            found.append(Entry(key, piece.text, context, path.name, place))
            spans[key] = (path.name, piece.start, piece.end)
    return found, spans


def _place(gazetteer: Gazetteer, text: str) -> str:
    """Give the municipality that the most lines or sentences of a text name, if two do."""
    counts: dict[str, int] = defaultdict(int)
    for part in text.replace(". ", "\n").splitlines():
        for name in gazetteer.named(part):
            counts[name] += 1
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] > 1 else ""


def questions(path: Path, folder: Path) -> Iterator[Question]:
    """Read the answerable questions of a set."""
    texts = {one.name: one.read_text(encoding="utf-8") for one in folder.glob("*.txt")}
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if row["file"]:
            spans = [
                (one["file"], at, at + len(quote))
                for one in (row, *row["alt"])
                for quote in one["quotes"]
                if (at := texts[one["file"]].find(quote)) >= 0
            ]
            yield Question(row["question"], row["lang"], row["style"], tuple(spans))


def is_hit(found: Span, answers: tuple[Span, ...]) -> bool:
    """Tell whether a passage covers enough of one of the answers."""
    file, start, end = found
    for other, first, last in answers:
        covered = min(end, last) - max(start, first)
        if other == file and covered >= _COVERED * min(last - first, _LONGEST_QUOTE):
            return True
    return False


def rank_of(index: Index, asked: Asked, question: Question, spans: dict[str, Span]) -> int:
    """Give the place of the first hit, 1…; 0: none among the first ten."""
    for at, hit in enumerate(index.rank(asked).hits, start=1):
        if is_hit(spans[hit.key], question.answers):
            return at
    return 0


def report(name: str, places: list[int]) -> None:
    """Print one line of figures."""
    first = sum(place == 1 for place in places) / len(places)
    third = sum(0 < place <= 3 for place in places) / len(places)
    print(f"{name:28} {len(places):4}  R@1 {first:.3f}  R@3 {third:.3f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    finder = NgxFinder()
    found, spans = entries(options.folder)
    started = time.perf_counter()
    index = finder.build(found)
    print(f"{len(found)} passages, built in {time.perf_counter() - started:.2f} s")
    places: dict[str, list[int]] = defaultdict(list)
    for question in questions(options.questions, options.folder):
        asked = finder.read(question.text, today=_DAY, language=None)
        place = rank_of(index, asked, question, spans)
        bare = dataclasses.replace(asked, municipalities=())
        places["all"].append(place)
        places["all, without municipality"].append(rank_of(index, bare, question, spans))
        places[f"language {question.language}"].append(place)
        places[f"style {question.style}"].append(place)
        if options.failures and place != 1:
            print(place, question.language, question.text, asked.words, sorted(asked.wants))
    for name, held in places.items():
        report(name, held)


if __name__ == "__main__":
    main()
