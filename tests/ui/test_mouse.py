"""A mouse button that a test leaves pressed is let go of after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.conftest import release_buttons

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_a_pressed_button_is_let_go(button: Qt.MouseButton, qtbot: QtBot) -> None:
    pressed = QWidget()
    qtbot.addWidget(pressed)
    pressed.show()
    QTest.mousePress(pressed, button)
    assert QApplication.mouseButtons() == button
    pressed.close()
    release_buttons()
    assert QApplication.mouseButtons() == Qt.MouseButton.NoButton
