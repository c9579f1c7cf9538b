"""The bot as Teams calls it: an activity becomes a turn, is answered once, the reply is sent."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from botbuilder.core import TurnContext
from botbuilder.schema import DeliveryModes

from bot import activities, logs
from bot.activities import UnreadableError, Wire
from bot.adapter import answer_invoke
from bot.hands import Hands
from bot.metrics import Metrics
from bot.once import Allowances, Once, Verdict
from bot.sending import Sender, SendFailedError
from dialogs.turn import Happening, Reply, Turn

log = logging.getLogger(__name__)

SLOW = 1.0  # seconds after which people are shown that an answer is on its way
PATIENCE = 8.0  # seconds after which the request is answered and the reply follows by itself;
# Teams sends a turn again when it has waited for 15 (research of 2026, msteams-docs issue 6084)
STILL_COMING = "…"  # says in every language that there is more to come

Answering: TypeAlias = Callable[[Turn], Awaitable[Reply | None]]
Saying: TypeAlias = Callable[[Turn], Reply]


@dataclass(frozen=True, slots=True)
class Voice:
    """What Luotsi says; wiring gives the dialogs."""

    answer: Answering  # None: nothing is to be said, as to a turn that another replica answers
    apology: Saying  # the answer failed
    busy: Saying  # the person has sent too many


@dataclass(slots=True)
class Door:
    """The request that a turn came with, and what may still go out with its answer."""

    invoke: bool
    collects: bool  # the caller wants the replies in the answer to its request
    open: bool = True
    body: Wire | None = None
    replies: list[Wire] = field(default_factory=list)
    elsewhere: bool = False  # another replica has the turn, or had it and died


class Teams:
    """Answers turns."""

    def __init__(self, voice: Voice, sender: Sender, metrics: Metrics) -> None:
        """Answer with a voice and send with a sender."""
        self.hands = Hands()
        self._voice = voice
        self._sender = sender
        self._metrics = metrics
        self._once: Once[Door] = Once()
        self._allowances = Allowances()

    async def on_turn(self, context: TurnContext) -> None:
        """Answer the activity of a context. Raises UnreadableError where it is none."""
        wire: Mapping[str, Any] = context.activity.additional_properties
        # The real time: when something arrived has nothing to do with a demonstration's clock.
        turn = activities.read(wire, datetime.now(UTC))
        if turn is None:
            if wire.get("type") == "invoke" and wire.get("name") == activities.FEEDBACK:
                answer_invoke(context, {})
            return
        logs.correlate(turn.id)
        door = Door(
            invoke=wire.get("type") == "invoke",
            collects=context.activity.delivery_mode == DeliveryModes.expect_replies,
        )
        await self._once_only(turn, wire, door)
        if door.invoke:
            answer_invoke(context, door.body or activities.invoke_body(None))
        context.buffered_reply_activities.extend(door.replies)

    async def _once_only(self, turn: Turn, wire: Mapping[str, Any], door: Door) -> None:
        """Answer a turn unless it has been; one that comes again meanwhile gets the same answer."""
        running = self._once.running(turn.id)
        if running is None and self._once.over(turn.id):
            self._metrics.duplicate()
            return
        if running is not None:
            self._metrics.duplicate()
            await asyncio.wait({running}, timeout=PATIENCE)
            if running.done() and not running.cancelled() and running.exception() is None:
                door.body = running.result().body
            return
        speaking = self._speaker(turn)
        if speaking is None:
            self._metrics.hushed()
            return
        answering = self.hands.start(self._answer(turn, wire, door, speaking))
        self._once.begin(turn.id, answering)
        answering.add_done_callback(lambda _: self._left_to_others(turn, door))
        await self._wait(answering, turn, door)

    def _left_to_others(self, turn: Turn, door: Door) -> None:
        """Ask the database again, should a turn come again that another replica had claimed."""
        if door.elsewhere:
            self._once.forget(turn.id)

    def _speaker(self, turn: Turn) -> Answering | None:
        """Return what answers a turn: as a rule the dialogs."""
        if turn.happening in {Happening.ARRIVED, Happening.LEFT}:
            return self._voice.answer
        verdict = self._allowances.take(turn.person)
        if verdict is Verdict.WITHIN:
            return self._voice.answer
        if verdict is Verdict.OVER:
            return None

        async def busy(turn: Turn) -> Reply:
            return self._voice.busy(turn)

        return busy

    async def _wait(self, answering: "asyncio.Task[Door]", turn: Turn, door: Door) -> None:
        """Wait for an answer as long as the request may, and show that it is on its way."""
        done, _ = await asyncio.wait({answering}, timeout=SLOW)
        if not done:
            if turn.personal and not door.collects and turn.happening is Happening.WORDS:
                self.hands.start(self._show_typing(turn))
            done, _ = await asyncio.wait({answering}, timeout=PATIENCE - SLOW)
        door.open = False
        if not done and door.invoke:
            door.body = activities.invoke_body(Reply(STILL_COMING))

    async def _answer(
        self, turn: Turn, wire: Mapping[str, Any], door: Door, speak: Answering
    ) -> Door:
        started = time.perf_counter()
        try:
            reply = await speak(turn)
        except Exception:  # the last resort: whatever it was, the person hears one sentence
            log.exception("turn failed")
            reply = self._voice.apology(turn)
        door.elsewhere = reply is None
        outcome = "silent" if reply is None else reply.outcome
        if reply is not None and turn.happening is not Happening.LEFT:
            try:
                await self._give(reply, turn, wire, door)
            except SendFailedError:  # the sender has logged it
                outcome = "unsent"
            except Exception:
                log.exception("reply not given")
                outcome = "unsent"
        seconds = time.perf_counter() - started
        channel = turn.address.channel if turn.address else ""
        self._metrics.turn(outcome, channel, seconds)
        log.info(
            "turn",
            extra={
                "happening": turn.happening.value,
                "kind": turn.kind,
                "channel": channel,
                "outcome": outcome,
                "milliseconds": round(seconds * 1000, 1),
            },
        )
        return door

    async def _give(self, reply: Reply, turn: Turn, wire: Mapping[str, Any], door: Door) -> None:
        """Hand a reply over: with the request while that is open, otherwise by itself."""
        address = turn.address
        if address is None:
            raise UnreadableError("a turn without an address")
        pressed = turn.happening is Happening.PRESS
        if door.invoke and door.open and (reply.card is None or reply.replaces):
            door.body = activities.invoke_body(reply)
            return
        said = activities.message(reply, address, activities.key(wire, "id"))
        if door.collects and door.open:
            door.replies.append(said)
            return
        card = activities.key(wire, "replyToId")
        if pressed and reply.replaces and reply.card is not None and card:
            try:
                await self._sender.update(said, card)
            except SendFailedError as error:
                # Not every client can replace a card; then it comes as a new one.
                log.info("card not replaced", extra={"status": error.status})
            else:
                return
        await self._sender.send(said)

    async def _show_typing(self, turn: Turn) -> None:
        if turn.address is not None:
            with contextlib.suppress(SendFailedError):  # the answer itself may still get through
                await self._sender.send(activities.typing(turn.address))
