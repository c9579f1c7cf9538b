"""The cards of follow-up in any language: what the snapshots are taken of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from council.language import Language
from council.model import FollowUp
from council.people import Person
from dialogs import reminders
from dialogs.turn import Reply
from tests.dialogs import owners
from tests.dialogs.conversation import press, said, words
from tests.dialogs.owners import (
    ADMINISTRATOR,
    COUNCILLOR,
    DAN,
    HANNA,
    KAISA,
    LAURI,
    NETWORK,
    NETWORK_ACTION,
    PROCESSES,
    SERVICES,
    Town,
    day,
    fields,
)

Making = Callable[[Language], Awaitable[Reply]]
LATER = {"key": NETWORK.key, "due": "2026-01-26", "comment": "Lausunnot puuttuvat"}
SEEN = {"key": NETWORK.key, "seen": "2025-12-15"}


async def _town(language: Language, *more: FollowUp) -> Town:
    people = (KAISA, LAURI, HANNA, DAN, COUNCILLOR, ADMINISTRATOR)
    spoken = [replace(person, language=language) for person in people]
    return await owners.town(*more, people=spoken)


def _pressed(verb: str, who: Person, /, **values: Any) -> Making:  # noqa: ANN401 - whatever a button may carry
    async def made(language: Language) -> Reply:
        place = await _town(language)
        return await said(place.council, press(verb, who, **values))

    return made


def _told(who: Person, *texts: str) -> Making:
    async def made(language: Language) -> Reply:
        place = await _town(language)
        for text in texts[:-1]:
            await said(place.council, words(text, who))
        return await said(place.council, words(texts[-1], who))

    return made


def _reminder(who: Person, month: int, number: int) -> Making:
    async def made(language: Language) -> Reply:
        place = await _town(language)
        place.clock.to(month, number)
        return (await place.sent(who))[1]

    return made


async def _escalated(language: Language) -> Reply:
    place = await _town(language)
    place.clock.to(12, 16)  # the owner is told first
    await place.tick()
    place.clock.to(12, 22)
    return (await place.sent(DAN))[1]


async def _answered(language: Language) -> Reply:
    place = await _town(language)
    place.clock.to(12, 1)
    dispatch, _ = await place.sent(KAISA)
    values = {"key": NETWORK.key, "percent": 40, "comment": "Puolessa välissä"}
    await said(place.council, press("followup.going", KAISA, **values))
    reply = await reminders.redrawn(place.council, dispatch)
    assert reply is not None
    return reply


async def _pages(language: Language) -> tuple[Town, Reply]:
    more = (
        FollowUp(
            **fields(
                f"moni-{n}",
                f"Kohta {n}",
                10 + n,
                action=NETWORK_ACTION.key,
                owners=(SERVICES.key,),
                due=day(2025, 12, 5),
            )
        )
        for n in range(10)
    )
    place = await _town(language, *more)
    place.clock.to(12, 8)
    return place, (await place.sent(KAISA))[1]


async def _many(language: Language) -> Reply:
    return (await _pages(language))[1]


async def _rest(language: Language) -> Reply:
    place, first = await _pages(language)
    assert first.card is not None
    pages = [b for b in first.card["body"][-1]["actions"] if b["verb"] == "reminders.page"]
    values = pages[0]["data"]
    return await said(place.council, replace(press("reminders.page", KAISA), values=values))


async def _changed(language: Language) -> Reply:
    place = await _town(language)
    await said(place.council, press("followup.follow", COUNCILLOR, key=NETWORK.key, on=True))
    await said(place.council, press("followup.going", KAISA, key=NETWORK.key))
    place.clock.to(11, 21)
    return (await place.sent(COUNCILLOR))[1]


async def _task(language: Language) -> Reply:
    place = await _town(language)
    await said(place.council, press("followup.late", KAISA, **LATER))
    await said(place.council, press("followup.decline", LAURI, key=PROCESSES.key))
    return (await place.sent(ADMINISTRATOR))[1]


def _deciding(step: str, **more: Any) -> Making:  # noqa: ANN401 - whatever a button may carry
    async def made(language: Language) -> Reply:
        place = await _town(language)
        await said(place.council, press("followup.late", KAISA, **LATER))
        listed = await said(place.council, words("ehdotukset", ADMINISTRATOR))
        if not step:
            return listed
        async with place.council.records() as records:
            [proposal] = await records.news.proposals()
        values = {"key": NETWORK.key, "id": proposal.id, **more}
        return await said(place.council, press(step, ADMINISTRATOR, **values))

    return made


def _ids_apart(make: Making) -> Making:
    """Put a steady text in the place of ids that are made anew each time."""

    async def made(language: Language) -> Reply:
        reply = await make(language)
        assert reply.card is not None
        return replace(reply, card=_steady(reply.card))

    return made


def _steady(element: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(element, list):
        return [_steady(one) for one in element]
    if not isinstance(element, dict):
        return element
    made = {name: _steady(one) for name, one in element.items()}
    if "verb" in made:
        data = {n: "…" if n in {"id", "dispatch"} else v for n, v in made["data"].items()}
        made["data"] = data
    return made


CARDS: Mapping[str, Making] = {
    f"owner-{name}": _ids_apart(make)
    for name, make in {
        "reminder": _reminder(KAISA, 12, 1),
        "reminder-overdue": _reminder(KAISA, 12, 16),
        "reminder-contact": _reminder(HANNA, 12, 3),
        "reminder-metric": _reminder(LAURI, 12, 17),
        "reminder-escalated": _escalated,
        "reminder-answered": _answered,
        "reminder-many": _many,
        "reminder-rest": _rest,
        "reminder-changed": _changed,
        "reminder-task": _task,
        "mine": _told(KAISA, "omat tehtävät"),
        "mine-none": _told(COUNCILLOR, "omat tehtävät"),
        "upcoming": _told(KAISA, "muistutukset"),
        "item": _pressed("followup.item", KAISA, key=NETWORK.key),
        "form-done": _pressed("followup.whendone", KAISA, **SEEN),
        "form-going": _pressed("followup.howfar", KAISA, **SEEN),
        "form-late": _pressed("followup.whylate", KAISA, **SEEN),
        "form-decline": _pressed("followup.whose", KAISA, **SEEN),
        "form-snooze": _pressed("followup.whenlater", KAISA, **SEEN),
        "done": _pressed("followup.done", KAISA, **SEEN, on="2025-11-17", section="88"),
        "going": _pressed("followup.going", KAISA, **SEEN, percent=60),
        "late": _pressed("followup.late", KAISA, **LATER),
        "decline": _pressed("followup.decline", KAISA, **SEEN),
        "snooze": _pressed("followup.snooze", KAISA, **SEEN, until="2025-11-29"),
        "outdated": _pressed("followup.done", KAISA, key=NETWORK.key, seen="2025-12-01"),
        "shared": _pressed("followup.done", LAURI, key=PROCESSES.key, comment="Alkoi"),
        "part": _pressed("followup.done", LAURI, key=PROCESSES.key, all=False),
        "mistake": _pressed("followup.going", KAISA, **SEEN, percent=140),
        "follow": _pressed("followup.follow", COUNCILLOR, key=NETWORK.key, on=True),
        "proposals": _deciding(""),
        "proposal": _deciding("followup.proposal"),
        "approved": _deciding("followup.decide", approve=True),
        "rejected": _deciding("followup.decide", approve=False, comment="Valtuusto odottaa"),
        "confirm": _told(KAISA, "Palveluverkko hyväksyttiin 17.11., § 88"),
        "confirm-shared": _told(LAURI, "Prosessit valmis, käynnistetty 5.10."),
        "confirm-move": _told(KAISA, "palveluverkko siirtyy 26.1., koska lausunnot puuttuvat"),
        "confirm-decline": _told(KAISA, "palveluverkko ei kuulu minulle"),
        "why": _told(KAISA, "palveluverkko siirtyy 26.1."),
        "which": _told(KAISA, "valmis"),
        "dropped": _told(KAISA, "palveluverkko valmis", "ei"),
        "nothing-waits": _told(KAISA, "kyllä"),
    }.items()
}
