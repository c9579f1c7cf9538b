"""Reads dates as people say them, in one text or a file of them: `luotsi dates`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands import columns, console, stop
from council.language import Language
from council.timewords import Often, Said, find, overlapping, read

ROW = '{"id": "d1", "text": "…", "span": [0, 9], "lang": "fi", "ref": "2025-03-10"}'


@dataclass(frozen=True, slots=True)
class Expression:
    """A row of a file: a text, and perhaps which part of it, its language and its day."""

    key: str
    text: str
    span: tuple[int, int] | None
    language: Language | None
    ref: date | None

    def said(self) -> Said:
        """Return the time that it says: the one in its span, where it has one."""
        if self.span is None:
            return read(self.text, self.ref, self.language)
        return overlapping(find(self.text, self.ref, self.language), *self.span)


def dates(
    text: Annotated[str | None, typer.Argument(show_default=False)] = None,
    *,
    batch: Annotated[Path | None, typer.Option(help=f"Expressions, one a line: {ROW}")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the readings of a batch go.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which it is said. [default: unknown]"),
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="The language of the text. [default: any of the three]")
    ] = None,
) -> None:
    """Say which days a text means, or each row of a file."""
    if (text is None) == (batch is None):
        stop("Give one text, or --batch with a file of expressions.")
    if (batch is None) != (out is None):
        stop("--batch and --out go together.")
    if batch is None or out is None:
        _tell(find(text or "", on.date() if on else None, language))
        return
    rows = [reading(each.key, each.said()) for each in list(expressions(batch))]
    _write(out, rows)
    console().print(f"{out}: {len(rows)} readings.")


def expressions(file: Path) -> Iterator[Expression]:
    """Read a file of expressions. Stops the command at a line that is none."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{file} cannot be read: {error}.")
    keys: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            expression = _expression(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            stop(f"{file}:{number}: not an expression ({_why(error)}); write {ROW}.")
        if expression.key in keys:
            stop(f"{file}:{number}: the id {expression.key} is there twice.")
        keys.add(expression.key)
        yield expression


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return "no JSON" if isinstance(error, json.JSONDecodeError) else str(error)


def _expression(row: Mapping[str, Any]) -> Expression:
    """Return a row as an expression; what it cannot be is a ValueError, TypeError or KeyError."""
    if not isinstance(row, dict):
        raise TypeError("not an object")
    text = row.get("text") if row.get("text") is not None else row["expr"]
    key, span, code, ref = row["id"], row.get("span"), row.get("lang"), row.get("ref")
    if not isinstance(key, str) or not isinstance(text, str):
        raise TypeError("'id' and 'text' are words")
    if span is not None and not _is_span(span, len(text)):
        raise ValueError("'span' is [start, end] within the text")
    if ref is not None and not isinstance(ref, str):
        raise TypeError("'ref' is a day like 2025-03-10")
    return Expression(
        key,
        text,
        (span[0], span[1]) if span is not None and row.get("text") is not None else None,
        Language(code) if code is not None else None,
        date.fromisoformat(ref) if ref is not None else None,
    )


def _is_span(span: object, length: int) -> bool:
    if not isinstance(span, list) or [type(place) for place in span] != [int, int]:
        return False
    return bool(0 <= span[0] <= span[1] <= length)


def reading(key: str, said: Said) -> dict[str, Any]:
    """Return a reading as a line of the readings file."""
    row: dict[str, Any] = {
        "id": key,
        **_days(said),
        "precision": said.precision,
        "part": said.part or None,
        "rrule": said.rrule or None,
        "per_year": _often(said.per_year),
        "yearless": said.yearless or None,
        "needs_review": said.needs_review,
        "fuzzy": said.fuzzy,
        "error": said.error or None,
        "words": said.words,
    }
    if said.duration:
        row["duration"] = said.duration
    if said.multi:
        row["multi"] = [_days(one) for one in said.multi]
    return row


def _days(said: Said) -> dict[str, str | None]:
    return {
        "kind": said.kind.value,
        "start": said.start.isoformat() if said.start else None,
        "end": said.end.isoformat() if said.end else None,
    }


def _often(often: Often | None) -> float | dict[str, float | None] | None:
    if often is None or often.exactly is not None:
        return often.exactly if often else None
    return {"min": often.least, "max": often.most}


def _write(out: Path, rows: list[dict[str, Any]]) -> None:
    """Write the readings, a line each: all of them or none."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(lines, "utf-8")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        stop(f"{out} cannot be written: {error.strerror}.")


def _tell(found: tuple[Said, ...]) -> None:
    """Print what was read, a line for each time."""
    if not found:
        console().print("No time in it.")
        return
    rows = [("kind", "start", "end", "yearless", "rule", "ask", "words")]
    rows.extend(
        (
            said.kind.value,
            str(said.start or "-"),
            str(said.end or "-"),
            said.yearless or "-",
            said.rrule or said.duration or "-",
            said.error or ("yes" if said.needs_review else "-"),
            " ".join(said.words.split()),
        )
        for said in found
    )
    for line in columns(rows):
        console().print(line)
