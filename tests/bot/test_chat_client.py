"""The terminal's client, over real HTTP, against a small service that answers in a known way."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.chat import chosen, connected, read_line, replay
from bot.chat_cards import CARD, Field, buttons
from bot.chat_client import ChatError, Client
from bot.chat_people import TENANT, find_part
from bot.chat_script import Sign, parse_script

VALTUUTETTU = find_part("valtuutettu")


def card(*titles: str, text: str = "Kortti") -> dict[str, Any]:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": text},
            {
                "type": "Input.ChoiceSet",
                "id": "kieli",
                "label": "Kieli",
                "value": "fi",
                "choices": [{"title": "suomi", "value": "fi"}, {"title": "svenska", "value": "sv"}],
            },
            {
                "type": "ActionSet",
                "actions": [
                    {"type": "Action.Execute", "title": t, "verb": "v", "data": {"n": t}}
                    for t in titles
                ],
            },
        ],
        "actions": [{"type": "Action.OpenUrl", "title": "Auki", "url": "https://luotsi.example/"}],
    }


class Echo:
    """A service that keeps what came and answers words with a card, presses with a new card."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.clock: list[object] = []

    async def messages(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.seen.append(activity)
        if activity["type"] == "invoke":
            pressed = card("Toinen", text=f"Painettu {activity['value']['action']['data']['n']}")
            return web.json_response({"statusCode": 200, "type": CARD, "value": pressed})
        if activity["type"] == "message":
            reply = {
                "type": "message",
                "attachments": [{"contentType": CARD, "content": card("Eka", "Toka")}],
            }
        else:
            reply = {"type": "message", "text": "Tervetuloa"}
        where = f"v3/conversations/{activity['conversation']['id']}/activities"
        async with ClientSession() as session:
            await session.post(activity["serviceUrl"] + where, json={"type": "typing"})
            await session.post(activity["serviceUrl"] + where, json=reply)
        return web.Response(status=201)

    async def set_clock(self, request: web.Request) -> web.Response:
        self.clock.append((await request.json())["now"])
        return web.Response(status=400 if self.clock[-1] == "huomenna" else 204)


@pytest.fixture
async def echo() -> AsyncIterator[tuple[Echo, str]]:
    service = Echo()
    application = web.Application()
    application.add_routes(
        [
            web.post("/api/messages", service.messages),
            web.post("/demo/clock", service.set_clock),
        ]
    )
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield service, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def client(echo: tuple[Echo, str]) -> AsyncIterator[Client]:
    async with connected(echo[1], "sv") as opened:
        yield opened


async def test_the_first_words_are_preceded_by_an_installation(
    echo: tuple[Echo, str], client: Client
) -> None:
    await client.say(VALTUUTETTU, "hei")
    await client.say(VALTUUTETTU, "hei taas")

    assert [a["type"] for a in echo[0].seen] == ["installationUpdate", "message", "message"]
    assert len({a["id"] for a in echo[0].seen}) == 3
    assert echo[0].seen[1]["from"]["aadObjectId"] == VALTUUTETTU.object_id
    assert echo[0].seen[1]["conversation"]["tenantId"] == TENANT
    assert echo[0].seen[1]["locale"] == "sv-FI"


async def test_a_card_is_shown_as_text_with_its_buttons(client: Client) -> None:
    said = (await client.say(VALTUUTETTU, "hei"))[-1]

    assert "Kortti" in said.text
    assert [button.label for button in said.buttons] == ["Eka", "Toka", "Auki"]


async def test_a_press_sends_the_data_and_the_inputs_and_shows_the_card_that_comes_instead(
    echo: tuple[Echo, str], client: Client
) -> None:
    await client.say(VALTUUTETTU, "hei")

    said = await client.press(VALTUUTETTU, "2", {"kieli": "sv"})

    action = echo[0].seen[-1]["value"]["action"]
    assert (action["verb"], action["data"]) == ("v", {"n": "Toka", "kieli": "sv"})
    assert echo[0].seen[-1]["replyToId"]
    assert "Painettu Toka" in said[0].text
    assert client.button(VALTUUTETTU, "toinen").label == "Toinen"


async def test_a_link_is_shown_and_sends_nothing(echo: tuple[Echo, str], client: Client) -> None:
    await client.say(VALTUUTETTU, "hei")
    before = len(echo[0].seen)

    assert (await client.press(VALTUUTETTU, "auki"))[0].text == "→ https://luotsi.example/"
    assert len(echo[0].seen) == before


async def test_a_missing_button_is_told_with_those_that_are_there(client: Client) -> None:
    await client.say(VALTUUTETTU, "hei")

    with pytest.raises(ChatError, match="1 Eka, 2 Toka, 3 Auki"):
        await client.press(VALTUUTETTU, "9")


async def test_a_channel_message_mentions_luotsi(echo: tuple[Echo, str], client: Client) -> None:
    await client.say(find_part("kanava"), "hei")

    sent = echo[0].seen[-1]
    assert sent["text"] == "<at>Luotsi</at> hei"
    assert sent["entities"][-1]["mentioned"] == sent["recipient"]
    assert sent["conversation"]["conversationType"] == "channel"
    assert sent["from"]["aadObjectId"] == VALTUUTETTU.object_id


async def test_a_replay_is_the_same_every_time(echo: tuple[Echo, str]) -> None:
    steps = parse_script("# S\n= 2023-04-17T12:00\n+ vieras\n> hei\n! Eka\n=\n")

    first = await replay(echo[1], steps, VALTUUTETTU, "fi")
    second = await replay(echo[1], steps, VALTUUTETTU, "fi")

    assert first == second
    assert "+ vieras\n  Tervetuloa\n" in first
    assert "! Eka\n  Painettu Eka" in first
    assert echo[0].clock == ["2023-04-17T12:00", None] * 2


async def test_a_service_that_is_not_there_is_told_in_plain_words() -> None:
    async with connected("http://127.0.0.1:9", "fi") as client:
        assert not await client.ready()
        with pytest.raises(ChatError, match="cannot be reached"):
            await client.say(VALTUUTETTU, "hei")


def test_numbers_stand_for_choices() -> None:
    field = Field("kieli", "Kieli", choices=(("suomi", "fi"), ("svenska", "sv")), several=True)

    assert chosen(field, "2") == "sv"
    assert chosen(field, "1, 2") == "fi,sv"
    assert chosen(Field("nimi", "Nimi"), "1, 2") == "1, 2"


def test_what_is_typed_is_said_unless_it_is_a_sign() -> None:
    assert read_line("2", pressing=True).sign is Sign.PRESS
    assert read_line("2", pressing=False).sign is Sign.SAY
    assert read_line("@ vieras", pressing=False).sign is Sign.SWITCH
    assert read_line("#tavoitteet", pressing=False).sign is Sign.SAY
    assert read_line("milloin?", pressing=True).words == "milloin?"


async def test_buttons_are_numbered_where_they_stand(client: Client) -> None:
    said = (await client.say(VALTUUTETTU, "hei"))[-1]

    assert said.text.splitlines()[-1] == "(1) Eka  (2) Toka  (3) Auki"


def test_inputs_are_asked_for_by_the_button_below_them_alone() -> None:
    found = buttons(card("Eka", "Toka"), "luotsi-1")

    assert [(b.label, b.asks) for b in found] == [("Eka", True), ("Toka", False), ("Auki", False)]
    assert {f.id for b in found for f in b.fields} == {"kieli"}


def test_a_card_behind_a_button_and_hidden_parts_are_told_apart() -> None:
    inner = {"body": [{"type": "Input.Text", "id": "syy"}], "actions": [{"title": "Lähetä"}]}
    whole = {
        "body": [
            {"type": "Container", "selectAction": {"title": "Rivi", "type": "Action.Execute"}},
            {"type": "ActionSet", "isVisible": False, "actions": [{"title": "Piilossa"}]},
        ],
        "actions": [
            {"type": "Action.ShowCard", "title": "Auki", "card": inner},
            {"type": "Action.ToggleVisibility", "title": "Näytä"},
        ],
    }

    found = buttons(whole, "luotsi-1")

    assert [(b.label, b.asks) for b in found] == [("Rivi", False), ("Lähetä", True)]


async def test_without_a_language_none_is_told(echo: tuple[Echo, str]) -> None:
    async with connected(echo[1], "") as client:
        await client.say(VALTUUTETTU, "hej")

    assert "locale" not in echo[0].seen[-1]
    assert echo[0].seen[-1]["entities"] == []


async def test_a_refusal_is_told_in_plain_words(client: Client) -> None:
    with pytest.raises(ChatError, match="2023-04-17T12:00"):
        await client.clock("huomenna")
