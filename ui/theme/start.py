"""The theme a person starts with, read from what the operating system already knows."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ui.theme.model import TEXT_SIZES, Theme
from ui.theme.tokens import ThemeName

_SYSTEM_PIXELS = {"win32": 12, "darwin": 13}
_SYSTEM_PIXELS_ELSEWHERE = 15
"""Height of the untouched system font: Windows 9 pt, macOS 13 px, GNOME 11 pt at 96 dpi."""


def nearest_text_size(pixels: float, *, usual: float) -> int:
    """Return the offered text size (percent) nearest to a system font of ``pixels``."""
    wanted = 100 * pixels / usual
    return min(TEXT_SIZES, key=lambda offered: abs(offered - wanted))


def theme_name(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> ThemeName:
    """Return the theme that fits the system's colours; more contrast goes before dark."""
    if contrast == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def starting_theme() -> Theme:
    """Return the theme that fits this computer; call it before the first ``apply``."""
    hints = QGuiApplication.styleHints()
    usual = _SYSTEM_PIXELS.get(sys.platform, _SYSTEM_PIXELS_ELSEWHERE)
    return Theme(
        name=theme_name(hints.colorScheme(), hints.accessibility().contrastPreference()),
        text_size=nearest_text_size(_system_pixels(), usual=usual),
    )


def _system_pixels() -> float:
    """Return the height of the system's font; asking Qt to look the font up costs 5 ms."""
    font = QGuiApplication.font()
    if font.pixelSize() > 0:
        return font.pixelSize()
    return font.pointSizeF() * QGuiApplication.primaryScreen().logicalDotsPerInchY() / 72
