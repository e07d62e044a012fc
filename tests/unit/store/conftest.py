"""Stores for the tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[stores.TestStore]:
    """Lend an empty store."""
    with stores.opened(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def hands() -> Iterator[stores.Clock]:
    """Let the test move the hands of the clock."""
    still = stores.Clock()
    with clock.running(still):
        yield still
