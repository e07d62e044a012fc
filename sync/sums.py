"""What both sides add up to compare what they hold, at the end of an exchange.

A dossier lies in one of :data:`sync.protocol.BUCKETS` buckets, what belongs to everyone in the
first. Of a record its id, the versions of its merge groups and whether it was removed count: a
version names the change that set the value, so equal versions are equal values. Of what a role
may not see neither side counts a version. The sum of hashes does not depend on order.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from meitinker.domain.records import canonical
from sync.protocol import BUCKETS, Bucket

if TYPE_CHECKING:
    from collections.abc import Mapping

_BYTES = 16
_MODULUS = 1 << (8 * _BYTES)


def bucket_of(dossier: str) -> int:
    """Return the number of the bucket that a dossier lies in."""
    if not dossier:
        return 0
    return 1 + hashlib.sha256(dossier.encode()).digest()[0] % (BUCKETS - 1)


class Sums:
    """The buckets of one side."""

    def __init__(self) -> None:
        """Begin with nothing held."""
        self._counts = [0] * BUCKETS
        self._totals = [0] * BUCKETS

    def add(
        self, dossier: str, record_id: str, versions: Mapping[str, str], *, deleted: bool
    ) -> None:
        """Count one record."""
        bucket = bucket_of(dossier)
        told = canonical({"id": record_id, "versions": versions, "deleted": int(deleted)})
        self._counts[bucket] += 1
        digest = hashlib.sha256(told).digest()[:_BYTES]
        self._totals[bucket] = (self._totals[bucket] + int.from_bytes(digest)) % _MODULUS

    def buckets(self) -> tuple[Bucket, ...]:
        """Return what each bucket adds up to."""
        return tuple(
            Bucket(count, total.to_bytes(_BYTES).hex())
            for count, total in zip(self._counts, self._totals, strict=True)
        )
