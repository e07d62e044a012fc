"""The look: tokens, palette, style sheet, style, icons and letters."""

from __future__ import annotations

from ui.theme.fonts import code_font
from ui.theme.icons import icon
from ui.theme.in_force import current, px
from ui.theme.model import TEXT_SIZES, Theme, check_accent
from ui.theme.start import starting_theme
from ui.theme.switching import (
    PLAIN,
    apply,
    draw_choices,
    load_style,
    mark,
    repolish,
    take_on_look,
)
from ui.theme.tokens import SIZES, THEME_NAMES, ThemeName, Tokens

__all__ = [
    "PLAIN",
    "SIZES",
    "TEXT_SIZES",
    "THEME_NAMES",
    "Theme",
    "ThemeName",
    "Tokens",
    "apply",
    "check_accent",
    "code_font",
    "current",
    "draw_choices",
    "icon",
    "load_style",
    "mark",
    "px",
    "repolish",
    "starting_theme",
    "take_on_look",
]
