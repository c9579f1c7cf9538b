"""Measures how long an index takes to build and to answer as documents pile up.

Run: python -m benchmarks.index_scale [PASSAGES …]
Passages are 28 made-up words each, drawn with a fixed seed: no word repeats as words of a language
do, which is the worst case for postings. Printed: seconds to build, milliseconds a question.
"""

import random
import sys
import time
from datetime import date

from council.asking import Entry
from search import NgxFinder

SYLLABLES = "ta ki lo mu pa ve ri so ha ne jo tu li ka rä vö".split()
WORDS, WORDS_A_PASSAGE, WORDS_A_QUESTION, QUESTIONS = 20_000, 28, 4, 300
DAY = date(2026, 1, 1)


def main(sizes: list[int]) -> None:
    """Build and ask for each size."""
    draw = random.Random(1)  # noqa: S311 - made-up words, no secret
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 6))) for _ in range(WORDS)]
    finder = NgxFinder()
    for size in sizes:
        entries = [
            Entry(f"d#{n}", " ".join(draw.choices(words, k=WORDS_A_PASSAGE)), group=f"d{n // 50}")
            for n in range(size)
        ]
        started = time.perf_counter()
        index = finder.build(entries)
        built = time.perf_counter() - started
        taken = []
        for _ in range(QUESTIONS):
            text = " ".join(draw.choices(words, k=WORDS_A_QUESTION))
            asked = finder.read(text, today=DAY, language=None)
            started = time.perf_counter()
            index.rank(asked)
            taken.append((time.perf_counter() - started) * 1000)
        taken.sort()
        p50, p95 = taken[QUESTIONS // 2], taken[QUESTIONS * 95 // 100]
        print(f"{size:7} passages: built in {built:.2f} s, p50 {p50:.2f} ms, p95 {p95:.2f} ms")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
