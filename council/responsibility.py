"""Who answers for what on a day: holders of roles, deputies, contacts, administrators.

Owners are roles and bodies; persons hold roles for a time. Where nobody can be reached for an owner
the chain goes on: the role's deputy, the contact of a body that the role sits in, the programme's
administrators. Who stands at its end hears that the owner is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from council.ledger import Capacity
from council.model import (
    Action,
    Body,
    FollowUp,
    Holder,
    Membership,
    Metric,
    Record,
    ReportingRule,
    Role,
)
from council.people import Person
from council.register import Register
from council.rules import Preferences

NOBODY = ""  # stands for a person where there is none, so that the ledger shows the gap


@dataclass(frozen=True)
class Staff:
    """The persons that Luotsi knows, as far as it matters who is written to."""

    people: Mapping[str, Person] = field(default_factory=dict)
    preferences: Mapping[str, Preferences] = field(default_factory=dict)
    unreachable: frozenset[str] = frozenset()  # keys of persons whom nothing reaches

    @cached_property
    def administrators(self) -> tuple[str, ...]:
        """Keys of those who administer, in order."""
        return tuple(sorted(key for key, p in self.people.items() if p.asker.administers))

    @cached_property
    def leads(self) -> frozenset[int]:
        """The days before a due day that anybody has chosen for themselves."""
        return frozenset(day for one in self.preferences.values() for day in one.before or ())

    def chosen(self, person: str) -> Preferences:
        """Return what a person has chosen for themselves."""
        own = self.preferences.get(person) or self._without.get(person)
        if own is None:
            own = self._without[person] = Preferences(person=person)
        return own

    @cached_property
    def _without(self) -> dict[str, Preferences]:
        """Those of persons who have chosen nothing, once they have been asked for."""
        return {}


@dataclass(frozen=True, slots=True)
class Answerable:
    """Somebody who answers for an item on a day."""

    person: str
    capacity: Capacity
    through: str = ""  # key of the role or body; empty where the item names none


def owners_of(register: Register, item: Record) -> tuple[str, ...]:
    """Return the keys of the roles and bodies that own an item."""
    match item:
        case Action() | FollowUp():
            return tuple(owner.key for owner in register.owners(item))
        case Metric(owner=owner) | ReportingRule(owner=owner):
            return (owner,) if isinstance(register.get(owner), Role | Body) else ()
    return ()


class Answering:
    """Finds who answers for an owner; made for one register and one staff."""

    def __init__(self, register: Register, staff: Staff) -> None:
        """Index holders and memberships by role, so that no list is walked for every item."""
        self._register = register
        self._staff = staff
        self._holders: dict[str, list[Holder]] = {}
        for holder in register.of(Holder, former=True):
            self._holders.setdefault(holder.role, []).append(holder)
        self._seats: dict[str, list[Membership]] = {}
        for seat in register.of(Membership):
            self._seats.setdefault(seat.role, []).append(seat)
        self._found: dict[tuple[tuple[str, ...], date, frozenset[str]], tuple[Answerable, ...]] = {}

    def of(
        self, owners: Sequence[str], day: date, but: frozenset[str] = frozenset()
    ) -> tuple[Answerable, ...]:
        """Return who answers on a day for what these own; the administrators for what nobody does.

        NOBODY where not even an administrator can be reached.

        A person who answers in several ways is named once, in the first of them. `but` are persons
        who have said that it is not theirs.
        """
        asked = (tuple(owners), day, but)
        if asked not in self._found:
            found: dict[str, Answerable] = {}
            for owner in owners or ("",):
                for one in self._for(owner, day, but):
                    found.setdefault(one.person, one)
            self._found[asked] = tuple(found.values())
        return self._found[asked]

    def holders(self, role: str, day: date) -> tuple[str, ...]:
        """Return the persons who hold a role on a day, whether they can be reached or not."""
        return tuple(_persons(self._holders.get(role, ()), day, deputies=False))

    def deputies(self, owner: str, day: date) -> tuple[str, ...]:
        """Return who stands in for an owner: chosen by the holders, or named for the role."""
        chosen = (self._staff.chosen(p).deputy for p in self.holders(owner, day))
        named = _persons(self._holders.get(owner, ()), day, deputies=True)
        return self._reached([*chosen, *named])

    def heads(self, owner: str, day: date) -> tuple[str, ...]:
        """Return who stands above an owner: the contacts of the bodies that it sits in."""
        seen = {owner}
        return self._reached(
            person
            for body in self._bodies(owner)
            for person in self._contact(body, day, seen)
            if person not in self.holders(owner, day)
        )

    def _for(self, owner: str, day: date, but: frozenset[str]) -> Iterator[Answerable]:
        for capacity, persons in self._chain(owner, day):
            willing = (person for person in persons if person not in but)
            if reached := self._reached(willing):
                yield from (Answerable(person, capacity, owner) for person in reached)
                return
        yield Answerable(NOBODY, Capacity.ADMINISTRATOR, owner)

    def _chain(self, owner: str, day: date) -> Iterator[tuple[Capacity, Iterable[str]]]:
        """Yield whom to try for an owner, one group after another."""
        record = self._register.get(owner)
        if isinstance(record, Body):
            yield Capacity.CONTACT, self._contact(record, day, {owner})
        elif isinstance(record, Role):
            holders = self.holders(owner, day)
            present = [p for p in holders if not self._staff.chosen(p).stands_in(day)]
            yield Capacity.OWNER, present
            away = (self._staff.chosen(person).stands_in(day) for person in holders)
            yield Capacity.DEPUTY, away
            yield Capacity.DEPUTY, self.deputies(owner, day)
            for body in self._bodies(owner):
                yield Capacity.CONTACT, self._contact(body, day, {owner})
            # Somebody who is away without anybody to stand in still is the best there is.
            yield Capacity.OWNER, holders
        yield Capacity.ADMINISTRATOR, self._staff.administrators

    def _bodies(self, role: str) -> Iterator[Body]:
        for seat in self._seats.get(role, ()):
            if (body := self._register.find(Body, seat.body)) is not None:
                yield body

    def _contact(self, body: Body, day: date, seen: set[str]) -> tuple[str, ...]:
        """Return the persons behind a body's contact; `seen` keeps a ring from going round."""
        if not body.contact or body.contact in seen:
            return ()
        seen.add(body.contact)
        present = [
            self._staff.chosen(person).stands_in(day) or person
            for person in self.holders(body.contact, day)
        ]
        return self._reached(present) or self.deputies(body.contact, day)

    def _reached(self, persons: Iterable[str]) -> tuple[str, ...]:
        away = self._staff.unreachable
        return tuple(dict.fromkeys(p for p in persons if p and p not in away))


def _persons(holders: Iterable[Holder], day: date, *, deputies: bool) -> Iterator[str]:
    for holder in holders:
        begun = holder.since is None or holder.since <= day
        over = holder.until is not None and holder.until < day
        if holder.deputy is deputies and holder.person and begun and not over:
            yield holder.person
