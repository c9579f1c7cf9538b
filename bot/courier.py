"""Carries what goes out unasked: writes each message with the dialogs and hands it to Teams once.

What Teams answers becomes an outcome here; whether and when there is another try is the engine's.
Sources: Microsoft's pages "Error codes when messaging" and "Send proactive messages", as kept in
the project's research of 2026.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from bot import activities
from bot.sending import Sender, SendFailedError
from council.chamber import Council
from council.ledger import Delivery, Dispatch, DispatchState
from council.people import Address
from dialogs.turn import Reply

log = logging.getLogger(__name__)

Writing = Callable[[Council, Dispatch], Awaitable[Reply | None]]
# Teams may have taken the message before these came; one with this code comes again, marked.
PERHAPS = frozenset({500, 502, 503, 504})
LATER = frozenset({401, 408, 412, 425, 429, *PERHAPS})
NOBODY = frozenset({403, 404})  # blocked, uninstalled, left; the conversation is gone
THROTTLED = 30.0  # seconds for all replicas where Teams names none


@dataclass(frozen=True, slots=True)
class Words:
    """How messages of one purpose are written."""

    compose: Writing
    redrawn: Writing


class TeamsCourier:
    """Carries messages to people in Teams."""

    def __init__(self, sender: Sender, words: Mapping[str, Words]) -> None:
        """Send with a sender; `words` write the messages of each purpose."""
        self._sender = sender
        self._words = words
        self.council: Council | None = None  # wiring sets it: the council needs a courier first

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Write a message now and hand it to Teams once."""
        reply = await self._words[dispatch.purpose].compose(self._there, dispatch)
        if reply is None:
            return Delivery(DispatchState.CANCELLED, "nothing-left")
        address = await self._address(dispatch.recipient)
        if address is None:
            return Delivery(DispatchState.UNREACHABLE, "no-address")
        try:
            return await self._sent(reply, address)
        except SendFailedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                return outcome(error)
        return await self._anew(reply, address)

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Put the card of a sent message in the place of the one that is there."""
        reply = await self._words[dispatch.purpose].redrawn(self._there, dispatch)
        found = await self._addresses(dispatch.recipient)
        there = next((a for a in found if a.conversation == dispatch.conversation), None)
        if reply is None or there is None:
            return Delivery(DispatchState.CANCELLED, "nothing-left")
        try:
            await self._sender.once("PUT", activities.message(reply, there), dispatch.message)
        except SendFailedError as error:
            return outcome(error)
        return Delivery(DispatchState.SENT)

    @property
    def _there(self) -> Council:
        if self.council is None:
            raise RuntimeError("a courier without a council")
        return self.council

    async def _sent(self, reply: Reply, address: Address) -> Delivery:
        message = await self._sender.once("POST", activities.message(reply, address))
        return Delivery(DispatchState.SENT, conversation=address.conversation, message=message)

    async def _anew(self, reply: Reply, address: Address) -> Delivery:
        """Open the conversation once more: Teams has lost it, as it does for one person in 100."""
        asked = {
            "isGroup": False,
            "bot": {"id": address.bot},
            "members": [{"id": address.user}],
            "tenantId": address.tenant,
            "channelData": {"tenant": {"id": address.tenant}},
        }
        try:
            opened = await self._sender.open_conversation(address.service_url, asked)
            if not opened:
                return Delivery(DispatchState.UNREACHABLE, "ConversationNotFound")
            delivery = await self._sent(reply, replace(address, conversation=opened))
        except SendFailedError as error:
            return outcome(error)
        async with self._there.records() as records:
            await records.people.reach([replace(address, conversation=opened)])
            await records.people.forget_address(address.conversation)
        return delivery

    async def _addresses(self, person: str) -> Sequence[Address]:
        async with self._there.records() as records:
            return await records.people.addresses(person)

    async def _address(self, person: str) -> Address | None:
        """Return a person's private conversation; of several the one that was used last."""
        private = [a for a in await self._addresses(person) if a.kind == activities.PERSONAL]
        return max(private, key=lambda a: (a.met is not None, a.met, a.conversation), default=None)


def outcome(error: SendFailedError) -> Delivery:
    """Return what a failure means for the message."""
    reason = error.code or f"HTTP {error.status}"
    if error.status in NOBODY:
        return Delivery(DispatchState.UNREACHABLE, reason)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = THROTTLED if error.retry_after is None else max(1.0, error.retry_after)
        return Delivery(DispatchState.PLANNED, reason, throttled=wait)
    if error.code in {"HostNotAllowed", "BadId"}:
        return Delivery(DispatchState.UNREACHABLE, reason)
    if error.status == 0 or error.status in LATER:
        perhaps = error.status in PERHAPS or error.code == "OutcomeUnknown"
        return Delivery(DispatchState.PLANNED, reason, arrived_perhaps=perhaps)
    return Delivery(DispatchState.FAILED, reason)
