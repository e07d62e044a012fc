"""``make bench``: every promise of speed, measured beside its baseline in the same run.

JSON on standard output, a table on standard error. Ends with 0 whatever was measured; with
``--strict`` with 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from contextlib import redirect_stdout
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.errors import MeitinkerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.figure import Figure

BENCHES = {
    "start": "start",
    "unlock": "working",
    "autosave": "saving",
    "search": "searching",
    "file": "files",
    "conversation": "conversation",
    "plan": "plan",
    "ecogram": "ecogram",
    "tour": "touring",
    "keys": "guessing",
    "sync": "syncing",
    "map": "mapping",
    "map_files": "map_files",
    "hub": "hub_load",
}
"""What ``--only`` takes, and the module that measures it; ``unlock`` also tells memory."""

APART = {"peers": "peering"}
"""What is measured only when it is named: it needs what ``make bench-peers`` installs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, tell, and return the exit code."""
    asked = _asked(arguments)
    figures: list[Figure] = []
    failed: dict[str, str] = {}
    modules = BENCHES | APART
    for name in asked.only or BENCHES:
        sys.stderr.write(f"{name} …\n")
        try:
            # standard output is for the figures alone; the tour, for one, tells its steps there
            with redirect_stdout(sys.stderr):
                figures += import_module(f"tests.bench.{modules[name]}").figures(quick=asked.quick)
        except (RuntimeError, OSError, TimeoutError, MeitinkerError, ImportError) as error:
            # one bench that fails must not hide the others
            failed[name] = f"{type(error).__name__}: {error}"
    at = clock.instant_text(clock.now())
    told = {"at": at, "machine": _machine(), "quick": asked.quick, "failed": failed}
    told["figures"] = [{**msgspec.to_builtins(f), "ratio": f.ratio} for f in figures]
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(told)).decode() + "\n")
    sys.stderr.write(table(figures, failed))
    kept = not failed and all(f.holds is not False for f in figures)
    return 0 if kept or not asked.strict else 1


def table(figures: Sequence[Figure], failed: dict[str, str]) -> str:
    """Return the figures for people to read."""
    rows = [_HEAD, *(_row(f) for f in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    lines = [
        "  ".join(_cell(*cell) for cell in zip(row, widths, range(len(_HEAD)), strict=True))
        for row in rows
    ]
    lines += [f"{name}: not measured. {why}" for name, why in failed.items()]
    return "\n".join(lines) + "\n"


_HEAD = ("figure", "", "value", "baseline", "ratio", "median", "n", "promise", "")


def _row(one: Figure) -> tuple[str, ...]:
    said = {None: "", True: "holds", False: "NOT KEPT"}[one.holds]
    return (
        one.name,
        one.statistic,
        f"{one.value:.4g} {one.unit}",
        "" if one.baseline is None else f"{one.baseline:.4g}",
        "" if one.ratio is None else f"{one.ratio:.2f}",
        f"{one.median:.4g}",
        str(one.samples),
        one.promise,
        said,
    )


def _cell(text: str, width: int, column: int) -> str:
    return text.rjust(width) if column in range(2, 7) else text.ljust(width)


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, Python {platform.python_version()}"


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=[*BENCHES, *APART], help="this one alone"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a small village")
    parser.add_argument("--strict", action="store_true", help="1 where a promise is not kept")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
