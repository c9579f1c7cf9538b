"""Questions in people's own words, and the buttons of their answers."""

import json
import re
from dataclasses import replace

from council import programme as programmes
from council import questions
from council.model import Action, Body, Event, FollowUp, Material, Metric, Programme, Record, Role
from council.people import Topic
from dialogs import phrases
from dialogs.answers import answered
from dialogs.cards import actions, button, heading, paragraph, tidy
from dialogs.scene import LONGEST_QUESTION, Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

_WHO, _WHEN = mark("Who is responsible for it?"), mark("When is it due?")

# Ready questions about a record, as far as records of its type can answer them.
READY: dict[type[Record], tuple[str, ...]] = {
    Programme: (mark("What are the goals?"),),
    Action: (_WHO, _WHEN, mark("Which goals does it serve?")),
    FollowUp: (_WHO, _WHEN),
    Event: (mark("When is it?"), mark("Where is it?")),
    Metric: (mark("What is its target level?"),),
    Material: (mark("Where is it?"),),
    Role: (mark("Who holds it?"),),
    Body: (mark("What is its task?"),),
}

_MARKUP = re.compile(r"^\s*<[!/?a-z][^>]*>.*>\s*$", re.DOTALL | re.IGNORECASE)


async def ask(scene: Scene) -> Reply:
    """Answer what somebody wrote."""
    text = scene.turn.text
    if len(text) > LONGEST_QUESTION:
        return too_long(scene)
    if not _worded(text):
        return not_a_question(scene)
    return await _ask(scene, tidy(text))


def _mends(scene: Scene) -> bool:
    """Tell whether the asker can do something about a record on its page: follow or mend it."""
    return scene.turn.personal


async def suggested(scene: Scene) -> Reply:
    """Answer a ready question that a button asks, about the record that it names if any."""
    question = scene.words("question")
    if not _worded(question):
        return not_a_question(scene)
    record = await _record(scene)
    if record is None:
        return await _ask(scene, tidy(question))
    topic = _topic(record, await _town(scene, record))
    return await _ask(scene, tidy(question), topic=topic, programme=record.programme)


async def choose(scene: Scene) -> Reply:
    """Answer a question again about the programme that was chosen."""
    return await _again(scene, start=0)


async def more(scene: Scene) -> Reply:
    """Show where a long list goes on."""
    return await _again(scene, start=scene.number("from"))


async def about(scene: Scene) -> Reply:
    """Take up a record, so that the next question can be about it, and offer ready ones."""
    record = await programmes.record(scene.council, scene.asker, scene.key("key"))
    t = scene.t
    ready = _ready(record, t)
    elements = [
        heading(t("Ask about this: {name}", name=phrases.name(record))),
        paragraph(t("Write your question, or choose one:") if ready else t("Write your question.")),
        *actions(
            [button(q, "questions.suggested", {"question": q, "key": record.key}) for q in ready]
        ),
    ]
    topic = _topic(record, await _town(scene, record))
    return show(t, t("Ask about this"), elements, sources=(record.key,), topic=topic)


def too_long(scene: Scene) -> Reply:
    """Say how long a question may be."""
    t = scene.t
    limit = t.number(LONGEST_QUESTION)
    said = t("The message is too long. Please ask in at most {limit} characters.", limit=limit)
    return show(t, said, [paragraph(said)], outcome="unknown")


def not_a_question(scene: Scene) -> Reply:
    """Say that nothing was asked, and what can be."""
    t = scene.t
    said = t(
        "I found no question in this. Ask in your own words, for example: {example}",
        example=t("What are the goals?"),
    )
    return show(t, said, [paragraph(said)], outcome="unknown")


def _worded(text: str) -> bool:
    """Tell whether a text has words of a person in it, and is not markup or JSON as a whole."""
    if not any(character.isalpha() for character in text) or _MARKUP.match(text):
        return False
    stripped = text.strip()
    if stripped[:1] + stripped[-1:] not in {"{}", "[]"}:
        return True
    try:
        json.loads(stripped)
    except (ValueError, RecursionError):
        return '":' not in stripped.replace(" ", "")
    return False


async def _ask(
    scene: Scene, text: str, *, topic: Topic | None = None, programme: str = ""
) -> Reply:
    answer = await questions.ask(
        scene.council,
        scene.asker,
        text,
        language=scene.language,
        topic=topic or scene.topic,
        programme=programme,
    )
    return answered(answer, scene.t, page=_mends(scene))


async def _again(scene: Scene, *, start: int) -> Reply:
    question = scene.words("question")
    if not _worded(question):
        return not_a_question(scene)
    programme = scene.key("programme")
    if programme:
        await programmes.record(scene.council, scene.asker, programme)
    answer = await questions.ask(
        scene.council,
        scene.asker,
        tidy(question),
        language=scene.language,
        topic=scene.topic,
        programme=programme,
        keep=not start,
    )
    reply = answered(answer, scene.t, start=start, page=_mends(scene))
    return replace(reply, replaces=True)


async def _record(scene: Scene) -> Record | None:
    key = scene.key("key")
    return await programmes.record(scene.council, scene.asker, key) if key else None


async def _town(scene: Scene, record: Record) -> str:
    return await programmes.town(scene.council, scene.asker, record)


def _topic(record: Record, town: str) -> Topic:
    kind = programmes.kind_of(record)
    return Topic(record.programme, town, record.key, kind.value if kind else "")


def _ready(record: Record, t: Texts) -> list[str]:
    """Return questions that a record of this type can answer."""
    return [t(question) for question in READY.get(type(record), ())]
