"""The letter types on paper: read once per process, subset per document by reportlab."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING

import resources
from meitinker.errors import BugError
from meitinker.reports.scripts import in_words
from meitinker.reports.text import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

FONT_ROOT = resources.path("third_party")


class Face(Enum):
    """A letter type and weight: folder and ending of the file name."""

    REGULAR = ("noto_sans", "Regular.ttf")
    BOLD = ("noto_sans", "Bold.ttf")
    CODE = ("atkinson_hyperlegible_next", "Bold.ttf")


@dataclass(frozen=True, slots=True)
class Font:
    """What the typesetter asks of a letter type.

    Attributes:
        name: The name under which reportlab knows it.
        widths: Width per code point, in thousandths of the type size.
    """

    name: str
    widths: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in points at ``size`` points."""
        widths = self.widths
        return sum([widths.get(ord(char), 600.0) for char in text]) * size / 1000

    def settable(self, text: str, words: NullTranslations) -> tuple[str, int]:
        """Return ``text`` as it can be set, and the number of characters lacking here.

        Words in other letters become words of the paper's language (see ``scripts``), any other
        sign becomes a box.
        """
        lacking = {c for c in set(text) if ord(c) not in self.widths and c not in "\n\u00a0"}
        if not lacking:
            return text, 0
        count = sum(text.count(char) for char in lacking)
        shown = in_words(text, lacking, words)
        return shown.translate(dict.fromkeys(map(ord, lacking), MISSING)), count


_loaded: dict[Face, Font] = {}
_loading = Lock()


def font(face: Face) -> Font:
    """Return ``face`` ready for use.

    Raises:
        BugError: The file of the font is not in the installation.
    """
    with _loading:
        if face not in _loaded:
            _loaded[face] = _load(face)
        return _loaded[face]


def _load(face: Face) -> Font:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder, ending = face.value
    files = sorted((FONT_ROOT / folder).glob(f"*{ending}"))
    if not files:
        raise BugError(f"no font {folder}/*{ending}")
    name = f"meitinker-{face.name.lower()}"
    loaded = TTFont(name, str(files[0]))
    pdfmetrics.registerFont(loaded)
    # Noto Sans has no square: its own sign for a lacking letter (glyph 0) serves, under the
    # square's code point, so that it is also read back as a square.
    loaded.face.charToGlyph.setdefault(ord(MISSING), 0)
    widths = dict(loaded.face.charWidths) | {ord(MISSING): float(loaded.face.defaultWidth)}
    return Font(name, widths)
