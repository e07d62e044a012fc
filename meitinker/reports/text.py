"""Makes text of any origin safe to set on paper.

Words of residents and imported files may hold control characters, invisible characters that
turn the reading direction, or heaps of accents. None of them may reach the page. Markup needs
no escaping: the house style sets characters, it never parses them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meitinker.reports.fonts import Font

MISSING = "\N{WHITE SQUARE}"
"""Stands for a character that the letter type lacks."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u1680\u2000-\u200a\u205f\u3000]")
_JOINED = re.compile("(.)(?:\ufe0f?\u200d.)+", re.DOTALL)
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u3164\ud800-\udfff\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAPED_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")
_BELONGS = re.compile(
    r"(?<=\d) (?=\d|– \d)|(?<=\d[ \u00a0]–) (?=\d)"
    r"|(?<=€) (?=\d)|(?<=\b\d) (?=[a-z])|(?<=\b\d\d) (?=[a-z])"
)
_PLACE = re.compile(r"\b(\d{4})[ \u00a0]([A-Z]{2}) +(?=[A-ZÀ-Þ'])")
_HOUSE = re.compile(r" (?=\d{1,5}[A-Za-z]?, \d{4}\u00a0[A-Z]{2}\b)")
_DATE = re.compile(r"\b(\d{1,2}) ([A-Za-z]{3,10}) (\d{4})\b")
_POSTCODE = re.compile(r"^(\d{4}) ?([A-Za-z]{2}) +(?=\S)")
_BARE_NUMBER = re.compile(r"^0(?:\d{9}|6[ -]\d{8}|\d{2}[ -]\d{7}|\d{3}[ -]\d{6})$")
_SHORT_AREA = re.compile(r"0(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7\d|8[4578])")
"""Area codes of three digits; all others have four."""
_NARROW_NO_BREAK = str.maketrans({"\u202f": "\u00a0", "\u2011": "-"})


def clean(text: str) -> str:
    r"""Return ``text`` as it may stand on paper, with ``\n`` as the only control character.

    Joined emoji count as one character, and a letter keeps at most two loose accents, so that
    nothing piles up over the lines above.
    """
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _SPACES.sub(" ", text).translate(_NARROW_NO_BREAK)
    text = _INVISIBLE.sub("", _JOINED.sub(r"\1", text))
    return _HEAPED_MARKS.sub(r"\1", text)


def one_line(text: str) -> str:
    """Return ``text`` cleaned, on a single line, without doubled or outer spaces."""
    return " ".join(clean(text).split())


def phone_number(text: str) -> str:
    """Return a Dutch number that was typed without spaces in the groups that people read aloud.

    Whoever parted the digits already wrote it as they know it: that stays.
    """
    typed = one_line(text)
    if not _BARE_NUMBER.match(typed):
        return typed
    digits = typed.replace(" ", "").replace("-", "")
    if _SHORT_AREA.match(digits):
        return f"{digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"
    start = 2 if digits.startswith("06") else 4
    return " ".join((digits[:start], *(digits[at : at + 2] for at in range(start, 10, 2))))


def paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of ``text``, each a list of lines that the writer broke."""
    found: list[list[str]] = [[]]
    for line in clean(text).split("\n"):
        words = " ".join(part for part in line.split(" ") if part)
        if words:
            found[-1].append(tied(words))
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def tied(text: str) -> str:
    """Return ``text`` so that a number never parts from its digits, its sign or its month.

    Nor does a postcode from its place, or the number before it from its street.
    """
    text = _HOUSE.sub("\u00a0", _PLACE.sub("\\1\u00a0\\2\u00a0", text))
    return _BELONGS.sub("\u00a0", _DATE.sub("\\1\u00a0\\2\u00a0\\3", text))


def address_line(text: str) -> str:
    """Return a line of an address: its postcode whole, and two spaces before the place."""
    return _POSTCODE.sub(lambda at: f"{at[1]}\u00a0{at[2].upper()}\u00a0 ", one_line(text))


POINT = "·"
"""Between two things that are told on one line."""


def wrap(text: str, letter: Font, *, size: float, width: float) -> list[str]:
    """Return the lines of ``text`` within ``width`` points; only too long words are cut.

    A point that parts two things stands between them on one line; where a new line parts them, it
    is left out.
    """
    lines: list[str] = []
    line, used = "", 0.0
    space = letter.width(" ", size)
    for word in text.split(" "):
        taken = letter.width(word, size)
        if line and used + space + taken <= width:
            line, used = f"{line} {word}", used + space + taken
            continue
        if line:
            lines.append(line.removesuffix(f" {POINT}"))
        if word == POINT and lines:
            line, used = "", 0.0
            continue
        *full, line = _cut(word, letter, size=size, width=width) if taken > width else [word]
        lines += full
        used = letter.width(line, size)
    return [*lines, line] if line else lines


def _cut(word: str, letter: Font, *, size: float, width: float) -> list[str]:
    """Return a word that is wider than a line in pieces that fit."""
    pieces: list[str] = []
    piece, used = "", 0.0
    for char in word:
        taken = letter.width(char, size)
        if piece and used + taken > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + char, used + taken
    return [*pieces, piece]
