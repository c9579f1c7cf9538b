"""Posting to the Bot Connector: one pooled session, our own retries, at Teams' pace."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from bot.metrics import Metrics
from bot.pace import Pace
from bot.settings import is_loopback

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)
TRIES = 4
# Microsoft's page "Handle errors in bot conversations" asks to try these again, with a growing
# pause; 502 and 504 may mean that the message has arrived after all.
AGAIN = frozenset({412, 429, 502, 504})
SHORTEST, LONGEST = 1.0, 30.0  # seconds between tries where Teams names none
PATIENT = 120.0  # seconds that Teams may ask one message to wait
LATCHED = 600.0  # seconds that Teams may ask all of them to wait
SOON = 15.0  # seconds that a message which goes out unasked may wait for its moment
THROTTLED = 429
REFUSED = 401


class SendFailedError(Exception):
    """A message could not be sent; `status` is HTTP's, 0 where there was no answer."""

    def __init__(self, status: int, code: str = "", retry_after: float | None = None) -> None:
        """Keep what Teams said."""
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code  # Teams' error code, or a word of ours where none came
        self.retry_after = retry_after  # seconds

    @property
    def unreachable(self) -> bool:
        """Whether trying again will not help: blocked, uninstalled, or gone."""
        return self.status in {403, 404}


class GivesTokens(Protocol):
    """What the sender signs its posts with."""

    async def get(self) -> str:
        """Return a token, or '' for none."""
        ...

    def drop(self, token: str) -> None:
        """Use a token no more."""
        ...


@dataclass(frozen=True, slots=True)
class OutboundHosts:
    """The hosts that messages, and with them our token, may be sent to."""

    names: frozenset[str]
    loopback: bool = False  # demo mode only

    def allows(self, service_url: str) -> bool:
        """Tell whether a service URL, as an activity brought it, may be sent to."""
        try:
            parts = urlsplit(service_url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or "\\" in service_url:
            return False
        if self.loopback and parts.scheme in {"http", "https"} and is_loopback(host):
            return True
        return parts.scheme == "https" and host in self.names and port in {None, 443}


def open_session() -> aiohttp.ClientSession:
    """Make the one session of the process; call it on the running loop."""
    connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=20)
    # No cookies: whatever a gateway sets must not travel from one conversation to another.
    return aiohttp.ClientSession(
        connector=connector, timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar()
    )


class Sender:
    """Sends, updates and deletes activities."""

    def __init__(  # noqa: PLR0913 - what a post takes
        self,
        session: aiohttp.ClientSession,
        tokens: GivesTokens,
        hosts: OutboundHosts,
        pace: Pace,
        metrics: Metrics,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Send through a session, signed with tokens, to these hosts only."""
        self.hosts = hosts
        self._session = session
        self._tokens = tokens
        self._pace = pace
        self._metrics = metrics
        self._sleep = sleep

    async def send(self, activity: Mapping[str, Any]) -> str:
        """Send an activity, as JSON it will be, to its own conversation; return the message id.

        An activity that replies to another is posted to that one's thread. Raises SendFailedError.
        """
        return await self._deliver("POST", activity, str(activity.get("replyToId") or ""))

    async def update(self, activity: Mapping[str, Any], message: str) -> str:
        """Put an activity in the place of a message that was sent. Raises SendFailedError."""
        return await self._deliver("PUT", activity, message)

    async def once(self, method: str, activity: Mapping[str, Any], message: str = "") -> str:
        """Send or update an activity with a single try; return the message id.

        For what goes out unasked: whoever calls decides about another try. It does not wait long
        for its moment either. Raises SendFailedError; 429 with code Latched where it would have to.
        """
        service_url = str(activity.get("serviceUrl") or "")
        conversation = str(activity["conversation"]["id"])
        if not self.hosts.allows(service_url):
            raise SendFailedError(0, "HostNotAllowed")
        await self._soon(conversation)
        url = _url(service_url, conversation, message)
        return await self._tried(method, url, json.dumps(activity).encode())

    async def open_conversation(self, service_url: str, asked: Mapping[str, Any]) -> str:
        """Open a conversation with one person, with a single try; return its id.

        Raises SendFailedError.
        """
        if not self.hosts.allows(service_url):
            raise SendFailedError(0, "HostNotAllowed")
        url = URL(service_url.rstrip("/") + "/v3/conversations", encoded=True)
        return await self._tried("POST", url, json.dumps(asked).encode())

    async def _soon(self, conversation: str) -> None:
        """Wait for a message's moment, unless it is far away. Raises SendFailedError."""
        delay = self._pace.delay(conversation)
        if delay > SOON:
            raise SendFailedError(THROTTLED, "Latched", delay)
        await self._pace.turn(conversation)

    async def _tried(self, method: str, url: URL, body: bytes) -> str:
        try:
            return await self._once(method, url, body)
        except SendFailedError as error:
            if error.status == THROTTLED:
                self._pace.latch(
                    min(SHORTEST if error.retry_after is None else error.retry_after, LATCHED)
                )
            log.warning("message not sent", extra={"status": error.status, "code": error.code})
            raise

    async def delete(self, activity: Mapping[str, Any], message: str) -> None:
        """Delete a message of the activity's conversation. Raises SendFailedError."""
        await self._deliver("DELETE", activity, message)

    async def _deliver(self, method: str, activity: Mapping[str, Any], message: str) -> str:
        service_url = str(activity.get("serviceUrl") or "")
        conversation = str(activity["conversation"]["id"])
        if not self.hosts.allows(service_url):
            raise SendFailedError(0, "HostNotAllowed")
        url = _url(service_url, conversation, message)
        body = None if method == "DELETE" else json.dumps(activity).encode()
        for tried in range(1, TRIES + 1):
            await self._pace.turn(conversation)
            try:
                return await self._once(method, url, body)
            except SendFailedError as error:
                pause = _pause(error, method, tried)
                if error.status == THROTTLED:
                    asked = _backoff(tried) if error.retry_after is None else error.retry_after
                    self._pace.latch(min(asked, LATCHED))
                if pause is None:
                    log.warning(
                        "message not sent",
                        extra={"status": error.status, "code": error.code, "tries": tried},
                    )
                    raise
                await self._sleep(pause)
        raise AssertionError("the last try either returns or raises")  # pragma: no cover

    async def _once(self, method: str, url: URL, body: bytes | None) -> str:
        token = await self._token()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                text = await answer.text(errors="replace")
                status, after = answer.status, answer.headers.get("Retry-After")
        except aiohttp.ClientConnectorError as error:
            self._metrics.sent("unreached")
            raise SendFailedError(0, "NotConnected") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._metrics.sent("unknown")
            raise SendFailedError(0, "OutcomeUnknown") from error
        self._metrics.sent(str(status))
        said = _object(text)
        if status in {200, 201, 202, 204}:
            return str(said.get("id") or "")
        if status == REFUSED:
            self._tokens.drop(token)
        fault = said.get("error")
        code = fault.get("code") if isinstance(fault, dict) else None
        raise SendFailedError(status, str(code or ""), _seconds(after))

    async def _token(self) -> str:
        try:
            return await self._tokens.get()
        except Exception as error:  # whatever Entra or its library says: there is no token
            self._metrics.sent("no token")
            raise SendFailedError(0, "NoToken") from error


def _url(service_url: str, conversation: str, message: str) -> URL:
    path = f"/v3/conversations/{_segment(conversation)}/activities"
    if message:
        path += "/" + _segment(message)
    # Encoded here: left to itself, aiohttp would undo the quoting of ';' and '@' in Teams' ids.
    return URL(service_url.rstrip("/") + path, encoded=True)


def _segment(part: str) -> str:
    """Return an id as one step of a path. Raises SendFailedError where it would lead elsewhere."""
    if part in {"", ".", ".."}:  # steps up or none, however quoted (RFC 3986, 5.2)
        raise SendFailedError(0, "BadId")
    return quote(part, safe="")


def _pause(error: SendFailedError, method: str, tried: int) -> float | None:
    """Return how long to wait before trying again; None: do not."""
    if tried >= TRIES:
        return None
    if error.status in AGAIN:
        if error.retry_after is None:
            return _backoff(tried)
        return max(error.retry_after, 0.0) if error.retry_after <= PATIENT else None
    # A token that was refused has been dropped; with a fresh one it is tried once more.
    fresh_token = error.status == REFUSED and tried == 1
    # A post whose connection broke may have arrived: sent again, it could be there twice.
    repeatable = error.code == "NotConnected" or (
        error.code == "OutcomeUnknown" and method != "POST"
    )
    return _backoff(tried) if fresh_token or repeatable else None


def _backoff(tried: int) -> float:
    """Return a pause that grows with the tries, with chance in it so that many do not meet."""
    return min(LONGEST, SHORTEST * float(2**tried)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def _seconds(retry_after: str | None) -> float | None:
    """Read a Retry-After header: seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return moment.timestamp() - time.time()


def _object(text: str) -> dict[str, Any]:
    """Read a JSON object; a gateway may answer with a page instead."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
