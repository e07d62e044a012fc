"""The theme in force, and how to put another one in force while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.fonts import body_font
from ui.theme.model import Theme
from ui.theme.palette import make_palette
from ui.theme.sheet import make_sheet

_PROPERTY = "meitinkerTheme"
_STYLED = "meitinkerStyled"
_FALLBACK = Theme()


def current() -> Theme:
    """Return the theme in force; before :func:`apply` the light one at 100 %."""
    application = QCoreApplication.instance()
    theme = None if application is None else application.property(_PROPERTY)
    return theme if isinstance(theme, Theme) else _FALLBACK


def px(size: float) -> int:
    """Return ``size`` (pixels at text size 100 %) in pixels at the chosen text size.

    Measured from the application's font, so that layouts and letters cannot disagree. A
    widget that keeps lengths asks again in ``changeEvent`` on ``StyleChange``.
    """
    pixels = QGuiApplication.font().pixelSize()
    return round(size * (pixels if pixels > 0 else _FALLBACK.rem) / _FALLBACK.rem)


def apply(application: QApplication, theme: Theme) -> None:
    """Draw the whole program in ``theme`` from now on.

    The style sheet comes last: it makes every widget polish itself once more, with the new
    font and palette already in place.
    """
    application.setProperty(_PROPERTY, theme)
    if not application.property(_STYLED):
        from ui.theme.style import MeitinkerStyle

        application.setStyle(MeitinkerStyle())
        application.setProperty(_STYLED, True)
    application.setFont(body_font(pixels=theme.rem, clear_letter=theme.clear_letter))
    application.setPalette(make_palette(theme.tokens))
    application.setStyleSheet(make_sheet(theme))


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set properties that the style sheet looks at and let the widget take its new look.

    ``mark(field, fout=True)`` and ``mark(label, tekst="kop2")``: without the second polish
    a changed property changes nothing on the screen.
    """
    for name, value in properties.items():
        text = str(value).lower() if isinstance(value, bool) else value
        widget.setProperty(name, text)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let ``widget`` look at its properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
    widget.update()
