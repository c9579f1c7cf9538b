"""Whatever happens in whatever order: nothing is lost, nothing said twice, nothing at night.

A state machine plays a town with two replicas that die, a Teams that fails and people who change
everything. Beside it runs a small model that knows nothing of the ledger: who has to hear of what
from when on.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from council.dates import DateCertainty, DueDate
from council.ledger import Reminder, RowState
from council.model import State
from tests.council.reminding import (
    ADMIN,
    ANNA,
    BO,
    CIA,
    DAYS,
    FINAL,
    HELD,
    Fate,
    Town,
    at,
    follow_up,
)

ITEMS = ("a", "b", "c")
LEADS = (14, 7, 1, 0)
MISHAPS = sorted(set(Fate) - {Fate.ARRIVES, Fate.BLOCKED}, key=lambda fate: fate.value)
Identity = tuple[str, str, str, date]


@dataclass(slots=True)
class Expected:
    """What the model knows of an item."""

    due: DueDate
    since: datetime  # when this due day, this owner and this reachability were first all there
    open: bool = True


class Chaos(RuleBasedStateMachine):
    """A town in which everything goes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()

    def teardown(self) -> None:
        try:
            if hasattr(self, "town"):
                self.do(self.calm())
        finally:
            self.runner.close()

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        self.runner.run(work)

    @initialize(seed=st.integers(0, 1000), day=st.dates(date(2023, 1, 2), date(2026, 12, 20)))
    def begin(self, seed: int, day: date) -> None:
        self.town = Town(at(day, 8), workers=2, seed=seed)
        self.owner = ANNA
        self.items: dict[str, Expected] = {}
        self.seen: dict[Identity, Reminder] = {}
        self.do(self.town.settle_in())
        for name, ahead in zip(ITEMS, (5, 9, 16), strict=True):
            self._set(name, self.town.today + timedelta(days=ahead))

    # What time does

    @rule(
        hours=st.integers(1, 200),
        workers=st.sampled_from([(0,), (1,), (0, 1)]),
        step=st.sampled_from([20, 60, 240]),
    )
    def time_passes(self, hours: int, workers: tuple[int, ...], step: int) -> None:
        end = self.town.clock() + timedelta(hours=hours)
        self.do(self.town.until(end, *workers, step=timedelta(minutes=step)))

    @rule(hours=st.integers(1, 24 * 12))
    def nobody_runs(self, hours: int) -> None:
        self.town.clock.now += timedelta(hours=hours)

    @rule(minutes=st.integers(1, 26 * 60))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self.town.clock.now -= timedelta(minutes=minutes)

    @rule(mornings=st.integers(1, 3))
    def mornings_come(self, mornings: int) -> None:
        """Let both replicas work when most is to be done, and once more soon after."""
        for _ in range(mornings):
            day = DAYS.forth(self.town.today + timedelta(days=1))
            self.town.clock.now = at(day, 9)
            end = at(day, 9, 20)
            self.do(self.town.until(end, 0, 1, step=timedelta(minutes=5)))

    # What Teams and the machines do

    @rule(fates=st.lists(st.sampled_from(MISHAPS), min_size=1, max_size=4))
    def teams_fails(self, fates: list[Fate]) -> None:
        self.town.teams.fates.extend(fates)
        self.mornings_come(2)

    @rule(worker=st.integers(0, 1), transactions=st.integers(1, 12))
    def a_replica_is_about_to_die(self, worker: int, transactions: int) -> None:
        self.town.workers[worker].frail.dies_in = transactions
        self.mornings_come(1)

    @rule(worker=st.integers(0, 1))
    def a_replica_is_restarted(self, worker: int) -> None:
        self.town.workers[worker] = self.town.begun()

    # What people do

    @rule(name=st.sampled_from(ITEMS), ahead=st.integers(-3, 20), fuzzy=st.booleans())
    def a_date_is_set(self, name: str, ahead: int, *, fuzzy: bool) -> None:
        self._set(name, self.town.today + timedelta(days=ahead), fuzzy=fuzzy)
        self.mornings_come(1)

    def _set(self, name: str, day: date, *, fuzzy: bool = False) -> None:
        certainty = DateCertainty.FUZZY if fuzzy else DateCertainty.CERTAIN
        begin = day - timedelta(days=20 * fuzzy)
        due = DueDate(start=begin, end=day, certainty=certainty)
        known = self.items.get(name)
        if known is None or known.due.last != due.last or not known.open:
            self.items[name] = Expected(due, self.town.clock())
        self.do(self.town.put(follow_up(name, due)))

    @rule(name=st.sampled_from(ITEMS), yearless=st.booleans())
    def a_date_is_doubted(self, name: str, *, yearless: bool) -> None:
        self.items.pop(name, None)
        day = self.town.today + timedelta(days=9)
        due = (
            DueDate(yearless=f"--{day:%m-%d}", certainty=DateCertainty.YEARLESS)
            if yearless
            else DueDate(start=day, end=day, certainty=DateCertainty.UNCONFIRMED)
        )
        self.do(self.town.put(follow_up(name, due)))

    @precondition(lambda self: self.items)
    @rule(data=st.data(), state=st.sampled_from([State.DONE, State.CANCELLED, State.STARTED]))
    def a_state_is_told(self, data: st.DataObject, state: State) -> None:
        name = data.draw(st.sampled_from(sorted(self.items)))
        known = self.items[name]
        if state is State.STARTED and not known.open:
            known.since = self.town.clock()
        known.open = state is State.STARTED
        self.do(self.town.put(follow_up(name, known.due, state=state)))

    @rule(person=st.sampled_from([ANNA, BO]))
    def the_owner_changes(self, person: str) -> None:
        if person != self.owner:
            self.owner = person
            self._anew()
        self.do(self.town.change(HELD.key, person=person))
        self.mornings_come(1)

    @rule(
        person=st.sampled_from([ANNA, BO]),
        hour=st.sampled_from([None, time(6), time(11), time(17, 30), time(21)]),
        days=st.integers(0, 6),
        away=st.booleans(),
        paused=st.booleans(),
    )
    def somebody_chooses(
        self, person: str, hour: time | None, days: int, *, away: bool, paused: bool
    ) -> None:
        today = self.town.today
        until = today + timedelta(days=days)
        chosen: dict[str, object] = {"hour": hour}
        if away:
            chosen |= {"deputy": CIA, "deputy_since": today, "deputy_until": until}
        if paused:
            chosen["paused_until"] = until
        self.do(self.town.prefer(person, **chosen))
        self._anew()
        self.mornings_come(1)

    @rule(mornings=st.integers(1, 3), scope=st.sampled_from(["", "p"]))
    def everything_is_paused(self, mornings: int, scope: str) -> None:
        self.do(self.town.rule("paused", value=True, scope=scope))
        self.mornings_come(mornings)
        self.do(self.town.rule("paused", None, scope))

    @rule(more=st.sets(st.sampled_from([21, 10, 4, 2])))
    def other_rules_hold(self, more: set[int]) -> None:
        """Add steps or take them away; those that the model knows stay."""
        self.do(self.town.rule("before", tuple(sorted({*LEADS, *more}, reverse=True))))
        self.mornings_come(1)

    @rule()
    def somebody_blocks_luotsi(self) -> None:
        self.town.teams.fates.append(Fate.BLOCKED)
        self.mornings_come(1)

    @rule(person=st.sampled_from([ADMIN, ANNA, BO, CIA]))
    def somebody_can_be_reached_again(self, person: str) -> None:
        self._anew()
        self.do(self.town.reached(person))
        self.mornings_come(1)

    def _anew(self) -> None:
        for known in self.items.values():
            known.since = self.town.clock()

    # What has to hold

    @invariant()
    def every_promise_is_kept(self) -> None:
        if hasattr(self, "town"):
            assert self.town.faults() == []

    @invariant()
    def what_is_over_stays_over(self) -> None:
        if not hasattr(self, "town"):
            return
        rows = {row.identity: row for row in self.town.rows}
        assert self.seen.keys() <= rows.keys(), "a row is gone"
        for identity, before in self.seen.items():
            if before.state in FINAL - {RowState.SUPERSEDED}:
                assert rows[identity] == before
        self.seen = rows

    async def calm(self) -> None:
        """Let everything be well again for some weeks; then nothing may be left over."""
        town = self.town
        town.teams.fates.clear()
        for worker in town.workers:
            worker.frail.dies_in = -1
        for scope in ("", "p"):
            await town.rule("paused", None, scope)
        for person in (ADMIN, ANNA, BO, CIA):
            await town.prefer(person)
            await town.reached(person)
        reachable_since = town.clock()
        await town.until(town.clock() + timedelta(days=70), 0, 1, step=timedelta(hours=3))
        assert town.faults() == []
        assert town.unfinished() == []
        for name, known in self.items.items():
            if known.open:
                self.nothing_is_lost(f"p/{name}", known, reachable_since)

    def nothing_is_lost(self, item: str, known: Expected, calm: datetime) -> None:
        """The owner has heard of it on each of its days since all was well, and meanwhile once."""
        due = known.due.last
        assert due is not None
        if due < DAYS.day(known.since):
            return
        days = [DAYS.back(due - timedelta(days=lead)) for lead in LEADS]
        days += [DAYS.forth(due + timedelta(days=late)) for late in (1, 7, 30)]
        heard = [m.at for m in self.town.messages if m.recipient == self.owner and item in m.items]
        owed = [moment for day in days if known.since <= (moment := at(day)) <= self.town.clock()]
        for moment in owed:
            assert any(moment <= one for one in heard), (item, moment, self.town.told(self.owner))
            if moment > calm + timedelta(days=5):
                day = DAYS.day(moment)
                assert any(DAYS.day(one) == day for one in heard), (item, moment)


TestChaos = Chaos.TestCase
TestChaos.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
