"""Finnish public holidays and the eves on which municipalities do not work."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def _finland() -> holidays.HolidayBase:
    # The library counts Midsummer Eve and Christmas Eve among them: days off by the collective
    # agreement of the municipal sector (KVTES), though not by law.
    return holidays.country_holidays("FI")


@lru_cache(maxsize=8192)
def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in Finland, Midsummer Eve or Christmas Eve."""
    return day in _finland()
