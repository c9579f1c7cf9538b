"""What administrators have to see to: how much there is of each kind, then a kind's list.

Each task has the button that mends it; what the buttons do is in `dialogs.mending`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from council import confirming, desk, proposals, roles, schedule
from council.dispatching import UNSETTLED
from council.gathering import HOLDER_MISSING, UNDELIVERABLE
from council.items import DECLINED, PROPOSED
from council.loading import LINK_MISSING, OWNER_MISSING, UNCONFIRMED, YEAR_MISSING, dates_of
from council.model import Action as Deed
from council.model import FollowUp, Material, Record, Role
from council.news import Proposal, ProposalKind
from council.people import Person
from council.ports import AskState, Task
from council.register import Register
from council.replanning import DATE_PAST
from dialogs import phrases
from dialogs.cards import Action, Element, actions, block, bullets, button, heading, paragraph
from dialogs.desk import in_private, turning
from dialogs.lists import PAGE
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

VACANT = "role-vacant"  # whoever held the role has asked to be forgotten

KINDS: Mapping[str, str] = {
    PROPOSED: mark("Waits for your decision"),
    DECLINED: mark("Says that it is not theirs"),
    DATE_PAST: mark("The date is past"),
    HOLDER_MISSING: mark("The person responsible is missing"),
    VACANT: mark("The holder of the role is no longer in Luotsi"),
    UNDELIVERABLE: mark("Messages do not arrive"),
    UNSETTLED: mark("What came of a message is not fully on record"),
    OWNER_MISSING: mark("Nobody is responsible"),
    YEAR_MISSING: mark("The year is missing"),
    UNCONFIRMED: mark("Not confirmed"),
    LINK_MISSING: mark("The link is missing"),
}
"""In the order in which they are shown; a kind that is not here comes last."""

OTHER = mark("To be looked at")
ABOUT_PERSONS = frozenset({UNDELIVERABLE, UNSETTLED})
NOT_CLOSED_BY_HAND = frozenset({PROPOSED})  # the decision closes it

UNREACHABLE = {
    "ConversationBlockedByUser": mark("They have blocked Luotsi in Teams."),
    "no-address": mark("They have not written to Luotsi yet, so there is nowhere to write to."),
    "BotNotInConversationRoster": mark("They have removed Luotsi from Teams."),
}
UNREACHABLE_OTHERWISE = mark("Teams did not take the message.")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the lines of tasks are written from."""

    scene: Scene
    register: Register
    people: Mapping[str, Person]
    proposed: Sequence[Proposal]
    reasons: Mapping[str, str]

    @property
    def t(self) -> Texts:
        return self.scene.t

    def name(self, person: str) -> str:
        """Return what a person is called."""
        known = self.people.get(person)
        return (known.name if known else "") or self.t("somebody without a name")


async def overview(scene: Scene) -> Reply:
    """Show administrators how much of each kind there is to see to."""
    in_private(scene)
    t = scene.t
    found = await desk.tasks(scene.council, scene.asker)
    asks = await desk.asks(scene.council, scene.asker)
    open_asks = sum(ask.state is not AskState.ANSWERED for ask in asks)
    counts = {kind: sum(task.kind == kind for task in found) for kind in _order(found)}
    elements = [heading(t("Tasks"))]
    if not found:
        elements.append(paragraph(t("There are no open tasks.")))
    else:
        elements.append(bullets(f"{_title(kind, t)}: {n}" for kind, n in counts.items()))
    pressed = [button(_title(kind, t), "tasks.kind", {"kind": kind}) for kind in counts]
    if open_asks:
        said = t.plural(
            "{n} question without an answer", "{n} questions without an answer", open_asks
        )
        elements.append(paragraph(said))
        pressed.append(button(t("Unanswered questions"), "desk.asks", {"from": 0}))
    return show(t, t("Tasks"), [*elements, *actions(pressed)], replaces=bool(scene.turn.values))


async def of_kind(scene: Scene, kind: str = "", notice: Sequence[str] = ()) -> Reply:
    """Show administrators the tasks of a kind; `notice` says what has just been done."""
    in_private(scene)
    t, start = scene.t, scene.number("from")
    kind = kind or scene.key("kind")
    found = [t for t in await desk.tasks(scene.council, scene.asker) if t.kind == kind]
    there = await _desk(scene, found)
    elements = [*(paragraph(line) for line in notice), heading(_title(kind, t))]
    if not found:
        elements.append(paragraph(t("There are no open tasks of this kind.")))
    for task in found[start : start + PAGE]:
        elements += await _task(task, there, start)
    turned = turning("tasks.kind", start, len(found), scene, {"kind": kind})
    elements += actions([*turned, button(t("All tasks"), "desk.tasks", {"from": 0})])
    return show(t, _title(kind, t), elements, replaces=bool(scene.turn.values))


async def close(scene: Scene) -> Reply:
    """Close a task and show its list again."""
    in_private(scene)
    kind, about = scene.key("kind"), scene.key("about")
    await desk.close_task(scene.council, scene.asker, kind, about, through=CARD)
    return await of_kind(scene, kind)


async def _desk(scene: Scene, found: Sequence[Task]) -> _Desk:
    council, asker = scene.council, scene.asker
    kinds = {task.kind for task in found}
    persons = [task.about for task in found if task.kind == UNDELIVERABLE]
    return _Desk(
        scene,
        (await council.shelf.view(asker)).register,
        {p.key: p for p in await roles.everybody(council, asker)},
        await proposals.proposals(council, asker) if PROPOSED in kinds else (),
        await schedule.why_unreachable(council, asker, persons) if persons else {},
    )


async def _task(task: Task, there: _Desk, start: int) -> list[Element]:
    t, zone = there.t, there.scene.council.zone
    record = there.register.get(task.about)
    name = phrases.name(record) if record is not None else task.about
    if task.kind in ABOUT_PERSONS:
        name = there.name(task.about)
    said, pressed = await LINES.get(task.kind, _plainly)(task, record, there)
    if task.kind not in NOT_CLOSED_BY_HAND:
        values = {"kind": task.kind, "about": task.about, "from": start}
        pressed = [*pressed, button(t("Mark as done"), "desk.close", values)]
    day = t.bare_day(task.opened.astimezone(zone).date())
    elements = [
        paragraph(name, bold=True),
        *(paragraph(line, near=True) for line in said if line),
        paragraph(t("since {day}", day=day), quiet=True),
        *actions(pressed),
    ]
    return [block(elements)]


Lines = tuple[list[str], list[Action]]
Told = Callable[[Task, Record | None, _Desk], Awaitable[Lines]]


async def _plainly(task: Task, record: Record | None, there: _Desk) -> Lines:
    del task
    if record is None:
        return [], []
    kind = phrases.kind(record, there.t)
    return [kind], [button(there.t("More"), "programme.record", {"key": record.key})]


async def _unconfirmed(task: Task, record: Record | None, there: _Desk) -> Lines:
    said, pressed = await _plainly(task, record, there)
    if record is None:
        return said, pressed
    t = there.t
    said += [*_owned(record, there), *(t.when(due) for due in dates_of(record))]
    return said, [button(t("Confirm"), "mending.confirm", {"key": record.key}), *pressed]


async def _yearless(task: Task, record: Record | None, there: _Desk) -> Lines:
    said, pressed = await _plainly(task, record, there)
    if record is None:
        return said, pressed
    t = there.t
    said += [t.when(due) for due in dates_of(record)]
    return said, [button(t("Give the year"), "mending.years", {"key": record.key}), *pressed]


async def _linkless(task: Task, record: Record | None, there: _Desk) -> Lines:
    said, pressed = await _plainly(task, record, there)
    if not isinstance(record, Material):
        return said, pressed
    t = there.t
    return [*said, record.place], [
        button(t("Give the link"), "mending.link", {"key": record.key}),
        *pressed,
    ]


async def _ownerless(task: Task, record: Record | None, there: _Desk) -> Lines:
    said, pressed = await _plainly(task, record, there)
    if record is None:
        return said, pressed
    return said, [_assign(record, task.kind, there.t), *pressed]


async def _holderless(task: Task, record: Record | None, there: _Desk) -> Lines:
    t = there.t
    if isinstance(record, FollowUp | Deed):  # one that names nobody
        return await _ownerless(task, record, there)
    if not isinstance(record, Role):
        return await _plainly(task, record, there)
    said = t("The reminders go to the deputy, or to the administrators.")
    return [said], [button(t("Name a holder"), "roles.form", {"role": record.key})]


async def _past(task: Task, record: Record | None, there: _Desk) -> Lines:
    t = there.t
    if not isinstance(record, FollowUp):
        return await _plainly(task, record, there)
    when = [t.when(record.due)] if record.due else []
    told = t("It was past when Luotsi learnt of it, so nobody is reminded.")
    return [*_owned(record, there), *when, told], [
        button(t("Done"), "mending.report", {"key": record.key, "state": "done"}),
        button(t("Not carried out"), "mending.report", {"key": record.key, "state": "cancelled"}),
        button(t("Give a new date"), "mending.date", {"key": record.key}),
    ]


async def _lost(task: Task, record: Record | None, there: _Desk) -> Lines:
    del record
    t = there.t
    reason = there.reasons.get(task.about, "")
    said = t(UNREACHABLE.get(reason, UNREACHABLE_OTHERWISE))
    return [said], [button(t("Send again"), "mending.again", {"person": task.about})]


async def _proposed(task: Task, record: Record | None, there: _Desk) -> Lines:
    t = there.t
    said: list[str] = []
    pressed: list[Action] = []
    for one in there.proposed:
        if one.item != task.about:
            continue
        said += _proposal(one, there)
        decision = {"item": one.item, "proposal": one.id, "key": one.item, "id": one.id}
        pressed += [
            button(t("Approve"), "followup.decide", {**decision, "approve": True}),
            button(t("Reject"), "followup.decide", {**decision, "approve": False}),
        ]
    more = (await _plainly(task, record, there))[1]
    return said, [*pressed, *more]


def _proposal(one: Proposal, there: _Desk) -> list[str]:
    t = there.t
    if one.kind is ProposalKind.DATE and one.due is not None:
        was = t.bare_day(one.was) if one.was else t("no date in the material")
        asked = t("New date: {date} (now {was})", date=t.when(one.due), was=was)
    else:
        state = t(phrases.STATES[one.state]) if one.state else ""
        asked = t("New state: {state}", state=state)
    who = t("Proposed by: {name}", name=there.name(one.person))
    return [asked, who, t("Why: {reason}", reason=one.why) if one.why else ""]


async def _declined(task: Task, record: Record | None, there: _Desk) -> Lines:
    t = there.t
    if not isinstance(record, FollowUp | Deed):
        return await _plainly(task, record, there)
    told = await confirming.declined_by(there.scene.council, there.scene.asker, record.key)
    names = t.listed(there.name(person) for person in told)
    said = t("Says so: {names}", names=names) if names else ""
    return [said, *_owned(record, there)], [
        button(t("Give it back"), "mending.back", {"key": record.key}),
        _assign(record, task.kind, t),
    ]


def _assign(record: Record, kind: str, t: Texts) -> Action:
    values = {"key": record.key, "kind": kind}
    return button(t("Name who is responsible"), "mending.owners", values)


def _owned(record: Record, there: _Desk) -> list[str]:
    if not isinstance(record, FollowUp | Deed):
        return []
    owners = there.register.owners(record)
    names = phrases.names(owners, there.t)
    return [there.t("Responsible: {owners}", owners=names)] if owners else []


LINES: Mapping[str, Told] = {
    PROPOSED: _proposed,
    DECLINED: _declined,
    DATE_PAST: _past,
    HOLDER_MISSING: _holderless,
    VACANT: _holderless,
    UNDELIVERABLE: _lost,
    OWNER_MISSING: _ownerless,
    YEAR_MISSING: _yearless,
    UNCONFIRMED: _unconfirmed,
    LINK_MISSING: _linkless,
}


def _title(kind: str, t: Texts) -> str:
    return t(KINDS.get(kind, OTHER))


def _order(found: Sequence[Task]) -> list[str]:
    """Return the kinds that there are, in the order in which they are shown."""
    there = dict.fromkeys(task.kind for task in found)
    return [*(kind for kind in KINDS if kind in there), *(k for k in there if k not in KINDS)]
