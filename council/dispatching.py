"""The sending engine: whatever goes out unasked goes out here, whatever it is.

A message is a row before anything is sent. It is taken into a lease, said to be about to go, handed
to Teams once, and its outcome written at once. Whoever dies in between leaves a lease that runs
out; then the message is sent again, and says that it may have arrived twice if it had been handed
over. All replicas share one pace: moments are taken from the same row as the leases.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Final, TypeAlias

from council.chamber import Council
from council.errors import UnavailableError
from council.ledger import LONGEST_HOLD, Delivery, Dispatch, DispatchState
from council.ports import Records, Task
from council.turns import Batch

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=120)
POSTING: Final = timedelta(seconds=60)  # the longest that a post may take, with room to spare
AT_ONCE: Final = 30  # messages in one lease: a second's worth at Teams' slower limit
PER_SECOND: Final = 30  # Teams' documented limits for one app and tenant are 30 and 50
GIVEN_UP: Final = timedelta(days=3)  # after which a message that cannot be sent is given up,
LEAST_TRIES: Final = 10  # unless it has been waiting for the town to wake more than for Teams
SHORTEST, LONGEST = 60.0, 3600.0  # seconds between tries
REWRITES: Final = 20  # times that an outcome is written again while the database is away
UNSETTLED: Final = "outcome-unsettled"  # task: what follows from a message is not on record

Settled = Callable[[Records, Sequence[Dispatch], datetime], Awaitable[None]]
Sleep = Callable[[float], Awaitable[object]]
Tried: TypeAlias = tuple[Dispatch, Delivery]
Written: TypeAlias = DispatchState | UnavailableError  # as it stands now, or why not on record


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a message is for, as far as the engine cares."""

    name: str
    settled: Settled  # called in the transaction that writes the outcomes of some messages


@dataclass(frozen=True, slots=True)
class Engine:
    """How the engine runs: the purposes that it serves, its pace, and how it waits."""

    purposes: Mapping[str, Purpose]
    per_second: int = PER_SECOND
    sleep: Sleep = asyncio.sleep
    at_once: int = AT_ONCE


@dataclass(slots=True)
class Tally:
    """What came of a run."""

    sent: int = 0
    failed: int = 0
    unreachable: int = 0
    cancelled: int = 0
    again: int = 0  # to be tried again

    def count(self, state: DispatchState) -> None:
        """Count one outcome."""
        match state:
            case DispatchState.SENT:
                self.sent += 1
            case DispatchState.FAILED:
                self.failed += 1
            case DispatchState.UNREACHABLE:
                self.unreachable += 1
            case DispatchState.CANCELLED:
                self.cancelled += 1
            case _:
                self.again += 1


def _never() -> bool:
    return False


async def deliver(
    council: Council,
    engine: Engine,
    *,
    most: int = 100_000,
    closed: Callable[[], bool] = _never,
) -> Tally:
    """Send what is due, until nothing is left or Teams asks to wait; return what came of it.

    Any number of processes may do this at once. `closed` is asked again and again whether nothing
    may be sent any more.
    """
    tally = Tally()
    holder = token_hex(8)
    arrived: Batch[Tried, Written] = Batch(partial(_write, council, engine))
    taken = 0
    while taken < most and not closed():
        now = council.now()
        async with council.records() as records:
            leased = await records.dispatches.lease(
                now, now + LEASE, holder, min(engine.at_once, most - taken)
            )
            if not leased:
                return tally
            start = await records.pace.reserve(len(leased), engine.per_second, now)
        taken += len(leased)
        wait = (start - now).total_seconds()
        if wait > (LEASE - POSTING).total_seconds() / 2:  # Teams has asked everybody to wait
            await _put_off(council, leased, holder, start)
            return tally
        if wait > 0:
            await engine.sleep(wait)
        await _send(council, engine, leased, arrived, tally)
    return tally


async def _put_off(
    council: Council, leased: Sequence[Dispatch], holder: str, until: datetime
) -> None:
    """Give leases back until a moment."""
    async with council.records() as records:
        for dispatch in leased:
            waiting = replace(dispatch, state=DispatchState.PLANNED, due=until, reason="throttled")
            await records.dispatches.settle(waiting, holder)


async def _send(
    council: Council,
    engine: Engine,
    leased: Sequence[Dispatch],
    arrived: Batch[Tried, Written],
    tally: Tally,
) -> None:
    """Hand messages of one lease to Teams side by side."""
    now = council.now()
    async with council.records() as records:
        ours = await records.dispatches.post(
            [one.id for one in leased], leased[0].holder, now, now + POSTING
        )
    outcomes = await asyncio.gather(
        *(_one(council, engine, dispatch, arrived) for dispatch in leased if dispatch.id in ours),
        return_exceptions=True,
    )
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        tally.count(outcome)


async def _one(
    council: Council, engine: Engine, dispatch: Dispatch, arrived: Batch[Tried, Written]
) -> DispatchState:
    """Carry one message and write its outcome."""
    if dispatch.purpose not in engine.purposes:  # made by a newer version, which will send it
        delivery = Delivery(DispatchState.PLANNED, "unknown-purpose", again=LONGEST)
        return await _settle(council, engine, (dispatch, delivery), arrived)
    try:
        delivery = await council.courier.carry(dispatch)
    except Exception:  # a fault of ours: the message waits, and the others go on
        log.exception("message not carried", extra={"purpose": dispatch.purpose})
        # Nobody knows how far it came.
        delivery = Delivery(DispatchState.PLANNED, "failed", arrived_perhaps=True)
    # Nobody may be interrupted between Teams' answer and its record: a stop waits for this.
    return await asyncio.shield(_settle(council, engine, (dispatch, delivery), arrived))


async def _settle(
    council: Council, engine: Engine, tried: Tried, arrived: Batch[Tried, Written]
) -> DispatchState:
    """Write an outcome; while the database is away, again and again.

    What has arrived is written with what else arrives while the last write is under way. Anything
    else may touch more than its own rows, and is written by itself.
    """
    for time in range(1, REWRITES + 1):
        try:
            if tried[1].state is DispatchState.SENT:
                written = await arrived.add(tried)
            else:
                (written,) = await _write(council, engine, [tried])
        except (
            Exception
        ):  # a fault of ours: without an outcome the message would go again and again
            log.exception("outcome not settled", extra={"purpose": tried[0].purpose})
            plain = Engine({tried[0].purpose: Purpose(tried[0].purpose, _unsettled)})
            (written,) = await _write(council, plain, [tried])
        if isinstance(written, DispatchState):
            return written
        if time == REWRITES:
            raise written
        log.warning("outcome not written yet", extra={"tried": time})
        await engine.sleep(min(5.0, 0.1 * 2**time))
    raise AssertionError("the last try either returns or raises")  # pragma: no cover


async def _unsettled(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
    """Have the administrators see to what a purpose could not write."""
    for one in several:
        await records.desk.open_task(Task(UNSETTLED, one.recipient, now))


async def _write(council: Council, engine: Engine, several: Sequence[Tried]) -> Sequence[Written]:
    """Write outcomes in one transaction; return the state of each, or why none was written.

    Raises what a purpose raises; then none is written.
    """
    now = council.now()
    settled = [outcome(dispatch, delivery, now) for dispatch, delivery in several]
    try:
        async with council.records() as records:
            # In one order, as others lock them too: first the messages, then all of their rows.
            ours = [
                one
                for one in sorted(settled, key=lambda one: one.id)
                if await records.dispatches.settle(one, one.holder)
            ]
            for name in sorted({one.purpose for one in ours} & engine.purposes.keys()):
                same = [one for one in ours if one.purpose == name]
                if purpose := engine.purposes.get(name):
                    await purpose.settled(records, same, now)
            if throttled := max(delivery.throttled for _, delivery in several):
                hold = min(timedelta(seconds=throttled), LONGEST_HOLD)
                await records.pace.latch(now + hold)
    except UnavailableError as error:
        return [error] * len(several)
    return [one.state for one in settled]


def outcome(dispatch: Dispatch, delivery: Delivery, now: datetime) -> Dispatch:
    """Return a message as it stands after one try."""
    state = delivery.state
    waiting = now - dispatch.made > GIVEN_UP and dispatch.tries >= LEAST_TRIES
    if state is DispatchState.PLANNED and waiting:
        state = DispatchState.FAILED
    again = max(delivery.again, _backoff(dispatch.tries)) if not delivery.throttled else 0.0
    due = now + timedelta(seconds=max(again, delivery.throttled))
    return replace(
        dispatch,
        state=state,
        reason=delivery.reason,
        conversation=delivery.conversation or dispatch.conversation,
        message=delivery.message or dispatch.message,
        sent=now if state is DispatchState.SENT else None,
        due=due if state is DispatchState.PLANNED else dispatch.due,
        doubtful=dispatch.doubtful or delivery.arrived_perhaps,
    )


def _backoff(tries: int) -> float:
    return min(LONGEST, SHORTEST * float(2 ** min(tries - 1, 10))) if tries > 0 else SHORTEST


async def redraw(council: Council, *, most: int = 100) -> int:
    """Put new cards in the place of those that show something old; return how many.

    Doing it twice does no harm, so nothing is leased. What Teams does not take is let be.
    """
    async with council.records() as records:
        outdated = await records.cards.outdated(most)
    done = 0
    for dispatch in outdated:
        delivery = Delivery(DispatchState.FAILED, "failed")
        with suppress(Exception):  # the card stays as it is; its buttons say so when pressed
            delivery = await council.courier.redraw(dispatch)
        if delivery.state is DispatchState.PLANNED:  # Teams asks to wait
            continue
        async with council.records() as records:
            await records.cards.redrawn(dispatch)
        done += delivery.state is DispatchState.SENT
    return done
