"""A choice of theme, text size, letter and accent, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from meitinker.errors import InvalidField
from ui.theme import contrast
from ui.theme.tokens import REM_AT_100, SIZES, ThemeName, Tokens, load

TEXT_SIZES = (100, 125, 150, 200)
"""The text sizes offered, in percent."""

_SELECTED_SHARE = 0.14
_HOVER_SHARE = 0.28


def check_accent(accent: str) -> None:
    """Refuse an accent colour that cannot be read on the light theme's grounds.

    The same colour is the ground of white button text, so one ratio serves both.

    Raises:
        InvalidField: Not a colour (``colour_wrong``), or under 4.5:1 (``contrast_too_low``,
            with the ratio times ten in ``tenths``).
    """
    light = load("light")
    try:
        lowest = min(contrast.ratio(accent, ground) for ground in (light.surface, light.window))
    except ValueError as error:
        raise InvalidField("accent", "colour_wrong") from error
    if lowest < contrast.TEXT_MINIMUM:
        raise InvalidField("accent", "contrast_too_low", tenths=int(lowest * 10))


def _with_accent(tokens: Tokens, name: ThemeName, accent: str) -> Tokens:
    """Return ``tokens`` with a municipality's accent in place of the action colour.

    In high contrast the shipped colours stay: they are there for the eye, not for the brand.
    On the dark theme the accent is lightened until it can be read.
    """
    if name == "high_contrast":
        return tokens
    towards = "#000000" if name == "light" else "#FFFFFF"
    action = accent.upper()
    while name == "dark" and _worst(action, tokens) < contrast.TEXT_MINIMUM:
        action = contrast.mix(action, towards, share=0.1)
    hover = contrast.mix(action, towards, share=_HOVER_SHARE)
    light = name == "light"
    return tokens._replace(
        action=action,
        hover=hover,
        selected=contrast.mix(tokens.surface, action, share=_SELECTED_SHARE),
        primary_focus_bg=hover if light else tokens.primary_focus_bg,
        primary_focus_text=tokens.on_action if light else action,
    )


def _worst(action: str, tokens: Tokens) -> float:
    grounds = (tokens.surface, tokens.window, tokens.on_action)
    return min(contrast.ratio(action, ground) for ground in grounds)


@dataclass(frozen=True)
class Theme:
    """What a person chose to look at.

    Attributes:
        name: ``light``, ``dark`` or ``high_contrast``.
        text_size: Percent, one of :data:`TEXT_SIZES`.
        clear_letter: Whether the extra clear letter (Atkinson) replaces Noto Sans.
        accent: The municipality's own colour as ``#RRGGBB``, or None for ours.

    Raises:
        InvalidField: The text size is not offered or the accent cannot be read.
    """

    name: ThemeName = "light"
    text_size: int = 100
    clear_letter: bool = False
    accent: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would draw an unreadable screen."""
        if self.text_size not in TEXT_SIZES:
            raise InvalidField("text_size", "not_offered")
        if self.accent is not None:
            check_accent(self.accent)

    @cached_property
    def tokens(self) -> Tokens:
        """The colours, with the accent worked in."""
        shipped = load(self.name)
        return shipped if self.accent is None else _with_accent(shipped, self.name, self.accent)

    @property
    def rem(self) -> int:
        """Pixels of the body text."""
        return REM_AT_100 * self.text_size // 100

    def px(self, size: float) -> int:
        """Return ``size`` (pixels at 100 %) in pixels at the chosen text size."""
        return round(size * self.rem / SIZES.body)
