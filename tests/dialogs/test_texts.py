"""Catalogues are whole; days, periods and lists read as people write them."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import dialogs
from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language
from dialogs.texts import texts

FOLDER = Path(dialogs.__file__).parent
FIELD = re.compile(r"\{(\w*)\}")
FI, SV, EN = (texts(language) for language in Language)
DAY = date(2023, 4, 28)


def written() -> set[str | tuple[str, ...]]:
    """Return every text in the code: 't', 'mark' and 'plural' are how it is marked."""
    found = extract_from_dir(
        FOLDER, [("**.py", "python")], keywords={"t": None, "mark": None, "plural": (1, 2)}
    )
    return {message if isinstance(message, str) else tuple(message) for _, _, message, *_ in found}


def catalogue(language: str) -> dict[str | tuple[str, ...], tuple[str, ...]]:
    """Return a catalogue as message → translations."""
    with (FOLDER / "locales" / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    entries: dict[str | tuple[str, ...], tuple[str, ...]] = {}
    for message in read:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else tuple(message.id)
        string = message.string or ""
        entries[key] = (string,) if isinstance(string, str) else tuple(string)
    return entries


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_text_is_translated_and_no_translation_is_left_over(language: str) -> None:
    assert set(catalogue(language)) == written()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_translation_has_the_fields_of_its_text(language: str) -> None:
    for message, translations in catalogue(language).items():
        text = message if isinstance(message, str) else message[-1]
        assert all(translations), message
        for translation in translations:
            assert set(FIELD.findall(translation)) == set(FIELD.findall(text)), message


def test_no_text_hides_in_an_f_string_where_it_would_not_be_found() -> None:
    hidden = re.compile(r"""f["'][^\n]*\{[^}\n]*\bt\(["']""")

    found = [p.name for p in FOLDER.glob("*.py") if hidden.search(p.read_text("utf-8"))]

    assert found == []


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        (Language.FI, "pe 28.4.2023", "perjantaina 28.4.2023"),
        (Language.SV, "fre 28.4.2023", "fredag 28.4.2023"),
        (Language.EN, "Fri 28 April 2023", "Friday 28 April 2023"),
    ],
)
def test_a_day_is_written_as_people_write_it(language: Language, short: str, long: str) -> None:
    assert (texts(language).day(DAY), texts(language).long_day(DAY)) == (short, long)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2010, 1, 1), date(2013, 12, 31), "2010–2013"),
        (date(2010, 1, 1), date(2010, 12, 31), "2010"),
        (date(2022, 2, 1), date(2022, 2, 28), "helmikuu 2022"),
        (date(2023, 2, 1), date(2023, 3, 31), "helmikuu–maaliskuu 2023"),
        (date(2022, 11, 1), date(2023, 1, 31), "marraskuu 2022–tammikuu 2023"),
        (date(2025, 8, 15), date(2025, 9, 30), "15.8.–30.9.2025"),
        (date(2025, 12, 15), date(2026, 1, 5), "15.12.2025–5.1.2026"),
        (DAY, DAY, "pe 28.4.2023"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(start: date, end: date, said: str) -> None:
    assert FI.period(start, end) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (DueDate(start=DAY, end=DAY), "viimeistään perjantaina 28.4.2023"),
        (
            DueDate(start=DAY, end=DAY, kind=DateKind.AT, at=time(9, 5)),
            "perjantaina 28.4.2023 klo 9.05",
        ),
        (
            DueDate(start=DAY, end=DAY, originally=date(2023, 4, 3)),
            "viimeistään perjantaina 28.4.2023 (alun perin ma 3.4.2023)",
        ),
        (
            DueDate(end=DAY, certainty=DateCertainty.UNCONFIRMED),
            "viimeistään perjantaina 28.4.2023 (päivä vahvistamatta)",
        ),
        (
            DueDate(
                words="keväällä",
                start=date(2023, 3, 1),
                end=date(2023, 5, 31),
                certainty=DateCertainty.FUZZY,
            ),
            "”keväällä” (maaliskuu–toukokuu 2023)",
        ),
        (
            DueDate(yearless="--05-16", certainty=DateCertainty.YEARLESS),
            "16.5. (vuotta ei ole lähteessä eikä sitä ole vahvistettu)",
        ),
        (
            DueDate(yearless="--09/--11", certainty=DateCertainty.YEARLESS),
            "syyskuu–marraskuu (vuotta ei ole lähteessä eikä sitä ole vahvistettu)",
        ),
        (DueDate(), "päivää ei ole aineistossa"),
    ],
)
def test_a_date_says_how_far_it_can_be_relied_on(due: DueDate, said: str) -> None:
    assert FI.when(due) == said


def test_every_finnish_weekday_is_said_of_its_day() -> None:
    week = [FI.long_day(date(2023, 4, 24 + number)).split()[0] for number in range(7)]

    assert [name[-3:] for name in week] == ["ina", "ina", "ona", "ina", "ina", "ina", "ina"]


def test_a_yearless_date_never_gets_a_year() -> None:
    due = DueDate(words="16.5.", yearless="--05-16", certainty=DateCertainty.YEARLESS)

    assert all(not re.search(r"\d{4}", t.when(due)) for t in (FI, SV, EN))


def test_a_broken_yearless_form_is_shown_as_it_is() -> None:
    assert FI.when(DueDate(yearless="--13-45", certainty=DateCertainty.YEARLESS)).startswith(
        "--13-45"
    )


def test_names_and_numbers_are_listed_in_the_language() -> None:
    assert FI.listed(["a", "", "b", "c"]) == "a, b ja c"
    assert SV.listed(["a", "b"]) == "a och b"
    assert EN.number(1000) == "1,000"
    assert FI.plural("{n} time a year", "{n} times a year", 3) == "3 kertaa vuodessa"
    assert EN.plural("{n} time a year", "{n} times a year", 1) == "1 time a year"


def test_what_fills_a_field_is_never_interpreted() -> None:
    assert FI("Open: {name}", name="{name} {0} %s") == "Avaa: {name} {0} %s"
