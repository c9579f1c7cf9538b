"""Proposals before the administrators: what an owner wants changed, and the decision."""

from council import proposals
from council.errors import NotAllowedError, NotFoundError
from council.items import Item, Result, last_day
from council.model import Action, FollowUp
from council.news import LONGEST_COMMENT, Proposal, ProposalKind, ProposalState
from dialogs import inputs, items, phrases, results
from dialogs.cards import Action as Button
from dialogs.cards import Element, actions, block, button, heading, paragraph, text_input
from dialogs.items import Reader
from dialogs.lists import PAGE
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

STANDINGS = {
    ProposalState.OPEN: mark("waits for a decision"),
    ProposalState.APPROVED: mark("accepted"),
    ProposalState.REJECTED: mark("not approved"),
    ProposalState.WITHDRAWN: mark("replaced by a later proposal"),
}


async def waiting(scene: Scene) -> Reply:
    """List what waits for a decision, of one item if a button says so."""
    items.in_private(scene)
    t, start, key = scene.t, scene.number("from"), scene.key("key")
    found = await proposals.proposals(scene.council, scene.asker)
    found = [one for one in found if key in {"", one.item}]
    who = await items.reader(scene.council, scene.asker, t)
    if len(found) == 1 and (only := _item(found[0], who)) is not None and key:
        return _card(scene, who, only, found[0])
    elements = [heading(t("Proposals"))]
    if not found:
        elements.append(paragraph(t("No proposals wait for a decision.")))
    shown = found[start : start + PAGE]
    elements += [_listed(one, who) for one in shown]
    turning = []
    if start > 0:
        values = {"key": key, "from": max(0, start - PAGE)}
        turning.append(button(t("Previous"), "followup.proposals", values))
    if start + PAGE < len(found):
        values = {"key": key, "from": start + PAGE}
        turning.append(button(t("Next"), "followup.proposals", values))
    elements += actions(turning)
    keys = tuple(one.item for one in shown)
    return show(t, t("Proposals"), elements, sources=keys)


async def one(scene: Scene) -> Reply:
    """Show one proposal with the buttons to decide."""
    items.in_private(scene)
    if not scene.asker.administers:
        raise NotAllowedError(who=scene.asker.person)
    key, number = scene.key("key"), scene.key("id")
    async with scene.council.records() as records:
        found = [p for p in await records.news.proposals([key]) if p.id == number]
    who = await items.reader(scene.council, scene.asker, scene.t)
    item = _item(found[0], who) if found else None
    if item is None:
        raise NotFoundError(what="proposal")
    return _card(scene, who, item, found[0])


async def decide(scene: Scene) -> Reply:
    """Approve or reject."""
    items.in_private(scene)
    approve, why = inputs.flag(scene, "approve"), inputs.comment(scene)
    outcome = await proposals.decide(
        scene.council,
        scene.asker,
        scene.key("key"),
        scene.key("id"),
        approve=approve,
        through=CARD,
        why=why,
    )
    who, t, item = await results.reader(scene), scene.t, outcome.item
    said = _said(outcome.proposal, item, who) if outcome.proposal else []
    if outcome.result is Result.ALREADY:
        return _result(scene, item, t("This has been decided already."), said)
    title = t("The proposal is approved.") if approve else t("The proposal is not approved.")
    now = items.due_line(item, t) if approve else ""
    told = t("The owners and the followers hear of it in their next message.")
    return _result(scene, item, title, [*said, now, told])


def _item(proposal: Proposal, who: Reader) -> Item | None:
    item = who.known.register.get(proposal.item)
    return item if isinstance(item, Action | FollowUp) else None


def _listed(proposal: Proposal, who: Reader) -> Element:
    t, item = who.t, _item(proposal, who)
    if item is None:
        return block([paragraph(t("This is no longer in the programme."))])
    values = {"key": proposal.item, "id": proposal.id}
    return block(
        [
            paragraph(phrases.titled(item, t), bold=True),
            paragraph(_wanted(proposal, item, t), near=True),
            *actions([button(t("Look and decide"), "followup.proposal", values)]),
        ]
    )


def _card(scene: Scene, who: Reader, item: Item, proposal: Proposal) -> Reply:
    t = scene.t
    title = t("Proposal: {name}", name=phrases.name(item))
    elements = [
        heading(title),
        *(paragraph(line, near=True) for line in _said(proposal, item, who) if line),
    ]
    if proposal.standing is ProposalState.OPEN:
        if last_day(item) != proposal.was:
            changed = t("The due day has changed since this was proposed.")
            elements.append(paragraph(f"{changed} {items.due_line(item, t)}"))
        elements.append(
            text_input(
                "comment", t("Reason, if you do not approve"), longest=LONGEST_COMMENT, lines=True
            )
        )
        elements += actions(_deciding(proposal, t))
    elements.append(paragraph(phrases.source_line(item.source, t), quiet=True))
    return show(t, title, elements, sources=(item.key,))


def _deciding(proposal: Proposal, t: Texts) -> list[Button]:
    values = {"key": proposal.item, "id": proposal.id}
    return [
        button(t("Approve"), "followup.decide", {**values, "approve": True}),
        button(t("Do not approve"), "followup.decide", {**values, "approve": False}),
    ]


def _wanted(proposal: Proposal, item: Item, t: Texts) -> str:
    """Return from what to what."""
    if proposal.kind is ProposalKind.DATE:
        return _asked(proposal, t)
    to = items.told_state(proposal.state, proposal.percent, t)
    return t("State: {before} → {to}", before=items.told_state(item.state, None, t), to=to)


def _said(proposal: Proposal, item: Item, who: Reader) -> list[str]:
    t = who.t
    named = items.who_told(proposal.person, proposal.at, item, who)
    waits = proposal.standing is ProposalState.OPEN
    said = [
        _wanted(proposal, item, t) if waits else _asked(proposal, t),
        t("Reason: {why}", why=proposal.why) if proposal.why else "",
        t("Proposed by: {who}, {day}", who=named, day=who.day(proposal.at)),
    ]
    if not waits:
        day = who.day(proposal.decided) if proposal.decided else ""
        by = items.who_told(proposal.decided_by, proposal.decided, item, who)
        standing = t(STANDINGS[proposal.standing])
        said.append(t("Decision: {standing}, {who}, {day}", standing=standing, who=by, day=day))
    return said


def _asked(proposal: Proposal, t: Texts) -> str:
    """Return what was asked for; of a state not from what: that may be over by now."""
    if proposal.kind is ProposalKind.STATE:
        state = items.told_state(proposal.state, proposal.percent, t)
        return t("Proposed state: {state}", state=state)
    before = t.day(proposal.was) if proposal.was else "–"
    to = t.when(proposal.due) if proposal.due else "–"
    return t("Due day: {before} → {to}", before=before, to=to)


def _result(scene: Scene, item: Item, title: str, said: list[str]) -> Reply:
    t = scene.t
    elements = [
        heading(title),
        paragraph(phrases.titled(item, t), bold=True),
        *(paragraph(line, near=True) for line in said if line),
        *actions([button(t("Proposals"), "followup.proposals")]),
    ]
    return show(t, title, elements, replaces=True, sources=(item.key,))
