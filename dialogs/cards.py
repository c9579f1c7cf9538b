"""The few Adaptive Card 1.5 elements that every card is made of.

Whatever text comes in here is plain: it is escaped here and nowhere else, so no caller can forget
it. Luotsi's own words hold no Markdown either; the one list mark is set by `bullets`.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from council.addresses import https
from dialogs.turn import Card

Element: TypeAlias = dict[str, Any]
Action: TypeAlias = dict[str, Any]

# Teams asks for cards well under its message limit; JSON with every non-ASCII letter spelt out is
# the longest form in which a card can travel.
LARGEST = 24_500
LONGEST_TEXT = 1_200
LONGEST_TITLE = 80
LONGEST_FALLBACK = 300
LONGEST_LABEL = 200  # of a field
LONGEST_LINE = 200  # that is written in a field
IN_A_ROW = 5  # buttons in a row: Teams shows six, other hosts five
ON, OFF = "true", "false"  # what a box comes back with
SHORTER = (600, 300, 160, 80)  # how far texts are shortened, step by step, to make a card fit

_SPECIAL = re.compile(r"([\\`*_\[\]<>~])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_FUNCTION = re.compile(r"\{(?=\{)")
# What begins a list, a heading or a line across at the beginning of a text.
_LEADING = re.compile(r"^(?:([-+](?=\s|$)|-(?=-)|#(?=#{0,5}(?:\s|$)))|(\d{1,9})([.)])(?=\s|$))")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>~&{.)\-+#])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Characters that are not seen themselves but hide or reverse what is.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Return a text on one line, without characters that cannot be seen."""
    if text.isprintable():  # quick to ask, and most texts are; then a space is its only white
        if "  " not in text and text[:1] != " " != text[-1:]:
            return text
    else:
        text = _UNSEEN.sub("", _CONTROL.sub(" ", text))
    return " ".join(text.split())


def clip(text: str, longest: int) -> str:
    """Return a text cut at a word where it is longer than that many characters."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > longest // 2 else cut).rstrip() + "…"


def escape(text: str) -> str:
    """Return a text as Markdown that shows it as it is: no link, style, list, HTML or function.

    Escapes are CommonMark's backslashes; '{{' would start a card's date function.
    """
    text = _SPECIAL.sub(r"\\\1", tidy(text))
    if "&" in text:
        text = _ENTITY.sub(r"\\&", text)
    if "{{" in text:
        text = _FUNCTION.sub(r"{\\", text)
    if not (text[:1].isdecimal() or text[:1] in {"-", "+", "#"}):
        return text
    return _LEADING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def unescape(text: str) -> str:
    """Return the text that `escape` was given, tidied."""
    return _ESCAPED.sub(r"\1", text)


def heading(text: str) -> Element:
    """Return a title, which screen readers announce as one."""
    return {
        "type": "TextBlock",
        "text": escape(clip(tidy(text), LONGEST_TEXT)),
        "style": "heading",
        "weight": "bolder",
        "size": "medium",
        "wrap": True,
    }


def paragraph(text: str, *, bold: bool = False, quiet: bool = False, near: bool = False) -> Element:
    """Return a paragraph; `quiet` is for what stands beside the matter, such as sources.

    `near` keeps it close to what stands above.
    """
    element: Element = {
        "type": "TextBlock",
        "text": escape(clip(tidy(text), LONGEST_TEXT)),
        "wrap": True,
    }
    if bold:
        element["weight"] = "bolder"
    if quiet:
        element |= {"isSubtle": True, "size": "small", "spacing": "small"}
    if near:
        element["spacing"] = "small"
    return element


def bullets(items: Iterable[str]) -> Element:
    """Return a list with one line for each item."""
    lines = (f"- {escape(clip(tidy(item), LONGEST_TEXT))}" for item in items)
    return {"type": "TextBlock", "text": "\n".join(lines), "wrap": True}


def image(png: bytes, words: str) -> list[Element]:
    """Return a picture with the words that say the same; nothing where there is no picture.

    It is the first that a card loses that would be too large: its words have to stand beside it.
    """
    if not png:
        return []
    return [
        {
            "type": "Image",
            "url": f"data:image/png;base64,{b64encode(png).decode()}",
            "altText": clip(tidy(words), LONGEST_TEXT),
            "size": "stretch",
        }
    ]


def block(elements: Sequence[Element], *, apart: bool = True) -> Element:
    """Return elements that belong together; `apart` draws a line above them."""
    return {"type": "Container", "items": list(elements), "separator": apart}


def button(title: str, verb: str, values: Mapping[str, Any] | None = None) -> Action:
    """Return a button that comes back to Luotsi as `verb` with these values."""
    return {
        "type": "Action.Execute",
        "title": clip(tidy(title), LONGEST_TITLE),
        "verb": verb,
        "data": dict(values or {}),
    }


def link(title: str, url: str) -> list[Action]:
    """Return a button that opens an address; nothing unless the address is a clean https one."""
    if not https(url):
        return []
    return [{"type": "Action.OpenUrl", "title": clip(tidy(title), LONGEST_TITLE), "url": url}]


def actions(buttons: Sequence[Action]) -> list[Element]:
    """Return buttons in rows that Teams shows whole; nothing where there are none."""
    rows = [buttons[n : n + IN_A_ROW] for n in range(0, len(buttons), IN_A_ROW)]
    return [{"type": "ActionSet", "actions": list(row)} for row in rows]


def text_input(  # noqa: PLR0913 - what a field is
    name: str,
    label: str,
    value: str = "",
    *,
    longest: int = LONGEST_LINE,
    lines: bool = False,
    example: str = "",
) -> Element:
    """Return a field for words, with `value` in it; `longest` in characters.

    `example` is shown in a field that is empty.
    """
    element = _input("Text", name, label, value if lines else tidy(value)) | {"maxLength": longest}
    if lines:
        element["isMultiline"] = True
    return element | {"placeholder": tidy(example)} if example else element


def date_input(
    name: str, label: str, value: str = "", *, first: date | None = None, last: date | None = None
) -> Element:
    """Return a field for a calendar day, which comes back in ISO 8601 or empty."""
    element = _input("Date", name, label, value)
    if first is not None:
        element["min"] = first.isoformat()
    if last is not None:
        element["max"] = last.isoformat()
    return element


def time_input(name: str, label: str, value: str = "") -> Element:
    """Return a field for a time of day, 'HH:MM', which comes back so or empty."""
    return _input("Time", name, label, value)


def number_input(name: str, label: str, least: int, most: int, wrong: str) -> Element:
    """Return a field for a whole number; `wrong` is shown beside one that is out of bounds."""
    bounds = {"min": least, "max": most, "errorMessage": tidy(wrong)}
    return _input("Number", name, label, "") | bounds


def toggle_input(name: str, label: str, value: str = OFF) -> Element:
    """Return a box to tick, which comes back ON or OFF; `label` stands beside it."""
    title = clip(tidy(label), LONGEST_LABEL)
    return _input("Toggle", name, "", value) | {"title": title, "valueOn": ON, "valueOff": OFF}


def choice_input(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> Element:
    """Return a drop-down list; `choices` are (title, value)."""
    shown = [{"title": clip(tidy(t), LONGEST_TITLE), "value": v} for t, v in choices]
    element = _input("ChoiceSet", name, label, "")
    return element | {"value": chosen, "choices": shown, "style": "compact"}


def several_input(name: str, label: str, choices: Sequence[tuple[str, str]]) -> Element:
    """Return a list of which several may be chosen; `choices` are (title, value)."""
    element = choice_input(name, label, choices, "")
    return element | {"style": "expanded", "isMultiSelect": True}


def _input(kind: str, name: str, label: str, value: str) -> Element:
    element: Element = {"type": f"Input.{kind}", "id": name}
    if label:
        element["label"] = clip(tidy(label), LONGEST_LABEL)
    return element | {"value": value} if value else element


def without_inputs(pressed: Action) -> Action:
    """Return a button that leaves the fields of its card alone."""
    return {**pressed, "associatedInputs": "none"}


def card(fallback: str, elements: Sequence[Element], language: str = "fi") -> Card:
    """Return a card that fits in a message; `fallback` is read where cards cannot be shown.

    `language` (ISO 639-1) tells screen readers how to pronounce it.
    """
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": language,
        "fallbackText": escape(clip(tidy(fallback), LONGEST_FALLBACK)) or "Luotsi",
        "body": list(elements),
    }
    return _fitting(made)


def weight(card: Card) -> int:
    """Return a card's size in bytes in the longest form in which it can travel."""
    return len(json.dumps(card))


def _fitting(made: Card) -> Card:
    """Leave out pictures, then shorten texts, then leave out the last elements, until it fits."""
    if weight(made) > LARGEST:
        kept = [element for element in made["body"] if element["type"] != "Image"]
        made = {**made, "body": kept}
    for longest in SHORTER:
        if weight(made) <= LARGEST:
            return made
        made = {**made, "body": [_shortened(element, longest) for element in made["body"]]}
    return made if weight(made) <= LARGEST else _without_the_last(made)


def _without_the_last(made: Card) -> Card:
    """Leave out elements from the end and say so with '…'; buttons stay as long as they can."""
    said = [element for element in made["body"] if element["type"] != "ActionSet"]
    pressed = [element for element in made["body"] if element["type"] == "ActionSet"]
    while said or pressed:
        made = {**made, "body": [*said, paragraph("…"), *pressed]}
        if weight(made) <= LARGEST:
            break
        (said or pressed).pop()
    return made


def _shortened(element: Element, longest: int) -> Element:
    if "items" in element:
        return {**element, "items": [_shortened(item, longest) for item in element["items"]]}
    if element["type"] == "TextBlock":
        lines = element["text"].split("\n")
        return {**element, "text": "\n".join(_cut(line, longest) for line in lines)}
    return element


def _cut(escaped: str, longest: int) -> str:
    listed = escaped.startswith("- ")
    text = escape(clip(unescape(escaped[2:] if listed else escaped), longest))
    return f"- {text}" if listed else text
