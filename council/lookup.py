"""Records that speak of what is asked, found by their words."""

from collections.abc import Iterator
from dataclasses import replace

from council.answers import Answer, Aspect, Finding, Note, Why
from council.asking import Asked, Hit, Kind, Want
from council.facts import TYPES, finding, side
from council.model import Event, Goal, Material, Programme, Record, Role
from council.stating import MOST, Question, stated, unknown
from council.words import laid_out, spoken

SPOKEN_WEIGHT = 0.2  # what the share of words spoken as such adds to the score of a record
SURE = 0.30  # from this score of the question's words on, a record speaks of what is asked
UNSAID = 0.40  # of the question's words a record may leave this share unmentioned
NAMED_ENOUGH = 0.8  # a record of a named kind is preferred from this share of the best score on
LACKING = frozenset({Note.NO_OWNER, Note.NO_DUE})  # the very thing asked for is not told
UNSPOKEN = 0.42  # the same where the record has none of the words as such
OPEN_UNSAID = 0.2  # the same where a question names neither a kind nor the sort of answer
LOOKED_AT = 12  # records among which those that speak of what is asked are looked for
PAIR = 2  # parts of a question about two things
TIED = 0.92  # records that score at least this share of the best answer together


def leaning(question: Question) -> Answer | None:
    """Answer 'kuka siitä vastaa?' about the record that was spoken of."""
    topic, asked = question.topic, question.asked
    if not (asked.leans and topic and topic.record) or asked.rest:
        return None
    if not asked.wants and (asked.listing or asked.kinds - {Kind.GOAL}):
        return None  # 'entä kärkiteemat?' asks for something else
    record = question.view.register.get(topic.record)
    told = tell(question, record) if record else None
    return stated(question, (told,)) if told else None


def speaking(question: Question) -> Answer | None:
    """Answer from the records that speak of all that is asked."""
    findings: list[Finding] = []
    first = 0.0
    for hit in sure(question):
        if findings and hit.score < TIED * first:
            break
        record = question.view.register.get(hit.key)
        told = tell(question, record) if record else None
        if told is None or told.notes & LACKING:
            continue
        if not findings or told.aspect is findings[0].aspect:
            first = first or hit.score
            findings.append(told)
    return stated(question, tuple(findings[:MOST])) if findings else None


def several(question: Question) -> Answer | None:
    """Answer 'missä ovat A ja B?', whose last part only names another thing."""
    asked = question.asked
    if len(asked.parts) != PAIR:
        return None
    read = [
        question.finder.read(part, today=question.today, language=asked.language)
        for part in asked.parts
    ]
    if read[1].wants or read[1].clock or not all(part.rest for part in read):
        return None
    findings: list[Finding] = []
    for part in read:
        own = replace(part, wants=asked.wants, kinds=part.kinds or asked.kinds)
        told = next(_told(replace(question, asked=own)), None)
        if told is None or any(told.record is f.record for f in findings):
            return None
        findings.append(told)
    same = {type(f.record) for f in findings}
    return stated(question, tuple(findings)) if len(same) == 1 else None


def serving(question: Question) -> Answer | None:
    """Answer by which means or actions a goal is to be reached."""
    kinds = question.asked.kinds & {Kind.MEANS, Kind.ACTION}
    if not kinds or not question.asked.rest or question.asked.wants:
        return None
    register = question.view.register
    for hit in sure(question, (Goal,)):
        goal = register.find(Goal, hit.key)
        if goal is None:
            continue
        found: list[Record] = []
        found += register.means_for(goal) if Kind.MEANS in kinds else ()
        found += register.actions_for(goal) if Kind.ACTION in kinds else ()
        told = [finding(r, Aspect.WHOLE, register, question.today) for r in found]
        if findings := tuple(one for one in told if one):
            return stated(question, findings, listed=len(findings) > 1)
        known = finding(goal, Aspect.WHOLE, register, question.today)
        return unknown(question, Why.LACKS, (known,) if known else ())
    return None


def lacking(question: Question) -> Answer | None:
    """Say that what is asked is not told of something that the register knows all the same."""
    for told in _told(question):
        if told.notes & LACKING:
            return unknown(question, Why.LACKS, (told,))
    return None


def _told(question: Question) -> Iterator[Finding]:
    """Return what the records say that speak of all that is asked, best first."""
    for hit in sure(question):
        record = question.view.register.get(hit.key)
        told = tell(question, record) if record else None
        if told:
            yield told


def withheld(question: Question) -> Answer | None:
    """Say what is known where material is asked for and none is open to the asker.

    The reply is the same whether there is no such material or none that the asker may see.
    """
    asked = question.asked
    if Kind.MATERIAL not in asked.kinds or not asked.rest or asked.wants - {Want.WHERE}:
        return None
    if [h for h in hits(question, (Material,)) if h.hard <= UNSAID]:
        return None
    known = best(question, (Event,))
    record = question.view.register.get(known[0].key) if known else None
    told = finding(record, Aspect.WHEN, question.view.register, question.today) if record else None
    if told is None or known[0].hard > UNSAID:
        return None
    answer = unknown(question, Why.LACKS, (told,))
    return replace(answer, notes=answer.notes | {Note.RESTRICTED})


def names_a_role(question: Question) -> bool:
    """Whether the question asks who holds a role: only a person's name can answer that."""
    if Want.WHO not in question.asked.wants:
        return False
    first = sure(question)[:1]
    return bool(first) and isinstance(question.view.register.get(first[0].key), Role)


def tell(question: Question, record: Record) -> Finding | None:
    """Return what a record says to the question, if anything."""
    aspect = side(record, question.asked)
    if aspect is None:
        return None
    told = finding(record, aspect, question.view.register, question.today)
    if told is None and isinstance(record, Role) and not _named_by(question, record):
        return finding(record, Aspect.WHOLE, question.view.register, question.today)
    return told


def _named_by(question: Question, role: Role) -> bool:
    """Whether the question names a role by its title: then only a person can answer 'who'.

    'Kuka on prosessin omistaja?' does not name the director who is that: the role answers.
    """
    return spoken(question.asked.rest or question.asked.words, laid_out(role.name)) > 0


def sure(question: Question, types: tuple[type[Record], ...] = ()) -> list[Hit]:
    """Return the records that leave hardly a word of the question unmentioned, best first."""
    open_question = not question.asked.wants and not question.asked.kinds
    limit = OPEN_UNSAID if open_question else UNSAID
    found = hits(question, types)
    return [h for h in found if h.hard <= limit and h.score >= _enough(h, question)]


def _enough(hit: Hit, question: Question) -> float:
    """Return the score from which a record speaks of what is asked.

    'Prosessin aloitus' shares half its grams with 'prosessikartta': where no word is there as such,
    more has to be alike.
    """
    words = question.asked.rest or question.asked.words
    return SURE if spoken(words, question.view.laid_out(hit.key)) else UNSPOKEN


def best(question: Question, types: tuple[type[Record], ...]) -> list[Hit]:
    """Return the records of these types that fit best, equals together."""
    found = hits(question, types)
    return [h for h in found if h.score >= TIED * found[0].score]


def hits(question: Question, types: tuple[type[Record], ...] = ()) -> list[Hit]:
    """Return the records found within the scope, best first; those of a named kind if good."""
    register = question.view.register
    found = question.records.get(question.asked)
    if found is None:
        found = question.records[question.asked] = _found(question)
    wanted = types or _named_types(question)
    named = [h for h in found if isinstance(register.get(h.key), wanted)]
    if types or (named and named[0].score >= NAMED_ENOUGH * found[0].score):
        return named
    return [h for h in found if not isinstance(register.get(h.key), Programme)]


def _found(question: Question) -> list[Hit]:
    groups = question.scope.keys if question.scope.named else None
    asked = question.asked
    if asked.rest:  # kinds, programmes and towns narrow the search; they are not what it is for
        asked = replace(asked, words=asked.rest, municipalities=())
    ranking = question.view.records_index.rank(asked, limit=LOOKED_AT, groups=groups)
    weighed = [_weighed(hit, asked, question) for hit in ranking.hits]
    weighed.sort(key=lambda hit: -hit.score)
    return weighed


def _weighed(hit: Hit, asked: Asked, question: Question) -> Hit:
    """Raise the score of a record that speaks the asked words themselves."""
    said = spoken(asked.words, question.view.laid_out(hit.key))
    score = (hit.score + SPOKEN_WEIGHT * said) / (1 + SPOKEN_WEIGHT)
    return Hit(hit.key, score, hit.coverage, min(hit.hard, 1 - said), hit.features)


def _named_types(question: Question) -> tuple[type[Record], ...]:
    """Return the types that the question names; a programme's name mostly just says which one."""
    kinds = question.asked.kinds
    if question.asked.rest or len(kinds) > 1:
        kinds = kinds - {Kind.PROGRAMME}
    return tuple(t for k in kinds for t in TYPES[k])
