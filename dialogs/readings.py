"""Readings: a form and words for those who answer for a metric; what is odd is asked first."""

from dataclasses import replace
from datetime import date

from council import programme as programmes
from council import readings
from council.amounts import Amount, scale
from council.errors import NotFoundError, StaleError
from council.items import BadInputError, Result
from council.model import Metric
from council.news import LONGEST_COMMENT
from council.weighing import JUMP, OLDER, Entered, Told, relative
from dialogs import phrases, slips
from dialogs import progress as going
from dialogs.cards import (
    Action,
    Element,
    actions,
    bullets,
    button,
    date_input,
    heading,
    paragraph,
    text_input,
)
from dialogs.reading_words import (
    Statement,
    asks_course,
    course,
    may_state,
    statement,
)
from dialogs.scene import CARD, Scene, show
from dialogs.texts import Texts
from dialogs.turn import Happening, Reply

LONGEST_VALUE = 60
LONGEST_NOTE = 300  # of a note in a form: it travels in a button


async def stated(scene: Scene) -> Reply | None:
    """Answer words that state a reading or ask for a metric's history; None for any others."""
    if scene.turn.happening is not Happening.WORDS:
        return None
    return await reading_statement(scene) or await history(scene)


async def reading_statement(scene: Scene) -> Reply | None:
    """Repeat a reading that whoever may enter it has stated; None for anything else.

    Nothing is written before the button is pressed.
    """
    text = scene.turn.text
    if not scene.turn.personal or not may_state(text):
        return None
    own = await readings.enterable(scene.council, scene.asker)
    found = statement(text, own, scene.council.today) if own else None
    if found is None:
        return None
    if len(found.metrics) > 1:
        return await _which(scene, found)
    told = Told(value=found.value, on=found.on)
    try:
        weighed = await readings.weigh(scene.council, scene.asker, found.metrics[0].key, told)
    except BadInputError as error:
        return await _form(scene, found.metrics[0].key, told, error)
    return _asked(scene, weighed, told)


async def history(scene: Scene) -> Reply | None:
    """Show how a metric has gone to whoever asks for it by name; None for anything else."""
    if not asks_course(scene.turn.text):
        return None
    metrics = await readings.metrics_seen(scene.council, scene.asker)
    found = course(scene.turn.text, metrics)
    if found is None:
        return None
    return await going.metric(replace(scene, turn=replace(scene.turn, values={"key": found.key})))


async def form(scene: Scene) -> Reply:
    """Show the form of a reading, with what a button brought along."""
    return await _form(scene, scene.key("metric"), _told(scene))


async def enter(scene: Scene) -> Reply:
    """Put a reading on record, or ask about it first."""
    key, told = scene.key("metric"), _told(scene)
    sure = scene.turn.values.get("sure", False)
    if not isinstance(sure, bool):
        raise StaleError(what="sure")
    try:
        entered = await readings.read_in(
            *(scene.council, scene.asker, key, told.value, told.on, told.note),
            through=CARD,
            sure=sure,
            peers=told.peers,
        )
    except BadInputError as error:
        return await _form(scene, key, told, error)
    if entered.checks:
        return _asked(scene, entered, told)
    return _done(scene, entered)


async def leave(scene: Scene) -> Reply:
    """Enter nothing."""
    t = scene.t
    said = t("No reading was entered.")
    return show(t, said, [paragraph(said)], replaces=True)


def _told(scene: Scene) -> Told:
    """Return what a form or a button tells. Raises StaleError where a day is none."""
    day = scene.words("on", 10)
    try:
        on = date.fromisoformat(day) if day else scene.council.today
    except ValueError:
        raise StaleError(what="on") from None
    return Told(
        value=scene.words("value", LONGEST_VALUE),
        on=on,
        note=scene.words("note", LONGEST_COMMENT),
        peers=scene.words("peers", LONGEST_VALUE),
    )


async def _form(scene: Scene, key: str, told: Told, error: BadInputError | None = None) -> Reply:
    t = scene.t
    found = await readings.sheet(scene.council, scene.asker, key)
    metric = found.metric
    title = t("Enter a reading: {name}", name=phrases.name(metric))
    elements: list[Element] = [heading(title)]
    if error is not None:
        elements.append(paragraph(slips.said(error, t), bold=True))
    if found.readings:
        last = phrases.reading(found.readings[-1], metric.unit, t)
        elements.append(paragraph(t("Latest: {value}", value=last)))
    elements += [
        text_input("value", _labelled(metric, t), told.value, longest=LONGEST_VALUE),
        date_input("on", t("Day that it tells of"), told.on.isoformat()),
    ]
    if relative(found.targets):
        label = t("The same in comparable municipalities")
        elements.append(text_input("peers", label, told.peers, longest=LONGEST_VALUE))
    elements.append(text_input("note", t("Note, if needed"), told.note, longest=LONGEST_NOTE))
    elements += actions(
        [
            button(t("Enter the reading"), "readings.enter", {"metric": metric.key}),
            button(t("Enter nothing"), "readings.leave"),
        ]
    )
    pressed = scene.turn.verb == "readings.enter" or "value" in scene.turn.values
    return show(t, title, elements, replaces=pressed, outcome="refused" if error else "card")


def _labelled(metric: Metric, t: Texts) -> str:
    if not scale(metric.unit):
        return t("Reading")
    return t("Reading ({unit})", unit=metric.unit)


def _asked(scene: Scene, entered: Entered, told: Told) -> Reply:
    """Repeat what would be entered, with what is odd about it."""
    t, metric = scene.t, entered.metric
    if entered.choices:
        return _thousands(scene, entered, told)
    title = t("Shall I enter: {reading}?", reading=_repeated(entered, t))
    elements = [heading(title), *(paragraph(line) for line in _oddities(entered, t))]
    elements += actions(
        [
            button(t("Enter the reading"), "readings.enter", _values(metric, told, sure=True)),
            button(t("Change the reading"), "readings.form", _values(metric, told)),
            button(t("Enter nothing"), "readings.leave"),
        ]
    )
    replaces = scene.turn.happening is Happening.PRESS
    return show(t, title, elements, sources=(metric.key,), outcome="choice", replaces=replaces)


def _repeated(entered: Entered, t: Texts) -> str:
    """Return a reading as it would be entered, beside the one before."""
    reading, metric = entered.reading, entered.metric
    if reading is None:
        return ""
    said = t(
        "{name} {value} ({day})",
        name=phrases.name(metric),
        value=phrases.shown(reading, metric.unit, t),
        day=t.bare_day(reading.on),
    )
    if entered.before is None:
        return said
    before = phrases.shown(entered.before, metric.unit, t)
    return t("{reading}, before it {value}", reading=said, value=before)


def _oddities(entered: Entered, t: Texts) -> list[str]:
    metric, said = entered.metric, []
    if JUMP in entered.checks and entered.before:
        before = phrases.reading(entered.before, metric.unit, t)
        said.append(t("It differs much from the reading before: {value}.", value=before))
    if OLDER in entered.checks:
        said.append(t("A later reading is on record already."))
    if entered.corrects:
        value = phrases.shown(entered.corrects, metric.unit, t)
        said.append(t("It corrects the reading of the same day: {value}.", value=value))
    return said


def _thousands(scene: Scene, entered: Entered, told: Told) -> Reply:
    """Ask whether thousands or decimals are meant."""
    t, metric = scene.t, entered.metric
    title = t("Which number do you mean?")
    made = [
        button(
            phrases.measured(str(choice), metric.unit, t),
            "readings.enter",
            _values(metric, replace(told, value=choice.unmistakable)),
        )
        for choice in entered.choices
    ]
    said = t(
        "{name}: {value} can be read in two ways.", name=phrases.name(metric), value=told.value
    )
    elements = [
        heading(title),
        paragraph(said),
        bullets(_spelt(choice, t) for choice in entered.choices),
        *actions([*made, button(t("Enter nothing"), "readings.leave")]),
    ]
    replaces = scene.turn.happening is Happening.PRESS
    return show(t, title, elements, sources=(metric.key,), outcome="choice", replaces=replaces)


def _spelt(choice: Amount, t: Texts) -> str:
    return t.exact(choice.number)


def _done(scene: Scene, entered: Entered) -> Reply:
    t, metric = scene.t, entered.metric
    repeated = _repeated(replace(entered, before=None), t)
    if entered.result is Result.ALREADY:
        said = t("This reading is on record already: {reading}.", reading=repeated)
    elif entered.corrects is not None:
        value = phrases.shown(entered.corrects, metric.unit, t)
        said = t("Corrected: {reading}, earlier {value}.", reading=repeated, value=value)
    else:
        said = t("Entered: {reading}.", reading=repeated)
    elements = [
        paragraph(said),
        *(
            paragraph(
                t(
                    "Target: {target}",
                    target=f"{phrases.target(target, t)} – {t(phrases.VERDICTS[verdict])}",
                ),
                near=True,
            )
            for target, verdict in entered.verdicts
        ),
        *actions(_onwards(metric, t)),
    ]
    return show(t, said, elements, sources=(metric.key,), replaces=True)


def _onwards(metric: Metric, t: Texts) -> list[Action]:
    return [
        button(t("How it has gone"), "progress.metric", {"key": metric.key}),
        button(t("More"), "programme.record", {"key": metric.key}),
    ]


def _values(metric: Metric, told: Told, *, sure: bool = False) -> dict[str, str | bool]:
    values: dict[str, str | bool] = {
        "metric": metric.key,
        "value": told.value,
        "on": told.on.isoformat(),
    }
    values |= {name: text for name, text in (("note", told.note), ("peers", told.peers)) if text}
    return values | ({"sure": True} if sure else {})


async def _which(scene: Scene, found: Statement) -> Reply:
    """Ask which of several metrics of one name is meant."""
    t = scene.t
    title = t("Which metric do you mean?")
    told = Told(value=found.value, on=found.on)
    made = [
        button(await _in_programme(scene, metric), "readings.form", _values(metric, told))
        for metric in found.metrics
    ]
    elements = [heading(title), bullets(b["title"] for b in made), *actions(made)]
    return show(t, title, elements, outcome="choice")


async def _in_programme(scene: Scene, metric: Metric) -> str:
    """Return a metric's name with its programme's, as far as that may be seen."""
    try:
        found = await programmes.record(scene.council, scene.asker, metric.programme)
    except NotFoundError:
        return phrases.name(metric)
    return f"{phrases.name(metric)} – {phrases.name(found)}"
