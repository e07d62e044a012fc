"""The cost of a guess at the passphrase, as figures (no promise of speed: of slowness)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import keys
from tests.bench.figure import figure

if TYPE_CHECKING:
    from tests.bench.figure import Figure


def figures(*, quick: bool) -> list[Figure]:
    """Return seconds per guess on one core beside the least that ASVS accepts."""
    found = keys.figures(2 if quick else keys.ROUNDS)
    floor = [found["argon2_seconds_per_guess_asvs_floor"]]
    return [
        figure(
            f"guess.{name}",
            [found[f"argon2_seconds_per_guess_{name}"]],
            unit="s",
            baseline=floor,
            note="beside Argon2id with 46 MiB and one pass",
        )
        for name in ("with_keyring", "alone")
    ]
