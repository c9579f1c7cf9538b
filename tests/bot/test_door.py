"""The HTTP door in demo mode: what comes in, what goes out, and what is not let in."""

import asyncio
import io
import json

import pytest
from yarl import URL

from bot.activities import CARD as CARD_TYPE
from dialogs.turn import Happening, Reply
from tests.bot.parties import ANSWER, BOT, CARD, TENANT, Party


async def test_a_message_is_answered_in_its_own_conversation(party: Party) -> None:
    status, _ = await party.post(party.activity("Kuka vastaa?"))
    assert status == 201
    assert party.stub.got[0].path == "/v3/conversations/a%3Aanna/activities/activity-1"
    sent = party.stub.messages[0]
    assert sent["text"] == "kuulin: Kuka vastaa?"
    assert sent["textFormat"] == "plain"
    assert sent["replyToId"] == "activity-1"
    assert sent["from"] == {"id": BOT}
    assert sent["recipient"] == {"id": "29:anna"}
    turn = party.echo.turns[0]
    assert turn.person == f"{TENANT}/entra-anna"
    assert turn.personal
    assert turn.address is not None
    assert turn.address.service_url == party.stub.url


async def test_ids_of_a_channel_thread_are_quoted_on_the_wire(party: Party) -> None:
    mention = {
        "type": "mention",
        "mentioned": {"id": BOT, "name": "Luotsi"},
        "text": "<at>Luotsi</at>",
    }
    place = {"id": "19:x@thread.tacv2;messageid=7", "conversationType": "channel", "tenantId": "t"}
    await party.post(
        party.activity("<at>Luotsi</at>&nbsp; kuka?", conversation=place, entities=[mention])
    )
    assert "/19%3Ax%40thread.tacv2%3Bmessageid%3D7/activities/" in party.stub.got[0].path
    turn = party.echo.turns[0]
    assert turn.text == "kuka?"
    assert turn.room == "t/19:x@thread.tacv2"
    assert turn.kind == "channel"


async def test_in_a_shared_conversation_nothing_is_answered_without_our_mention(
    party: Party,
) -> None:
    place = {"id": "19:x@thread.v2", "conversationType": "groupChat"}
    other = {"type": "mention", "mentioned": {"id": "29:else"}, "text": "<at>Else</at>"}
    status, _ = await party.post(
        party.activity("<at>Else</at> moi", conversation=place, entities=[other])
    )
    assert status == 201
    assert party.echo.turns == []


async def test_a_card_comes_with_a_summary_and_citations_that_survive_to_the_wire(
    party: Party,
) -> None:
    party.echo.reply = ANSWER
    await party.post(party.activity())
    sent = party.stub.messages[0]
    assert sent["attachments"] == [{"contentType": CARD_TYPE, "content": CARD}]
    assert sent["summary"] == "Kehitysjohtaja vastaa."
    assert sent["text"] == "Lähde [1]"
    assert sent["locale"] == "fi"
    (entity,) = sent["entities"]
    assert entity["type"] == "https://schema.org/Message"
    assert "additionalType" not in entity
    assert entity["citation"] == [
        {
            "@type": "Claim",
            "position": 1,
            "appearance": {
                "@type": "DigitalDocument",
                "name": "Muutosohjelma",
                "abstract": "Luku 3",
                "url": "https://example.org/ohjelma",
            },
        }
    ]


async def test_a_pressed_button_gets_the_card_that_takes_the_place_of_its_own(party: Party) -> None:
    party.echo.reply = Reply("x", CARD, replaces=True)
    status, body = await party.post(party.press("show", {"goal": "g1", "deep": {"no": 1}}))
    assert (status, body) == (200, {"statusCode": 200, "type": CARD_TYPE, "value": CARD})
    assert party.stub.got == []
    turn = party.echo.turns[0]
    assert (turn.happening, turn.verb, turn.values) == (Happening.PRESS, "show", {"goal": "g1"})


async def test_a_pressed_button_answered_in_words_gets_a_message(party: Party) -> None:
    party.echo.reply = Reply("ei enää")
    _, body = await party.post(party.press("show"))
    assert body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "ei enää",
    }


async def test_a_new_card_after_a_press_is_a_new_message(party: Party) -> None:
    party.echo.reply = Reply("x", CARD)
    status, body = await party.post(party.press("show"))
    assert (status, body["value"]) == (200, "")
    assert party.stub.messages[0]["attachments"][0]["content"] == CARD


async def test_an_old_client_s_submit_replaces_its_card_by_an_update(party: Party) -> None:
    party.echo.reply = Reply("x", CARD, replaces=True)
    value = {"verb": "show", "goal": "g1"}
    await party.post(party.activity(None, value=value, replyToId="card-1"))
    got = party.stub.got[0]
    assert (got.method, got.path) == ("PUT", "/v3/conversations/a%3Aanna/activities/card-1")
    assert party.echo.turns[0].verb == "show"
    assert party.echo.turns[0].values == {"goal": "g1"}


async def test_where_a_card_cannot_be_updated_it_comes_anew(party: Party) -> None:
    party.echo.reply = Reply("x", CARD, replaces=True)
    party.stub.script.append(404)
    await party.post(party.activity(None, value={"verb": "show"}, replyToId="card-1"))
    assert [got.method for got in party.stub.got] == ["PUT", "POST"]


async def test_a_caller_that_expects_replies_gets_them_in_the_answer(party: Party) -> None:
    party.echo.reply = ANSWER
    status, body = await party.post(party.activity(deliveryMode="expectReplies"))
    assert status == 200
    assert body["activities"][0]["attachments"][0]["content"] == CARD
    assert body["activities"][0]["entities"][0]["citation"]
    assert party.stub.got == []


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("message/submitAction", 200),
        ("signin/tokenExchange", 501),
        ("task/fetch", 501),
        ("composeExtension/query", 501),
        ("", 501),
        (None, 501),
    ],
)
async def test_invokes_are_answered_or_said_to_be_unknown(
    party: Party, name: str | None, status: int
) -> None:
    got, body = await party.post(party.activity(type="invoke", name=name, text=None, value={}))
    assert got == status
    assert body == ({} if status == 200 else "")
    assert party.echo.turns == []


@pytest.mark.parametrize(
    "value",
    [None, {}, [], "x", {"action": None}, {"action": []}, {"action": {"verb": 7}}, {"action": {}}],
)
async def test_a_malformed_press_is_a_bad_request(party: Party, value: object) -> None:
    body = party.activity(type="invoke", name="adaptiveCard/action")
    assert (await party.post(body | {"value": value}))[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"message"',
        b"{}",
        b'{"type": null}',
        b'{"type": 7}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": ' + b"9" * 10_000 + b"}",
    ],
)
async def test_what_is_no_activity_is_a_bad_request(party: Party, body: bytes) -> None:
    assert (await party.post(body))[0] == 400


async def test_other_methods_media_and_sizes_are_told_apart(party: Party) -> None:
    url = f"{party.url}/api/messages"
    async with party.http.get(url) as answer:
        assert answer.status == 405
    async with party.http.post(url, data="x", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    kind = {"Content-Type": "application/json"}
    large = io.BytesIO(json.dumps(party.activity("x" * 1_100_000)).encode())
    async with party.http.post(url, data=large, headers=kind) as answer:
        assert answer.status == 413


FIELDS = ["id", "from", "conversation", "recipient", "text", "locale", "serviceUrl", "channelId"]
ODD = [None, 7, "x", [], [7], {}, {"id": None}, {"id": 7}, {"id": "\ud800\x00"}, True]


@pytest.mark.parametrize("name", [*FIELDS, "entities", "channelData", "value", "timestamp"])
async def test_a_field_of_any_shape_gets_a_clean_status(party: Party, name: str) -> None:
    for odd in ODD:
        press = party.stranger(None, type="invoke", name="adaptiveCard/action")
        press["value"] = {"action": {"verb": "show"}}
        for base in (party.stranger(), press):
            status, _ = await party.post(base | {name: odd})
            assert status in {200, 201, 400, 403}, (name, odd)


async def test_missing_fields_survive(party: Party) -> None:
    for name in ("text", "locale", "channelData", "textFormat", "timestamp", "recipient", "id"):
        body = party.stranger()
        del body[name]
        status, _ = await party.post(body)
        assert status == 201, name
    assert len(party.stub.messages) == 7


async def test_ids_of_impossible_length_are_refused(party: Party) -> None:
    assert (await party.post(party.activity(id="x" * 5_000)))[0] == 400


async def test_surrogates_and_nul_never_reach_the_council(party: Party) -> None:
    await party.post(party.activity("a\ud800b\x00c"))
    assert party.echo.turns[0].text == "a\ufffdb\ufffdc"


async def test_long_and_odd_messages_get_through_as_they_are(party: Party) -> None:
    for text in ("", "😀" * 3, "<b>x</b>", "**x** [y](z)", json.dumps(CARD), "ä" * 20_000):
        status, _ = await party.post(party.stranger(text))
        assert status == 201
        assert party.echo.turns[-1].text == text


async def test_unknown_channels_and_strange_hosts_are_refused(party: Party) -> None:
    assert (await party.post(party.activity(channelId="telegram")))[0] == 403
    assert (await party.post(party.activity(serviceUrl="https://example.org/")))[0] == 403
    assert (await party.post(party.activity(serviceUrl="http://127.0.0.1@example.org/")))[0] == 403
    assert party.echo.turns == []


async def test_a_page_that_is_led_here_by_another_name_is_refused(party: Party) -> None:
    assert (await party.post(party.activity(), Host="evil.example"))[0] == 403
    port = URL(party.url).port
    assert (await party.post(party.activity(), Host=f"localhost:{port}"))[0] == 201


async def test_an_installation_told_twice_is_one_arrival(party: Party) -> None:
    added = party.activity(type="installationUpdate", action="add")
    members = [{"id": "29:anna"}, {"id": BOT}]
    told = party.activity(type="conversationUpdate", membersAdded=members)
    await asyncio.gather(party.post(added), party.post(told))
    assert [turn.happening for turn in party.echo.turns] == [Happening.ARRIVED]
    assert len(party.stub.messages) == 1


async def test_nothing_is_said_to_a_conversation_that_has_been_left(party: Party) -> None:
    gone = party.activity(type="installationUpdate", action="remove")
    assert (await party.post(gone))[0] == 201
    assert party.echo.turns[0].happening is Happening.LEFT
    assert party.stub.got == []


@pytest.mark.parametrize("kind", ["typing", "messageUpdate", "messageReaction", "event", "unheard"])
async def test_other_activities_are_taken_and_left_alone(party: Party, kind: str) -> None:
    assert (await party.post(party.activity(type=kind)))[0] == 201
    assert party.echo.turns == []


async def test_somebody_else_joining_is_no_arrival_of_ours(party: Party) -> None:
    await party.post(party.activity(type="conversationUpdate", membersAdded=[{"id": "29:bo"}]))
    assert party.echo.turns == []


async def test_the_clock_can_be_set_and_let_go_in_demo_mode(party: Party) -> None:
    url = f"{party.url}/demo/clock"
    async with party.http.post(url, json={"now": "2023-04-17T12:00"}) as answer:
        assert await answer.json() == {"now": "2023-04-17T09:00:00+00:00"}
    assert party.service.council.today.isoformat() == "2023-04-17"
    bad_ones: list[object] = [{"now": "soon"}, {}, [], {"now": 7}]
    for bad in bad_ones:
        async with party.http.post(url, json=bad) as answer:
            assert answer.status == 400
    async with party.http.post(url, json={"now": None}) as answer:
        assert await answer.json() == {"now": None}
