"""Who holds which role: the administrators' list, and a role that changes hands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from council import roles
from council.errors import StaleError
from council.items import BadInputError
from council.model import Role
from council.people import Person
from council.roles import Seat, Tenure
from dialogs import inputs, phrases, questions, role_cards, role_words, slips
from dialogs.cards import (
    Action,
    actions,
    button,
    choice_input,
    date_input,
    heading,
    paragraph,
    text_input,
    toggle_input,
)
from dialogs.desk import in_private, turning
from dialogs.lists import PAGE
from dialogs.role_words import Told
from dialogs.scene import CARD, Scene, show
from dialogs.turn import Reply

MOST_PEOPLE = 60  # of whom a list can be shown; more are found by writing the name


@dataclass(frozen=True, slots=True)
class _Draft:
    """A succession that is being put together; what is empty has still to be chosen."""

    role: str = ""  # key
    called: str = ""  # the role as it was written
    person: str = ""  # key
    name: str = ""  # the person as they were written
    since: date | None = None
    until: date | None = None
    deputy: bool = False
    leaves: bool = False

    @property
    def values(self) -> dict[str, str | bool]:
        """What a button carries of it."""
        return {
            "role": self.role,
            "called": self.called,
            "person": self.person,
            "name": self.name,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "deputy": self.deputy,
            "leaves": self.leaves,
        }


async def list_roles(scene: Scene) -> Reply:
    """Show administrators every role with its holders."""
    in_private(scene)
    t, start = scene.t, scene.number("from")
    found = await roles.seats(scene.council, scene.asker)
    people = {p.key: p for p in await roles.everybody(scene.council, scene.asker)}
    programmes = await role_cards.programmes_of(scene, [seat.role for seat in found])
    title = t("Roles and holders")
    elements = [heading(title)]
    if not found:
        elements.append(paragraph(t("There are no roles in the material.")))
    shown = found[start : start + PAGE]
    elements += [role_cards.seat(one, people, programmes, t) for one in shown]
    elements += actions(turning("roles.all", start, len(found), scene))
    return show(t, title, elements, replaces=bool(scene.turn.values))


async def form(scene: Scene) -> Reply:
    """Show the form by which a role is given a holder or a deputy."""
    in_private(scene)
    t, key = scene.t, scene.key("role")
    seats = await roles.seats(scene.council, scene.asker)
    seat = next((seat for seat in seats if seat.role.key == key), None)
    if seat is None:
        raise StaleError(what="role")
    people = await roles.everybody(scene.council, scene.asker)
    title = t("New holder: {role}", role=phrases.name(seat.role))
    elements = [heading(title), *role_cards.held(seat.holders, {p.key: p for p in people}, t)]
    if len(people) > MOST_PEOPLE:
        elements.append(text_input("name", t("Name of the person")))
    else:
        choices = [(role_cards.told_apart(p, people), p.key) for p in people]
        elements.append(choice_input("person", t("Person"), choices, ""))
    elements += [
        date_input("since", t("First day"), scene.council.today.isoformat()),
        date_input("until", t("Last day, if there is one")),
        toggle_input("deputy", t("Stands in as deputy")),
        *actions(
            [
                button(t("Go on"), "roles.draft", {"role": key}),
                button(t("Roles and holders"), "roles.all", {"from": 0}),
            ]
        ),
    ]
    return show(t, title, elements, replaces=True)


async def draft(scene: Scene) -> Reply:
    """Show what would change, or ask for what is missing."""
    in_private(scene)
    try:
        return await _drafted(scene, _from_card(scene))
    except BadInputError as error:
        return _mistaken(scene, error)


async def hear(scene: Scene) -> Reply:
    """Take a succession up from words; from anybody else they are a question like any other."""
    told = role_words.read(scene.turn.text, scene.council.today)
    if told is None or not scene.asker.administers or not scene.turn.personal:
        return await questions.ask(scene)
    seats = await roles.seats(scene.council, scene.asker)
    found = role_words.called(told.role, [seat.role for seat in seats])
    if not told.sure and not (found and await _named(scene, told)):
        return await questions.ask(scene)
    made = _Draft(
        called=told.role,
        name=told.person,
        since=told.since or scene.council.today,
        until=told.until,
        deputy=told.deputy,
        leaves=told.leaves,
    )
    try:
        return await _drafted(scene, made)
    except BadInputError as error:
        return _mistaken(scene, error)


async def _named(scene: Scene, told: Told) -> bool:
    """Tell whether somebody is named: 'on lomalla 1.2. alkaen' names nobody."""
    if not told.person or told.person[0].isupper():
        return True
    return bool(await roles.named(scene.council, scene.asker, told.person))


async def appoint(scene: Scene) -> Reply:
    """Have the role change hands, as the card that was confirmed says."""
    in_private(scene)
    try:
        made = _from_card(scene)
        tenure = _tenure(made)
        found = await (
            roles.vacate(scene.council, scene.asker, made.role, tenure.since, through=CARD)
            if made.leaves
            else roles.appoint(scene.council, scene.asker, tenure, through=CARD)
        )
    except BadInputError as error:
        return _mistaken(scene, error)
    t = scene.t
    said = t("It was so before. Nothing has changed.") if found.already else t("Recorded.")
    title = role_cards.title(found, made.since, t, deputy=made.deputy)
    back = button(t("Roles and holders"), "roles.all", {"from": 0})
    elements = [
        heading(title),
        paragraph(said),
        *(await role_cards.lines(scene, found)),
        *actions([back]),
    ]
    return show(t, title, elements, replaces=True)


async def cancel(scene: Scene) -> Reply:
    """Leave everything as it is."""
    t = scene.t
    said = t("Nothing has been changed.")
    return show(t, said, [paragraph(said)], replaces=True)


async def _drafted(scene: Scene, made: _Draft) -> Reply:
    """Ask which role or person is meant, or show what would change."""
    t = scene.t
    if not made.role:
        seats = await roles.seats(scene.council, scene.asker)
        meant = role_words.called(made.called, [seat.role for seat in seats])
        # Of roles of one name in several programmes, the one that somebody holds is meant.
        held = tuple(s.role for s in seats if s.role in meant and _held(s))
        if len(meant) != 1 and len(held) != 1:
            return await _which_role(scene, made, meant)
        meant = held if len(meant) != 1 else meant
        made = replace(made, role=meant[0].key)
    if not made.person and not made.leaves:
        if not made.name:
            raise BadInputError(what="nobody-chosen")
        people = await roles.named(scene.council, scene.asker, made.name)
        if len(people) != 1:
            return _which_person(scene, made, people)
        made = replace(made, person=people[0].key)
    made = replace(made, since=made.since or scene.council.today, called="", name="")
    if made.leaves and made.since is not None:
        found = await roles.foresee_vacant(scene.council, scene.asker, made.role, made.since)
    else:
        found = await roles.foresee(scene.council, scene.asker, _tenure(made))
    title = role_cards.title(found, made.since, t, deputy=made.deputy)
    pressed = [
        button(t("Confirm"), "roles.appoint", made.values),
        button(t("Cancel"), "roles.cancel", {}),
    ]
    said = await role_cards.lines(scene, found)
    if found.already:
        said, pressed = [paragraph(t("It is so already. Nothing changes."))], []
    asked = [paragraph(t("Nothing has been changed yet."))] if pressed else []
    replaces = bool(scene.turn.values)
    return show(t, title, [heading(title), *said, *asked, *actions(pressed)], replaces=replaces)


def _held(seat: Seat) -> bool:
    return any(holder.person for holder in seat.holders)


async def _which_role(scene: Scene, made: _Draft, meant: Sequence[Role]) -> Reply:
    t = scene.t
    if not meant:
        said = t("I do not know the role ‘{name}’.", name=made.called)
        back = button(t("Roles and holders"), "roles.all", {"from": 0})
        return show(t, said, [paragraph(said), *actions([back])])
    programmes = await role_cards.programmes_of(scene, meant)
    said = t("In which programme is the role?")
    pressed = [
        button(programmes.get(r.programme, r.programme), "roles.draft", values)
        for r in meant
        for values in ({**made.values, "role": r.key},)
    ]
    return show(t, said, [paragraph(said), *actions(pressed)])


def _which_person(scene: Scene, made: _Draft, people: Sequence[Person]) -> Reply:
    t = scene.t
    if not people:
        said = t("I do not know anybody called ‘{name}’.", name=made.name)
        more = t("They have to write to Luotsi first, or be added by those who run it.")
        return show(t, said, [paragraph(said), paragraph(more)])
    said = t("Whom do you mean?")
    pressed = [
        button(role_cards.told_apart(p, people), "roles.draft", {**made.values, "person": p.key})
        for p in people[:MOST_PEOPLE]
    ]
    return show(t, said, [paragraph(said), *actions(pressed)])


def _tenure(made: _Draft) -> Tenure:
    if made.since is None:
        raise StaleError(what="since")
    return Tenure(
        role=made.role,
        person=made.person,
        since=made.since,
        until=made.until,
        deputy=made.deputy,
    )


def _from_card(scene: Scene) -> _Draft:
    return _Draft(
        role=scene.key("role"),
        called=scene.words("called"),
        person=scene.key("person"),
        name=scene.words("name"),
        since=inputs.day(scene, "since"),
        until=inputs.day(scene, "until"),
        deputy=inputs.ticked(scene, "deputy"),
        leaves=inputs.ticked(scene, "leaves"),
    )


def _mistaken(scene: Scene, error: BadInputError) -> Reply:
    said = slips.said(error, scene.t)
    back: list[Action] = [button(scene.t("Roles and holders"), "roles.all", {"from": 0})]
    return show(scene.t, said, [paragraph(said), *actions(back)], outcome="refused")
