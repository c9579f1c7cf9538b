"""The reminder rules of the town, a programme or an item: what holds, why, and a form to change."""

from collections.abc import Sequence
from datetime import time

from council import choices
from council.choices import Held, Sheet
from council.errors import StaleError
from council.items import BadInputError
from council.model import Programme, Record
from council.rules import DEFAULTS, TOWN
from dialogs import inputs, phrases, slips
from dialogs.cards import (
    OFF,
    ON,
    Element,
    actions,
    block,
    button,
    heading,
    paragraph,
    text_input,
    time_input,
    toggle_input,
)
from dialogs.desk import in_private, turning
from dialogs.lists import PAGE
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

NAMES = {
    "before": mark("Reminders before the due date, days"),
    "overdue": mark("Reminders after the due date, days"),
    "overdue_every": mark("Then again every so many days"),
    "no_news": mark("A question when nothing has been heard for so many days"),
    "reading": mark("A value is asked for so many days before it is due"),
    "reading_late": mark("A late value is asked for after so many days"),
    "reading_months": mark("Values are asked for every so many months"),
    "event": mark("Reminders of events, days before"),
    "report": mark("Statuses are collected so many days before a report"),
    "deputy_after": mark("The deputy hears after so many days without an answer"),
    "head_after": mark("The head of the unit hears after so many days without an answer"),
    "administrator_after": mark("Administrators hear after so many days without an answer"),
    "hour": mark("Sending time"),
    "quiet_from": mark("The quiet hours begin"),
    "quiet_until": mark("The quiet hours end"),
    "july_off": mark("Nothing is sent in July"),
    "approval": mark("A changed state waits for an administrator’s approval"),
    "paused": mark("Reminders are paused"),
}
WIDER = "wider"  # the value of a button that goes back to what holds more widely


async def rules(scene: Scene) -> Reply:
    """Show the reminder rules of the town, a programme or an item."""
    in_private(scene)
    return await _sheet(scene, scene.key("scope"))


async def items(scene: Scene) -> Reply:
    """Show a programme's items, each with the way to its own rules."""
    in_private(scene)
    t, start, scope = scene.t, scene.number("from"), scene.key("scope")
    found = await choices.items(scene.council, scene.asker, scope)
    title = t("Items that are followed")
    elements = [heading(title)]
    if not found:
        elements.append(paragraph(t("Nothing in this programme is followed.")))
    elements += [_item(record, t) for record in found[start : start + PAGE]]
    elements += actions(turning("choices.items", start, len(found), scene, {"scope": scope}))
    elements += actions([button(t("Back to the rules"), "choices.rules", {"scope": scope})])
    return show(t, title, elements, replaces=True)


def _item(record: Record, t: Texts) -> Element:
    pressed = [
        button(t("Reminder rules"), "choices.rules", {"scope": record.key}),
        button(t("Send now"), "schedule.send", {"item": record.key}),
    ]
    name = f"{phrases.kind(record, t)}: {phrases.name(record)}"
    return block([paragraph(name), *actions(pressed)])


async def form(scene: Scene) -> Reply:
    """Show the form that changes one setting."""
    in_private(scene)
    t, scope, name = scene.t, scene.key("scope"), scene.key("name")
    sheet = await choices.sheet(scene.council, scene.asker, scope)
    held = next((one for one in sheet.held if one.name == name), None)
    if held is None:
        raise StaleError(what="name")
    values = {"scope": scope, "name": name}
    pressed = [button(t("Save"), "choices.set", values)]
    if held.scope == scope:
        pressed.append(button(t("Back to the usual"), "choices.set", {**values, "how": WIDER}))
    pressed.append(button(t("Cancel"), "choices.rules", {"scope": scope}))
    title = t(NAMES[name])
    elements = [heading(title), paragraph(_where(sheet.record, t)), *_input(held, t)]
    return show(t, title, [*elements, *actions(pressed)], replaces=True)


async def change(scene: Scene) -> Reply:
    """Change one setting and show them all again."""
    in_private(scene)
    t, scope, name = scene.t, scene.key("scope"), scene.key("name")
    try:
        value = None if scene.key("how") == WIDER else _read(scene, name)
        await choices.set_rule(scene.council, scene.asker, scope, name, value, through=CARD)
    except BadInputError as error:
        said = slips.said(error, t)
        back = button(t("Back to the rules"), "choices.rules", {"scope": scope})
        return show(t, said, [paragraph(said), *actions([back])], outcome="refused")
    return await _sheet(scene, scope, notice=t("Saved."))


async def _sheet(scene: Scene, scope: str, notice: str = "") -> Reply:
    t = scene.t
    sheet = await choices.sheet(scene.council, scene.asker, scope)
    title = t("Reminder rules")
    said = [paragraph(notice)] if notice else []
    elements = [*said, heading(title), paragraph(_where(sheet.record, t))]
    elements += [_setting(held, sheet, t) for held in sheet.held]
    if sheet.record is None:
        elements += await _programmes(scene)
    elif isinstance(sheet.record, Programme):
        items = button(t("Rules of single items"), "choices.items", {"scope": scope})
        elements += actions([items])
    return show(t, title, elements, replaces=bool(scene.turn.values))


async def _programmes(scene: Scene) -> list[Element]:
    """Return the way to the programmes' own rules."""
    t = scene.t
    register = (await scene.council.shelf.view(scene.asker)).register
    programmes = register.of(Programme)
    if not programmes:
        return []
    pressed = [
        button(phrases.programme_name(one, t), "choices.rules", {"scope": one.key})
        for one in programmes
    ]
    said = paragraph(t("A programme or a single item can have rules of its own:"))
    return [block([said, *actions(pressed)])]


def _setting(held: Held, sheet: Sheet, t: Texts) -> Element:
    scope = sheet.record.key if sheet.record is not None else TOWN
    return block(
        [
            paragraph(f"{t(NAMES[held.name])}: {_value(held.value, t)}"),
            paragraph(_origin(held, sheet.record, t), quiet=True),
            *actions([button(t("Change"), "choices.form", {"scope": scope, "name": held.name})]),
        ],
        apart=False,
    )


def _origin(held: Held, record: Record | None, t: Texts) -> str:
    """Return where a value comes from."""
    if held.scope is None:
        return t("as Luotsi has it")
    if held.scope == TOWN:
        return t("set for the whole municipality")
    if record is not None and held.scope == record.key and not isinstance(record, Programme):
        return t("set for this item")
    return t("set for the programme")


def _where(record: Record | None, t: Texts) -> str:
    if record is None:
        return t("These hold for the whole municipality.")
    return t("These hold for: {name}", name=phrases.name(record))


def _value(value: object, t: Texts) -> str:
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, time):
        return t.clock(value)
    if isinstance(value, tuple):
        return ", ".join(str(day) for day in value) or t("not in use")
    return str(value) if value else t("not in use")


def _input(held: Held, t: Texts) -> Sequence[Element]:
    label, value = t(NAMES[held.name]), held.value
    if isinstance(value, bool):
        return [toggle_input("value", label, ON if value else OFF)]
    if isinstance(value, time):
        return [time_input("value", label, f"{value:%H:%M}")]
    if isinstance(value, tuple):
        said = t("Write the days with commas between them, for example: 14, 7, 1, 0.")
        more = t("Leave it empty to switch this off.")
        days = ", ".join(str(day) for day in value)
        return [paragraph(said), paragraph(more, near=True), text_input("value", label, days)]
    said = t("Write a whole number; 0 switches this off.")
    return [paragraph(said), text_input("value", label, str(value))]


def _read(scene: Scene, name: str) -> object:
    """Return the value that came back, of the type that the setting has."""
    default = getattr(DEFAULTS, name, None)
    if isinstance(default, bool):
        return inputs.ticked(scene, "value")
    said = scene.words("value")
    if isinstance(default, time):
        return inputs.clock(said)
    if isinstance(default, tuple):
        return inputs.days(said)
    number = inputs.number(said)
    if number is None:
        raise BadInputError(what="rule")
    return number
