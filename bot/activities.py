"""Activities as turns, and replies as activities: the only place that knows their shape.

An activity is read from its JSON as it came (Bot Framework Activity schema). Nothing in it is
taken for granted: a field may be missing, of another type, or as long as it likes.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any, TypeAlias
from uuid import uuid4

from council.people import Address
from dialogs.turn import Citation, Happening, Reply, Turn

Wire: TypeAlias = dict[str, Any]  # an activity as JSON has it

TEAMS = "msteams"
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
FAULT = "application/vnd.microsoft.error"
PRESSED = "adaptiveCard/action"
FEEDBACK = "message/submitAction"
PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"

LONGEST_ID = 500
LONGEST_ENTRA_ID = 100  # Entra's are 36; PostgreSQL indexes no key of some thousand bytes
LONGEST_NAME = 200
LONGEST_TEXT = 30_000
MOST_VALUES = 60
SUMMARY = 200  # characters of a notification
# Microsoft's page "Bot messages with AI-generated content": 20 citations, names of 80 characters,
# abstracts of 160.
MOST_CITATIONS, CITED_NAME, CITED_ABSTRACT = 20, 80, 160
WELCOME_WINDOW = 60  # seconds in which a second sign of the same arrival is the same arrival

_THREAD = re.compile(r";messageid=.*\Z", re.DOTALL)
_SPACE = re.compile(r"[ \t\xa0]+")
_MARK = re.compile(r"\[(\d+)\]")
_SPACED_MARK = re.compile(r"\s*\[\d+\]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class UnreadableError(Exception):
    """What came is no activity that can be answered."""


def read(wire: Mapping[str, Any], now: datetime) -> Turn | None:
    """Read an activity as a turn; None where nobody waits for an answer.

    Raises:
        UnreadableError: ids are missing or of an impossible length.
    """
    happening = _happening(wire)
    if happening is None:
        return None
    channel, conversation = key(wire, "channelId"), key(_part(wire, "conversation"), "id")
    if not channel or not conversation:
        raise UnreadableError("no channel or conversation")
    person, kind = _person(wire, channel), _kind(wire)
    if happening is Happening.WORDS and kind != PERSONAL and not any(_own_mentions(wire)):
        return None  # in a shared conversation people also talk to each other
    pressed = _pressed(wire) if happening is Happening.PRESS else {}
    return Turn(
        id=f"{channel}/{_plain(conversation)}/{_own_id(wire, happening, now)}",
        happening=happening,
        conversation=conversation,
        kind=kind,
        person=person,
        name=clean(_part(wire, "from").get("name"))[:LONGEST_NAME],
        room="" if kind == PERSONAL else f"{_tenant(wire) or channel}/{_room(conversation)}",
        text=_words(wire) if happening is Happening.WORDS else "",
        verb=clean(pressed.pop("verb", ""))[:LONGEST_NAME],
        values=pressed,
        locale=_locale(wire),
        address=_address(wire, kind, person),
    )


def clean(value: object) -> str:
    """Return a string that can be stored and sent, '' for what is no string.

    JSON may carry halves of surrogate pairs, which no encoding can write, and NUL, which
    PostgreSQL refuses.
    """
    if not isinstance(value, str):
        return ""
    return value if value.isascii() and "\0" not in value else _UNWRITABLE.sub("\ufffd", value)


def key(part: Mapping[str, Any], name: str) -> str:
    """Return an id, or '' where there is none. Raises UnreadableError where it is too long."""
    value = clean(part.get(name))
    if len(value) > LONGEST_ID:
        raise UnreadableError(f"{name} is too long")
    return value


def correlation(wire: Mapping[str, Any]) -> str:
    """Return the correlation key of an activity, whatever it lacks."""
    conversation = clean(_part(wire, "conversation").get("id"))
    return f"{clean(wire.get('channelId'))}/{conversation}/{clean(wire.get('id'))}"


def _happening(wire: Mapping[str, Any]) -> Happening | None:
    kind = wire.get("type")
    if kind == "message":
        # A card's Action.Submit arrives as a message without words and with a value.
        return Happening.PRESS if _part(wire, "value").get("verb") else Happening.WORDS
    if kind == "invoke":
        return Happening.PRESS if wire.get("name") == PRESSED else None
    if kind == "installationUpdate":
        return {"add": Happening.ARRIVED, "remove": Happening.LEFT}.get(clean(wire.get("action")))
    if kind == "conversationUpdate":
        if _is_among(wire, "membersAdded"):
            return Happening.ARRIVED
        if _is_among(wire, "membersRemoved"):
            return Happening.LEFT
    return None


def _is_among(wire: Mapping[str, Any], members: str) -> bool:
    us = clean(_part(wire, "recipient").get("id"))
    return bool(us) and any(member.get("id") == us for member in _parts(wire, members))


def _own_id(wire: Mapping[str, Any], happening: Happening, now: datetime) -> str:
    """Return what makes a turn the same turn when it comes again."""
    if happening is Happening.ARRIVED:
        # An installation is told twice, as installationUpdate and as conversationUpdate, with
        # different activity ids; people want one welcome.
        told = _moment(wire, now)
        return f"arrived/{int(told.timestamp()) // WELCOME_WINDOW}"
    return _plain(key(wire, "id")) or f"unnamed/{uuid4().hex}"


def _plain(part: str) -> str:
    """Return an id without slashes, so that joined ids of two turns are never the same."""
    return part.replace("%", "%25").replace("/", "%2F")


def _moment(wire: Mapping[str, Any], now: datetime) -> datetime:
    try:
        told = datetime.fromisoformat(clean(wire.get("timestamp")))
    except ValueError:
        return now
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _person(wire: Mapping[str, Any], channel: str) -> str:
    sender, tenant = _part(wire, "from"), _tenant(wire)
    entra = key(sender, "aadObjectId")
    if len(entra) > LONGEST_ENTRA_ID or len(tenant) > LONGEST_ENTRA_ID:
        raise UnreadableError("an Entra id is too long")
    if not entra and not key(sender, "id"):
        raise UnreadableError("nobody sent it")
    return f"{tenant}/{entra}" if tenant and entra else f"{channel}/{key(sender, 'id')}"


def _tenant(wire: Mapping[str, Any]) -> str:
    of_channel = _part(_part(wire, "channelData"), "tenant")
    return key(_part(wire, "conversation"), "tenantId") or key(of_channel, "id")


def _kind(wire: Mapping[str, Any]) -> str:
    conversation = _part(wire, "conversation")
    kind = conversation.get("conversationType")
    if isinstance(kind, str) and kind in {PERSONAL, GROUP, CHANNEL}:
        return kind
    # Of what is not known it is assumed that others read along. Teams always tells; the emulator
    # has no kinds, only groups.
    alone = wire.get("channelId") != TEAMS and not kind and not conversation.get("isGroup")
    return PERSONAL if alone else GROUP


def _room(conversation: str) -> str:
    """Return the id of a conversation without the thread of a channel."""
    return _THREAD.sub("", conversation)


def _words(wire: Mapping[str, Any]) -> str:
    """Return what was written, without our own mention and without the chat's typography."""
    text = clean(wire.get("text"))[:LONGEST_TEXT]
    for mention in _own_mentions(wire):
        said = clean(mention.get("text"))
        text = text.replace(said, " ", 1) if said else text
    if wire.get("textFormat") == "xml":
        text = unescape(text)
    return _SPACE.sub(" ", text.replace("&nbsp;", " ")).strip()


def _own_mentions(wire: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    us = clean(_part(wire, "recipient").get("id"))
    for entity in _parts(wire, "entities"):
        if entity.get("type") == "mention" and us and _part(entity, "mentioned").get("id") == us:
            yield entity


def _pressed(wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return a button's data and the card's inputs, flat, with its verb among them."""
    value = _part(wire, "value")
    if wire.get("type") == "message":
        return _flat(value)
    action = _part(value, "action")
    verb = clean(action.get("verb"))
    if not verb:
        raise UnreadableError("a button without a verb")
    return _flat(_part(action, "data")) | {"verb": verb}


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave plain values; a card of ours sends no others."""
    kept: dict[str, Any] = {}
    for name, value in list(values.items())[:MOST_VALUES]:
        if isinstance(value, str):
            kept[clean(name)] = clean(value)[:LONGEST_TEXT]
        elif isinstance(value, bool | int | float):
            kept[clean(name)] = value
    return kept


def _locale(wire: Mapping[str, Any]) -> str:
    if locale := clean(wire.get("locale")):
        return locale[:35]
    for entity in _parts(wire, "entities"):
        if entity.get("type") == "clientInfo":
            return clean(entity.get("locale"))[:35]
    return ""


def _address(wire: Mapping[str, Any], kind: str, person: str) -> Address:
    sender = _part(wire, "from")
    return Address(
        conversation=key(_part(wire, "conversation"), "id"),
        kind=kind,
        service_url=clean(wire.get("serviceUrl"))[:LONGEST_ID],
        channel=key(wire, "channelId"),
        tenant=_tenant(wire),
        bot=key(_part(wire, "recipient"), "id"),
        user="" if kind == CHANNEL else key(sender, "id"),
        person=person if kind == PERSONAL else "",
    )


def _part(wire: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = wire.get(name)
    return part if isinstance(part, dict) else {}


def _parts(wire: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    parts = wire.get(name)
    return (
        (part for part in parts if isinstance(part, dict)) if isinstance(parts, list) else iter(())
    )


def message(reply: Reply, address: Address, reply_to: str = "") -> Wire:
    """Return a reply as the activity that carries it to an address.

    A card says everything, so the words beside it are few: none, or with citations those that
    their numbers stand in, since Teams looks for them in the text alone. The summary is what
    notifications and lists of chats show.
    """
    wire = _to(address, "message", reply_to)
    wire["summary"] = _lead(reply.text)
    if reply.card is None:
        wire["text"] = _numbered(reply.text, reply.citations)
    else:
        wire["attachments"] = [{"contentType": CARD, "content": reply.card}]
        wire["inputHint"] = "acceptingInput"
        if isinstance(language := reply.card.get("lang"), str):
            wire["locale"] = language
        if reply.citations:
            wire["text"] = _numbered(reply.beside, reply.citations)
    if "text" in wire:
        wire["textFormat"] = "plain"  # what documents and people wrote is shown, not rendered
    if reply.citations:
        wire["entities"] = [_cited(reply.citations)]
    return wire


def typing(address: Address, reply_to: str = "") -> Wire:
    """Return the activity that shows that an answer is on its way."""
    return _to(address, "typing", reply_to)


def invoke_body(reply: Reply | None) -> Wire:
    """Return the answer to a pressed button: a card in the card's place, or words.

    The shape is that of Universal Actions; no words leave everything as it is.
    """
    if reply is not None and reply.card is not None:
        return {"statusCode": 200, "type": CARD, "value": reply.card}
    return {"statusCode": 200, "type": MESSAGE, "value": "" if reply is None else reply.text}


def _to(address: Address, kind: str, reply_to: str) -> Wire:
    wire: Wire = {
        "type": kind,
        "channelId": address.channel,
        "serviceUrl": address.service_url,
        "from": {"id": address.bot},
        "conversation": {"id": address.conversation},
    }
    if address.user:
        wire["recipient"] = {"id": address.user}
    if reply_to:
        wire["replyToId"] = reply_to
    return wire


def _lead(text: str) -> str:
    """Return the first line with words, without numbers of sources, as long as a notification."""
    lines = (_SPACED_MARK.sub("", line).strip() for line in text.splitlines())
    first = next(filter(None, lines), "")
    return first if len(first) <= SUMMARY else first[: SUMMARY - 1].rstrip() + "…"


def _numbered(text: str, citations: tuple[Citation, ...]) -> str:
    """Return a text in which every citation's number stands; Teams shows no others."""
    present = set(_MARK.findall(text))
    numbers = map(str, range(1, min(len(citations), MOST_CITATIONS) + 1))
    absent = " ".join(f"[{number}]" for number in numbers if number not in present)
    return f"{text} {absent}".strip() if absent else text


def _cited(citations: tuple[Citation, ...]) -> Wire:
    """Return the entity that carries citations.

    It is the one that can also say that an answer was made by AI. Luotsi's are not: they are
    found, not written.
    """
    claims = []
    for number, citation in enumerate(citations[:MOST_CITATIONS], start=1):
        source = {
            "@type": "DigitalDocument",
            "name": citation.name[:CITED_NAME],
            "abstract": citation.abstract[:CITED_ABSTRACT],
        }
        if citation.url.startswith("https://"):
            source["url"] = citation.url
        claims.append({"@type": "Claim", "position": number, "appearance": source})
    return {
        "type": "https://schema.org/Message",
        "@type": "Message",
        "@context": "https://schema.org",
        "@id": "",
        "citation": claims,
    }
