"""Logs: one JSON object a line, and never what a person wrote, a name or a document's words.

Nothing is kept because it looks harmless: a line holds numbers, and strings under names that are
listed here. Of an exception it holds the type and where it was raised, not its message, because
messages quote what they were about. Of a line written by a library it holds the template, not what
was filled in.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import blake2s
from pathlib import Path
from typing import Any, TextIO

import structlog

ROOT = Path(__file__).resolve().parent.parent
OURS = frozenset(
    {"bot", "council", "dialogs", "documents", "scheduler", "search", "storage", "luotsi"}
)
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Names under which a string may stand in a line; what stands there is ours or a closed vocabulary.
SPOKEN = frozenset(
    {
        "channel",
        "happening",
        "kind",
        "outcome",
        "code",
        "error",
        "job",
        "part",
        "setting",
        "version",
        "database",
        "host",
    }
)
LONGEST = 200
FRAMES = 12

_turn: ContextVar[str] = ContextVar("turn", default="")


def correlate(key: str) -> str:
    """Name what happens from here on in this task after a key, and return that short name.

    It is made of the key, so that an activity id leads to its lines; no line leads to the key.
    """
    name = blake2s(key.encode("utf-8", "replace"), digest_size=6).hexdigest()
    _turn.set(name)
    return name


def set_up(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every line of every logger to a stream, by default standard error, as JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Chatty at INFO, and of nothing that an administrator could act on.
    for name in ("alembic", "apscheduler", "msal", "urllib3", "aiosqlite", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class JsonLines(logging.Formatter):
    """Makes one line of a record, with only what may stand in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if turn := _turn.get():
            line["turn"] = turn
        for key, value in record.__dict__.items():
            if key in STANDARD:
                continue
            if isinstance(value, bool | int | float):
                line[key] = value
            elif key in SPOKEN and isinstance(value, str):
                line[key] = value[:LONGEST]
        if record.exc_info:
            line |= _raised(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """Keep the words of a library only where they are a template, and not filled in."""
    ours = record.name.partition(".")[0] in OURS
    if isinstance(record.msg, str) and (ours or record.args):
        return record.msg[:LONGEST]
    return f"line {record.lineno} of {record.module}"


def _raised(raised: object) -> dict[str, Any]:
    """Tell the type of an exception and where it came from, without a word of its message."""
    error = raised[1] if isinstance(raised, tuple) else raised
    if not isinstance(error, BaseException):
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "error": type(error).__name__,
        "frames": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames],
    }


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])
