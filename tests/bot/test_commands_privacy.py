"""Personal data on the command line: the history as a table, forgetting, how long is kept."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.commands import run
from bot.commands_history import safe
from council.access import Right
from council.people import Person
from council.ports import Change
from storage.database import Database

Luotsi = Callable[..., Result]
ANNA = Person("town/anna", "Anna Aalto", rights=frozenset({Right.ADMINISTER}))
BERTTA = Person("town/bertta", "=HYPERLINK(Bertta)", rights=frozenset({Right.ADMINISTER}))
NIGHT = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)  # the next day in Finland


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'town.sqlite'}"


@pytest.fixture
def luotsi(url: str) -> Luotsi:
    def call(*words: object) -> Result:
        result: Result = CliRunner().invoke(app, [*map(str, words), "--database", url])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    async def fill() -> None:
        async with Database(url) as database:
            await database.migrate()
            async with database.records() as records:
                await records.people.put(ANNA)
                await records.people.put(BERTTA)
                await records.changes.add(
                    [
                        Change("p/a", "state", '"planned"', '"done"', BERTTA.key, NIGHT, "card"),
                        Change("p/b", "due", "", '"2026-03-01"', "system", NIGHT, "load", "@;\n-1"),
                    ]
                )

    run(fill())
    return call


def rows(file: Path) -> list[dict[str, str]]:
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def test_the_history_opens_in_finnish_excel(luotsi: Luotsi, tmp_path: Path) -> None:
    out = tmp_path / "taulut" / "historia.csv"

    result = luotsi("history", "--csv", out)

    assert result.output == f"{out}: 2 changes.\n"
    due, state = rows(out)
    assert state == {
        "Aika": "2026-01-31 01:30:00",
        "Avain": "p/a",
        "Asia": "p/a",
        "Mikä": "Tila",
        "Ennen": "suunniteltu",
        "Jälkeen": "valmis",
        "Kuka": "'=HYPERLINK(Bertta)",
        "Miten": "kortti",
        "Miksi": "",
    }
    assert (due["Jälkeen"], due["Miksi"], due["Kuka"]) == ("1.3.2026", "'@; -1", "Luotsi")


def test_one_item_or_some_days_can_be_chosen(luotsi: Luotsi, tmp_path: Path) -> None:
    out = tmp_path / "h.csv"

    luotsi("history", "--csv", out, "--item", "p/a", "--language", "sv")
    assert [row["Nyckel"] for row in rows(out)] == ["p/a"]
    luotsi("history", "--csv", out, "--since", "2026-01-31")
    assert len(rows(out)) == 2
    luotsi("history", "--csv", out, "--since", "2026-02-01")
    assert rows(out) == []
    luotsi("history", "--csv", out, "--item", "p/a", "--since", "2026-02-01")
    assert rows(out) == []


def test_what_cannot_be_told_is_said(luotsi: Luotsi, tmp_path: Path) -> None:
    unknown = luotsi("history", "--csv", tmp_path / "h.csv", "--item", "p/none")
    no_day = luotsi("history", "--csv", tmp_path / "h.csv", "--since", "eilen")
    no_place = luotsi("history", "--csv", tmp_path)

    assert "'p/none'" in unknown.stderr
    assert "2026-01-31" in no_day.stderr
    assert "cannot be written" in no_place.stderr
    assert {unknown.exit_code, no_day.exit_code, no_place.exit_code} == {2}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", " =1", "\t=1", "\r\n-1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "1.3.2026", "–"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def people(url: str) -> list[str]:
    async def read() -> list[str]:
        async with Database(url) as database, database.records() as records:
            return [person.key for person in await records.people.everybody()]

    return run(read())


def test_a_person_is_forgotten_on_the_command_line(luotsi: Luotsi, url: str) -> None:
    unsure = CliRunner().invoke(app, ["forget", BERTTA.key, "--database", url], input="n\n")
    assert unsure.exit_code == 1
    assert len(people(url)) == 2

    result = luotsi("forget", BERTTA.key, "--yes")

    assert result.output == f"{BERTTA.key} is forgotten.\n"
    assert people(url) == [ANNA.key]


def test_whoever_is_unknown_or_the_last_administrator_stays(luotsi: Luotsi, url: str) -> None:
    luotsi("forget", BERTTA.key, "--yes")

    last = luotsi("forget", ANNA.key, "--yes")
    nobody = luotsi("forget", "town/nobody", "--yes")

    assert "only administrator" in last.stderr
    assert "town/nobody" in nobody.stderr
    assert {last.exit_code, nobody.exit_code} == {2}
    assert people(url) == [ANNA.key]


def test_retention_times_are_listed_and_set(luotsi: Luotsi) -> None:
    assert "turns" in luotsi("retention", "list").output
    assert luotsi("retention", "set", "turns", "14").output == "turns: 14 days.\n"
    assert ["turns", "14", "30"] in [
        line.split() for line in luotsi("retention", "list").output.splitlines()
    ]
    assert luotsi("retention", "set", "turns").output == "turns: 30 days.\n"
    assert luotsi("retention", "set", "turns", "1").exit_code == 2
    assert luotsi("retention", "set", "nothing", "14").exit_code == 2
