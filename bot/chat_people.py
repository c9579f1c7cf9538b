"""The demo's people: one for each part that somebody plays, with what each may see and do."""

from collections.abc import Iterable
from dataclasses import dataclass

from council.access import COUNCIL, Asker, Right, body_audience
from council.people import Person

TENANT = "7c0e5a1e-0000-4000-8000-00000000000a"
MANAGEMENT_GROUP = "heinola-muutos/johtoryhma"  # key of the body in demo/*.yaml
PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"  # Teams' own words


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to chat as, and where."""

    role: str  # what --as takes
    also: tuple[str, ...]  # the same in Swedish and English
    name: str  # shown as Teams would show it: a role, no person's name
    number: int  # makes the ids
    audiences: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()
    kind: str = PERSONAL
    speaker: str = ""  # the role of who writes in a shared conversation

    @property
    def object_id(self) -> str:
        """The Entra object id."""
        return f"7c0e5a1e-0000-4000-8000-{self.number:012d}"

    @property
    def user_id(self) -> str:
        """The id in Teams."""
        return f"29:{self.role}"

    @property
    def conversation(self) -> str:
        """The id of the conversation with Luotsi, as Teams would make it."""
        if self.kind == CHANNEL:
            return "19:kanava@thread.tacv2"
        if self.kind == GROUP:
            return "19:ryhma@thread.v2"
        return f"a:{self.role}"

    def visited(self, visit: str) -> str:
        """Return the id of the conversation for one visit, which begins without a subject."""
        if self.kind == CHANNEL:
            return f"{self.conversation};messageid={visit}"
        return self.conversation if self.kind == GROUP else f"{self.conversation}-{visit}"

    @property
    def person(self) -> Person:
        """The person, or the shared conversation, with what it may see and do."""
        own = self.object_id if self.kind == PERSONAL else self.conversation
        return Person(f"{TENANT}/{own}", self.name, None, self.audiences, self.rights)

    @property
    def asker(self) -> Asker:
        """What this part may see and do."""
        return self.person.asker


_MEMBER = frozenset({COUNCIL})

PARTS = (
    Part("valtuutettu", ("ledamot", "member"), "Valtuutettu", 1, _MEMBER),
    Part(
        "johtoryhma",
        ("johtoryhmä", "ledningsgrupp", "management"),
        "Johtoryhmän jäsen",
        2,
        _MEMBER | {body_audience(MANAGEMENT_GROUP)},
    ),
    Part(
        "yllapitaja",
        ("ylläpitäjä", "administratör", "administrator", "admin"),
        "Ylläpitäjä",
        3,
        _MEMBER,
        frozenset(Right),
    ),
    Part(
        "viestija",
        ("viestijä", "kommunikatör", "communicator"),
        "Viestijä",
        4,
        _MEMBER,
        frozenset({Right.ANNOUNCE}),
    ),
    Part("vastuuhenkilo", ("vastuuhenkilö", "ansvarig", "owner"), "Vastuuhenkilö", 5, _MEMBER),
    Part("vieras", ("gäst", "guest"), "Vieras", 6),
    Part("k", (), "K", 9, _MEMBER),
    Part("l", (), "L", 10, _MEMBER),
    Part("tekninen", ("teknisk", "technical"), "Tekninen johtaja", 11, _MEMBER),
    Part("talous", ("ekonomi", "finance"), "Talousjohtaja", 12, _MEMBER),
    Part("yhteys", ("kontakt", "contact"), "Johtoryhmän yhteyshenkilö", 13, _MEMBER),
    Part("kanava", ("kanal", "channel"), "Kanava", 7, _MEMBER, kind=CHANNEL, speaker="valtuutettu"),
    Part("ryhma", ("ryhmä", "grupp", "group"), "Ryhmä", 8, kind=GROUP, speaker="valtuutettu"),
)

_BY_NAME = {name: part for part in PARTS for name in (part.role, *part.also)}


def find_part(role: str) -> Part:
    """Return the part of that name in any of the languages. Raises ValueError if there is none."""
    part = _BY_NAME.get(role.strip().casefold())
    if part is None:
        raise ValueError(f"'{role}' is none of: {', '.join(p.role for p in PARTS)}")
    return part


def speaker(part: Part) -> Part:
    """Return who writes: the part itself, or somebody in the shared conversation."""
    return find_part(part.speaker) if part.speaker else part


def demo_people() -> Iterable[Person]:
    """Return the demo's people and shared conversations, to be put on record."""
    return (part.person for part in PARTS)
