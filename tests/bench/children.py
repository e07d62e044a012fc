"""Child processes of the bench: real ones, started as a user's are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]

_PATIENCE = 180


class ChildFailed(RuntimeError):
    """A child process ended without telling what it measured."""


def environment() -> dict[str, str]:
    """Return what every child runs in: bytecode is kept, as on every computer, here apart."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MEITINKER_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "meitinker-bench-bytecode")
    kept["PYTHONPATH"] = str(ROOT)
    return kept


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    return {**environment(), "QT_QPA_PLATFORM": "offscreen", **extra}


def told(module: str, *arguments: str, **environment: str) -> dict[str, Any]:
    """Run ``tests.bench.<module>`` and return what it told, with ``spawned`` (monotonic).

    Raises:
        ChildFailed: It ended badly.
    """
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    spawned = time.monotonic()
    ran = subprocess.run(
        command,
        env=_environment(environment),
        cwd=ROOT,
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    if ran.returncode or not ran.stdout:
        raise ChildFailed(f"{module}: {ran.stderr.decode(errors='replace')[-2000:]}")
    measured: dict[str, Any] = msgspec.json.decode(ran.stdout.splitlines()[-1])
    return {"spawned": spawned, **measured}


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Lend an X display of Xvfb; an empty name where there is no Xvfb."""
    program = shutil.which("Xvfb")
    if program is None:
        yield ""
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", "1600x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        yield f":{number}" if number else ""
    finally:
        server.terminate()
        server.wait()
