"""The way of every turn, from its claim to its reply; errors become words here."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from council.access import PUBLIC, Asker
from council.chamber import Council
from council.errors import CouncilError
from council.language import Language
from council.people import Closing, Opened, Opening, Person
from dialogs import members, questions, readings, slips, telling
from dialogs.cards import paragraph
from dialogs.scene import LONGEST_QUESTION, Dialog, Scene, show
from dialogs.table import BUTTONS, COMMANDS, WORDS, folded, in_own_words
from dialogs.texts import texts
from dialogs.turn import Happening, Reply, Turn

__all__ = ["BUTTONS", "COMMANDS", "WORDS", "answer", "apology", "busy", "folded", "spoken"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A turn that is ours to answer, unless another replica claims it meanwhile."""

    turn: Turn
    since: datetime
    began: float  # seconds of `perf_counter`


async def answer(council: Council, turn: Turn) -> Reply | None:
    """Answer a turn; None where there is nothing to say, or another has answered it or will.

    The turn is claimed before and on record after. CouncilErrors become words; anything else is
    raised again once the turn is on record as failed, for the caller to log and to `apology`. Who
    takes so long that another replica claims the turn says nothing, not even that it failed.
    """
    began = perf_counter()
    opened = await council.turns.open(Opening(turn.id, turn.conversation, turn.room or turn.person))
    if opened.since is None:
        return None
    claim = _Claim(turn, opened.since, began)
    language = Language.FI
    try:
        language = await _language(council, turn, opened)
        scene = Scene(council, turn, _asker(turn, opened.person), language, opened.topic)
        reply = await _reply(scene)
    except Exception:
        if await _close(council, claim, language, Reply("", outcome="failed")):
            raise
        log.exception("turn failed that another replica has claimed")
        return None
    ours = await _close(council, claim, language, reply or Reply("", outcome="left"))
    return reply if ours else None


def apology(language: Language) -> Reply:
    """Return what is said when something has gone wrong that nobody foresaw."""
    t = texts(language)
    said = t(slips.FAILED)
    return show(t, said, [paragraph(said)], outcome="failed")


def busy(language: Language) -> Reply:
    """Return what is said to somebody who writes faster than can be answered."""
    t = texts(language)
    said = t("Too many messages came at once. Please wait a moment and try again.")
    return show(t, said, [paragraph(said)], outcome="busy")


def still_coming(language: Language) -> Reply:
    """Return what is said in place of an answer that takes longer than a request may."""
    t = texts(language)
    said = t("This takes a moment. The answer comes as a new message.")
    return show(t, said, [paragraph(said)])


def spoken(locale: str) -> Language | None:
    """Return the language of a locale such as 'fi-FI', or None where Luotsi does not speak it."""
    code = locale.replace("_", "-").partition("-")[0].casefold()
    return Language(code) if code in {language.value for language in Language} else None


async def _reply(scene: Scene) -> Reply | None:
    turn = scene.turn
    if turn.happening is Happening.LEFT:
        await members.part(scene.council, turn)
        return None
    await members.remember(scene.council, turn)
    try:
        # What was asked for by name is taken as that, whatever else it may look like.
        stated = None if telling.awaits_reason(scene) else await readings.stated(scene)
        reply = stated or await _dialog(scene)(scene)
    except CouncilError as error:
        reply = _words(error, scene)
    pressed = turn.happening is Happening.PRESS
    return replace(reply, replaces=False) if reply.replaces and not pressed else reply


def _dialog(scene: Scene) -> Dialog:
    """Choose the dialog: a button's, a command's, an owner's statement, or the question's."""
    turn = scene.turn
    if turn.happening is Happening.ARRIVED:
        return members.welcome
    if turn.happening is Happening.PRESS:
        return BUTTONS.get(turn.verb, _unknown_button)
    if len(turn.text) > LONGEST_QUESTION:
        return questions.ask
    return COMMANDS.get(folded(turn.text)) or in_own_words(scene)


async def _unknown_button(scene: Scene) -> Reply:
    t = scene.t
    said = t("This button is no longer in use. Write ‘help’ to see what I can do.")
    return show(t, said, [paragraph(said)], outcome="refused")


def _words(error: CouncilError, scene: Scene) -> Reply:
    t = scene.t
    said = slips.said(error, t)
    failed = error.code in {"unavailable", "failed"}
    return show(t, said, [paragraph(said)], outcome="failed" if failed else "refused")


def _asker(turn: Turn, person: Person | None) -> Asker:
    """Return what may be seen: in a shared one what the whole of it may, and no rights."""
    if turn.personal and not turn.room:
        return (person or Person(turn.person, turn.name)).asker
    held = person.audiences if person and turn.room else frozenset()
    return Asker(turn.person, held | {PUBLIC}, frozenset())


async def _language(council: Council, turn: Turn, opened: Opened) -> Language:
    """Return the person's own choice, else that of Teams, else that of the question."""
    person = opened.person
    if turn.room:
        async with council.records() as records:
            person = await records.people.find(turn.person)
    if person and person.language:
        return person.language
    by_teams = spoken(turn.locale)
    if by_teams or turn.happening is not Happening.WORDS:
        return by_teams or Language.FI
    text = turn.text[:LONGEST_QUESTION]
    return council.finder.read(text, today=council.today, language=None).language


async def _close(council: Council, claim: _Claim, language: Language, reply: Reply) -> bool:
    """Put on record how a turn ended; tell whether it was still ours."""
    turn = claim.turn
    return await council.turns.close(
        Closing(
            turn.id,
            claim.since,
            turn.conversation,
            turn.room or turn.person,
            language,
            reply.outcome,
            reply.sources,
            reply.topic,
            round((perf_counter() - claim.began) * 1000),
        )
    )
