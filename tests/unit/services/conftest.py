"""Stores for the tests of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[stores.TestStore]:
    """Lend an empty store."""
    with stores.opened(tmp_path / "store") as opened:
        yield opened
