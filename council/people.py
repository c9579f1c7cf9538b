"""Persons, how to reach them, and what a conversation is about."""

from dataclasses import dataclass
from datetime import datetime

from council.access import ADMINISTRATORS, PUBLIC, Asker, Right
from council.language import Language


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has talked to Luotsi or has been given a right in it."""

    key: str  # '<tenant>/<Entra object id>', or '<channel>/<user id>' where there is none
    name: str = ""
    language: Language | None = None  # the person's own choice; None: as Teams or the question says
    audiences: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()

    @property
    def asker(self) -> Asker:
        """What this person may see and do."""
        held = self.audiences | {PUBLIC}
        if Right.ADMINISTER in self.rights:
            held |= {ADMINISTRATORS}
        return Asker(self.key, held, self.rights)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation can be reached without being spoken to first (Teams' reference)."""

    conversation: str  # conversation id
    kind: str  # personal, groupChat or channel
    service_url: str
    channel: str  # 'msteams'
    tenant: str = ""
    bot: str = ""  # the bot's id in the conversation
    user: str = ""  # the user's id there ('29:…'); empty for a channel
    person: str = ""  # key of the person in a personal conversation
    met: datetime | None = None  # when something last came from there; aware, UTC


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about, so that 'kuka siitä vastaa?' is understood."""

    programme: str = ""
    municipality: str = ""
    record: str = ""
    kind: str = ""  # a Kind
    wants: tuple[str, ...] = ()  # Wants of the last question
    pending: str = ""  # what waits for a word of the person, as the dialog wrote it; JSON


@dataclass(frozen=True, slots=True)
class Opening:
    """A turn that begins. `turn` is unique: channel, conversation and activity id."""

    turn: str
    conversation: str
    person: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known as a turn begins."""

    since: datetime | None  # UTC, the moment of the claim; None: the turn is or was another's
    person: Person | None = None
    topic: Topic | None = None

    @property
    def fresh(self) -> bool:
        """Whether the turn is now claimed; if not, it has been answered or is being answered."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class Closing:
    """A turn that ends: the answer on record, and the topic from here on."""

    turn: str
    since: datetime  # of the claim, as `Opened` told it: who claims a turn later has another
    conversation: str
    person: str
    language: Language
    outcome: str  # kind of reply: answer, closest, choice, unknown, card, refused, failed…
    sources: tuple[str, ...] = ()  # keys of records and 'document#number' of passages
    topic: Topic | None = None  # None: unchanged
    milliseconds: int = 0
