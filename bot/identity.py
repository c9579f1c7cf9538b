"""Who we are to Microsoft, and who Microsoft says is calling: botbuilder's checks, hardened."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import jwt
from botbuilder.integration.aiohttp import (
    ConfigurationBotFrameworkAuthentication,
    ConfigurationServiceClientCredentialFactory,
)
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConfiguration,
    AuthenticationConstants,
    ClaimsIdentity,
    ConnectorFactory,
    ServiceClientCredentialsFactory,
    SkillValidation,
)

from bot.settings import Settings

log = logging.getLogger(__name__)

SCOPE: str = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
LOGIN: str = AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX
ISSUER: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
CONNECTORS = 64  # service URLs with a client of their own; Teams has one for each region

# MSAL gives out a token until it has five minutes left, and only then asks for another one.
AHEAD = 290.0  # seconds before its end from which a token is renewed while it is still used
LATE = 60.0  # seconds before its end from which it is no longer used
UNREADABLE = 1800.0  # seconds that a token is kept whose end cannot be read


class Credentials(Protocol):
    """What gives tokens: botbuilder's credentials objects; blocks."""

    def get_access_token(self) -> str:
        """Return a token that is valid now."""
        ...


class _Names:
    """The settings under the names that botbuilder looks for."""

    def __init__(self, settings: Settings) -> None:
        self.APP_ID = settings.app_id
        self.APP_PASSWORD = settings.app_password.get_secret_value()
        self.APP_TYPE = settings.app_type
        self.APP_TENANTID = settings.app_tenant


class KeptCredentials(ServiceClientCredentialsFactory):
    """Keeps one credentials object, and with it one token cache, for each app and scope."""

    def __init__(self, stock: ServiceClientCredentialsFactory) -> None:
        """Have objects made by botbuilder's own factory."""
        self._stock = stock
        self._made: dict[tuple[str, str, str], Any] = {}

    async def is_valid_app_id(self, app_id: str) -> bool:
        """Tell whether a token is meant for us; an empty id is nobody's."""
        return bool(app_id) and bool(await self._stock.is_valid_app_id(app_id))

    async def is_authentication_disabled(self) -> bool:
        """Answer no, whatever the settings: there is no way in without a token."""
        return False

    async def create_credentials(
        self,
        app_id: str,
        oauth_scope: str,
        login_endpoint: str,
        validate_authority: bool,  # noqa: FBT001 - botbuilder's signature
    ) -> Any:  # noqa: ANN401 - an untyped library
        """Return the credentials object for a scope."""
        key = (app_id, oauth_scope, login_endpoint)
        if key not in self._made:
            self._made[key] = await self._stock.create_credentials(*key, validate_authority)
        return self._made[key]


class KeptConnectors(ConnectorFactory):
    """Keeps one connector client for each service URL; making one costs 5 ms."""

    def __init__(self, stock: ConnectorFactory) -> None:
        """Have clients made by botbuilder's own factory."""
        self._stock = stock
        self._made: dict[str, Any] = {}

    async def create(self, service_url: str, audience: str = "") -> Any:  # noqa: ANN401, ARG002 - an untyped library; one audience only
        """Return the client of a service URL. The audience is always the Bot Connector's."""
        client = self._made.get(service_url)
        if client is None:
            if len(self._made) >= CONNECTORS:
                self._made.pop(next(iter(self._made)))
            client = self._made[service_url] = await self._stock.create(service_url, SCOPE)
        return client


class Authentication(ConfigurationBotFrameworkAuthentication):
    """botbuilder's authentication with everything kept that it makes anew every turn."""

    def __init__(self, settings: Settings) -> None:
        """Authenticate as the app of the settings."""
        names = _Names(settings)
        self.credentials = KeptCredentials(ConfigurationServiceClientCredentialFactory(names))
        super().__init__(
            names,
            credentials_factory=self.credentials,
            auth_configuration=AuthenticationConfiguration(claims_validator=check_claims),
        )
        us = ClaimsIdentity({AuthenticationConstants.AUDIENCE_CLAIM: settings.app_id}, True)  # noqa: FBT003 - an untyped library
        self._connectors = KeptConnectors(super().create_connector_factory(us))

    async def authenticate_request(
        self,
        activity: Any,  # noqa: ANN401 - an untyped library
        auth_header: str,
    ) -> AuthenticateRequestResult:
        """Check a request's token.

        Raises:
            PermissionError: it is not for us, or not from the Bot Connector.
            NoSigningKeysError: there is nothing to check it with.
            jwt.PyJWTError: it is no valid token.
        """
        result = await super().authenticate_request(activity, auth_header)
        result.connector_factory = self._connectors
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002 - there is only us
        """Return the kept connector clients."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Return none: nobody signs in through the Bot Service, and one a turn costs 4 ms."""


async def check_claims(claims: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """Refuse what botbuilder lets pass once it has been given a validator, or always did."""
    found = claims if isinstance(claims, Mapping) else claims[0]
    if SkillValidation.is_skill_claim(found):
        raise PermissionError("calls from other bots are not accepted")
    if not isinstance(found.get("exp"), int | float):
        raise PermissionError("a token without an end")


def check_issuer(header: str) -> None:
    """Refuse a token that does not even say that the Bot Connector issued it.

    Raises:
        PermissionError: it is from somebody else, or no bearer token.
        jwt.PyJWTError: it is no token at all.
    """
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token:
        raise PermissionError("not a bearer token")
    if jwt.decode(token, options={"verify_signature": False}).get("iss") != ISSUER:
        raise PermissionError("issued by somebody else")


class Tokens:
    """Gives the token for sending; fetched in a thread, and renewed before it ends."""

    def __init__(self, credentials: Credentials, *, clock: Callable[[], float] = time.time) -> None:
        """Fetch from credentials; `clock` counts seconds since 1970, as tokens do."""
        self._credentials = credentials
        self._clock = clock
        self._token = ""
        self._ends = float("-inf")
        self._renewing: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """Return a token. Raises what the credentials raise where there is no token to use."""
        left = self._ends - self._clock()
        if left > AHEAD:
            return self._token
        renewing = self._renew()
        if left > LATE:
            return self._token
        return await asyncio.shield(renewing)

    def drop(self, token: str) -> None:
        """Use a token no more: it has been refused."""
        if token == self._token:
            self._ends = float("-inf")

    def _renew(self) -> "asyncio.Task[str]":
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._fetch())
            self._renewing.add_done_callback(_noted)
        return self._renewing

    async def _fetch(self) -> str:
        token = await asyncio.to_thread(self._credentials.get_access_token)
        self._token, self._ends = token, _end(token, self._clock() + UNREADABLE)
        return token


class NoTokens:
    """Gives no token: the connector on the loopback asks for none."""

    async def get(self) -> str:
        """Return nothing."""
        return ""

    def drop(self, token: str) -> None:
        """Do nothing."""


def _end(token: str, otherwise: float) -> float:
    """Return when a token ends, in seconds since 1970."""
    try:
        ends = jwt.decode(token, options={"verify_signature": False}).get("exp")
    except jwt.PyJWTError:
        return otherwise
    return float(ends) if isinstance(ends, int | float) else otherwise


def _noted(task: "asyncio.Task[str]") -> None:
    """Tell of a failure even where nobody waits for it."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("no token for sending", exc_info=error)
