"""The command line as people use it: what it says, what it leaves behind, how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.commands import columns, run
from bot.commands_ask import row
from bot.commands_serve import how_to_chat
from council.model import Record
from council.people import Person
from council.ports import OpenAsk
from dialogs.turn import Reply
from storage.database import Database

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = sorted((ROOT / "demo").glob("*.yaml"))
Luotsi = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'folder' / 'town.sqlite'}"


@pytest.fixture
def luotsi(url: str) -> Luotsi:
    def call(*words: object, database: bool = True) -> Result:
        place = ["--database", url] if database else []
        result: Result = CliRunner().invoke(app, [*map(str, words), *place])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def town(luotsi: Luotsi) -> Luotsi:
    assert luotsi("load", *DEMO, "--yes").exit_code == 0
    return luotsi


def on_record(url: str) -> tuple[list[Record], list[Person], list[OpenAsk], list[str]]:
    async def read() -> tuple[list[Record], list[Person], list[OpenAsk], list[str]]:
        async with Database(url) as database, database.records() as records:
            return (
                list(await records.register.everything()),
                list(await records.people.everybody()),
                list(await records.desk.asks()),
                [document.name for document in await records.documents.everything()],
            )

    return run(read())


def test_programmes_are_shown_and_loaded_once(luotsi: Luotsi, url: str) -> None:
    looked = luotsi("load", *DEMO, "--dry-run")
    assert "+ heinola-muutos: " in looked.output
    assert on_record(url)[0] == []

    first = luotsi("load", *DEMO, "--apply")
    second = luotsi("load", *DEMO, "--yes")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.endswith("Loaded.\n")
    assert second.output == "Nothing changes: all of it is on record already.\n"


def test_a_change_is_told_by_field_before_it_is_made(
    town: Luotsi, tmp_path: Path, url: str
) -> None:
    mended = tmp_path / "heinola-strategia.yaml"
    text = (ROOT / "demo" / mended.name).read_text("utf-8")
    assert "name: Rohkeus}" in text
    mended.write_text(text.replace("name: Rohkeus}", "name: Rohkea mieli}"), "utf-8")

    told = town("load", mended, "--dry-run").output

    assert told == "~ heinola-strategia/rohkeus: name: Rohkeus → Rohkea mieli\n"


def test_nothing_is_loaded_when_nobody_can_be_asked(luotsi: Luotsi, url: str) -> None:
    result = luotsi("load", DEMO[0])

    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert on_record(url)[0] == []


def test_every_fault_of_every_file_is_told_with_its_line(
    luotsi: Luotsi, tmp_path: Path, url: str
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("luotsi: 1\nprogrammme:\n  id: x\nkettu: 1\n", "utf-8")

    result = luotsi("load", DEMO[0], broken, tmp_path / "missing.yaml", "--yes")

    assert result.exit_code == 1
    assert f"{broken}:2: " in result.stderr
    assert f"{broken}:4: " in result.stderr
    assert f"{tmp_path / 'missing.yaml'}: " in result.stderr
    assert "nothing has been loaded" in result.stderr
    assert on_record(url)[0] == []


def test_a_broken_document_fails_alone(luotsi: Luotsi, tmp_path: Path, url: str) -> None:
    folder = tmp_path / "papers" / "inner"
    folder.mkdir(parents=True)
    (folder / "paatos.md").write_text("# Päätös 5.3.2024\n\nUimahalli avataan syksyllä.\n", "utf-8")
    (folder / "rikki.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "tyhja.txt").write_text(" \n", "utf-8")
    (folder / ".piilossa.txt").write_text("Tätä ei lueta.", "utf-8")

    first = luotsi("documents", "add", folder.parent)
    again = luotsi("documents", "add", folder / "paatos.md")

    assert first.exit_code == 1
    assert "paatos.md: 1 passages, 5.3.2024" in first.output
    assert "rikki.pdf: it cannot be opened" in first.stderr
    assert "tyhja.txt: there is no text in it" in first.stderr
    assert "2 of 3" in first.stderr
    assert again.output == "paatos.md: on record already, unchanged\n"
    assert on_record(url)[3] == ["paatos.md"]


def test_documents_have_the_particulars_that_were_given(luotsi: Luotsi, tmp_path: Path) -> None:
    paper = tmp_path / "muistio.txt"
    paper.write_text("Mötet beslöt om simhallen.\n", "utf-8")

    luotsi(
        *("documents", "add", paper, "--date", "4.3.2024", "--title", "Muistio"),
        *("--audience", "public", "--municipality", "Heinola", "--language", "sv"),
    )
    listed = luotsi("documents", "list").output.splitlines()

    assert listed[1].split() == ["muistio.txt", "4.3.2024", "public", "Muistio"]
    assert luotsi("documents", "remove", "muistio.txt").output == "muistio.txt: removed.\n"
    assert luotsi("documents", "list").output.count("\n") == 1
    gone = luotsi("documents", "remove", "muistio.txt")
    assert (gone.exit_code, "documents list" in gone.stderr) == (2, True)


def test_files_of_one_name_do_not_push_each_other_out(luotsi: Luotsi, tmp_path: Path) -> None:
    for folder, text in (("a", "Ensimmäinen muistio."), ("b", "Toinen muistio.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "muistio.txt").write_text(text, "utf-8")

    result = luotsi("documents", "add", tmp_path / "a", tmp_path / "b")

    assert result.exit_code == 1
    assert "rename it" in result.stderr


def test_people_get_and_lose_their_rights(luotsi: Luotsi, url: str) -> None:
    luotsi("people", "set", "t/1", "--name", "Valtuutettu", "--audience", "council")
    luotsi("people", "set", "t/1", "--right", "import")
    assert on_record(url)[1] == [
        Person("t/1", "Valtuutettu", None, frozenset({"council"}), frozenset({"import"}))  # type: ignore[arg-type]
    ]

    assert "t/1" in luotsi("people", "list").output
    assert luotsi("people", "remove-rights", "t/1").output == "t/1 Valtuutettu: nothing\n"

    assert on_record(url)[1] == [Person("t/1", "Valtuutettu")]
    assert luotsi("people", "remove-rights", "t/2").exit_code == 2
    assert luotsi("people", "set", "t/1", "--audience", "kunta").exit_code == 2
    assert luotsi("people", "set", "1", "--audience", "council").exit_code == 2


def test_a_question_is_answered_without_leaving_a_trace(town: Luotsi, url: str) -> None:
    answered = town("ask", "Mitkä ovat Heinolan arvot?")
    unknown = town("ask", "Paljonko kuun kuvernöörin palkka on?")

    assert "Rohkeus" in answered.output
    assert unknown.exit_code == 0
    assert on_record(url)[1:3] == ([], [])


def test_a_guest_is_told_what_is_public(town: Luotsi) -> None:
    question = "Mitkä ovat Heinolan muutosohjelman tavoitteet?"

    assert "Yhteinen sitoutuminen" in town("ask", question).output
    assert "Yhteinen sitoutuminen" not in town("ask", question, "--as", "vieras").output
    assert town("ask", question, "--as", "keisari").exit_code == 2


def test_the_clock_and_the_language_can_be_chosen(town: Luotsi) -> None:
    question = "Milloin on seuraava valtuustoseminaari?"

    said = town("ask", question, "--now", "2023-04-17T12:00", "--language", "sv").output

    assert "28.4.2023" in said
    assert "Källa" in said


def test_a_batch_is_written_as_the_scorers_read_it(town: Luotsi, tmp_path: Path) -> None:
    asked, out = tmp_path / "asked.jsonl", tmp_path / "out" / "answers.jsonl"
    asked.write_text(
        '{"id": "a", "question": "Mitkä ovat Heinolan arvot?", "lang": "sv"}\n\n'
        '{"id": "b", "question": "Entä kärkiteemat?"}\n',
        "utf-8",
    )

    result = town("ask", "--batch", asked, "--out", out)

    rows: list[dict[str, Any]] = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert result.output == f"{out}: 2 answers.\n"
    assert [each["id"] for each in rows] == ["a", "b"]
    assert all(set(each) == {"id", "kind", "text", "sources", "ms"} for each in rows)
    assert rows[0]["kind"] == "answer"
    assert "Lähde" in rows[0]["text"]
    assert all(source["quote"] is None for source in rows[0]["sources"])


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("answer", "answer"),
        ("card", "answer"),
        ("closest", "closest"),
        ("choice", "choice"),
        ("unknown", "unknown"),
        ("refused", "unknown"),
        ("failed", "unknown"),
    ],
)
def test_outcomes_become_the_scorers_kinds(outcome: str, kind: str) -> None:
    made = row("q", Reply("Teksti", outcome=outcome, quotes=(("a.txt", None),)), 12.345)

    assert made["kind"] == kind
    assert made["sources"] == [{"document": "a.txt", "quote": None}]
    assert made["ms"] == 12.35


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("kysymys", "--batch", "a.jsonl", "--out", "b.jsonl"),
        ("--batch", "a.jsonl"),
        ("--batch", "missing.jsonl", "--out", "b.jsonl"),
    ],
)
def test_ask_says_what_it_needs(luotsi: Luotsi, words: tuple[str, ...]) -> None:
    result = luotsi("ask", *words)

    assert result.exit_code == 2
    assert result.stderr.startswith("luotsi: ")


def test_a_question_file_with_a_wrong_line_is_refused(luotsi: Luotsi, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": "a", "question": "?"}\n["b"]\n', "utf-8")

    result = luotsi("ask", "--batch", asked, "--out", tmp_path / "out.jsonl")

    assert (result.exit_code, f"{asked}:2: " in result.stderr) == (2, True)


def test_chat_says_where_to_start_a_service(luotsi: Luotsi) -> None:
    result = luotsi("chat", "--url", "http://127.0.0.1:9")

    assert result.exit_code == 2
    assert "make demo" in result.stderr


def test_a_script_can_have_a_service_of_its_own(luotsi: Luotsi, tmp_path: Path) -> None:
    script = tmp_path / "a.script"
    script.write_text("+ vieras\n> ohjelmat\n", "utf-8")

    result = luotsi("chat", "--own", "--script", script)

    assert result.exit_code == 0, result.stderr
    assert result.output.startswith("+ vieras\n  Hei, olen Luotsi.\n")
    assert "Heinolan kaupungin strategia" in result.output


def test_how_to_chat_is_three_lines_at_any_port() -> None:
    assert len(how_to_chat(3978, typed=True)) == 3
    assert "--url http://127.0.0.1:4000" in how_to_chat(4000, typed=False)[1]


def test_columns_line_up() -> None:
    assert list(columns([("a", "bb", "c"), ("aaa", "b", "")])) == ["a    bb  c", "aaa  b"]


@pytest.mark.parametrize(
    ("words", "environment", "said", "status"),
    [
        (["serve"], {}, "LUOTSI_APP_ID", 2),
        (["serve"], {"LUOTSI_DEMO": "1", "LUOTSI_TIME_ZONE": "Kuu"}, "LUOTSI_TIME_ZONE", 2),
        (["people", "list", "--database", "mysql://salaisuus@x/y"], {}, "database URL", 2),
        (["documents", "add", "missing"], {}, "missing: there is no such file", 1),
    ],
)
def test_mistakes_end_in_words_and_not_in_a_traceback(
    words: list[str], environment: dict[str, str], said: str, status: int, tmp_path: Path
) -> None:
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    place = {"LUOTSI_DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite'}", "LC_ALL": "C"}

    ended = subprocess.run(  # noqa: S603 - a fixed command
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=kept | place | environment,
        check=False,
        capture_output=True,
    )

    told = ended.stderr.decode("utf-8")
    assert ended.returncode == status
    assert said in told
    assert "Traceback" not in told
    assert "salaisuus" not in told
