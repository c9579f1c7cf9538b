"""All of a kind: which goals, values, themes… a programme or a town has."""

from dataclasses import dataclass
from datetime import date

from council.answers import Finding, Note
from council.asking import Asked, Kind, Want
from council.facts import TYPES, finding, name_of, side
from council.model import Body, Goal, Programme, Record, Source
from council.register import Register
from council.scope import Scope, in_force
from council.shelf import View
from council.words import fold, spoken

# Kinds that people ask for as a list without any further word. A role or an action is asked for by
# its own name.
SINGLED_OUT = 0.9  # the second programme's best record speaks less than this share of the first's
LISTED = frozenset(set(Kind) - {Kind.ROLE, Kind.FOLLOW_UP})


@dataclass(frozen=True, slots=True)
class Listing:
    """The records of a kind, or the programmes between which a person has to choose."""

    findings: tuple[Finding, ...] = ()
    programme: Programme | None = None
    others: tuple[Programme, ...] = ()  # that have such records too
    choose: bool = False
    also: tuple[Source, ...] = ()


def kind_listed(asked: Asked, scope: Scope) -> Kind | None:
    """Return the kind that a question asks for all of."""
    kinds = [k for k in Kind if k in asked.kinds and k in LISTED]
    if len(kinds) > 1 and Kind.PROGRAMME in kinds:
        kinds.remove(Kind.PROGRAMME)
    if kinds == [Kind.CONTACT] and Want.WHO in asked.wants and scope.named:
        return Kind.CONTACT  # whom to ask about anything in this programme
    if len(kinds) != 1 or asked.rest:
        return None
    if kinds[0] is Kind.PROGRAMME and len(asked.words) > len(asked.programme_words) + 2:
        return None  # it asks something of the programme, not which there are
    if kinds[0] is Kind.REPORTING and asked.wants <= {Want.HOW_OFTEN, Want.WHO}:
        return Kind.REPORTING
    answered_by_list = asked.wants <= {Want.WHO, Want.WHERE, Want.HOW_MANY}
    return kinds[0] if answered_by_list else None


def listing(kind: Kind, asked: Asked, scope: Scope, view: View, today: date) -> Listing | None:
    """Return all records of a kind within the scope; None where there are none."""
    register = view.register
    by_programme = {
        p: records for p in scope.programmes if (records := _records(kind, asked, register, p.key))
    }
    if not by_programme:
        return None
    fitting = tuple(by_programme)
    merged = _same_everywhere(by_programme)
    if len(fitting) == 1 or merged:
        chosen: Programme | None = fitting[0]
    else:
        chosen = _one(fitting, TYPES[kind], scope, asked, view, today)
    if chosen is None:
        return Listing(others=fitting, choose=True)
    findings = tuple(
        found
        for record in by_programme[chosen]
        if (found := _told(record, asked, register, today)) is not None
    )
    others = () if merged else tuple(p for p in fitting if p is not chosen)
    also = tuple(by_programme[p][0].source for p in fitting[1:]) if merged else ()
    return Listing(findings, chosen, others, also=also)


def _records(kind: Kind, asked: Asked, register: Register, programme: str) -> list[Record]:
    found = [r for t in TYPES[kind] for r in register.of(t, programme)]
    if kind is Kind.GOAL:
        found.sort(key=lambda r: not (isinstance(r, Goal) and r.main))
    if kind is Kind.BODY and Want.WHO in asked.wants:
        steering: list[Record] = [r for r in found if isinstance(r, Body) and r.steers]
        return steering or found
    return found


def _told(record: Record, asked: Asked, register: Register, today: date) -> Finding | None:
    aspect = side(record, asked)
    told = finding(record, aspect, register, today) if aspect else None
    if told is None:
        plain = side(record, Asked(asked.text, asked.language))
        told = finding(record, plain, register, today) if plain else None
    return told


def _same_everywhere(by_programme: dict[Programme, list[Record]]) -> bool:
    """Whether the programmes of one town say the same, as two documents that name its values."""
    if len({p.municipality for p in by_programme}) > 1:
        return False
    names = {frozenset(fold(name_of(r)) for r in records) for records in by_programme.values()}
    return len(names) == 1 and len(by_programme) > 1


def _one(  # noqa: PLR0913, PLR0917 - each is needed to choose
    fitting: tuple[Programme, ...],
    types: tuple[type[Record], ...],
    scope: Scope,
    asked: Asked,
    view: View,
    today: date,
) -> Programme | None:
    """Choose the programme: the one that the question's words single out, else the one in force."""
    register = view.register
    if spoken_of := [p for p in fitting if p.key == scope.remembered]:
        return spoken_of[0]
    nearest = min(in_force(p, today) for p in fitting)
    fitting = tuple(p for p in fitting if in_force(p, today) == nearest)
    if len(fitting) == 1:
        return fitting[0]
    said = [
        (max(spoken(asked.words, view.laid_out(r.key)) for r in _of(types, register, p.key)), p)
        for p in fitting
    ]
    said.sort(key=lambda pair: -pair[0])
    return said[0][1] if said[1][0] < SINGLED_OUT * said[0][0] else None


def _of(types: tuple[type[Record], ...], register: Register, programme: str) -> list[Record]:
    return [record for one in types for record in register.of(one, programme)]


def chosen_note(found: Listing) -> frozenset[Note]:
    """Say that others fit too, where they do."""
    return frozenset({Note.CHOSEN}) if found.others else frozenset()
