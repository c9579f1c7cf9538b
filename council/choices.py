"""The settings of the town, its programmes and their items: what holds, why, and how it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import NotFoundError
from council.items import BadInputError
from council.loading import as_json
from council.model import Action, Event, FollowUp, Metric, Programme, Record, ReportingRule
from council.office import Office, office
from council.openings import sending_hour
from council.permission import administrators_only
from council.planning import followed
from council.ports import Change
from council.rules import DEFAULTS, TOWN, BadValueError, Preferences, Rules, checked, laid
from council.spreading import EVERYTHING

SETTINGS: Final = "settings"  # the key of the town's own settings in the history
QUIET: Final = ("quiet_from", "quiet_until")  # for the whole town alone
ALWAYS: Final = ("hour", "july_off", "paused")
_FOLLOWED: Final = (
    *("before", "overdue", "overdue_every", "no_news"),
    *("deputy_after", "head_after", "administrator_after", "approval"),
)
FOR: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Programme: tuple(f.name for f in fields(Rules) if f.name not in QUIET),
    FollowUp: (*_FOLLOWED, *ALWAYS),
    Action: (*_FOLLOWED, *ALWAYS),
    Event: ("event", *ALWAYS),
    Metric: ("reading", "reading_late", "reading_months", *ALWAYS),
    ReportingRule: ("before", "report", *ALWAYS),
}
"""Which settings a scope has: those that the engine looks at for it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A setting with its value and the scope that it comes from; None: Luotsi's own default."""

    name: str
    value: object
    scope: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The settings of a scope; `record` is None for the town."""

    record: Record | None
    held: tuple[Held, ...]


async def sheet(council: Council, asker: Asker, scope: str) -> Sheet:
    """Return every setting of a scope. Raises NotAllowedError, NotFoundError."""
    administrators_only(asker)
    known = await office(council)
    record = _scope(scope, known)
    held = (Held(name, *_found(name, record, known)) for name in names(record))
    return Sheet(record, tuple(held))


async def items(council: Council, asker: Asker, programme: str) -> tuple[Record, ...]:
    """Return a programme's items that can have rules of their own. Raises NotAllowedError."""
    administrators_only(asker)
    register = (await office(council)).register
    return tuple(
        record
        for kind in FOR
        if kind is not Programme
        for record in register.of(kind, programme)
        if followed(record, register)
    )


async def set_rule(  # noqa: PLR0913 - what a setting is
    council: Council, asker: Asker, scope: str, name: str, value: object, *, through: str
) -> bool:
    """Set one setting of a scope; None goes back to what holds more widely; tell if it changed.

    What hangs on it is planned anew. Raises NotAllowedError unless the asker administers,
    NotFoundError where there is no such scope or setting, and BadInputError.
    """
    administrators_only(asker)
    known = await office(council)
    if name not in names(_scope(scope, known)):
        raise NotFoundError(what="setting")
    set_to = None if value is None else _checked(name, value)
    before = known.scopes.get(scope, {}).get(name)
    _check_hours({**known.scopes, scope: {**known.scopes.get(scope, {}), name: set_to}}, scope)
    if before == set_to:
        return False
    async with council.records() as records:
        await records.choices.set(scope, name, set_to)
        was, is_now = (as_json(v) if v is not None else "" for v in (before, set_to))
        key, now = scope or SETTINGS, council.now()
        await records.changes.add([Change(key, name, was, is_now, asker.person, now, through)])
        await records.plans.mark([scope or EVERYTHING], now)
    return True


def names(record: Record | None) -> tuple[str, ...]:
    """Return the settings that a scope has, in the order of Rules."""
    own = FOR.get(type(record), ()) if record is not None else None
    return tuple(f.name for f in fields(Rules) if own is None or f.name in own)


def _scope(scope: str, known: Office) -> Record | None:
    if scope == TOWN:
        return None
    record = known.register.get(scope)
    if type(record) not in FOR:
        raise NotFoundError(what="scope")
    return record


def _found(name: str, record: Record | None, known: Office) -> tuple[object, str | None]:
    """Return a setting's value and the narrowest scope that sets it."""
    scopes = (record.key, record.programme, TOWN) if record is not None else (TOWN,)
    for scope in scopes:
        values = known.scopes.get(scope, {})
        if name in values:
            return values[name], scope
    return getattr(DEFAULTS, name), None


def _checked(name: str, value: object) -> object:
    try:
        return checked(name, value)
    except BadValueError as error:
        raise BadInputError(what="rule", name=name) from error


def _check_hours(scopes: Mapping[str, Mapping[str, object]], scope: str) -> None:
    """Refuse a sending time in the quiet hours: it would not be kept."""
    kept = {
        key: {name: value for name, value in values.items() if value is not None}
        for key, values in scopes.items()
    }
    anybody = Preferences(person="")
    touched = {scope, *kept} if scope == TOWN else {scope}
    for rules in (laid(kept, *([key] if key else [])) for key in touched):
        if sending_hour(anybody, rules) != rules.hour:
            raise BadInputError(what="hour-quiet")
