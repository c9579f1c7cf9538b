"""Personal data: `luotsi forget` and `luotsi retention`."""

from typing import Annotated

import typer

from bot.commands import DATABASE, PARTLY, Url, columns, console, opened, run, stop
from bot.commands_people import THROUGH, Key, assembled
from council import privacy
from council import retention as keeping
from council.items import BadInputError
from council.members import SYSTEM
from council.privacy import LastAdministratorError
from council.retention import DEFAULTS, LONGEST, Kept

retention = typer.Typer(no_args_is_help=True, help="How long what is on record is kept.")


def forget_command(
    key: Key,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002 - typer's form of a flag
    database: Url = DATABASE,
) -> None:
    """Forget a person who has asked for it; what was decided and changed stays, without a name."""
    if not yes and not typer.confirm(f"Forget {key} for good?"):
        stop("Nothing has been done.", PARTLY)
    told = run(_forget(key, database))
    if not told.known:
        stop(f"Nobody has the key '{key}'; 'luotsi people list' shows the keys.")
    console().print(f"{key} is forgotten.")
    for role in told.vacant:
        console().print(f"Nobody holds {role} any more.")


async def _forget(key: str, url: str) -> privacy.Forgotten:
    async with opened(url) as database:
        try:
            return await privacy.forget(assembled(database), SYSTEM, key, through=THROUGH)
        except LastAdministratorError:
            stop(f"{key} is the only administrator: give the right to somebody else first.")


@retention.command("list")
def list_periods(database: Url = DATABASE) -> None:
    """List how many days each class of data is kept."""

    async def work() -> None:
        async with opened(database) as kept:
            periods = await keeping.periods(assembled(kept), SYSTEM)
        rows = [("what", "days", "default")]
        rows += [(name.value, str(n), str(DEFAULTS[name].days)) for name, n in periods.items()]
        for line in columns(rows):
            console().print(line)

    run(work())


@retention.command("set")
def set_period(
    kept: Annotated[Kept, typer.Argument(help="What is kept.", show_default=False)],
    days: Annotated[
        int | None, typer.Argument(help="Days; the default when left out.", show_default=False)
    ] = None,
    database: Url = DATABASE,
) -> None:
    """Set how many days a class of data is kept; what is older goes the next night."""

    async def work() -> None:
        async with opened(database) as opened_database:
            council = assembled(opened_database)
            try:
                await keeping.keep(council, SYSTEM, kept, days, through=THROUGH)
            except BadInputError as error:
                stop(f"{kept.value}: from {error.facts['shortest']} to {LONGEST} days.")
            periods = await keeping.periods(council, SYSTEM)
        console().print(f"{kept.value}: {periods[kept]} days.")

    run(work())
