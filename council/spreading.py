"""What a change touches: from any key on record to the items whose plans hang on it."""

from collections.abc import Iterator

from council.model import (
    Action,
    Body,
    Event,
    FollowUp,
    Holder,
    Membership,
    Metric,
    OpenQuestion,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Role,
    Target,
)
from council.register import Register
from council.responsibility import Staff, owners_of

EVERYTHING = "*"  # the key that stands for the town's own settings
ITSELF = "="  # before a key: this item alone, nothing that hangs on it
ITEMS: tuple[type[Record], ...] = (FollowUp, Action, Event, Metric, ReportingRule)


class Spreading:
    """Finds the items that hang on a key; made for one register and one staff."""

    def __init__(self, register: Register, staff: Staff) -> None:
        """Index the items by who owns them."""
        self._register = register
        self._staff = staff
        self._owned: dict[str, list[str]] = {}
        for item in _items(register):
            for owner in owners_of(register, item):
                self._owned.setdefault(owner, []).append(item.key)

    def over(self, key: str) -> frozenset[str]:
        """Return the keys of the items whose plans a change of this key may change.

        A key that is not on record any more is an item that has been removed, or something that
        items of its programme hung on.
        """
        if key == EVERYTHING:
            return frozenset(item.key for item in _items(self._register))
        record = self._register.get(key)
        if record is not None:
            touched = frozenset(self._touched(record))
            return frozenset(k for k in touched if isinstance(self._register.get(k), ITEMS))
        if key in self._staff.people or key in self._staff.preferences:
            return frozenset(self._of_person(key))
        programme = key.partition("/")[0]
        if self._register.find(Programme, programme) is None:
            return frozenset({key}) if "/" in key else frozenset()
        return frozenset({key, *self._of_programme(programme)})

    def _touched(self, record: Record) -> Iterator[str]:
        match record:
            case Programme():
                yield from self._of_programme(record.key)
            case Role() | Body():
                yield from self._of_owner(record.key)
            case Holder() | Membership():
                yield from self._of_owner(record.role)
                if isinstance(record, Membership):
                    yield from self._of_owner(record.body)
            case Target(metric=key) | Reading(metric=key) | OpenQuestion(about=key):
                yield key
            case Action():
                yield record.key
                yield from (f.key for f in self._register.follow_ups(record))
            case FollowUp(action=action):
                yield record.key
                yield action
        if isinstance(record, ITEMS):
            yield record.key
        if isinstance(record, FollowUp):  # a report collects what is open in its programme
            rules = self._register.of(ReportingRule, record.programme)
            yield from (rule.key for rule in rules)

    def _of_programme(self, programme: str) -> Iterator[str]:
        return (item.key for item in _items(self._register) if item.programme == programme)

    def _of_owner(self, owner: str) -> Iterator[str]:
        """Yield what a role or body owns, and what bodies own that turn to it or sit above it."""
        yield from self._owned.get(owner, ())
        for body in self._register.of(Body):
            if body.contact == owner:
                yield from self._owned.get(body.key, ())
                for seat in self._register.of(Membership):
                    if seat.body == body.key:
                        yield from self._owned.get(seat.role, ())

    def _of_person(self, person: str) -> Iterator[str]:
        known = self._staff.people.get(person)
        if known is not None and known.asker.administers:  # every fallback ends with them
            yield from self.over(EVERYTHING)
            return
        yield from (event.key for event in self._register.of(Event))
        stood_in_for = {p for p, own in self._staff.preferences.items() if own.deputy == person}
        for holder in self._register.of(Holder, former=True):
            if holder.person == person or holder.person in stood_in_for:
                yield from self._of_owner(holder.role)


def _items(register: Register) -> Iterator[Record]:
    for kind in ITEMS:
        yield from register.of(kind, former=True)
