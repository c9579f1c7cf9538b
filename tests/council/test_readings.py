"""Readings: who may tell them, what makes sense, what they reach, and how fresh all of it is."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from council.access import Right
from council.errors import CouncilError, NotAllowedError, NotFoundError
from council.items import BadInputError, Result
from council.ledger import Reminder, RowState
from council.loading import compare, load
from council.model import (
    Certainty,
    Direction,
    Metric,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Standing,
    Target,
)
from council.people import Person
from council.ports import Change
from council.readings import coverage, enterable, may_enter, read_in, sheet
from council.rules import Preferences
from council.verdicts import Verdict
from council.weighing import Entered
from tests.council.esimerkkila import VISITS, day, own
from tests.council.measured import (
    ABSENCES,
    ALL_METRICS,
    CANDIDATE,
    CONTACT,
    DEPUTY,
    FEWER,
    HEAD,
    HIDDEN_METRIC,
    MEASURED,
    MEMBER,
    OWNER,
    PRAISE,
    PRAISE_TARGET,
    PRAISED,
    REPAIRS,
    SPENDING,
    TODAY,
    Town,
    asker,
    measured,
    without_owner,
)

EARLIER = date(2024, 12, 31) - timedelta(days=60)


async def told(
    town: Town,
    value: str,
    on: date = TODAY,
    metric: Metric = PRAISE,
    who: Person = OWNER,
    **more: object,
) -> Entered:
    given = {"through": "card", **more}
    return await read_in(town.council, asker(who), metric.key, value, on, **given)  # type: ignore[arg-type]


async def readings(town: Town, metric: Metric = PRAISE) -> Sequence[Reading]:
    return (await sheet(town.council, asker(HEAD), metric.key)).readings


async def history(town: Town, key: str) -> Sequence[Change]:
    async with town.council.records() as records:
        return await records.changes.history(key)


async def refused(town: Town, what: str, value: str, on: date = TODAY, **more: object) -> None:
    with pytest.raises(BadInputError) as raised:
        await told(town, value, on, **more)  # type: ignore[arg-type]
    assert raised.value.facts["what"] == what


async def test_the_owner_tells_a_reading_and_it_is_on_record() -> None:
    town = await measured()

    entered = await told(town, "76,5 %", note="kysely 2025")

    (_, reading) = await readings(town)
    assert reading == entered.reading
    assert (reading.value, reading.on, reading.note) == ("76.5", TODAY, "kysely 2025")
    assert reading.source.told
    assert (reading.source.place, reading.source.dated) == ("Sivistysjohtaja", TODAY)
    assert (reading.audience, reading.programme) == (PRAISE.audience, PRAISE.programme)
    assert entered.before == PRAISED
    (change,) = await history(town, reading.key)
    assert (change.who, change.before, change.through) == (OWNER.key, "", "card")
    assert json.loads(change.after)["value"] == "76.5"


@pytest.mark.parametrize(
    ("who", "metric"),
    [(OWNER, PRAISE), (DEPUTY, PRAISE), (CONTACT, SPENDING), (HEAD, PRAISE), (HEAD, CANDIDATE)],
)
async def test_owner_deputy_contact_and_administrator_may_tell(who: Person, metric: Metric) -> None:
    town = await measured()

    assert await may_enter(town.council, asker(who), metric.key)
    assert (await told(town, "70", metric=metric, who=who)).result is Result.DONE


async def test_who_stands_in_for_an_absent_owner_may_tell() -> None:
    town = await measured()
    async with town.council.records() as records:
        await records.choices.prefer(Preferences(person=OWNER.key, deputy=MEMBER.key))

    assert (await told(town, "70", who=MEMBER)).result is Result.DONE
    assert (await told(town, "70", on=TODAY - timedelta(days=1), who=OWNER)).reading is not None


@pytest.mark.parametrize(
    ("who", "metric", "error"),
    [
        (MEMBER, PRAISE, NotAllowedError),
        (CONTACT, PRAISE, NotAllowedError),
        (Person(""), PRAISE, NotAllowedError),
        (MEMBER, HIDDEN_METRIC, NotFoundError),
        (Person("t/x", rights=frozenset({Right.IMPORT})), PRAISE, NotAllowedError),
    ],
)
async def test_others_are_refused_and_the_refusal_is_on_record(
    who: Person, metric: Metric, error: type[CouncilError]
) -> None:
    town = await measured()

    with pytest.raises(error):
        await told(town, "70", metric=metric, who=who)

    assert [c.field for c in await history(town, metric.key)] == ["refused"]
    assert len(await readings(town, metric)) == (1 if metric is PRAISE else 0)


async def test_a_metric_without_an_owner_is_the_administrators_alone() -> None:
    town = await measured(without_owner(PRAISE))

    with pytest.raises(NotAllowedError):
        await told(town, "70")
    entered = await told(town, "70", who=HEAD)
    assert entered.reading
    assert entered.reading.source.place == ""


async def test_what_is_no_metric_is_not_found() -> None:
    town = await measured()

    for key in ("uudistus/ei-ole", PRAISE_TARGET.key):
        with pytest.raises(NotFoundError):
            await read_in(town.council, asker(HEAD), key, "1", TODAY, through="card")


async def test_only_what_one_may_enter_is_offered() -> None:
    town = await measured()

    assert {m.key for m in await enterable(town.council, asker(CONTACT))} == {SPENDING.key}
    assert await enterable(town.council, asker(MEMBER)) == ()
    assert len(await enterable(town.council, asker(HEAD))) == len(ALL_METRICS) + 2


@pytest.mark.parametrize(
    ("value", "metric", "what"),
    [
        ("paljon", PRAISE, "number"),
        ("", PRAISE, "number"),
        ("101", PRAISE, "percent-range"),
        ("−1 %", PRAISE, "percent-range"),
        ("76 kpl", PRAISE, "unit"),
        ("76 %", VISITS, "unit"),
        ("−3", VISITS, "negative"),
        ("−1 pv", ABSENCES, "negative"),
    ],
)
async def test_a_value_has_to_make_sense(value: str, metric: Metric, what: str) -> None:
    await refused(await measured(), what, value, metric=metric, who=HEAD)


@pytest.mark.parametrize(
    ("on", "what"),
    [(TODAY + timedelta(days=1), "reading-not-yet"), (date(2023, 12, 31), "before-programme")],
)
async def test_a_day_has_to_make_sense(on: date, what: str) -> None:
    await refused(await measured(), what, "76", on)


async def test_who_has_readings_from_before_the_programme_may_correct_them() -> None:
    older = replace(PRAISED, key="uudistus/vanha", on=date(2019, 12, 31))
    town = await measured(older)

    assert (await told(town, "70", older.on, sure=True)).corrects == older
    await refused(town, "before-programme", "70", date(2019, 12, 30))


async def test_a_note_may_not_be_endless_and_a_replaced_metric_takes_nothing() -> None:
    await refused(await measured(), "comment", "76", note="x" * 2_001)
    newer = replace(PRAISE, key="uudistus/uusi", supersedes=PRAISE.key)
    await refused(await measured(newer), "replaced", "76")


@pytest.mark.parametrize(("value", "asks"), [
    ("95 %", False), ("96 %", False), ("96,1 %", True), ("46", False), ("45,9", True), ("35", True),
])  # fmt: skip
async def test_a_jump_is_asked_first(value: str, asks: bool) -> None:  # noqa: FBT001
    town = await measured()

    entered = await told(town, value)

    assert (entered.check == "jump") is asks
    assert len(await readings(town)) == (1 if asks else 2)
    assert (await told(town, value, sure=True)).result is not None
    assert len(await readings(town)) == 2


async def test_more_than_half_of_the_reading_before_is_a_jump_too() -> None:
    town = await measured()
    await told(town, "12", EARLIER, ABSENCES)

    assert (await told(town, "18", metric=ABSENCES)).checks == ()
    assert "jump" in (await told(town, "5,9", TODAY - timedelta(days=1), ABSENCES)).checks


async def test_a_reading_older_than_the_last_is_asked_first() -> None:
    town = await measured()
    older = PRAISED.on - timedelta(days=90)

    assert (await told(town, "70", older)).checks == ("older",)
    await told(town, "70", older, sure=True)
    assert [r.value for r in await readings(town)] == ["70", "71"]


async def test_thousands_or_decimals_are_asked_even_of_who_is_sure() -> None:
    town = await measured()

    entered = await told(town, "1.234", metric=VISITS, who=HEAD, sure=True)

    assert entered.check == "thousands"
    assert [c.number for c in entered.choices] == [Decimal(1234), Decimal("1.234")]
    assert await readings(town, VISITS) == ()
    for choice, value in zip(entered.choices, ("1234", "1.234"), strict=True):
        again = await told(town, choice.unmistakable, metric=VISITS, who=HEAD, sure=True)
        assert again.reading
        assert again.reading.value == value


async def test_the_same_day_is_corrected_with_its_history() -> None:
    town = await measured()
    first = await told(town, "76")

    entered = await told(town, "77", who=DEPUTY)

    assert entered.corrects == first.reading
    assert [r.value for r in await readings(town)] == ["71", "77"]
    assert entered.reading
    made, corrected = await history(town, entered.reading.key)
    assert json.loads(corrected.before)["value"] == json.loads(made.after)["value"] == "76"
    assert corrected.who == DEPUTY.key


async def test_the_same_told_twice_changes_nothing() -> None:
    town = await measured()
    first = await told(town, "76")

    again = await told(town, "76,0 %", who=DEPUTY)

    assert again.result is Result.ALREADY
    assert again.reading == first.reading
    assert first.reading
    assert len(await history(town, first.reading.key)) == 1


async def test_a_document_s_reading_of_the_day_is_corrected_and_stays_behind() -> None:
    town = await measured()

    entered = await told(town, "72", PRAISED.on)

    assert entered.corrects == PRAISED
    assert [r.value for r in await readings(town)] == ["72"]
    await told(town, "73", PRAISED.on)
    assert [r.value for r in await readings(town)] == ["73"]
    async with town.council.records() as records:
        assert await records.register.find([PRAISED.key]) == [PRAISED]


async def test_loading_the_form_again_keeps_what_owners_have_told() -> None:
    town = await measured()
    await told(town, "72", PRAISED.on)
    await told(town, "76")
    wanted: list[Record] = [r for r in MEASURED if r.key != PRAISED.key]

    await load(town.council.records, asker(HEAD), wanted, now=town.now, apply=True)

    assert [r.value for r in await readings(town)] == ["72", "76"]
    async with town.council.records() as records:
        current = await records.register.everything()
    assert compare(current, wanted, ["uudistus"]).none


async def test_two_who_tell_of_the_same_day_at_once_are_put_one_after_the_other() -> None:
    town = await measured()

    await asyncio.gather(told(town, "76"), told(town, "77", who=DEPUTY))

    (_, reading) = await readings(town)
    first, second = await history(town, reading.key)
    assert (first.before, second.before) == ("", first.after)


async def test_metrics_of_a_programme_that_was_replaced_are_not_offered() -> None:
    old = next(r for r in MEASURED if isinstance(r, Programme) and r.key == "uudistus")
    town = await measured(replace(old, standing=Standing.FORMER))

    assert await enterable(town.council, asker(OWNER)) == ()


async def test_a_metric_that_is_gone_takes_its_readings_along() -> None:
    town = await measured()
    await told(town, "76")
    gone = {PRAISE.key, PRAISED.key, PRAISE_TARGET.key}

    wanted = [r for r in MEASURED if r.key not in gone]
    await load(town.council.records, asker(HEAD), wanted, now=town.now, apply=True)

    async with town.council.records() as records:
        left = await records.register.everything()
    assert not any(isinstance(r, Reading) for r in left)


async def test_what_was_sent_about_it_is_answered_and_its_cards_are_drawn_anew() -> None:
    town = await measured()
    row = Reminder(
        recipient=OWNER.key,
        item=PRAISE.key,
        rule="reading:0",
        due=TODAY,
        at=town.now,
        programme="uudistus",
        state=RowState.SENT,
        dispatch="d1",
    )
    other = replace(row, recipient=DEPUTY.key, dispatch="d2")
    async with town.council.records() as records:
        await records.ledger.put([row, other])

    await told(town, "76")

    async with town.council.records() as records:
        found = {r.recipient: r.state for r in await records.ledger.rows([PRAISE.key])}
    assert found == {OWNER.key: RowState.ACKNOWLEDGED, DEPUTY.key: RowState.SENT}


REACHED: list[tuple[Direction, str, list[str], Verdict | None]] = [
    (Direction.AT_LEAST, "80", ["80"], Verdict.REACHED),
    (Direction.AT_LEAST, "80", ["79,9"], Verdict.NOT_REACHED),
    (Direction.AT_MOST, "80", ["80,1"], Verdict.NOT_REACHED),
    (Direction.AT_MOST, "80 %", ["79"], Verdict.REACHED),
    (Direction.EXACTLY, "100", ["100"], Verdict.REACHED),
    (Direction.EXACTLY, "", ["100"], None),
    (Direction.EXACTLY, "1.000", ["100"], None),
    (Direction.AT_LEAST, "80 kpl", ["90"], None),
    (Direction.UNSTATED, "80", ["90"], None),
    (Direction.OPEN, "80", ["90"], None),
    (Direction.LIKE_PEERS, "", ["90"], None),
    (Direction.FALLING, "", ["90"], None),
    (Direction.FALLING, "", ["90", "89"], Verdict.AS_MEANT),
    (Direction.FALLING, "", ["90", "90"], Verdict.AGAINST),
    (Direction.RISING, "", ["70", "80", "75"], Verdict.AGAINST),
    (Direction.RISING, "", ["70", "60", "65"], Verdict.AS_MEANT),
]


def with_target(direction: Direction, value: str, **more: object) -> Target:
    return replace(PRAISE_TARGET, direction=direction, value=value, unit="", **more)  # type: ignore[arg-type]


async def verdict_of(town: Town, values: Sequence[str]) -> Verdict | None:
    entered = None
    for days, value in enumerate(values):
        entered = await told(town, value, date(2025, 1, 1) + timedelta(days=days), sure=True)
    assert entered is not None
    return next((said for _, said in entered.verdicts), None)


@pytest.mark.parametrize(("direction", "level", "values", "verdict"), REACHED)
async def test_a_verdict_only_where_the_target_says_what_is_to_be_reached(
    direction: Direction, level: str, values: list[str], verdict: Verdict | None
) -> None:
    town = await measured(with_target(direction, level))
    async with town.council.records() as records:
        await records.register.remove([PRAISED.key])
        await records.changes.bump()

    assert await verdict_of(town, values) is verdict


async def test_what_is_not_confirmed_gets_no_verdict_and_a_day_to_come_is_not_missed() -> None:
    unsure = with_target(Direction.AT_LEAST, "80", certainty=Certainty.UNCONFIRMED)
    assert await verdict_of(await measured(unsure), ["90"]) is None

    later = with_target(Direction.AT_LEAST, "80", due=day(2025, 12, 31))
    assert await verdict_of(await measured(later), ["76"]) is Verdict.NOT_YET


@pytest.mark.parametrize("words", ["100 % vuoden kuluessa käyttöönotosta", "100 % inom ett år"])
async def test_a_target_that_counts_from_an_unknown_day_gets_no_verdict(words: str) -> None:
    town = await measured(with_target(Direction.EXACTLY, "100", words=words))

    assert await verdict_of(town, ["64"]) is None


async def test_a_day_that_is_past_is_missed_only_by_a_reading_from_then_on() -> None:
    past = with_target(Direction.AT_LEAST, "80", due=day(2025, 1, 2))

    assert await verdict_of(await measured(past), ["76"]) is None
    assert await verdict_of(await measured(past), ["76", "77"]) is Verdict.NOT_REACHED
    assert await verdict_of(await measured(past), ["81"]) is Verdict.REACHED


@pytest.mark.parametrize(
    ("own_value", "peers", "verdict"),
    [
        ("1,5 %", "1,5 %", Verdict.REACHED),
        ("1,6 %", "1,5 %", Verdict.NOT_REACHED),
        ("2 %", "", None),
    ],
)
async def test_a_target_like_the_others_needs_their_value_too(
    own_value: str, peers: str, verdict: Verdict | None
) -> None:
    town = await measured()

    entered = await told(town, own_value, metric=SPENDING, who=CONTACT, peers=peers)

    assert next((said for _, said in entered.verdicts), None) is verdict
    assert entered.reading
    assert entered.reading.value.endswith("%")


async def test_the_others_value_has_to_make_sense_as_well() -> None:
    town = await measured()

    await refused(town, "peers", "1", metric=SPENDING, who=CONTACT, peers="ei tiedossa")
    await refused(town, "peers", "1", metric=SPENDING, who=CONTACT, peers="1.234")
    await refused(town, "peers", "76", peers="70")


async def test_without_a_unit_of_its_own_a_metric_keeps_to_that_of_its_last_reading() -> None:
    town = await measured()
    first = await told(town, "12 milj. €", EARLIER, REPAIRS)
    assert first.reading
    assert first.reading.value == "12 milj. €"

    await refused(town, "unit", "13", metric=REPAIRS)
    await refused(town, "unit", "13 000 000 €", metric=REPAIRS)
    again = await told(town, "30 miljoonaa euroa", metric=REPAIRS)
    assert again.check == "jump"


async def test_how_many_metrics_have_a_fresh_reading() -> None:
    town = await measured()
    # What nobody has confirmed is told apart; PRAISE was read within the year.
    found = await coverage(town.council, asker(MEMBER), "uudistus")
    assert (found.fresh, found.total, found.unconfirmed) == (1, len(ALL_METRICS), 1)
    assert (await coverage(town.council, asker(MEMBER), "strategia")).total == 0
    assert (await coverage(town.council, asker(HEAD))).total == len(ALL_METRICS) + 1

    async with town.council.records() as records:
        await records.choices.set(PRAISE.key, "reading_months", 3)
    assert (await coverage(town.council, asker(MEMBER))).fresh == 0
    await told(town, "76")
    await told(town, "12", metric=ABSENCES)
    assert (await coverage(town.council, asker(MEMBER))).fresh == 2


async def test_the_interval_of_the_programmes_own_reports_makes_a_reading_old() -> None:
    reports = ReportingRule(**own("valit"), name="Raportointi", months=(3, 5))  # type: ignore[arg-type]
    town = await measured(reports)

    assert (await coverage(town.council, asker(MEMBER))).fresh == 0
    assert FEWER.direction is Direction.FALLING
