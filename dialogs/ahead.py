"""The asker's own reminders to come, day by day."""

from datetime import date, timedelta

from council import reminders
from council.ledger import Reminder
from dialogs import items, phrases, why
from dialogs.cards import actions, block, button, heading, paragraph
from dialogs.daily import may_hear
from dialogs.items import Reader
from dialogs.scene import Scene, show
from dialogs.turn import Reply

PAGE = 8  # days
FARTHEST = timedelta(days=366)


async def upcoming(scene: Scene) -> Reply:
    """Show the asker's own reminders to come, day by day: what, when, why."""
    items.in_private(scene)
    council, t, start = scene.council, scene.t, scene.number("from")
    until = council.now() + FARTHEST
    rows = await reminders.upcoming(council, scene.asker, until, person=scene.asker.person)
    who = await items.reader(council, scene.asker, t)
    days: dict[date, list[str]] = {}
    for row in rows:
        if line := _planned(row, who):
            days.setdefault(who.known.setting.days.day(row.at), []).append(line)
    elements = [heading(t("Your reminders"))]
    if not days:
        elements.append(paragraph(t("No reminders are planned for you.")))
    if who.known.rules().paused:
        elements.append(paragraph(t("All reminders are paused at the moment.")))
    for day in list(days)[start : start + PAGE]:
        said = [paragraph(t.day(day), bold=True)]
        lines = (paragraph(one, near=True) for one in dict.fromkeys(days[day]))
        elements.append(block([*said, *lines]))
    turning = []
    if start > 0:
        values = {"from": max(0, start - PAGE)}
        turning.append(button(t("Previous"), "reminders.upcoming", values))
    if start + PAGE < len(days):
        turning.append(button(t("Next"), "reminders.upcoming", {"from": start + PAGE}))
    turning.append(button(t("My actions"), "followup.mine"))
    elements += actions(turning)
    return show(t, t("Your reminders"), elements, replaces=bool(scene.turn.values))


def _planned(row: Reminder, who: Reader) -> str:
    """Return what a planned row will say on its day, or '' where it may not be shown."""
    item = who.known.register.get(row.item)
    if item is None or not may_hear(row, item, who):
        return ""
    on = Reader(who.asker, who.known, who.seen, who.t, on=who.known.setting.days.day(row.at))
    return f"{phrases.name(item)}: {why.reason(row, item, None, on)}"
