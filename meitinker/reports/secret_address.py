"""Keeps a secret address off a paper: out of the address field, and out of every text on it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from meitinker.reports.page import Addressee
from meitinker.reports.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from gettext import NullTranslations

    from meitinker.reports.page import Sender

T = TypeVar("T", bound=msgspec.Struct)
V = TypeVar("V")

_SHORTEST = 3
"""A line of an address of so few letters would be found inside other words."""


def hidden(letter: T, words: NullTranslations, *, addressee: Addressee, sender: Sender) -> T:
    """Return ``letter`` without the address of its addressee, also where a text repeats it.

    Of its ``addressee`` only the name is left; its ``sender`` stays as it is.
    """
    name = (*addressee.name, words.gettext("Persoonlijk overhandigen"))
    nameless = msgspec.structs.replace(letter, addressee=Addressee(name=name))
    bare = without_lines(nameless, addressee.address, words)
    return msgspec.structs.replace(bare, sender=sender)


def without_lines(value: V, lines: Iterable[str], words: NullTranslations) -> V:
    """Return ``value`` without these lines of addresses in any of its texts."""
    patterns = [_spelled(line) for line in lines if len(line.strip()) > _SHORTEST]
    bare: V = _hide(value, patterns, words.gettext("(geheim adres)")) if patterns else value
    return bare


def _hide(value: Any, patterns: Sequence[re.Pattern[str]], shown: str) -> Any:
    """Return ``value`` with every match in its texts replaced, however deep they lie."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        text = clean(value)
        for pattern in patterns:
            text = pattern.sub(shown, text)
        return text
    if isinstance(value, tuple):
        return tuple(_hide(part, patterns, shown) for part in value)
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return type(value)(**{name: _hide(part, patterns, shown) for name, part in parts.items()})
    return value


def _spelled(line: str) -> re.Pattern[str]:
    """Return how a line of an address may be written; of a postcode line, the postcode."""
    postcode = re.match(r"\s*(\d{4})\s*([A-Za-z]{2})\b", line)
    parts = [postcode[1], postcode[2]] if postcode else one_line(line).split()
    gap = r"\s*" if postcode else r"\s+"
    return re.compile(rf"(?<!\w){gap.join(map(re.escape, parts))}(?!\w)", re.IGNORECASE)
