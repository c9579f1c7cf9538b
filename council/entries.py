"""Records and passages as entries of an index: what is searched of each and around it."""

from collections.abc import Iterable, Mapping

from council.asking import Entry
from council.dates import DueDate
from council.model import (
    Action,
    Body,
    Contact,
    Decision,
    Document,
    Event,
    FollowUp,
    Goal,
    Holder,
    Material,
    Means,
    Membership,
    Metric,
    Named,
    Partner,
    Passage,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Role,
    Target,
)
from council.register import Register

INSIDE_OTHERS = (Holder, Membership, Target, Reading)  # found through what they belong to


def passage_entries(
    passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> list[Entry]:
    """Return the passages as entries; title and headings are searched with each."""
    found = []
    for key, passage in passages.items():
        document = documents[passage.document]
        context = " ".join(dict.fromkeys((document.title, *passage.headings)))
        found.append(Entry(key, passage.text, context, document.name, document.municipality))
    return found


def record_entries(register: Register) -> list[Entry]:
    """Return the records that can be asked for as entries, each with what it is linked to."""
    found = []
    for record in register:
        if isinstance(record, INSIDE_OTHERS) or register.successor(record.key):
            continue
        programme = register.programme(record)
        place = programme.municipality if programme else ""
        context = (_around(record, register), _programme_words(programme))
        found.append(
            Entry(record.key, own_words(record), " ".join(context), record.programme, place)
        )
    return found


def _programme_words(programme: Programme | None) -> str:
    if programme is None:
        return ""
    return f"{programme.name} {programme.municipality}"


def own_words(record: Record) -> str:  # noqa: C901 - one case for each type of record
    """Join the words of the record itself."""
    words: list[str] = []
    if isinstance(record, Named):
        words += [record.name, *record.aliases, record.description]
    match record:
        case Programme():
            words += [record.name, *record.aliases, record.summary, record.municipality]
        case Role():
            words += [record.unit]
        case Body():
            words += [record.task, record.composition]
        case Metric():
            words += [record.unit, record.data_source]
        case Event():
            words += [*record.topics, record.for_whom, record.lead, record.place]
            words += _dated(record.when)
        case FollowUp():
            words += _dated(record.due)
        case ReportingRule():
            words += [record.frequency, *(w for due in record.due for w in _dated(due))]
        case Decision():
            words += [record.section, *_dated(record.on)]
        case Material():
            words += [record.place]
        case Contact():
            words += [record.title, record.organisation]
        case Partner():
            words += [record.part, record.state]
    return " ".join(word for word in words if word)


def _dated(due: DueDate | None) -> list[str]:
    return [due.words] if due else []


def _around(record: Record, register: Register) -> str:
    """Join the words of what the record is linked to."""
    around: Iterable[Record | None] = ()
    extra: list[str] = []
    match record:
        case Action():
            around = register.follow_ups(record)
        case FollowUp():
            around = (register.get(record.action), register.get(record.decided_by))
        case Means():
            around = (register.find(Goal, record.goal),)
        case Metric():
            around = (register.get(record.theme), register.get(record.goal))
            extra = [t.words for t in register.targets(record)]
        case ReportingRule():
            around = register.all(Body, record.to)
        case Event():
            around = (register.get(record.body),)
    names = [r.name for r in around if isinstance(r, Named)]
    return " ".join(word for word in (*names, *extra) if word)
