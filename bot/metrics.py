"""What can be measured from outside: Prometheus figures of one service."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures; every service has its own, so that two in one process do not mix."""

    def __init__(self) -> None:
        """Start at nought."""
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "luotsi_turns",
            "Turns by outcome and channel.",
            ("outcome", "channel"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "luotsi_turn_seconds",
            "Time from activity to reply sent.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._sends = Counter(
            "luotsi_sends", "Posts to Teams by HTTP status.", ("status",), registry=self._registry
        )
        self._refused = Counter(
            "luotsi_refused",
            "Requests refused by HTTP status.",
            ("status",),
            registry=self._registry,
        )
        self._duplicates = Counter(
            "luotsi_duplicates", "Activities that came again.", registry=self._registry
        )
        self._hushed = Counter(
            "luotsi_hushed", "Activities over a person's allowance.", registry=self._registry
        )

    def turn(self, outcome: str, channel: str, seconds: float) -> None:
        """Count a turn that has ended."""
        self._turns.labels(outcome, channel).inc()
        self._seconds.observe(seconds)

    def sent(self, status: str) -> None:
        """Count one try of sending; the status is HTTP's, or a word where none came."""
        self._sends.labels(status).inc()

    def refused(self, status: int) -> None:
        """Count a request that was not let in."""
        self._refused.labels(str(status)).inc()

    def duplicate(self) -> None:
        """Count an activity that had come before."""
        self._duplicates.inc()

    def hushed(self) -> None:
        """Count an activity that was dropped because its sender sends too many."""
        self._hushed.inc()

    def watch(self, name: str, words: str, value: Callable[[], float]) -> None:
        """Show a figure that is looked up when it is asked for."""
        Gauge(f"luotsi_{name}", words, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)
