"""Measures the engine behind reminders: ticks, many items due at once, several replicas.

Run: python -m benchmarks.reminders [tick | due | replicas …] [--items N] [--people N]
    [--database sqlite | postgresql …]
Ticks alternate between a database of 1,000 open items and one of many, in one run. PostgreSQL is
an embedded one with its own defaults. The courier answers at once and the pace is lifted, else they
would be the only things measured.
"""

import argparse
import asyncio

from benchmarks.reminders.databases import servers
from benchmarks.reminders.due import due
from benchmarks.reminders.replicas import replicas
from benchmarks.reminders.tick import tick

DATABASES = ("sqlite", "postgresql")
PARTS = ("tick", "due", "replicas")
FEW, MANY = 1_000, 1_000_000
PEOPLE = 2_000
COUNTS = (1, 2, 4)


def main() -> None:
    """Measure and print."""
    chosen = _arguments()
    names = tuple(chosen.database)
    with servers(names) as urls:
        for name in names:
            if "tick" in chosen.parts:
                _print_tick(name, urls[name], chosen.items)
            if "due" in chosen.parts:
                _print_due(name, urls[name], chosen.people)
            if "replicas" in chosen.parts and name == "postgresql":
                _print_replicas(urls[name], chosen.people)


def _print_tick(name: str, url: str, many: int) -> None:
    (few, more), plans = asyncio.run(tick(url, (FEW, many)))
    print(
        f"{name}: a tick {few:.2f} ms at {FEW:,} open items, {more:.2f} ms at {many:,}:"
        f" × {more / few:.2f}",
        *plans,
        sep="\n  ",
        flush=True,
    )


def _print_due(name: str, url: str, people: int) -> None:
    for what, (seconds, busy) in asyncio.run(due(url, people)).items():
        print(f"{name}: {what}: {seconds:.2f} s, {busy:.2f} s of this process", flush=True)


def _print_replicas(url: str, people: int) -> None:
    for seconds, sent in asyncio.run(replicas(url, people, COUNTS)):
        print(f"postgresql: {len(sent)} replicas: {seconds:.2f} s, each sent {sent}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--items", type=int, default=MANY)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--database", nargs="+", choices=DATABASES, default=list(DATABASES))
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {unknown}")
    chosen.parts = chosen.parts or PARTS
    return chosen


if __name__ == "__main__":
    main()
