"""The pace: whatever is asked for, Teams' limits hold, and nobody waits for nothing."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import THREAD, Pace, Slots, Together

GAPS = st.lists(st.floats(0, 3), min_size=1, max_size=120)
SLACK = 1e-6  # floating point


class Time:
    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def most_within(moments: list[float], seconds: float) -> int:
    """Return how many moments lie in the fullest half-open window of so many seconds."""
    ordered = sorted(moments)
    ends = [bisect_left(ordered, start + seconds - SLACK) for start in ordered]
    return max(end - at for at, end in enumerate(ends))


@given(GAPS)
def test_no_window_of_a_conversation_is_overfilled(gaps: list[float]) -> None:
    slots, now, moments = Slots(), 0.0, []
    for gap in gaps:
        now += gap / 20
        moment = slots.earliest(now)
        assert moment >= now
        slots.take(moment)
        moments.append(moment)
    assert moments == sorted(moments)
    for count, seconds in THREAD:
        assert most_within(moments, seconds) <= count


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4)), min_size=1, max_size=150))
def test_no_second_of_all_conversations_is_overfilled(asked: list[tuple[float, int]]) -> None:
    time = Time()
    pace = Pace(5, clock=time.clock, sleep=time.sleep)
    moments: dict[int, list[float]] = {}
    for gap, conversation in asked:
        time.now += gap / 10
        moments.setdefault(conversation, []).append(pace.reserve(str(conversation)))
    everything = [moment for each in moments.values() for moment in each]
    assert most_within(everything, 1.0) <= 5
    for each in moments.values():
        assert each == sorted(each)
        for count, seconds in THREAD:
            assert most_within(each, seconds) <= count


@given(st.lists(st.floats(0, 10), max_size=60), st.floats(0, 10))
def test_a_moment_that_is_given_out_is_the_first_with_room(
    taken: list[float], asked: float
) -> None:
    together = Together(3)
    kept: list[float] = []
    for moment in sorted(taken):
        free = together.earliest(moment)
        together.take(free, 0)
        kept.append(free)
    given_out = together.earliest(asked)
    assert given_out >= asked
    assert most_within([*kept, given_out], 1.0) <= 3


async def test_one_conversation_does_not_hold_up_another() -> None:
    time = Time()
    pace = Pace(30, clock=time.clock, sleep=time.sleep)
    for _ in range(7):
        await pace.turn("a")
    assert time.waits == []
    assert pace.reserve("a") == 1.0
    await pace.turn("b")
    assert time.waits == []


async def test_a_latch_holds_everybody_back() -> None:
    time = Time()
    pace = Pace(30, clock=time.clock, sleep=time.sleep)
    await pace.turn("a")
    pace.latch(5)
    await pace.turn("b")
    assert time.now == 5
    pace.latch(1)
    pace.latch(0.5)
    await pace.turn("a")
    assert time.now == 6


async def test_who_already_waits_when_the_latch_falls_goes_on_waiting() -> None:
    time = Time()
    pace = Pace(30, clock=time.clock, sleep=time.sleep)

    async def sleep(seconds: float) -> None:
        time.now += seconds
        if len(time.waits) == 0:
            pace.latch(10)
        time.waits.append(seconds)

    pace._sleep = sleep
    for _ in range(8):
        await pace.turn("a")
    assert time.now >= 11


async def test_quiet_conversations_are_forgotten() -> None:
    time = Time()
    pace = Pace(1_000_000, clock=time.clock, sleep=time.sleep)
    for number in range(10_000):
        pace.reserve(str(number))
    time.now = 4000.0
    pace.reserve("new")
    assert len(pace._threads) == 1
