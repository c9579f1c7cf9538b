"""What time it is: really, or as a demonstration sets it."""

from datetime import UTC, datetime


class Clock:
    """Tells the moment; a set clock stands still until it is set again."""

    def __init__(self, moment: datetime | None = None) -> None:
        """Start at an aware moment; None goes with the real time."""
        self._moment = moment

    @property
    def stands(self) -> bool:
        """Whether the clock has been set and stands still."""
        return self._moment is not None

    def now(self) -> datetime:
        """Return the moment that it is, aware, in UTC."""
        return self._moment or datetime.now(UTC)

    def set(self, moment: datetime | None) -> None:
        """Stand at an aware moment in UTC; None goes with the real time again."""
        self._moment = moment
