"""Database URLs: what is accepted, said in plain words where one is not; never a password."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_FORMS = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
# What libpq calls sslmode, asyncpg calls ssl; host and port lead to a socket's folder.
_OPTIONS = {"sslmode": "ssl", "ssl": "ssl", "host": "host", "port": "port"}


def check_url(url: str) -> str:
    """Return the URL with its asynchronous driver.

    Raises ValueError in plain words, without any part of the URL that may hold a password, when
    the URL is malformed or of a database that is not supported.
    """
    return _checked(url).render_as_string(hide_password=False)


def sqlite_file(url: str) -> Path | None:
    """Return the file of a checked SQLite URL; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def _checked(url: str) -> URL:
    """Return the parsed URL, normalised."""
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        # The cause is left out: it may quote the URL.
        raise ValueError(f"The database URL is not a URL; write {_FORMS}.") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ValueError(f"The database URL begins with something else than {_FORMS}.")
    named = parsed.set(drivername=driver)
    return _checked_file(named) if driver == "sqlite+aiosqlite" else _checked_server(named)


def _checked_file(url: URL) -> URL:
    """Return the URL of an SQLite file."""
    if url.host or url.username or url.password or url.port:
        raise ValueError(
            "An SQLite URL names a file, not a server; write three slashes before a relative path "
            "(sqlite:///luotsi.sqlite) and four before an absolute one."
        )
    name = url.database or ""
    if not name or name == ":memory:" or name.startswith("file:") or url.query:
        raise ValueError("An SQLite URL needs a plain file name: sqlite:///luotsi.sqlite.")
    if Path(name).is_dir():
        raise ValueError("The SQLite URL names a folder; it needs the name of a file in it.")
    return url


def _checked_server(url: URL) -> URL:
    """Return the URL of a PostgreSQL database."""
    unknown = sorted(set(url.query) - set(_OPTIONS))
    if unknown:
        known = ", ".join(sorted(_OPTIONS))
        raise ValueError(f"A PostgreSQL URL takes no other options than {known}.")
    if not url.database:
        raise ValueError("The PostgreSQL URL names no database: postgresql://HOST/DATABASE.")
    if not url.host and "host" not in url.query:
        raise ValueError("The PostgreSQL URL names no server: postgresql://HOST/DATABASE.")
    return url.set(query={_OPTIONS[name]: value for name, value in url.query.items()})
