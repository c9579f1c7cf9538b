"""Reads an Adaptive Card the way a terminal needs it: its buttons in order, and its inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    fields: tuple[Field, ...] = ()
    message: str = ""  # id of the message whose card it is on


def buttons(card: Json, message: str) -> list[Button]:
    """Return the card's buttons in reading order."""
    fields = tuple(_fields(card))
    found = [*_actions(card.get("body", [])), *_shown(card.get("actions", []))]
    return [_button(action, fields, message) for action in found]


def _button(action: Json, fields: tuple[Field, ...], message: str) -> Button:
    kind = str(action.get("type", ""))
    data = action.get("data") or {}
    return Button(
        label=str(action.get("title") or action.get("tooltip") or action.get("verb") or "?"),
        kind=kind,
        verb=str(action.get("verb", "")),
        data=data if isinstance(data, dict) else {},
        url=str(action.get("url", "")),
        fields=() if action.get("associatedInputs") == "none" else fields,
        message=message,
    )


def _actions(elements: object) -> Iterator[Json]:
    """Go through the actions inside elements, depth first."""
    if not isinstance(elements, list):
        return
    for element in elements:
        if not isinstance(element, dict) or element.get("isVisible") is False:
            continue
        for name in _NESTED:
            yield from _actions(element.get(name))
        yield from _shown(element.get("actions", []))
        yield from _shown([element.get("selectAction"), element.get("inlineAction")])


def _shown(actions: object) -> Iterator[Json]:
    """Go through actions that lead somewhere; a card behind a button gives its own."""
    if not isinstance(actions, list):
        return
    for action in actions:
        if not isinstance(action, dict):
            continue
        if action.get("type") == "Action.ShowCard":
            card = action.get("card") or {}
            yield from _actions(card.get("body", []))
            yield from _shown(card.get("actions", []))
        elif action.get("type") != "Action.ToggleVisibility":
            yield action


def _fields(element: Json) -> Iterator[Field]:
    if str(element.get("type", "")).startswith("Input."):
        yield _field(element)
    for name in (*_NESTED, "actions"):
        for inner in element.get(name) or []:
            if isinstance(inner, dict):
                yield from _fields(inner.get("card") or inner)


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
