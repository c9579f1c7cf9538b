"""The statements that put any number of open items on record at once."""

from collections.abc import Iterator
from string import Template

from benchmarks.reminders.town import NOW

RULES = ("before:14", "before:7", "before:1", "before:0", "overdue:1", "overdue:7")
RECIPIENTS = 2_000
ITEMS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $last)"
RECORDS = """
INSERT INTO records (key, record_kind, programme, source_document, source_title, source_place,
    source_words, certainty, audience, supersedes, "order")
$items SELECT 'p/f' || i, 'follow_ups', 'p', 'd', 't', '', '', 'certain', $none, '', i FROM n"""
FOLLOW_UPS = """
INSERT INTO follow_ups (key, name, description, aliases, action, owners, due_start, due_end,
    due_words, due_certainty, due_kind, due_yearless, decided_by, state)
$items SELECT 'p/f' || i, 'f' || i, '', $none, 'p/a', $none, $due, $due, '', 'certain', 'by', '',
    '', 'planned' FROM n"""
TRACKS = """
INSERT INTO tracks (item, due, since, heard, waiting, parts, declined)
$items SELECT 'p/f' || i, $due, $now, $now, $no, $none, $none FROM n"""
REMINDERS = """
INSERT INTO reminders (recipient, item, rule, due, at, programme, capacity, through, state, reason,
    dispatch)
$items SELECT 't/' || i % $people, 'p/f' || i, rule, $due, $coming, 'p', 'owner',
    'p/r' || i % $people, 'planned', '', '' FROM n CROSS JOIN ($rules) AS rules"""
DISPATCHES = """
INSERT INTO dispatches (id, purpose, subject, recipient, made, due, state, tries, holder, doubtful,
    conversation, message, sent, reason)
$items SELECT 'd' || i, 'reminders', 's' || i, 't/' || i % $people, $gone, $gone, 'sent', 1, '',
    $no, 'c', 'm', $gone, '' FROM n"""


def statements(size: int, *, sqlite: bool) -> Iterator[str]:
    """Yield what puts so many items on record, with six rows and a message long sent for each."""
    now = f"{NOW:%Y-%m-%d %H:%M:%S}"

    def moment(days: str) -> str:
        if sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{now}', ({days}) || ' days')"
        return f"TIMESTAMPTZ '{now}+00' + ({days}) * INTERVAL '1 day'"

    day = "15 + i % 365"
    given = {
        "items": Template(ITEMS).substitute(last=size - 1),
        "people": RECIPIENTS,
        "due": f"date('{now}', ({day}) || ' days')" if sqlite else f"DATE '{now}' + ({day})",
        "now": moment("0"),
        "coming": moment("1 + i % 365 + 4 * k"),
        "gone": moment("-1 - i % 365"),
        "no": "0" if sqlite else "FALSE",
        "none": "'[]'" if sqlite else "'[]'::jsonb",
        "rules": " UNION ALL ".join(f"SELECT {k} AS k, '{rule}' AS rule" for k, rule in _rules()),
    }
    for statement in (RECORDS, FOLLOW_UPS, TRACKS, REMINDERS, DISPATCHES):
        yield Template(statement).substitute(given)


def _rules() -> Iterator[tuple[int, str]]:
    return iter(enumerate(RULES))
