"""A town with secrets behind the real door, and somebody hostile in front of it.

`Town` is the real service with the demo's records. What nobody of the attackers may see is put
there by `hide`: a twin of a record of every type, a whole programme, and a document.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from bot.chat_people import MANAGEMENT_GROUP, TENANT, Part, demo_people, find_part, speaker
from bot.once import Allowances
from bot.settings import read_settings
from bot.wiring import Luotsi, service
from council.access import COUNCIL, body_audience
from council.loading import load
from council.members import SYSTEM, admit
from council.model import (
    Document,
    Goal,
    Named,
    Passage,
    Programme,
    ReadDocument,
    Record,
    Source,
)
from documents.form import FormFile, read_forms
from search.finder import NgxFinder
from tests.bot.parties import BOT, StubConnector, listening

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"
HIDDEN_TO_ALL = frozenset({body_audience(MANAGEMENT_GROUP)})  # but the management group
VISIBLE = "heinola-muutos"
SECRET = "kvartsi"  # a word that only hidden things hold
SECRET_TOWN = "Utsjoki"  # a town that only hidden things are about
SECRET_PROGRAMME = "kvartsi-ohjelma"
SECRET_FILE = "kvartsi-muistio.txt"
OUTSIDER = Part(  # a member of another body than the one that may see the secrets
    "lautakunta", (), "Lautakunnan jäsen", 9, frozenset({COUNCIL, body_audience("heinola/muu")})
)
ATTACKERS = (*map(find_part, ("vieras", "valtuutettu", "kanava", "ryhma")), OUTSIDER)

Wire = dict[str, Any]
IDS = count(1)  # of activities, in all towns together


@dataclass
class Town:
    """A service that runs, and its door."""

    running: Luotsi
    url: str
    http: aiohttp.ClientSession
    stub: StubConnector

    def wire(self, part: Part, **changes: object) -> Wire:
        """Return an activity of a part, with what changes; what changes to None is left out."""
        who = speaker(part)
        made: Wire = {
            "type": "message",
            "id": f"activity-{next(IDS)}",
            "timestamp": "2026-05-04T09:00:00Z",
            "serviceUrl": self.stub.url,
            "channelId": "msteams",
            "from": {"id": who.user_id, "name": who.name, "aadObjectId": who.object_id},
            "conversation": {
                "id": part.conversation,
                "conversationType": part.kind,
                "tenantId": TENANT,
            },
            "recipient": {"id": BOT, "name": "Luotsi"},
            "text": "",
            "locale": "fi-FI",
            "entities": [{"type": "mention", "mentioned": {"id": BOT}, "text": "<at>Luotsi</at>"}],
            # The replies come in the answer to the request, so that nothing has to be waited for.
            "deliveryMode": "expectReplies",
        }
        made |= changes
        return {name: value for name, value in made.items() if value is not None}

    async def post(self, body: object, **headers: str) -> tuple[int, str]:
        """Post anything to the door; return the status and what came back."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"} | headers
        async with self.http.post(f"{self.url}/api/messages", data=raw, headers=kind) as answer:
            return answer.status, await answer.text()

    async def say(self, part: Part, text: str, **changes: object) -> str:
        """Say something; return all that came back."""
        return await self._told(self.wire(part, text=text, **changes))

    async def press(self, part: Part, verb: str, **data: object) -> str:
        """Press a button that need not exist; return all that came back."""
        return await self._told(self.wire(part, value={"verb": verb, **data}))

    async def _told(self, wire: Wire) -> str:
        status, text = await self.post(wire)
        assert status == 200, (status, text)
        return json.dumps(neutral(json.loads(text)), ensure_ascii=False, sort_keys=True)


def neutral(replies: dict[str, list[Wire]]) -> list[Wire]:
    """Return replies without the ids and addresses that differ from one town to another."""
    for activity in replies["activities"]:
        for name in ("serviceUrl", "replyToId", "id"):
            activity.pop(name, None)
    return replies["activities"]


@asynccontextmanager
async def town(
    url: str, stub: StubConnector, finder: NgxFinder, *, secrets: bool = False
) -> AsyncIterator[Town]:
    """Run a town; with secrets or, for comparing, without."""
    async with replica(url, stub, finder) as made:
        council = made.running.council
        for person in (*demo_people(), OUTSIDER.person):
            await admit(council, SYSTEM, person, through="demo")
        form = read_forms(forms())
        await load(council.records, SYSTEM, form.records, now=council.now(), apply=True)
        if secrets:
            await hide(made.running)
        await council.shelf.refresh()
        yield made


@asynccontextmanager
async def replica(url: str, stub: StubConnector, finder: NgxFinder) -> AsyncIterator[Town]:
    """Run a service on a database as it is. It lets everybody say as much as they like."""
    settings = read_settings(demo=True, database_url=url, pace=100_000, grace=5)
    async with (
        service(settings, finder=finder) as running,
        listening(running.app) as door,
        aiohttp.ClientSession() as http,
    ):
        running.teams._allowances = Allowances(1e9)
        yield Town(running, door, http, stub)


def forms() -> list[FormFile]:
    """Return the demo's programmes."""
    return [FormFile(path.name, path.read_bytes()) for path in sorted(DEMO.glob("*.yaml"))]


async def hide(running: Luotsi) -> None:
    """Put the secrets on record."""
    async with running.council.records() as records:
        present = await records.register.everything()
        await records.register.put(secret_records(present))
        await records.documents.put(secret_document())
        await records.changes.bump()


def secret_records(present: Sequence[Record]) -> list[Record]:
    """Return a hidden twin of one record of every type, and a programme that is hidden whole."""
    own = [r for r in present if r.programme == VISIBLE] + list(present)
    twins: dict[type[Record], Record] = {}
    for record in own:
        if type(record) not in twins and not isinstance(record, Programme):
            twins[type(record)] = _secret(record, f"{record.programme}/{SECRET}")
    programme = next(r for r in present if isinstance(r, Programme) and r.key == VISIBLE)
    goal = next(r for r in present if isinstance(r, Goal))
    source = Source(SECRET_FILE, f"{SECRET} otsikko", None, "s. 1", f"{SECRET} sanat")
    # Its goal is for the whole council; that its programme is not hides the goal as well.
    return [
        *twins.values(),
        replace(
            programme,
            key=SECRET_PROGRAMME,
            programme=SECRET_PROGRAMME,
            name=f"{SECRET}-ohjelma",
            aliases=(SECRET,),
            municipality=SECRET_TOWN,
            audience=HIDDEN_TO_ALL,
            source=source,
        ),
        replace(
            goal,
            key=f"{SECRET_PROGRAMME}/tavoite",
            programme=SECRET_PROGRAMME,
            name=f"{SECRET} on tavoite",
            audience=frozenset({COUNCIL, "public"}),
            source=source,
        ),
    ]


def _secret(record: Record, prefix: str) -> Record:
    kind = type(record).__name__.lower()
    hidden = replace(
        record,
        key=f"{prefix}-{kind}",
        audience=HIDDEN_TO_ALL,
        source=Source(SECRET_FILE, f"{SECRET} otsikko", None, "s. 1", f"{SECRET} sanat {kind}"),
    )
    if isinstance(hidden, Named):
        hidden = replace(hidden, name=f"{SECRET} {kind}", description="", aliases=(SECRET,))
    return hidden


def secret_document() -> ReadDocument:
    """Return a document that only the management group may see."""
    text = (
        f"Muistio. {SECRET_TOWN}n kunta myy {SECRET}-yhtiön 1.9.2024 hintaan 4 miljoonaa euroa. "
        f"Kaupasta vastaa talousjohtaja ja siitä päättää valtuusto."
    )
    document = Document(
        SECRET_FILE,
        f"{SECRET} otsikko",
        programme=VISIBLE,
        municipality=SECRET_TOWN,
        audience=HIDDEN_TO_ALL,
        digest="0" * 64,
    )
    return ReadDocument(document, text, (Passage(SECRET_FILE, 0, 0, len(text), text),))


def hidden_keys() -> list[str]:
    """Return the keys of all that is hidden, of the register and of the documents."""
    present = read_forms(forms()).records
    return [r.key for r in secret_records(present)] + [f"{SECRET_FILE}#0", SECRET_FILE]
