"""Prints at the end of ``make soak`` what was counted, in the form of ``docs/proof.md``.

A plugin of pytest (``-p tests.faults.counts``): it is told also when a test failed or the run was
stopped halfway. The tests write their counts to the file named in MEITINKER_COUNTS.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meitinker import clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import pytest

ROOT = Path(__file__).resolve().parents[2]
_OUTCOMES = ("passed", "failed", "error")
_began: list[datetime] = []


def pytest_sessionstart() -> None:
    """Remember when the run began."""
    _began.append(clock.now())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the run in a line and its counts in a table."""
    minutes = (clock.now() - _began[0]).total_seconds() / 60
    outcomes = [(len(terminalreporter.stats.get(name, [])), name) for name in _OUTCOMES]
    result = ", ".join(f"{count} {name}" for count, name in outcomes if count)
    terminalreporter.section("what was counted")
    day = f"{clock.local(_began[0]):%Y-%m-%d}"
    terminalreporter.line(
        f"{day}, commit {_commit()}, {minutes:.1f} minutes: {result or 'nothing'}"
    )
    counts = Path(os.environ.get("MEITINKER_COUNTS", ""))
    if counts.is_file():
        for line in table(counts.read_text(encoding="utf-8").splitlines()):
            terminalreporter.line(line)


def table(entries: list[str]) -> Iterator[str]:
    """Yield the counts per test, its parameters added up, as a table in Markdown.

    Args:
        entries: The lines of the file, a JSON object each: the test and its counts.
    """
    tests: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        counted: dict[str, Any] = json.loads(entry)
        name = counted.pop("test").rpartition("::")[2].partition("[")[0]
        for what, number in counted.items():
            tests[name][what] += number
    yield "| Test | Counted |"
    yield "|---|---|"
    for name, counted in sorted(tests.items()):
        told = (f"{number:,} {what.replace('_', ' ')}" for what, number in sorted(counted.items()))
        yield f"| `{name}` | {', '.join(told)} |"


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, check=False
    )
    return asked.stdout.decode().strip() or "unknown"
