"""Questions that only the clock can answer: what is next, what is late, what is in a month."""

from dataclasses import replace

from council.answers import Answer, Aspect, Note, Why
from council.asking import Clock, Kind, Want
from council.calendar import Dated, coming, late, line, over, within
from council.dates import DueDate
from council.facts import finding
from council.lookup import best, speaking, sure
from council.model import Action, Event, FollowUp, Programme, Record, ReportingRule, State
from council.stating import Question, plain, stated, unknown

SOON = 5  # coming events in one answer
ASPECTS: dict[type[Record], Aspect] = {Event: Aspect.WHEN, Action: Aspect.OWNERS}
TIMELY = frozenset({Want.WHEN})  # what a question by the clock may ask for besides


def by_the_clock(question: Question) -> Answer | None:
    """Answer what is next, late, or in a period; None where the question is of another sort."""
    asked = question.asked
    if asked.wants - TIMELY and asked.clock is not Clock.LATE:
        return None
    events = not asked.kinds or Kind.EVENT in asked.kinds
    if asked.clock is Clock.LATE:
        return _late(question)
    if asked.clock in {Clock.NEXT, Clock.UPCOMING} and (events or Kind.FOLLOW_UP in asked.kinds):
        return _next(question)
    if asked.clock is Clock.PAST and Want.WHEN in asked.wants and asked.kinds == {Kind.EVENT}:
        return _last(question)
    if asked.between and not asked.rest and asked.kinds <= {Kind.EVENT, Kind.FOLLOW_UP}:
        dated = within(_line(question), asked.between)
        return _told(question, dated) if dated else None
    return None


def _line(question: Question) -> tuple[Dated, ...]:
    return line(question.view.register, _keys(question))


def _keys(question: Question) -> frozenset[str]:
    keys = question.scope.keys
    if not question.scope.named and not keys:
        keys = frozenset(p.key for p in question.view.register.of(Programme))
    return keys


def _said_late(question: Question) -> tuple[Dated, ...]:
    """Return what its owner has said to be late and has no date."""
    register, keys = question.view.register, _keys(question)
    followed = {f.action for f in register.of(FollowUp)}
    follow_ups = (f for f in register.of(FollowUp) if f.due is None)
    bare = (a for a in register.of(Action) if a.key not in followed)
    undated: tuple[Action | FollowUp, ...] = (*follow_ups, *bare)
    late_ones = (r for r in undated if r.state is State.LATE and r.programme in keys)
    return tuple(Dated(record, DueDate()) for record in late_ones)


def _late(question: Question) -> Answer | None:
    dated = (*late(_line(question), question.today), *_said_late(question))
    if question.asked.rest:
        meant = {hit.key for hit in sure(question, (FollowUp, Action))}
        dated = tuple(d for d in dated if meant & {d.record.key, _action_of(d)})
        if not dated:
            return speaking(_when_due(question)) if meant else None
    return _told(question, dated) if dated else plain(question, Note.NOTHING_LATE)


def _action_of(dated: Dated) -> str:
    return dated.record.action if isinstance(dated.record, FollowUp) else ""


def _when_due(question: Question) -> Question:
    """Ask when what is meant is due: it is not late."""
    asked = replace(question.asked, wants=TIMELY, clock=None, kinds=frozenset())
    return replace(question, asked=asked)


def _last(question: Question) -> Answer | None:
    """Answer when the latest was held; where one only comes, say so and no more."""
    keys = {hit.key for hit in best(question, (Event,))}
    dated = tuple(d for d in _line(question) if isinstance(d.record, Event))
    if question.asked.rest:
        dated = tuple(d for d in dated if d.record.key in keys)
    if held := over(dated, question.today):
        return _told(question, held[:1])
    ahead = coming(dated, question.today)
    told = _told(question, ahead[:1])
    return unknown(question, Why.LACKS, told.findings) if told else None


def _next(question: Question) -> Answer | None:
    asked = question.asked
    dated = _line(question)
    if Kind.EVENT in asked.kinds or (asked.rest and not asked.kinds):
        dated = tuple(d for d in dated if isinstance(d.record, Event))
    elif Kind.FOLLOW_UP in asked.kinds:
        dated = tuple(d for d in dated if not isinstance(d.record, Event))
    if asked.rest:
        keys = {hit.key for hit in best(question, (Event, FollowUp, ReportingRule))}
        dated = tuple(d for d in dated if d.record.key in keys)
    ahead = coming(dated, question.today)
    if ahead:
        single = asked.clock is Clock.NEXT and Kind.EVENT in asked.kinds
        return _told(question, ahead[: 1 if single else SOON])
    held = over(dated, question.today)
    answer = _told(question, held[:1])
    return replace(answer, notes=answer.notes | {Note.NONE_COMING}) if answer else None


def _told(question: Question, dated: tuple[Dated, ...]) -> Answer | None:
    register = question.view.register
    findings = []
    for record in dict.fromkeys(d.record for d in dated):
        aspect = ASPECTS.get(type(record), Aspect.DUE)
        told = finding(record, aspect, register, question.today)
        if told:
            findings.append(told)
    return stated(question, tuple(findings), listed=len(findings) > 1) if findings else None
