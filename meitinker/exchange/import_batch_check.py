"""Reading an import batch back: is it whole, and is it what its manifest says?

The side that receives a batch can prove with it that nothing is missing, cut or changed. It is
no proof of who made it: that is told in docs/import-batch.md.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from meitinker import paths
from meitinker.errors import BatchDamaged
from meitinker.exchange import zips
from meitinker.exchange.batch_columns import FORMAT
from meitinker.exchange.import_batch import (
    MANIFEST,
    NAME,
    SCHEMA,
    TABLES,
    BatchHeader,
    Manifest,
    schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.exchange.zips import Box

_PART = re.compile(r"[a-z]+(\.[a-z]+)+|plans/[0-9]{6,12}-[0-9]{1,6}\.pdf")
_CAPS = zips.Caps(parts=20_000, part=512 * 1024 * 1024, whole=8 * 1024**3)
_LARGEST_MANIFEST = 32 * 1024 * 1024
_LISTED = 50


class Fault(msgspec.Struct, frozen=True):
    """What does not hold: a code, and of which part of the batch.

    Codes: ``missing`` (the manifest names it), ``unknown`` (the manifest does not), ``changed``
    (size or hash), ``counts``, ``content`` (not what ``visits.json`` should be), ``version``.
    """

    code: str
    part: str = ""


class Checked(msgspec.Struct, frozen=True):
    """A batch that was looked at; it is whole when there is no fault."""

    manifest: Manifest
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether all that the manifest promises is there and unchanged, and nothing more."""
        return not self.faults


class _Visits(msgspec.Struct):
    format: str
    format_version: int
    batch: BatchHeader
    visits: list[_Visit]


class _Visit(msgspec.Struct):
    import_number: int
    revision: int
    needs: list[dict[str, object]]
    plan_file: str = ""


def checked(path: Path) -> Checked:
    """Look a batch over without unpacking it onto the disk.

    Raises:
        BatchDamaged: It is no batch: no zip, not a safe one, or without a manifest that can be
            read. Params: ``reason`` (``broken``, ``locked``, ``bomb``, ``names``, ``manifest``,
            ``version``).
        DiskFailed, StoreReadOnly: It cannot be read.
    """
    try:
        with paths.disk_errors(), path.open("rb") as file:
            box = zips.Box(file, _CAPS, named=lambda name: bool(_PART.fullmatch(name)))
            with contextlib.closing(box):
                manifest = _manifest(box)
                faults = tuple(dict.fromkeys(_faults(box, manifest)))
    except zips.NotSafe as error:
        raise BatchDamaged(error.reason, reason=error.reason) from None
    return Checked(manifest, faults[:_LISTED])


def _manifest(box: Box) -> Manifest:
    if MANIFEST not in box.names or box.size(MANIFEST) > _LARGEST_MANIFEST:
        raise BatchDamaged("no manifest", reason="manifest")
    try:
        found = msgspec.json.decode(box.read(MANIFEST), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BatchDamaged("not a manifest", reason="manifest") from None
    if found.format != NAME:
        raise BatchDamaged("another manifest", reason="manifest")
    if found.format_version != FORMAT:
        raise BatchDamaged("another format", reason="version")
    return found


def _faults(box: Box, manifest: Manifest) -> Iterator[Fault]:
    there = set(box.names) - {MANIFEST}
    told = {one.name: one for one in manifest.files}
    yield from (Fault("missing", name) for name in sorted({*told, *TABLES} - there))
    yield from (Fault("unknown", name) for name in sorted(there - set(told)))
    sound = True
    for name in sorted(there & set(told)):
        if not _holds(box, name, told[name].sha256, size=told[name].bytes):
            sound = False
            yield Fault("changed", name)
    if sound and there.issuperset(TABLES):
        yield from _content_faults(box, manifest)


def _holds(box: Box, name: str, digest: str, *, size: int) -> bool:
    if box.size(name) != size:
        return False
    try:
        return hashlib.sha256(box.read(name)).hexdigest() == digest
    except zips.NotSafe:
        return False  # the checksum of the zip itself says so already


def _content_faults(box: Box, manifest: Manifest) -> Iterator[Fault]:
    """Yield where the files, each unchanged, do not tell the same."""
    if box.read(SCHEMA) != schema():
        yield Fault("version", SCHEMA)
    try:
        told = msgspec.json.decode(box.read("visits.json"), type=_Visits)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield Fault("content", "visits.json")
        return
    plans = {one.plan_file for one in told.visits if one.plan_file}
    counted = (len(told.visits), sum(len(one.needs) for one in told.visits), len(plans))
    if counted != msgspec.structs.astuple(manifest.counts):
        yield Fault("counts", "visits.json")
    if told.batch != manifest.batch or _keys(told.visits) != {
        (one.import_number, one.revision, one.plan_file) for one in manifest.visits
    }:
        yield Fault("content", "visits.json")
    yield from (Fault("missing", name) for name in sorted(plans - set(box.names)))


def _keys(visits: list[_Visit]) -> set[tuple[int, int, str]]:
    return {(one.import_number, one.revision, one.plan_file) for one in visits}
