"""Pictures of the program as it stands on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.tour import hands

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 5000
"""Milliseconds for what is drawn off the screen's thread."""


def take(path: Path) -> None:
    """Take a picture of the program's window, with the dialog or menus in front of it.

    Raises:
        NotFound: The picture could not be written.
    """
    layers = [hands.window()]
    while (parent := layers[-1].parentWidget()) is not None:
        layers.append(parent.window())
    whole = layers.pop()
    image = _laid_out(whole)
    deadline = QDeadlineTimer(_PATIENCE)
    while any(_is_coming(w) for w in hands.widgets()) and not deadline.hasExpired():
        QApplication.processEvents()  # a person waits until the pages are there as well
        image = _laid_out(whole)
    for layer in reversed(layers):
        layer.render(image, whole.mapFromGlobal(layer.mapToGlobal(QPoint())))
    if not image.save(str(path)):
        raise hands.NotFound(f"no picture {path.name}")


def _is_coming(widget: QWidget) -> bool:
    """Tell whether more will be drawn here: a page of paper, or answers that are shown together.

    While those are filled in, the screen shows what stood there; a grab would show nothing.
    """
    return bool(widget.property("komt")) or not widget.updatesEnabled()


def _laid_out(whole: QWidget) -> QPixmap:
    """Return what the screen shows: a frame comes after the layouts, a grab would come before."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return whole.grab()
