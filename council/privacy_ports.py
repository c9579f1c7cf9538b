"""What retention and the wish to be forgotten need of the record."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol


class PrivacyRecords(Protocol):
    """Personal data, wherever on record they are."""

    async def forget(
        self, person: str, pseudonym: str, names: Collection[str], at: datetime
    ) -> int:
        """Remove a person from everything but the register; return how many rows that touched.

        What was sent stays on record with the pseudonym in the person's place, what was told and
        changed with nobody. What waits to be sent is called off. `names` are taken off the
        questions that were passed on in them. A turn that is under way can still be closed.
        """
        ...

    async def periods(self) -> Mapping[str, int]:
        """Return the retention times that have been set, in days, by the class of data."""
        ...

    async def unname(self, before: datetime) -> int:
        """Remove who did what from what is older than a moment; return how many rows changed."""
        ...

    async def unword(self, before: datetime) -> int:
        """Remove reasons and comments that are older than a moment; return how many rows changed.

        What still waits for a decision keeps its reason.
        """
        ...

    async def shed(self, before: datetime, but: Collection[str]) -> int:
        """Remove reminders and messages that were over before a moment; return how many.

        Reminders of the items `but` stay: their plan would make them anew.
        """
        ...
