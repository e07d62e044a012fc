"""``make teeth``: break the services one at a time; the tour must fail each time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import msgspec

from tests.tour.broken import BROKEN, BROKEN_AT_DESK, BROKEN_AT_HUB
from ui.tour.chapters import DESK_FIRST, HUB_FIRST

_LONGEST = 600


def failure_with(name: str, out: Path) -> str:
    """Play the tour with a service broken; return why it failed, or "" when it did not."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from ui.tour import play;"
        "sys.exit(play(Path(sys.argv[1]), first=int(sys.argv[2]), command=sys.argv[3:]))",
        str(out),
        str(_first(name)),
        sys.executable,
        "-m",
        "tests.tour.broken",
        name,
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("DISPLAY", None)
    subprocess.run(command, check=False, capture_output=True, timeout=_LONGEST, env=environment)
    report = msgspec.json.decode((out / "tour.json").read_bytes())
    return "" if report["passed"] else str(report["failure"])


def _first(name: str) -> int:
    """Return the chapter with which to begin so that a broken service is asked."""
    if name in BROKEN_AT_HUB:
        return HUB_FIRST
    return DESK_FIRST if name in BROKEN_AT_DESK else 0


def main() -> int:
    """Break every service in turn; return 1 when the tour misses one."""
    missed, names = [], (*BROKEN, *BROKEN_AT_DESK, *BROKEN_AT_HUB)
    for name in names:
        with tempfile.TemporaryDirectory(prefix="meitinker-teeth-") as scratch:
            why = failure_with(name, Path(scratch))
        click.echo(f"{'bitten' if why else 'MISSED':7}{name:28}{why}")
        if not why:
            missed.append(name)
    click.echo(f"{len(names) - len(missed)} of {len(names)} broken services were noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
