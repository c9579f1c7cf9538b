"""Who may see and do what: deny by default.

An *audience* is a label on a record or a document. A person holds audiences; a record is seen by
whoever holds one of its own. Administrators see every record, because they put it there and answer
for it.
"""

from dataclasses import dataclass
from enum import StrEnum

PUBLIC = "public"
COUNCIL = "council"
ADMINISTRATORS = "administrators"
BODY = "body:"


def body_audience(key: str) -> str:
    """Return the audience of one body's members, e.g. 'body:heinola/johtoryhma'."""
    return BODY + key


class Right(StrEnum):
    """What a person may do besides reading."""

    IMPORT = "import"
    ANNOUNCE = "announce"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what that gives a right to see. Never built from what a message claims."""

    person: str = ""  # key of the person; empty for a whole channel
    audiences: frozenset[str] = frozenset({PUBLIC})
    rights: frozenset[Right] = frozenset()

    @property
    def administers(self) -> bool:
        """Whether this is an administrator."""
        return Right.ADMINISTER in self.rights

    def may_see(self, audience: frozenset[str]) -> bool:
        """Tell whether something with this audience exists for the asker."""
        return self.administers or not self.audiences.isdisjoint(audience)


ANYONE = Asker()
