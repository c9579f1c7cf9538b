"""Where persons stand inside what is on record of something else: in values, in lists of names."""

import json
import re
from collections.abc import Collection
from typing import Final

CHOICE: Final = "choice:"  # how a change's field begins that is a person's own choice
ADMISSION: Final = "admission"  # the field of a change of somebody's audiences and rights
NAMING: Final = frozenset({"person", "declined"})  # fields whose values are keys of persons
NOBODY: Final = '""'  # JSON: there was somebody, and nobody remembers who


def replaced(text: str, person: str, instead: str) -> str:
    """Return a change's JSON with another key in a person's place, wherever it stands whole."""
    key = json.dumps(person, ensure_ascii=False)[1:-1]
    pattern = rf'(?<![^\s",\[(]){re.escape(key)}(?![^\s",\])])'
    return re.sub(pattern, lambda _: instead, text)


def without_person(text: str) -> str:
    """Return a whole record's JSON without the person that it points at."""
    try:
        content = json.loads(text) if text else None
    except ValueError:
        return text
    if not isinstance(content, dict) or not content.get("person"):
        return text
    return json.dumps({**content, "person": ""}, ensure_ascii=False, sort_keys=True)


def unsigned(asker: str, signed: str, person: str, names: Collection[str]) -> tuple[str, str]:
    """Return who asked a kept question and the names under it, without a person.

    The names are in the order in which they were given: the asker's is the first.
    """
    given = [name for name in signed.split(", ") if name]
    known = set(names)
    if asker == person and given and known.isdisjoint(given):
        given = given[1:]
    left = [name for name in given if name not in known]
    return ("" if asker == person else asker), ", ".join(left)
