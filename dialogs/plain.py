"""A card as plain text, for terminals, notifications, logs and screen readers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dialogs.cards import Element, unescape
from dialogs.turn import Card


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a card: `verb` and `values` go back to Luotsi, or `url` is opened."""

    title: str
    verb: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    url: str = ""


def text(card: Card, *, buttons: bool = False) -> str:
    """Return all that a card says, in reading order; `buttons` adds them as '[title]'."""
    lines = [line for element in card.get("body", []) for line in _lines(element, buttons=buttons)]
    lines += [f"[{b.title}]" for b in _pressed(card.get("actions", []))] if buttons else []
    return "\n".join(lines).strip()


def pressable(card: Card) -> list[Button]:
    """Return a card's buttons in reading order."""
    return [*_inside(card.get("body", [])), *_pressed(card.get("actions", []))]


def _inside(elements: list[Element]) -> Iterator[Button]:
    for element in elements:
        yield from _inside(element.get("items", []))
        yield from _pressed(element.get("actions", []))


def _pressed(actions: list[Element]) -> Iterator[Button]:
    for action in actions:
        yield Button(
            str(action.get("title", "")),
            str(action.get("verb", "")),
            dict(action.get("data") or {}),
            str(action.get("url", "")),
        )


def _lines(element: Element, *, buttons: bool) -> Iterator[str]:
    kind = element.get("type")
    if kind == "TextBlock":
        for line in str(element.get("text", "")).split("\n"):
            yield f"- {unescape(line[2:])}" if line.startswith("- ") else unescape(line)
    elif kind == "Container":
        if element.get("separator"):
            yield ""
        for item in element["items"]:
            yield from _lines(item, buttons=buttons)
    elif kind == "ActionSet" and buttons:
        yield from (f"[{b.title}]" for b in _pressed(element["actions"]))
    elif kind in {"Input.Text", "Input.Date"} and buttons:
        yield f"{element['label']}: {element.get('value', '')}".rstrip()
    elif kind == "Input.ChoiceSet" and buttons:
        titles = ", ".join(choice["title"] for choice in element["choices"])
        yield f"{element['label']}: {titles}"
