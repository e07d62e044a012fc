"""The recovery code: 160 random bits on paper, made to be typed over without tears.

Eight groups of four Crockford base32 symbols, each group closed by a fifth that checks it. The
check is a weighted sum over GF(32) plus the group's place, so every single wrong symbol, every
swap of two symbols in a group and every swap of two groups is found, and the group is named.
"""

from __future__ import annotations

import secrets
from typing import Final

from meitinker.errors import WrongRecoveryCode

GROUPS: Final = 8
SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_CODE_SIZE: Final = 20
_GROUP_DATA: Final = 4
_GROUP_SIZE: Final = _GROUP_DATA + 1
_FIELD: Final = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)
_SAME: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN: Final = frozenset(" \t\r\n-‐‑‒–—.·_")


class RecoveryCode:
    """A recovery code, shown once and printed.

    Attributes:
        raw: The 20 bytes it stands for.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        """Take the 20 bytes of a code."""
        if len(raw) != _CODE_SIZE:
            raise ValueError("a recovery code has 20 bytes")
        self.raw = bytearray(raw)

    @classmethod
    def new(cls) -> RecoveryCode:
        """Return a new random code."""
        return cls(secrets.token_bytes(_CODE_SIZE))

    @classmethod
    def parse(cls, typed: str) -> RecoveryCode:
        """Read a typed code; case, spaces, dashes, O for 0 and I or L for 1 do not matter.

        Raises:
            WrongRecoveryCode: A symbol does not fit. Params: ``group`` (1–8, the first that is
                wrong), or 0 and ``symbols`` (how many were typed of 40) when the length is off.
        """
        kept = "".join(sign for sign in typed.upper() if sign not in _BETWEEN).translate(_SAME)
        if len(kept) != GROUPS * _GROUP_SIZE:
            raise WrongRecoveryCode("length", group=0, symbols=len(kept))
        number = 0
        for group in range(GROUPS):
            text = kept[group * _GROUP_SIZE : (group + 1) * _GROUP_SIZE]
            values = [SYMBOLS.find(sign) for sign in text]
            if -1 in values or _check(values[:_GROUP_DATA], group) != values[_GROUP_DATA]:
                raise WrongRecoveryCode("group", group=group + 1, symbols=len(kept))
            for value in values[:_GROUP_DATA]:
                number = number << 5 | value
        return cls(number.to_bytes(_CODE_SIZE, "big"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups of five symbols, as they are printed."""
        number = int.from_bytes(self.raw, "big")
        count = GROUPS * _GROUP_DATA
        values = [number >> 5 * (count - 1 - place) & 31 for place in range(count)]
        rows = [values[at : at + _GROUP_DATA] for at in range(0, count, _GROUP_DATA)]
        return tuple(
            "".join(SYMBOLS[value] for value in [*row, _check(row, group)])
            for group, row in enumerate(rows)
        )

    @property
    def text(self) -> str:
        """The code with dashes between the groups."""
        return "-".join(self.groups)

    def __repr__(self) -> str:
        """Hide the code: reprs reach logs and tracebacks."""
        return "<RecoveryCode>"


def _check(values: list[int], group: int) -> int:
    # Horner in GF(32): the symbols weigh x⁴ … x¹ and the check symbol weighs 1, all different.
    total = 0
    for value in values:
        total = _times_x(total ^ value)
    return total ^ (group + 1)


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
