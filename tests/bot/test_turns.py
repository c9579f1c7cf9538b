"""Turns: each answered once, slow ones all the same, and one person's flood drowns nobody."""

import asyncio

import pytest

from bot import teams as teams_module
from bot.hands import Hands
from bot.once import BURST, Allowances, Once, Verdict
from dialogs.turn import Reply
from tests.bot.parties import CARD, Party


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request wait hardly at all, so that no test does."""
    monkeypatch.setattr(teams_module, "SLOW", 0.001)
    monkeypatch.setattr(teams_module, "PATIENCE", 0.05)


async def until(party: Party, count: int) -> None:
    """Wait until the connector has so many messages."""
    while len(party.stub.messages) < count:
        party.stub.arrived.clear()
        await asyncio.wait_for(party.stub.arrived.wait(), 10)


async def test_the_same_activity_again_is_not_answered_again(party: Party) -> None:
    body = party.activity()
    assert [(await party.post(body))[0] for _ in range(3)] == [201, 201, 201]
    assert len(party.stub.messages) == 1
    assert "luotsi_duplicates_total 2.0" in (await party.get("/metrics"))[1]


async def test_the_same_activity_at_the_same_time_is_answered_once(party: Party) -> None:
    body = party.activity()
    party.echo.gate.clear()
    posts = [asyncio.create_task(party.post(body)) for _ in range(10)]
    await party.echo.heard.wait()
    party.echo.gate.set()
    assert {status for status, _ in await asyncio.gather(*posts)} == {201}
    assert len(party.echo.turns) == 1
    assert len(party.stub.messages) == 1


async def test_a_press_that_comes_again_meanwhile_gets_the_same_card(party: Party) -> None:
    party.echo.reply = Reply("x", CARD, replaces=True)
    body = party.press("show")
    party.echo.gate.clear()
    posts = [asyncio.create_task(party.post(body)) for _ in range(3)]
    await party.echo.heard.wait()
    party.echo.gate.set()
    answers = await asyncio.gather(*posts)
    assert [body["value"] for _, body in answers] == [CARD] * 3
    assert len(party.echo.turns) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_slow_answer_follows_by_itself(party: Party) -> None:
    party.echo.gate.clear()
    assert (await party.post(party.activity("hidas")))[0] == 201
    assert party.stub.messages == []
    party.echo.gate.set()
    await until(party, 1)
    assert party.stub.messages[0]["text"] == "kuulin: hidas"
    assert [got.body["type"] for got in party.stub.got] == ["typing", "message"]


@pytest.mark.usefixtures("impatient")
async def test_a_slow_press_is_acknowledged_and_its_card_updated(party: Party) -> None:
    party.echo.reply = Reply("x", CARD, replaces=True)
    party.echo.gate.clear()
    status, body = await party.post(party.press("show", replyToId="card-1"))
    assert (status, body["value"]) == (200, "…")
    party.echo.gate.set()
    await until(party, 1)
    assert (party.stub.got[-1].method, party.stub.got[-1].path[-7:]) == ("PUT", "/card-1")


@pytest.mark.usefixtures("impatient")
async def test_replies_that_were_expected_and_came_late_are_sent(party: Party) -> None:
    party.echo.gate.clear()
    _, body = await party.post(party.activity(deliveryMode="expectReplies"))
    assert body == {"activities": []}
    party.echo.gate.set()
    await until(party, 1)


async def test_a_failure_is_one_sentence_to_the_person(party: Party) -> None:
    party.echo.error = KeyError("secret")
    assert (await party.post(party.activity()))[0] == 201
    assert party.stub.messages[0]["text"] == "anteeksi"
    metrics = (await party.get("/metrics"))[1]
    assert 'luotsi_turns_total{channel="msteams",outcome="failed"} 1.0' in metrics


async def test_a_failed_press_is_answered_in_words(party: Party) -> None:
    party.echo.error = RuntimeError("secret")
    status, body = await party.post(party.press("show"))
    assert (status, body["value"]) == (200, "anteeksi")


async def test_a_reply_that_cannot_be_sent_is_counted_and_not_asked_for_again(
    party: Party,
) -> None:
    party.stub.script.append(403)
    assert (await party.post(party.activity()))[0] == 201
    metrics = (await party.get("/metrics"))[1]
    assert 'outcome="unsent"} 1.0' in metrics
    assert 'luotsi_sends_total{status="403"} 1.0' in metrics


async def test_silence_is_kept(party: Party) -> None:
    party.echo.silent = True
    assert (await party.post(party.activity()))[0] == 201
    assert party.stub.got == []


async def test_two_hundred_messages_of_one_person_are_bounded_and_others_are_served(
    party: Party,
) -> None:
    async def flood(number: int) -> int:
        place = {"id": f"a:flood-{number}", "conversationType": "personal", "tenantId": "t"}
        body = party.activity(f"viesti {number}", conversation=place)
        return (await party.post(body))[0]

    others = [party.post(party.stranger("rauhassa")) for _ in range(5)]
    statuses = await asyncio.gather(*(flood(number) for number in range(200)))
    served = await asyncio.gather(*others)
    assert set(statuses) <= {200, 201}
    assert [status for status, _ in served] == [201] * 5
    texts = [message["text"] for message in party.stub.messages]
    assert texts.count("kuulin: rauhassa") == 5
    assert texts.count("hetki") == 1
    answered = sum(text.startswith("kuulin: viesti") for text in texts)
    assert BURST <= answered < 150


def test_an_allowance_is_regained_and_the_notice_is_given_once_a_flood() -> None:
    now = {"at": 0.0}
    allowances = Allowances(4, 1, clock=lambda: now["at"])
    verdicts = [allowances.take("a") for _ in range(7)]
    assert verdicts == [Verdict.WITHIN] * 4 + [Verdict.FIRST_OVER] + [Verdict.OVER] * 2
    assert allowances.take("b") is Verdict.WITHIN
    now["at"] = 1.0
    assert [allowances.take("a"), allowances.take("a")] == [Verdict.WITHIN, Verdict.OVER]
    now["at"] = 60.0
    verdicts = [allowances.take("a") for _ in range(6)]
    assert verdicts == [Verdict.WITHIN] * 4 + [Verdict.FIRST_OVER, Verdict.OVER]


def test_people_with_a_full_allowance_are_forgotten() -> None:
    now = {"at": 0.0}
    allowances = Allowances(clock=lambda: now["at"])
    for number in range(4096):
        allowances.take(str(number))
    now["at"] = 100.0
    allowances.take("new")
    assert len(allowances._left) == 1


async def test_only_so_many_turns_are_remembered() -> None:
    async def nothing() -> None:
        return

    once: Once[None] = Once(2)
    for name in "abc":
        task = asyncio.create_task(nothing())
        once.begin(name, task)
        await task
        await asyncio.sleep(0)
    assert [once.over(name) for name in "abc"] == [False, True, True]


async def test_stopping_waits_for_turns_in_hand_and_takes_no_more(party: Party) -> None:
    party.echo.gate.clear()
    waiting = asyncio.create_task(party.post(party.activity("viimeinen")))
    await party.echo.heard.wait()
    stopping = asyncio.create_task(party.service.app.shutdown())
    await asyncio.sleep(0)
    assert (await party.get("/readyz"))[0] == 503
    assert (await party.post(party.stranger()))[0] == 503
    party.echo.gate.set()
    await stopping
    assert (await waiting)[0] == 201
    assert party.stub.messages[0]["text"] == "kuulin: viimeinen"


async def test_what_does_not_end_in_time_is_given_up() -> None:
    hands = Hands()
    task = hands.start(asyncio.Event().wait())
    assert await hands.drain(0) == 1
    assert task.cancelled()
