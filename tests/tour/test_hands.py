"""What the hands of the tour see is what a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from ui.tour import hands, pictures
from ui.widgets.column import CardPile

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot


def test_a_picture_shows_what_came_in_its_place(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, late = QLabel("eerst"), QLabel("wat later kwam")
    window = CardPile()
    window.add(first, late)
    late.hide()
    qtbot.addWidget(window)
    window.resize(300, 200)
    with qtbot.waitExposed(window):
        window.show()
    monkeypatch.setattr(hands, "window", lambda: window)
    late.show()
    pictures.take(tmp_path / "at-once.png")
    qtbot.waitUntil(lambda: late.y() > 0)
    pictures.take(tmp_path / "settled.png")
    assert QImage(str(tmp_path / "at-once.png")) == QImage(str(tmp_path / "settled.png"))


def test_a_picture_waits_for_answers_that_are_shown_together(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = CardPile()
    window.add(QLabel("wat er staat"))
    qtbot.addWidget(window)
    window.resize(300, 200)
    with qtbot.waitExposed(window):
        window.show()
    monkeypatch.setattr(hands, "window", lambda: window)
    pictures.take(tmp_path / "before.png")
    window.setUpdatesEnabled(False)
    QTimer.singleShot(0, lambda: window.setUpdatesEnabled(True))
    pictures.take(tmp_path / "meanwhile.png")
    assert QImage(str(tmp_path / "meanwhile.png")) == QImage(str(tmp_path / "before.png"))
