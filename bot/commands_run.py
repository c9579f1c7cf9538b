"""Runs by hand what happens by itself: `luotsi run reminders`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot import logs, wiring
from bot.clock import Clock
from bot.commands import DATABASE, Url, console, run, stop
from bot.settings import parse_moment, read_settings
from council.chamber import convene
from council.facts import name_of
from council.ledger import Capacity, Reminder
from council.members import SYSTEM
from council.ports import Outside
from council.rehearsal import Rehearsed, rehearse
from council.rules import RuleKind, Step
from pictures import Drawing
from scheduler.holidays import is_holiday
from scheduler.jobs import REDRAW, REMIND
from search.finder import NgxFinder
from storage.database import Database

by_hand = typer.Typer(no_args_is_help=True, help="Do now what otherwise happens by itself.")
ZONE = ZoneInfo("Europe/Helsinki")

WHY = {
    RuleKind.BEFORE: "{n} days before",
    RuleKind.OVERDUE: "{n} days overdue",
    RuleKind.NO_NEWS: "no news for {n} days",
    RuleKind.READING: "value due in {n} days",
    RuleKind.READING_LATE: "value {n} days late",
    RuleKind.EVENT: "event in {n} days",
    RuleKind.REPORT: "report in {n} days",
    RuleKind.ESCALATED: "no answer, {n} days overdue",
    RuleKind.SNOOZED: "asked to be reminded",
    RuleKind.CHANGED: "changed",
    RuleKind.TASK: "task for administrators",
}


@by_hand.command("reminders")
def run_reminders(
    *,
    now: Annotated[
        str, typer.Option(help="The moment to look at, e.g. 2009-12-17T09:00; dry runs only.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print who would get what and why; send nothing.")
    ] = False,
    database: Url = DATABASE,
) -> None:
    """Plan, gather and send the reminders that are due; or only print them."""
    if not dry_run:
        if now:
            stop("A moment of one's own is for dry runs: add --dry-run.")
        run(_really(database))
        return
    try:
        moment = parse_moment(now, ZONE) if now else None
    except ValueError:
        stop(f"'{now}' is no moment: write it like 2009-12-17T09:00.")
    run(_rehearsed(database, moment))


async def _really(url: str) -> None:
    logs.set_up("WARNING")
    async with wiring.service(read_settings(database_url=url)) as service:
        await service.clockwork.run(REMIND)
        await service.clockwork.run(REDRAW)
        async with service.council.records() as records:
            beats = {beat.name: beat.note for beat in await records.beats.beats()}
    console().print(beats.get("reminders", ""))


async def _rehearsed(url: str, moment: datetime | None) -> None:
    clock = Clock(moment)
    async with Database(url) as database:
        await database.migrate()
        council = convene(
            Outside(database.records, NgxFinder(), clock.now, ZONE, Drawing(), is_holiday)
        )
        past = moment is not None and moment < datetime.now(UTC)
        rehearsed = await rehearse(council, SYSTEM, anew=past)
        for line in _lines(rehearsed, council.now()):
            console().print(line)


def _lines(rehearsed: Rehearsed, now: datetime) -> Iterator[str]:
    """Yield what would go out, in words."""
    local = now.astimezone(ZONE)
    count = len(rehearsed.messages)
    yield f"{local:%a %d.%m.%Y %H.%M}: {count} message{'' if count == 1 else 's'}"
    if rehearsed.quiet and count:
        yield "Nothing goes out now: a day off, a quiet hour or a pause. These would wait."
    people = rehearsed.known.staff.people
    for recipient, rows in rehearsed.messages:
        name = people[recipient].name if recipient in people else ""
        yield f"\n{name or '(no name)'}  {recipient}" if recipient else "\nNobody can be written to"
        for row in sorted(rows, key=lambda row: (row.due, row.item)):
            yield f"  {_told(row, rehearsed)}"
    for row in rehearsed.skipped:
        yield f"\nskipped ({row.reason}): {_told(row, rehearsed)}"


def _told(row: Reminder, rehearsed: Rehearsed) -> str:
    register = rehearsed.known.register
    item, owner = register.get(row.item), register.get(row.through)
    step = Step.read(row.rule)
    named = (name_of(item) if item else "") or row.item
    answers = name_of(owner) if owner else ""
    missing = row.capacity is Capacity.ADMINISTRATOR and row.through
    capacity = "owner missing" if missing else row.capacity.value
    why = WHY[step.kind].format(n=step.days)
    through = f"{capacity}: {answers}" if answers else capacity
    return f"{named} · due {row.due:%a %d.%m.%Y} · {why} · {through}"
