"""The network in the file of a resident, as the window shows it."""

from __future__ import annotations

from tests.ui.people.conftest import Stage, stage

__all__ = ["Stage", "stage"]
