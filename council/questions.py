"""Ask: a question in somebody's own words, an answer with its source or none at all.

Records answer first, passages of documents second. What the data lacks is said to be lacking, with
whom to ask. Everything is worked out from the asker's own view: what they may not see is not there.
"""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from council.access import Asker
from council.answers import Answer, AnswerKind, Note, Why
from council.asking import Asked, Kind, Want
from council.chamber import Council
from council.language import Language
from council.listing import chosen_note, kind_listed, listing
from council.lookup import lacking, leaning, names_a_role, serving, several, speaking, withheld
from council.passages import Found, find, quotes
from council.people import Topic
from council.ports import OpenAsk, Task
from council.reasons import explained
from council.scope import scope_of
from council.shelf import View
from council.stating import Question, choice, quoted, stated, unknown, with_choices
from council.timely import by_the_clock
from council.words import fold

SURELY = 0.80  # probability from which a passage comes before the records
OPEN_KINDS = frozenset({Kind.PROGRAMME, Kind.EVENT})  # named by questions that are not about them


async def ask(  # noqa: PLR0913 - what a dialog knows about a question
    council: Council,
    asker: Asker,
    text: str,
    *,
    language: Language | None = None,
    topic: Topic | None = None,
    programme: str = "",
    keep: bool = True,
) -> Answer:
    """Answer a question from what the asker may see.

    `language` is the asker's own choice; None takes that of the question. `topic` is what the
    conversation was about. `programme` is the key of a programme that the asker chose with a
    button. A question without an answer is kept for the administrators, without the asker, if
    `keep`.
    """
    view = await council.shelf.view(asker)
    asked = council.finder.read(text, today=council.today, language=language)
    answer = consider(question_of(council, asked, view, topic, programme))
    if asked.leans and topic and answer.kind is not AnswerKind.ANSWER:  # it may be another town's
        wider = consider(question_of(council, asked, view, None, programme))
        answer = wider if wider.kind is AnswerKind.ANSWER else answer
    answer = await explained(council, asker, answer)
    return await _keep(council, answer) if keep else answer


def question_of(
    council: Council, asked: Asked, view: View, topic: Topic | None, programme: str
) -> Question:
    """Return a question as it was read, with what it is about, for an asker's view."""
    asked = _with_own_places(asked, view)
    elsewhere = [m for m in asked.municipalities if m not in view.places]
    if elsewhere and len(elsewhere) == len(asked.municipalities):
        asked = replace(asked, unknown_place=elsewhere[0])
    scope = scope_of(asked, view.register, topic=topic, programme=programme, today=council.today)
    if asked.leans and asked.rest and topic and not (asked.wants or asked.listing):
        asked = replace(asked, wants=frozenset(Want(want) for want in topic.wants))
    if asked.programme_words and not scope.by_name:  # no such programme: it is what is asked about
        asked = replace(asked, rest=(*asked.programme_words, *asked.rest))
    return Question(asked, scope, view, council.today, council.finder, topic)


def _with_own_places(asked: Asked, view: View) -> Asked:
    """Recognise the towns that documents are about and no list of municipalities knows."""
    said = [fold(word) for entry in asked.words for word in entry.split()]
    own = {
        place: beginning
        for place, beginning in view.place_stems
        if place not in asked.municipalities and any(word.startswith(beginning) for word in said)
    }
    if not own:
        return asked
    rest = tuple(
        word for word in asked.rest if not any(fold(word).startswith(b) for b in own.values())
    )
    return replace(asked, municipalities=(*asked.municipalities, *own), rest=rest)


def consider(question: Question) -> Answer:
    """Work out the answer; the first way that has one gives it."""
    if question.view.empty:
        return unknown(question, Why.EMPTY)
    if not question.asked.text.strip():
        return unknown(question, Why.NOT_A_QUESTION)
    if question.asked.unknown_place:
        return unknown(question, Why.OTHER_TOWN)
    for way in WAYS:
        answer = way(question)
        if answer is not None:
            return answer
    return unknown(question, Why.NOTHING_FOUND)


def _listed(question: Question) -> Answer | None:
    """Answer with all records of a kind."""
    kind = kind_listed(question.asked, question.scope)
    if kind is None:
        return None
    found = listing(kind, question.asked, question.scope, question.view, question.today)
    if found is None:
        return None
    if found.choose:
        return choice(question, found.others)
    answer = stated(question, found.findings, listed=True)
    answer = with_choices(answer, found.others, chosen_note(found))
    topic = answer.topic
    if found.also and topic:  # two documents say it: the talk is of the town, not of one of them
        topic = replace(topic, programme="")
    return replace(answer, also=found.also, topic=topic)


def _adrift(question: Question) -> Answer | None:
    """Say that it is not known what 'siitä' means, rather than guess from the verb alone."""
    asked = question.asked
    named = asked.kinds - {Kind.FOLLOW_UP, Kind.DECISION} or asked.programme_kinds
    lost = asked.leans and not asked.rest and not named
    return unknown(question, Why.NOTHING_FOUND) if lost else None


def _own_words(question: Question) -> Answer | None:
    """Answer an open question with a document's own words where they surely speak of it.

    'Miten', 'mihin' and 'millaista' ask for more than the name and the few words of a record.
    """
    if question.asked.wants or question.asked.kinds - OPEN_KINDS:
        return None
    found = _sought(question, question.asked)
    if not found.answers or found.probability < SURELY:
        return None
    return quoted(question, AnswerKind.ANSWER, quotes(found, question.view))


def _passages(question: Question) -> Answer | None:
    """Answer with the words of a document, or offer the closest."""
    asked = question.asked
    if names_a_role(question):
        asked = replace(asked, wants=asked.wants | {Want.NAME})
    found = _sought(question, asked)
    if found.barred or not found.close:
        return None
    kind = AnswerKind.ANSWER if found.answers else AnswerKind.CLOSEST
    return quoted(question, kind, quotes(found, question.view))


def _sought(question: Question, asked: Asked) -> Found:
    """Look for passages, once for each form of the question."""
    found = question.passages.get(asked)
    if found is None:
        found = question.passages[asked] = find(asked, question.view, documents_meant(question))
    return found


def documents_meant(question: Question) -> frozenset[str] | None:
    """Return the documents of the municipality that is meant; None for all."""
    place = question.scope.place or next(iter(question.asked.municipalities), "")
    if not place:
        return None
    documents = question.view.documents.values()
    return frozenset(d.name for d in documents if d.municipality in {place, ""})


WAYS: tuple[Callable[[Question], Answer | None], ...] = (
    leaning,
    by_the_clock,
    _listed,
    _adrift,
    withheld,
    several,
    serving,
    _own_words,
    speaking,
    _passages,
    lacking,
)


async def _keep(council: Council, answer: Answer) -> Answer:
    """Keep what the administrators should see to: an unanswered question, a missing link."""
    if answer.kind is AnswerKind.UNKNOWN and answer.why not in {Why.EMPTY, Why.NOT_A_QUESTION}:
        return await _keep_question(council, answer)
    for found in answer.findings:
        if Note.NO_LINK in found.notes:
            await council.turns.task(Task("link-missing", found.record.key, council.now()))
    return answer


async def _keep_question(council: Council, answer: Answer) -> Answer:
    now = council.now()
    text = " ".join(answer.asked.text.split())
    language = answer.asked.language
    ask_id = sha256(f"{language}\n{text.casefold()}".encode()).hexdigest()[:16]
    programme = answer.programme.key if answer.programme else ""
    await council.turns.keep(OpenAsk(ask_id, text, language, now, now, 1, programme=programme))
    return replace(answer, ask=ask_id)
