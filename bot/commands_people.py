"""Who may see and do what: `luotsi people`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands import DATABASE, Url, columns, console, opened, run, stop
from council.access import PUBLIC, Right
from council.chamber import Council, convene
from council.members import SYSTEM, admit
from council.people import Person
from council.ports import Outside
from pictures import Drawing
from search.finder import NgxFinder
from storage.database import Database

people = typer.Typer(no_args_is_help=True, help="Who may see and do what.")

THROUGH = "command"
Key = Annotated[
    str,
    typer.Argument(
        help="'<tenant>/<Entra object id>' of a person, or of a team or group chat its id there.",
        show_default=False,
    ),
]


def assembled(database: Database) -> Council:
    """Put a council together for a command that works without the running service."""
    finder = NgxFinder()
    return convene(
        Outside(
            database.records,
            finder,
            lambda: datetime.now(UTC),
            ZoneInfo("Europe/Helsinki"),
            Drawing(),
        )
    )


@people.command("list")
def list_people(database: Url = DATABASE) -> None:
    """List everybody with their audiences and rights."""

    async def work() -> None:
        async with opened(database) as kept, kept.records() as records:
            everybody = await records.people.everybody()
        rows = [("key", "language", "audiences", "rights", "name")]
        for one in everybody:
            audiences, rights = ", ".join(sorted(one.audiences)), ", ".join(sorted(one.rights))
            rows.append((one.key, one.language or "-", audiences or "-", rights or "-", one.name))
        for line in columns(rows):
            console().print(line)

    run(work())


@people.command("set")
def set_person(
    key: Key,
    name: Annotated[str, typer.Option(help="Shown in lists; unchanged when left out.")] = "",
    audience: Annotated[
        list[str] | None,
        typer.Option(help="council, administrators, body:<key>; once for each. Replaces all."),
    ] = None,
    right: Annotated[
        list[Right] | None, typer.Option(help="Once for each right. Replaces all.")
    ] = None,
    database: Url = DATABASE,
) -> None:
    """Give a person, a team or a group chat its audiences and rights."""
    if not all(key.partition("/")[::2]):
        stop(f"'{key}' is no key: write <tenant>/<id>, as 'luotsi people list' shows them.")
    for label in audience or []:
        if label not in ("council", "administrators", PUBLIC) and not label.startswith("body:"):
            stop(f"'{label}' is no audience: use council, administrators, public or body:<key>.")

    def changed(before: Person | None) -> Person:
        known = before or Person(key)
        return Person(
            key,
            name or known.name,
            known.language,
            known.audiences if audience is None else frozenset(audience),
            known.rights if right is None else frozenset(right),
        )

    run(_change(key, database, changed))


@people.command("remove-rights")
def remove_rights(key: Key, database: Url = DATABASE) -> None:
    """Take all audiences and rights from somebody; the person stays on record."""

    def changed(before: Person | None) -> Person:
        if before is None:
            stop(f"Nobody has the key '{key}'; 'luotsi people list' shows the keys.")
        return Person(key, before.name, before.language)

    run(_change(key, database, changed))


async def _change(key: str, url: str, changed: Callable[[Person | None], Person]) -> None:
    async with opened(url) as database:
        async with database.records() as records:
            before = await records.people.find(key)
        after = changed(before)
        await admit(assembled(database), SYSTEM, after, through=THROUGH)
    held = ", ".join(sorted({*after.audiences, *after.rights})) or "nothing"
    console().print(f"{after.key} {after.name}: {held}".replace(" :", ":"))
