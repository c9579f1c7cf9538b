"""The way of every turn: THE table of buttons and command words; errors become words here."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from council.access import PUBLIC, Asker
from council.chamber import Council
from council.errors import CouncilError
from council.language import Language
from council.people import Closing, Opened, Opening, Person
from dialogs import (
    desk,
    materials,
    members,
    programme,
    progress,
    progress_changes,
    progress_words,
    questions,
    readings,
    requests,
)
from dialogs.cards import paragraph
from dialogs.scene import LONGEST_QUESTION, Dialog, Scene, show
from dialogs.texts import mark, texts
from dialogs.turn import Happening, Reply, Turn

log = logging.getLogger(__name__)

# Verb of a button → dialog.
BUTTONS: Mapping[str, Dialog] = {
    "members.welcome": members.welcome,
    "members.help": members.guide,
    "members.language": members.language,
    "members.speak": members.speak,
    "programme.all": programme.programmes,
    "programme.goals": programme.goals,
    "programme.actions": programme.list_actions,
    "programme.metrics": programme.metrics,
    "programme.events": programme.events,
    "programme.bodies": programme.bodies,
    "programme.contacts": programme.contacts,
    "programme.reporting": programme.reporting,
    "programme.open": programme.open_questions,
    "programme.others": programme.others,
    "programme.record": programme.show_record,
    "progress.standing": progress.standing,
    "progress.choose": progress.choose,
    "progress.items": progress.items,
    "progress.metric": progress.metric,
    "progress.changed": progress_changes.changed,
    "readings.form": readings.form,
    "readings.enter": readings.enter,
    "readings.leave": readings.leave,
    "materials.all": materials.list_materials,
    "questions.suggested": questions.suggested,
    "questions.choose": questions.choose,
    "questions.more": questions.more,
    "questions.about": questions.about,
    "desk.pass": desk.pass_on,
    "desk.request": desk.request,
    "desk.asks": desk.asks,
    "desk.answered": desk.answered,
    "desk.tasks": desk.tasks,
    "desk.close": desk.close,
}

# Dialog → the words that open it: Finnish, Swedish, English. Anything else is a question.
WORDS: tuple[tuple[Dialog, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        members.guide,
        ("apua", "ohje", "ohjeet", "mitä osaat", "mitä sinä osaat", "mitä sä osaat"),
        ("hjälp", "vad kan du", "vad kan du göra"),
        ("help", "what can you do"),
    ),
    (
        members.welcome,
        ("moi", "moikka", "hei", "heippa", "terve", "huomenta", "päivää", "kuka olet", "aloita"),
        ("hej", "hejsan", "god morgon", "goddag", "vem är du", "börja"),
        ("hello", "hi", "good morning", "who are you", "start"),
    ),
    (members.thanks, ("kiitos", "kiitti"), ("tack",), ("thanks", "thank you")),
    (
        members.speak_finnish,
        ("suomi", "suomeksi", "suomeksi kiitos", "puhu suomea"),
        ("finska", "på finska"),
        ("finnish", "in finnish"),
    ),
    (
        members.speak_swedish,
        ("ruotsi", "ruotsiksi", "ruotsiksi kiitos", "puhu ruotsia"),
        ("svenska", "på svenska", "på svenska tack"),
        ("swedish", "in swedish"),
    ),
    (
        members.speak_english,
        ("englanti", "englanniksi", "englanniksi kiitos", "puhu englantia"),
        ("engelska", "på engelska"),
        ("english", "in english", "in english please"),
    ),
    (members.language, ("kieli",), ("språk",), ("language",)),
    (programme.programmes, ("ohjelmat",), ("program",), ("programmes", "programs")),
    (programme.goals, ("tavoitteet",), ("mål",), ("goals",)),
    (programme.list_actions, ("toimenpiteet",), ("åtgärder",), ("actions",)),
    (programme.metrics, ("mittarit",), ("mätare",), ("metrics",)),
    (
        programme.events,
        ("tapahtumat", "mitä seuraavaksi"),
        ("händelser", "vad händer härnäst"),
        ("events", "what comes next", "what next"),
    ),
    (
        progress.standing,
        ("tilanne", "missä mennään", "mikä on tilanne", "miten ohjelma etenee", "eteneminen"),
        ("läget", "hur går det", "hur framskrider programmet", "hur går det för programmet"),
        ("status", "where do we stand", "progress", "how is the programme progressing"),
    ),
    (
        progress_changes.changed,
        ("muutokset", "mitä on muuttunut", "mitä on muuttunut edellisen kokouksen jälkeen"),
        ("ändringar", "vad har ändrats", "vad har ändrats sedan förra mötet"),
        ("changes", "what has changed", "what has changed since the last meeting"),
    ),
    (programme.bodies, ("toimielimet", "roolit"), ("organ", "roller"), ("bodies", "roles")),
    (materials.list_materials, ("aineistot",), ("material",), ("materials",)),
    (programme.contacts, ("yhteystiedot", "yhteyshenkilöt"), ("kontakter",), ("contacts",)),
    (programme.reporting, ("raportointi",), ("rapportering",), ("reporting",)),
    (programme.open_questions, ("avoimet kysymykset",), ("öppna frågor",), ("open questions",)),
    (desk.asks, ("kysymykset",), ("frågor",), ("questions",)),
    (desk.tasks, ("tehtävät",), ("uppgifter",), ("tasks",)),
)

_COMMA = re.compile(r"\s*,\s*")
_ENDS = re.compile(r"^[\s/!.?,;:'\"”“]+|[\s!.?,;:'\"”“]+$")


def folded(text: str) -> str:
    """Return a text as command words are compared: bare letters, no marks."""
    return _COMMA.sub(" ", _ENDS.sub("", requests.folded(text)))


# Folded command word → dialog.
COMMANDS: Mapping[str, Dialog] = {
    folded(word): dialog for dialog, *languages in WORDS for words in languages for word in words
}

FAILED = mark("Something went wrong. Please try again in a moment.")
ERRORS = {
    "not-allowed": mark("You may not do this. The administrators can help."),
    "not-found": mark("I cannot find this. It may have been removed."),
    "stale": mark("This card is no longer up to date. Please open it again."),
    "unreadable-document": mark("The document cannot be read."),
    "unavailable": mark("What is needed is out of reach just now. Please try again in a moment."),
    "failed": FAILED,
}


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
    said = t(FAILED)
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
        reply = await readings.stated(scene) or await _dialog(turn)(scene)
    except CouncilError as error:
        reply = _words(error, scene)
    pressed = turn.happening is Happening.PRESS
    return replace(reply, replaces=False) if reply.replaces and not pressed else reply


def _dialog(turn: Turn) -> Dialog:
    """Choose the dialog: a button's, a command's, the refusal of a request, or the question's."""
    if turn.happening is Happening.ARRIVED:
        return members.welcome
    if turn.happening is Happening.PRESS:
        return BUTTONS.get(turn.verb, _unknown_button)
    if len(turn.text) > LONGEST_QUESTION:
        return questions.ask
    return COMMANDS.get(folded(turn.text)) or _in_own_words(turn.text)


def _in_own_words(text: str) -> Dialog:
    """Choose the dialog of a message that is no command."""
    if progress_words.after(text) is not None:
        return progress.standing
    if progress_words.after(text, changes=True) is not None:
        return progress_changes.changed
    return desk.refuse if requests.is_request(text) else questions.ask


async def _unknown_button(scene: Scene) -> Reply:
    t = scene.t
    said = t("This button is no longer in use. Write ‘help’ to see what I can do.")
    return show(t, said, [paragraph(said)], outcome="refused")


def _words(error: CouncilError, scene: Scene) -> Reply:
    t = scene.t
    said = t(ERRORS.get(error.code, FAILED))
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
