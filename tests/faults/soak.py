"""Runs the fault tests with their full counts and writes what was done as JSON.

``python -m tests.faults.soak --out docs/soak.json`` prints and writes per test what was counted
(kills, power cuts, flipped pages …), with the date and the commit, for ``docs/proof.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from meitinker import clock

ROOT = Path(__file__).resolve().parents[2]


def run(arguments: list[str], counts: Path) -> int:
    """Run pytest on this folder with the full counts; return its exit code."""
    environment = {**os.environ, "MEITINKER_SOAK": "1", "MEITINKER_COUNTS": str(counts)}
    command = [sys.executable, "-m", "pytest", "tests/faults", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def summed(counts: Path) -> dict[str, dict[str, int]]:
    """Return the counts a run left behind, per test (parameters added up)."""
    tests: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in counts.read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        name = entry.pop("test").rpartition("::")[2].partition("[")[0]
        for what, number in entry.items():
            tests[name][what] += number
    return {name: dict(sorted(of.items())) for name, of in sorted(tests.items())}


def commit() -> str:
    """Return the commit of the checkout, or "" outside git."""
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, check=False
    )
    return asked.stdout.decode().strip()


def main() -> int:
    """Run the soak; further arguments go to pytest (``-n 2``, ``-k power``)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "soak.json")
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        counts.touch()
        started = clock.now()
        code = run(rest, counts)
        result = {
            "passed": code == 0,
            "started": clock.instant_text(started),
            "minutes": round((clock.now() - started).total_seconds() / 60, 1),
            "commit": commit(),
            "counts": summed(counts),
        }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{options.out}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
