"""The keys that Microsoft signs its requests with: fetched, kept, and renewed when they rotate.

botbuilder's own key source refuses every rotated key for a day, blocks the event loop while it
fetches, and drops the keys it has when the issuer is down. This one takes its place.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import aiohttp
from botframework.connector.auth import AuthenticationConstants
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger(__name__)

METADATA_URL: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
MAX_AGE = 24 * 3600.0  # seconds; Microsoft asks to look for new keys once a day
COOLDOWN = 300.0  # seconds between looks, so that made-up key ids cost the issuer nothing
COOLDOWN_EMPTY = 10.0  # the same while there is no key at all
TIMEOUT = aiohttp.ClientTimeout(total=5)


class NoSigningKeysError(Exception):
    """There is no key to check a token with, and the issuer cannot be reached."""


class SigningKey:
    """One public key, in the shape that botbuilder reads."""

    __slots__ = ("endorsements", "public_key")

    def __init__(self, published: Mapping[str, Any]) -> None:
        """Read a key as it is published (RFC 7517, with Microsoft's `endorsements`)."""
        self.public_key = RSAAlgorithm.from_jwk(json.dumps(published))
        self.endorsements: list[str] = list(published.get("endorsements", []))


Keys: TypeAlias = dict[str, SigningKey]
ReadKeys: TypeAlias = Callable[[], Awaitable[Keys]]


class SigningKeys:
    """Answers botbuilder's question which key a token was signed with."""

    def __init__(self, read: ReadKeys, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Fetch with `read` when it is time to, or when a key is not known."""
        self._read = read
        self._clock = clock
        self._keys: Keys = {}
        self._lock = asyncio.Lock()
        self._read_at = self._tried_at = float("-inf")

    async def get(self, key_id: str | None) -> SigningKey:
        """Return the key of that id.

        Raises:
            PermissionError: no such key, or one that is not endorsed for any channel.
            NoSigningKeysError: no key is held at all.
        """
        if not key_id:
            raise PermissionError("token without a key id")
        if self._due(key_id):
            async with self._lock:
                if self._due(key_id):
                    await self._renew()
        if not self._keys:
            raise NoSigningKeysError
        key = self._keys.get(key_id)
        if key is None or not key.endorsements:  # botbuilder would skip its channel check
            raise PermissionError("unknown signing key")
        return key

    def _due(self, key_id: str) -> bool:
        now = self._clock()
        rest = COOLDOWN if self._keys else COOLDOWN_EMPTY
        stale = now - self._read_at > MAX_AGE or key_id not in self._keys
        return stale and now - self._tried_at > rest

    async def _renew(self) -> None:
        self._tried_at = self._clock()
        try:
            self._keys = await self._read()
        except Exception:  # whatever it was: the keys at hand are better than none
            log.exception("signing keys not renewed", extra={"keys": len(self._keys)})
        else:
            self._read_at = self._clock()


async def read_keys(session: aiohttp.ClientSession, url: str = METADATA_URL) -> Keys:
    """Fetch the keys that an OpenID metadata document points to, by key id."""
    async with session.get(url, timeout=TIMEOUT) as answer:
        answer.raise_for_status()
        place = (await answer.json(content_type=None))["jwks_uri"]
    async with session.get(place, timeout=TIMEOUT) as answer:
        answer.raise_for_status()
        published = (await answer.json(content_type=None))["keys"]
    usable = [key for key in published if key.get("kid") and key.get("kty") == "RSA"]
    if not usable:
        raise ValueError("the issuer publishes no RSA key")
    return {key["kid"]: SigningKey(key) for key in usable}


def install(keys: SigningKeys, url: str = METADATA_URL) -> None:
    """Have botbuilder ask this key source; its cache is for the whole process."""
    JwtTokenExtractor.metadataCache[url] = keys
