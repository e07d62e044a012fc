"""Stages, seeds and counts of the fault tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.children import Stage
from tests.faults.machine import bought, machine

__all__ = ["bought", "machine"]

SOAK = os.environ.get("MEITINKER_SOAK") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what only the full run does."""
    if SOAK:
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="only with MEITINKER_SOAK=1 (make soak)"))


@pytest.fixture
def scale() -> Callable[[int, int], int]:
    """Return a function that picks the small number, or the full one in a soak."""
    return lambda small, full: full if SOAK else small


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with SQLCipher bare."""
    with Stage("plain", tmp_path / "store", tmp_path / "work") as stage:
        yield stage


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with an empty store of the program, made and closed."""
    with Stage("ground", tmp_path / "store", tmp_path / "work") as stage:
        made = stage.run([{"do": "create"}, {"do": "close"}])
        assert not made.errors(), made.answers
        yield stage


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """Give a function that notes counts; ``make soak`` collects them (MEITINKER_COUNTS)."""
    counts: dict[str, int] = {}

    def note(**values: int) -> None:
        for name, value in values.items():
            counts[name] = counts.get(name, 0) + value

    yield note
    target = os.environ.get("MEITINKER_COUNTS")
    if target and counts:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"test": request.node.nodeid, **counts}) + "\n")
