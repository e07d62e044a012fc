"""The theme in force, and lengths at its text size."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from ui.theme.model import Theme

IN_FORCE = "meitinkerTheme"
"""Property of the application that holds it."""

_FALLBACK = Theme()


def current() -> Theme:
    """Return the theme in force; before :func:`ui.theme.apply` the light one at 100 %."""
    application = QCoreApplication.instance()
    theme = None if application is None else application.property(IN_FORCE)
    return theme if isinstance(theme, Theme) else _FALLBACK


def px(size: float) -> int:
    """Return ``size`` (pixels at text size 100 %) in pixels at the chosen text size.

    Measured from the application's font, so that layouts and letters cannot disagree. A
    widget that keeps lengths asks again in ``changeEvent`` on ``StyleChange``.
    """
    pixels = QGuiApplication.font().pixelSize()
    return round(size * (pixels if pixels > 0 else _FALLBACK.rem) / _FALLBACK.rem)
