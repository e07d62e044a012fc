"""The published page in the browser that this computer has: what it says, and a picture of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SIZE = "1366,900"
_VIRTUAL_SECONDS = 20
"""How long the page may go on by its own clock; the browser does not wait for a real one."""

_LONGEST = 120


def can_browse() -> bool:
    """Tell whether there is a browser that draws a page without a window."""
    return _browser() is not None


def look(url: str, picture: Path, *, words: str) -> None:
    """Open a page, hold it against ``words``, and keep a picture of it.

    Raises:
        RuntimeError: There is no browser, it failed, or the page does not say the words.
    """
    said = _run(url, "--dump-dom")
    if words not in said:
        raise RuntimeError(f"the page in the browser does not say {words!r}")
    _run(url, f"--screenshot={picture}")
    if not picture.exists():
        raise RuntimeError("the browser made no picture")


def _run(url: str, what: str) -> str:
    browser = _browser()
    if browser is None:
        raise RuntimeError("there is no browser")
    with tempfile.TemporaryDirectory(prefix="meitinker-browser-") as profile:
        done = subprocess.run(  # noqa: S603 - a browser by its full path, no shell
            [
                browser,
                "--headless=new",
                "--no-sandbox",  # root may not use it; only our own page is opened
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={_SIZE}",
                f"--virtual-time-budget={_VIRTUAL_SECONDS * 1000}",
                what,
                url,
            ],
            check=False,
            capture_output=True,
            timeout=_LONGEST,
        )
    if done.returncode:
        raise RuntimeError(f"the browser ended with {done.returncode}")
    return done.stdout.decode(errors="replace")


def _browser() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
