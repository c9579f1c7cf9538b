"""The administrators' tasks: grouped, and each mended by the button beside it."""

from dataclasses import replace
from datetime import date

import pytest

from council.dates import DateCertainty, DateKind, DueDate
from council.followup import decline
from council.loading import lacks
from council.model import Action, Certainty, Event, EventKind, FollowUp, Material, Record, State
from council.people import Person
from council.ports import Task
from council.proposals import propose
from council.schedule import pause
from dialogs import plain
from dialogs.turn import Reply
from tests.council.ticking import (
    ADMIN,
    CHIEF,
    HEAD,
    MEMBER,
    PAPER,
    SECOND,
    TOWN,
    K,
    L,
    Town,
    at_noon,
    follow_up,
    town,
)
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.pressing import find, pressed, titles

OWNED = {"owners": (HEAD.key,)}
LATE = follow_up("Vanha selvitys", date(2009, 6, 15), **OWNED)
DOUBTFUL = follow_up(
    "Prosessit käynnissä",
    date(2009, 12, 14),
    certainty=Certainty.UNCONFIRMED,
    owners=(HEAD.key, CHIEF.key),
)
OWNERLESS = Action(key="p/irti", programme="p", source=PAPER, name="Irrallinen toimi")

SLIDES = Material(
    key="p/kalvot", programme="p", source=PAPER, name="Pajan kalvot", place="oma kansio"
)
LINK = "https://files.example/kalvot"


def meeting(key: str, form: str, words: str) -> Event:
    when = DueDate(words=words, yearless=form, certainty=DateCertainty.YEARLESS, kind=DateKind.AT)
    return Event(
        key=key,
        programme="p",
        source=PAPER,
        name=f"Tilaisuus {words}",
        kind=EventKind.MEETING,
        when=when,
    )


COUNCIL_MEETING = meeting("p/kokous", "--05-16", "16.5. kokouksessa")
WORKSHOPS = meeting("p/pajat", "--11", "marraskuussa")
SURVEY = meeting("p/kysely", "--02", "helmikuussa")


async def prepared(*records: Record) -> Town:
    here = await town(*TOWN, *records)
    async with here.memory() as kept:
        for record in records:
            for kind in sorted(lacks(record)):
                await kept.desk.open_task(Task(kind, record.key, here.now))
    await here.tick()
    return here


async def opened(here: Town, title: str) -> Reply:
    """Return the list of a kind of tasks, opened from the first page."""
    first = await said(here.council, words("tehtävät", ADMIN))
    return await pressed(here.council, first, title, ADMIN)


async def kept(here: Town, key: str) -> Record:
    async with here.memory() as records:
        [found] = await records.register.find([key])
    return found


async def test_the_first_page_counts_tasks_and_questions_by_kind() -> None:
    here = await prepared(LATE, DOUBTFUL, OWNERLESS, COUNCIL_MEETING, WORKSHOPS)
    await said(here.council, words("Paljonko kaikki maksaa?", MEMBER))

    first = await said(here.council, words("tehtävät", ADMIN))

    assert first.text.splitlines() == [
        "Tehtävät",
        "- Päivä on jo mennyt: 1",
        "- Vastuutaho puuttuu: 1",
        "- Vuosi puuttuu: 2",
        "- Vahvistamatta: 1",
        "1 kysymys odottaa vastausta",
    ]
    asks = await pressed(here.council, first, "Kysymykset ilman vastausta", ADMIN)
    assert "Paljonko kaikki maksaa?" in asks.text


async def test_a_kind_with_many_tasks_is_turned_page_by_page() -> None:
    many = [replace(OWNERLESS, key=f"p/irti{n:02}", name=f"Irrallinen {n:02}") for n in range(11)]
    here = await prepared(*many)

    first = await opened(here, "Vastuutaho puuttuu")
    second = await pressed(here.council, first, "Seuraavat", ADMIN)

    assert ("Irrallinen 07" in first.text, "Irrallinen 08" in first.text) == (True, False)
    assert ("Irrallinen 07" in second.text, "Irrallinen 10" in second.text) == (False, True)


async def test_an_uncertain_item_is_confirmed_with_one_button() -> None:
    here = await prepared(DOUBTFUL)
    listed = await opened(here, "Vahvistamatta")
    assert "Vastuussa: Kehitysjohtaja ja Tekninen johtaja" in listed.text
    assert (await kept(here, DOUBTFUL.key)).certainty is Certainty.UNCONFIRMED

    reply = await pressed(here.council, listed, "Vahvista", ADMIN)

    assert "Vahvistettu: Prosessit käynnissä" in reply.text
    assert "Tällaisia avoimia tehtäviä ei ole." in reply.text
    assert (await kept(here, DOUBTFUL.key)).certainty is Certainty.CERTAIN


async def test_the_year_is_given_once_and_the_others_as_the_administrator_says() -> None:
    here = await prepared(COUNCIL_MEETING, WORKSHOPS, SURVEY)
    form = await pressed(here.council, await opened(here, "Vuosi puuttuu"), "Anna vuosi", ADMIN)
    assert form.card is not None
    labels = [e["label"] for e in form.card["body"] if e["type"] == "Input.Text"]
    assert "16.5. kokouksessa" in labels[0]
    assert len(labels) == 3
    assert not any("value" in e for e in form.card["body"] if e["type"] == "Input.Text")
    keys = find(form, "Tallenna").values
    years = {keys[f"key{n}"]: f"year{n}" for n in range(3)}

    filled = {
        years[COUNCIL_MEETING.key]: "2022",
        years[WORKSHOPS.key]: "2021",
        years[SURVEY.key]: "",
    }
    reply = await said(here.council, press("mending.dated", ADMIN, **{**keys, **filled}))

    assert "maanantaina 16.5.2022" in reply.text
    assert "marraskuu 2021" in reply.text
    left = await kept(here, SURVEY.key)
    assert isinstance(left, Event)
    assert left.when == SURVEY.when
    assert await here.tasks() == [("year-missing", SURVEY.key)]


@pytest.mark.parametrize("year", ["22", "kaksituhatta", "20222", "1800", ""])
async def test_a_year_that_is_none_changes_nothing(year: str) -> None:
    here = await prepared(COUNCIL_MEETING)
    listed = await opened(here, "Vuosi puuttuu")
    form = await pressed(here.council, listed, "Anna vuosi", ADMIN)

    reply = await pressed(here.council, form, "Tallenna", ADMIN, year0=year)

    assert (reply.outcome, "neljällä numerolla" in reply.text) == ("refused", True)
    assert await kept(here, COUNCIL_MEETING.key) == COUNCIL_MEETING


async def test_a_link_is_given_on_a_form() -> None:
    here = await prepared(SLIDES)
    listed = await opened(here, "Linkki puuttuu")
    assert "oma kansio" in listed.text
    form = await pressed(here.council, listed, "Anna linkki", ADMIN)
    assert "Paikka lähteen mukaan: oma kansio" in form.text

    reply = await pressed(here.council, form, "Tallenna", ADMIN, url=f" {LINK} ")

    assert "Kirjattu: Pajan kalvot" in reply.text
    assert await kept(here, SLIDES.key) == replace(SLIDES, url=LINK)
    assert await here.tasks() == []


@pytest.mark.parametrize("url", ["", "oma kansio", "http://files.example/kalvot"])
async def test_what_is_no_link_is_told_and_changes_nothing(url: str) -> None:
    here = await prepared(SLIDES)
    listed = await opened(here, "Linkki puuttuu")
    form = await pressed(here.council, listed, "Anna linkki", ADMIN)

    reply = await pressed(here.council, form, "Tallenna", ADMIN, url=url)

    assert (reply.outcome, "https://" in reply.text) == ("refused", True)
    assert await kept(here, SLIDES.key) == SLIDES
    assert await here.tasks() == [("link-missing", SLIDES.key)]


async def test_who_is_responsible_is_chosen_on_a_form() -> None:
    here = await prepared(OWNERLESS)
    listed = await opened(here, "Vastuutaho puuttuu")
    form = await pressed(here.council, listed, "Nimeä vastuutaho", ADMIN)

    both = f"{HEAD.key},{CHIEF.key}"
    reply = await pressed(here.council, form, "Tallenna", ADMIN, owners=both)

    assert "Kirjattu: Irrallinen toimi" in reply.text
    changed = await kept(here, OWNERLESS.key)
    assert isinstance(changed, Action)
    assert changed.owners == (HEAD.key, CHIEF.key)
    assert await here.tasks() == []


async def test_a_form_without_a_choice_says_what_to_do() -> None:
    here = await prepared(OWNERLESS)
    listed = await opened(here, "Vastuutaho puuttuu")
    form = await pressed(here.council, listed, "Nimeä vastuutaho", ADMIN)

    reply = await pressed(here.council, form, "Tallenna", ADMIN, owners="")

    assert (reply.outcome, "ainakin yksi" in reply.text) == ("refused", True)


@pytest.mark.parametrize(
    ("title", "state"), [("Valmis", State.DONE), ("Ei toteutunut", State.CANCELLED)]
)
async def test_what_is_past_is_said_to_be_done_or_not(title: str, state: State) -> None:
    here = await prepared(LATE)
    listed = await opened(here, "Päivä on jo mennyt")
    assert titles(listed)[:3] == ["Valmis", "Ei toteutunut", "Anna uusi päivä"]

    await pressed(here.council, listed, title, ADMIN)

    changed = await kept(here, LATE.key)
    assert isinstance(changed, FollowUp)
    assert changed.state is state
    assert await here.tasks() == []


async def test_what_is_past_gets_a_new_date_with_a_reason() -> None:
    here = await prepared(LATE)
    listed = await opened(here, "Päivä on jo mennyt")
    form = await pressed(here.council, listed, "Anna uusi päivä", ADMIN)
    silent = await pressed(here.council, form, "Tallenna", ADMIN, due="2010-01-25", why="")
    assert (silent.outcome, "perustelun" in silent.text) == ("refused", True)

    reply = await pressed(
        here.council, form, "Tallenna", ADMIN, due="25.1.2010", why="Odotetaan valtuustoa"
    )

    assert "maanantaina 25.1.2010 (alun perin ma 15.6.2009)" in reply.text
    assert await here.tasks() == []


async def test_who_cannot_be_reached_is_tried_again() -> None:
    here = await prepared()
    here.blocked.add(K.key)
    await here.until(at_noon(2009, 12, 17))
    here.blocked.clear()
    listed = await opened(here, "Viestit eivät mene perille")
    assert K.name in listed.text
    assert "estänyt Luotsin" in listed.text

    reply = await pressed(here.council, listed, "Lähetä uudelleen", ADMIN)
    await here.tick()

    assert "1 muistutus lähetetään uudelleen." in reply.text
    assert here.days(K.key) == [date(2009, 12, 17)]


async def test_a_missing_holder_is_named_from_the_task() -> None:
    here = await prepared()
    async with here.memory() as records:
        await records.desk.open_task(Task("holder-missing", CHIEF.key, here.now))
    listed = await opened(here, "Vastuuhenkilö puuttuu")

    form = await pressed(here.council, listed, "Nimeä haltija", ADMIN)
    card = await pressed(here.council, form, "Jatka", ADMIN, person=L.key, since="2009-11-17")
    await pressed(here.council, card, "Vahvista", ADMIN)

    assert await here.tasks() == []


async def test_a_proposal_is_decided_from_its_task() -> None:
    here = await prepared()
    due = DueDate(start=date(2010, 4, 12), end=date(2010, 4, 12))
    await propose(here.council, K.asker, SECOND.key, due, "Kartta siirtyy", through="card")

    listed = await opened(here, "Odottaa päätöstäsi")

    assert "Ehdottaja: Kaisa Kuusi" in listed.text
    assert "Kartta siirtyy" in listed.text
    assert "12.4.2010" in listed.text
    approve, reject = find(listed, "Hyväksy"), find(listed, "Hylkää")
    assert (approve.verb, approve.values["approve"]) == ("followup.decide", True)
    assert (reject.values["item"], reject.values["approve"]) == (SECOND.key, False)
    assert approve.values["proposal"] == reject.values["proposal"] != ""
    assert "Merkitse hoidetuksi" not in titles(listed)


async def test_what_was_declined_is_given_back_or_to_another() -> None:
    for title, other in (("Palauta", ""), ("Nimeä vastuutaho", CHIEF.key)):
        here = await prepared()
        await decline(here.council, K.asker, SECOND.key, "ei minun", through="card")
        listed = await opened(here, "Ilmoittaa, ettei asia ole hänen")
        assert "Kaisa Kuusi" in listed.text

        reply = await pressed(here.council, listed, title, ADMIN)
        if other:
            reply = await pressed(here.council, reply, "Tallenna", ADMIN, owners=other)

        assert SECOND.name in reply.text
        assert await here.tasks() == []


async def test_a_task_of_something_removed_can_still_be_closed() -> None:
    here = await prepared()
    async with here.memory() as records:
        for kind in (
            "unconfirmed",
            "year-missing",
            "owner-missing",
            "date-past",
            "declined",
            "uusi",
        ):
            await records.desk.open_task(Task(kind, "p/poistettu", here.now))
    first = await said(here.council, words("tehtävät", ADMIN))
    assert first.card is not None

    for button in plain.pressable(first.card):
        listed = await said(here.council, press(button.verb, ADMIN, **button.values))
        await pressed(here.council, listed, find_closing(listed), ADMIN)

    assert await here.tasks() == []


def find_closing(reply: Reply) -> str:
    assert reply.card is not None
    [title] = [b.title for b in plain.pressable(reply.card) if b.verb == "desk.close"]
    return title


VERBS = (
    "desk.tasks", "desk.close", "tasks.kind", "mending.confirm", "mending.years", "mending.dated",
    "mending.owners", "mending.assign", "mending.link", "mending.linked", "mending.report",
    "mending.date", "mending.move", "mending.again", "mending.back", "roles.all",
    "roles.form", "roles.draft", "roles.appoint",
    "schedule.coming", "schedule.today", "schedule.asked", "schedule.send", "schedule.pause",
    "schedule.resume", "choices.rules", "choices.items", "choices.form", "choices.set",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
async def test_nobody_else_and_no_shared_conversation_gets_at_it(verb: str) -> None:
    here = await prepared(LATE, DOUBTFUL, OWNERLESS, COUNCIL_MEETING)
    await pause(here.council, ADMIN.asker, on=True, through="card")
    values = {
        "key": LATE.key,
        "kind": "unconfirmed",
        "about": LATE.key,
        "role": HEAD.key,
        "person": L.key,
        "since": "2010-02-01",
        "state": "done",
        "due": "2010-02-01",
        "why": "syy",
        "owners": CHIEF.key,
        "key0": COUNCIL_MEETING.key,
        "year0": "2022",
        "url": LINK,
        "scope": "",
        "name": "before",
        "value": "3",
    }
    before, tasks = await snapshot(here), await here.tasks()

    for who in (MEMBER, K, Person("t/outsider")):
        reply = await said(here.council, press(verb, who, **values))
        assert reply.outcome == "refused"
        assert not {K.name, L.name, LATE.name} & set(reply.text.split("\n"))
    assert (await said(here.council, shared(press(verb, ADMIN, **values)))).outcome == "refused"

    assert (await snapshot(here), await here.tasks()) == (before, tasks)


async def snapshot(here: Town) -> tuple[object, ...]:
    async with here.memory() as records:
        register = sorted(await records.register.everything(), key=lambda r: r.key)
        return register, await records.choices.settings()
