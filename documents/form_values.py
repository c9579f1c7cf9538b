"""Single values of a form: texts, lists, numbers, choices and addresses."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from documents.form_dates import read_day, read_when
from documents.form_faults import FaultList, nearest
from documents.form_schema import Field, Shape
from documents.form_yaml import Broken, Listing, Mapping, Node, Text

MAX_TEXT = 4_000
MAX_NUMBER = 366
_EMAIL = re.compile(r"[^\s@<>\"',;()]+@[^\s@<>\"',;()]+\.[^\s@<>\"',;().]+")
_NAMES: dict[type, str] = {Text: "text", Listing: "a list", Mapping: "a mapping"}
_MONTHS = 2  # shortest and longest


def read_value(rule: Field, node: Node, line: int, faults: FaultList) -> object | None:
    """Read a value by its shape; None with a fault noted."""
    match rule.shape:
        case Shape.TEXTS:
            return read_texts(node, rule.key, line, faults)
        case Shape.DAY:
            return read_day(node, faults)
        case Shape.WHEN:
            return read_when(node, rule.kind, faults)
        case Shape.WHENS:
            items = node.items if isinstance(node, Listing) else [node]
            read = (read_when(item, rule.kind, faults) for item in items)
            return tuple(due for due in read if due is not None)
        case Shape.MONTHS:
            return _months(node, rule.key, line, faults)
        case _:
            return _from_text(rule, read_text(node, rule.key, line, faults), line, faults)


def read_text(node: Node, key: str, line: int, faults: FaultList) -> str:
    """Read a text as it was written, with white space folded; empty with a fault noted."""
    if isinstance(node, Broken):
        return ""
    if not isinstance(node, Text):
        faults.add("wrong-type", line, key=key, expected="text", found=_NAMES[type(node)])
        return ""
    if len(node.value) > MAX_TEXT:
        faults.add("too-long", line, key=key, limit=str(MAX_TEXT))
    return " ".join(node.value.split())


def read_texts(node: Node, key: str, line: int, faults: FaultList) -> tuple[str, ...]:
    """Read a list of texts; a single text is a list of one."""
    if isinstance(node, Listing):
        found = (read_text(item, key, item.line, faults) for item in node.items)
        return tuple(dict.fromkeys(text for text in found if text))
    if isinstance(node, Mapping):
        faults.add("wrong-type", line, key=key, expected=Shape.TEXTS.value, found="a mapping")
        return ()
    text = read_text(node, key, line, faults)
    return (text,) if text else ()


def _from_text(rule: Field, text: str, line: int, faults: FaultList) -> object | None:
    """Turn a text into what the shape asks for."""
    if not text:
        return None
    match rule.shape:
        case Shape.FLAG:
            return _flag(text, rule.key, line, faults)
        case Shape.NUMBER:
            return _number(text, rule.key, line, faults)
        case Shape.CHOICE if rule.choices is not None:
            return _choice(text, rule.key, rule.choices, line, faults)
        case Shape.ADDRESS if not _is_https(text):
            faults.add("not-https", line, key=rule.key)
        case Shape.EMAIL if not _EMAIL.fullmatch(text):
            faults.add("email-unclear", line, value=text[:80])
    return text


def _flag(text: str, key: str, line: int, faults: FaultList) -> bool | None:
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    faults.add("wrong-type", line, key=key, expected=Shape.FLAG.value, found=f"'{text[:40]}'")
    return None


def _number(text: str, key: str, line: int, faults: FaultList) -> int | None:
    if re.fullmatch(r"[1-9][0-9]{0,3}", text) and int(text) <= MAX_NUMBER:
        return int(text)
    faults.add("number-unclear", line, key=key, limit=str(MAX_NUMBER))
    return None


def _months(node: Node, key: str, line: int, faults: FaultList) -> tuple[int, int] | None:
    texts = read_texts(node, key, line, faults)
    numbers = [int(text) for text in texts if re.fullmatch(r"[1-9][0-9]?", text)]
    if len(numbers) != len(texts) or not 0 < len(numbers) <= _MONTHS or numbers != sorted(numbers):
        faults.add("months-unclear", line, key=key)
        return None
    return numbers[0], numbers[-1]


def _choice(
    text: str, key: str, choices: type[StrEnum], line: int, faults: FaultList
) -> StrEnum | None:
    try:
        return choices(text)
    except ValueError:
        known = [choice.value for choice in choices]
        listed = ", ".join(known)
        close = nearest(text, known)
        faults.add("unknown-choice", line, value=text[:80], key=key, nearest=close, choices=listed)
        return None


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and " " not in text
    return parts.scheme == "https" and bool(parts.hostname) and plain
