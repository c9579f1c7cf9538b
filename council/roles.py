"""Roles change hands: appoint a holder or a deputy, let one go, list who holds what.

A role keeps what it owns; persons come and go. The past stays as it was: a holder who leaves gets
a last day, whoever comes gets a record of their own. Days are the municipality's, both inclusive.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from secrets import token_hex
from typing import Final

from council.access import ADMINISTRATORS, Asker
from council.chamber import Council
from council.errors import NotFoundError
from council.gathering import HOLDER_MISSING
from council.items import BadInputError, Minutes, iso, open_items, today_of
from council.ledger import Reminder
from council.loading import as_json
from council.model import Holder, Record, Role, Source
from council.office import Office, office
from council.people import Person
from council.permission import administrators_only
from council.ports import Change, Records
from council.register import Register
from council.reminders import MOST
from council.responsibility import owners_of

LUOTSI: Final = Source("", "Luotsi")  # from no document: a load leaves it alone
FAR_AHEAD: Final = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who is to hold a role, from when to when."""

    role: str
    person: str
    since: date
    until: date | None = None
    deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What changes when a role changes hands."""

    role: Role
    person: Person | None  # who comes; None: nobody
    came: Holder | None = None
    left: tuple[Holder, ...] = ()  # with their last day
    withdrawn: tuple[Holder, ...] = ()  # were to begin later, and do not
    items: int = 0  # open ones that the role answers for
    reminders: int = 0  # planned ones that go to somebody else
    reachable: bool = True  # whether who comes has written to Luotsi
    already: bool = False  # it was so before


@dataclass(frozen=True, slots=True)
class Seat:
    """A role with its holders of today and later, deputies last."""

    role: Role
    holders: tuple[Holder, ...]
    items: int
    missing: bool  # nobody whom Luotsi knows holds it today


async def appoint(council: Council, asker: Asker, tenure: Tenure, *, through: str) -> Succession:
    """Have a person hold a role, or stand in for it, from a day on.

    Whoever holds it on that day leaves the day before; whoever was to begin later does not.
    Raises NotAllowedError unless the asker administers, NotFoundError where there is no such role,
    and BadInputError.
    """
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        await records.changes.bump()  # another administrator waits here
        found = await _foreseen(records, tenure, known)
        if not found.already:
            await _write(Minutes(records, asker, known, through), found)
        return found


async def foresee(council: Council, asker: Asker, tenure: Tenure) -> Succession:
    """Return what `appoint` would change, and change nothing. Raises as it does."""
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        return await _foreseen(records, tenure, known)


async def vacate(
    council: Council, asker: Asker, role_key: str, on: date, *, through: str
) -> Succession:
    """Let a role's holder leave without a successor; `on` is their last day.

    Raises NotAllowedError, NotFoundError, and BadInputError where nobody holds the role then.
    """
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        await records.changes.bump()
        found = await _leaving(records, role_key, on, known)
        await _write(Minutes(records, asker, known, through), found)
        return found


async def foresee_vacant(council: Council, asker: Asker, role_key: str, on: date) -> Succession:
    """Return what `vacate` would change, and change nothing. Raises as it does."""
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        return await _leaving(records, role_key, on, known)


async def seats(council: Council, asker: Asker) -> tuple[Seat, ...]:
    """Return every role with its holders, by programme. Raises NotAllowedError."""
    administrators_only(asker)
    known = await office(council)
    today, counts = today_of(known), _counts(known)
    return tuple(
        _seat(role, known.register, counts.get(role.key, 0), today)
        for role in known.register.of(Role)
    )


async def named(council: Council, asker: Asker, name: str) -> tuple[Person, ...]:
    """Return the persons of a display name, or of one that begins so. Raises NotAllowedError."""
    said = " ".join(name.split()).casefold()
    people = await everybody(council, asker)
    same = tuple(p for p in people if p.name.casefold() == said)
    return same or tuple(p for p in people if said and p.name.casefold().startswith(said + " "))


async def everybody(council: Council, asker: Asker) -> tuple[Person, ...]:
    """Return whoever Luotsi knows by name, by name. Raises NotAllowedError."""
    administrators_only(asker)
    async with council.records() as records:
        people = await records.people.everybody()
    return tuple(
        sorted(
            (p for p in people if p.name and _alone(p)), key=lambda p: (p.name.casefold(), p.key)
        )
    )


def _alone(person: Person) -> bool:
    """Tell whether it is a person and no shared conversation, whose Teams ids begin with '19:'."""
    return not person.key.rpartition("/")[2].startswith("19:")


async def _leaving(records: Records, role_key: str, on: date, known: Office) -> Succession:
    """Return who leaves after a day."""
    role, holders = await _of_role(records, role_key)
    held = (h for h in holders if not h.deputy and _runs(h, on))
    left = tuple(replace(h, until=on) for h in held if h.until is None or h.until > on)
    if not left:
        raise BadInputError(what="vacant")
    found = Succession(role=role, person=None, left=left)
    return await _counted(records, found, on + timedelta(days=1), known)


async def _foreseen(records: Records, tenure: Tenure, known: Office) -> Succession:
    """Return who comes and who goes. Raises BadInputError where it cannot be so."""
    role, holders = await _of_role(records, tenure.role)
    person = await records.people.find(tenure.person)
    if person is None or not _alone(person):
        raise BadInputError(what="person")
    if tenure.until is not None and tenure.until < tenure.since:
        raise BadInputError(what="ends-before")
    same = [h for h in holders if h.deputy is tenure.deputy]
    if any((h.person, h.since, h.until) == (person.key, tenure.since, tenure.until) for h in same):
        return Succession(role=role, person=person, already=True)
    over = [h for h in same if _overlap(h, tenure)]
    if any(h.person == person.key and _runs(h, tenure.since) for h in over):
        raise BadInputError(what="holds-already")
    today = today_of(known)
    begun = [h for h in over if h.since is None or h.since < tenure.since]
    later = [h for h in over if h.since is not None and h.since >= tenure.since]
    if any(h.since is not None and h.since <= today for h in later):
        raise BadInputError(what="overlaps")
    last = tenure.since - timedelta(days=1)
    # Several may stand in for one role at once; nobody has said that the others no longer do.
    left = () if tenure.deputy else tuple(replace(h, until=last) for h in begun)
    withdrawn = () if tenure.deputy else tuple(later)
    reachable = bool(await records.people.addresses(person.key))
    found = Succession(
        role=role,
        person=person,
        came=_coming(role, tenure, today),
        left=left,
        withdrawn=withdrawn,
        reachable=reachable,
    )
    return await _counted(records, found, tenure.since, known)


def _coming(role: Role, tenure: Tenure, today: date) -> Holder:
    """Return the new holder; persons are for administrators, the others see the role alone."""
    return Holder(
        key=f"{role.key}.{tenure.since.isoformat()}.{token_hex(3)}",
        programme=role.programme,
        source=replace(LUOTSI, dated=today),
        audience=frozenset({ADMINISTRATORS}),
        role=role.key,
        person=tenure.person,
        since=tenure.since,
        until=tenure.until,
        deputy=tenure.deputy,
    )


async def _write(m: Minutes, found: Succession) -> None:
    """Write who comes and who goes, on the role's record and on each holder's."""
    register, changes = m.records.register, m.records.changes
    was = {record.key: record for record in await register.find([h.key for h in found.left])}
    for holder in found.left:
        before = was[holder.key]
        until = before.until if isinstance(before, Holder) else None
        await register.put([holder])
        await m.write(holder.key, "until", iso(until), iso(holder.until))
    for holder in found.withdrawn:
        await register.remove([holder.key])
        await changes.add([_change(m, holder, came=False)])
    if found.came is not None:
        await register.put([found.came])
        await changes.add([_change(m, found.came, came=True)])
    came = found.came
    field = "deputy" if came is not None and came.deputy else "holder"
    gone = ", ".join(_who(holder) for holder in (*found.left, *found.withdrawn))
    await m.write(found.role.key, field, gone, _who(came) if came else "")
    await m.records.desk.close_task(HOLDER_MISSING, found.role.key, m.now)


def _change(m: Minutes, holder: Holder, *, came: bool) -> Change:
    told = as_json(asdict(holder))
    before, after = ("", told) if came else (told, "")
    return Change(holder.key, "", before, after, m.asker.person, m.now, m.through)


async def _counted(records: Records, found: Succession, since: date, known: Office) -> Succession:
    """Count what moves with the role: its open items, and reminders from a day on."""
    rows: Iterable[Reminder] = ()
    if found.came is None or not found.came.deputy:
        rows = await records.ledger.upcoming(known.setting.now + FAR_AHEAD, MOST)
    moving = [
        row
        for row in rows
        if row.through == found.role.key and known.setting.days.day(row.at) >= since
    ]
    return replace(
        found,
        items=_counts(known).get(found.role.key, 0),
        reminders=len({_sent(r) for r in moving}),
    )


def _sent(row: Reminder) -> tuple[str, str, date]:
    """Return what makes rows to several persons one reminder."""
    return row.item, row.rule, row.due


def _counts(known: Office) -> dict[str, int]:
    """Return how many open items each role and body answers for."""
    counts: dict[str, int] = {}
    for item in open_items(known):
        for owner in owners_of(known.register, item):
            counts[owner] = counts.get(owner, 0) + 1
    return counts


def _seat(role: Role, register: Register, items: int, today: date) -> Seat:
    holders = [h for h in register.of(Holder, former=True) if h.role == role.key]
    ahead = [h for h in holders if h.until is None or h.until >= today]
    ahead.sort(key=lambda h: (h.deputy, h.since or date.min, h.key))
    held = any(h.person and not h.deputy and _runs(h, today) for h in ahead)
    return Seat(role, tuple(ahead), items, not held)


async def _of_role(records: Records, key: str) -> tuple[Role, tuple[Holder, ...]]:
    """Return a role and all its holders as they are on record now."""
    everything = await records.register.everything()
    role: Record | None = next((r for r in everything if r.key == key), None)
    if not isinstance(role, Role):
        raise NotFoundError(what="role")
    holders = (r for r in everything if isinstance(r, Holder) and r.role == key)
    return role, tuple(sorted(holders, key=lambda h: (h.since or date.min, h.key)))


def _runs(holder: Holder, day: date) -> bool:
    begun = holder.since is None or holder.since <= day
    return begun and (holder.until is None or holder.until >= day)


def _overlap(holder: Holder, tenure: Tenure) -> bool:
    over = holder.until is not None and holder.until < tenure.since
    later = tenure.until is not None and holder.since is not None and holder.since > tenure.until
    return not over and not later


def _who(holder: Holder) -> str:
    return holder.person or holder.name
