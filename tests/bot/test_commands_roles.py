"""`luotsi roles`: who holds what is listed, and a role changes hands, on a database on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.commands import opened, run
from council.model import Holder
from tests.council.ticking import HEAD, TOWN, K, L

Luotsi = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path / 'town.sqlite'}"

    async def fill() -> None:
        async with opened(made) as database, database.records() as records:
            await records.register.put(TOWN)
            await records.people.put(K)
            await records.people.put(L)
            await records.changes.bump()

    run(fill())
    return made


@pytest.fixture
def luotsi(url: str) -> Luotsi:
    def call(*words: str) -> Result:
        result: Result = CliRunner().invoke(app, ["roles", *words, "--database", url])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def holders(url: str) -> dict[str, Holder]:
    async def read() -> dict[str, Holder]:
        async with opened(url) as database, database.records() as records:
            found = await records.register.everything()
        return {r.person: r for r in found if isinstance(r, Holder)}

    return run(read())


def test_roles_are_listed_with_and_without_holders(luotsi: Luotsi) -> None:
    lines = luotsi("list").output.splitlines()

    assert lines[0].split() == ["role", "holder", "since", "until", "name"]
    assert ["p/kj", K.key, "-", "-", "Kehitysjohtaja"] in [line.split() for line in lines]
    assert any(line.split()[:2] == ["p/tj", "-"] for line in lines)


def test_a_role_changes_hands(luotsi: Luotsi, url: str) -> None:
    asked = ("appoint", HEAD.key, L.key, "--since", "2010-02-01")
    looked = luotsi(*asked, "--dry-run")
    assert set(holders(url)) == {K.key}

    done, again = luotsi(*asked), luotsi(*asked)

    assert looked.output == done.output
    assert "leaves: t/K, last day 2010-01-31" in done.output
    assert "comes: t/L, first day 2010-02-01" in done.output
    assert "It is so already" in again.output
    kept = holders(url)
    assert (str(kept[K.key].until), str(kept[L.key].since)) == ("2010-01-31", "2010-02-01")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("p/ei-ole", "t/L", "--since", "2010-02-01"), "There is no role"),
        (("p/kj", "t/ei-ole", "--since", "2010-02-01"), "nobody has this key"),
        (("p/kj", "t/K", "--since", "2010-02-01"), "holds the role already"),
        (("p/kj", "t/L", "--since", "1.2.2010"), "Invalid value"),
    ],
)
def test_what_cannot_be_is_told_in_words(
    luotsi: Luotsi, url: str, words: tuple[str, ...], said: str
) -> None:
    result = luotsi("appoint", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert set(holders(url)) == {K.key}
