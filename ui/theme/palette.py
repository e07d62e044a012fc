"""The tokens as a QPalette, for all that QSS does not reach."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

_ROLES: dict[QPalette.ColorRole, str] = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "window",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "muted",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "on_action",
    _Role.Light: "surface",
    _Role.Midlight: "line",
    _Role.Mid: "line",
    _Role.Dark: "control",
    _Role.Shadow: "control",
    _Role.Highlight: "selected",
    _Role.HighlightedText: "on_selected",
    _Role.Link: "action",
    _Role.LinkVisited: "action",
    _Role.Accent: "action",
}
_DISABLED_TEXT = (
    _Role.WindowText,
    _Role.Text,
    _Role.ButtonText,
    _Role.PlaceholderText,
    _Role.Link,
    _Role.LinkVisited,
    _Role.Accent,
)
_DISABLED_GROUND = (_Role.Base, _Role.Button)


def make_palette(tokens: Tokens) -> QPalette:
    """Return a palette that sets every role, and its own Disabled group.

    Disabled text still has 4.5:1, so Qt's paler disabled colours are never used.
    """
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(tokens.colour(name)))
    for role in _DISABLED_TEXT:
        palette.setColor(_Group.Disabled, role, QColor(tokens.disabled))
    for role in _DISABLED_GROUND:
        palette.setColor(_Group.Disabled, role, QColor(tokens.disabled_bg))
    return palette
