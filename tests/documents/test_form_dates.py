"""Tests of the dates of a form: read as people write them, told where they cannot be right."""

from datetime import date, time

import pytest

from council.dates import DateCertainty, DateKind, DueDate
from council.model import Event
from documents.form import Form, FormFile, explain, read_forms


def read(written: str) -> Form:
    text = (
        "luotsi: 1\n"
        "documents: {plan: {file: plan.txt}}\n"
        "source: plan\n"
        "programme: {id: plan, name: Plan, municipality: Esimerkkikunta, kind: change}\n"
        f"events: [{{id: e, name: E, kind: meeting, when: {written}}}]\n"
    )
    return read_forms([FormFile("form.yaml", text.encode())])


def when(written: str) -> DueDate:
    form = read(written)
    assert [explain(fault) for fault in form.faults] == []
    (event,) = [record for record in form.records if isinstance(record, Event)]
    assert event.when is not None
    return event.when


def date_fault(written: str) -> str:
    form = read(written)
    assert [fault.line for fault in form.faults] == [5]
    return form.faults[0].code


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2009-12-14", date(2009, 12, 14), date(2009, 12, 14)),
        ("14.12.2009", date(2009, 12, 14), date(2009, 12, 14)),
        ("ma 14.12.2009", date(2009, 12, 14), date(2009, 12, 14)),
        ("maanantaina 14.12.2009", date(2009, 12, 14), date(2009, 12, 14)),
        ("mån 2009-12-14", date(2009, 12, 14), date(2009, 12, 14)),
        ("2/2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("2015-03", date(2015, 3, 1), date(2015, 3, 31)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2010-2013", date(2010, 1, 1), date(2013, 12, 31)),
        ("{words: soon, end: 1.3.2010}", None, date(2010, 3, 1)),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, start: date | None, end: date) -> None:
    due = when(written)
    assert (due.start, due.end, due.kind) == (start, end, DateKind.AT)


def test_a_date_without_a_year_stays_without_one() -> None:
    due = when("{words: '16.5.', yearless: --05-16}")
    assert due == DueDate(
        words="16.5.", yearless="--05-16", certainty=DateCertainty.YEARLESS, kind=DateKind.AT
    )
    assert due.last is None


def test_a_fuzzy_date_keeps_its_words_and_its_time() -> None:
    due = when(
        "{words: syksyllä 2009, start: 1.9.2009, end: 30.11.2009, certainty: fuzzy, kind: by,"
        " at: '16:30', originally: 1.9.2009}"
    )
    assert due == DueDate(
        words="syksyllä 2009",
        start=date(2009, 9, 1),
        end=date(2009, 11, 30),
        certainty=DateCertainty.FUZZY,
        kind=DateKind.BY,
        at=time(16, 30),
        originally=date(2009, 9, 1),
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("soon", "date-unclear"),
        ("[1.1.2027]", "date-unclear"),
        ("31.6.2027", "date-impossible"),
        ("29.2.2023", "date-impossible"),
        ("2013-2010", "date-impossible"),
        ("13/2010", "date-impossible"),
        ("su 14.12.2009", "weekday-wrong"),
        ("su 2009", "date-unclear"),
        ("{}", "date-missing"),
        ("{words: soon}", "date-missing"),
        ("{day: 1.1.2027, end: 2.1.2027}", "day-and-period"),
        ("{start: 2027}", "date-unclear"),
        ("{yearless: --05-16}", "words-missing"),
        ("{words: w, yearless: 16.5.}", "yearless-unclear"),
        ("{words: w, yearless: --06-31}", "date-impossible"),
        ("{words: w, yearless: --05-16, day: 16.5.2027}", "yearless-with-days"),
        ("{words: w, yearless: --05-16, certainty: certain}", "yearless-with-days"),
        ("{words: w, certainty: yearless}", "yearless-missing"),
        ("{start: 1.9.2027, end: 30.11.2027, certainty: fuzzy}", "words-missing"),
        ("{day: 1.1.2027, at: '25:00'}", "time-unclear"),
        ("{day: 1.1.2027, wrods: x}", "unknown-key"),
        ("{day: 1.1.2027, kind: until}", "unknown-choice"),
        ("{day: 1.1.2027, words: [x]}", "wrong-type"),
    ],
)
def test_a_date_that_cannot_be_right_is_told_and_never_moved(written: str, code: str) -> None:
    assert date_fault(written) == code
