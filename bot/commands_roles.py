"""Who holds which role: `luotsi roles`."""

from datetime import date, datetime
from typing import Annotated

import typer

from bot.commands import DATABASE, Url, columns, console, opened, run, stop
from bot.commands_people import THROUGH, assembled
from council.errors import NotFoundError
from council.items import BadInputError
from council.members import SYSTEM
from council.model import Holder
from council.roles import Seat, Succession, Tenure, appoint, foresee, seats

roles = typer.Typer(no_args_is_help=True, help="Who holds which role, from when to when.")

WRONG = {
    "person": "nobody has this key; 'luotsi people list' shows the keys",
    "before-programme": "the day is from before the programme began",
    "ends-before": "the last day is before the first",
    "holds-already": "this person holds the role already on that day",
    "overlaps": "somebody else has held the role since that day; the past is not rewritten",
}
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day.", show_default=False)]
LastDay = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, if there is one.")
]


@roles.command("list")
def list_roles(database: Url = DATABASE) -> None:
    """List every role with its holders of today and later."""

    async def work() -> tuple[Seat, ...]:
        async with opened(database) as kept:
            return await seats(assembled(kept), SYSTEM)

    rows = [("role", "holder", "since", "until", "name")]
    for seat in run(work()):
        held = [_row(seat, holder) for holder in seat.holders]
        rows += held or [(seat.role.key, "-", "-", "-", seat.role.name)]
    for line in columns(rows):
        console().print(line)


@roles.command("appoint")
def appoint_holder(  # noqa: PLR0913, PLR0917 - each is an argument of the command
    role: Annotated[str, typer.Argument(help="Key, as 'luotsi roles list' shows it.")],
    person: Annotated[str, typer.Argument(help="Key, as 'luotsi people list' shows it.")],
    since: Day,
    until: LastDay = None,
    deputy: Annotated[bool, typer.Option(help="Stands in beside the holder.")] = False,  # noqa: FBT002 - a flag of the command
    dry_run: Annotated[bool, typer.Option(help="Tell what would change, and no more.")] = False,  # noqa: FBT002 - the same
    database: Url = DATABASE,
) -> None:
    """Have a person hold a role from a day on; whoever holds it leaves the day before."""
    tenure = Tenure(
        role=role,
        person=person,
        since=since.date(),
        until=until.date() if until else None,
        deputy=deputy,
    )

    async def work() -> Succession:
        async with opened(database) as kept:
            council = assembled(kept)
            if dry_run:
                return await foresee(council, SYSTEM, tenure)
            return await appoint(council, SYSTEM, tenure, through=THROUGH)

    try:
        found = run(work())
    except BadInputError as error:
        stop(f"{WRONG.get(error.facts['what'], error.facts['what'])}.")
    except NotFoundError:
        stop(f"There is no role '{role}'; 'luotsi roles list' shows the keys.")
    for line in _told(found):
        console().print(line)


def _told(found: Succession) -> list[str]:
    if found.already:
        return ["It is so already; nothing changes."]
    lines = [f"leaves: {h.person or h.name}, last day {_day(h.until)}" for h in found.left]
    lines += [f"does not begin: {holder.person or holder.name}" for holder in found.withdrawn]
    if found.came is not None:
        lines.append(f"comes: {found.came.person}, first day {_day(found.came.since)}")
    lines.append(f"open items: {found.items}, planned reminders that move: {found.reminders}")
    if not found.reachable:
        lines.append("Luotsi cannot reach this person before they have written to it.")
    return lines


def _row(seat: Seat, holder: Holder) -> tuple[str, str, str, str, str]:
    who = holder.person or holder.name or "-"
    kind = f"{who} (deputy)" if holder.deputy else who
    return seat.role.key, kind, _day(holder.since), _day(holder.until), seat.role.name


def _day(day: date | None) -> str:
    return day.isoformat() if day else "-"
