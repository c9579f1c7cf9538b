"""The reader of times against expressions that somebody else has written and read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands_dates import expressions, reading


@pytest.fixture(scope="module")
def score(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    gold = shared / "dates_dev.jsonl"
    read = tmp_path_factory.mktemp("dates") / "read.jsonl"
    rows = [json.dumps(reading(each.key, each.said())) for each in expressions(gold)]
    read.write_text("\n".join(rows), "utf-8")
    scorer = shared / "scorers" / "score_dates.py"
    done = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, str(scorer), str(gold), str(read)],
        check=True,
        capture_output=True,
        text=True,
    )
    verdict: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return verdict


def test_nineteen_in_twenty_are_read_right(score: dict[str, Any]) -> None:
    assert score["missing_ids"] == 0
    assert score["right"] >= 0.95
    assert score["right_variant"] >= 0.95


def test_nothing_is_invented_and_noise_is_no_time(score: dict[str, Any]) -> None:
    assert (score["invented"], score["false_positives"]) == (0, 0)


def test_what_needs_a_person_is_asked_and_little_else(score: dict[str, Any]) -> None:
    assert score["right_unflagged"] == 0
    assert score["flagged_needlessly"] <= 0.05
    assert score["error_reported"] == 1
