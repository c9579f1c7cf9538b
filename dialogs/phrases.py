"""Records in words: names of kinds and states, sources, contacts, targets."""

from collections.abc import Iterable
from datetime import date

from council.amounts import kept, scale
from council.model import (
    Action,
    Body,
    Certainty,
    Contact,
    Decision,
    Direction,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Holder,
    Material,
    Means,
    Metric,
    Named,
    OpenQuestion,
    Partner,
    Perspective,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Role,
    Source,
    Standing,
    State,
    Target,
    TargetGroup,
    Theme,
    Value,
)
from council.verdicts import Verdict
from dialogs.cards import clip, tidy
from dialogs.texts import Texts, mark

KINDS: dict[type[Record], str] = {
    Programme: mark("Programme"),
    Perspective: mark("Perspective"),
    Theme: mark("Theme"),
    Value: mark("Value"),
    TargetGroup: mark("Target group"),
    Goal: mark("Goal"),
    Means: mark("Means"),
    Action: mark("Action"),
    FollowUp: mark("Follow-up"),
    Role: mark("Role"),
    Body: mark("Body"),
    Metric: mark("Metric"),
    Event: mark("Event"),
    ReportingRule: mark("Reporting"),
    Decision: mark("Decision"),
    Material: mark("Material"),
    Contact: mark("Contact person"),
    Partner: mark("Partner"),
    OpenQuestion: mark("Open question"),
}

PLURALS: dict[type[Record], str] = {
    Programme: mark("Programmes"),
    Perspective: mark("Perspectives"),
    Theme: mark("Themes"),
    Value: mark("Values"),
    TargetGroup: mark("Target groups"),
    Goal: mark("Goals"),
    Means: mark("Means and ways"),
    Action: mark("Actions"),
    FollowUp: mark("Follow-ups"),
    Role: mark("Roles"),
    Body: mark("Bodies"),
    Metric: mark("Metrics"),
    Event: mark("Events"),
    ReportingRule: mark("Reporting"),
    Decision: mark("Decisions"),
    Material: mark("Materials"),
    Contact: mark("Contact persons"),
    Partner: mark("Partners"),
    OpenQuestion: mark("Open questions"),
}

STATES = {
    State.PLANNED: mark("planned"),
    State.STARTED: mark("started"),
    State.DONE: mark("done"),
    State.LATE: mark("late"),
    State.CANCELLED: mark("cancelled"),
}

EVENTS = {
    EventKind.WORKSHOP: mark("workshop"),
    EventKind.SEMINAR: mark("seminar"),
    EventKind.MEETING: mark("meeting"),
    EventKind.SURVEY: mark("survey"),
    EventKind.BRIEFING: mark("briefing"),
    EventKind.INTERVIEWS: mark("interviews"),
    EventKind.TRAINING: mark("training"),
    EventKind.SPEECH: mark("speech"),
    EventKind.MILESTONE: mark("milestone"),
}

DIRECTIONS = {
    Direction.AT_LEAST: mark("at least {value}"),
    Direction.AT_MOST: mark("at most {value}"),
    Direction.EXACTLY: mark("exactly {value}"),
    Direction.FALLING: mark("falling"),
    Direction.RISING: mark("rising"),
    Direction.LIKE_PEERS: mark("the same as in comparable municipalities, or lower"),
    Direction.UNSTATED: mark("{value} (the source does not say whether at least or at most)"),
    Direction.OPEN: mark("left open in the source"),
}

VERDICTS = {
    Verdict.REACHED: mark("reached"),
    Verdict.NOT_REACHED: mark("not reached"),
    Verdict.NOT_YET: mark("not reached yet"),
    Verdict.AS_MEANT: mark("moving as meant since the reading before"),
    Verdict.AGAINST: mark("not moving as meant since the reading before"),
}

LONGEST_NAME = 160
SAME_WORD = 4  # first letters by which inflected words are the same
MORE_THAN_THE_VALUE = 20  # characters by which words say more than the value beside them


def kind(record: Record, t: Texts) -> str:
    """Return what sort of thing a record is, in one word."""
    if isinstance(record, Event):
        return t(EVENTS[record.kind]).capitalize()
    return t(KINDS[type(record)]) if type(record) in KINDS else ""


def name(record: Record) -> str:
    """Return what a record is called."""
    if isinstance(record, Named | Programme | Holder):
        return clip(tidy(record.name), LONGEST_NAME)
    return clip(tidy(record.source.title), LONGEST_NAME)


def names(records: Iterable[Record], t: Texts) -> str:
    """Return the names of records as a list in a sentence, each once."""
    return t.listed(dict.fromkeys(name(record) for record in records))


def draft(record: Record) -> bool:
    """Tell whether a record is still a working paper."""
    standing = getattr(record, "standing", None)
    return standing is Standing.DRAFT


def doubts(record: Record, t: Texts) -> str:
    """Return what has to be said with a record's name: draft, former, unconfirmed; or ''."""
    said = []
    if draft(record):
        said.append(t("draft"))
    if getattr(record, "standing", None) is Standing.FORMER:
        said.append(t("earlier version"))
    if record.certainty is Certainty.UNCONFIRMED:
        said.append(t("not confirmed"))
    return "; ".join(said)


def titled(record: Record, t: Texts) -> str:
    """Return a record's name with its doubts in brackets."""
    said = doubts(record, t)
    return f"{name(record)} ({said})" if said else name(record)


def programme_name(programme: Programme, t: Texts, *, doubts: bool = True) -> str:
    """Return a programme's name with its municipality and, unless said already, its doubts."""
    called = titled(programme, t) if doubts else name(programme)
    town = programme.municipality
    return called if not town or town.casefold() in called.casefold() else f"{called}, {town}"


def dated(day: date | None, t: Texts) -> str:
    """Return a document's date, or that it bears none."""
    return t.bare_day(day) if day else t("undated")


def source(found: Source, t: Texts) -> str:
    """Return a source without its words: title, date, place; or who has told it and when."""
    if found.told and found.dated:
        day = t.bare_day(found.dated)
        if not found.place:
            return t("entry of an administrator, {day}", day=day)
        return t("report of the person responsible, {day} ({role})", day=day, role=found.place)
    title = clip(tidy(found.title or found.document), LONGEST_NAME)
    return ", ".join(part for part in (title, dated(found.dated, t), tidy(found.place)) if part)


def source_line(found: Source, t: Texts) -> str:
    """Return a source as the line below what it says."""
    return t("Source: {source}", source=source(found, t))


def contact(record: Contact, t: Texts, *, named: bool = True) -> str:
    """Return whom to ask on one line; an address that only stands in for another says so.

    `named` is False where the name stands above.
    """
    email = record.email
    if email and record.placeholder:
        email = t("{address} (example address)", address=email)
    phone = t("tel. {number}", number=record.phone) if record.phone else ""
    title = record.title
    if title.casefold().startswith(record.name.casefold()):  # often the same once more
        title = title[len(record.name) :].lstrip(" ,")
    parts = (name(record) if named else "", title, record.organisation, email, phone)
    return ", ".join(tidy(part) for part in parts if part)


def target(record: Target, t: Texts) -> str:
    """Return a target level with its direction and, if it has one, its date."""
    said = [known] if (known := level(record, t)) else []
    words, value = tidy(record.words), f"{record.value} {record.unit}".strip()
    longer = not value or len(words) - len(value) > MORE_THAN_THE_VALUE
    if words and longer and _news(words, known):
        said.append(words)
    text = " – ".join(said)
    return f"{text} ({t.when(record.due)})" if record.due else text


def level(record: Target, t: Texts) -> str:
    """Return a target level with its direction; '' where the source names none."""
    value = f"{record.value} {record.unit}".strip()
    if not value and "{value}" in DIRECTIONS[record.direction]:
        return ""
    return t(DIRECTIONS[record.direction], value=value)


def _news(words: str, said: str) -> bool:
    """Tell whether words hold one that has not been said; its first letters tell, not its case."""
    known = said.casefold()
    return any(word[:SAME_WORD] not in known for word in words.casefold().split())


def reading(record: Reading, unit: str, t: Texts) -> str:
    """Return what a metric showed and when; who told it, where no document says it."""
    said = t("{value} on {day}", value=shown(record, unit, t), day=t.bare_day(record.on))
    if record.peers:
        peers = measured(record.peers, unit, t) if record.source.told else record.peers
        said = t("{reading}, comparable municipalities {value}", reading=said, value=peers)
    if record.note:
        said = f"{said}, {tidy(record.note)}"
    return f"{said} – {source(record.source, t)}" if record.source.told else said


def shown(record: Reading, unit: str, t: Texts) -> str:
    """Return what a metric showed, with its unit."""
    if record.source.told:
        return measured(record.value, unit, t)
    return f"{record.value} {unit}".strip()


def measured(text: str, unit: str, t: Texts) -> str:
    """Return an amount that Luotsi has written down as it is written in the language."""
    amount = kept(text)
    if amount is None:
        return f"{text} {unit}".strip()
    said = amount.unit or (unit if scale(unit) else "")
    return f"{t.exact(amount.number)} {said}".strip()


def frequency(record: ReportingRule, t: Texts) -> str:
    """Return how often is reported, only as far as the source says."""
    if record.frequency:
        return tidy(record.frequency)
    if record.per_year:
        return t.plural("{n} time a year", "{n} times a year", record.per_year)
    if record.months:
        shortest, longest = record.months
        months = str(longest) if shortest == longest else f"{shortest}–{longest}"
        return t("every {months} months", months=months)
    return t("the source does not say how often")
