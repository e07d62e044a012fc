"""How long one guess at a passphrase takes on this machine (promise A15)."""

from __future__ import annotations

import statistics
import time

from meitinker.keys.cost import REAL_COST, SALT_SIZE, Stretch, stretched

ROUNDS = 5
ASVS = Stretch(46 * 1024 * 1024, 1)
"""The least ASVS 5 accepts: the baseline of the same run."""


def seconds_per_guess(stretch: Stretch, rounds: int = ROUNDS) -> float:
    """Return the median seconds of one Argon2id run on one core."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        stretched(f"guess {number}", bytes(SALT_SIZE), stretch)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def figures(rounds: int = ROUNDS) -> dict[str, float]:
    """Return seconds per guess with and without keyring, the baseline, and the ratios.

    An attacker with the disk but without the keyring's 256-bit secret has nothing to guess at in
    the first case; the figure counts for who has both.
    """
    baseline = seconds_per_guess(ASVS, rounds)
    device = seconds_per_guess(REAL_COST.device, rounds)
    alone = seconds_per_guess(REAL_COST.alone, rounds)
    return {
        "argon2_seconds_per_guess_asvs_floor": baseline,
        "argon2_seconds_per_guess_with_keyring": device,
        "argon2_seconds_per_guess_alone": alone,
        "ratio_with_keyring": device / baseline,
        "ratio_alone": alone / baseline,
        "guesses_per_core_year_alone": 365 * 24 * 3600 / alone,
    }
