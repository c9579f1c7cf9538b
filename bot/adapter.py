"""botbuilder's adapter with its HTTP side and its sending replaced; see decision 0002."""

import asyncio
import json
import logging
from abc import abstractmethod
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Protocol

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext, serializer_helper
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    DeliveryModes,
    ResourceResponse,
)
from botframework.connector.auth import AuthenticateRequestResult
from msrest.serialization import Model

from bot import logs
from bot.activities import TEAMS, UnreadableError, Wire, correlation
from bot.identity import Authentication, check_issuer
from bot.metrics import Metrics
from bot.sending import Sender
from bot.signing import NoSigningKeysError

log = logging.getLogger(__name__)

READING = 10.0  # seconds that a body may take to arrive
INTERNAL = frozenset({ActivityTypes.invoke_response, ActivityTypes.trace, "delay"})


class RefusedError(Exception):
    """A request is not let in; `status` is what it is answered with."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        """Keep the status and a word for the log."""
        super().__init__(status, code)
        self.status = status
        self.code = code


class Bot(Protocol):
    """What turns are given to."""

    async def on_turn(self, context: TurnContext) -> None:
        """Answer the turn of a context."""
        ...


class Adapter(CloudAdapter):
    """Lets activities in over HTTP, and sends over the one pooled session."""

    def __init__(self, authentication: Any, sender: Sender, metrics: Metrics) -> None:  # noqa: ANN401 - an untyped library
        """Let in whom `admit` lets in; send with a sender."""
        super().__init__(authentication)
        self.sender = sender
        self._metrics = metrics

    @abstractmethod
    async def admit(self, request: web.Request, activity: Activity) -> AuthenticateRequestResult:
        """Return who sends an activity. Raises RefusedError."""

    async def process(
        self,
        request: web.Request,
        bot: Bot,
        ws_response: object = None,  # noqa: ARG002 - botbuilder's signature
    ) -> web.Response:
        """Answer one HTTP request.

        201 for an activity, the bot's own answer for an invoke; 400 for what is no activity, 401
        without a token, 403 with one that is not for us, 413, 415, and 503 where no token can be
        checked just now.
        """
        try:
            wire = await read_body(request)
            name = logs.correlate(correlation(wire))
            activity = skeleton(wire)
            admitted = await self._let_in(request, activity)
            answer = await self.process_activity(admitted, activity, bot.on_turn)
        except RefusedError as refused:
            return self._refused(refused)
        except UnreadableError:
            return self._refused(RefusedError(HTTPStatus.BAD_REQUEST, "Activity"))
        headers = {"X-Correlation-Id": name}
        if answer is None:
            return web.Response(status=HTTPStatus.CREATED, headers=headers)
        body = None if answer.body is None else json.dumps(_plain(answer.body)).encode()
        return web.Response(
            status=int(answer.status), body=body, content_type="application/json", headers=headers
        )

    async def _let_in(self, request: web.Request, activity: Activity) -> AuthenticateRequestResult:
        admitted = await self.admit(request, activity)
        # Before the address is kept, and before anything, with our token, is sent there.
        if not self.sender.hosts.allows(activity.service_url or ""):
            raise RefusedError(HTTPStatus.FORBIDDEN, "ServiceUrl")
        return admitted

    def _refused(self, refused: RefusedError) -> web.Response:
        self._metrics.refused(refused.status)
        cause = type(refused.__cause__).__name__ if refused.__cause__ else ""
        told = {"status": int(refused.status), "code": refused.code, "error": cause}
        log.warning("request refused", extra=told)
        response = web.Response(status=refused.status)
        if isinstance(refused.__cause__, web.RequestPayloadError):
            response.force_close()  # what follows on the connection cannot be told from the body
        return response

    async def send_activities(
        self, context: TurnContext, activities: Sequence[Activity]
    ) -> list[ResourceResponse]:
        """Send botbuilder's activities. Raises SendFailedError."""
        sent: list[ResourceResponse] = []
        for activity in activities:
            if activity.type in INTERNAL:  # these never go to the wire
                sent += await super().send_activities(context, [activity])
                continue
            activity.id = None
            sent.append(ResourceResponse(id=await self.sender.send(_plain(activity))))
        return sent

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:  # noqa: ARG002 - botbuilder's signature
        """Put an activity in the place of the message with its id. Raises SendFailedError."""
        return ResourceResponse(id=await self.sender.update(_plain(activity), activity.id))

    async def delete_activity(
        self,
        context: TurnContext,  # noqa: ARG002 - botbuilder's signature
        reference: ConversationReference,
    ) -> None:
        """Delete the message that a reference names. Raises SendFailedError."""
        place = {
            "serviceUrl": reference.service_url,
            "conversation": {"id": reference.conversation.id},
        }
        await self.sender.delete(place, reference.activity_id)

    def _process_turn_results(self, context: TurnContext) -> InvokeResponse | None:
        """Return what the request is answered with; botbuilder's own cannot carry plain JSON."""
        kept = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        if kept is not None:
            return kept.value
        activity = context.activity
        if activity.type == ActivityTypes.invoke:
            return InvokeResponse(status=HTTPStatus.NOT_IMPLEMENTED)
        if activity.delivery_mode == DeliveryModes.expect_replies:
            replies = [_plain(reply) for reply in context.buffered_reply_activities]
            return InvokeResponse(status=HTTPStatus.OK, body={"activities": replies})
        return None


class TeamsAdapter(Adapter):
    """Lets in what the Bot Connector has signed for this app, and nothing else."""

    def __init__(self, authentication: Authentication, sender: Sender, metrics: Metrics) -> None:
        """Check tokens with `authentication`."""
        super().__init__(authentication, sender, metrics)

    async def admit(self, request: web.Request, activity: Activity) -> AuthenticateRequestResult:
        """Check the token of a request."""
        header = request.headers.get("Authorization", "")
        if not header:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "NoToken")
        if activity.channel_id != TEAMS or not activity.service_url:
            raise RefusedError(HTTPStatus.FORBIDDEN, "Channel")
        try:
            check_issuer(header)  # closes botbuilder's ways in for emulators and other bots
            result = await self.bot_framework_authentication.authenticate_request(activity, header)
        except PermissionError as error:
            raise RefusedError(HTTPStatus.FORBIDDEN, "NotForUs") from error
        except NoSigningKeysError as error:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "NoSigningKeys") from error
        except Exception as error:  # PyJWT's errors, and bare exceptions of botbuilder's
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "BadToken") from error
        if not (result and result.claims_identity and result.claims_identity.is_authenticated):
            raise RefusedError(HTTPStatus.FORBIDDEN, "NoIdentity")
        return result


async def read_body(request: web.Request) -> Wire:
    """Return the JSON of an activity; aiohttp itself refuses what is too large.

    Raises:
        RefusedError: there is no activity in the body.
    """
    if request.content_type != "application/json":
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "ContentType")
    try:
        async with asyncio.timeout(READING):
            body = await request.read()
        wire = json.loads(body)
    except TimeoutError as error:
        raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, "Slow") from error
    except web.RequestPayloadError as error:  # compressed or chunked, and not well
        raise RefusedError(HTTPStatus.BAD_REQUEST, "Payload") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "Json") from error
    if not isinstance(wire, dict) or not isinstance(wire.get("type"), str) or not wire["type"]:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "Activity")
    return wire


def skeleton(wire: Wire) -> Activity:
    """Return what botbuilder itself looks at in an activity; the whole is in its extra properties.

    Reading every field into botbuilder's classes takes longer than the rest of the way in.
    """

    def text(name: str, part: Any = wire) -> str | None:  # noqa: ANN401 - JSON
        value = part.get(name) if isinstance(part, dict) else None
        return value if isinstance(value, str) else None

    activity = Activity(
        type=text("type"),
        id=text("id"),
        name=text("name"),
        channel_id=text("channelId"),
        service_url=text("serviceUrl"),
        delivery_mode=text("deliveryMode"),
        conversation=ConversationAccount(id=text("id", wire.get("conversation"))),
        from_property=ChannelAccount(id=text("id", wire.get("from"))),
        recipient=ChannelAccount(id=text("id", wire.get("recipient"))),
    )
    activity.additional_properties = wire
    return activity


def answer_invoke(context: TurnContext, body: object) -> None:
    """Have an invoke answered with 200 and this JSON."""
    kept = Activity(type=ActivityTypes.invoke_response)
    kept.value = InvokeResponse(status=HTTPStatus.OK, body=body)
    context.turn_state[Adapter._INVOKE_RESPONSE_KEY] = kept  # noqa: SLF001 - botbuilder's own key


def _plain(body: Any) -> Any:  # noqa: ANN401 - JSON
    return serializer_helper(body) if isinstance(body, Model) else body
