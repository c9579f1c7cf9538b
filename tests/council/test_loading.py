"""Tests of loading: what changes, who may, what goes on record, and that no half is ever left."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.access import ANYONE, PUBLIC, Asker, Right
from council.dates import DateCertainty, DateKind, DueDate
from council.errors import NotAllowedError
from council.loading import (
    LINKS,
    Changes,
    LinkBrokenError,
    as_json,
    compare,
    lacks,
    links_of,
    load,
)
from council.model import (
    Action,
    Certainty,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Holder,
    Material,
    Programme,
    ProgrammeKind,
    Record,
    Role,
    Source,
    State,
)
from council.ports import Change, Records
from tests.memory import MemoryRecords

NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
IMPORTER = Asker("town/importer", frozenset({PUBLIC}), frozenset({Right.IMPORT}))
SOURCE = Source("plan.txt", "Plan", date(2027, 1, 1))


class Register:
    """Records in memory, with what the tests look at."""

    def __init__(self) -> None:
        self.open = MemoryRecords()

    @property
    def keys(self) -> set[str]:
        return set(self.open.state.register)

    @property
    def changes(self) -> list[Change]:
        return list(self.open.state.changes)

    @property
    def revision(self) -> int:
        return int(self.open.state.revision)

    @property
    def tasks(self) -> set[tuple[str, str]]:
        return {(t.kind, t.about) for t in self.open.state.tasks if t.closed is None}

    async def load(
        self,
        wanted: Sequence[Record],
        *,
        asker: Asker = IMPORTER,
        now: datetime = NOW,
        apply: bool = True,
    ) -> Changes:
        return await load(self.open, asker, wanted, now=now, apply=apply)


@pytest.fixture
def register() -> Register:
    return Register()


def programme(key: str = "plan") -> Programme:
    return Programme(
        key=key,
        programme=key,
        source=SOURCE,
        name="Plan",
        municipality="Esimerkkikunta",
        kind=ProgrammeKind.CHANGE,
    )


def goal(own: str, *, plan: str = "plan", name: str = "Goal", parent: str = "") -> Goal:
    return Goal(key=f"{plan}/{own}", programme=plan, source=SOURCE, name=name, parent=parent)


def role(own: str, *, plan: str = "plan") -> Role:
    return Role(key=f"{plan}/{own}", programme=plan, source=SOURCE, name="Mayor")


def action(own: str, *owners: str, certainty: Certainty = Certainty.CERTAIN) -> Action:
    return Action(
        key=f"plan/{own}",
        programme="plan",
        source=SOURCE,
        name="Act",
        owners=owners,
        certainty=certainty,
    )


def test_comparing_tells_the_added_the_changed_field_by_field_and_the_removed() -> None:
    before = [programme(), goal("a"), goal("b")]
    after = [programme(), replace(goal("a"), name="New", order=3), goal("c")]
    changes = compare(before, after, ["plan"])
    assert [record.key for record in changes.added] == ["plan/c"]
    assert [(edit.after.key, edit.fields) for edit in changes.changed] == [
        ("plan/a", ("order", "name"))
    ]
    assert [record.key for record in changes.removed] == ["plan/b"]


def test_only_records_of_the_programmes_in_the_files_are_removed() -> None:
    before = [programme(), goal("a"), programme("other"), goal("x", plan="other")]
    changes = compare(before, [programme()], ["plan"])
    assert [record.key for record in changes.removed] == ["plan/a"]


async def test_a_record_that_becomes_another_type_is_removed_and_added(register: Register) -> None:
    await register.load([programme(), goal("a")])
    changes = await register.load([programme(), role("a")], now=LATER)
    assert (changes.removed, changes.added, changes.changed) == ((goal("a"),), (role("a"),), ())
    assert register.open.state.register["plan/a"] == role("a")


keys = st.sampled_from(["plan/a", "plan/b", "plan/c", "other/a", "other/b"])
sets = st.dictionaries(keys, st.sampled_from(["One", "Two"]), max_size=5).map(
    lambda names: [
        goal(key.partition("/")[2], plan=key.partition("/")[0], name=name)
        for key, name in names.items()
    ]
)


@given(sets, sets)
def test_applying_the_changes_gives_what_was_wanted_and_leaves_the_rest(
    current: list[Goal], wanted: list[Goal]
) -> None:
    changes = compare(current, wanted, ["plan"])
    held: dict[str, Record] = {record.key: record for record in current}
    for record in changes.removed:
        del held[record.key]
    held |= {record.key: record for record in changes.added}
    held |= {edit.after.key: edit.after for edit in changes.changed}
    assert {key: value for key, value in held.items() if key.startswith("plan/")} == {
        record.key: record for record in wanted if record.programme == "plan"
    }
    assert {r.key for r in current if r.programme == "other"} <= held.keys()
    assert compare(list(held.values()), wanted, ["plan"]).none


@pytest.mark.parametrize("asker", [ANYONE, Asker("town/member", frozenset({"council"}))])
async def test_nobody_loads_without_the_right(register: Register, asker: Asker) -> None:
    for apply in (True, False):
        with pytest.raises(NotAllowedError):
            await register.load([programme()], asker=asker, apply=apply)
    assert register.keys == set()


@pytest.mark.parametrize("right", [Right.IMPORT, Right.ADMINISTER])
async def test_the_right_to_import_or_to_administer_is_enough(
    register: Register, right: Right
) -> None:
    await register.load([programme()], asker=Asker("town/a", rights=frozenset({right})))
    assert register.keys == {"plan"}


async def test_loading_puts_every_change_on_record_with_who_when_and_through_what(
    register: Register,
) -> None:
    await register.load([programme(), goal("a"), goal("b")])
    assert register.revision == 1
    assert {(change.key, change.field, change.before) for change in register.changes} == {
        ("plan", "", ""),
        ("plan/a", "", ""),
        ("plan/b", "", ""),
    }
    await register.load([programme(), goal("a", name="Better")], now=LATER)
    later = register.changes[3:]
    assert {(c.key, c.field, c.before, c.after) for c in later if c.field} == {
        ("plan/a", "name", '"Goal"', '"Better"')
    }
    (gone,) = [change for change in later if not change.field]
    assert gone.key == "plan/b"
    assert gone.after == ""
    assert json.loads(gone.before)["source"]["dated"] == "2027-01-01"
    assert {(change.who, change.at, change.through) for change in later} == {
        ("town/importer", LATER, "load")
    }
    assert register.revision == 2


async def test_loading_twice_changes_nothing_and_bumps_nothing(register: Register) -> None:
    wanted = [programme(), action("a"), goal("b")]
    await register.load(wanted)
    state = register.open.state
    assert (await register.load(wanted, now=LATER)).none
    assert register.open.state is state
    assert register.revision == 1


async def test_a_trial_says_what_would_change_and_writes_nothing(register: Register) -> None:
    changes = await register.load([programme(), action("a")], apply=False)
    assert [record.key for record in changes.added] == ["plan", "plan/a"]
    assert (register.keys, register.revision, register.tasks) == (set(), 0, set())


async def test_another_programme_is_left_alone(register: Register) -> None:
    await register.load([programme("other"), goal("x", plan="other")])
    await register.load([programme(), goal("a")])
    await register.load([programme()])
    assert register.keys == {"plan", "other", "other/x"}


async def test_nothing_is_half_loaded_when_the_writing_fails(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    await register.load([programme(), goal("a")])

    @asynccontextmanager
    async def failing() -> AsyncIterator[Records]:
        async with register.open() as records:

            async def refuse(changes: Sequence[Change]) -> None:
                raise OSError("disk full")

            monkeypatch.setattr(records.changes, "add", refuse)
            yield records

    with pytest.raises(OSError, match="disk full"):
        await load(failing, IMPORTER, [programme(), action("b")], now=LATER, apply=True)
    assert register.keys == {"plan", "plan/a"}
    assert (register.revision, register.tasks) == (1, set())


async def test_a_link_to_nothing_stops_the_load(register: Register) -> None:
    with pytest.raises(LinkBrokenError) as caught:
        await register.load([programme(), goal("a", parent="plan/none")])
    assert caught.value.facts == {"key": "plan/a", "field": "parent", "link": "plan/none"}
    assert register.keys == set()


async def test_a_link_to_a_record_of_the_wrong_type_stops_the_load(register: Register) -> None:
    with pytest.raises(LinkBrokenError):
        await register.load([programme(), goal("g"), action("a", "plan/g")])


async def test_a_record_that_another_programme_points_at_cannot_be_removed(
    register: Register,
) -> None:
    await register.load([programme("other"), role("mayor", plan="other")])
    await register.load([programme(), action("a", "other/mayor")])
    with pytest.raises(LinkBrokenError) as caught:
        await register.load([programme("other")])
    assert caught.value.facts["key"] == "plan/a"
    assert "other/mayor" in register.keys


async def test_what_lacks_becomes_a_task_and_what_is_mended_closes_it(register: Register) -> None:
    material = Material(key="plan/m", programme="plan", source=SOURCE, name="Paper")
    unsure = action("a", certainty=Certainty.UNCONFIRMED)
    await register.load([programme(), role("r"), material, unsure])
    assert register.tasks == {
        ("link-missing", "plan/m"),
        ("owner-missing", "plan/a"),
        ("unconfirmed", "plan/a"),
    }
    mended = replace(material, url="https://files.example/m")
    await register.load([programme(), role("r"), mended, action("a", "plan/r")], now=LATER)
    assert register.tasks == set()
    assert {task.closed for task in register.open.state.tasks} == {LATER}


async def test_the_tasks_of_a_removed_record_are_closed_and_others_stay(register: Register) -> None:
    def material(plan: str) -> Material:
        return Material(key=f"{plan}/m", programme=plan, source=SOURCE, name="Paper")

    await register.load([programme(), material("plan")])
    await register.load([programme("other"), material("other")])
    await register.load([programme()])
    assert register.tasks == {("link-missing", "other/m")}


def event(due: DueDate) -> Event:
    return Event(
        key="plan/e",
        programme="plan",
        source=SOURCE,
        name="Meeting",
        kind=EventKind.MEETING,
        when=due,
    )


def test_a_date_without_a_year_or_unconfirmed_is_lacking_but_what_recurs_is_not() -> None:
    yearless = DueDate(words="16.5.", yearless="--05-16", certainty=DateCertainty.YEARLESS)
    assert lacks(event(yearless)) == {"year-missing"}
    assert lacks(event(replace(yearless, kind=DateKind.RECURRING))) == set()
    inferred = DueDate(end=date(2027, 5, 16), certainty=DateCertainty.UNCONFIRMED)
    assert lacks(event(inferred)) == {"unconfirmed"}
    assert lacks(event(DueDate(end=date(2027, 5, 16)))) == set()


def test_a_follow_up_needs_an_owner_of_its_own() -> None:
    follow_up = FollowUp(
        key="plan/f", programme="plan", source=SOURCE, name="Done", action="plan/a"
    )
    assert lacks(follow_up) == {"owner-missing"}
    assert lacks(replace(follow_up, owners=("plan/r",))) == set()


def test_every_link_names_an_attribute_that_exists() -> None:
    for kind in LINKS:
        assert set(links_of(kind)) <= set(dir(kind))


def test_json_keeps_days_audiences_and_letters() -> None:
    assert as_json({"a": date(2027, 1, 2), "b": frozenset({"y", "x"}), "c": "ä"}) == (
        '{"a": "2027-01-02", "b": ["x", "y"], "c": "ä"}'
    )


async def changed_in_luotsi(register: Register, record: Record, field: str) -> None:
    """Change a record as somebody in Luotsi does."""
    async with register.open() as records:
        await records.register.put([record])
        change = Change(record.key, field, '"a"', '"b"', "t/a", LATER, "card")
        await records.changes.add([change])


async def test_what_was_set_in_luotsi_stays_while_the_document_says_what_it_said(
    register: Register,
) -> None:
    document = [programme(), role("mayor"), action("act", "plan/mayor")]
    await register.load(document)
    done = replace(action("act", "plan/mayor"), state=State.DONE)
    await changed_in_luotsi(register, done, "state")
    assert (await register.load(document, now=LATER)).none
    assert register.open.state.register["plan/act"] == done


async def test_what_the_document_says_anew_takes_the_place_of_what_was_set(
    register: Register,
) -> None:
    document = [programme(), role("mayor"), action("act", "plan/mayor")]
    await register.load(document)
    done = replace(action("act", "plan/mayor"), state=State.DONE)
    await changed_in_luotsi(register, done, "state")
    started = replace(action("act", "plan/mayor"), state=State.STARTED, name="Acts")
    changes = await register.load([programme(), role("mayor"), started], now=LATER)
    assert changes.changed[0].fields == ("name", "state")
    assert register.open.state.register["plan/act"] == started


async def test_another_field_is_loaded_beside_the_one_that_stays(register: Register) -> None:
    document = [programme(), role("mayor"), action("act", "plan/mayor")]
    await register.load(document)
    done = replace(action("act", "plan/mayor"), state=State.DONE)
    await changed_in_luotsi(register, done, "state")
    renamed = replace(action("act", "plan/mayor"), name="Acts")
    await register.load([programme(), role("mayor"), renamed], now=LATER)
    assert register.open.state.register["plan/act"] == replace(renamed, state=State.DONE)


async def test_what_was_made_in_luotsi_is_not_removed_by_a_load(register: Register) -> None:
    document = [programme(), role("mayor")]
    await register.load(document)
    holder = Holder(
        key="plan/mayor/holder",
        programme="plan",
        source=Source(""),
        role="plan/mayor",
        person="t/a",
    )
    await changed_in_luotsi(register, holder, "")
    assert (await register.load(document, now=LATER)).none
    assert "plan/mayor/holder" in register.keys
