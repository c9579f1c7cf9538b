"""Greeting, help, language, and where a conversation can be reached."""

from collections import OrderedDict
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from council import members, programme
from council.answers import Note
from council.asking import Kind
from council.chamber import Council
from council.errors import StaleError
from council.language import Language
from council.people import Address
from council.programme import Filter
from council.turns import Turns
from dialogs import phrases
from dialogs.cards import Action, Element, actions, button, heading, paragraph
from dialogs.scene import Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply, Turn

ADDRESSES = 10_000  # remembered as saved; a forgotten one is only saved again
THINGS_TO_TRY = 3
LANGUAGES = {Language.FI: "Suomi", Language.SV: "Svenska", Language.EN: "English"}
AS_TEAMS = "teams"
LACKING = frozenset({Note.NO_OWNER, Note.NO_TARGET, Note.NO_LINK})  # nothing to try a question on

TRIES = (
    (Kind.GOAL, mark("What are the goals?")),
    (Kind.EVENT, mark("When is {name}?")),
    (Kind.ACTION, mark("Who is responsible for {name}?")),
    (Kind.METRIC, mark("What is the target level of {name}?")),
    (Kind.MATERIAL, mark("Where do I find {name}?")),
)

_saved: "WeakKeyDictionary[Turns, OrderedDict[str, Address]]" = WeakKeyDictionary()


async def remember(council: Council, turn: Turn) -> None:
    """Save where the conversation can be reached, and who it is in a personal one.

    Not again what this process has saved just so.
    """
    if turn.address is None:
        return
    saved = _saved.setdefault(council.turns, OrderedDict())
    if saved.get(turn.conversation) == turn.address:
        return
    await members.meet(council, turn.address)
    if turn.personal:
        await members.greet(council, turn.person, turn.name)
    saved[turn.conversation] = turn.address
    while len(saved) > ADDRESSES:
        saved.popitem(last=False)


async def part(council: Council, turn: Turn) -> None:
    """Forget where the conversation could be reached: Luotsi was removed from it."""
    await members.part(council, turn.conversation)
    unsave(council, turn.conversation)


def unsave(council: Council, conversation: str) -> None:
    """Have the conversation saved anew when something next comes from it."""
    _saved.setdefault(council.turns, OrderedDict()).pop(conversation, None)


async def welcome(scene: Scene) -> Reply:
    """Say who Luotsi is and offer three things to try."""
    t = scene.t
    tries = await _tries(scene)
    elements = [
        heading(t("Hello, I am Luotsi.")),
        paragraph(
            t(
                "I answer questions about the municipality’s programmes. "
                "With every answer I tell where it stands."
            )
        ),
    ]
    if tries:
        elements.append(paragraph(t("Try for example:")))
    else:
        elements.append(paragraph(_nothing(scene)))
    buttons = [button(q, "questions.suggested", {"question": q, "key": key}) for q, key in tries]
    if tries:
        buttons.append(button(t("Where do we stand?"), "progress.standing"))
    elements += actions(buttons)
    elements += actions([button(t("Help"), "members.help"), *_languages()])
    return show(t, t("Hello, I am Luotsi."), elements)


async def guide(scene: Scene) -> Reply:
    """Say what can be asked and which words open a list."""
    t = scene.t
    lists = [
        (t("Where do we stand?"), "progress.standing"),
        (t("What has changed?"), "progress.changed"),
        (t("Programmes"), "programme.all"),
        (t("Goals"), "programme.goals"),
        (t("Actions"), "programme.actions"),
        (t("Metrics"), "programme.metrics"),
        (t("What comes next"), "programme.events"),
        (t("Bodies and roles"), "programme.bodies"),
        (t("Materials"), "materials.all"),
        (t("Contact persons"), "programme.contacts"),
        (t("Reporting"), "programme.reporting"),
        (t("Open questions"), "programme.open"),
    ]
    elements = [
        heading(t("How I can help")),
        paragraph(
            t("Ask in your own words, for example: {example}", example=t("What are the goals?"))
        ),
        paragraph(
            t(
                "I tell the source of every answer. "
                "If the material has no answer, I say so and tell whom to ask."
            )
        ),
    ]
    if not scene.turn.personal:
        elements.append(
            paragraph(
                t(
                    "In a shared conversation I answer only what everybody here may see. "
                    "Mention me in your message."
                )
            )
        )
    elements.append(paragraph(t("You can also open a list with a button or by writing its name:")))
    elements += actions([button(title, verb) for title, verb in lists])
    if scene.turn.personal:
        own = [(t("My actions"), "followup.mine"), (t("Reminders"), "reminders.upcoming")]
        elements += actions([button(title, verb) for title, verb in own])
    buttons = [button(t("Language"), "members.language")]
    if scene.turn.personal:
        buttons.append(button(t("My settings"), "preferences.show"))
    elements += actions(buttons)
    if scene.asker.administers and scene.turn.personal:
        elements += _for_administrators(t)
    return show(t, t("How I can help"), elements)


async def language(scene: Scene) -> Reply:
    """Offer the languages."""
    t = scene.t
    elements = [
        heading(t("Language")),
        paragraph(t("In which language shall I answer you?")),
        *actions(
            [*_languages(), button(t("As in Teams"), "members.speak", {"language": AS_TEAMS})]
        ),
    ]
    return show(t, t("Language"), elements)


async def speak(scene: Scene) -> Reply:
    """Set the person's own language; in a shared conversation too it is theirs alone."""
    chosen = scene.key("language")
    if chosen != AS_TEAMS and chosen not in {item.value for item in Language}:
        raise StaleError(what="language")
    return await _spoken(scene, None if chosen == AS_TEAMS else Language(chosen))


async def speak_finnish(scene: Scene) -> Reply:
    """Set the person's own language to Finnish."""
    return await _spoken(scene, Language.FI)


async def speak_swedish(scene: Scene) -> Reply:
    """Set the person's own language to Swedish."""
    return await _spoken(scene, Language.SV)


async def speak_english(scene: Scene) -> Reply:
    """Set the person's own language to English."""
    return await _spoken(scene, Language.EN)


async def thanks(scene: Scene) -> Reply:
    """Answer a thank-you."""
    t = scene.t
    said = t("You are welcome.")
    return show(t, said, [paragraph(said)])


async def _spoken(scene: Scene, own: Language | None) -> Reply:
    turn = scene.turn
    await members.speak(scene.council, turn.person, turn.name, own)
    t = (scene.speaking(own) if own else scene).t
    said = (
        t("I will answer you in English.") if own else t("I will use the language of your Teams.")
    )
    again = button(t("Help"), "members.help")
    return show(t, said, [paragraph(said), *actions([again])], replaces=True)


def _for_administrators(t: Texts) -> list[Element]:
    return [
        paragraph(t("For administrators:")),
        *actions(
            [
                button(t("Unanswered questions"), "desk.asks"),
                button(t("Tasks"), "desk.tasks"),
                button(t("Roles and holders"), "roles.all"),
                button(t("Coming reminders"), "schedule.coming"),
                button(t("Today’s messages"), "schedule.today"),
                button(t("Reminder rules"), "choices.rules"),
                button(t("Proposals"), "followup.proposals"),
            ]
        ),
    ]


def _languages() -> list[Action]:
    return [
        button(name, "members.speak", {"language": language.value})
        for language, name in LANGUAGES.items()
    ]


def _nothing(scene: Scene) -> str:
    t = scene.t
    if scene.asker.administers:
        return t(
            "There is no material yet. Load a programme with the command ‘luotsi load’ "
            "and add documents with ‘luotsi documents add’."
        )
    return t("I have no material yet. An administrator has to add it first.")


async def _tries(scene: Scene) -> Sequence[tuple[str, str]]:
    """Return questions that the asker's own material answers, each with the record it is about."""
    made: list[tuple[str, str]] = []
    for kind, question in TRIES:
        found = await programme.listed(scene.council, scene.asker, (kind,), Filter())
        if kind is Kind.EVENT:
            found = (await programme.agenda(scene.council, scene.asker)).coming
        record = next((f.record for f in found if not f.notes & LACKING), None)
        if record is None or len(made) == THINGS_TO_TRY:
            continue
        if kind is Kind.GOAL:
            key = record.programme
            record = await programme.record(scene.council, scene.asker, key)
        made.append((scene.t(question, name=phrases.name(record)), record.key))
    return made
