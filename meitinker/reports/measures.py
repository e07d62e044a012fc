"""Measures of the house style, in millimetres from the left and top edge of an A4 sheet.

After NEN 1026, as two public LaTeX classes carry it (``brief.cls`` and isodoc); the norm itself
was not read, so a municipality tries its own envelopes with a proof.
"""

from __future__ import annotations

from enum import StrEnum

SHEET_WIDTH, SHEET_HEIGHT = 210.0, 297.0
TEXT_LEFT = 33.0
TEXT_END, TEXT_END_LARGE = 247.0, 262.0
"""Where text ends. Large print takes fewer sheets by what the norm leaves to a deep foot."""
FIRST_TOP, FIRST_TOP_LARGE = 106.0, 111.0
LATER_TOP, LATER_TOP_LARGE = 25.0, 20.0
UNADDRESSED_TOP = 43.0
DATE_TOP = 95.0
FOOT_TOP, FOOT_HEIGHT = 255.0, 28.0
FOOT_TOP_LARGE, FOOT_HEIGHT_LARGE = 266.0, 25.0
HEAD_TOP, HEAD_END = 13.0, 50.0
WINDOW_TOP, ADDRESS_TOP, WINDOW_END = 50.0, 59.0, 90.0
CONTACT_LEFT, BESIDE_WINDOW = 109.0, 120.0
LOGO_WIDTH, LOGO_HEIGHT = 40.0, 25.0
FOLDS, PUNCH = (108.0, 153.0), 148.0
ADDRESS_SIZES = (
    (12.0, 14.5), (11.0, 13.2), (10.0, 12.0), (9.0, 10.8), (8.0, 9.6), (7.0, 8.0), (6.0, 6.8),
)  # fmt: skip
"""Type size and distance of lines in points: a long name makes the address smaller, never cut."""
ADDRESS_SIZES_LARGE = ((14.0, 17.0), *ADDRESS_SIZES)
"""In large print too it must stay in the window; whoever sorts the post reads it."""
RETURN_SIZES = ((8.0, 10.4), (7.0, 9.1), (6.5, 7.8))
NAME_SIZES = ((18.0, 22.0), (15.0, 19.0), (12.0, 15.0), (9.0, 11.5))
NAME_SIZES_LARGE = ((18.0, 22.0), (16.0, 19.5), (14.0, 17.0))
CONTACT_SIZES = ((9.0, 12.0), (8.0, 10.0))
CONTACT_SIZES_LARGE = ((14.0, 18.0), (14.0, 17.0))
FOOT_SIZES = ((9.5, 12.8), (8.0, 10.4))
FOOT_SIZES_LARGE = ((14.0, 18.5), (14.0, 16.5))
"""What a resident reads is never under 14 pt in large print: then less is said, not smaller."""


class Window(StrEnum):
    """Where the envelope shows the address."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


WINDOWS = {Window.LEFT: (33.0, 83.0), Window.RIGHT: (109.0, 76.0), Window.NONE: (33.0, 83.0)}
"""Left edge and width of the address field in millimetres."""
