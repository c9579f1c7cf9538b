"""The service put together: what it needs to be ready, and how it starts and stops."""

import asyncio
import json
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference

from bot import identity, wiring
from bot.adapter import TeamsAdapter
from bot.local import LocalAdapter
from bot.metrics import Metrics
from bot.pace import Pace
from bot.sending import OutboundHosts, Sender, open_session
from bot.settings import read_settings
from bot.wiring import serve, service
from dialogs.turn import Happening, Turn
from scheduler.jobs import REFRESH
from tests.bot.parties import APP_ID, TENANT, Deaf, Echo, Party


async def test_everything_that_is_ready_is_told(party: Party) -> None:
    assert await party.get("/healthz") == (200, '{"status": "ok"}')
    status, text = await party.get("/readyz")
    parts = {"database": True, "index": True, "scheduler": True, "reminders": True, "open": True}
    assert (status, json.loads(text)) == (200, {"ready": True, "parts": parts})


async def test_a_scheduler_that_has_stopped_is_told(party: Party) -> None:
    await party.service.clockwork.stop()
    await asyncio.sleep(0)
    status, text = await party.get("/readyz")
    assert status == 503
    assert json.loads(text)["parts"]["scheduler"] is False


async def test_a_database_of_another_version_is_told_without_its_secrets(
    party: Party, database_file: Path
) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    status, text = await party.get("/readyz")
    assert (status, str(database_file) in text) == (503, False)
    assert json.loads(text)["parts"]["database"] is False
    assert (await party.get("/healthz"))[0] == 200


async def test_figures_are_given_in_prometheus_format(party: Party) -> None:
    await party.post(party.activity())
    text = (await party.get("/metrics"))[1]
    assert 'luotsi_turns_total{channel="msteams",outcome="answer"} 1.0' in text
    assert 'luotsi_sends_total{status="201"} 1.0' in text
    assert "luotsi_turn_seconds_count 1.0" in text
    assert "luotsi_index_revision" in text


async def test_a_change_through_this_process_is_taken_in_at_once(party: Party) -> None:
    council = party.service.council
    before = council.shelf.revision
    async with council.records() as records:
        revision = await records.changes.bump()
    await party.service.clockwork.run(REFRESH)
    assert council.shelf.revision == revision > before


async def test_the_real_dialogs_answer_through_the_door(database_file: Path, party: Party) -> None:
    settings = read_settings(demo=True, database_url=f"sqlite:///{database_file}", port=0)
    async with service(settings, finder=Deaf()) as running:
        turn = Turn("t", Happening.WORDS, "c", "personal", "p", text="apua", locale="fi-FI")
        reply = await running.teams._voice.answer(turn)
        assert reply is not None
        assert reply.text
        assert running.teams._voice.apology(turn).outcome == "failed"
        assert running.teams._voice.busy(turn).outcome == "busy"


async def test_in_production_there_is_the_real_adapter_and_no_demo_door(
    database_file: Path,
) -> None:
    settings = read_settings(
        app_id=APP_ID,
        app_password="made-up",
        app_tenant=TENANT,
        database_url=f"sqlite:///{database_file}",
    )
    async with service(settings, Echo().voice, Deaf()) as running:
        paths = {
            route.resource.canonical for route in running.app.router.routes() if route.resource
        }
        assert paths == {"/api/messages", "/healthz", "/readyz", "/metrics"}
    async with open_session() as session:
        adapter = await wiring._adapter(settings, session, Metrics())
    assert isinstance(adapter, TeamsAdapter)
    assert not adapter.sender.hosts.allows("http://127.0.0.1:3978/")
    factory = adapter.bot_framework_authentication.create_connector_factory(None)
    url = "https://smba.trafficmanager.net/emea/"
    assert await factory.create(url, None) is await factory.create(url, identity.SCOPE)


async def test_the_door_without_tokens_exists_in_demo_mode_only() -> None:
    settings = read_settings(app_id=APP_ID, app_password="made-up", app_tenant=TENANT)
    async with open_session() as session:
        hosts = OutboundHosts(frozenset())
        sender = Sender(session, identity.NoTokens(), hosts, Pace(), Metrics())
        with pytest.raises(ValueError, match="demo mode"):
            LocalAdapter(settings, sender, Metrics())


async def test_the_service_starts_and_stops_in_good_order_on_a_signal(
    database_file: Path, unused_tcp_port: int
) -> None:
    settings = read_settings(
        demo=True, database_url=f"sqlite:///{database_file}", port=unused_tcp_port, grace=1
    )
    running = asyncio.create_task(serve(settings))
    url = f"http://127.0.0.1:{unused_tcp_port}/readyz"
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(url) as answer:
                    assert answer.status == 200
                    break
            except aiohttp.ClientConnectorError:
                assert not running.done()
                await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 10)


async def test_botbuilder_s_own_ways_of_sending_go_over_our_session(party: Party) -> None:
    door = LocalAdapter(party.service.settings, party.teams._sender, Metrics())
    place = ConversationAccount(id="a:1")
    reference = ConversationReference(
        service_url=party.stub.url,
        channel_id="msteams",
        conversation=place,
        bot=ChannelAccount(id="28:luotsi"),
        user=ChannelAccount(id="29:anna"),
        activity_id="m1",
    )

    async def logic(context: object) -> None:
        sent = await context.send_activity("hei")  # type: ignore[attr-defined]
        assert sent.id == "sent-1"
        await context.send_activity(Activity(type="trace"))  # type: ignore[attr-defined]
        changed = Activity(
            type="message", id="m1", text="uusi", service_url=party.stub.url, conversation=place
        )
        await context.update_activity(changed)  # type: ignore[attr-defined]
        await context.delete_activity(reference)  # type: ignore[attr-defined]

    await door.continue_conversation(reference, logic, APP_ID)
    assert [got.method for got in party.stub.got] == ["POST", "PUT", "DELETE"]
    assert party.stub.got[0].body["text"] == "hei"
