"""A test of a hub leaves nobody asking: who still does holds the tables of the next one."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 120.0
"""Longer than the hub and PostgreSQL let anybody wait for a lock."""


@contextmanager
def nobody_left() -> Iterator[None]:
    """Wait at the end for every thread that began meanwhile.

    Raises:
        AssertionError: One did not end.
    """
    before = set(threading.enumerate())
    yield
    began = [one for one in threading.enumerate() if one not in before]
    for one in began:
        one.join(PATIENCE_SECONDS)
    left = [one.name for one in began if one.is_alive()]
    assert not left, f"still running: {', '.join(left)}"
