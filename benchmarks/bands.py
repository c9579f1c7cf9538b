"""Fits the weights by which council/passages.py judges how likely passages answer.

Run: python -m benchmarks.bands QUESTIONS.jsonl FOLDER_OF_DOCUMENTS [QUESTIONS FOLDER]…
Each pair is a question set with known answers and the documents it is about. Printed: the weights
of a logistic regression (L2) over all sets, its area under the ROC curve in ten-fold
cross-validation, and for each set and threshold the shares answered rightly and wrongly.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from council import passages, questions
from council.access import COUNCIL, PUBLIC, Asker
from council.answers import Quote
from council.asking import Asked, Ranking
from council.chamber import Council, convene
from council.documents import about
from council.ports import Outside
from council.shelf import View
from council.words import spoken
from documents.reader import read
from pictures import Drawing
from search import NgxFinder
from tests.memory import MemoryRecords

Floats = NDArray[np.float64]

NAMES: Final = ("constant", "score", "margin", "words", "spoken")
THRESHOLDS: Final = (0.5, 0.58, 0.62, 0.65, 0.7, 0.75, 0.8)
FOLDS: Final = 10
PENALTY: Final = 3.3
ASKER: Final = Asker("reader", frozenset({PUBLIC, COUNCIL}))


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what was found for it, and whether that answers."""

    group: int
    answerable: bool
    found: Sequence[float]  # score, margin, words, spoken
    may: bool  # nothing but the probability keeps it from being answered
    right: bool


async def council_of(paths: Sequence[Path]) -> Council:
    """Put a council together that knows these documents and no programmes."""
    finder, records = NgxFinder(), MemoryRecords()
    async with records() as open_records:
        for path in paths:
            one = read(path, name=path.name)
            document = about(one, [], finder)
            await open_records.documents.put(replace(one, document=document))
        await open_records.changes.bump()
    outside = Outside(
        records, finder, lambda: datetime(2026, 1, 2, tzinfo=UTC), ZoneInfo("UTC"), Drawing()
    )
    council = convene(outside)
    await council.shelf.refresh()
    return council


def cases(
    group: int, rows: Sequence[dict[str, Any]], council: Council, view: View
) -> Iterator[Case]:
    """Ask every question of a set."""
    for row in rows:
        asked = council.finder.read(row["question"], today=council.today, language=None)
        question = questions.question_of(council, asked, view, None, "")
        asked, documents = question.asked, questions.documents_meant(question)
        ranking = view.passages_index.rank(asked, limit=10, groups=documents)
        found = passages.find(asked, view, documents)
        if asked.unknown_place or found.barred or not found.hits:
            yield Case(group, bool(row["file"]), (), may=False, right=False)
            continue
        may = found.fits and found.unsaid <= passages.HARDEST
        right = _right(row, passages.quotes(found, view))
        yield Case(group, bool(row["file"]), _features(asked, ranking, found, view), may, right)


def _features(asked: Asked, ranking: Ranking, found: passages.Found, view: View) -> Sequence[float]:
    first = found.hits[0]
    said = spoken(asked.rest or asked.words, view.laid_out(first.key))
    return (first.score, ranking.margin, float(min(ranking.words, 6)), said)


def _right(row: dict[str, Any], quotes: Sequence[Quote]) -> bool:
    """Whether the passages shown hold all that the answer must contain, from a right document."""
    files = {row["file"], *(other["file"] for other in row.get("alt") or [])}
    text = " ".join(" ".join(q.text.split()) for q in quotes).casefold()
    wanted = row.get("answer") or row["quotes"][:1]
    return any(q.document.name in files for q in quotes) and all(
        " ".join(one.split()).casefold() in text for one in wanted
    )


def fit(x: Floats, y: Floats) -> Floats:
    """Return constant and weights of an L2 logistic regression (Newton's method)."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - mean) / spread]
    weights = np.zeros(z.shape[1])
    penalty = np.diag([0.0] + [PENALTY] * x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (p - y) + penalty @ weights
        curve = (z * (p * (1 - p))[:, None]).T @ z + penalty + 1e-6 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - (raw * mean).sum()], raw])


def judged(x: Floats, weights: Floats) -> Floats:
    """Return the probabilities."""
    result: Floats = 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))
    return result


def report(all_cases: Sequence[Case], groups: Sequence[str]) -> None:
    """Print weights, quality and the shares at each threshold."""
    used = [case for case in all_cases if case.found]
    x = np.array([case.found for case in used], dtype=float)
    y = np.array([case.right for case in used], dtype=float)
    fold = np.random.default_rng(0).permutation(len(used)) % FOLDS
    p = np.zeros(len(used))
    for one in range(FOLDS):
        p[fold == one] = judged(x[fold == one], fit(x[fold != one], y[fold != one]))
    print("weights:", ", ".join(f"{n} {w:.2f}" for n, w in zip(NAMES, fit(x, y), strict=True)))
    wins = [(a > p[y == 0]).mean() + 0.5 * (a == p[y == 0]).mean() for a in p[y == 1]]
    print(f"AUROC in cross-validation: {np.mean(wins):.3f} over {len(used)} questions")
    for threshold in THRESHOLDS:
        cells = []
        for number, name in enumerate(groups):
            own = [case for case in all_cases if case.group == number]
            yes = sum(case.answerable for case in own)
            said = [c for c, q in zip(used, p, strict=True) if q >= threshold and c.may]
            said = [case for case in said if case.group == number]
            right = sum(case.right for case in said) / max(1, yes)
            wrong = sum(case.answerable and not case.right for case in said) / max(1, yes)
            invented = sum(not case.answerable for case in said) / max(1, len(own) - yes)
            cells.append(f"{name}: right {right:.2f} wrong {wrong:.3f} invented {invented:.2f}")
        print(f"  {threshold:.2f}  " + "  |  ".join(cells))


async def main(pairs: Sequence[Path]) -> None:
    """Fit on all pairs of questions and documents."""
    found: list[Case] = []
    for group, (gold, folder) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        council = await council_of(sorted(folder.iterdir()))
        rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
        found += cases(group, rows, council, await council.shelf.view(ASKER))
    report(found, [gold.stem for gold in pairs[::2]])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path)
    asyncio.run(main(parser.parse_args().pairs))
