"""An import batch as one file: tables for people and programs, plans, and a manifest.

The layout is told in docs/import-batch.md. The same batch with the same plans gives the same
bytes, on every machine: nothing in the file says when or where it was written, and nothing is
compressed. The BSN stands in the rows that say who somebody is, and in no name of a file (L10).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from typing import TYPE_CHECKING

import msgspec

import resources
from meitinker import __version__, clock, paths
from meitinker.domain.import_batches import ManifestEntry
from meitinker.exchange import batch_columns, zips
from meitinker.exchange.batch_columns import FORMAT, NEEDS, VISITS
from meitinker.exchange.cells import csv_file
from meitinker.exchange.spreadsheets import Sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path
    from typing import Any

    from meitinker.domain.import_batches import BatchContent, LeftVisit, VisitRow
    from meitinker.exchange.cells import Cell

NAME = "meitinker-import-batch"
"""What the manifest and ``visits.json`` say they are."""

MANIFEST = "manifest.json"
SCHEMA = "visits.schema.json"
TABLES = ("visits.xlsx", "visits.csv", "needs.csv", "visits.json", SCHEMA)
"""What every batch holds, besides its plans and the manifest."""


class FileEntry(msgspec.Struct, frozen=True):
    """One file of the batch as the manifest tells of it."""

    name: str
    bytes: int
    sha256: str


class Counts(msgspec.Struct, frozen=True):
    """How many of each a batch holds."""

    visits: int
    needs: int
    plans: int


class BatchHeader(msgspec.Struct, frozen=True, kw_only=True):
    """Which batch it is; ``made_at`` is UTC text and that of the batch, not of this file."""

    id: str
    number: int
    made_at: str
    made_by: str
    organisation: str
    demo: bool


class VisitEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One visit as the manifest tells of it; ``plan_file`` "" where no plan goes along."""

    import_number: int
    revision: int
    visit_id: str
    version: str
    plan_file: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch holds: enough to see that it is whole, and what counts no more."""

    format: str
    format_version: int
    program: str
    program_version: str
    batch: BatchHeader
    counts: Counts
    undone: tuple[int, ...]
    visits: tuple[VisitEntry, ...]
    files: tuple[FileEntry, ...]


def file_name(batch: BatchContent) -> str:
    """Return what the file of a batch is called: it names nobody."""
    return f"import-batch-{batch.number:05d}.zip"


def write(
    target: Path, batch: BatchContent, plan: Callable[[str], bytes | None]
) -> Generator[tuple[int, int], None, Manifest]:
    """Write the file of a batch at ``target``, in bites of one plan or table.

    A file of this user's eyes only is written beside ``target``, fsynced and renamed over it at
    the last bite; whatever goes wrong, or who stops it, before that leaves ``target`` as it was.

    Args:
        target: The file.
        batch: What goes in.
        plan: Gives the PDF of a plan by its id, or None where it may not leave.

    Yields:
        How many plans are in, and how many there are.

    Returns:
        The manifest.

    Raises:
        DiskFull, StoreReadOnly, DiskFailed: Nothing was written.
    """
    new = paths.beside(target)
    try:
        with paths.disk_errors(), paths.private_file(new) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as box:
                manifest = yield from _fill(_Box(box), batch, plan)
            file.flush()
            os.fsync(file.fileno())
        with paths.disk_errors():
            os.replace(new, target)
            paths.sync_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
    return manifest


class _Box:
    """The zip that is being filled, and what is in it."""

    def __init__(self, box: zipfile.ZipFile) -> None:
        self._box = box
        self.files: list[FileEntry] = []

    def put(self, name: str, content: bytes) -> None:
        self._box.writestr(zips.part(name), content)
        if name != MANIFEST:
            self.files.append(FileEntry(name, len(content), hashlib.sha256(content).hexdigest()))


def _fill(
    box: _Box, batch: BatchContent, plan: Callable[[str], bytes | None]
) -> Generator[tuple[int, int], None, Manifest]:
    plans: dict[int, str] = {}
    wanted = [(entry, entry.plan_id) for entry in batch.entries if entry.plan_id]
    for done, (entry, plan_id) in enumerate(wanted, 1):
        content = plan(plan_id)
        if content is not None:
            plans[entry.import_number] = batch_columns.plan_name(entry)
            box.put(plans[entry.import_number], content)
        yield done, len(wanted)
    for name, content in _tables(batch, plans):
        box.put(name, content)
        yield len(wanted), len(wanted)
    manifest = _manifest(batch, plans, files=tuple(box.files))
    box.put(MANIFEST, _json(manifest))
    return manifest


def _tables(batch: BatchContent, plans: dict[int, str]) -> Iterator[tuple[str, bytes]]:
    visits, needs = batch_columns.headings(VISITS), batch_columns.headings(NEEDS)
    visit_rows = tuple(_visit_cells(one.visit, plans) for one in batch.visits)
    need_rows = tuple(batch_columns.cells(NEEDS, need) for need in batch.needs)
    sheets = (Sheet("Gesprekken", visits, visit_rows), Sheet("Behoeften", needs, need_rows))
    whole = {
        "format": NAME,
        "format_version": FORMAT,
        "batch": _about(batch),
        "visits": [_told(one, plans) for one in batch.visits],
    }
    yield "visits.xlsx", workbook(sheets)
    yield "visits.csv", csv_file(visits, visit_rows)
    yield "needs.csv", csv_file(needs, need_rows)
    yield "visits.json", _json(whole)
    yield SCHEMA, schema()


def schema() -> bytes:
    """Return the JSON Schema that every ``visits.json`` of this format keeps to."""
    return resources.path("import_batch", f"visits-{FORMAT}.schema.json").read_bytes()


def _visit_cells(visit: VisitRow, plans: dict[int, str]) -> tuple[Cell, ...]:
    row = batch_columns.without_secrets(visit)
    return batch_columns.cells(VISITS, row, plan_file=plans.get(visit.import_number, ""))


def _told(left: LeftVisit, plans: dict[int, str]) -> dict[str, Any]:
    """Return a visit as JSON tells it: codes instead of words, its needs within."""
    visit = msgspec.to_builtins(batch_columns.without_secrets(left.visit))
    del visit["plan_id"]  # the file in the batch stands for it
    visit["plan_file"] = plans.get(left.visit.import_number, "")
    visit["needs"] = [msgspec.to_builtins(need) for need in left.needs]
    return dict(visit)


def _about(batch: BatchContent) -> BatchHeader:
    return BatchHeader(
        id=batch.batch_id,
        number=batch.number,
        made_at=clock.instant_text(batch.made_at),
        made_by=batch.made_by,
        organisation=batch.organisation,
        demo=batch.demo,
    )


def _manifest(
    batch: BatchContent, plans: dict[int, str], *, files: tuple[FileEntry, ...]
) -> Manifest:
    return Manifest(
        format=NAME,
        format_version=FORMAT,
        program="meitinker",
        program_version=__version__,
        batch=_about(batch),
        counts=Counts(len(batch.visits), len(batch.needs), len(plans)),
        undone=batch.undone,
        visits=tuple(_entry(one, plans.get(one.import_number, "")) for one in batch.entries),
        files=files,
    )


def _entry(entry: ManifestEntry, plan_file: str) -> VisitEntry:
    return VisitEntry(
        import_number=entry.import_number,
        revision=entry.revision,
        visit_id=entry.visit_id,
        version=entry.version,
        plan_file=plan_file,
    )


def _json(what: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(what), indent=2) + b"\n"
