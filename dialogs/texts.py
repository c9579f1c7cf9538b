"""Luotsi's words in the reader's language: catalogues, days, periods, lists and numbers."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language

LOCALES = Path(__file__).parent / "locales"

DAY = {Language.FI: "ccc d.M.y", Language.SV: "ccc d.M.y", Language.EN: "ccc d MMMM y"}
LONG_DAY = {Language.FI: "EEEE d.M.y", Language.SV: "EEEE d.M.y", Language.EN: "EEEE d MMMM y"}
BARE_DAY = {Language.FI: "d.M.y", Language.SV: "d.M.y", Language.EN: "d MMMM y"}
YEARLESS_DAY = {Language.FI: "d.M.", Language.SV: "d.M", Language.EN: "d MMMM"}
MONTH = "LLLL y"
YEARLESS_MONTH = "LLLL"
LEAP_YEAR = 2000  # any day of any year exists in it, so that a yearless day can be written
DECEMBER = 12


def mark(message: str) -> str:
    """Mark a text for the catalogues where it is translated later, through a variable."""
    return message


class Texts:
    """One language's words. The English text is the key of its translation."""

    def __init__(self, language: Language) -> None:
        """Read the language's catalogue; English has none, because it is the key."""
        self.language = language
        self._locale = Locale.parse(language.value)
        self._messages: dict[str, str] = {}
        self._plurals: dict[str, tuple[str, ...]] = {}
        if language is not Language.EN:
            self._read(LOCALES / f"{language.value}.po")

    def _read(self, path: Path) -> None:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=self.language.value)
        for message in catalogue:
            if isinstance(message.id, str) and isinstance(message.string, str):
                self._messages[message.id] = message.string or message.id
            elif not isinstance(message.id, str):
                self._plurals[message.id[0]] = tuple(message.string or ())

    def __call__(self, message: str, /, **fields: object) -> str:
        """Return a text with its fields filled in; what a field holds is never interpreted."""
        text = self._messages.get(message, message)
        return text.format(**fields) if fields else text

    def plural(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """Return the text that fits a number, which fills the field {n}."""
        forms = self._plurals.get(one) or (one, many)
        return forms[number != 1].format(n=self.number(number), **fields)

    def number(self, number: float) -> str:
        """Return a number as it is written in the language."""
        return _number(number, self.language)

    def exact(self, number: Decimal) -> str:
        """Return a number with all of its decimals as it is written in the language."""
        return format_decimal(number, locale=self._locale, decimal_quantization=False)

    def listed(self, names: Iterable[str]) -> str:
        """Return names as a list in a sentence: 'a, b ja c'."""
        return format_list([name for name in names if name], locale=self._locale)

    def quoted(self, text: str) -> str:
        """Return a text in the language's quotation marks."""
        return f"“{text}”" if self.language is Language.EN else f"”{text}”"

    def day(self, day: date) -> str:
        """Return a calendar day with its short weekday: 'pe 28.4.2023'."""
        return _formatted(day, DAY[self.language], self.language)

    def long_day(self, day: date) -> str:
        """Return a calendar day as it stands in a sentence: 'perjantaina 28.4.2023'."""
        said = _formatted(day, LONG_DAY[self.language], self.language)
        # CLDR has the other Finnish weekdays as they are said of a day, 'maanantaina', not Sunday.
        return said.replace("sunnuntai ", "sunnuntaina ", 1)

    def bare_day(self, day: date) -> str:
        """Return a calendar day without its weekday: '28.4.2023'."""
        return _formatted(day, BARE_DAY[self.language], self.language)

    def clock(self, at: time) -> str:
        """Return a local time of day in a sentence: 'klo 9.00'."""
        t = self  # Babel finds the texts by this name
        return t("at {time}", time=self.bare_clock(at))

    def bare_clock(self, at: time) -> str:
        """Return a local time of day by itself: '9.00'."""
        between = ":" if self.language is Language.EN else "."
        return f"{at.hour}{between}{at.minute:02}"

    def period(self, start: date, end: date) -> str:
        """Return the days from `start` to `end`, both inclusive, as short as they can be said."""
        if start == end:
            return self.day(start)
        if start.day == 1 and (end + timedelta(days=1)).day == 1:
            if start.month == 1 and end.month == DECEMBER:
                years = (str(start.year), str(end.year))
                return years[0] if years[0] == years[1] else "–".join(years)
            return self._span(start, end, MONTH, YEARLESS_MONTH)
        return self._span(start, end, BARE_DAY[self.language], YEARLESS_DAY[self.language])

    def _span(self, start: date, end: date, pattern: str, yearless: str) -> str:
        last = _formatted(end, pattern, self.language)
        if _formatted(start, pattern, self.language) == last:
            return last
        shorter = yearless if start.year == end.year else pattern
        return f"{_formatted(start, shorter, self.language)}–{last}"

    def when(self, due: DueDate) -> str:
        """Return a date with all that has to be said about it: softness, doubt, a first due day."""
        t, said = self, self._bare(due)
        if due.certainty is DateCertainty.YEARLESS:
            return t("{date} (the source gives no year and nobody has confirmed one)", date=said)
        if due.certainty is DateCertainty.UNCONFIRMED:
            said = t("{date} (date not confirmed)", date=said)
        if due.originally is not None and due.originally != due.last:
            said = t("{date} (originally {day})", date=said, day=self.day(due.originally))
            if due.moved is not None:
                said = t("{date}, moved {day}", date=said, day=self.bare_day(due.moved))
                said += f": {due.moved_why}" if due.moved_why else ""
        return said

    def _bare(self, due: DueDate) -> str:
        t, words = self, self.quoted(due.words) if due.words else ""
        if due.certainty is DateCertainty.YEARLESS:
            return words or self._yearless(due.yearless)
        if due.last is None:
            return words or t("no date in the material")
        days = self._days(due)
        if due.certainty is DateCertainty.FUZZY or due.kind is DateKind.RECURRING:
            return f"{words} ({days})" if words else t("about {date}", date=days)
        return days

    def _days(self, due: DueDate) -> str:
        t = self
        if due.last is None:
            return ""
        if not due.one_day and due.start is not None:
            return self.period(due.start, due.last)
        day = self.long_day(due.last)
        if due.at is not None:
            day = f"{day} {self.clock(due.at)}"
        return t("by {date}", date=day) if due.kind is DateKind.BY else day

    def _yearless(self, form: str) -> str:
        """Write the XML Schema forms '--05-16', '--02' and '--09/--11' (xsd:gMonthDay, gMonth)."""
        return "–".join(self._yearless_part(part) for part in form.split("/") if part)

    def _yearless_part(self, part: str) -> str:
        numbers = [int(n) for n in part.strip("-").split("-") if n.isdigit()]
        try:
            first = date(LEAP_YEAR, numbers[0], numbers[1] if len(numbers) > 1 else 1)
        except (IndexError, ValueError):
            return part
        pattern = YEARLESS_DAY[self.language] if len(numbers) > 1 else YEARLESS_MONTH
        return _formatted(first, pattern, self.language)


@lru_cache(maxsize=8192)
def _formatted(day: date, pattern: str, language: Language) -> str:
    return format_date(day, pattern, locale=language.value)


@lru_cache(maxsize=8192)
def _number(number: float, language: Language) -> str:
    return format_decimal(number, locale=language.value)


@lru_cache(maxsize=len(Language))
def texts(language: Language) -> Texts:
    """Return a language's words, read once."""
    return Texts(language)
