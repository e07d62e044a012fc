"""No frame of the file shows a field that is squeezed, however early it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from meitinker.exchange.example_stories import SJOUKJE
from meitinker.store.settings import ScreenSpot
from ui.views.people import file_view
from ui.widgets import bites
from ui.widgets.form_field import FormField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.people.conftest import Stage

_TURNS = 8
"""Turns of the event loop in which all parts of the page are built."""


def squeezed(root: QWidget) -> list[str]:
    """Return the fields that are lower than their words and line need."""
    found = [
        f"{f.label} {f.size()}" for f in root.findChildren(FormField) if f.isVisible() and _low(f)
    ]
    lines = [line for line in root.findChildren(QLineEdit) if line.isVisible()]
    return found + [
        line.accessibleName() for line in lines if line.height() < line.sizeHint().height()
    ]


def _low(field: FormField) -> bool:
    layout = field.layout()
    assert layout is not None
    return field.height() < layout.minimumHeightForWidth(field.width())


def frames(stage: Stage) -> list[str]:
    """Turn to the details and look at the frames while the page is built in bites."""
    stage.open(ScreenSpot(screen="people", record_id=SJOUKJE))
    stage.place.file_view.turn_to("details")
    stage.window.grab()
    faults = squeezed(stage.window)
    for _turn in range(_TURNS):
        QCoreApplication.processEvents()
        stage.window.grab()
        faults += squeezed(stage.window)
    assert stage.place.file_view.details is not None
    assert len(stage.place.file_view.details.findChildren(FormField)) > len(faults) // _TURNS
    return faults


def test_no_field_is_squeezed_right_after_the_click(stage: Stage) -> None:
    assert frames(stage) == []


def test_without_laying_out_at_once_it_would_be_seen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bites, file_view):
        monkeypatch.setattr(module, "lay_out_now", lambda: None)
    assert frames(stage) != []
