"""What the stories of laptops with a hub share."""

from __future__ import annotations

import pytest

from sync import removals


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no removal be large: the village of these stories is small."""
    monkeypatch.setattr(removals, "LARGE_RECORDS", 10_000)
    monkeypatch.setattr(removals, "LARGE_SHARE", 1)
