"""Words for every error: what happened, in one sentence, and what to do next.

The errors themselves carry no words for people, only their class and a few harmless values;
this is the one place where they get them. It knows no Qt: the command line uses it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import errors
from ui.messages.fields import REASONS, not_right
from ui.messages.files import FILES
from ui.messages.keys import KEYS
from ui.messages.rules import RULES, ours
from ui.messages.store import BEFORE_WORK, STORE
from ui.messages.sync import SYNC
from ui.messages.words import Words, duration

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Words",
    "duration",
    "reason_words",
    "sentence_before_work",
    "sentence_for",
]

_WORDS = STORE | KEYS | FILES | SYNC | RULES


def sentence_for(error: BaseException) -> Words:
    """Return the words for ``error`` in the language shown.

    A class without words of its own gets those of the nearest class above it; what is not an
    error of the program's tree gets the words for a fault of ours.
    """
    if isinstance(error, errors.InvalidField):
        return reason_words(error.reason, error.params)
    for family in type(error).__mro__:
        if family in _WORDS:
            return _WORDS[family](getattr(error, "params", {}))
    return ours({})


def sentence_before_work(error: BaseException) -> Words:
    """Return the words for ``error`` on a page before the work, where no text waits to be kept."""
    words = BEFORE_WORK.get(type(error))
    return words(getattr(error, "params", {})) if words else sentence_for(error)


def reason_words(reason: str, params: Mapping[str, str | int] | None = None) -> Words:
    """Return the words for the reason why a field cannot hold what was typed."""
    return REASONS.get(reason, not_right)(dict(params or {}))
