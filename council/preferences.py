"""A person's own settings: language, hour, days, a pause, a deputy, coming events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from json import dumps
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import NotAllowedError
from council.items import BadInputError
from council.language import Language
from council.model import Holder
from council.office import Office, office
from council.people import Person
from council.ports import Change, Records
from council.rules import BadValueError, Preferences, Rules, checked
from council.traces import CHOICE

LONGEST_PAUSE: Final = 90  # days ahead
PERSONAL: Final = "personal"  # the kind of a conversation with one person


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses for themselves."""

    preferences: Preferences
    language: Language | None = None  # None: as Teams says
    name: str = ""  # display name, for who is not on record yet


@dataclass(frozen=True, slots=True)
class Own:
    """A person's settings, and what holds where they have chosen nothing."""

    choice: Choice
    usual: Rules  # the town's; a programme may have its own
    today: date
    responsible: bool = False  # holds a role: then somebody may stand in
    deputy: Person | None = None  # who has been chosen to
    candidates: tuple[Person, ...] = ()  # who may be chosen to stand in, by name


async def own(council: Council, asker: Asker) -> Own:
    """Return the asker's settings. Raises NotAllowedError where nobody in particular asks."""
    known = await _known(council, asker)
    async with council.records() as records:
        return await _own(records, asker.person, known)


async def choose(council: Council, asker: Asker, wanted: Choice, *, through: str) -> Own:
    """Put the asker's settings on record; they hold from the next planning on.

    What is over already, a pause or a deputy, is left out. Raises NotAllowedError for anybody
    else's settings, and BadInputError for what cannot be: `what` is one of quiet-hour, days,
    pause-past, pause-long, deputy-self, deputy-unknown, deputy-days, deputy-until, deputy-past.
    """
    known = await _known(council, asker)
    if wanted.preferences.person != asker.person:
        raise NotAllowedError(who=asker.person)
    async with council.records() as records:
        await records.changes.bump()  # of two cards that are saved at once the later one counts
        before = await _own(records, asker.person, known)
        chosen = replace(wanted, preferences=_checked(wanted.preferences, before))
        await records.choices.prefer(chosen.preferences)
        await records.people.speak(asker.person, wanted.name, wanted.language)
        changes = _changes(before.choice, chosen)
        await records.changes.add(
            [
                Change(asker.person, field, was, is_now, asker.person, council.now(), through)
                for field, was, is_now in changes
            ]
        )
        return await _own(records, asker.person, known, chosen)


async def reset(council: Council, asker: Asker, *, through: str) -> Own:
    """Go back to what holds for everybody; the language stays the person's own."""
    present = await own(council, asker)
    usual = replace(present.choice, preferences=Preferences(person=asker.person))
    return await choose(council, asker, usual, through=through)


async def _known(council: Council, asker: Asker) -> Office:
    if not asker.person:
        raise NotAllowedError(who=asker.person)
    return await office(council)


async def _own(records: Records, person: str, known: Office, choice: Choice | None = None) -> Own:
    everybody = {one.key: one for one in await records.people.everybody()}
    if choice is None:
        stored = {one.person: one for one in await records.choices.preferences()}
        found = everybody.get(person) or Person(person)
        preferences = stored.get(person) or Preferences(person=person)
        choice = Choice(preferences, found.language, found.name)
    today = known.setting.days.day(known.setting.now)
    answers = _responsible(person, known, today)
    others = [one for one in everybody.values() if one.key != person and one.name]
    return Own(
        choice,
        known.rules(),
        today,
        answers,
        everybody.get(choice.preferences.deputy),
        await _reached(records, others) if answers else (),
    )


def _responsible(person: str, known: Office, today: date) -> bool:
    """Tell whether a person holds a role, or will."""
    return any(
        one.person == person and not one.deputy and (one.until is None or one.until >= today)
        for one in known.register.of(Holder)
    )


async def _reached(records: Records, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return those who have written to Luotsi in private, by name."""
    found = []
    for one in people:
        places = await records.people.addresses(one.key)
        if any(place.kind == PERSONAL for place in places):
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.key)))


def _checked(wanted: Preferences, own: Own) -> Preferences:
    """Return what is put on record. Raises BadInputError."""
    usual, today = own.usual, own.today
    if wanted.hour is not None and _quiet(wanted.hour, usual):
        raise BadInputError(
            what="quiet-hour", first=_clock(usual.quiet_until), last=_clock(usual.quiet_from)
        )
    before = wanted.before
    if before is not None:
        try:
            days = checked("before", before)
        except BadValueError as error:
            raise BadInputError(what="days") from error
        before = days if isinstance(days, tuple) else None
    _check_pause(wanted.paused_until, today)
    deputy = _deputy(wanted, own)
    return replace(
        wanted,
        before=before,
        deputy=deputy.deputy,
        deputy_since=deputy.deputy_since,
        deputy_until=deputy.deputy_until,
    )


def _quiet(at: time, usual: Rules) -> bool:
    """Tell whether a time of day is in the quiet hours, which may go over midnight."""
    begin, end = usual.quiet_from, usual.quiet_until
    return begin <= at < end if begin <= end else not end <= at < begin


def _check_pause(until: date | None, today: date) -> None:
    if until is not None and until < today:
        raise BadInputError(what="pause-past")
    if until is not None and until > today + timedelta(days=LONGEST_PAUSE):
        raise BadInputError(what="pause-long")


def _deputy(wanted: Preferences, own: Own) -> Preferences:
    """Return who stands in, and when. Raises BadInputError."""
    if not wanted.deputy:
        return replace(wanted, deputy_since=None, deputy_until=None)
    if wanted.deputy == wanted.person:
        raise BadInputError(what="deputy-self")
    known = {one.key for one in own.candidates}
    # Who was chosen before stays so, even where nothing reaches them any more.
    if wanted.deputy not in known | {own.choice.preferences.deputy}:
        raise BadInputError(what="deputy-unknown")
    since = wanted.deputy_since or own.today
    if wanted.deputy_until is None:
        raise BadInputError(what="deputy-until")
    if wanted.deputy_until < since:
        raise BadInputError(what="deputy-days")
    if wanted.deputy_until < own.today:
        raise BadInputError(what="deputy-past")
    return replace(wanted, deputy_since=since)


def _changes(before: Choice, after: Choice) -> Iterator[tuple[str, str, str]]:
    """Yield (field, before, after) of what differs; values are JSON."""
    was, is_now = _values(before), _values(after)
    for name, value in is_now.items():
        if was[name] != value:
            yield CHOICE + name, _json(was[name]), _json(value)


def _values(choice: Choice) -> dict[str, object]:
    names = (field.name for field in fields(Preferences) if field.name != "person")
    chosen = {name: getattr(choice.preferences, name) for name in names}
    return {**chosen, "language": choice.language}


def _json(value: object) -> str:
    if value is None or value == "":
        return ""
    return dumps(value.isoformat() if isinstance(value, date | time) else value, ensure_ascii=False)


def _clock(at: time) -> str:
    return at.isoformat("minutes")
