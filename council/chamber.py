"""The one object that every use case is called with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from council.asking import Finder
from council.ledger_ports import Courier
from council.ports import OpenRecords, Outside, Pictures
from council.shelf import Shelf
from council.turns import Turns
from council.workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class Council:
    """The council as the use cases see it."""

    records: OpenRecords  # one transaction; never await the network inside one
    finder: Finder
    shelf: Shelf
    turns: Turns
    now: Callable[[], datetime]  # aware, UTC
    pictures: Pictures
    days: WorkingDays
    courier: Courier

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's time zone."""
        return self.days.zone

    @property
    def today(self) -> date:
        """The calendar day in the municipality."""
        return self.days.day(self.now())


def convene(outside: Outside) -> Council:
    """Put the council together from what wiring gives."""
    return Council(
        records=outside.records,
        finder=outside.finder,
        shelf=Shelf(outside.records, outside.finder),
        turns=Turns(outside.records, outside.now),
        now=outside.now,
        pictures=outside.pictures,
        days=WorkingDays(outside.zone, outside.holiday),
        courier=outside.courier,
    )
