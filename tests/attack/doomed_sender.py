"""A replica that does nothing but send reminders, by its parent's clock: to be killed anywhere."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from council import reminders
from council.chamber import convene
from council.dispatching import Engine
from council.gathering import REMINDERS
from council.ledger import Delivery, Dispatch, DispatchState
from council.ports import OpenRecords, Outside
from storage.database import Database
from tests.dialogs.town import Silent
from tests.memory_pictures import Dots

HELSINKI = ZoneInfo("Europe/Helsinki")
ASK, DELIVER = "ask", "deliver"
AT_ONCE = 4  # messages side by side


class Parent:
    """The parent's end: what time it is, and a Teams that counts."""

    def __init__(self, port: int, name: int) -> None:
        self._port = port
        self._name = name
        self.now = datetime.min.replace(tzinfo=UTC)

    async def say(self, kind: str, **words: object) -> Any:  # noqa: ANN401 - as JSON has it
        """Say something and wait for the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            line = json.dumps({"kind": kind, "name": self._name, **words})
            writer.write(line.encode() + b"\n")
            return json.loads(await reader.readline())
        finally:
            writer.close()


class Courier:
    """Hands messages to the parent."""

    def __init__(self, records: OpenRecords, parent: Parent) -> None:
        self._records = records
        self._parent = parent

    async def carry(self, dispatch: Dispatch) -> Delivery:
        async with self._records() as records:
            within = await records.ledger.within([dispatch.id])
        rows = [[r.recipient, r.item, r.rule, r.due.isoformat()] for r in within]
        told = await self._parent.say(
            DELIVER, dispatch=dispatch.id, recipient=dispatch.recipient, rows=rows
        )
        return Delivery(DispatchState.SENT, conversation="c", message=str(told))

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        return Delivery(DispatchState.SENT)


async def _sleep(seconds: float) -> None:
    del seconds  # the parent's clock stands while anybody works
    await asyncio.sleep(0)


async def _send(url: str, port: int, name: int) -> None:
    parent = Parent(port, name)
    async with Database(url) as database:
        courier = Courier(database.records, parent)
        outside = Outside(
            database.records, Silent(), lambda: parent.now, HELSINKI, Dots(), courier=courier
        )
        council = convene(outside)
        engine = Engine({REMINDERS.name: REMINDERS}, sleep=_sleep, at_once=AT_ONCE)
        while told := await parent.say(ASK):
            parent.now = datetime.fromisoformat(told)
            await reminders.run(council, engine)


def main(url: str, port: int, name: int) -> None:
    """Send reminders until the parent says that it is over, or kills."""
    asyncio.run(_send(url, port, name))
