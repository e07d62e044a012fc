"""Words in letters that the letter type lacks: on paper stands which letters, in words.

Setting them would take other letter types, and for Arabic also joining the letters and turning
the line round. Wrong letters of a name are worse than none, and a row of boxes says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from gettext import NullTranslations

_BETWEEN = re.compile(r"[\s\d.,:;!?()'\"\-/\u00a0\u05be\u060c\u061b\u061f\u0640]*")
"""What may stand between two words of one script without parting them."""


def script_of(char: str) -> str:
    """Return the script of a letter as Unicode names it (``ARABIC``), or "" for other signs."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0].partition("-")[0]


def in_words(text: str, lacking: AbstractSet[str], words: NullTranslations) -> str:
    """Return ``text`` with words for every run of letters that are in ``lacking``.

    Args:
        text: A line.
        lacking: Characters of it that the letter type lacks.
        words: The language of the paper.
    """
    shown, end = "", 0
    for start, stop, script in _runs(text, lacking):
        shown += text[end:start] + _told(script, words)
        end = stop
    return shown + text[end:]


def _runs(text: str, lacking: AbstractSet[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where letters of one script begin and end, words of it together."""
    at = 0
    while at < len(text):
        script = script_of(text[at]) if text[at] in lacking else ""
        if not script:
            at += 1
            continue
        stop = at + 1
        while True:
            between = _BETWEEN.match(text, stop)
            on = between.end() if between else stop
            if on >= len(text) or text[on] not in lacking or script_of(text[on]) != script:
                break
            stop = on + 1
        yield at, stop, script
        at = stop


def _told(script: str, words: NullTranslations) -> str:
    known = {
        "ARABIC": words.gettext("[tekst in Arabische letters]"),
        "ARMENIAN": words.gettext("[tekst in Armeense letters]"),
        "CJK": words.gettext("[tekst in Chinese tekens]"),
        "DEVANAGARI": words.gettext("[tekst in Indiase letters]"),
        "ETHIOPIC": words.gettext("[tekst in Ethiopische letters]"),
        "GEORGIAN": words.gettext("[tekst in Georgische letters]"),
        "HANGUL": words.gettext("[tekst in Koreaanse letters]"),
        "HEBREW": words.gettext("[tekst in Hebreeuwse letters]"),
        "HIRAGANA": words.gettext("[tekst in Japanse tekens]"),
        "KATAKANA": words.gettext("[tekst in Japanse tekens]"),
        "TAMIL": words.gettext("[tekst in Tamil-letters]"),
        "THAI": words.gettext("[tekst in Thaise letters]"),
    }
    return known.get(script) or words.gettext("[tekst in andere letters]")
