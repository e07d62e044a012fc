"""How a theme is put in force while the program runs, and how a widget takes its look."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.fonts import body_font
from ui.theme.in_force import put_in_force
from ui.theme.model import Theme
from ui.theme.palette import make_palette
from ui.theme.sheet import make_sheet

_STYLED = "meitinkerStyled"
_THEME = "meitinkerTheme"
_PLAIN, _OWN = "plain", "own"


PLAIN = ("-style", "fusion")
"""Words for ``QApplication`` that give it Qt's own style, the same on every system.

Setting the style from Python makes every class of styles known to it first: 7 ms.
"""


def apply(application: QApplication, theme: Theme, *, plain: bool = False) -> None:
    """Draw the whole program in ``theme`` from now on.

    The style sheet comes last: it makes every widget polish itself once more, with the new
    font and palette already in place.

    Args:
        application: Whose windows to draw.
        theme: What to draw them in.
        plain: Leave our own drawing of choices out until :func:`draw_choices`. A style in
            Python is a fifth of the way to the first window, and that holds no choices. The
            application must have been made with :data:`PLAIN`.
    """
    if not plain and application.property(_THEME) == theme:
        return  # every widget would take on the look that it has
    put_in_force(theme)
    if plain:
        application.setProperty(_STYLED, _PLAIN)
    elif not application.property(_STYLED):
        _take_style(application)
    application.setFont(body_font(pixels=theme.rem, clear_letter=theme.clear_letter))
    application.setPalette(make_palette(theme.tokens))
    application.setStyleSheet(make_sheet(theme))
    application.setProperty(_THEME, None if plain else theme)


def load_style() -> None:
    """Load what :func:`draw_choices` draws by: a third of what that takes the first time."""
    import_module("ui.theme.style")


def draw_choices() -> None:
    """Draw check boxes, radio buttons, combo boxes and rings ourselves, if we do not yet."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.property(_STYLED) == _PLAIN:
        _take_style(application)


def _take_style(application: QApplication) -> None:
    from ui.theme.style import MeitinkerStyle

    application.setStyle(MeitinkerStyle())
    application.setProperty(_STYLED, _OWN)


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set properties that the style sheet looks at and let the widget take its new look.

    ``mark(field, fout=True)`` and ``mark(label, tekst="kop2")``: without the second polish
    a changed property changes nothing on the screen. One that is as it was costs nothing: a
    polish is a walk through all rules, and a layout.
    """
    changed = False
    for name, value in properties.items():
        text = str(value).lower() if isinstance(value, bool) else value
        before = widget.property(name)
        if before != text and (before is not None or value is not False):
            widget.setProperty(name, text)
            changed = True
    if changed:
        repolish(widget)


def take_on_look(widget: QWidget) -> None:
    """Let ``widget`` and all it holds take on their look now, out of sight.

    Else they do when it is first shown, in one turn with giving all of it places and painting.
    It must stand where it stays: what is put elsewhere takes on its look again.
    """
    for one in (widget, *widget.findChildren(QWidget)):  # Qt goes no deeper than what has its look
        one.ensurePolished()


def repolish(widget: QWidget) -> None:
    """Let ``widget`` look at its properties again, if it has its look already.

    What was never shown gets its look when it is; a look given before that is given again at
    every parent it is put in, with that of all it holds.
    """
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
    widget.update()
