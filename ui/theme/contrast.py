"""Contrast between two colours, as WCAG 2.2 defines it (success criterion 1.4.3)."""

from __future__ import annotations

import re

TEXT_MINIMUM = 4.5
"""Least ratio of running text on its ground (WCAG 1.4.3)."""

EDGE_MINIMUM = 3.0
"""Least ratio of the edge of a control, an icon or a focus ring (WCAG 1.4.11)."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0–255) of ``#RRGGBB``.

    Raises:
        ValueError: ``colour`` is not written as ``#RRGGBB``.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    # 0.04045 is the sRGB standard's threshold; WCAG prints 0.03928, with no difference at 8 bits.
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``: 0 for black, 1 for white."""
    red, green, blue = channels(colour)
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (equal) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, *, share: float) -> str:
    """Return ``one`` with ``share`` (0–1) of ``other`` stirred in."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
