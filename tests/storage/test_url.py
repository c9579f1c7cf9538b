"""Database URLs are normalised, or refused in words that give nothing away."""

from pathlib import Path

import pytest

from storage.database import check_url


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sqlite:///luotsi.sqlite", "sqlite+aiosqlite:///luotsi.sqlite"),
        ("sqlite+aiosqlite:////var/x.sqlite", "sqlite+aiosqlite:////var/x.sqlite"),
        (" sqlite:///a b/c.sqlite\n", "sqlite+aiosqlite:///a b/c.sqlite"),
        ("postgresql://u:p%40@h:5433/d", "postgresql+asyncpg://u:p%40@h:5433/d"),
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d"),
        ("postgres://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require"),
        ("postgresql://u@/d?host=socket", "postgresql+asyncpg://u@/d?host=socket"),
    ],
)
def test_supported_urls_get_their_asynchronous_driver(given: str, meant: str) -> None:
    assert check_url(given) == meant
    assert check_url(meant) == meant


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hunter2",
        "luotsi.sqlite",
        "mysql://u:hunter2@h/d",
        "postgresql+psycopg://u:hunter2@h/d",
        "postgresql://u:hunter2@h:port/d",
        "postgresql://u:hunter2@h",
        "postgresql://u:hunter2@/d",
        "postgresql://u:hunter2@h/d?hunter2=hunter2",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://u:hunter2@h/file.sqlite",
        "sqlite://file.sqlite",
        "sqlite:///file:x?uri=true",
        "sqlite:///x.sqlite?mode=ro",
    ],
)
def test_other_urls_are_refused_without_telling_the_password(given: str) -> None:
    with pytest.raises(ValueError, match="URL") as refused:
        check_url(given)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="folder"):
        check_url(f"sqlite:///{tmp_path}")
