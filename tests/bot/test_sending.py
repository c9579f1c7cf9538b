"""Sending: what is tried again and what is not, where to, and with which token."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.metrics import Metrics
from bot.pace import Pace
from bot.sending import LONGEST, OutboundHosts, Sender, SendFailedError, open_session
from tests.bot.parties import StubConnector

TEAMS = OutboundHosts(frozenset({"smba.trafficmanager.net"}))


@dataclass
class Purse:
    """Tokens, one after the other."""

    dropped: list[str] = field(default_factory=list)
    error: Exception | None = None

    async def get(self) -> str:
        if self.error:
            raise self.error
        return f"token-{len(self.dropped)}"

    def drop(self, token: str) -> None:
        self.dropped.append(token)


@dataclass
class Time:
    """A clock that goes only while somebody waits."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@dataclass
class Post:
    """A sender on its way to the stub."""

    sender: Sender
    stub: StubConnector
    purse: Purse
    time: Time
    metrics: Metrics

    def activity(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        made = {"type": "message", "serviceUrl": self.stub.url, "conversation": {"id": "a:1"}}
        return made | changes


@pytest.fixture
async def post(stub: StubConnector) -> AsyncIterator[Post]:
    purse, time, metrics = Purse(), Time(), Metrics()
    pace = Pace(100_000, clock=lambda: time.now, sleep=time.sleep)
    hosts = OutboundHosts(frozenset(), loopback=True)
    async with open_session() as session:
        sender = Sender(session, purse, hosts, pace, metrics, sleep=time.sleep)
        yield Post(sender, stub, purse, time, metrics)


async def test_a_sent_message_returns_its_id_and_carries_the_token(post: Post) -> None:
    assert await post.sender.send(post.activity()) == "sent-1"
    assert post.stub.got[0].authorization == "Bearer token-0"
    assert post.stub.got[0].path == "/v3/conversations/a%3A1/activities"
    assert post.time.waits == []


async def test_messages_are_updated_and_deleted_by_their_id(post: Post) -> None:
    assert await post.sender.update(post.activity(), "m/1") == "sent-1"
    await post.sender.delete(post.activity(), "m/1")
    assert [(got.method, got.path) for got in post.stub.got] == [
        ("PUT", "/v3/conversations/a%3A1/activities/m%2F1"),
        ("DELETE", "/v3/conversations/a%3A1/activities/m%2F1"),
    ]


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_passes_is_tried_again_after_a_pause(post: Post, status: int) -> None:
    post.stub.script.extend([status, status])
    await post.sender.send(post.activity())
    assert len(post.stub.got) == 3
    assert sum(post.time.waits) > 0


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
async def test_what_does_not_pass_is_tried_once(post: Post, status: int) -> None:
    post.stub.script.append(status)
    with pytest.raises(SendFailedError) as caught:
        await post.sender.send(post.activity())
    assert (caught.value.status, caught.value.code) == (status, f"Code{status}")
    assert caught.value.unreachable is (status in {403, 404})
    assert "secret" not in str(caught.value)
    assert len(post.stub.got) == 1


async def test_in_the_end_it_gives_up(post: Post) -> None:
    post.stub.script.extend([502] * 10)
    with pytest.raises(SendFailedError):
        await post.sender.send(post.activity())
    assert len(post.stub.got) == 4


async def test_the_pause_that_teams_asks_for_is_kept_by_everybody(post: Post) -> None:
    post.stub.script.append((429, {"Retry-After": "7"}))
    await post.sender.send(post.activity())
    assert post.time.waits[0] == 7
    assert post.time.now >= 1007


@pytest.mark.parametrize("after", ["-5", "nan", "soon", "1e9", ""])
async def test_a_strange_retry_after_neither_hangs_nor_breaks(post: Post, after: str) -> None:
    post.stub.script.append((429, {"Retry-After": after}))
    await post.sender.send(post.activity())
    assert 0 < sum(post.time.waits) <= 2 * LONGEST


async def test_a_message_does_not_wait_for_hours(post: Post) -> None:
    post.stub.script.append((429, {"Retry-After": "9999999999999"}))
    with pytest.raises(SendFailedError):
        await post.sender.send(post.activity())
    assert post.time.waits == []
    await post.sender.send(post.activity())
    assert post.time.waits == [600]


async def test_a_retry_after_may_be_a_date(post: Post) -> None:
    post.stub.script.append((429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}))
    await post.sender.send(post.activity())
    assert len(post.stub.got) == 2


async def test_a_post_is_not_sent_twice_when_the_connection_breaks(post: Post) -> None:
    post.stub.script.append("drop")
    with pytest.raises(SendFailedError) as caught:
        await post.sender.send(post.activity())
    assert (caught.value.status, caught.value.code) == (0, "OutcomeUnknown")
    assert len(post.stub.got) == 1


async def test_an_update_is_repeated_when_the_connection_breaks(post: Post) -> None:
    post.stub.script.append("drop")
    await post.sender.update(post.activity(), "m1")
    assert len(post.stub.got) >= 2


async def test_where_no_connection_was_made_it_is_tried_again(post: Post) -> None:
    with pytest.raises(SendFailedError) as caught:
        await post.sender.send(post.activity(serviceUrl="http://127.0.0.1:1/"))
    assert caught.value.code == "NotConnected"
    assert len(post.time.waits) == 3


async def test_a_page_of_a_gateway_is_no_surprise(post: Post) -> None:
    post.stub.script.append("html")
    await post.sender.send(post.activity())
    assert len(post.stub.got) == 2


async def test_a_refused_token_is_replaced_once(post: Post) -> None:
    post.stub.script.append(401)
    await post.sender.send(post.activity())
    assert [got.authorization for got in post.stub.got] == ["Bearer token-0", "Bearer token-1"]
    post.stub.script.extend([401, 401, 401])
    with pytest.raises(SendFailedError):
        await post.sender.send(post.activity())
    assert len(post.stub.got) == 4


async def test_without_a_token_nothing_is_sent(post: Post) -> None:
    post.purse.error = PermissionError("secret of Entra")
    with pytest.raises(SendFailedError) as caught:
        await post.sender.send(post.activity())
    assert caught.value.code == "NoToken"
    assert post.stub.got == []


async def test_a_redirect_is_not_followed_with_our_token(post: Post) -> None:
    post.stub.script.append((307, {"Location": "http://localhost:1/"}))
    with pytest.raises(SendFailedError):
        await post.sender.send(post.activity())


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://SMBA.trafficmanager.net:443/emea/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net.example.org/", False),
        ("https://smba.trafficmanager.net@example.org/", False),
        ("https://user:secret@smba.trafficmanager.net/", False),
        ("https://example.org\\@smba.trafficmanager.net/", False),
        ("http://127.0.0.1:1234/", False),
        ("http://localhost/", False),
        ("https://[::1", False),
        ("https://smba.trafficmanager.net:x/", False),
        ("//smba.trafficmanager.net/", False),
        ("", False),
    ],
)
async def test_only_teams_own_hosts_are_sent_to(url: str, *, allowed: bool) -> None:
    assert TEAMS.allows(url) is allowed


async def test_a_strange_host_gets_nothing_not_even_a_connection(post: Post) -> None:
    with pytest.raises(SendFailedError) as caught:
        await post.sender.send(post.activity(serviceUrl="https://example.org/"))
    assert caught.value.code == "HostNotAllowed"


async def test_the_loopback_is_a_host_in_demo_mode_only() -> None:
    demo = OutboundHosts(frozenset(), loopback=True)
    assert demo.allows("http://127.0.0.1:5000/")
    assert demo.allows("http://localhost:5000/x")
    assert demo.allows("http://[::1]:5000/")
    assert not demo.allows("http://10.0.0.1/")
    assert not demo.allows("file://localhost/etc")


async def test_sessions_keep_no_cookies_and_have_timeouts() -> None:
    async with open_session() as session:
        assert isinstance(session.cookie_jar, aiohttp.DummyCookieJar)
        assert session.timeout.total
        assert session.timeout.sock_connect
