"""The way in without tokens, for the terminal client and the Playground on the same machine.

It is a class of its own and not a setting of the other one: no typing error in the environment can
turn authentication off. It can be made in demo mode only, and answers the loopback only.
"""

from http import HTTPStatus

from aiohttp import web
from botbuilder.schema import Activity
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    MicrosoftAppCredentials,
)

from bot.activities import TEAMS
from bot.adapter import Adapter, RefusedError
from bot.identity import KeptConnectors
from bot.metrics import Metrics
from bot.sending import Sender
from bot.settings import Settings, is_loopback

CHANNELS = frozenset({TEAMS, "emulator"})


class _Unsigned(ConnectorFactory):
    """Makes connector clients that carry no token."""

    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:  # noqa: ARG002 - botbuilder's signature
        return ConnectorClient(MicrosoftAppCredentials.empty(), base_url=service_url)


class _Anybody(BotFrameworkAuthentication):
    """Takes everybody for who they say they are."""

    def __init__(self) -> None:
        self._connectors = KeptConnectors(_Unsigned())

    async def authenticate_request(
        self,
        activity: Activity,  # noqa: ARG002 - botbuilder's signature
        auth_header: str,  # noqa: ARG002 - botbuilder's signature
    ) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        kind = AuthenticationConstants.ANONYMOUS_AUTH_TYPE
        result.claims_identity = ClaimsIdentity({}, True, kind)  # noqa: FBT003 - an untyped library
        result.audience = None
        result.caller_id = None
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(
        self,
        auth_header: str,  # noqa: ARG002 - botbuilder's signature
        channel_id_header: str,  # noqa: ARG002 - botbuilder's signature
    ) -> AuthenticateRequestResult:
        raise PermissionError("no streaming")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002 - botbuilder's signature
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:  # noqa: ARG002 - botbuilder's signature
        return None


class LocalAdapter(Adapter):
    """Lets in whoever calls from this machine."""

    def __init__(self, settings: Settings, sender: Sender, metrics: Metrics) -> None:
        """Refuse to be made outside demo mode, or where other machines could call."""
        if not settings.demo or not is_loopback(settings.address):
            raise ValueError("only demo mode on the loopback goes without authentication")
        super().__init__(_Anybody(), sender, metrics)

    async def admit(self, request: web.Request, activity: Activity) -> AuthenticateRequestResult:
        """Check where a request comes from."""
        check_loopback(request)
        if activity.channel_id not in CHANNELS:
            raise RefusedError(HTTPStatus.FORBIDDEN, "Channel")
        return await self.bot_framework_authentication.authenticate_request(activity, "")


def check_loopback(request: web.Request) -> None:
    """Refuse who is not on this machine, or was led here by another site's name.

    Raises:
        RefusedError: with 403.
    """
    name = request.host.rpartition(":")[0] if request.host[-1:].isdigit() else request.host
    if not is_loopback(request.remote or "") or not is_loopback(name or request.host):
        raise RefusedError(HTTPStatus.FORBIDDEN, "NotLocal")
