"""What was found about a record, as short lines: one for each thing asked."""

from collections.abc import Callable, Sequence

from council.answers import Aspect, Finding, Note
from council.dates import DateCertainty, DueDate
from council.model import (
    Action,
    Body,
    Contact,
    Decision,
    Event,
    FollowUp,
    Holder,
    Material,
    Metric,
    Named,
    OpenQuestion,
    Partner,
    Programme,
    Reading,
    Record,
    ReportingRule,
    State,
    Target,
)
from council.planning import OVER
from council.verdicts import Verdict
from dialogs import events, phrases
from dialogs.texts import Texts, mark

# What a note says on a line of its own. Notes that are not here are said inside another line: a
# soft, doubtful or moved date beside the date, a missing document date in the source line.
LINES = {
    Note.NO_LINK: mark("The link is missing: it has not been set yet."),
    Note.NO_OWNER: mark("The material does not say who is responsible."),
    Note.NO_DUE: mark("The material gives no due date."),
    Note.NO_TARGET: mark("The material sets no target level."),
    Note.HELD: mark("This has already been held."),
    Note.NONE_COMING: mark("No later one is known."),
    Note.NOTHING_LATE: mark("According to the material nothing is late."),
    Note.NO_REASON: mark("Nobody has given a reason."),
    Note.SEVERAL: mark("There is more than is shown here."),
    Note.RESTRICTED: mark("There is no material on this that is open to you."),
}


SAME_WORD = 4  # first letters by which inflected words are the same
LEFT_OPEN = mark("The document leaves this open.")


def subject(finding: Finding, t: Texts, *, drafts: bool = True, doubts: bool = False) -> str:
    """Return what a finding is about, with what must be said beside its name.

    `drafts` is False where a draft has been said to be one already; `doubts` says here, in a word,
    what is not confirmed.
    """
    said = phrases.name(finding.record)
    beside = []
    if drafts and (Note.DRAFT in finding.notes or phrases.draft(finding.record)):
        beside.append(t("draft"))
    if Note.FORMER in finding.notes:
        beside.append(t("earlier version"))
    if doubts and Note.UNCONFIRMED in finding.notes:
        beside.append(t("not confirmed"))
    return f"{said} ({'; '.join(beside)})" if beside else said


def lines(finding: Finding, t: Texts, *, brief: bool = False) -> list[str]:
    """Return what a finding says, line by line, its notes last.

    `brief` is for lists: what the record belongs to is left for its own page.
    """
    tell = TELL.get(finding.aspect, _whole)
    said = [line for line in tell(finding, t) if line]
    if getattr(finding.record, "state", None) is State.LATE and finding.aspect is not Aspect.STATE:
        said.append(t("Said to be late."))
    if finding.aspect is Aspect.DUE and getattr(finding.record, "state", None) in OVER:
        said += [line for line in _state(finding, t)[:1] if not brief]
    if finding.reason:
        day = t.bare_day(finding.reason.on)
        said.append(t("Reason ({day}): {reason}", day=day, reason=finding.reason.text))
    if not brief:
        said += _belonging(finding, t)
    if Note.UNCONFIRMED in finding.notes and not _doubt_is_said(finding):
        said.append(t("This is not confirmed: it was read from an ambiguous place."))
    notes = finding.notes
    if any(isinstance(record, Target) for record in finding.related):
        notes -= {Note.NO_TARGET}  # an open target has been said to be open
    return said + note_lines(notes, t)


def note_lines(notes: frozenset[Note], t: Texts) -> list[str]:
    """Return the notes that stand on lines of their own."""
    said = [t(LINES[note]) for note in Note if note in notes and note in LINES]
    if {Note.NO_TIME, Note.NO_PLACE} <= notes:
        said.append(t("The material gives neither a time of day nor a place."))
    elif Note.NO_TIME in notes:
        said.append(t("The material gives no time of day."))
    elif Note.NO_PLACE in notes:
        said.append(t("The material gives no place."))
    return said


def _belonging(finding: Finding, t: Texts) -> list[str]:
    """Return the action that a follow-up belongs to and the goals that it serves."""
    said = []
    if isinstance(finding.record, FollowUp) and finding.action is not None:
        said.append(t("Action: {action}", action=phrases.name(finding.action)))
    if finding.goals and finding.aspect is not Aspect.GOALS:
        said.append(_serving(finding.goals, t))
    return said


def _doubt_is_said(finding: Finding) -> bool:
    """Whether a line has said already that the owner or the date is not confirmed."""
    owned = finding.aspect is Aspect.OWNERS or isinstance(finding.record, FollowUp)
    if owned and finding.aspect in {Aspect.OWNERS, Aspect.DUE} and finding.related:
        return True
    return any(d.certainty is DateCertainty.UNCONFIRMED for d in _dates(finding.record))


def _dates(record: Record) -> tuple[DueDate, ...]:
    due = getattr(record, "due", None) or getattr(record, "when", None)
    if isinstance(due, DueDate):
        return (due,)
    return due if isinstance(due, tuple) else ()


def _owners(finding: Finding, t: Texts) -> list[str]:
    if not finding.related:
        return []
    return [_responsible(finding, t), *_own_due(finding.record, t)]


def _responsible(finding: Finding, t: Texts) -> str:
    said = t("Responsible: {owners}", owners=phrases.names(finding.related, t))
    if Note.UNCONFIRMED not in finding.notes:
        return said
    doubt = t("responsibility not confirmed, read from a table")
    return f"{said} ({doubt})"


def _own_due(record: Record, t: Texts) -> list[str]:
    if isinstance(record, FollowUp) and record.due:
        return [t("Due: {date}", date=t.when(record.due))]
    return []


def _due(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if isinstance(record, Action):
        follow_ups = [f for f in finding.related if isinstance(f, FollowUp) and f.due]
        return [f"{phrases.name(f)}: {t.when(f.due)}" for f in follow_ups if f.due]
    if isinstance(record, ReportingRule):
        if not record.due:
            return _frequency(finding, t)
        return [_reported(record, t), *_receivers(finding, t)]
    said = _own_due(record, t)
    if isinstance(record, FollowUp) and finding.related:
        said.append(_responsible(finding, t))
    return said


def _receivers(finding: Finding, t: Texts) -> list[str]:
    bodies = [record for record in finding.related if isinstance(record, Body)]
    return [t("Reported to: {bodies}", bodies=phrases.names(bodies, t))] if bodies else []


def _when(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    match record:
        case Event():
            return [*events.time_and_place(record, t), record.description, *events.meant(record, t)]
        case Decision():
            day = t("Decided: {date}", date=t.when(record.on)) if record.on else ""
            return [day, t("Section {number}", number=record.section) if record.section else ""]
        case Programme():
            period = record.period
            return [t("In force: {period}", period=t.when(period)) if period else ""]
        case _:
            return _own_due(record, t)


def _led(finding: Finding, t: Texts) -> list[str]:
    """Return who leads an event and for whom it is, then when and about what."""
    record = finding.record
    if not isinstance(record, Event):
        return _whole(finding, t)
    when = events.time_and_place(record, t) if record.when or record.place else []
    return [events.lead(record, t), events.for_whom(record, t), *when, events.topics(record, t)]


def _where(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if isinstance(record, Event):
        return [t("Place: {place}", place=record.place) if record.place else ""]
    if isinstance(record, Material):
        place = t("Where: {place}", place=record.place) if record.place else ""
        address = t("Link: {url}", url=record.url) if record.url else ""
        return [record.description, place, address]
    return _whole(finding, t)


def _goals(finding: Finding, t: Texts) -> list[str]:
    served = finding.goals or finding.related
    return [_serving(served, t)] if served else []


def _serving(goals: Sequence[Record], t: Texts) -> str:
    named = "; ".join(phrases.titled(goal, t) for goal in goals)
    return t.plural("Goal: {goals}", "Goals: {goals}", len(goals), goals=named)


def _actions(finding: Finding, t: Texts) -> list[str]:
    if not finding.related:
        return []
    listed = "; ".join(phrases.titled(action, t) for action in finding.related)
    return [t("Actions: {actions}", actions=listed)]


def _target(finding: Finding, t: Texts) -> list[str]:
    targets = [r for r in finding.related if isinstance(r, Target)]
    readings = [r for r in finding.related if isinstance(r, Reading)]
    unit = finding.record.unit if isinstance(finding.record, Metric) else ""
    verdicts = dict(finding.verdicts)
    said = [_level(target, verdicts.get(target.key), t) for target in targets]
    return said + [t("Latest: {value}", value=phrases.reading(r, unit, t)) for r in readings]


def _level(target: Target, verdict: Verdict | None, t: Texts) -> str:
    """Return a target with what the latest reading says of it, if anything can be said."""
    said = t("Target: {target}", target=phrases.target(target, t))
    return f"{said} – {t(phrases.VERDICTS[verdict])}" if verdict else said


def _frequency(finding: Finding, t: Texts) -> list[str]:
    if not isinstance(finding.record, ReportingRule):
        return _whole(finding, t)
    rule = finding.record
    said = [_reported(rule, t)] if rule.due else []
    if rule.frequency or rule.per_year or rule.months or not rule.due:
        said.insert(0, t("How often: {frequency}", frequency=phrases.frequency(rule, t)))
    return [*said, *_receivers(finding, t)]


def _reported(rule: ReportingRule, t: Texts) -> str:
    return t("Reported: {date}", date=t.listed(t.when(due) for due in rule.due))


def _decider(finding: Finding, t: Texts) -> list[str]:
    if not finding.related:
        return []
    said = [t("Decided by: {bodies}", bodies=phrases.names(finding.related, t))]
    return said + _own_due(finding.record, t)


def _task(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if not isinstance(record, Body):
        return _whole(finding, t)
    members = record.composition
    return [
        record.task or record.description,
        _steers(record, t),
        t("Members: {members}", members=members) if members else "",
    ]


def _steers(record: Body, t: Texts) -> str:
    """Say that a body steers the programme, unless its task has said it in the same words."""
    said = t("Steers the programme.") if record.steers else ""
    task = (record.task or record.description).casefold()
    return "" if said[:SAME_WORD].casefold() in task else said


def _holder(finding: Finding, t: Texts) -> list[str]:
    said = []
    for holder in finding.related:
        if not isinstance(holder, Holder):
            continue
        named = t("{name} (deputy)", name=holder.name) if holder.deputy else holder.name
        since = holder.since
        said.append(t("{name}, since {day}", name=named, day=t.bare_day(since)) if since else named)
    return said


def _contact(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if not isinstance(record, Contact):
        return _whole(finding, t)
    return [phrases.contact(record, t, named=False)]


def _state(finding: Finding, t: Texts) -> list[str]:
    state = getattr(finding.record, "state", None)
    known = t(phrases.STATES[state]) if state in phrases.STATES else ""
    said = [t("State: {state}", state=known)] if known else []
    return said + _own_due(finding.record, t)


def _open(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if isinstance(record, OpenQuestion) and record.settled:
        return [t("Settled: {answer}", answer=record.settled)]
    return [t(LEFT_OPEN)]


def _whole(finding: Finding, t: Texts) -> list[str]:
    tell = WHOLES.get(type(finding.record))
    return tell(finding, t) if tell else _described(finding.record)


def _whole_follow_up(finding: Finding, t: Texts) -> list[str]:
    return [*_described(finding.record), *_own_due(finding.record, t)]


def _whole_reporting(finding: Finding, t: Texts) -> list[str]:
    return [*_described(finding.record), *_frequency(finding, t)]


def _whole_question(finding: Finding, t: Texts) -> list[str]:
    return [*_described(finding.record), *_open(finding, t)]


def _whole_decision(finding: Finding, t: Texts) -> list[str]:
    return [*_described(finding.record), *_when(finding, t)]


def _whole_partner(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    if not isinstance(record, Partner):
        return []
    state = t("State: {state}", state=record.state) if record.state else ""
    return [record.description, record.part, state]


def _whole_programme(finding: Finding, t: Texts) -> list[str]:
    record = finding.record
    return [record.summary, *_when(finding, t)] if isinstance(record, Programme) else []


def _described(record: Record) -> list[str]:
    return [record.description] if isinstance(record, Named) else []


WHOLES: dict[type[Record], Callable[[Finding, Texts], list[str]]] = {
    Body: _task,
    Contact: _contact,
    Decision: _whole_decision,
    Event: _when,
    FollowUp: _whole_follow_up,
    Material: _where,
    OpenQuestion: _whole_question,
    Partner: _whole_partner,
    Programme: _whole_programme,
    ReportingRule: _whole_reporting,
}

TELL: dict[Aspect, Callable[[Finding, Texts], list[str]]] = {
    Aspect.WHOLE: _whole,
    Aspect.OWNERS: _owners,
    Aspect.DUE: _due,
    Aspect.WHEN: _when,
    Aspect.WHERE: _where,
    Aspect.GOALS: _goals,
    Aspect.ACTIONS: _actions,
    Aspect.TARGET: _target,
    Aspect.FREQUENCY: _frequency,
    Aspect.DECIDER: _decider,
    Aspect.TASK: _task,
    Aspect.HOLDER: _holder,
    Aspect.CONTACT: _contact,
    Aspect.STATE: _state,
    Aspect.LED: _led,
    Aspect.OPEN: _open,
}
