"""The register of one moment as one person sees it: lookups and links between records."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from council.access import Asker
from council.model import (
    Action,
    Body,
    Contact,
    Event,
    FollowUp,
    Goal,
    Holder,
    Means,
    Metric,
    Programme,
    Reading,
    Record,
    Role,
    Target,
)

R = TypeVar("R", bound=Record)


class Register:
    """Records that never change, indexed. What the asker may not see is not in it at all."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Keep the records, by programme and in the order of their documents."""
        kept = sorted(records, key=lambda r: (r.programme, r.order, r.key))
        self._by_key = {record.key: record for record in kept}
        self._by_type: dict[type[Record], list[Record]] = {}
        for record in kept:
            self._by_type.setdefault(type(record), []).append(record)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._by_key)

    def __iter__(self) -> Iterator[Record]:
        """Go through the records, by programme and in the order of their documents."""
        return iter(self._by_key.values())

    def seen_by(self, asker: Asker) -> "Register":
        """Return the register as if what the asker may not see did not exist.

        A record of a programme that the asker may not see is not seen either.
        """
        programmes = self.of(Programme, former=True)  # a replaced one hides its records as well
        hidden = {p.key for p in programmes if not asker.may_see(p.audience)}
        return Register(
            r
            for r in self._by_key.values()
            if asker.may_see(r.audience) and r.programme not in hidden
        )

    def get(self, key: str) -> Record | None:
        """Return a record, or None where there is none of that key."""
        return self._by_key.get(key)

    def find(self, kind: type[R], key: str) -> R | None:
        """Return a record of that type, or None where there is none of that key."""
        record = self._by_key.get(key)
        return record if isinstance(record, kind) else None

    def all(self, kind: type[R], keys: Iterable[str]) -> tuple[R, ...]:
        """Return the records of that type with these keys, in the order given."""
        return tuple(found for key in keys if (found := self.find(kind, key)) is not None)

    def of(self, kind: type[R], programme: str = "", *, former: bool = False) -> tuple[R, ...]:
        """Return the records of a type; `former` includes those that another one replaces."""
        return tuple(
            record
            for record in self._by_type.get(kind, ())
            if isinstance(record, kind)
            and (not programme or record.programme == programme)
            and (former or record.key not in self._successors)
        )

    @cached_property
    def _successors(self) -> dict[str, Record]:
        return {r.supersedes: r for r in self._by_key.values() if r.supersedes}

    def successor(self, key: str) -> Record | None:
        """Return the record that replaces this one."""
        return self._successors.get(key)

    def programme(self, record: Record) -> Programme | None:
        """Return the programme of a record."""
        return self.find(Programme, record.programme)

    def owners(self, record: Action | FollowUp) -> tuple[Record, ...]:
        """Return the roles and bodies that own a record; a follow-up without own, its action's."""
        keys = record.owners
        if not keys and isinstance(record, FollowUp):
            action = self.find(Action, record.action)
            keys = action.owners if action else ()
        return tuple(o for k in keys if isinstance(o := self.get(k), Role | Body))

    def goals(self, record: Action | FollowUp) -> tuple[Goal, ...]:
        """Return the goals that an action, or a follow-up's action, serves."""
        action = record if isinstance(record, Action) else self.find(Action, record.action)
        return self.all(Goal, action.goals) if action else ()

    def follow_ups(self, action: Action) -> tuple[FollowUp, ...]:
        """Return an action's follow-ups in the document's order."""
        return self._follow_ups.get(action.key, ())

    @cached_property
    def _follow_ups(self) -> dict[str, tuple[FollowUp, ...]]:
        found: dict[str, list[FollowUp]] = {}
        for follow_up in self.of(FollowUp):
            action = self.find(Action, follow_up.action)
            if action is not None and action.programme == follow_up.programme:
                found.setdefault(action.key, []).append(follow_up)
        return {key: tuple(several) for key, several in found.items()}

    def actions_for(self, goal: Goal) -> tuple[Action, ...]:
        """Return the actions that serve a goal."""
        return tuple(a for a in self.of(Action, goal.programme) if goal.key in a.goals)

    def means_for(self, goal: Goal) -> tuple[Means, ...]:
        """Return the means that are offered for a goal."""
        return tuple(m for m in self.of(Means, goal.programme) if m.goal == goal.key)

    def owned_by(self, owner: Record) -> tuple[Action | FollowUp, ...]:
        """Return what a role or a body owns."""
        own: list[Action | FollowUp] = [
            f for f in self.of(FollowUp, owner.programme) if owner.key in f.owners
        ]
        own += [a for a in self.of(Action, owner.programme) if owner.key in a.owners]
        return tuple(own)

    def targets(self, metric: Metric) -> tuple[Target, ...]:
        """Return a metric's targets."""
        return tuple(t for t in self.of(Target, metric.programme) if t.metric == metric.key)

    def readings(self, metric: Metric) -> tuple[Reading, ...]:
        """Return a metric's readings, oldest first."""
        found = (r for r in self.of(Reading, metric.programme) if r.metric == metric.key)
        return tuple(sorted(found, key=lambda r: r.on))

    def holders(self, role: Role, on: date) -> tuple[Holder, ...]:
        """Return who holds a role on a day, deputies last."""
        found = (
            h
            for h in self.of(Holder, former=True)
            if h.role == role.key
            and (h.since is None or h.since <= on)
            and (h.until is None or on <= h.until)
        )
        return tuple(sorted(found, key=lambda h: h.deputy))

    def contacts(self, programme: str = "") -> tuple[Contact, ...]:
        """Return whom to ask about a programme, or about any."""
        return self.of(Contact, programme)

    def events(self, programme: str = "") -> tuple[Event, ...]:
        """Return events by their last day; those without a known day come last."""
        return tuple(
            sorted(
                self.of(Event, programme),
                key=lambda e: (e.when.last if e.when and e.when.last else date.max, e.order),
            )
        )

    def municipalities(self) -> tuple[str, ...]:
        """Return the municipalities that have a programme, each once."""
        return tuple(dict.fromkeys(p.municipality for p in self.of(Programme)))
