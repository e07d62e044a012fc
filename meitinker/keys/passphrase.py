"""What a passphrase must be: long enough and not among the first that are guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from meitinker.errors import PassphraseTooWeak
from meitinker.keys.cost import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = 10
LEAST_SCORE: Final = 3

_JUDGED: Final = 72  # zxcvbn takes seconds for long texts; what is beyond only makes it stronger
_REASONS: Final = {
    "dictionary": "common_word",
    "spatial": "keyboard_row",
    "repeat": "repeats",
    "sequence": "sequence",
    "regex": "year_or_date",
    "date": "year_or_date",
}


class Strength(msgspec.Struct, frozen=True):
    """How a passphrase was judged.

    Attributes:
        score: 0 (first guess) to 4 (very strong), as zxcvbn counts.
        reason: Empty when it is good enough; else the key of a sentence: ``too_short``,
            ``known_name``, ``common_word``, ``keyboard_row``, ``repeats``, ``sequence``,
            ``year_or_date`` or ``guessable``.
    """

    score: int
    reason: str

    @property
    def enough(self) -> bool:
        """Whether this passphrase may be used."""
        return not self.reason


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Judge ``passphrase``.

    Args:
        passphrase: As typed.
        known: Words an attacker tries first: the user's names, villages, the organisation.
    """
    text = canonical(passphrase)
    if len(text) < SHORTEST:
        return Strength(0, "too_short")
    from zxcvbn import zxcvbn

    words = [part for word in known for part in {word, *word.split()} if part]
    judged = zxcvbn(text[:_JUDGED], user_inputs=words)
    score = int(judged["score"])
    return Strength(score, "" if score >= LEAST_SCORE else _reason(judged["sequence"]))


def require_strength(passphrase: str, known: Iterable[str] = ()) -> None:
    """Refuse a passphrase that is guessed too easily.

    Raises:
        PassphraseTooWeak: Params: ``reason``, see :class:`Strength`.
    """
    judged = strength(passphrase, known)
    if not judged.enough:
        raise PassphraseTooWeak(judged.reason, reason=judged.reason, score=judged.score)


def _reason(matches: list[dict[str, object]]) -> str:
    """Name the weakness that covers most of the text."""
    weak = [match for match in matches if match["pattern"] in _REASONS]
    if not weak:
        return "guessable"
    longest = max(weak, key=lambda match: len(str(match["token"])))
    if longest.get("dictionary_name") == "user_inputs":
        return "known_name"
    return _REASONS[str(longest["pattern"])]
