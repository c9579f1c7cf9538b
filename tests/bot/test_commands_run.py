"""`luotsi run reminders`: who would get what and why, with nothing written or sent."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.commands import run
from council.access import Right
from council.model import Holder, Source
from council.people import Person
from storage.database import Database

Luotsi = Callable[..., Result]
FORM = """
luotsi: 1
documents:
  koe: {file: koe.pdf, title: Koeohjelma, date: 16.11.2009}
source: koe
audience: council
programme:
  id: koe
  name: Koeohjelma
  municipality: Esimerkkilä
  kind: change
roles:
  - {id: johtaja, name: Kehitysjohtaja}
actions:
  - id: kartta
    name: Prosessikartta
    owners: johtaja
    follow_ups:
      - {id: alustava, name: Alustava kartta, due: {words: 31.12.2009, day: 31.12.2009}}
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'town.sqlite'}"


@pytest.fixture
def luotsi(url: str, tmp_path: Path) -> Luotsi:
    def call(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--database", url])

    form = tmp_path / "koe.yaml"
    form.write_text(FORM, "utf-8")
    loaded = call("load", str(form), "--yes")
    assert loaded.exit_code == 0, loaded.output
    return call


def held(url: str) -> None:
    async def put() -> None:
        async with Database(url) as database, database.records() as records:
            await records.people.put(Person("t/k", "K"))
            await records.people.put(Person("t/a", "A", rights=frozenset({Right.ADMINISTER})))
            await records.register.put(
                [
                    Holder(
                        key="koe/haltija",
                        programme="koe",
                        source=Source(""),
                        role="koe/johtaja",
                        person="t/k",
                        since=date(2009, 1, 1),
                    )
                ]
            )
            await records.changes.bump()

    run(put())


def test_a_dry_run_tells_who_would_get_what_and_why(luotsi: Luotsi, url: str) -> None:
    held(url)
    told = luotsi("run", "reminders", "--dry-run", "--now", "2009-12-23T09:00").output
    assert told.splitlines() == [
        "Wed 23.12.2009 09.00: 1 message",
        "",
        "K  t/k",
        "  Alustava kartta · due Thu 31.12.2009 · 7 days before · owner: Kehitysjohtaja",
    ]


def test_a_dry_run_writes_nothing(luotsi: Luotsi, url: str) -> None:
    held(url)
    for now in ("2009-12-23T09:00", "2009-12-30T09:00"):
        assert "1 message" in luotsi("run", "reminders", "--dry-run", "--now", now).output

    async def ledger() -> int:
        async with Database(url) as database, database.records() as records:
            return len(await records.ledger.rows(["koe/alustava"]))

    assert run(ledger()) == 0


def test_a_day_off_is_told(luotsi: Luotsi, url: str) -> None:
    held(url)
    told = luotsi("run", "reminders", "--dry-run", "--now", "2009-12-30T22:00").output
    assert "Nothing goes out now" in told


def test_a_gap_is_told_where_nobody_can_be_written_to(luotsi: Luotsi) -> None:
    told = luotsi("run", "reminders", "--dry-run", "--now", "2009-12-23T09:00").output
    assert "Nobody can be written to" in told
    assert "owner missing: Kehitysjohtaja" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--now", "2009-12-23T09:00"), "add --dry-run"),
        (("--now", "joulu", "--dry-run"), "is no moment"),
    ],
)
def test_what_makes_no_sense_is_refused(luotsi: Luotsi, words: tuple[str, ...], said: str) -> None:
    refused = luotsi("run", "reminders", *words)
    assert refused.exit_code != 0
    assert said in refused.output
