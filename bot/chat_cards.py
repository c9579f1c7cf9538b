"""Reads an Adaptive Card the way a terminal needs it: its buttons in order, and its inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
_NESTED = ("items", "columns", "rows", "cells", "body")


@dataclass(frozen=True, slots=True)
class Field:
    """An input of a card."""

    id: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # title and value
    several: bool = False  # more than one choice may be taken
    required: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a card and what pressing it sends."""

    label: str
    kind: str  # 'Action.Execute', 'Action.Submit' or 'Action.OpenUrl'
    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    fields: tuple[Field, ...] = ()  # whose values go with it
    asks: bool = False  # it is the button below the inputs: the one that they are filled for
    message: str = ""  # id of the message whose card it is on


def buttons(card: Json, message: str) -> list[Button]:
    """Return the card's buttons in reading order."""
    parts = list(_parts([*card.get("body", []), {"actions": card.get("actions", [])}]))
    fields = tuple(part for part in parts if isinstance(part, Field))
    found: list[Button] = []
    before: Field | Json | None = None
    for part in parts:
        if not isinstance(part, Field):
            button = _button(part, fields, message)
            found.append(replace(button, asks=isinstance(before, Field)))
        before = part
    return found


def _button(action: Json, fields: tuple[Field, ...], message: str) -> Button:
    data = action.get("data") or {}
    return Button(
        label=str(action.get("title") or action.get("tooltip") or action.get("verb") or "?"),
        kind=str(action.get("type", "")),
        verb=str(action.get("verb", "")),
        data=data if isinstance(data, dict) else {},
        url=str(action.get("url", "")),
        fields=() if action.get("associatedInputs") == "none" else fields,
        message=message,
    )


def _parts(elements: object) -> Iterator["Field | Json"]:
    """Go through inputs, as fields, and actions, depth first in reading order."""
    for element in elements if isinstance(elements, list) else ():
        if not isinstance(element, dict) or element.get("isVisible") is False:
            continue
        if str(element.get("type", "")).startswith("Input."):
            yield _field(element)
        for name in _NESTED:
            yield from _parts(element.get(name))
        for action in (
            *element.get("actions", ()),
            element.get("selectAction"),
            element.get("inlineAction"),
        ):
            yield from _led(action)


def _led(action: object) -> Iterator["Field | Json"]:
    """Go through what an action leads to; a card behind a button gives its own parts."""
    if not isinstance(action, dict) or action.get("type") == "Action.ToggleVisibility":
        return
    if action.get("type") == "Action.ShowCard":
        card = action.get("card") or {}
        yield from _parts([*card.get("body", []), {"actions": card.get("actions", [])}])
    else:
        yield action


def _field(element: Json) -> Field:
    choices = tuple((str(c["title"]), str(c["value"])) for c in element.get("choices", []))
    if element["type"] == "Input.Toggle":
        on, off = element.get("valueOn", "true"), element.get("valueOff", "false")
        choices = (("x", str(on)), ("-", str(off)))
    return Field(
        id=str(element.get("id", "")),
        label=str(element.get("label") or element.get("title") or element.get("id", "")),
        value=str(element.get("value", "")),
        choices=choices,
        several=bool(element.get("isMultiSelect")),
        required=bool(element.get("isRequired")),
    )
