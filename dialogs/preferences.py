"""A person's own settings on one card: what holds now, what can be chosen, what holds otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from council import preferences
from council.errors import StaleError
from council.items import BadInputError, iso
from council.language import Language
from council.preferences import Choice, Own
from council.rules import Preferences
from dialogs import inputs, preferences_card, preferences_words, questions, slips
from dialogs.cards import OFF, ON, actions, bullets, button, heading, paragraph
from dialogs.members import AS_TEAMS, LANGUAGES
from dialogs.preferences_card import FIELDS, NONE
from dialogs.requests import folded
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts, mark, texts
from dialogs.turn import Reply

LONGEST = 200  # characters in a field

TO_BE_SAVED = mark("Look at this and save it: then it holds.")


async def settings(scene: Scene) -> Reply:
    """Show the person's own settings, in private alone."""
    if not scene.turn.personal:
        return _elsewhere(scene)
    own = await preferences.own(scene.council, scene.asker)
    return _form(scene, own, _shown(own, scene.asker.person))


async def asked(scene: Scene) -> Reply:
    """Put a pause or a deputy that was asked for in words on the card, to be saved there."""
    found = preferences_words.wish(scene.turn.text, scene.council.today)
    if found is None:
        return await questions.ask(scene)
    if not scene.turn.personal:
        return _elsewhere(scene)
    own = await preferences.own(scene.council, scene.asker)
    given, t = _shown(own, scene.asker.person), scene.t
    if not found.deputy:
        return _form(scene, own, {**given, "pause": found.last.isoformat()}, t(TO_BE_SAVED))
    named = folded(found.deputy)
    people = [one for one in own.candidates if folded(one.name) == named]
    if len(people) != 1:
        unknown = BadInputError(what="deputy-unknown")
        return _form(scene, own, given, slips.said(unknown, t))
    days = {"since": iso(found.first), "until": found.last.isoformat()}
    chosen = handle(scene.asker.person, people[0].key)
    return _form(scene, own, {**given, "deputy": chosen, **days}, t(TO_BE_SAVED))


async def save(scene: Scene) -> Reply:
    """Put on record what was chosen; where something cannot be, show the card again and say why."""
    if not scene.turn.personal:
        return _elsewhere(scene)
    given = {name: scene.words(name, LONGEST) for name in FIELDS}
    own = await preferences.own(scene.council, scene.asker)
    try:
        wanted = _read(scene, given, own)
        chosen = await preferences.choose(scene.council, scene.asker, wanted, through=CARD)
    except BadInputError as error:
        return _form(scene, own, given, slips.said(error, scene.t))
    return _saved(scene, chosen)


async def reset(scene: Scene) -> Reply:
    """Go back to what holds for everybody."""
    if not scene.turn.personal:
        return _elsewhere(scene)
    return _saved(scene, await preferences.reset(scene.council, scene.asker, through=CARD))


def handle(asker: str, person: str) -> str:
    """Return what stands for a person on somebody's card: no id goes to Teams."""
    return sha256(f"{asker}\n{person}".encode()).hexdigest()[:16] if person else ""


def _elsewhere(scene: Scene) -> Reply:
    t = scene.t
    said = t("Your settings are yours alone. Write ‘settings’ to me in private.")
    return show(t, said, [paragraph(said)], outcome="refused")


def _shown(own: Own, asker: str) -> dict[str, str]:
    """Return what the fields of the card hold."""
    chosen = own.choice.preferences
    deputy = chosen.deputy if _still(chosen.deputy_until, own.today) else ""
    paused = chosen.paused_until if _still(chosen.paused_until, own.today) else None
    return {
        "language": own.choice.language.value if own.choice.language else AS_TEAMS,
        "hour": f"{chosen.hour:%H:%M}" if chosen.hour else "",
        "before": _days(chosen.before),
        "pause": paused.isoformat() if paused else "",
        "deputy": handle(asker, deputy),
        "since": iso(chosen.deputy_since) if deputy else "",
        "until": iso(chosen.deputy_until) if deputy else "",
        "events": ON if chosen.events else OFF,
    }


def _read(scene: Scene, given: Mapping[str, str], own: Own) -> Choice:
    """Return what was chosen. Raises BadInputError, and StaleError for what no card offers."""
    asker = scene.asker.person
    offered = [*(one.key for one in own.candidates), own.choice.preferences.deputy]
    by_handle = {handle(asker, key): key for key in offered if key}
    if given["deputy"] and given["deputy"] not in by_handle:
        raise BadInputError(what="deputy-unknown")
    language = given["language"]
    if language not in {"", AS_TEAMS, *(one.value for one in Language)}:
        raise StaleError(what="language")
    spoken = own.choice.language if not language else None
    deputy = by_handle.get(given["deputy"], "")
    return Choice(
        Preferences(
            person=asker,
            hour=inputs.clock(given["hour"]) if given["hour"] else None,
            before=_numbers(given["before"]),
            paused_until=inputs.day(scene, "pause"),
            deputy=deputy,
            deputy_since=inputs.day(scene, "since") if deputy else None,
            deputy_until=inputs.day(scene, "until") if deputy else None,
            events=given["events"] != OFF,
        ),
        spoken if language in {"", AS_TEAMS} else Language(language),
        scene.turn.name,
    )


def _numbers(said: str) -> tuple[int, ...] | None:
    if not said:
        return None
    if said.casefold() in NONE:
        return ()
    return inputs.days(said)


def _form(scene: Scene, own: Own, given: Mapping[str, str], said: str = "") -> Reply:
    t = scene.t
    people = [(one.name, handle(scene.asker.person, one.key)) for one in own.candidates]
    if own.deputy and own.deputy not in own.candidates:
        people.append((own.deputy.name, handle(scene.asker.person, own.deputy.key)))
    elements = [heading(t("My settings"))]
    if said:
        elements.append(paragraph(said, bold=True))
    elements += preferences_card.inputs(own, given, people, t)
    elements += actions(
        [
            button(t("Save"), "preferences.save"),
            button(t("Back to defaults"), "preferences.reset"),
            button(t("Forget me"), "privacy.ask"),
        ]
    )
    return show(t, said or t("My settings"), elements, replaces=bool(said))


def _saved(scene: Scene, own: Own) -> Reply:
    t = texts(own.choice.language) if own.choice.language else scene.t
    said = t("Your settings are saved.")
    elements = [heading(said), bullets(_lines(own, t))]
    chosen = own.choice.preferences
    if chosen.paused_until and own.responsible and not chosen.stands_in(chosen.paused_until):
        alone = t(
            "Nobody stands in for you during the pause. You can choose somebody in the settings."
        )
        elements.append(paragraph(alone))
    elements += actions([button(t("Change settings"), "preferences.show")])
    return show(t, said, elements, replaces=True)


def _lines(own: Own, t: Texts) -> Sequence[str]:
    """Return in words what holds now."""
    chosen, language = own.choice.preferences, own.choice.language
    spoken = LANGUAGES[language] if language else t("as in Teams")
    lines = [
        t("Language: {language}", language=spoken),
        preferences_card.hour(own, t),
        preferences_card.before(own, t),
        preferences_card.pause(own, t),
    ]
    if own.responsible or chosen.deputy:
        lines.append(preferences_card.deputy(own, t))
    said = t("I tell you about coming events.") if chosen.events else t("No coming events.")
    return [*lines, said]


def _days(days: tuple[int, ...] | None) -> str:
    if days is None:
        return ""
    return ", ".join(str(day) for day in days) or "-"


def _still(until: date | None, today: date) -> bool:
    return until is None or until >= today
