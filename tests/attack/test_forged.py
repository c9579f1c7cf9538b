"""Whatever comes through the door: a clean status, no stack trace, no word of it in the log."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yarl import URL

from bot import logs
from bot.chat_people import find_part
from bot.sending import OutboundHosts, SendFailedError, _url
from bot.settings import is_loopback
from dialogs import router
from tests.attack.siege import Town
from tests.bot.parties import BOT, StubConnector

MARKER = "sanapakettisala"  # stands in all that is forged, and never in a log
MEMBER, CHANNEL = find_part("valtuutettu"), find_part("kanava")
CLEAN = {200, 201, 400, 403, 413, 501}  # 501: an invoke that is none of ours
ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    1e308,
    float("nan"),
    10**300,
    "",
    "..",
    f"../{MARKER}/%2F",
    f"{MARKER}\x00\ud83d\u202e",
    MARKER * 700,
    [],
    [[]],
    [None, MARKER],
    {},
    {"id": [MARKER]},
    {"a": {"b": {"c": [{}]}}},
    "0001-01-01T00:00:00+14:00",
)

KIND = ("conversation", "conversationType")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def bases(place: Town) -> dict[str, dict[str, Any]]:
    """Return an activity of each sort that is taken seriously."""
    press = {"action": {"verb": "programme.goals", "data": {"from": 8}}, "trigger": "manual"}
    return {
        "words": place.wire(MEMBER, text="apua", channelData={"tenant": {"id": "t"}}),
        "mention": place.wire(CHANNEL, text="<at>Luotsi</at> apua", textFormat="xml"),
        "press": place.wire(MEMBER, type="invoke", name="adaptiveCard/action", value=press),
        "submit": place.wire(MEMBER, value={"verb": "questions.choose", "question": "mitä"}),
        "install": place.wire(MEMBER, type="installationUpdate", action="add"),
        "added": place.wire(MEMBER, type="conversationUpdate", membersAdded=[{"id": BOT}]),
    }


def paths(value: object, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through the places in JSON."""
    if so_far:
        yield so_far
    parts: list[tuple[Any, object]] = []
    if isinstance(value, dict | list):
        parts = list(value.items() if isinstance(value, dict) else enumerate(value))
    for name, part in parts:
        yield from paths(part, (*so_far, name))


def changed(base: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """Return an activity with another value in a place."""
    made: dict[str, Any] = json.loads(json.dumps(base))
    part: Any = made
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return made


@pytest.fixture
def lines() -> io.StringIO:
    """Collect the log."""
    kept = io.StringIO()
    logs.set_up("INFO", kept)
    return kept


def clean(status: int, text: str) -> bool:
    return status in CLEAN and "Traceback" not in text and "Error" not in text


async def faulty(place: Town, base: dict[str, Any], fields: frozenset[str]) -> list[object]:
    """Put every odd value in every place below some fields; return what met no clean status."""
    faults: list[object] = []
    for path in paths(base):
        if path[0] not in fields or path == KIND:
            continue
        for number, value in enumerate(ODD):
            body = changed(base, path, value)
            if path != ("id",):
                body["id"] = f"{base['id']}-{path}-{number}"
            status, text = await place.post(body)
            if not clean(status, text):
                faults.append((path, str(value)[:40], status))
    return faults


async def test_every_field_of_every_type_gets_a_clean_status(
    here: Town, lines: io.StringIO
) -> None:
    # With another service URL or way of delivery the replies would be sent, to wherever.
    fixed = {"serviceUrl", "deliveryMode"}
    for name, base in bases(here).items():
        assert await faulty(here, base, frozenset(base.keys() - fixed)) == [], name
    assert MARKER not in lines.getvalue()


async def test_a_kind_of_conversation_of_any_type_gets_a_clean_status(here: Town) -> None:
    for value in ODD:
        status, text = await here.post(changed(here.wire(MEMBER, text="apua"), KIND, value))
        assert clean(status, text), value


async def test_each_database_stands_ids_of_any_kind(guarded: Town, lines: io.StringIO) -> None:
    ids = frozenset({"id", "from", "conversation", "recipient", "value"})
    assert await faulty(guarded, bases(guarded)["submit"], ids) == []
    assert MARKER not in lines.getvalue()


async def test_any_json_at_all_gets_a_clean_status(here: Town) -> None:
    faults = []

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    @given(JSON)
    def collect(value: object) -> None:
        values.append(value)

    values: list[object] = []
    collect()
    for value in values:
        bodies = [value, {"type": "message", "value": value}]
        bodies += [here.wire(MEMBER, **{name: value}) for name in ("text", "value", "entities")]
        bodies.append(here.wire(MEMBER, value={"verb": "programme.actions", "goal": value}))
        for body in bodies:
            status, text = await here.post(json.dumps(body).encode())
            if not clean(status, text):
                faults.append((body, status))
    assert faults == []


async def test_every_button_takes_any_data(here: Town, lines: io.StringIO) -> None:
    names = "key programme goal owner state kind from question ask named language request about"
    faults = []
    for verb in router.BUTTONS:
        for value in ODD:
            body = here.wire(MEMBER, value={"verb": verb, **dict.fromkeys(names.split(), value)})
            status, text = await here.post(body)
            if not clean(status, text) or "Jokin meni vikaan" in str(json.loads(text)):
                faults.append((verb, str(value)[:40], status))
    assert faults == []
    assert MARKER not in lines.getvalue()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 400),
        (b"[" * 400_000, {}, 400),
        (b'{"type":' * 100_000, {}, 400),
        (b'{"type":"message","value":' + b"[" * 50_000 + b"]" * 50_000 + b"}", {}, 400),
        (b'{"type":"message","id":' + b"9" * 5000 + b"}", {}, 400),
        (b'{"type":"message","text":"\xff\xfe"}', {}, 400),
        (b'{"type":"message","type":[1]}', {}, 400),
        (b"x" * 1_100_000, {}, 413),
        (gzip.compress(b" " * 50_000_000), {"Content-Encoding": "gzip"}, 413),
        (b'{"type":"message"}', {"Content-Encoding": "gzip"}, 400),
        (zlib.compress(b"{}")[:-3], {"Content-Encoding": "deflate"}, 400),
        (b'{"type":"message"}', {"Content-Type": "text/plain"}, 415),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, bytes) else None,
)
async def test_a_body_that_is_no_activity_is_refused(
    here: Town, body: bytes, headers: dict[str, str], status: int
) -> None:
    kind = {"Content-Type": "application/json"} | headers
    door = f"{here.url}/api/messages"
    async with here.http.post(door, data=io.BytesIO(body), headers=kind) as answer:
        assert answer.status == status
    told = await here.say(MEMBER, "apua")  # and the next one is served
    assert "Luotsi" in told or "auttaa" in told


SERVICE_URLS = (
    "http://169.254.169.254/",
    "file:///etc/passwd",
    "http://user@127.0.0.1/",
    "http://127.0.0.1:80@evil.example/",
    "http://127.0.0.1\\@evil.example/",
    "http://127.0.0.1\t.evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba\u3002trafficmanager.net/",
    "https://xn--smba-.trafficmanager.net/",
    "https://smba.trafficmanager.net:444/",
    "http://smba.trafficmanager.net/",
    "http://2130706433/",
    "http://127.1/",
    "http://localhost.evil.example/",
    "//127.0.0.1/",
    "",
    None,
    5,
)


async def test_a_service_url_of_another_host_is_refused(here: Town, stub: StubConnector) -> None:
    for url in SERVICE_URLS:
        body = here.wire(MEMBER, text="apua", serviceUrl=url, deliveryMode=None)
        assert (await here.post(body))[0] == 403, url
    assert stub.got == []
    async with here.running.council.records() as records:
        assert await records.people.addresses(MEMBER.person.key) == []


AUTHORITY = st.text(st.sampled_from("smba.trafficmanager.net@:/\\#?%[]\t\n \x00evil127.0.0.1。"))


@given(
    st.tuples(
        st.sampled_from(["https://", "http://", "HTTPS:", " https://", "https:/\\"]),
        st.sampled_from(["", "smba.trafficmanager.net", "127.0.0.1"]),
        AUTHORITY,
    ).map("".join)
)
def test_an_allowed_url_leads_to_an_allowed_host_whoever_reads_it(url: str) -> None:
    """Two readers of URLs may differ: what one allows, the other must not send elsewhere."""
    hosts = OutboundHosts(frozenset({"smba.trafficmanager.net"}), loopback=True)
    if hosts.allows(url):
        try:
            host = _url(url, "a:1", "m").host
        except ValueError:
            return  # then nothing is sent at all
        assert host == "smba.trafficmanager.net" or is_loopback(host or "")


@given(st.text(min_size=1), st.text(min_size=1))
def test_an_id_stays_one_step_of_its_path(conversation: str, message: str) -> None:
    conversation, message = (
        text.encode("utf-8", "replace").decode() for text in (conversation, message)
    )
    try:
        url = _url("https://smba.trafficmanager.net/emea/", conversation, message)
    except SendFailedError:
        assert {conversation, message} & {".", ".."}
        return
    # As a server reads it that takes steps up and down for what they are.
    read = URL(str(url))
    assert len(read.raw_parts) == len(url.raw_parts) == 7
    assert read.raw_path.startswith("/emea/v3/conversations/")


async def test_a_redirect_is_not_followed(here: Town, stub: StubConnector) -> None:
    for status in (301, 302, 303, 307, 308):
        stub.got.clear()
        stub.script.append((status, {"Location": f"{stub.url}elsewhere"}))
        there = {"id": f"a:{status}", "conversationType": "personal"}
        body = here.wire(MEMBER, text="apua", conversation=there, deliveryMode=None)
        assert (await here.post(body))[0] == 201
        assert [got.path.split("/")[-3:-2] for got in stub.got] == [[f"a%3A{status}"]]
