"""Settings: what starts, what does not, and that each refusal says what to do."""

from datetime import UTC, datetime

import pytest

from bot.settings import SettingsError, read_settings

REAL: dict[str, object] = {"app_id": "id", "app_password": "made-up", "app_tenant": "tenant"}


def faults(**changes: object) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(**changes)
    assert all(fault.mend for fault in caught.value.faults)
    return {fault.setting: str(fault) for fault in caught.value.faults}


def test_a_whole_registration_starts_and_is_reachable() -> None:
    settings = read_settings(**REAL)
    assert settings.address == "0.0.0.0"  # noqa: S104 - what is asked
    assert settings.port == 3978
    assert not settings.demo
    assert settings.zone.key == "Europe/Helsinki"
    assert settings.moment is None


def test_demo_mode_needs_nothing_and_stays_on_this_machine() -> None:
    assert read_settings(demo=True).address == "127.0.0.1"
    assert list(faults(demo=True, host="0.0.0.0")) == ["LUOTSI_HOST"]  # noqa: S104 - refused
    assert list(faults(demo=True, host="luotsi.example")) == ["LUOTSI_HOST"]


def test_without_an_app_id_it_does_not_start() -> None:
    assert "LUOTSI_APP_ID" in faults()
    assert "LUOTSI_DEMO" in faults()["LUOTSI_APP_ID"]


@pytest.mark.parametrize("kind", ["singletenant", "Singletenant ", "MultiTennant", "x"])
def test_an_unknown_app_type_does_not_start(kind: str) -> None:
    assert list(faults(**(REAL | {"app_type": kind}))) == ["LUOTSI_APP_TYPE"]


def test_each_app_type_says_what_it_lacks() -> None:
    lacks = {"LUOTSI_APP_TENANTID", "LUOTSI_APP_PASSWORD"}
    assert set(faults(app_id="id")) == lacks
    assert set(faults(app_id="id", app_type="MultiTenant")) == {"LUOTSI_APP_PASSWORD"}
    assert set(faults(app_id="id", app_type="UserAssignedMSI")) == {"LUOTSI_APP_TENANTID"}
    assert read_settings(app_id="id", app_type="UserAssignedMSI", app_tenant="t").app_tenant == "t"


@pytest.mark.parametrize(
    "change",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": ""},
        {"database_url": "mysql://user:hunter2@host/name"},
        {"database_url": "hunter2"},
        {"database_url": "postgresql://hunter2"},
        {"log_level": "LOUD"},
        {"service_hosts": "https://smba.trafficmanager.net/"},
        {"service_hosts": ","},
        {"port": "hunter2"},
        {"port": "70000"},
        {"pace": "0"},
        {"now": "2023-04-17"},
        {"now": "soon"},
        {"demo": "perhaps"},
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_told(change: dict[str, object]) -> None:
    (name,) = change
    told = faults(**(REAL | change))
    assert f"LUOTSI_{name.upper()}" in told
    assert "hunter2" not in str(told)


def test_every_fault_is_told_at_once() -> None:
    told = faults(port="x", time_zone="Mars", database_url="x", app_type="x", now="x")
    assert set(told) == {
        "LUOTSI_PORT",
        "LUOTSI_TIME_ZONE",
        "LUOTSI_DATABASE_URL",
        "LUOTSI_APP_TYPE",
        "LUOTSI_APP_ID",
        "LUOTSI_NOW",
    }


def test_the_clock_is_set_in_demo_mode_only_and_in_the_municipality_s_zone() -> None:
    settings = read_settings(demo=True, now="2023-04-17T12:00")
    assert settings.moment == datetime(2023, 4, 17, 9, tzinfo=UTC)
    assert "LUOTSI_NOW" in faults(**(REAL | {"now": "2023-04-17T12:00"}))
    assert "LUOTSI_NOW" in faults(demo=True, now="yesterday")
    assert "LUOTSI_NOW" in faults(demo=True, now="0001-01-01T00:00+14:00")


def test_the_environment_may_use_our_names_or_microsoft_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_ID", "theirs")
    monkeypatch.setenv("APP_PASSWORD", "hunter2")
    monkeypatch.setenv("APP_TENANTID", "tenant")
    monkeypatch.setenv("LUOTSI_SERVICE_HOSTS", "a.example, B.example")
    monkeypatch.setenv("LUOTSI_PORT", "")
    settings = read_settings()
    assert settings.app_id == "theirs"
    assert settings.service_hosts == ("a.example", "b.example")
    assert settings.port == 3978
    monkeypatch.setenv("LUOTSI_APP_ID", "ours")
    assert read_settings().app_id == "ours"
    assert "hunter2" not in f"{settings!r}{settings}{settings.model_dump()}"
