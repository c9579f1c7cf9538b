"""Talks to a running Luotsi through its HTTP door, with activities like those of Teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.chat_cards import CARD, Button, Json, buttons
from bot.chat_people import CHANNEL, PARTS, PERSONAL, TENANT, Part, speaker
from bot.connector import Arrival, Connector, Deed
from dialogs import plain

BOT = {"id": "28:luotsi", "name": "Luotsi"}
WIDE = 76  # characters in a row of buttons
CLOCK = "/demo/clock"
PATIENCE = 10.0  # seconds for a reply that comes after the request has been answered
LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


class ChatError(Exception):
    """The conversation cannot go on; says why in plain words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What Luotsi said, as it reads in a terminal."""

    text: str
    buttons: tuple[Button, ...] = ()


def numbered(text: str, found: Sequence[Button], first: int) -> str:
    """Return a card's text with its buttons numbered where they stand, side by side in a row."""
    lines: list[str] = []
    left = list(enumerate(found, first))
    after_button = False
    for line in text.split("\n"):
        is_button = bool(left) and line == f"[{left[0][1].label}]"
        if is_button:
            number, button = left.pop(0)
            line = f"({number}) {button.label}"  # noqa: PLW2901 - the same line, as it is shown
        if is_button and after_button and len(lines[-1]) + len(line) < WIDE:
            lines[-1] += f"  {line}"
        else:
            lines.append(line)
        after_button = is_button
    return "\n".join([*lines, *(f"({number}) {button.label}" for number, button in left)])


def _refusal(status: int, path: str) -> str:
    """Say in plain words why the service took something not."""
    if path == CLOCK:
        if status == HTTPStatus.BAD_REQUEST:
            return "That is no moment; write it like 2023-04-17T12:00."
        return "The clock can be set in demo mode only."
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "That service is not in demo mode: it takes messages from Teams alone."
    return f"The service answered {status}."


class Client:
    """A Teams client in miniature: several people, each in a conversation of their own."""

    def __init__(
        self, session: ClientSession, connector: Connector, url: str, *, language: str = "fi"
    ) -> None:
        """Talk to the service at `url`; replies come to `connector`.

        Without a language Luotsi answers in that of each question, as if Teams did not tell one.
        """
        self._session = session
        self._connector = connector
        self._url = url.rstrip("/")
        self._locale = LOCALES.get(language, language)
        self._visit = uuid4().hex
        self._met: set[str] = set()
        self._buttons: dict[str, tuple[Button, ...]] = {}

    async def arrive(self, part: Part) -> list[Said]:
        """Add Luotsi to a conversation, as installing the app does."""
        self._met.add(part.role)
        activity = self._activity(part, "installationUpdate") | {"action": "add"}
        await self._post(activity)
        return await self._replies(part)

    async def meet(self, part: Part) -> list[Said]:
        """Add Luotsi to a conversation unless that has been done."""
        return [] if part.role in self._met else await self.arrive(part)

    async def say(self, part: Part, text: str) -> list[Said]:
        """Write to Luotsi; in a shared conversation Luotsi is mentioned."""
        await self.meet(part)
        activity = self._activity(part, "message") | {"text": text, "textFormat": "plain"}
        if part.kind != PERSONAL:
            mention = f"<at>{BOT['name']}</at>"
            activity["text"] = f"{mention} {text}"
            activity["entities"].append({"type": "mention", "mentioned": BOT, "text": mention})
        await self._post(activity)
        return await self._replies(part)

    async def press(
        self, part: Part, choice: str, values: Mapping[str, str] | None = None
    ) -> list[Said]:
        """Press a button by its number or label. Raises ChatError where there is no such button."""
        button = self.button(part, choice)
        if button.kind == "Action.OpenUrl":
            return [Said(f"→ {button.url}", self._buttons[part.role])]
        inputs = {f.id: f.value for f in button.fields if f.value} | dict(values or {})
        data = {**button.data, **inputs}
        if button.kind == "Action.Submit":
            await self._post(self._activity(part, "message", button.message) | {"value": data})
            return await self._replies(part)
        action = {
            "type": button.kind,
            "title": button.label,
            "verb": button.verb,
            "data": data,
        }
        activity = self._activity(part, "invoke", button.message) | {
            "name": "adaptiveCard/action",
            "value": {"action": action, "trigger": "manual"},
        }
        return await self._after_press(part, await self._post(activity), button)

    def button(self, part: Part, choice: str) -> Button:
        """Find a button of what was said last, by its number or label."""
        known = self._buttons.get(part.role, ())
        if choice.isdecimal() and 1 <= int(choice) <= len(known):
            return known[int(choice) - 1]
        wanted = choice.casefold()
        for button in known:
            if button.label.casefold() == wanted:
                return button
        labels = ", ".join(f"{i} {b.label}" for i, b in enumerate(known, 1)) or "none"
        raise ChatError(f"There is no button '{choice}'. Buttons: {labels}.")

    def has_buttons(self, part: Part) -> bool:
        """Tell whether what was said last has buttons."""
        return bool(self._buttons.get(part.role))

    async def next(self, part: Part, seconds: float) -> list[Said]:
        """Wait for something that Luotsi says by itself; empty when nothing comes."""
        arrival = await self._connector.next(self._where(part), seconds)
        return [self._said(part, arrival)] if arrival else []

    async def clock(self, now: str) -> list[Said]:
        """Set the clock of a service in demo mode (ISO 8601, local time); empty frees it.

        Returns what the service wrote to anybody by then, each with whom it was written to.
        """
        await self._send(CLOCK, {"now": now or None})
        return [
            Said(f"@ {part.role}\n{said.text}", said.buttons)
            for part in PARTS
            for said in self._unasked(part)
        ]

    def _unasked(self, part: Part) -> list[Said]:
        """Return what has been written to somebody unasked; a card drawn anew begins with '↻'."""
        arrived = self._connector.waiting(self._where(part))
        return [
            replace(said, text=f"↻ {said.text}") if arrival.deed is Deed.UPDATE else said
            for arrival in arrived
            for said in [self._said(part, arrival)]
        ]

    async def ready(self) -> bool:
        """Tell whether a service answers there."""
        try:
            async with self._session.get(
                f"{self._url}/healthz", timeout=ClientTimeout(total=5)
            ) as response:
                return response.status == HTTPStatus.OK
        except (ClientError, TimeoutError):
            return False

    async def _after_press(self, part: Part, answer: Any, button: Button) -> list[Said]:  # noqa: ANN401 - JSON enters here
        body = answer if isinstance(answer, dict) else {}
        value = body.get("value")
        waiting = [self._said(part, a) for a in self._connector.waiting(self._where(part))]
        if body.get("type") == CARD and isinstance(value, dict):
            return [self._shown(part, "", [value], button.message), *waiting]
        if isinstance(value, str) and value:
            return [Said(value), *waiting]
        if isinstance(value, dict) and value.get("message"):
            return [Said(str(value["message"])), *waiting]
        return waiting or await self._replies(part)

    def _where(self, part: Part) -> str:
        return part.visited(self._visit)

    async def _replies(self, part: Part) -> list[Said]:
        arrived = self._connector.waiting(self._where(part))
        if not arrived:
            late = await self._connector.next(self._where(part), PATIENCE)
            arrived = [late] if late else []
        return [self._said(part, arrival) for arrival in arrived]

    def _said(self, part: Part, arrival: Arrival) -> Said:
        if arrival.deed is Deed.DELETE:
            return Said("(×)")
        cards = [
            attachment["content"]
            for attachment in arrival.activity.get("attachments") or []
            if attachment.get("contentType") == CARD
        ]
        return self._shown(part, str(arrival.activity.get("text") or ""), cards, arrival.id)

    def _shown(self, part: Part, text: str, cards: list[Json], message: str) -> Said:
        parts = [text]
        found: list[Button] = []
        for card in cards:
            own = buttons(card, message)
            parts.append(numbered(plain.text(card, buttons=True), own, len(found) + 1))
            found += own
        self._buttons[part.role] = tuple(found)
        return Said("\n\n".join(each for each in parts if each), tuple(found))

    def _activity(self, part: Part, kind: str, reply_to: str = "") -> Json:
        writer = speaker(part)
        now = datetime.now(UTC)
        activity: Json = {
            "type": kind,
            "id": uuid4().hex,
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimezone": "Europe/Helsinki",
            "channelId": "msteams",
            "serviceUrl": self._connector.url,
            "from": {"id": writer.user_id, "name": writer.name, "aadObjectId": writer.object_id},
            "recipient": BOT,
            "conversation": {
                "id": self._where(part),
                "conversationType": part.kind,
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [],
        }
        if self._locale:
            told = {"type": "clientInfo", "locale": self._locale, "country": "FI"}
            activity |= {"locale": self._locale, "entities": [told]}
        if part.kind != PERSONAL:
            activity["conversation"]["isGroup"] = True
        if part.kind == CHANNEL:
            room = part.conversation
            activity["channelData"] |= {"team": {"id": room}, "channel": {"id": room}}
        return activity | ({"replyToId": reply_to} if reply_to else {})

    async def _post(self, activity: Json) -> Any:  # noqa: ANN401 - JSON enters here
        return await self._send("/api/messages", activity)

    async def _send(self, path: str, body: Json) -> Any:  # noqa: ANN401 - JSON enters here
        try:
            async with self._session.post(self._url + path, json=body) as response:
                if response.status >= HTTPStatus.BAD_REQUEST:
                    raise ChatError(_refusal(response.status, path))
                if response.content_type != "application/json":
                    return None
                return await response.json()
        except (ClientError, TimeoutError) as error:
            raise ChatError(f"The service at {self._url} cannot be reached.") from error
