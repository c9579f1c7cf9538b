"""The three bots as processes: started on a core of their own, measured from outside, stopped."""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
AGENTS = ROOT / "var" / "bench-agents"
PINNED = Path(__file__).with_name("agents-requirements.txt")
BOT_CORE, DRIVER_CORE = 0, 1
PORT = 4978


@dataclass(frozen=True, slots=True)
class Bot:
    """One of those that are compared."""

    name: str
    command: tuple[str, ...]  # followed by the port
    people: int  # that are heard once before anything is measured


class Running:
    """A bot that runs; a context manager that stops it."""

    def __init__(self, bot: Bot, log: Path) -> None:
        """Start the bot on its core."""
        self._log = log.open("wb")
        pinned = ("taskset", "-c", str(BOT_CORE)) if _two_cores() else ()
        self.started = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603 - our own commands
            (*pinned, *bot.command, str(PORT)), cwd=ROOT, stdout=self._log, stderr=self._log
        )

    def __enter__(self) -> Self:
        """Return the bot, which may not listen yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bot."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def processor_seconds(self) -> float | None:
        """Return the seconds of processor time used so far; None where no /proc tells."""
        try:
            stat = Path(f"/proc/{self._process.pid}/stat").read_text()
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        # User and system time, fields 14 and 15 of proc(5).
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float | None:
        """Return the resident memory in megabytes; None where no /proc tells."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def take_own_core() -> None:
    """Keep the driver off the bots' core."""
    if _two_cores():
        os.sched_setaffinity(0, {DRIVER_CORE})


def bots(url: str, people: int) -> tuple[Bot, ...]:
    """Return the bots; Luotsi answers from the database at a URL."""
    own = (sys.executable, "-m")
    return (
        Bot("stock echo", (*own, "benchmarks.turns.stock_echo"), 100),
        Bot("agents echo", (str(_agents_python()), "-m", "benchmarks.turns.agents_echo"), 100),
        Bot("luotsi", (*own, "benchmarks.turns.luotsi_bot", url), people),
    )


def furnish(url: str, documents: Path | None) -> None:
    """Fill a database for Luotsi."""
    command = [sys.executable, "-m", "benchmarks.turns.luotsi_bot", "furnish", url]
    subprocess.run([*command, *([str(documents)] if documents else [])], cwd=ROOT, check=True)  # noqa: S603


def versions() -> Mapping[str, str]:
    """Return what the figures depend on."""
    return {"python": sys.version.split()[0], "cores": str(os.cpu_count())}


def _agents_python() -> Path:
    """Return the Python of the Agents SDK's environment, which is made where there is none."""
    python = AGENTS / "bin" / "python"
    ready = AGENTS / "ready"
    if not ready.exists():
        venv.create(AGENTS, with_pip=True, clear=True)
        install = ("-m", "pip", "install", "-qq", "--require-hashes", "-r", str(PINNED))
        subprocess.run((str(python), *install), check=True)  # noqa: S603
        ready.touch()
    return python


def _two_cores() -> bool:
    return (os.cpu_count() or 1) > 1 and shutil.which("taskset") is not None
