"""Icons: Tabler outlines in the colour of the words beside them, made when painted."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

import resources
from meitinker.errors import BugError
from ui.theme.in_force import current

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from ui.theme.tokens import Tokens


MENU = "menu"
"""Tint of icons in menus."""


@cache
def _drawing(name: str) -> bytes:
    file = resources.path("third_party", "tabler_icons", "outline", f"{name}.svg")
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise BugError(f"no such icon: {name}") from error


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    return QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", colour.encode())))


def icon_colour(tokens: Tokens, tint: str, mode: QIcon.Mode, state: QIcon.State) -> str:
    """Return the colour in which an icon is painted.

    Qt asks for ``Active`` when a push button has focus; the primary button then has other
    colours in the dark and high-contrast themes, and its icon must follow.
    """
    if mode == QIcon.Mode.Disabled:
        return tokens.disabled
    if mode == QIcon.Mode.Selected or state == QIcon.State.On:
        return tokens.on_selected
    if tint == MENU:
        return tokens.on_selected if mode == QIcon.Mode.Active else tokens.text
    if mode == QIcon.Mode.Active and tint == "on_action":
        return tokens.primary_focus_text
    return tokens.colour(tint)


class _TintedEngine(QIconEngine):
    """Paints one outline in the theme's colour of the moment, at any size."""

    def __init__(self, name: str, tint: str) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon as a square at the left of ``rect``.

        Buttons leave 4 px between icon and words, which is too tight; they ask for an icon
        a little wider than high, and the rest becomes air.
        """
        side = min(rect.width(), rect.height())
        top = rect.y() + (rect.height() - side) / 2
        colour = icon_colour(current().tokens, self._tint, mode, state)
        _renderer(self._name, colour).render(painter, QRectF(rect.x(), top, side, side))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon for a screen of ordinary resolution."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the icon; ``size`` is in logical pixels, so it is multiplied here."""
        pixmap = QPixmap(size * scale)
        if pixmap.isNull():
            return pixmap  # a button squeezed to nothing asks for an icon of nothing
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return _TintedEngine(self._name, self._tint)

    def key(self) -> str:
        """Name this kind of engine."""
        return "meitinker"


def icon(name: str, tint: str = "text") -> QIcon:
    """Return the Tabler outline ``name`` in the colour ``tint``.

    Args:
        name: File name without ``.svg``, ``home``.
        tint: Name of a token: take the one that colours the words beside the icon. In a
            menu it is :data:`MENU`, because there ``Active`` means the chosen row.

    Raises:
        BugError: The icon is not shipped.
    """
    _drawing(name)
    return QIcon(_TintedEngine(name, tint))
