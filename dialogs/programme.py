"""Browsing: programmes, what is in them, and everything on one record."""

from collections.abc import Sequence

from council import programme, readings
from council.answers import Finding
from council.asking import Kind
from council.errors import StaleError
from council.facts import TYPES
from council.loading import UNCONFIRMED, lacks
from council.model import Action as Deed
from council.model import (
    FollowUp,
    Goal,
    Material,
    Metric,
    Programme,
    Reading,
    Record,
    Role,
    State,
)
from council.programme import Filter, Page
from dialogs import findings, followup, phrases
from dialogs.cards import (
    Action,
    Element,
    actions,
    block,
    bullets,
    button,
    choice_input,
    heading,
    link,
    paragraph,
)
from dialogs.lists import Listing, listed
from dialogs.scene import Scene, show
from dialogs.texts import Texts, mark
from dialogs.turn import Reply

MOST_CHOICES = 30  # in a drop-down list
MOST_RELATED = 12  # records named on another's page
MOST_BUTTONS = 5

TOLD = (Deed, FollowUp)  # whose changes are told to whoever wants to hear of them

EMPTY = mark("There is nothing here yet.")

# The sections of a programme that have a button of their own; the rest share one.
SECTIONS = {
    Kind.GOAL: "programme.goals",
    Kind.ACTION: "programme.actions",
    Kind.METRIC: "programme.metrics",
    Kind.EVENT: "programme.events",
    Kind.BODY: "programme.bodies",
    Kind.MATERIAL: "materials.all",
    Kind.CONTACT: "programme.contacts",
    Kind.REPORTING: "programme.reporting",
    Kind.OPEN_QUESTION: "programme.open",
}


async def programmes(scene: Scene) -> Reply:
    """List the programmes."""
    found = await programme.listed(scene.council, scene.asker, (Kind.PROGRAMME,), Filter())
    t = scene.t
    empty = t("There are no programmes yet. An administrator has to add one first.")
    return listed(scene, Listing(t("Programmes"), "programme.all", found, empty), named=False)


async def goals(scene: Scene) -> Reply:
    """List goals."""
    return await _section(scene, (Kind.GOAL,), "programme.goals")


async def metrics(scene: Scene) -> Reply:
    """List metrics with their target levels, and say how many of them have a fresh reading."""
    above = await _covered(scene, scene.key("programme"))
    return await _section(scene, (Kind.METRIC,), "programme.metrics", above=above)


async def _covered(scene: Scene, programme: str) -> list[Element]:
    t, found = scene.t, await readings.coverage(scene.council, scene.asker, programme)
    if not found.total:
        return []
    said = t("{fresh}/{total} metrics have a fresh reading.", fresh=found.fresh, total=found.total)
    shown = [paragraph(said)]
    if found.unconfirmed:
        left = t.plural(
            "{n} metric that is not confirmed is not counted.",
            "{n} metrics that are not confirmed are not counted.",
            found.unconfirmed,
        )
        shown.append(paragraph(left, quiet=True))
    return shown


async def bodies(scene: Scene) -> Reply:
    """List bodies and roles."""
    return await _section(scene, (Kind.BODY, Kind.ROLE), "programme.bodies")


async def contacts(scene: Scene) -> Reply:
    """List whom to ask."""
    return await _section(scene, (Kind.CONTACT,), "programme.contacts")


async def reporting(scene: Scene) -> Reply:
    """List what is reported to whom."""
    return await _section(scene, (Kind.REPORTING,), "programme.reporting")


async def open_questions(scene: Scene) -> Reply:
    """List what the documents leave open."""
    return await _section(scene, (Kind.OPEN_QUESTION,), "programme.open")


async def others(scene: Scene) -> Reply:
    """List records of a kind that has no button of its own."""
    named = scene.key("kind").replace("_", " ")
    if named not in {kind.value for kind in Kind}:
        raise StaleError(what="kind")
    return await _section(scene, (Kind(named),), "programme.others", {"kind": scene.key("kind")})


async def list_actions(scene: Scene) -> Reply:
    """List actions, narrowed to a goal, an owner or a state if a button says so."""
    t = scene.t
    within = Filter(scene.key("programme"), scene.key("goal"), scene.key("owner"), _state(scene))
    found = await programme.listed(scene.council, scene.asker, (Kind.ACTION,), within)
    owners = await programme.owners(scene.council, scene.asker, within.programme)
    named = [
        await _name(scene, key, t) for key in (within.programme, within.goal, within.owner) if key
    ]
    if within.state:
        named.append(t(phrases.STATES[within.state]))
    title = " – ".join([t("Actions"), *named])
    values = _values(within)
    listing = Listing(
        title,
        "programme.actions",
        found,
        t("There are no such actions."),
        values,
        _owner_choice(owners, within, values, t),
        _states(values, within, t),
    )
    return listed(scene, listing, named=False)


async def events(scene: Scene) -> Reply:
    """List events: first what is coming, then what has no known day, then what has been held."""
    t, key = scene.t, scene.key("programme")
    agenda = await programme.agenda(scene.council, scene.asker, key)
    if agenda.coming:
        said = t.plural("{n} event is coming.", "{n} events are coming.", len(agenda.coming))
    else:
        said = t("No coming event is known.")
    items = (*agenda.coming, *agenda.undated, *agenda.held)
    listing = Listing(
        t("What comes next"),
        "programme.events",
        items,
        t(EMPTY),
        {"programme": key},
        [paragraph(said)],
        await _narrowing(scene, "programme.events", key, items),
    )
    return listed(scene, listing, named=False)


async def show_record(scene: Scene) -> Reply:
    """Show everything on one record."""
    page = await programme.page(scene.council, scene.asker, scene.key("key"))
    t, record = scene.t, page.record
    lines = dict.fromkeys(line for f in page.findings for line in findings.lines(f, t))
    elements = [
        heading(f"{phrases.kind(record, t)}: {findings.subject(page.findings[0], t)}"),
        *(paragraph(line, near=True) for line in lines if line != phrases.name(record)),
        *_belongs(page, t),
        *_related(page, t),
        paragraph(phrases.source_line(record.source, t), quiet=True),
    ]
    if record.source.words:
        elements.append(paragraph(t.quoted(record.source.words), quiet=True))
    own = await followup.following(scene, record.key) if isinstance(record, TOLD) else []
    buttons = [*_page_buttons(page, t), *await _entering(scene, record), *own]
    if scene.asker.administers:
        if UNCONFIRMED in lacks(record):
            buttons.append(button(t("Confirm"), "mending.confirm", {"key": record.key}))
        buttons.append(button(t("History of changes"), "history.changes", {"key": record.key}))
    elements += actions(buttons)
    words = record.source.words or None
    return show(
        t,
        phrases.name(record),
        elements,
        sources=(record.key,),
        quotes=((record.source.document, words),),
    )


async def _section(
    scene: Scene,
    kinds: Sequence[Kind],
    verb: str,
    more: dict[str, str] | None = None,
    above: Sequence[Element] = (),
) -> Reply:
    t, key = scene.t, scene.key("programme")
    found = await programme.listed(scene.council, scene.asker, kinds, Filter(key))
    title = t(phrases.PLURALS[TYPES[kinds[0]][0]])
    if len(kinds) > 1:
        title = t("Bodies and roles")
    if key:
        title = f"{title} – {await _name(scene, key, t)}"
    values = {"programme": key, **(more or {})}
    below = await _narrowing(scene, verb, key, found, more)
    listing = Listing(title, verb, found, t(EMPTY), values, above, below)
    return listed(scene, listing, named=len(kinds) > 1)


async def _narrowing(
    scene: Scene,
    verb: str,
    key: str,
    items: Sequence[Finding],
    more: dict[str, str] | None = None,
) -> list[Action]:
    """Return a button for each programme of the items where they are of several."""
    named = {finding.record.programme for finding in items}
    every = await programme.programmes(scene.council, scene.asker)
    found = [p for p in every if p.key in named]
    if key or len(found) < 2 or len(found) > MOST_BUTTONS:  # noqa: PLR2004 - one needs no choice
        return []
    made = []
    for chosen in found:
        name = phrases.programme_name(chosen, scene.t, doubts=False)
        values = {"programme": chosen.key, **(more or {})}
        made.append(button(scene.t("Only: {programme}", programme=name), verb, values))
    return made


async def _name(scene: Scene, key: str, t: Texts) -> str:
    return phrases.titled(await programme.record(scene.council, scene.asker, key), t)


def _state(scene: Scene) -> State | None:
    value = scene.key("state")
    if not value:
        return None
    if value not in {state.value for state in State}:
        raise StaleError(what="state")
    return State(value)


def _values(within: Filter) -> dict[str, str]:
    state = within.state.value if within.state else ""
    return {
        "programme": within.programme,
        "goal": within.goal,
        "owner": within.owner,
        "state": state,
    }


def _owner_choice(
    owners: Sequence[Record], within: Filter, values: dict[str, str], t: Texts
) -> list[Element]:
    if not 1 < len(owners) <= MOST_CHOICES:
        return []
    choices = [(t("everybody"), ""), *((phrases.name(o), o.key) for o in owners)]
    chosen = within.owner if within.owner in {o.key for o in owners} else ""
    pressed = button(t("Show chosen"), "programme.actions", {**values, "owner": chosen})
    return [choice_input("owner", t("Responsible"), choices, chosen), *actions([pressed])]


def _states(values: dict[str, str], within: Filter, t: Texts) -> list[Action]:
    """Return a button for each state, and one for all once a state is chosen."""
    if within.state:
        return [button(t("All states"), "programme.actions", {**values, "state": ""})]
    return [
        button(
            t("Only: {state}", state=t(phrases.STATES[state])),
            "programme.actions",
            {**values, "state": state.value},
        )
        for state in (State.STARTED, State.DONE, State.LATE)
    ]


def _belongs(page: Page, t: Texts) -> list[Element]:
    if page.programme is None or page.programme.key == page.record.key:
        return []
    name = phrases.programme_name(page.programme, t)
    return [paragraph(t("Programme: {name}", name=name), near=True)]


def _related(page: Page, t: Texts) -> list[Element]:
    if not page.related:
        return []
    shown = page.related[:MOST_RELATED]
    title = t("Responsible for") if isinstance(page.record, Role) else t("Belongs here")
    items = [f"{phrases.kind(r, t)}: {phrases.titled(r, t)}" for r in shown]
    if len(page.related) > len(shown):
        items.append(t("and {n} more", n=len(page.related) - len(shown)))
    return [block([paragraph(title, bold=True), bullets(items)])]


async def _entering(scene: Scene, record: Record) -> list[Action]:
    """Return the button to a metric's form for who may enter its readings."""
    if not isinstance(record, Metric) or not scene.turn.personal:
        return []
    if not await readings.may_enter(scene.council, scene.asker, record.key):
        return []
    return [button(scene.t("Enter a reading"), "readings.form", {"metric": record.key})]


def _page_buttons(page: Page, t: Texts) -> list[Action]:
    record = page.record
    made: list[Action] = [button(t("Ask about this"), "questions.about", {"key": record.key})]
    if isinstance(record, Material):
        made += link(t("Open the material"), record.url)
    if isinstance(record, Goal):
        values = {"goal": record.key}
        made.append(button(t("Actions for this goal"), "programme.actions", values))
    if any(isinstance(r, Reading) for f in page.findings for r in f.related):
        made.append(button(t("How it has gone"), "progress.metric", {"key": record.key}))
    if isinstance(record, Programme):
        made.append(button(t("Where do we stand?"), "progress.standing", {"programme": record.key}))
    for kind, number in page.counts:
        title = f"{t(phrases.PLURALS[TYPES[kind][0]])} ({t.number(number)})"
        values = {"programme": record.key}
        if kind in SECTIONS:
            made.append(button(title, SECTIONS[kind], values))
        elif kind not in {Kind.ROLE, Kind.FOLLOW_UP}:
            values["kind"] = kind.value.replace(" ", "_")
            made.append(button(title, "programme.others", values))
    for related in page.related[:MOST_BUTTONS]:
        made.append(button(phrases.name(related), "programme.record", {"key": related.key}))
    if page.programme and page.programme.key != record.key:
        values = {"key": page.programme.key}
        made.append(button(t("To the programme"), "programme.record", values))
    return made
