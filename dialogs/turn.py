"""What comes in from a conversation and what goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from council.people import Address, Topic

Card: TypeAlias = dict[str, Any]  # an Adaptive Card 1.5, ready for JSON


class Happening(StrEnum):
    """What came in."""

    WORDS = "words"  # somebody wrote
    PRESS = "press"  # somebody pressed a button of a card
    ARRIVED = "arrived"  # the app was installed or Luotsi was added to a conversation
    LEFT = "left"  # the app was removed


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happened in a conversation. All of it but ids is untrusted."""

    id: str  # unique: '<channel>/<conversation>/<activity>'
    happening: Happening
    conversation: str
    kind: str  # personal, groupChat or channel
    person: str  # key, see council.people.Person
    name: str = ""  # display name as Teams gives it
    room: str = ""  # key of a shared conversation, as of a person; empty in personal chat
    text: str = ""  # without Luotsi's own mention
    verb: str = ""  # of the pressed button
    values: Mapping[str, Any] = field(default_factory=dict)  # the button's data and the inputs
    locale: str = ""  # 'fi-FI'
    address: Address | None = None

    @property
    def personal(self) -> bool:
        """Whether nobody else reads along."""
        return self.kind == "personal"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as Teams' citations show it; its number stands as [n] in the text."""

    name: str  # at most 80 characters
    abstract: str  # at most 160 characters
    url: str = ""  # https or empty


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: words, and a card that says the same."""

    text: str  # for notifications, screen readers, terminals; plain text
    card: Card | None = None
    citations: tuple[Citation, ...] = ()
    replaces: bool = False  # the card takes the place of the one whose button was pressed
    outcome: str = "card"  # for the record: answer, closest, choice, unknown, card, refused, failed
    sources: tuple[str, ...] = ()  # for the record: keys behind the reply
    quotes: tuple[tuple[str, str | None], ...] = ()  # document and exact words behind the reply
    topic: Topic | None = None  # what the conversation is about from here on; None: unchanged
    beside: str = ""  # with citations, the words that stand beside the card: nothing that it says
