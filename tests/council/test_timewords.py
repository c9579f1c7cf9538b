"""Times that people say are read as they are meant, or asked about."""

import ast
import re
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from council import timewords
from council.dates import DateCertainty, DateKind
from council.language import Language
from council.timewords import Said, SaidKind, due, find, overlapping, read
from council.timewords.days import COUNCIL_TERMS, easter, midsummer
from council.timewords.lexicon import MONTH_STEMS
from council.timewords.scan import Scan
from tests.council.spoken_dates import Case, cases

NOVEMBER = date(2009, 11, 16)
MARCH = date(2025, 3, 10)

WORDS = (
    *"1.1. 31.12.2025 15.–20.3. 30.2. 2025 2025–2028 2030-luvun v. 42 § 12 klo 17.00 24/7".split(),
    *"viimeistään mennessä alkaen saakka jälkeen ennen joka toinen vuosi kuukauden loppuun".split(),
    *"syksyllä vuosittain kesäkuun puoliväliin valtuustokauden ensi viime viikolla 8 ja -".split(),
    *"kahden viikon kuluessa päätöksestä Q3 I vuosipuolisko senast den i slutet av maj".split(),
    *"by the end of May next year every other month within 30 days of , . ( ) / tai".split(),
)
SAYINGS = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
)
DAYS = st.dates() | st.none() | st.just(MARCH)
LANGUAGES = st.sampled_from([*Language, None])


def days_of(said: Said) -> str:
    """Write the days of a reading as the table of cases does."""
    both = said.kind.value in {"at", "range", "period"} and said.start != said.end
    if both and said.start and said.end:
        return f"{said.start}..{said.end}"
    return str(said.start or said.end or "-")


def rate_of(said: Said) -> str:
    if said.per_year is None:
        return ""
    if said.per_year.exactly is not None:
        return f"{said.per_year.exactly:g}"
    ends = (said.per_year.least, said.per_year.most)
    return "-".join("" if end is None else f"{end:g}" for end in ends)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.language}: {case.text}")
def test_a_time_is_read_as_it_is_meant(case: Case) -> None:
    said = read(case.text, case.ref, case.language)
    rule = said.duration if said.kind is SaidKind.DURATION else said.rrule

    assert (said.kind.value, days_of(said), rule or "-", rate_of(said), said.needs_review) == (
        case.kind,
        case.days,
        case.rule or "-",
        case.per_year.strip("-") if case.per_year == "-" else case.per_year,
        case.asked,
    )


@pytest.mark.parametrize(
    ("text", "ref", "day"),
    [
        ("Palveluverkko siirtyy 25.1. kokoukseen", date(2009, 12, 3), date(2010, 1, 25)),
        ("Työ on käynnistetty 5.10.", NOVEMBER, date(2009, 10, 5)),
        ("Malli hyväksyttiin 2.11., § 310", NOVEMBER, date(2009, 11, 2)),
        ("Malli hyväksytään 2.11.", NOVEMBER, date(2010, 11, 2)),
        ("Sovittiin toukokuussa, ja kokous pidetään 20.1.", NOVEMBER, date(2010, 1, 20)),
    ],
)
def test_the_verb_tells_which_year_is_meant(text: str, ref: date, day: date) -> None:
    assert find(text, ref, Language.FI)[-1].start == day


def test_the_verb_of_the_next_sentence_does_not_speak_for_a_date() -> None:
    text = "On pidetty alkupaja 13.10. ja loppupaja 12.11. aamulla. 20.11. pidetään jatkopaja."

    starts = [one.start for one in find(text, NOVEMBER, Language.FI)]

    assert starts == [date(2009, 10, 13), date(2009, 11, 12), date(2009, 11, 20)]


def test_months_in_a_row_are_all_kept() -> None:
    said = read("Seuranta tammi-, touko- ja syyskuussa 2026", MARCH)

    assert [one.start for one in said.multi] == [date(2026, month, 1) for month in (1, 5, 9)]


def test_the_weekday_tells_which_year_is_meant_where_only_one_fits() -> None:
    assert read("Ohjausryhmä ti 11.2.", MARCH).start == date(2025, 2, 11)


def test_without_a_day_of_speaking_no_year_is_made_up() -> None:
    said = read("Kokous pidetään 16.5.", None)

    assert (said.start, said.yearless, said.needs_review) == (None, "--05-16", True)


@pytest.mark.parametrize(
    ("text", "form"),
    [("16.5.", "--05-16"), ("helmikuussa", "--02"), ("syksyllä", "--09/--11"),
     ("1.–15.3.", "--03-01/--03-15"), ("vuonna 2027", "")],
)  # fmt: skip
def test_what_lacks_a_year_keeps_the_form_without_one(text: str, form: str) -> None:
    assert read(text, None).yearless == form


@pytest.mark.parametrize("text", ["Toimi ensi vuonna", "Ensi kuussa", "Kuukauden loppuun mennessä"])
def test_a_relative_time_without_a_day_of_speaking_is_asked_about(text: str) -> None:
    said = read(text, None)

    assert (said.start, said.end, said.needs_review) == (None, None, True)


def test_every_time_of_a_text_is_found_in_order() -> None:
    text = "Kysely 1.–15.4., raportti 30.6. mennessä ja seuranta kaksi kertaa vuodessa."

    found = find(text, MARCH, Language.FI)

    assert [one.kind.value for one in found] == ["range", "by", "recurring"]
    assert [one.words for one in found] == [
        "1.–15.4.",
        "30.6. mennessä",
        "kaksi kertaa vuodessa",
    ]


def test_dates_in_a_row_are_one_time_with_several_days() -> None:
    said = read("Työpajat 13.1., 20.1. ja 27.1.2026", MARCH)

    assert [one.start for one in said.multi] == [date(2026, 1, day) for day in (13, 20, 27)]
    assert (said.start, said.end) == (date(2026, 1, 13), date(2026, 1, 27))


def test_one_of_two_times_is_asked_about() -> None:
    assert read("Kokous on viikolla 15 tai 16", MARCH).needs_review


def test_a_time_of_day_is_kept_with_its_day() -> None:
    said = read("Seminaari 17.3.2025 klo 17.30–19.00", MARCH)

    assert (said.at, said.until_time) == (time(17, 30), time(19, 0))


def test_the_expression_in_a_span_is_the_one_that_shares_most_with_it() -> None:
    text = "Aloitus 1.4.2025, päätös 30.9.2025"

    assert overlapping(find(text, MARCH), 24, 34).start == date(2025, 9, 30)
    assert overlapping(find(text, MARCH), 0, 5).kind is SaidKind.NONE


@pytest.mark.parametrize("language", Language)
def test_a_short_v_is_a_week_in_swedish_alone(language: Language) -> None:
    said = read("Möte v. 42", MARCH, language)

    assert (said.precision == "week") is (language is Language.SV)


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize(
    ("ending", "kind"),
    [("ssa", "at"), ("hun mennessä", "by"), ("sta alkaen", "from"), ("n aikana", "at"),
     ("hun asti", "until"), ("n jälkeen", "after"), ("n loppuun mennessä", "by")],
)  # fmt: skip
def test_every_month_is_read_in_every_case(number: int, ending: str, kind: str) -> None:
    said = read(f"Työ tehdään {MONTH_STEMS[number - 1]}kuu{ending}", date(2025, 1, 1))

    first = date(2025, number, 1)
    after = date(2025 + number // 12, number % 12 + 1, 1)
    assert said.kind.value == kind
    assert said.start in {None, first, after}
    assert said.end is None or said.end.month == number


def test_a_date_on_record_keeps_its_words_and_how_far_it_may_be_relied_on() -> None:
    sure = due(read("Raportti 30.4.2025 mennessä", MARCH))
    soft = due(read("Kysely tehdään syksyllä 2025", MARCH))
    open_year = due(read("Kokous pidetään 16.5.", None))
    doubtful = due(read("Kokous pe 13.6.2023", MARCH))

    assert sure is not None
    assert soft is not None
    assert open_year is not None
    assert doubtful is not None
    assert (sure.kind, sure.end, sure.words) == (
        DateKind.BY,
        date(2025, 4, 30),
        "30.4.2025 mennessä",
    )
    assert sure.certainty is DateCertainty.CERTAIN
    assert soft.certainty is DateCertainty.FUZZY
    assert (open_year.certainty, open_year.yearless) == (DateCertainty.YEARLESS, "--05-16")
    assert doubtful.certainty is DateCertainty.UNCONFIRMED


@pytest.mark.parametrize(
    "text", ["vuosittain", "31.6.2025", "tarvittaessa", "klo 12", "seuraavassa kokouksessa"]
)
def test_what_is_no_day_gives_no_date_on_record(text: str) -> None:
    assert due(read(text, MARCH)) is None


def test_council_terms_follow_on_each_other() -> None:
    for (_, last), (first, _) in pairwise(COUNCIL_TERMS):
        assert (first - last).days == 1


def test_moving_holidays_fall_where_the_almanac_has_them() -> None:
    assert [easter(year) for year in (2024, 2025, 2026)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
    ]
    assert midsummer(2025)[0] == date(2025, 6, 20)


def every(found: tuple[Said, ...]) -> Iterator[Said]:
    for one in found:
        yield one
        yield from one.multi


@given(SAYINGS, DAYS, LANGUAGES)
@example("29.2. mennessä", date.max, None)
@example("12 - 1.1.", MARCH, None)
@example("ensi viikolla, viime vuonna, ylihuomenna", date.max, Language.FI)
@example("viime viikolla, eilen, toissa vuonna, 2 vuotta sitten", date.min, Language.FI)
def test_no_text_is_too_strange_and_every_time_stands_in_it(
    text: str, ref: date | None, language: Language | None
) -> None:
    found = find(text, ref, language)

    ends = [0, *(one.span[1] for one in found)]
    for one, before in zip(found, ends, strict=False):
        assert before <= one.span[0] < one.span[1] <= len(text)
        assert one.words == text[slice(*one.span)]
    for one in every(found):
        assert one.start is None or one.end is None or one.start <= one.end


@given(SAYINGS, LANGUAGES)
def test_without_a_day_of_speaking_every_year_stands_in_the_text(
    text: str, language: Language | None
) -> None:
    for one in every(find(text, None, language)):
        for day in (one.start, one.end):
            assert day is None or one.needs_review or any(char.isdigit() for char in text)
            assert day is None or one.needs_review or near_a_year_in(text, day)


def near_a_year_in(text: str, day: date) -> bool:
    """Whether a year, or the one beside it or its decade or term, is written in a text."""
    written = {int(text[at : at + 4]) for at in range(len(text)) if is_year(text[at : at + 4])}
    return any(year - 1 <= day.year <= year + 10 for year in written)


def is_year(four: str) -> bool:
    return len(four) == 4 and four.isascii() and four.isdigit()


PIECES = (
    *("1.", "1.1.–", "1.1., ", "joka ", "vuoden ", "a", " ", "maalis-", "ja 2.2. ", "1-", "viime "),
    *("3 x ", "kahden ", "ei ", "tavoite on hyvä ", "kuukauden kuluessa ", "\n", "vuosittain "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_no_more_than_twice_the_work(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0
    plain = Scan.at

    def counted(scan: Scan, pattern: str | re.Pattern[str], place: int) -> re.Match[str] | None:
        nonlocal tries
        tries += 1
        return plain(scan, pattern, place)

    def work(length: int) -> int:
        nonlocal tries
        tries = 0
        find((piece * length)[:length], MARCH, Language.FI)
        return tries

    monkeypatch.setattr(Scan, "at", counted)

    assert work(4000) <= 2.2 * work(2000) + 100


def test_no_pattern_reaches_further_than_it_has_to() -> None:
    """A repetition without an end could make one try cost as much as the whole text."""
    endless = re.compile(r"(?:\\[wds]|[\])}])[*+]")
    sources = sorted(Path(timewords.__file__).parent.glob("*.py"))
    strings = [
        (source.name, node.value)
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert len(strings) > 500
    assert [found for found in strings if endless.search(found[1])] == []


def test_a_question_of_good_morning_is_no_time() -> None:
    assert read("Hyvää huomenta ja kiitos viimeisestä", MARCH).kind is SaidKind.NONE
