"""Passing questions on to the administrators, and the administrators' own lists."""

from collections.abc import Mapping

from council import desk
from council.errors import NotAllowedError, StaleError
from council.language import Language
from council.ports import AskState, OpenAsk
from dialogs.cards import Action, Element, actions, block, button, heading, paragraph
from dialogs.lists import PAGE
from dialogs.scene import CARD, LONGEST_CARRIED, Scene, show
from dialogs.texts import mark
from dialogs.turn import Reply

STATES = {
    AskState.NOTED: mark("kept"),
    AskState.PASSED_ON: mark("passed on"),
    AskState.ANSWERED: mark("answered"),
}


async def pass_on(scene: Scene) -> Reply:
    """Pass a question on, in the asker's name only if they pressed that button."""
    t, name = scene.t, _name(scene)
    text = scene.words("question", LONGEST_CARRIED)
    if not text:
        raise StaleError(what="question")
    spoken = scene.turn.values.get("language")
    language = Language(spoken) if spoken in set(Language) else scene.language
    await desk.pass_on(scene.council, scene.asker, text, language, name=name)
    said = (
        t("I passed your question on to the administrators in your name.")
        if name
        else t("I passed your question on to the administrators, without your name.")
    )
    return show(t, said, [paragraph(said)], replaces=True)


async def refuse(scene: Scene) -> Reply:
    """Refuse to send or change anything because of a message, and offer to pass the request on."""
    t = scene.t
    request = scene.turn.text[:LONGEST_CARRIED]
    elements = [
        heading(t("I cannot do this for you.")),
        paragraph(
            t(
                "Announcements are sent by the administrators and the people named for it. "
                "Dates are moved through them too."
            )
        ),
        paragraph(t("Nothing has been sent and nothing has been changed.")),
        paragraph(
            t("I can pass your request on to the administrators, with or without your name.")
        ),
        *actions(
            [
                button(t("Pass the request on"), "desk.request", {"request": request}),
                button(
                    t("Pass it on in my name"), "desk.request", {"request": request, "named": True}
                ),
            ]
        ),
    ]
    return show(t, t("I cannot do this for you."), elements, outcome="refused")


async def request(scene: Scene) -> Reply:
    """Keep a request for the administrators."""
    t, name = scene.t, _name(scene)
    text = scene.words("request", LONGEST_CARRIED)
    if not text:
        raise StaleError(what="request")
    await desk.request(scene.council, scene.asker, text, scene.language, name=name)
    said = (
        t("I passed your request on to the administrators in your name.")
        if name
        else t("I passed your request on to the administrators, without your name.")
    )
    return show(t, said, [paragraph(said)], replaces=True)


async def asks(scene: Scene) -> Reply:
    """Show administrators the questions that got no answer, those that have got one last."""
    in_private(scene)
    t, start = scene.t, scene.number("from")
    kept = await desk.asks(scene.council, scene.asker)
    found = sorted(kept, key=lambda ask: ask.state is AskState.ANSWERED)
    elements = [heading(t("Unanswered questions"))]
    if all(ask.state is AskState.ANSWERED for ask in found):
        elements.append(paragraph(t("There are no unanswered questions.")))
    elements += [_ask(ask, scene, start) for ask in found[start : start + PAGE]]
    elements += actions(turning("desk.asks", start, len(found), scene))
    return show(t, t("Unanswered questions"), elements, replaces=bool(scene.turn.values))


async def answered(scene: Scene) -> Reply:
    """Mark a question answered and show the list again."""
    in_private(scene)
    await desk.answer_ask(scene.council, scene.asker, scene.key("ask"), through=CARD)
    return await asks(scene)


def _ask(ask: OpenAsk, scene: Scene, start: int) -> Element:
    t = scene.t
    day = t.bare_day(ask.last_asked.astimezone(scene.council.zone).date())
    times = t.plural("asked {n} time", "asked {n} times", ask.times)
    who = t("from: {name}", name=ask.asker_name) if ask.asker_name else ""
    beside = ", ".join(part for part in (day, times, t(STATES[ask.state]), who) if part)
    pressed: list[Action] = []
    if ask.state is not AskState.ANSWERED:
        values = {"ask": ask.id, "from": start}
        pressed = [button(t("Mark as answered"), "desk.answered", values)]
    said = [paragraph(t.quoted(ask.text)), paragraph(beside, quiet=True)]
    return block([*said, *actions(pressed)])


def turning(
    verb: str, start: int, total: int, scene: Scene, values: Mapping[str, str] | None = None
) -> list[Action]:
    """Return the buttons to the pages before and after; the page before stays where it shrank."""
    made, kept = [], dict(values or {})
    if start > 0:
        made.append(button(scene.t("Previous"), verb, {**kept, "from": max(0, start - PAGE)}))
    if start + PAGE < total:
        made.append(button(scene.t("Next"), verb, {**kept, "from": start + PAGE}))
    return made


def _name(scene: Scene) -> str:
    """Return the presser's display name if the button says that it may be told."""
    named = scene.turn.values.get("named", False)
    if not isinstance(named, bool):
        raise StaleError(what="named")
    return (scene.turn.name or scene.turn.person) if named else ""


def in_private(scene: Scene) -> None:
    """Keep the administrators' lists out of conversations that others read."""
    if not scene.turn.personal:
        raise NotAllowedError(who=scene.turn.person)
