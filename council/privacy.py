"""To be forgotten: a person goes from the record, what was done and when stays on it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from json import dumps
from secrets import token_hex
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import CouncilError, NotAllowedError
from council.model import Holder, Membership, Record
from council.people import Person
from council.ports import Change, Records, Task
from council.spreading import EVERYTHING

FORGOTTEN: Final = "forgotten"  # how a pseudonym begins, and the field of the change
ROLE_VACANT: Final = "role-vacant"  # task: whoever held the role has been forgotten


class LastAdministratorError(CouncilError):
    """Nobody would be left who administers."""

    code = "last-administrator"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of a wish to be forgotten."""

    known: bool  # whether anything of the person was on record
    vacant: tuple[str, ...] = ()  # keys of the roles that the person held or stood in for


async def held(council: Council, asker: Asker) -> Sequence[Record]:
    """Return the roles that nobody holds any more once the asker is forgotten.

    Raises LastAdministratorError where the asker cannot be forgotten.
    """
    register = await council.shelf.whole()
    async with council.records() as records:
        _leaves_somebody(await records.people.everybody(), asker.person)
    keys = {one.role for one in _links(register, asker.person)}
    found = (register.get(key) for key in sorted(keys))
    return [record for record in found if record is not None]


async def forget(
    council: Council, asker: Asker, person: str, *, through: str, names: Collection[str] = ()
) -> Forgotten:
    """Forget a person in one transaction: all of it or nothing.

    `names` are further display names that the person may have signed questions with. Raises
    NotAllowedError for anybody but oneself unless the asker administers, and
    LastAdministratorError.
    """
    if not person or (asker.person != person and not asker.administers):
        raise NotAllowedError(who=asker.person)
    now = council.now()
    async with council.records() as records:
        await records.changes.bump()  # of two last administrators the second one waits here
        everybody = await records.people.everybody()
        _leaves_somebody(everybody, person)
        itself = next((one for one in everybody if one.key == person), Person(person))
        links = _links(await records.register.everything(), person)
        ended = [_ended(one, council.today) for one in links]
        await records.register.put(ended)
        stood_in = await _without_deputy(records, person)
        pseudonym = f"{FORGOTTEN}/{token_hex(8)}"
        signed = {name for name in (itself.name, *names, person) if name}
        touched = await records.privacy.forget(person, pseudonym, signed, now)
        if not (touched or links or stood_in):
            return Forgotten(known=False)
        who = "" if asker.person == person else asker.person
        await records.changes.add(
            [
                Change(pseudonym, FORGOTTEN, "", "true", who, now, through),
                *(_end(*pair, who, now, through) for pair in zip(links, ended, strict=True)),
            ]
        )
        vacant = tuple(sorted({one.role for one in links if one.role}))
        for role in vacant:
            await records.desk.open_task(Task(ROLE_VACANT, role, now))
        administered = {EVERYTHING} if itself.asker.administers else set()
        await records.plans.mark({*administered, *stood_in}, now)
        return Forgotten(known=True, vacant=vacant)


def _links(register: Iterable[Record], person: str) -> list[Holder | Membership]:
    """Return the records that say that a person holds a role or sits in a body."""
    return [
        one
        for one in register
        if isinstance(one, Holder | Membership) and one.person and one.person == person
    ]


def _ended(link: Holder | Membership, today: date) -> Holder | Membership:
    """Return a link to nobody, which ended the day before at the latest."""
    yesterday = today - timedelta(days=1)
    last = min(link.until or yesterday, yesterday)
    return replace(link, person="", until=max(last, link.since or last))


def _end(
    before: Holder | Membership, after: Holder | Membership, who: str, now: datetime, through: str
) -> Change:
    """Return the change of a link's last day; it has the plans of the role looked at."""
    was = dumps(before.until.isoformat()) if before.until else ""
    until = dumps(after.until.isoformat()) if after.until else ""
    return Change(before.key, "until", was, until, who, now, through, FORGOTTEN)


async def _without_deputy(records: Records, person: str) -> set[str]:
    """Take a person from those who had chosen them to stand in; return whose plans that changes."""
    changed = set()
    for one in await records.choices.preferences():
        if one.deputy == person and one.person != person:
            alone = replace(one, deputy="", deputy_since=None, deputy_until=None)
            await records.choices.prefer(alone)
            changed.add(one.person)
    return changed


def _leaves_somebody(everybody: Sequence[Person], person: str) -> None:
    """Raise LastAdministratorError where this person alone administers."""
    if {one.key for one in everybody if one.asker.administers} == {person}:
        raise LastAdministratorError
