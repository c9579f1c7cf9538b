"""Tokens from Microsoft: who is let in, through the very code path of the public cloud."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import aiohttp
import jwt
import pytest
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from cryptography.hazmat.primitives import serialization

from bot import signing
from bot.adapter import TeamsAdapter
from bot.identity import Authentication, KeptCredentials, Tokens
from bot.metrics import Metrics
from bot.pace import Pace
from bot.sending import OutboundHosts, Sender
from bot.settings import Settings, read_settings
from bot.signing import COOLDOWN, MAX_AGE, SigningKeys, read_keys
from bot.teams import Teams
from bot.web import Door, application
from tests.bot.parties import APP_ID, TENANT, Echo, Issuer, StubConnector, listening

SERVICE_URL = "https://smba.trafficmanager.net/emea/"


class Given:
    """Credentials that give tokens out and count them."""

    def __init__(self, lasting: float = 3600) -> None:
        self.asked = 0
        self.lasting = lasting
        self.error: Exception | None = None

    def get_access_token(self) -> str:
        self.asked += 1
        if self.error is not None:
            raise self.error
        claims = {"exp": int(time.time() + self.lasting), "n": self.asked}
        return jwt.encode(claims, "k" * 32)


@dataclass
class Secured:
    """A door with authentication, an issuer of its own and a clock for the keys."""

    url: str
    http: aiohttp.ClientSession
    issuer: Issuer
    echo: Echo
    stub: StubConnector
    clock: dict[str, float]

    async def post(self, token: str | None, **changes: object) -> int:
        body: dict[str, object] = {
            "type": "message",
            "id": f"a{time.perf_counter_ns()}",
            "channelId": "msteams",
            "serviceUrl": SERVICE_URL,
            "from": {"id": f"29:{time.perf_counter_ns()}"},
            "conversation": {"id": "a:1", "conversationType": "personal"},
            "recipient": {"id": "28:bot"},
            "text": "hei",
        }
        body |= changes
        headers = {} if token is None else {"Authorization": token}
        async with self.http.post(self.url, json=body, headers=headers) as answer:
            return answer.status


def production(**changes: object) -> Settings:
    given: dict[str, object] = {
        "app_id": APP_ID,
        "app_password": "made-up",
        "app_tenant": TENANT,
        "database_url": "sqlite:///unused.sqlite",
    }
    return read_settings(**(given | changes))


@pytest.fixture
async def secured(
    stub: StubConnector, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Secured]:
    issuer, clock, metrics = Issuer(), {"now": 1000.0}, Metrics()
    echo.silent = True  # what is asked here is whether the bot ran at all
    monkeypatch.setattr(JwtTokenExtractor, "metadataCache", {})  # one for the whole process
    async with listening(issuer.app()) as issued, aiohttp.ClientSession() as http:
        keys = SigningKeys(
            lambda: read_keys(http, f"{issued}/metadata"), clock=lambda: clock["now"]
        )
        signing.install(keys)
        hosts = OutboundHosts(frozenset({"smba.trafficmanager.net"}), loopback=True)
        sender = Sender(http, Tokens(Given()), hosts, Pace(100_000), metrics)
        adapter = TeamsAdapter(Authentication(production()), sender, metrics)
        teams = Teams(echo.voice, sender, metrics)
        async with listening(application(Door(adapter, teams, metrics, {}, 5))) as url:
            yield Secured(f"{url}/api/messages", http, issuer, echo, stub, clock)


def bearer(issuer: Issuer, *, kid: str | None = "key-1", **changes: object) -> str:
    return "Bearer " + issuer.token(SERVICE_URL, kid=kid, **changes)


async def test_a_signed_token_lets_its_activity_in(secured: Secured) -> None:
    assert await secured.post(bearer(secured.issuer)) == 201
    assert len(secured.echo.turns) == 1


async def test_a_clock_that_goes_four_minutes_wrong_is_forgiven(secured: Secured) -> None:
    assert await secured.post(bearer(secured.issuer, exp=int(time.time()) - 240)) == 201


def unsigned(issuer: Issuer) -> str:
    claims = issuer.claims(SERVICE_URL)
    return "Bearer " + jwt.encode(claims, "", algorithm="none", headers={"kid": "key-1"})


def tampered(issuer: Issuer) -> str:
    head, claims, signature = issuer.token(SERVICE_URL).split(".")
    padded = json.loads(base64.urlsafe_b64decode(claims + "=="))
    padded["aud"] = APP_ID
    padded["exp"] += 1
    changed = base64.urlsafe_b64encode(json.dumps(padded).encode()).rstrip(b"=").decode()
    return f"Bearer {head}.{changed}.{signature}"


def forged(issuer: Issuer) -> str:
    other = Issuer()
    return "Bearer " + other.token(SERVICE_URL)


def symmetric(issuer: Issuer) -> str:
    """Sign with the public key as if it were a secret; by hand, because PyJWT refuses to."""

    def part(value: object) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    secret = (
        issuer.keys["key-1"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = part({"alg": "HS256", "kid": "key-1"}) + b"." + part(issuer.claims(SERVICE_URL))
    seal = hmac.new(secret, signed, hashlib.sha256).digest()
    return "Bearer " + (signed + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")).decode()


def other_algorithm(issuer: Issuer) -> str:
    claims = issuer.claims(SERVICE_URL)
    return "Bearer " + jwt.encode(claims, issuer.keys["key-1"], "RS384", {"kid": "key-1"})


REFUSED: dict[str, tuple[Callable[[Issuer], str | None], set[int]]] = {
    "none": (lambda _: None, {401}),
    "an empty header": (lambda _: "", {401}),
    "a bare scheme": (lambda _: "Bearer", {401, 403}),
    "three parts": (lambda i: bearer(i) + " more", {401, 403}),
    "another scheme": (lambda _: "Basic abc", {401, 403}),
    "a small letter": (lambda i: bearer(i).replace("Bearer", "bearer"), {401, 403}),
    "another audience": (lambda i: bearer(i, aud="somebody"), {403}),
    "no audience": (lambda i: bearer(i, aud=None), {403}),
    "a list of audiences": (lambda i: bearer(i, aud=[APP_ID]), {401, 403}),
    "another service url": (lambda i: bearer(i, serviceurl="https://smba.example/"), {403}),
    "a slash less": (lambda i: bearer(i, serviceurl=SERVICE_URL.rstrip("/")), {403}),
    "no service url": (lambda i: bearer(i, serviceurl=None), {403}),
    "another issuer": (lambda i: bearer(i, iss="https://sts.windows.net/x/"), {403}),
    "no issuer": (lambda i: bearer(i, iss=None), {401, 403}),
    "past its end": (lambda i: bearer(i, exp=int(time.time()) - 400), {401}),
    "before its beginning": (lambda i: bearer(i, nbf=int(time.time()) + 400), {401}),
    "no end": (lambda i: bearer(i, exp=None), {401, 403}),
    "a key id nobody knows": (
        lambda i: (
            "Bearer " + jwt.encode(i.claims(SERVICE_URL), i.keys["key-1"], "RS256", {"kid": "x"})
        ),
        {401, 403},
    ),
    "no key id": (lambda i: bearer(i, kid=None), {401, 403}),
    "another bot": (lambda i: bearer(i, ver="1.0", appid="another-bot"), {403}),
    "tampered": (tampered, {401}),
    "forged": (forged, {401}),
    "unsigned": (unsigned, {401}),
    "the public key as secret": (symmetric, {401}),
    "another algorithm": (other_algorithm, {401}),
    "garbage": (lambda _: "Bearer a.b.c", {401}),
    "an emulator": (
        lambda i: bearer(
            i, iss="https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0"
        ),
        {403},
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_every_other_token_is_refused_and_runs_nothing(secured: Secured, name: str) -> None:
    make, statuses = REFUSED[name]
    assert await secured.post(make(secured.issuer)) in statuses
    assert secured.echo.turns == []


async def test_activities_without_channel_or_service_url_are_refused(secured: Secured) -> None:
    token = bearer(secured.issuer)
    assert await secured.post(token, channelId=None) == 403
    assert await secured.post(token, channelId="emulator") == 403
    assert await secured.post(token, serviceUrl=None) == 403
    elsewhere = "https://smba.example/"
    signed = "Bearer " + secured.issuer.token(elsewhere)
    assert await secured.post(signed, serviceUrl=elsewhere) == 403
    assert secured.echo.turns == []


async def test_a_key_must_be_endorsed_for_teams(secured: Secured) -> None:
    secured.issuer.new_key("bare", [])
    secured.issuer.new_key("skype", ["skype"])
    assert await secured.post(bearer(secured.issuer, kid="bare")) in {401, 403}
    assert await secured.post(bearer(secured.issuer, kid="skype")) in {401, 403}
    assert secured.echo.turns == []


async def test_a_rotated_key_is_taken_after_the_cooldown(secured: Secured) -> None:
    assert await secured.post(bearer(secured.issuer)) == 201
    secured.issuer.new_key("key-2")
    assert await secured.post(bearer(secured.issuer, kid="key-2")) == 403
    assert secured.issuer.reads == 1
    secured.clock["now"] += COOLDOWN + 1
    assert await secured.post(bearer(secured.issuer, kid="key-2")) == 201
    assert secured.issuer.reads == 2


async def test_made_up_key_ids_do_not_make_us_ask_the_issuer_again_and_again(
    secured: Secured,
) -> None:
    await secured.post(bearer(secured.issuer))
    secured.issuer.new_key("key-2")
    for _ in range(5):
        await secured.post(bearer(secured.issuer, kid="key-2"))
    assert secured.issuer.reads == 1


async def test_old_keys_outlive_an_issuer_that_is_down(secured: Secured) -> None:
    assert await secured.post(bearer(secured.issuer)) == 201
    secured.issuer.down = True
    secured.clock["now"] += MAX_AGE + 1
    assert await secured.post(bearer(secured.issuer)) == 201
    assert secured.issuer.reads == 2


async def test_without_any_key_the_sender_is_asked_to_come_again(secured: Secured) -> None:
    secured.issuer.down = True
    assert await secured.post(bearer(secured.issuer)) == 503
    secured.issuer.down = False
    secured.clock["now"] += 11
    assert await secured.post(bearer(secured.issuer)) == 201


async def test_the_demo_clock_does_not_exist_outside_demo_mode(secured: Secured) -> None:
    url = secured.url.replace("/api/messages", "/demo/clock")
    async with secured.http.post(url, json={"now": None}) as answer:
        assert answer.status == 404


async def test_one_credentials_object_serves_every_turn() -> None:
    class Stock:
        made = 0

        async def is_valid_app_id(self, app_id: str) -> bool:
            return True

        async def create_credentials(self, *key: object) -> object:
            self.made += 1
            return object()

    stock = Stock()
    kept = KeptCredentials(stock)
    first = await kept.create_credentials("a", "scope", "login", validate_authority=True)
    assert await kept.create_credentials("a", "scope", "login", validate_authority=True) is first
    assert stock.made == 1
    assert not await kept.is_valid_app_id("")
    assert not await kept.is_authentication_disabled()


async def test_a_token_is_fetched_once_and_renewed_before_it_ends() -> None:
    given, now = Given(), {"at": time.time()}
    tokens = Tokens(given, clock=lambda: now["at"])
    first = await tokens.get()
    assert await tokens.get() == first
    assert given.asked == 1
    now["at"] += 3600 - 200  # within the time ahead of its end: still used while it is renewed
    given.lasting = 8000
    assert await tokens.get() == first
    renewing = tokens._renewing
    assert renewing is not None
    assert await tokens.get() == first or renewing.done()
    second = await renewing
    assert await tokens.get() == second
    assert given.asked == 2


async def test_a_token_that_was_refused_is_not_used_again() -> None:
    given = Given()
    tokens = Tokens(given)
    first = await tokens.get()
    tokens.drop("another one")
    assert await tokens.get() == first
    tokens.drop(first)
    assert await tokens.get() != first


async def test_a_token_that_cannot_be_had_is_an_error_each_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    given = Given()
    given.error = PermissionError("secret of Entra")
    tokens = Tokens(given)
    for _ in range(2):
        with pytest.raises(PermissionError):
            await tokens.get()
    assert given.asked == 2
