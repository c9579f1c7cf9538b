"""`luotsi dates`: what it says of a text, what it makes of a file, how it takes bad rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "Aloitus 1.4., raportti 30.9.2025 mennessä", "span": [23, 41], "lang": "fi",
     "ref": "2025-03-10"},
    {"id": "b", "expr": "v. 42", "lang": "sv", "ref": "2025-09-01"},
    {"id": "c", "text": "Kokous pidetään 16.5.", "ref": None},
    {"id": "d", "text": "Aloitus 1.4.2025", "span": [0, 7]},
    {"id": "e", "text": "1–2 kertaa vuodessa"},
    {"id": "f", "text": "30 päivän kuluessa päätöksestä"},
    {"id": "g", "text": "Työpajat 2.4. ja 9.4.2025"},
]  # fmt: skip


def luotsi(*words: object) -> Result:
    return CliRunner().invoke(app, ["dates", *map(str, words)])


def batch(folder: Path, *lines: str) -> tuple[Result, Path]:
    asked, out = folder / "asked.jsonl", folder / "read" / "out.jsonl"
    asked.write_text("\n".join(lines), "utf-8")
    return luotsi("--batch", asked, "--out", out), out


def test_a_file_is_read_row_by_row(tmp_path: Path) -> None:
    result, out = batch(tmp_path, *map(json.dumps, ROWS))

    assert result.exit_code == 0
    rows = {row["id"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())}
    assert (rows["a"]["kind"], rows["a"]["end"], rows["a"]["words"]) == (
        "by",
        "2025-09-30",
        "30.9.2025 mennessä",
    )
    assert rows["b"]["start"] == "2025-10-13"
    assert (rows["c"]["yearless"], rows["c"]["start"]) == ("--05-16", None)
    assert rows["d"]["kind"] == "none"
    assert rows["e"]["per_year"] == {"min": 1, "max": 2}
    assert rows["f"]["duration"] == "P30D"
    assert [one["start"] for one in rows["g"]["multi"]] == ["2025-04-02", "2025-04-09"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("not json", "no JSON"),
        ("[1]", "not an object"),
        ('{"text": "1.1.2025"}', "'id' is missing"),
        ('{"id": "x"}', "'expr' is missing"),
        ('{"id": 5, "text": "1.1.2025"}', "'id' and 'text' are words"),
        ('{"id": "x", "text": "1.1.2025", "ref": "10.3.2025"}', "10.3.2025"),
        ('{"id": "x", "text": "1.1.2025", "ref": 5}', "'ref' is a day"),
        ('{"id": "x", "text": "1.1.2025", "lang": "de"}', "de"),
        ('{"id": "x", "text": "1.1.2025", "lang": ["fi"]}', "fi"),
        ('{"id": "x", "text": "1.1.2025", "span": [4, 99]}', "'span'"),
        ('{"id": "x", "text": "1.1.2025", "span": "0-4"}', "'span'"),
        (json.dumps(ROWS[0]), "twice"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_nothing_is_written(
    tmp_path: Path, line: str, why: str
) -> None:
    result, out = batch(tmp_path, json.dumps(ROWS[0]), line)

    assert result.exit_code == 2
    assert "asked.jsonl:2:" in result.stderr
    assert why in result.stderr
    assert not out.parent.exists()


def test_what_was_there_stays_when_a_row_is_bad(tmp_path: Path) -> None:
    _, out = batch(tmp_path, json.dumps(ROWS[0]))
    before = out.read_text("utf-8")

    result, _ = batch(tmp_path, "{}")

    assert result.exit_code == 2
    assert out.read_text("utf-8") == before
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = luotsi("--batch", tmp_path / "none.jsonl", "--out", tmp_path / "out.jsonl")

    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_a_folder_in_place_of_the_readings_is_told(tmp_path: Path) -> None:
    (tmp_path / "read" / "out.jsonl").mkdir(parents=True)

    result, _ = batch(tmp_path, json.dumps(ROWS[0]))

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert [path.name for path in (tmp_path / "read").iterdir()] == ["out.jsonl"]


def test_one_text_is_told_in_lines() -> None:
    result = luotsi("Siirtyy 25.1. kokoukseen", "--on", "2009-12-03")

    assert result.exit_code == 0
    assert "2010-01-25" in result.stdout
    assert "25.1." in result.stdout


def test_a_text_without_a_time_says_so() -> None:
    assert "No time in it." in luotsi("Hyvää huomenta").stdout


@pytest.mark.parametrize("words", [[], ["1.1.2025", "--batch", "x"], ["--batch", "x"]])
def test_the_options_that_go_together_are_told(words: list[str]) -> None:
    result = luotsi(*words)

    assert result.exit_code == 2
    assert "Give one text" in result.stderr or "go together" in result.stderr
