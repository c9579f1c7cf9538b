"""What cards say of roles: who holds one, and what changes when it changes hands."""

from collections.abc import Sequence
from datetime import date

from council import roles
from council.model import Holder, Role
from council.people import Person
from council.roles import Seat, Succession
from dialogs import phrases
from dialogs.cards import Element, actions, block, button, paragraph
from dialogs.scene import Scene
from dialogs.texts import Texts

TAIL = 4  # last letters of a key that tell people of one name apart


def title(found: Succession, since: date | None, t: Texts, *, deputy: bool) -> str:
    """Return what a succession is about, in a few words."""
    role, day = phrases.name(found.role), t.bare_day(since) if since else ""
    if found.person is None:
        return t("{role}: the holder leaves after {day}", role=role, day=day)
    if deputy:
        return t("{role}: deputy from {day}", role=role, day=day)
    return t("{role}: new holder from {day}", role=role, day=day)


async def lines(scene: Scene, found: Succession) -> list[Element]:
    """Return who comes, who goes, and what moves with the role."""
    t = scene.t
    people = {p.key: p for p in await roles.everybody(scene.council, scene.asker)}
    said = []
    programmes = await programmes_of(scene, [found.role])
    said.append(t("Programme: {name}", name=programmes.get(found.role.programme, "")))
    for holder in found.left:
        name = _name(holder, people, t)
        until = t.bare_day(holder.until) if holder.until else ""
        said.append(t("Until now: {name}, last day {day}", name=name, day=until))
    said += [
        t("Does not begin: {name}", name=_name(holder, people, t)) for holder in found.withdrawn
    ]
    if found.came is not None:
        said.append(t("From now on: {name}", name=_spell(found.came, people, t)))
    elif found.person is None:
        said.append(t("The reminders go to the deputy, or to the administrators."))
    if found.items:
        said.append(t.plural("{n} open item", "{n} open items", found.items))
    if found.reminders:
        said.append(
            t.plural("{n} planned reminder moves", "{n} planned reminders move", found.reminders)
        )
    if found.person is not None and not found.reachable:
        said.append(t("Luotsi cannot reach this person yet: they have to write to Luotsi first."))
    return [paragraph(line, near=True) for line in said]


def seat(seat: Seat, people: dict[str, Person], programmes: dict[str, str], t: Texts) -> Element:
    """Return a role with its holders, and the button that names one."""
    name = phrases.name(seat.role)
    if len(programmes) > 1:
        name = f"{name} ({programmes.get(seat.role.programme, '')})"
    said = [paragraph(name, bold=True), *held(seat.holders, people, t)]
    if seat.missing:
        said.append(paragraph(t("Nobody whom Luotsi can write to holds this role."), near=True))
    if seat.items:
        items = t.plural("{n} open item", "{n} open items", seat.items)
        said.append(paragraph(items, quiet=True))
    pressed = [button(t("Name a holder"), "roles.form", {"role": seat.role.key})]
    return block([*said, *actions(pressed)])


def held(holders: Sequence[Holder], people: dict[str, Person], t: Texts) -> list[Element]:
    """Return holders, one on a line."""
    return [paragraph(_spell(holder, people, t), near=True) for holder in holders]


def _spell(holder: Holder, people: dict[str, Person], t: Texts) -> str:
    """Return who holds a role, from when to when."""
    name = _name(holder, people, t)
    if holder.deputy:
        name = t("{name} (deputy)", name=name)
    if holder.since and holder.until:
        return f"{name}, {t.period(holder.since, holder.until)}"
    if holder.since:
        return t("{name}, since {day}", name=name, day=t.bare_day(holder.since))
    if holder.until:
        return t("{name}, until {day}", name=name, day=t.bare_day(holder.until))
    return name


def _name(holder: Holder, people: dict[str, Person], t: Texts) -> str:
    known = people.get(holder.person)
    return (known.name if known else "") or holder.name or t("somebody without a name")


def told_apart(person: Person, people: Sequence[Person]) -> str:
    """Return a name, with the end of the key where several are called the same."""
    same = [p for p in people if p.name.casefold() == person.name.casefold()]
    return person.name if len(same) == 1 else f"{person.name} (…{person.key[-TAIL:]})"


async def programmes_of(scene: Scene, found: Sequence[Role]) -> dict[str, str]:
    """Return the names of these roles' programmes by key."""
    register = (await scene.council.shelf.view(scene.asker)).register
    kept = {role.programme: register.programme(role) for role in found}
    return {key: phrases.name(one) for key, one in kept.items() if one is not None}
