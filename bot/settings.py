"""The settings of the service: the one place that reads the environment."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.url import check_url

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Microsoft's addresses of the Bot Connector for Teams: public cloud and GCC. The other clouds use
# another token issuer, which this service does not check.
SERVICE_HOSTS = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)


class AppType(StrEnum):
    """How the app is registered in Entra."""

    SINGLE_TENANT = "SingleTenant"
    MULTI_TENANT = "MultiTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the settings."""

    setting: str
    problem: str  # without the value: it may be a secret
    mend: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.setting}: {self.problem}. {self.mend}."


class SettingsError(Exception):
    """The service cannot start with these settings; holds every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults."""
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def _named(name: str) -> AliasChoices:
    """Accept our own name of a setting and Microsoft's."""
    return AliasChoices(f"LUOTSI_{name}", name)


class Settings(BaseSettings):
    """What the environment says. Read it with `read_settings`, which checks it as a whole."""

    model_config = SettingsConfigDict(
        env_prefix="LUOTSI_",
        env_ignore_empty=True,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    app_id: str = Field(default="", validation_alias=_named("APP_ID"))
    app_password: SecretStr = Field(default=SecretStr(""), validation_alias=_named("APP_PASSWORD"))
    app_type: str = Field(default="SingleTenant", validation_alias=_named("APP_TYPE"))
    app_tenant: str = Field(default="", validation_alias=_named("APP_TENANTID"))
    database_url: SecretStr = SecretStr("sqlite:///luotsi.sqlite")
    time_zone: str = "Europe/Helsinki"
    host: str = ""  # empty: 0.0.0.0, in demo mode 127.0.0.1
    port: int = Field(default=3978, ge=0, le=65535)
    demo: bool = False  # without authentication, reachable from this machine only
    now: str = ""  # demo mode only: the moment that it is, as ISO 8601
    service_hosts: Annotated[tuple[str, ...], NoDecode] = SERVICE_HOSTS
    pace: int = Field(default=30, ge=1, le=100_000)  # messages a second, all conversations together
    log_level: str = "INFO"
    grace: float = Field(default=20.0, ge=0, le=600)  # seconds for turns in hand when it stops

    @property
    def address(self) -> str:
        """Return the address to listen on."""
        return self.host or ("127.0.0.1" if self.demo else "0.0.0.0")  # noqa: S104 - a service

    @property
    def zone(self) -> ZoneInfo:
        """Return the municipality's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def moment(self) -> datetime | None:
        """Return the moment that the clock is set to, in UTC; None: the real time."""
        return parse_moment(self.now, self.zone) if self.now else None

    @field_validator("service_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read hosts as people write them: with commas between."""
        if isinstance(value, str):
            return tuple(part.strip().lower() for part in value.split(",") if part.strip())
        return value


def read_settings(**changes: object) -> Settings:
    """Read the environment, with changes that a command line makes to it.

    Raises:
        SettingsError: with every fault at once.
    """
    given: dict[str, Any] = dict(changes)
    faults: list[Fault] = []
    try:
        settings = Settings(**given)
    except ValidationError as error:
        # What cannot be read is put aside, so that the rest of the faults can be told as well.
        for fault in error.errors():
            faults.append(_form_fault(fault))
            name = str(fault["loc"][0])
            given[name] = Settings.model_fields[name].default
        settings = Settings(**given)
    faults += [*_app_faults(settings), *_place_faults(settings), *_demo_faults(settings)]
    if faults:
        raise SettingsError(faults)
    return settings


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return an ISO 8601 moment in UTC; one without an offset is in the zone. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Tell whether a host name or address cannot be reached from another machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _form_fault(fault: Mapping[str, Any]) -> Fault:
    """Say what pydantic found, in our words and without the value."""
    place = ".".join(str(part) for part in fault["loc"][:1])
    name = place.upper() if place.upper().startswith("LUOTSI_") else f"LUOTSI_{place.upper()}"
    return Fault(name, str(fault["msg"]), "Correct it, or leave it out to have the default")


def _app_faults(settings: Settings) -> Iterator[Fault]:
    if settings.demo:
        return
    password = settings.app_password.get_secret_value()
    kind = settings.app_type
    if not settings.app_id:
        yield Fault(
            "LUOTSI_APP_ID",
            "is empty, so nobody could be told from anybody",
            "Set it to the application id of the Azure bot registration, or set LUOTSI_DEMO=true",
        )
    if kind not in {known.value for known in AppType}:
        yield Fault("LUOTSI_APP_TYPE", "is unknown", f"Set it to one of {', '.join(AppType)}")
    if kind in {AppType.SINGLE_TENANT, AppType.MANAGED_IDENTITY} and not settings.app_tenant:
        yield Fault("LUOTSI_APP_TENANTID", f"is empty, {kind} needs it", "Set the Entra tenant id")
    if kind in {AppType.SINGLE_TENANT, AppType.MULTI_TENANT} and not password:
        yield Fault("LUOTSI_APP_PASSWORD", f"is empty, {kind} needs it", "Set the client secret")


def _place_faults(settings: Settings) -> Iterator[Fault]:
    try:
        ZoneInfo(settings.time_zone)
    except (KeyError, ValueError, OSError):
        yield Fault(
            "LUOTSI_TIME_ZONE", "is not a known time zone", "Set a name such as Europe/Helsinki"
        )
    try:
        check_url(settings.database_url.get_secret_value())
    except ValueError as error:  # its words are plain and quote no part of the URL
        yield Fault(
            "LUOTSI_DATABASE_URL",
            f"cannot be used: {str(error).rstrip('.')}",
            "Set sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        )
    if settings.log_level.upper() not in LEVELS:
        yield Fault("LUOTSI_LOG_LEVEL", "is unknown", f"Set it to one of {', '.join(LEVELS)}")
    if not settings.service_hosts or not all(map(HOST.fullmatch, settings.service_hosts)):
        yield Fault(
            "LUOTSI_SERVICE_HOSTS",
            "is not a list of host names",
            "Set host names with commas between, without https:// and paths",
        )


def _demo_faults(settings: Settings) -> Iterator[Fault]:
    if settings.demo and not is_loopback(settings.address):
        yield Fault(
            "LUOTSI_HOST",
            "lets other machines in, and demo mode asks nobody who they are",
            "Leave it out, or leave demo mode",
        )
    if not settings.now:
        return
    if not settings.demo:
        yield Fault("LUOTSI_NOW", "sets the clock, which only demo mode may", "Leave it out")
    try:
        parse_moment(settings.now, ZoneInfo("UTC"))
    except ValueError:
        yield Fault("LUOTSI_NOW", "is not a moment", "Write it like 2023-04-17T12:00")
