"""The buttons of tasks: confirm, give a year or a link, name who is responsible."""

from datetime import date

from council import confirming, followup, schedule
from council.addresses import LONGEST_ADDRESS
from council.dates import DueDate
from council.errors import StaleError
from council.gathering import UNDELIVERABLE
from council.items import DECLINED, BadInputError
from council.loading import LINK_MISSING, OWNER_MISSING, UNCONFIRMED, YEAR_MISSING, dates_of
from council.model import Record, State
from council.replanning import DATE_PAST
from dialogs import inputs, phrases, slips, tasks
from dialogs.cards import (
    Element,
    actions,
    button,
    date_input,
    heading,
    paragraph,
    several_input,
    text_input,
)
from dialogs.desk import in_private
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts
from dialogs.turn import Reply

MOST_YEARS = 10  # records whose years one form asks for
LONGEST_REASON = 500
STATES = {"done": State.DONE, "cancelled": State.CANCELLED}


async def confirm(scene: Scene) -> Reply:
    """Take a record for certain."""
    in_private(scene)
    record = await confirming.confirm(scene.council, scene.asker, scene.key("key"), through=CARD)
    said = scene.t("Confirmed: {name}", name=phrases.name(record))
    return await tasks.of_kind(scene, UNCONFIRMED, [said])


async def ask_years(scene: Scene) -> Reply:
    """Ask for the year of a record's date, and of the others in the programme that lack one."""
    in_private(scene)
    t, key = scene.t, scene.key("key")
    programme = key.partition("/")[0]
    found = await confirming.undated(scene.council, scene.asker, programme)
    first = [one for one in found if one.record.key == key]
    if not first:
        return await tasks.of_kind(scene, YEAR_MISSING)
    others = [one for one in found if one.record.key != key]
    title = t("Which year is meant?")
    elements = [
        heading(title),
        paragraph(t("The source gives no year. I guess none: write it in four figures.")),
    ]
    values: dict[str, str] = {}
    for n, one in enumerate([*first, *others][:MOST_YEARS]):
        if n == 1:
            elements.append(
                paragraph(t("These lack the year too. Leave empty what you do not know."))
            )
        when = t.listed(t.quoted(d.words) if d.words else t.when(d) for d in one.dates)
        elements.append(text_input(f"year{n}", f"{phrases.name(one.record)}: {when}"))
        values[f"key{n}"] = one.record.key
    elements += _saving(scene, "mending.dated", values, YEAR_MISSING)
    return show(t, title, elements, replaces=True)


async def give_years(scene: Scene) -> Reply:
    """Set the years that came back; what was left empty stays as it is."""
    in_private(scene)
    t = scene.t
    try:
        years = {
            scene.key(f"key{n}"): inputs.year(said)
            for n in range(MOST_YEARS)
            if scene.key(f"key{n}") and (said := scene.words(f"year{n}"))
        }
        mended = await confirming.give_years(scene.council, scene.asker, years, through=CARD)
    except BadInputError as error:
        return _mistaken(scene, error, YEAR_MISSING)
    return await tasks.of_kind(scene, YEAR_MISSING, [_dated(record, t) for record in mended])


async def ask_owners(scene: Scene) -> Reply:
    """Ask which roles or bodies are responsible for an item."""
    in_private(scene)
    t, key = scene.t, scene.key("key")
    item, choices = await confirming.owners(scene.council, scene.asker, key)
    title = t("Who is responsible: {name}", name=phrases.name(item))
    elements: list[Element] = [heading(title)]
    if not choices:
        elements.append(paragraph(t("The programme names no roles or bodies.")))
    else:
        chosen = [(phrases.name(record), record.key) for record in choices]
        elements.append(several_input("owners", t("Responsible"), chosen))
    kind = _kind(scene)
    elements += _saving(scene, "mending.assign", {"key": key, "kind": kind}, kind)
    return show(t, title, elements, replaces=True)


async def assign(scene: Scene) -> Reply:
    """Have the chosen roles or bodies own the item."""
    in_private(scene)
    key, chosen = scene.key("key"), inputs.keys(scene, "owners")
    try:
        item = await confirming.assign(scene.council, scene.asker, key, chosen, through=CARD)
    except BadInputError as error:
        return _mistaken(scene, error, _kind(scene))
    said = scene.t("Recorded: {name}", name=phrases.name(item))
    return await tasks.of_kind(scene, _kind(scene), [said])


async def ask_link(scene: Scene) -> Reply:
    """Ask for the address at which a material is."""
    in_private(scene)
    t, key = scene.t, scene.key("key")
    material = await confirming.material(scene.council, scene.asker, key)
    title = t("Where is it: {name}", name=phrases.name(material))
    elements = [heading(title)]
    if material.place:
        elements.append(paragraph(t("Place in the source: {place}", place=material.place)))
    elements += [
        text_input("url", t("Link (https)"), material.url, longest=LONGEST_ADDRESS),
        paragraph(t("Everybody who may see this material sees the link."), quiet=True),
        *_saving(scene, "mending.linked", {"key": key}, LINK_MISSING),
    ]
    return show(t, title, elements, replaces=True)


async def set_link(scene: Scene) -> Reply:
    """Keep the address that came back."""
    in_private(scene)
    key, url = scene.key("key"), scene.words("url", LONGEST_ADDRESS)
    try:
        found = await confirming.set_link(scene.council, scene.asker, key, url, through=CARD)
    except BadInputError as error:
        return _mistaken(scene, error, LINK_MISSING)
    said = scene.t("Recorded: {name}", name=phrases.name(found))
    return await tasks.of_kind(scene, LINK_MISSING, [said])


async def report(scene: Scene) -> Reply:
    """Record that an item whose date is past was done, or was not carried out."""
    in_private(scene)
    key, state = scene.key("key"), STATES.get(scene.key("state"))
    if state is None:
        raise StaleError(what="state")
    outcome = await confirming.settle(scene.council, scene.asker, key, state, through=CARD)
    said = scene.t("Recorded: {name}", name=phrases.name(outcome.item))
    return await tasks.of_kind(scene, DATE_PAST, [said])


async def ask_date(scene: Scene) -> Reply:
    """Ask for an item's new date and the reason."""
    in_private(scene)
    t, key = scene.t, scene.key("key")
    item, _ = await confirming.owners(scene.council, scene.asker, key)
    title = t("New date: {name}", name=phrases.name(item))
    elements = [
        heading(title),
        date_input("due", t("New date")),
        text_input("why", t("Reason"), longest=LONGEST_REASON),
        *_saving(scene, "mending.move", {"key": key}, DATE_PAST),
    ]
    return show(t, title, elements, replaces=True)


async def move(scene: Scene) -> Reply:
    """Move an item's date; the first one stays known."""
    in_private(scene)
    t, key = scene.t, scene.key("key")
    try:
        due = _due(inputs.day(scene, "due"))
        why = scene.words("why", LONGEST_REASON)
        outcome = await confirming.move(scene.council, scene.asker, key, due, why, through=CARD)
    except BadInputError as error:
        return _mistaken(scene, error, DATE_PAST)
    return await tasks.of_kind(scene, DATE_PAST, [_dated(outcome.item, t)])


async def send_again(scene: Scene) -> Reply:
    """Try a person again whom nothing reached."""
    in_private(scene)
    t = scene.t
    again = await schedule.reach_again(
        scene.council, scene.asker, scene.key("person"), through=CARD
    )
    said = t("Luotsi tries again.")
    if again:
        said = t.plural("{n} reminder is sent again.", "{n} reminders are sent again.", again)
    return await tasks.of_kind(scene, UNDELIVERABLE, [said])


async def give_back(scene: Scene) -> Reply:
    """Give an item back to those who say that it is not theirs."""
    in_private(scene)
    outcome = await followup.return_to_owner(
        scene.council, scene.asker, scene.key("key"), through=CARD
    )
    said = scene.t("Given back: {name}", name=phrases.name(outcome.item))
    return await tasks.of_kind(scene, DECLINED, [said])


def _kind(scene: Scene) -> str:
    """Return the list that the button came from."""
    return scene.key("kind") or OWNER_MISSING


def _due(day: date | None) -> DueDate:
    return DueDate(start=day, end=day)


def _dated(record: Record, t: Texts) -> str:
    when = t.listed(t.when(due) for due in dates_of(record))
    return f"{phrases.name(record)}: {when}"


def _saving(scene: Scene, verb: str, values: dict[str, str], kind: str) -> list[Element]:
    t = scene.t
    return actions(
        [button(t("Save"), verb, values), button(t("Cancel"), "tasks.kind", {"kind": kind})]
    )


def _mistaken(scene: Scene, error: BadInputError, kind: str) -> Reply:
    t = scene.t
    said = slips.said(error, t)
    back = button(t("Back to the list"), "tasks.kind", {"kind": kind})
    return show(t, said, [paragraph(said), *actions([back])], outcome="refused")
