"""Where a programme stands and what has changed: counted from the register and the history."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import progress, questions
from council.access import Asker, Right
from council.answers import Note
from council.calendar import late, line
from council.chamber import Council
from council.dates import DateCertainty, DueDate
from council.errors import NotFoundError
from council.loading import as_json, load
from council.model import (
    Action,
    Body,
    Decision,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Metric,
    Reading,
    Record,
    Source,
    State,
    Target,
)
from council.news import News
from council.people import Topic
from council.ports import LOAD, Change
from council.register import Register
from council.since import Difference, What
from council.tally import Heard, Status, heard, tally
from tests.council.esimerkkila import (
    BOARD_ONLY,
    DAYCARE,
    HIDDEN,
    LATE_SURVEY,
    LIGHTS_PLANNED,
    MEMBER,
    MEMO,
    NETWORK,
    NETWORK_DECIDED,
    OLD_REPORT,
    OPEN,
    PATHS,
    REFORM,
    SECRET_MEANS,
    VISITS,
    day,
    own,
)
from tests.memory_council import HELSINKI, NOW, convened, sitting, stored

ADMIN = Asker("t/paa", rights=frozenset({Right.ADMINISTER}))
TODAY = date(2025, 3, 10)
P = REFORM.key
QUIET = Heard({}, {}, {})
SILENCE = (180, NOW - timedelta(days=180))


def change(
    record: Record | str, field: str, before: object, after: object, **more: object
) -> Change:
    key = record if isinstance(record, str) else record.key
    known = {"who": "t/omistaja", "at": NOW - timedelta(days=5), "through": "card", **more}
    texts = ("" if value is None else as_json(value) for value in (before, after))
    return Change(key, field, *texts, **known)  # type: ignore[arg-type]


async def town(*changes: Change, records: Iterable[Record] = (*OPEN, *HIDDEN)) -> Council:
    memory = await stored(records)
    async with memory() as kept:
        await kept.changes.add(changes)
    return convened(memory)


def status(record: FollowUp | Action, told: Heard = QUIET, today: date = TODAY) -> Status:
    found = tally(Register([REFORM, record]), REFORM, told, today, SILENCE)
    return found.whole.items[0].status


def due(on: date | None, **fields: object) -> FollowUp:
    when = None if on is None else DueDate(start=on, end=on)
    return replace(NETWORK_DECIDED, due=when, **fields)  # type: ignore[arg-type]


# Counting


async def test_every_item_is_counted_in_its_class_by_goal() -> None:
    council = await town(change(LIGHTS_PLANNED, "state", "planned", "started"))

    found = await progress.standing(council, MEMBER, P)

    assert {i.record.key: i.status for i in found.whole.items} == {
        NETWORK_DECIDED.key: Status.ON_TIME,
        LIGHTS_PLANNED.key: Status.ON_TIME,
        LATE_SURVEY.key: Status.LATE,
        OLD_REPORT.key: Status.NO_NEWS,
    }
    assert [(g.goal, len(g.items)) for g in found.groups] == [(DAYCARE, 3), (PATHS, 1)]
    assert found.draft


def test_the_classes_are_told_apart_by_state_day_and_news() -> None:
    later, before = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

    assert status(due(before, state=State.DONE)) is Status.DONE
    assert status(due(later)) is Status.ON_TIME
    assert status(due(TODAY)) is Status.ON_TIME
    assert status(due(before)) is Status.LATE
    assert status(due(None)) is Status.NO_DATE
    yearless = DueDate(certainty=DateCertainty.YEARLESS, yearless="--05-16")
    assert status(replace(NETWORK_DECIDED, due=yearless)) is Status.NO_DATE
    assert status(NETWORK) is Status.NO_DATE


def test_what_its_owner_says_is_late_is_late_before_its_day_and_without_one() -> None:
    assert status(due(TODAY + timedelta(days=9), state=State.LATE)) is Status.LATE
    assert status(due(None, state=State.LATE)) is Status.LATE


def test_what_was_past_when_the_document_was_written_is_not_late_but_unheard_of() -> None:
    assert status(OLD_REPORT, Heard({OLD_REPORT.key: NOW}, {}, {})) is Status.NO_NEWS


@pytest.mark.parametrize(
    ("silent", "expected"), [(180, Status.ON_TIME), (181, Status.NO_NEWS), (5, Status.ON_TIME)]
)
def test_no_news_is_silence_longer_than_the_limit(silent: int, expected: Status) -> None:
    moment = NOW - timedelta(days=silent)
    open_item = due(date(2025, 12, 31))

    assert status(open_item, Heard({open_item.key: moment}, {}, {})) is expected
    assert status(open_item, Heard({}, {open_item.key: moment}, {})) is expected


def test_without_history_the_documents_own_day_begins_the_silence() -> None:
    old = replace(due(date(2025, 12, 31)), source=Source("a.txt", "A", date(2024, 1, 1)))

    assert status(old) is Status.NO_NEWS
    assert status(replace(old, source=Source("a.txt", "A"))) is Status.NO_NEWS


def test_news_is_what_people_said_and_a_load_only_where_it_changed_a_state() -> None:
    early, late = NOW - timedelta(days=9), NOW - timedelta(days=3)
    told = heard(
        [
            change("p/a", "", None, {}, through=LOAD, at=early),
            change("p/a", "order", 1, 2, through=LOAD, at=late),
            change("p/b", "state", "planned", "started", through=LOAD, at=late),
            change("p/c", "due", None, None, at=early, why="Lausunto puuttuu."),
            change("p/c", "state", "planned", "started", at=late),
        ],
        HELSINKI,
    )

    assert told.last == {"p/b": late, "p/c": late}
    assert told.begun == {"p/a": early}
    assert {key: r.text for key, r in told.reasons.items()} == {"p/c": "Lausunto puuttuu."}
    assert told.reasons["p/c"].on == early.date()


async def test_what_an_owner_only_commented_on_has_been_heard_of() -> None:
    quiet = replace(NETWORK_DECIDED, source=Source("a.txt", "A", date(2024, 1, 1)))
    council = await town(records=(*(r for r in OPEN if r != NETWORK_DECIDED), quiet))

    async def found() -> Status:
        tallied = await progress.standing(council, MEMBER, P)
        return next(i.status for i in tallied.whole.items if i.record == quiet)

    assert await found() is Status.NO_NEWS
    async with council.records() as records:
        await records.news.add(News(item=quiet.key, person="t/x", at=NOW, words="Kesken."))
    assert await found() is Status.ON_TIME


@pytest.mark.parametrize("field", ["snoozed", "declined", "refused", "rejected", "proposed"])
async def test_what_passes_between_an_owner_and_the_administrators_is_told_to_nobody_else(
    field: str,
) -> None:
    council = await town(change(LATE_SURVEY, field, None, "t/omistaja", why="Ei ole minun."))

    ((item, _),) = await progress.items(council, MEMBER, P, Status.LATE)

    assert item.reason is None
    assert (item.heard is not None) is (field == "proposed")
    assert await changed(council) == []


DUES = st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(lambda d: DueDate(end=d))
GOALS = tuple(Goal(**own(f"t{n}"), name=f"T{n}") for n in range(3))  # type: ignore[arg-type]
ACTIONS = tuple(
    Action(**own(f"a{n}"), name=f"A{n}", goals=tuple(g.key for g in GOALS[:n]))  # type: ignore[arg-type]
    for n in range(4)
)
FOLLOWED = st.lists(
    st.tuples(DUES, st.sampled_from(State), st.integers(0, 4), st.sampled_from([None, 1, 400])),
    max_size=25,
)


@given(FOLLOWED)
def test_every_open_item_is_in_exactly_one_class_and_under_each_of_its_goals(
    drawn: list[tuple[DueDate | None, State, int, int | None]],
) -> None:
    follow_ups = [
        FollowUp(**own(f"s{n}"), name="S", action=f"uudistus/a{action}", due=when, state=state)  # type: ignore[arg-type]
        for n, (when, state, action, _) in enumerate(drawn)
    ]
    last = {
        f.key: NOW - timedelta(days=d) for f, (*_, d) in zip(follow_ups, drawn, strict=True) if d
    }
    register = Register([REFORM, *GOALS, *ACTIONS, *follow_ups])

    found = tally(register, REFORM, Heard(last, {}, {}), TODAY, SILENCE)

    whole = found.whole
    assert sum(whole.number(one) for one in Status) == len(whole.items)
    followed = {f.action for f in follow_ups}
    bare = [a for a in ACTIONS if a.key not in followed]
    assert len(whole.items) + whole.cancelled == len(follow_ups) + len(bare)
    assert all(i.record.state is not State.CANCELLED for i in whole.items)
    assert all((i.status is Status.DONE) == (i.record.state is State.DONE) for i in whole.items)
    clock = late(line(register, frozenset({P})), TODAY)
    said = {i.record.key for i in whole.items if i.record.state is State.LATE}
    assert {i.record.key for i in whole.items if i.status is Status.LATE} == said | {
        d.record.key for d in clock
    }
    for group in found.groups:
        keys = {i.record.key for i in whole.items if group.goal in i.goals}
        if group.goal:
            assert {i.record.key for i in group.items} == keys
        else:
            assert not any(i.goals for i in group.items)
    assert sum(len(g.items) for g in found.groups) == sum(max(1, len(i.goals)) for i in whole.items)


async def test_cancelled_items_are_left_out_and_counted_apart() -> None:
    records = (*OPEN, replace(LATE_SURVEY, key="uudistus/peruttu", state=State.CANCELLED))

    found = await progress.standing(await town(records=records), MEMBER, P)

    assert (len(found.whole.items), found.whole.cancelled) == (4, 1)


async def test_a_late_item_tells_how_late_whose_and_the_latest_reason() -> None:
    earlier = change(
        LATE_SURVEY, "due", None, None, why="Sairastuminen", at=NOW - timedelta(days=400)
    )
    council = await town(earlier, change(LATE_SURVEY, "news", None, "Kiireen vuoksi kesken"))

    ((item, finding),) = await progress.items(council, MEMBER, P, Status.LATE)

    assert (item.days_late, item.unconfirmed) == (10, True)
    assert [owner.key for owner in item.owners] == ["uudistus/sivistysjohtaja"]
    assert finding.reason
    assert finding.reason.text == "Kiireen vuoksi kesken"
    assert finding.source == LATE_SURVEY.source


async def test_a_programme_that_may_not_be_seen_does_not_exist() -> None:
    council = await town()

    for key in ("saneeraus", "ei-ole"):
        with pytest.raises(NotFoundError):
            await progress.standing(council, MEMBER, key)
        with pytest.raises(NotFoundError):
            await progress.changed(council, MEMBER, key, (TODAY, TODAY))
        with pytest.raises(NotFoundError):
            await progress.last_meeting(council, MEMBER, key)


async def test_a_hidden_follow_up_is_not_counted() -> None:
    hidden = replace(LATE_SURVEY, key="uudistus/salainen", audience=BOARD_ONLY)

    found = await progress.standing(await town(records=(*OPEN, hidden)), MEMBER, P)

    assert hidden.key not in {i.record.key for i in found.whole.items}


# Which programme


async def test_the_only_programme_with_something_to_follow_is_meant() -> None:
    assert (await progress.meant(await town(), MEMBER, "", None)).programme == REFORM


async def test_of_several_the_one_spoken_of_is_meant_else_all_are_offered() -> None:
    action = Action(**own("toimi", "strategia"), name="Toimi")  # type: ignore[arg-type]
    council = await town(records=(*OPEN, action))

    assert len((await progress.meant(council, MEMBER, "", None)).choices) == 2
    spoken = await progress.meant(council, MEMBER, "", Topic("strategia"))
    assert spoken.programme
    assert spoken.programme.key == "strategia"
    named = await progress.meant(council, MEMBER, "", Topic("strategia"), "uudistusohjelma")
    assert named.programme == REFORM
    unseen = await progress.meant(council, MEMBER, "", Topic("saneeraus"))
    assert unseen.programme is None


# What has changed


async def changed(council: Council, asker: Asker = MEMBER, days: int = 30) -> list[Difference]:
    between = (TODAY - timedelta(days=days), TODAY)
    return list((await progress.changed(council, asker, P, between)).differences)


async def test_changes_are_told_from_first_to_last_with_the_latest_reason() -> None:
    first, second, third = day(2025, 6, 16), day(2025, 8, 1), day(2025, 9, 15)
    council = await town(
        change(
            NETWORK_DECIDED,
            "due",
            asdict(first),
            asdict(second),
            why="Kiire",
            at=NOW - timedelta(days=9),
        ),
        change(NETWORK_DECIDED, "due", asdict(second), asdict(third), why="Lausunto puuttuu."),
        change(LIGHTS_PLANNED, "state", "planned", "started", at=NOW - timedelta(days=9)),
        change(LIGHTS_PLANNED, "state", "started", "done"),
        change(NETWORK, "owners", ["uudistus/yhdyskuntajohtaja"], ["uudistus/sivistysjohtaja"]),
    )

    moved, owners, done = await changed(council)

    assert (moved.what, moved.before, moved.after) == (What.MOVED, first, third)
    assert (moved.why, moved.goal) == ("Lausunto puuttuu.", DAYCARE)
    assert (done.what, done.goal) == (What.DONE, PATHS)
    assert owners.what is What.OWNERS
    assert [r.name for r in owners.after] == ["Sivistysjohtaja"]  # type: ignore[union-attr]


async def test_what_was_changed_and_changed_back_has_not_changed() -> None:
    council = await town(
        change(NETWORK, "state", "planned", "started"),
        change(NETWORK, "state", "started", "planned"),
    )

    assert await changed(council) == []


async def test_only_the_days_asked_for_are_told() -> None:
    moment = datetime(2025, 3, 1, 21, 59, tzinfo=UTC)  # 23.59 in the municipality
    council = await town(change(NETWORK, "state", "planned", "started", at=moment))

    async def of(first: date, last: date) -> int:
        return len((await progress.changed(council, MEMBER, P, (first, last))).differences)

    assert await of(date(2025, 3, 1), date(2025, 3, 1)) == 1
    assert await of(date(2025, 3, 2), TODAY) == await of(date(2025, 2, 1), date(2025, 2, 28)) == 0


async def test_what_is_new_and_gone_since_the_programme_was_loaded() -> None:
    memory = await stored()
    await load(memory, ADMIN, OPEN, now=NOW - timedelta(days=60), apply=True)
    new = replace(LATE_SURVEY, key="uudistus/uusi", name="Uusi kartoitus")
    kept = [r for r in OPEN if r.key != OLD_REPORT.key]
    await load(memory, ADMIN, [*kept, new], now=NOW - timedelta(days=2), apply=True)

    found = await changed(convened(memory))

    assert [(d.what, d.kind, d.name) for d in found] == [
        (What.GONE, FollowUp, OLD_REPORT.name),
        (What.NEW, FollowUp, "Uusi kartoitus"),
    ]
    assert {d.goal for d in found} == {DAYCARE}


async def test_a_programme_that_came_within_the_time_is_not_told_piece_by_piece() -> None:
    memory = await stored()
    await load(memory, ADMIN, OPEN, now=NOW - timedelta(days=9), apply=True)
    moved = change(NETWORK, "state", "planned", "started")
    async with memory() as kept:
        await kept.changes.add([moved])

    found = await progress.changed(convened(memory), MEMBER, P, (date(2025, 1, 1), TODAY))

    assert found.brought == date(2025, 3, 1)
    assert [(d.key, d.what) for d in found.differences] == [(NETWORK.key, What.STATE)]


async def test_a_change_of_a_hidden_record_never_shows() -> None:
    gone = replace(SECRET_MEANS, key="uudistus/poissa")
    council = await town(
        change(SECRET_MEANS, "name", "Keksilä", "Laajennetaan Keksilän koulu"),
        change(MEMO, "", None, asdict(MEMO), through=LOAD),
        change(gone, "", asdict(gone), None),
        change("saneeraus/tontit", "name", "a", "b"),
    )

    assert await changed(council) == []
    assert {d.key for d in await changed(council, ADMIN)} == {SECRET_MEANS.key, MEMO.key, gone.key}


async def test_what_changed_while_a_record_was_hidden_stays_hidden() -> None:
    before = change(NETWORK, "name", "Salainen nimi", NETWORK.name, at=NOW - timedelta(days=9))
    opened = change(NETWORK, "audience", sorted(BOARD_ONLY), ["public"], at=NOW - timedelta(days=8))
    after = change(NETWORK, "state", "planned", "started")

    found = await changed(await town(before, opened, after))

    assert [d.what for d in found] == [What.STATE]


async def test_changes_while_the_whole_programme_was_hidden_stay_hidden() -> None:
    before = change(NETWORK, "state", "started", "planned", at=NOW - timedelta(days=9))
    opened = change(REFORM, "audience", sorted(BOARD_ONLY), ["public"])

    assert await changed(await town(before, opened)) == []


async def test_changes_of_persons_and_documents_never_show() -> None:
    council = await town(
        change("t/jasen", "rights", [], ["administer"]),
        change("uudistus/henkilo", "", {"name": "Joku", "audience": ["public"]}, None),
        change("uudistusohjelma.txt", "", None, {"name": "x"}),
    )

    assert await changed(council, ADMIN) == await changed(council) == []


@pytest.mark.parametrize("broken", ["{", '{"start": 5}', '["x"]', "7", '"ei päivä"', "null"])
@pytest.mark.parametrize("field", ["due", "state", "owners", "name", "standing", "audience", ""])
async def test_a_change_that_cannot_be_read_stops_nothing(field: str, broken: str) -> None:
    made = Change(NETWORK_DECIDED.key, field, broken, '"x"', "t/x", NOW, "card")
    gone = Change("uudistus/poissa", field, broken, "", "t/x", NOW, "card")

    await changed(await town(made, gone))


# The previous meeting


def meeting(when: DueDate | None, **fields: object) -> Event:
    known = {"kind": EventKind.MEETING, "body": "uudistus/valtuusto", "name": "Kokous", **fields}
    return Event(**own("istunto", **known), when=when)  # type: ignore[arg-type]


COUNCIL_BODY = Body(**own("valtuusto"), name="Kunnanvaltuusto")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (meeting(day(2025, 2, 24)), date(2025, 2, 24)),
        (meeting(day(2025, 3, 10)), None),
        (meeting(day(2025, 4, 1)), None),
        (meeting(day(2025, 2, 24), body="uudistus/hallitus"), None),
        (meeting(day(2025, 2, 24), kind=EventKind.SEMINAR), None),
        (meeting(DueDate(start=date(2025, 2, 1), end=date(2025, 2, 28))), None),
        (meeting(None), None),
        (meeting(day(2025, 2, 24), audience=BOARD_ONLY), None),
    ],
)
async def test_the_councils_latest_past_meeting_is_found(event: Event, expected: date) -> None:
    found = await progress.last_meeting(await town(records=(*OPEN, COUNCIL_BODY, event)), MEMBER, P)

    assert (found.on if found else None) == expected


async def test_a_decision_of_the_council_is_a_meeting_of_it() -> None:
    made = Decision(**own("paatos"), name="Hyväksyttiin", body=COUNCIL_BODY.key, on=day(2025, 3, 3))  # type: ignore[arg-type]
    records = (*OPEN, COUNCIL_BODY, meeting(day(2025, 2, 24)), made)

    found = await progress.last_meeting(await town(records=records), MEMBER, P)

    assert found
    assert (found.on, found.record) == (date(2025, 3, 3), made)


# Late, and why


async def test_the_answer_about_what_is_late_tells_the_reason() -> None:
    council = await town(change(LATE_SURVEY, "due", None, None, why="Mittaaja sairastui."))

    answer = await questions.ask(council, MEMBER, "Mikä on myöhässä ja miksi?")

    (finding,) = answer.findings
    assert finding.record == LATE_SURVEY
    assert finding.reason
    assert finding.reason.text == "Mittaaja sairastui."
    assert Note.NO_REASON not in answer.notes


async def test_that_no_reason_is_known_is_said_only_if_it_was_asked() -> None:
    council = await sitting(OPEN)

    why = await questions.ask(council, MEMBER, "Mikä on myöhässä ja miksi?")
    what = await questions.ask(council, MEMBER, "Mikä on myöhässä?")

    assert Note.NO_REASON in why.notes
    assert Note.NO_REASON not in what.notes


@pytest.mark.parametrize("when", [None, day(2026, 1, 1)])
async def test_what_its_owner_says_is_late_is_among_the_late_in_both_answers(
    when: DueDate | None,
) -> None:
    own_words = replace(NETWORK_DECIDED, due=when, state=State.LATE)
    bare = Action(**own("pelkka"), name="Pelkkä toimi", state=State.LATE)  # type: ignore[arg-type]
    council = await sitting((*(r for r in OPEN if r != NETWORK_DECIDED), own_words, bare))

    answer = await questions.ask(council, MEMBER, "Mikä on myöhässä?")
    found = await progress.items(council, MEMBER, P, Status.LATE)

    keys = {own_words.key, bare.key, LATE_SURVEY.key}
    assert {f.record.key for f in answer.findings} == keys
    assert {item.record.key for item, _ in found} == keys


@pytest.mark.parametrize("through", ["card", LOAD])
async def test_a_reason_given_while_a_record_was_hidden_stays_hidden(through: str) -> None:
    secret = change(
        LATE_SURVEY, "due", None, None, why="Salainen syy.", at=NOW - timedelta(days=400)
    )
    opened = change(
        LATE_SURVEY,
        "audience",
        sorted(BOARD_ONLY),
        ["public"],
        through=through,
        at=NOW - timedelta(days=300),
    )
    council = await town(secret, opened)

    ((item, _),) = await progress.items(council, MEMBER, P, Status.LATE)
    answer = await questions.ask(council, MEMBER, "Mikä on myöhässä?")

    assert item.reason is None
    assert answer.findings[0].reason is None
    ((seen, _),) = await progress.items(council, ADMIN, P, Status.LATE)
    assert seen.reason


# Metrics


async def test_the_course_of_a_metric_has_its_numbers_and_the_level_of_its_target() -> None:
    readings = [
        Reading(**own(f"luku{n}"), metric=VISITS.key, value=value, on=date(2025, n, 1))  # type: ignore[arg-type]
        for n, value in ((2, "3 900,5"), (1, "3500"), (3, "ei mitattu"))
    ]

    found = await progress.course(await town(records=(*OPEN, *readings)), MEMBER, VISITS.key)

    assert [p.value for p in found.points] == [3500.0, 3900.5]
    assert (len(found.readings), found.level) == (3, 4000.0)


async def test_two_targets_draw_no_level_and_a_hidden_metric_is_not_there() -> None:
    second = Target(**own("toinen"), metric=VISITS.key, direction="at least", value="5")  # type: ignore[arg-type]
    hidden = Metric(**own("piilo", audience=BOARD_ONLY), name="Piilo")  # type: ignore[arg-type]
    council = await town(records=(*OPEN, second, hidden))

    assert (await progress.course(council, MEMBER, VISITS.key)).level is None
    with pytest.raises(NotFoundError):
        await progress.course(council, MEMBER, hidden.key)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("80", 80.0),
        ("1 200", 1200.0),
        ("74,5 %", 74.5),
        ("−3", -3.0),
        ("noin 5", None),
        ("inf", None),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, number: float | None) -> None:
    assert progress.number_of(text) == number
