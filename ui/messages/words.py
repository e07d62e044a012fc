"""What a person reads about an error, and the form of the tables that say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from meitinker.i18n import ngettext

Params: TypeAlias = dict[str, str | int]
"""The harmless values that an error carries for its sentence."""


class Words(msgspec.Struct, frozen=True):
    """What a person reads about an error.

    Attributes:
        sentence: What happened.
        step: What to do next.
    """

    sentence: str
    step: str

    @property
    def text(self) -> str:
        """Sentence and step after each other."""
        return f"{self.sentence} {self.step}".strip()


ErrorWords: TypeAlias = dict[type[BaseException], Callable[[Params], Words]]
"""Words by class of error."""


def duration(seconds: int) -> str:
    """Return ``seconds`` as people say it: seconds up to two minutes, then whole minutes."""
    if seconds <= 120:
        return ngettext("{count} seconde", "{count} seconden", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minuut", "{count} minuten", minutes).format(count=minutes)
