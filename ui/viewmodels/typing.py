"""What may stand in a field: characters that a person can see, and no more than fit. No Qt here."""

from __future__ import annotations

import re

from meitinker.i18n import _

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u202a-\u202e\u2066-\u2069"  # turn the direction of all that follows
    "\ud800-\udfff"  # halves of characters
    "\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
_LONG = 24
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}[^\s.,;:!?)”]")  # the end of a sentence is no part of it
_PIECE = re.compile(r".{1,12}", re.DOTALL)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def visible(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without what no key gives and nobody sees, as pasting may bring along.

    Letters of every script stay, and so do the joiners within words and emoji.

    Args:
        text: As pasted or typed.
        lines: Keep ends of lines and tabs; else they become spaces.
    """
    if text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    return _HIDDEN.sub("", text)


def as_it_is(text: str) -> str:
    """Return ``text`` for where the letter after a ``&`` would be taken for a key."""
    return text.replace("&", "&&")


def breakable(text: str) -> str:
    """Return ``text`` with places to break where a word is longer than a narrow column.

    Qt breaks between words only: a name of sixty letters would push what is beside it away.
    """
    if len(text) <= _LONG:
        return text
    return _LONG_WORD.sub(lambda word: "\u200b".join(_PIECE.findall(word[0])), text)


def too_long(most: int) -> str:
    """Return the sentence for a text of more than ``most`` characters."""
    from meitinker.errors import InvalidField
    from ui.messages import sentence_for

    return sentence_for(InvalidField("text", "text_too_long", most=most)).text


def not_pasted(most: int) -> str:
    """Return the sentence for a text that was not pasted, as it does not fit in ``most``."""
    return _(
        "Niet geplakt: deze tekst is te lang. Er passen {most} tekens in dit veld."
        " U kunt de tekst in stukken plakken."
    ).format(most=f"{most:,}".replace(",", "."))
