"""Items in words, for those who answer for them: what, by when, how far, with whom."""

from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from council.access import Asker
from council.addresses import https
from council.chamber import Council
from council.errors import NotAllowedError
from council.items import Item, in_hand, last_day, let_go, own_of, stands_behind, today_of
from council.ledger import Capacity, Track
from council.model import Action, Body, FollowUp, Goal, Material, MaterialKind, Record, State
from council.news import News
from council.office import Office, office
from council.people import Person, Topic
from council.planning import OVER
from council.programme import kind_of
from council.register import Register
from council.responsibility import owners_of
from dialogs import phrases
from dialogs.cards import Action as Button
from dialogs.cards import Element, button, clip, link, paragraph
from dialogs.scene import Scene, show
from dialogs.texts import Texts
from dialogs.turn import Reply

LONGEST_LINE = 300
SHOWN_WORDS = 400  # characters of somebody's comment on a card


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told about items, and what is known as they are told."""

    asker: Asker
    known: Office
    seen: Register  # what the reader may see
    t: Texts
    on: date | None = None  # the day that it is told for; None: today

    @property
    def today(self) -> date:
        """The calendar day in the municipality."""
        return self.on or today_of(self.known)

    def day(self, moment: object) -> str:
        """Return the day of a moment in words, or ''."""
        days = self.known.setting.days
        return self.t.day(days.day(moment)) if moment else ""  # type: ignore[arg-type] # a datetime

    def shares(self, record: Record | None, item: Record) -> TypeGuard[Record]:
        """Tell whether something may be shown beside an item that the reader may be told of.

        Somebody may answer for an item without seeing the whole programme: what is open to
        whoever may see the item is open to them as well.
        """
        if record is None:
            return False
        return self.seen.get(record.key) is not None or item.audience <= record.audience


async def reader(council: Council, asker: Asker, t: Texts, known: Office | None = None) -> Reader:
    """Return what is known now, for somebody who reads it."""
    known = known or await office(council)
    return Reader(asker, known, (await council.shelf.view(asker)).register, t)


def answerable(item: Record | None, who: Reader, track: Track | None = None) -> TypeGuard[Item]:
    """Tell whether the reader may answer for an item as it is now."""
    if not isinstance(item, Action | FollowUp) or item.state in OVER:
        return False
    person = who.asker.person
    if in_hand(item, person, who.known):
        return not let_go(item, person, track, who.known)
    return who.asker.administers or stands_behind(item, person, who.known)


def due_line(item: Record, t: Texts) -> str:
    """Return when an item is due, with the first due day of one that was moved; or ''."""
    due = item.due if isinstance(item, FollowUp) else None
    return t("Due: {date}", date=t.when(due)) if due else ""


def told_state(state: State | None, percent: int | None, t: Texts) -> str:
    """Return a state with its percentage: 'käynnissä, 60 %'; or ''."""
    said = [t(phrases.STATES[state])] if state in phrases.STATES else []
    if percent is not None:
        said.append(t("{n} %", n=percent))
    return ", ".join(said)


def percent_of(news: tuple[News, ...] | list[News], item: Item) -> int | None:
    """Return the last percentage that was told, unless the item is over."""
    if item.state in OVER:
        return None
    return next((one.percent for one in reversed(news) if one.percent is not None), None)


def lines(item: Item, who: Reader, percent: int | None = None) -> list[str]:
    """Return what has to be known of an item to answer for it, its name and source apart."""
    t, register = who.t, who.known.register
    action = register.find(Action, item.action) if isinstance(item, FollowUp) else None
    said = [t("Action: {action}", action=phrases.name(action))] if who.shares(action, item) else []
    said.append(due_line(item, t))
    goals = [goal for goal in register.goals(item) if who.shares(goal, item)]
    if goals:
        said.append(_serving(goals, t))
    said.append(t("State: {state}", state=told_state(item.state, percent, t)))
    if others := other_owners(item, who):
        own = own_of(owners_of(register, item), who.asker, who.known)
        also = t("Also responsible: {owners}", owners=others)
        said.append(also if own else t("Responsible: {owners}", owners=others))
    return [clip(line, LONGEST_LINE) for line in said if line]


def _serving(goals: list[Goal], t: Texts) -> str:
    named = "; ".join(phrases.titled(goal, t) for goal in goals)
    return t.plural("Goal: {goals}", "Goals: {goals}", len(goals), goals=named)


def other_owners(item: Item, who: Reader, keys: tuple[str, ...] | None = None) -> str:
    """Return the names of those who answer for an item besides the reader, or of `keys`; or ''."""
    owners = owners_of(who.known.register, item)
    own = own_of(owners, who.asker, who.known) if keys is None else frozenset()
    return names_of([key for key in keys or owners if key not in own], item, who)


def names_of(keys: list[str], item: Item, who: Reader) -> str:
    """Return the names of roles and bodies as far as the reader may see them."""
    records = [who.known.register.get(key) for key in keys]
    return phrases.names([record for record in records if who.shares(record, item)], who.t)


def decider(item: Record, who: Reader) -> str:
    """Return the name of the body whose decision fulfils an item, or ''."""
    key = item.decided_by if isinstance(item, FollowUp) else ""
    body = who.known.register.find(Body, key)
    return phrases.name(body) if who.shares(body, item) else ""


def overdue(item: Record, who: Reader) -> bool:
    """Tell whether an open item's last day has passed."""
    day = last_day(item) if isinstance(item, Action | FollowUp) else None
    return day is not None and day < who.today


def decision_line(item: Record, who: Reader) -> str:
    """Return who decides; once that is overdue, the question whether it has been decided."""
    body, t = decider(item, who), who.t
    if not body:
        return ""
    if not overdue(item, who) or not answerable(item, who):
        return t("Decided by: {bodies}", bodies=body)
    return t("Has {body} decided this? Please tell the day and the section.", body=body)


def who_told(person: str, on: object, item: Record, who: Reader) -> str:
    """Return who somebody is to those who answer for an item: the office held then, or the name."""
    known, t = who.known, who.t
    if person and person == who.asker.person:
        return t("you")
    day = known.setting.days.day(on) if on else who.today  # type: ignore[arg-type] # a datetime
    for owner in owners_of(known.register, item):
        record = known.register.get(owner)
        for one in known.setting.answering.of((owner,), day):
            if one.person != person or one.capacity is Capacity.ADMINISTRATOR:
                continue
            if who.shares(record, item):
                return phrases.name(record)
    somebody = known.staff.people.get(person) or Person(person)
    if somebody.asker.administers:
        return t("{name} (administrator)", name=somebody.name) if somebody.name else "Luotsi"
    return somebody.name or t("somebody")


def reported(news: News, item: Record, who: Reader, *, named: bool = True) -> str:
    """Return one thing that was told, on one line: who, when, what."""
    t = who.t
    told = told_state(news.state, news.percent, t)
    if news.on is not None:
        told = ", ".join(part for part in (told, t.bare_day(news.on)) if part)
    if news.section:
        told = ", ".join(part for part in (told, t("§ {number}", number=news.section)) if part)
    words = t.quoted(clip(news.words, SHOWN_WORDS)) if news.words and named else ""
    said = " – ".join(part for part in (told, words) if part)
    day = who.day(news.at)
    if not named:
        return t("Answered {day}: {told}", day=day, told=said)
    return t(
        "{who}, {day}: {told}", who=who_told(news.person, news.at, item, who), day=day, told=said
    )


def seen(item: Record) -> str:
    """Return the due day that a card shows, as its buttons carry it."""
    day = last_day(item) if isinstance(item, Action | FollowUp) else None
    return day.isoformat() if day else ""


def answers(item: Item, t: Texts) -> list[Button]:
    """Return the buttons with which an owner answers."""
    values = {"key": item.key, "seen": seen(item)}
    return [
        button(t("Done"), "followup.whendone", values),
        button(t("Under way"), "followup.howfar", values),
        button(t("Late / I need more time"), "followup.whylate", values),
        button(t("Not mine"), "followup.whose", values),
        button(t("Remind me later"), "followup.whenlater", values),
    ]


def answer(item: Item, t: Texts) -> Button:
    """Return the button that opens an item's own card."""
    return button(t("Answer"), "followup.item", {"key": item.key, "seen": seen(item)})


def papers(item: Item, who: Reader) -> list[Button]:
    """Return the way to the material of an item or else of its programme, if it is a clean link."""
    register = who.known.register
    action = item.action if isinstance(item, FollowUp) else ""
    about = [item.key, action, *(g.key for g in register.goals(item)), item.programme, ""]
    found = [
        material
        for material in register.of(Material, item.programme)
        if https(material.url) and who.shares(material, item) and material.about in about
        if material.about or material.kind in {MaterialKind.PLAN, MaterialKind.FOLDER}
    ]
    if not found:
        return []
    nearest = min(found, key=lambda material: (about.index(material.about), material.order))
    return link(who.t("Open: {name}", name=phrases.name(nearest)), nearest.url)


def elements(item: Item, who: Reader, percent: int | None = None) -> list[Element]:
    """Return an item as its own card shows it, without its buttons."""
    said = [*lines(item, who, percent), decision_line(item, who)]
    return [
        paragraph(phrases.titled(item, who.t), bold=True),
        *(paragraph(line, near=True) for line in said if line),
        paragraph(phrases.source_line(item.source, who.t), quiet=True),
    ]


def topic(item: Item, known: Office, pending: str = "") -> Topic:
    """Return that the conversation is about an item, and what waits for a word."""
    programme = known.register.programme(item)
    kind = kind_of(item)
    town = programme.municipality if programme else ""
    return Topic(item.programme, town, item.key, kind.value if kind else "", (), pending)


def in_private(scene: Scene) -> None:
    """Keep what one person answers for out of conversations that others read."""
    if not scene.turn.personal or scene.turn.room:
        raise NotAllowedError(who=scene.turn.person, where="shared")


def brief(said: str, scene: Scene, **more: object) -> Reply:
    """Return a reply of one sentence."""
    return show(scene.t, said, [paragraph(said)], **more)
