"""Measures whole turns of Luotsi beside the echo bots of two SDKs, in rounds, on one core.

Run: python -m benchmarks.turns [--documents FOLDER] [--rounds N] [--seconds S] [--json FILE]
Each round starts each bot anew. A turn is measured from the question's request to the arrival of
the reply at a loopback connector. Luotsi answers questions from the demo programmes, and from the
documents of a folder where one is given; the echo bots echo. None of the three checks tokens.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from benchmarks.turns.bots import PORT, Bot, Running, bots, furnish, take_own_core, versions
from benchmarks.turns.driver import PEOPLE, Connector, drive

CONVERSATIONS = (1, 16, 64)
URL = f"http://127.0.0.1:{PORT}/api/messages"
PATIENCE = 60.0  # seconds until a bot has to listen
QUESTIONS = Path(__file__).with_name("questions.txt")
Figures = dict[str, list[float]]


def main() -> None:
    """Measure and print."""
    chosen = _arguments()
    take_own_core()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/turns.sqlite"
        furnish(url, chosen.documents)
        compared = bots(url, PEOPLE)
        measured: dict[str, Figures] = {bot.name: {} for bot in compared}
        for number in range(chosen.rounds):
            for bot in compared:
                log = Path(folder) / f"{bot.name}.log"
                figures = asyncio.run(_round(bot, log, chosen.seconds))
                for name, value in figures.items():
                    measured[bot.name].setdefault(name, []).append(value)
                print(f"round {number + 1}: {bot.name}", flush=True)
    print(table(measured))
    if chosen.json:
        chosen.json.write_text(json.dumps({**versions(), "measured": measured}, indent=1))


async def _round(bot: Bot, log: Path, seconds: float) -> dict[str, float]:
    """Start a bot and measure it; return figures by name."""
    questions = _questions()
    connector = Connector()
    await connector.start()
    figures: dict[str, float] = {}
    try:
        with Running(bot, log) as running:
            await _listening(running, log)
            first = await drive(URL, connector, questions[:1], conversations=1, turns=1)
            if first.failed:
                raise _silence(log)
            figures["cold start s"] = time.perf_counter() - running.started
            # Everybody once: what is kept for each person and word is there, as on any day.
            await drive(URL, connector, questions, conversations=16, turns=bot.people)
            for conversations in CONVERSATIONS:
                figures |= await _measured(running, connector, questions, conversations, seconds)
            if (resident := running.resident()) is not None:
                figures["resident MB"] = resident
    finally:
        await connector.stop()
    return figures


async def _measured(
    running: Running,
    connector: Connector,
    questions: list[str],
    conversations: int,
    seconds: float,
) -> dict[str, float]:
    """Measure a bot with so many conversations at once."""
    before = running.processor_seconds()
    counts = await drive(URL, connector, questions, conversations=conversations, seconds=seconds)
    after = running.processor_seconds()
    figures = {
        f"{conversations} turns/s": counts.rate,
        f"{conversations} p50 ms": counts.percentile(0.5),
        f"{conversations} p95 ms": counts.percentile(0.95),
        f"{conversations} failed": float(counts.failed),
    }
    if before is not None and after is not None and counts.answered:
        figures[f"{conversations} CPU ms"] = 1000 * (after - before) / counts.answered
    return figures


async def _listening(running: Running, log: Path) -> None:
    """Wait until a bot takes requests."""
    async with aiohttp.ClientSession() as session:
        while running.alive and time.perf_counter() - running.started < PATIENCE:
            try:
                async with session.get(f"http://127.0.0.1:{PORT}/"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
    raise _silence(log)


def _silence(log: Path) -> RuntimeError:
    """Return the error of a bot that does not answer, with the end of what it wrote."""
    return RuntimeError(log.read_text(errors="replace")[-2000:])


def table(measured: dict[str, Figures]) -> str:
    """Return the figures as text: the median of the rounds, with the lowest and the highest."""
    names = list(dict.fromkeys(name for figures in measured.values() for name in figures))
    rows = [["", *measured]]
    for name in names:
        rows.append([name, *(_said(figures.get(name, ())) for figures in measured.values())])
        if name.endswith("turns/s"):
            rows.append(["  × stock", *_ratios(measured, name, "stock echo")])
            rows.append(["  × agents", *_ratios(measured, name, "agents echo")])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _ratios(measured: dict[str, Figures], name: str, other: str) -> list[str]:
    """Return how many times the other one's rate each one's is, by medians."""
    against = median(measured[other][name])
    return [
        f"{median(figures[name]) / against:.1f}" if against else "–"
        for figures in measured.values()
    ]


def _said(values: Sequence[float]) -> str:
    """Return a median and its range."""
    if not values:
        return "–"
    digits = 0 if max(values) >= 100 else 2 if max(values) < 10 else 1
    said = [f"{value:.{digits}f}" for value in (median(values), min(values), max(values))]
    return f"{said[0]} ({said[1]}–{said[2]})"


def _questions() -> list[str]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _arguments() -> Any:  # noqa: ANN401 - argparse's own namespace
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--documents", type=Path, help="folder of documents that Luotsi has too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--json", type=Path, help="file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
