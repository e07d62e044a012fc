"""What the hub counts of itself, as OpenMetrics text; nothing in it names anyone."""

from __future__ import annotations

from collections import Counter, defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from meitinker import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"

_BOUNDS = (0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0, 30.0)


class Metrics:
    """Counts since the process began; used by several threads."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._guard = Lock()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._calls: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._running = 0

    def begun(self) -> None:
        """Count a request that came in."""
        with self._guard:
            self._running += 1

    def answered(self, call: str, status: int, seconds: float, *, heard: int, said: int) -> None:
        """Count a request that was answered, how long it took and how many bytes travelled."""
        with self._guard:
            self._running -= 1
            self._answers[call, status] += 1
            self._calls[call] += 1
            self._seconds[call] += seconds
            for bound in _BOUNDS:
                self._within[call, bound] += seconds <= bound
            self._bytes["in"] += heard
            self._bytes["out"] += said

    def text(self, *, certificate_until: str = "", events: Mapping[str, int] | None = None) -> str:
        """Return all of it.

        Args:
            certificate_until: UTC text, or "" where it is not known.
            events: How often what guards the hub happened, in all processes and since it was
                made (:mod:`sync.hub.audit`); none where the database does not answer.
        """
        with self._guard:
            return "\n".join(
                [
                    *self._answer_lines(),
                    *self._second_lines(),
                    "# TYPE meitinker_hub_bytes counter",
                    "# UNIT meitinker_hub_bytes bytes",
                    *(
                        f'meitinker_hub_bytes_total{{way="{way}"}} {count}'
                        for way, count in sorted(self._bytes.items())
                    ),
                    "# TYPE meitinker_hub_running gauge",
                    f"meitinker_hub_running {self._running}",
                    *_certificate_lines(certificate_until),
                    *_event_lines(events or {}),
                    "# EOF",
                    "",
                ]
            )

    def _answer_lines(self) -> list[str]:
        told = [
            f'meitinker_hub_answers_total{{call="{call}",status="{status}"}} {count}'
            for (call, status), count in sorted(self._answers.items())
        ]
        return ["# TYPE meitinker_hub_answers counter", *told]

    def _second_lines(self) -> list[str]:
        name = "meitinker_hub_answer_seconds"
        lines = [f"# TYPE {name} histogram", f"# UNIT {name} seconds"]
        for call, count in sorted(self._calls.items()):
            lines += [
                f'{name}_bucket{{call="{call}",le="{bound}"}} {self._within[call, bound]}'
                for bound in _BOUNDS
            ]
            lines.append(f'{name}_bucket{{call="{call}",le="+Inf"}} {count}')
            lines.append(f'{name}_count{{call="{call}"}} {count}')
            lines.append(f'{name}_sum{{call="{call}"}} {self._seconds[call]:.6f}')
        return lines


def _event_lines(events: Mapping[str, int]) -> list[str]:
    """Return what the audit counted: an alarm belongs at what nobody does by accident."""
    name = "meitinker_hub_events"
    told = [f'{name}_total{{event="{one}"}} {count}' for one, count in sorted(events.items())]
    return [f"# TYPE {name} counter", *told]


def _certificate_lines(until: str) -> list[str]:
    """Return how long the certificate still holds: an alarm belongs at some days."""
    name = "meitinker_hub_certificate_seconds"
    left = (clock.instant_from(until) - clock.now()).total_seconds() if until else 0.0
    return [f"# TYPE {name} gauge", f"# UNIT {name} seconds", f"{name} {left:.0f}"]
