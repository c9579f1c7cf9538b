"""What can go wrong, as codes; the words are the dialogs'."""


class CouncilError(Exception):
    """Something that a person can be told; `code` chooses the words, `facts` fill them."""

    code = "failed"

    def __init__(self, **facts: str) -> None:
        """Keep the facts that the words need."""
        super().__init__(self.code, facts)
        self.facts = facts


class NotAllowedError(CouncilError):
    """The person may not do this."""

    code = "not-allowed"


class NotFoundError(CouncilError):
    """There is no such thing, or none for this person: the two look the same."""

    code = "not-found"


class StaleError(CouncilError):
    """A card is from a time before what it shows changed."""

    code = "stale"


class UnreadableDocumentError(CouncilError):
    """A file cannot be read.

    `reason` is one of encrypted, broken, empty, too-large, too-slow, unknown-type.
    """

    code = "unreadable-document"


class UnavailableError(CouncilError):
    """What is needed is out of reach just now; trying again later helps."""

    code = "unavailable"


class GaveWayError(UnavailableError):
    """Two transactions waited for each other, and this one was undone: to do it again helps."""
