"""Carrying what goes out unasked: one try each, and what Teams' answers mean for the message."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.courier import TeamsCourier, Words, outcome
from bot.metrics import Metrics
from bot.pace import Pace
from bot.sending import OutboundHosts, Sender, SendFailedError, open_session
from council.chamber import Council, convene
from council.ledger import Delivery, Dispatch, DispatchState
from council.people import Address
from council.ports import Outside
from dialogs.turn import Reply
from pictures import Drawing
from tests.bot.parties import StubConnector
from tests.bot.test_sending import Purse, Time
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords

NOW = datetime(2025, 3, 10, 7, 0, tzinfo=UTC)
OWNER = "t/owner"
MESSAGE = Dispatch(
    id="d1", purpose="reminders", subject="2025-03-10", recipient=OWNER, made=NOW, due=NOW
)


async def three_words(council: Council, dispatch: Dispatch) -> Reply | None:
    del council
    return Reply(f"Hei {dispatch.recipient}") if dispatch.recipient != "t/nothing" else None


@dataclass
class Post:
    courier: TeamsCourier
    council: Council
    stub: StubConnector
    pace: Pace

    async def met(self, *addresses: Address) -> None:
        async with self.council.records() as records:
            await records.people.reach(addresses)

    def address(self, conversation: str = "a:1", person: str = OWNER) -> Address:
        return Address(
            conversation,
            "personal",
            self.stub.url,
            "msteams",
            tenant="t",
            bot="28:luotsi",
            user="29:owner",
            person=person,
        )


@pytest.fixture
async def post(stub: StubConnector) -> AsyncIterator[Post]:
    time = Time()
    pace = Pace(100_000, clock=lambda: time.now, sleep=time.sleep)
    async with open_session() as session:
        hosts = OutboundHosts(frozenset(), loopback=True)
        sender = Sender(session, Purse(), hosts, pace, Metrics(), sleep=time.sleep)
        courier = TeamsCourier(sender, {"reminders": Words(three_words, three_words)})
        zone = ZoneInfo("Europe/Helsinki")
        council = convene(
            Outside(MemoryRecords(), Silent(), lambda: NOW, zone, Drawing(), courier=courier)
        )
        courier.council = council
        made = Post(courier, council, stub, pace)
        await made.met(made.address())
        yield made


async def test_a_message_goes_to_the_persons_own_conversation(post: Post) -> None:
    assert await post.courier.carry(MESSAGE) == Delivery(
        DispatchState.SENT, conversation="a:1", message="sent-1"
    )
    assert post.stub.got[0].path == "/v3/conversations/a%3A1/activities"
    assert post.stub.got[0].body["text"] == f"Hei {OWNER}"


async def test_of_several_conversations_the_one_used_last_is_written_to(post: Post) -> None:
    older, newer = NOW.replace(hour=5), NOW.replace(hour=6)
    await post.met(
        replace(post.address("a:2"), met=newer),
        replace(post.address("a:3"), met=older),
        replace(post.address("19:x"), kind="groupChat", met=NOW),
    )
    assert (await post.courier.carry(MESSAGE)).conversation == "a:2"


async def test_what_has_nothing_left_to_say_is_called_off(post: Post) -> None:
    delivery = await post.courier.carry(replace(MESSAGE, recipient="t/nothing"))
    assert (delivery.state, post.stub.got) == (DispatchState.CANCELLED, [])


async def test_who_has_never_been_met_cannot_be_reached(post: Post) -> None:
    delivery = await post.courier.carry(replace(MESSAGE, recipient="t/stranger"))
    assert (delivery.state, delivery.reason) == (DispatchState.UNREACHABLE, "no-address")


@pytest.mark.parametrize(
    ("status", "state", "perhaps"),
    [
        (403, DispatchState.UNREACHABLE, False),
        (400, DispatchState.FAILED, False),
        (413, DispatchState.FAILED, False),
        (412, DispatchState.PLANNED, False),
        (401, DispatchState.PLANNED, False),
        (500, DispatchState.PLANNED, True),
        (502, DispatchState.PLANNED, True),
        (504, DispatchState.PLANNED, True),
    ],
)
async def test_teams_answers_become_outcomes_after_a_single_try(
    post: Post, status: int, state: DispatchState, *, perhaps: bool
) -> None:
    post.stub.script.append(status)
    delivery = await post.courier.carry(MESSAGE)
    assert (delivery.state, delivery.arrived_perhaps) == (state, perhaps)
    assert delivery.reason == f"Code{status}"
    assert len(post.stub.got) == 1


async def test_a_broken_connection_leaves_the_outcome_open(post: Post) -> None:
    post.stub.script.append("drop")
    delivery = await post.courier.carry(MESSAGE)
    assert (delivery.state, delivery.arrived_perhaps) == (DispatchState.PLANNED, True)
    assert len(post.stub.got) == 1


async def test_throttling_asks_everybody_to_wait_and_holds_this_process_back(post: Post) -> None:
    post.stub.script.append((429, {"Retry-After": "240"}))
    first = await post.courier.carry(MESSAGE)
    second = await post.courier.carry(MESSAGE)
    assert (first.state, first.throttled) == (DispatchState.PLANNED, 240.0)
    assert (second.state, second.reason) == (DispatchState.PLANNED, "Latched")
    assert second.throttled == pytest.approx(240.0)
    assert len(post.stub.got) == 1


async def test_a_conversation_that_teams_has_lost_is_opened_once_more(post: Post) -> None:
    post.stub.script.append(404)
    delivery = await post.courier.carry(MESSAGE)
    asked = post.stub.got[1].body
    assert (asked["members"], asked["tenantId"]) == ([{"id": "29:owner"}], "t")
    assert asked["channelData"] == {"tenant": {"id": "t"}}
    assert delivery.state is DispatchState.SENT
    async with post.council.records() as records:
        known = await records.people.addresses(OWNER)
    assert [address.conversation for address in known] == [delivery.conversation]


async def test_a_conversation_that_is_gone_for_good_makes_its_person_unreachable(
    post: Post,
) -> None:
    post.stub.script.extend([404, 403])
    delivery = await post.courier.carry(MESSAGE)
    assert (delivery.state, delivery.reason) == (DispatchState.UNREACHABLE, "Code403")


async def test_a_card_is_drawn_anew_in_its_place(post: Post) -> None:
    sent = replace(MESSAGE, conversation="a:1", message="m1", state=DispatchState.SENT)
    assert (await post.courier.redraw(sent)).state is DispatchState.SENT
    assert (post.stub.got[0].method, post.stub.got[0].path) == (
        "PUT",
        "/v3/conversations/a%3A1/activities/m1",
    )


async def test_a_card_in_a_conversation_that_is_gone_is_let_be(post: Post) -> None:
    sent = replace(MESSAGE, conversation="a:9", message="m1", state=DispatchState.SENT)
    assert (await post.courier.redraw(sent)).state is DispatchState.CANCELLED
    assert post.stub.got == []


def test_an_address_that_may_not_be_sent_to_is_no_reason_to_try_again() -> None:
    assert outcome(SendFailedError(0, "HostNotAllowed")).state is DispatchState.UNREACHABLE
