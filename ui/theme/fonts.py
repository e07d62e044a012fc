"""The letters: Noto Sans, and Atkinson Hyperlegible Next for who wants it extra clear."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

import resources
from meitinker.errors import BugError

NOTO = "Noto Sans"
ATKINSON = "Atkinson Hyperlegible Next"

_FILES = {
    NOTO: ("noto_sans", "NotoSans"),
    ATKINSON: ("atkinson_hyperlegible_next", "AtkinsonHyperlegibleNext"),
}
_WEIGHTS = ("400Regular", "600SemiBold", "700Bold")


@cache
def load_family(family: str) -> str:
    """Make ``family`` known to Qt, once, and return its name.

    Qt maps the files and reads only their tables here (0.2 ms each), so all three weights
    are loaded together; a family nobody chose is never touched.

    Raises:
        BugError: A font file is missing or cannot be read.
    """
    folder, stem = _FILES[family]
    for weight in _WEIGHTS:
        file = resources.path("third_party", folder, f"{stem}_{weight}.ttf")
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise BugError(f"font cannot be read: {file.name}")
    return family


def body_font(*, pixels: int, clear_letter: bool) -> QFont:
    """Return the font of running text; ``pixels`` is the chosen text size."""
    font = QFont(load_family(ATKINSON if clear_letter else NOTO))
    font.setPixelSize(pixels)
    # Widths must not jump between screens of different resolution.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def code_font(*, pixels: int) -> QFont:
    """Return the font for keys and codes, where I, l, 1, O and 0 must differ."""
    font = body_font(pixels=pixels, clear_letter=True)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 105)
    return font
