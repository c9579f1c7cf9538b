"""One turn as a dialog sees it: who asks, in which language, and what a button brought along."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from council.access import Asker
from council.chamber import Council
from council.errors import StaleError
from council.language import Language
from council.people import Topic
from dialogs import plain
from dialogs.cards import Element, card
from dialogs.texts import Texts, texts
from dialogs.turn import Reply, Turn

CARD, WORDS = "card", "words"  # through what something is told or changed
LONGEST_KEY = 200
LONGEST_QUESTION = 1_000
LONGEST_CARRIED = 300  # of a question that travels in a button
FARTHEST = 10_000  # items into a list

_KEY = re.compile(r"[\w./:#=+-]*")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a dialog needs of a turn. `asker` is made from what is on record, never from words."""

    council: Council
    turn: Turn
    asker: Asker
    language: Language
    topic: Topic | None = None

    @property
    def t(self) -> Texts:
        """The words of the language."""
        return texts(self.language)

    def speaking(self, language: Language) -> "Scene":
        """Return the same turn in another language."""
        return replace(self, language=language)

    def key(self, name: str) -> str:
        """Return a key that a button brought along, or ''. Raises StaleError where it is none."""
        value = self.turn.values.get(name, "")
        if not isinstance(value, str) or len(value) > LONGEST_KEY or not _KEY.fullmatch(value):
            raise StaleError(what=name)
        return value

    def words(self, name: str, longest: int = LONGEST_QUESTION) -> str:
        """Return words that a button brought along, or ''. Raises StaleError for anything else."""
        value = self.turn.values.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            raise StaleError(what=name)
        return value.strip()

    def number(self, name: str) -> int:
        """Return how far into a list a button leads, or 0. Raises StaleError for anything else."""
        value = self.turn.values.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= FARTHEST:
            raise StaleError(what=name)
        return value


Dialog: TypeAlias = Callable[[Scene], Awaitable[Reply]]


def show(t: Texts, title: str, elements: list[Element], **more: object) -> Reply:
    """Return a reply with a card and, from the card itself, the same in plain text."""
    made = card(title, elements, t.language.value)
    return replace(Reply(plain.text(made), made), **more)  # type: ignore[arg-type] # fields of Reply by name
