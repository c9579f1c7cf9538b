"""To be forgotten: what goes and what stays, a second question, and then it is done."""

from council import privacy
from council.errors import StaleError
from council.privacy import LastAdministratorError
from dialogs import members, phrases
from dialogs.cards import actions, bullets, button, heading, paragraph
from dialogs.scene import CARD, Scene, show
from dialogs.texts import mark
from dialogs.turn import Reply

GOES = (
    mark("your name, language, rights and settings"),
    mark("how I reach you: I do not write to you any more"),
    mark("the record of our conversations, and what you follow"),
    mark("your name on questions that you passed on"),
    mark("your link to the roles that you hold"),
)
STAYS = (
    mark("what has been decided, changed and told of the programme, and when, without your name"),
    mark("a name that stands in the programme documents themselves"),
    mark("the words of questions and comments, without your name"),
    mark("the messages that are in your Teams: you can delete them there"),
)


async def ask(scene: Scene) -> Reply:
    """Say what goes and what stays, and ask whether it is really wanted."""
    t = scene.t
    if not scene.turn.personal:
        said = t("I can forget you when you write to me in private.")
        return show(t, said, [paragraph(said)], outcome="refused")
    try:
        vacant = await privacy.held(scene.council, scene.asker)
    except LastAdministratorError:
        return _last(scene, "card")
    elements = [
        heading(t("Shall I forget you?")),
        paragraph(t("This goes:"), bold=True),
        bullets(t(line) for line in GOES),
        paragraph(t("This stays:"), bold=True),
        bullets(t(line) for line in STAYS),
    ]
    if vacant:
        said = t(
            "After you nobody holds: {roles}. The administrators are told, without your name.",
            roles=phrases.names(vacant, t),
        )
        elements.append(paragraph(said))
    elements.append(paragraph(t("This cannot be undone.")))
    elements += actions(
        [
            button(t("Yes, forget me"), "privacy.forget", {"sure": True}),
            button(t("Do not forget"), "preferences.show"),
        ]
    )
    return show(t, t("Shall I forget you?"), elements, replaces=True)


async def forget(scene: Scene) -> Reply:
    """Forget whoever has pressed the button that says so."""
    t = scene.t
    if not scene.turn.personal or scene.turn.values.get("sure") is not True:
        raise StaleError(what="sure")
    person, name = scene.turn.person, scene.turn.name
    try:
        await privacy.forget(scene.council, scene.asker, person, through=CARD, names=(name,))
    except LastAdministratorError:
        return _last(scene, "refused")
    members.unsave(scene.council, scene.turn.conversation)
    elements = [
        paragraph(t("I have forgotten you.")),
        paragraph(
            t(
                "If you write to me again, we begin anew. "
                "If you do not want that, remove Luotsi from your Teams."
            )
        ),
    ]
    return show(t, t("I have forgotten you."), elements, replaces=True)


def _last(scene: Scene, outcome: str) -> Reply:
    t = scene.t
    said = t("You are the only administrator. Name another one first, then I can forget you.")
    return show(t, said, [paragraph(said)], outcome=outcome)
