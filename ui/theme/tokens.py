"""The colours of a theme and the sizes all themes share.

Named tuples: the unlock window must be there at once, and they are the quickest to make.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Literal, NamedTuple

import resources

ThemeName = Literal["light", "dark", "high_contrast"]
THEME_NAMES: tuple[ThemeName, ...] = ("light", "dark", "high_contrast")

REM_AT_100 = 16
"""Pixels of the body text at text size 100 %; every size below is in these pixels."""


class Sizes(NamedTuple):
    """Lengths in pixels at text size 100 %; they grow with the text size."""

    body: int = 16
    small: int = 14
    h3: int = 18
    h2: int = 20
    h1: int = 24
    field_radius: int = 4
    card_radius: int = 8
    rail_width: int = 216
    control_height: int = 44
    check_box: int = 24
    check_row: int = 32
    icon: int = 20
    icon_large: int = 24
    scroll_bar: int = 16
    menu_row: int = 32


SIZES = Sizes()


class Tokens(NamedTuple):
    """The colours of one theme as ``#RRGGBB``, and the widths that differ per theme (px).

    ``line`` decorates and is never the only edge of something that can be operated; such
    an edge is drawn in ``control``. On a ``selected`` ground muted text is drawn in
    ``muted_on_selected``, because ``muted`` fails on yellow.
    """

    window: str
    surface: str
    rail: str
    text: str
    muted: str
    line: str
    control: str
    action: str
    hover: str
    on_action: str
    selected: str
    on_selected: str
    muted_on_selected: str
    focus: str
    focus_width: int
    primary_focus_bg: str
    primary_focus_text: str
    primary_focus_ring: str
    primary_focus_width: int
    border_width: int
    error: str
    error_bg: str
    success: str
    success_bg: str
    warning: str
    warning_bg: str
    info: str
    info_bg: str
    disabled: str
    disabled_bg: str

    def colour(self, name: str) -> str:
        """Return the colour called ``name``.

        Raises:
            KeyError: No colour has that name.
        """
        value = getattr(self, name, None)
        if not isinstance(value, str):
            raise KeyError(name)
        return value


@cache
def load(name: ThemeName) -> Tokens:
    """Return the tokens of a shipped theme.

    Raises:
        TypeError: The file misses a colour or names an unknown one.
    """
    return Tokens(**json.loads(resources.path("themes", f"{name}.json").read_bytes()))
