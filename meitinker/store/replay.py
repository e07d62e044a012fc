"""Telling the whole story again, to see whether it ends in what the tables hold.

Every change of the journal is applied in order to nothing at all; so is what came in of the
authority's list, in the order in which it was judged, upon what its fills brought. Of a row that
both logs touched, the version of each merge group says which of the two had the last word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.records import Value
from meitinker.store import drafts, fills, journal, rows, sent, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection, Row
    from meitinker.store.fills import FilledRecord

_RECEIVED = (
    "SELECT r.change_id, r.operation, r.kind, r.record_id, r.fields, r.took FROM received AS r"
    " LEFT JOIN filled AS f ON f.record_id = r.record_id"
    " WHERE r.turn > coalesce(f.turn, 0) AND r.took <> '[]' ORDER BY r.turn"
)
_FIELDS = "SELECT fields FROM change_payload WHERE change_id = ?"
_IS_DELETED = {"delete": True, "restore": False}

_fields = msgspec.json.Decoder(dict[str, str | int | None])
_took = msgspec.json.Decoder(tuple[str, ...])
_versions = msgspec.json.Decoder(dict[str, str])


class ReplayedChange(NamedTuple):
    """One change, as far as it moves a row.

    ``parts`` are the merge groups of which it counts; None is all of them.
    """

    change_id: str
    operation: str
    kind: str
    record_id: str
    fields: Mapping[str, Value]
    parts: frozenset[str] | None = None


class Image:
    """What a record is according to a log.

    Attributes:
        fields: Values of the fields that any change named.
        versions: Per merge group the last change that set it.
        deleted: Whether it was removed; None where no change said so.
        began: The first change of it.
        beginning: Values of the fields that this one named.
        setters: Per field the change that named it last.
    """

    __slots__ = ("began", "beginning", "deleted", "fields", "setters", "versions")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.fields: dict[str, Value] = {}
        self.versions: dict[str, str] = {}
        self.deleted: bool | None = None
        self.began = ""
        self.beginning: dict[str, Value] = {}
        self.setters: dict[str, str] = {}

    def apply(self, kind: Kind, step: ReplayedChange) -> None:
        """Let one change happen, in the fields that the kind has today."""
        fields = {
            name: value
            for name, value in kind.of_today(step.fields, self.fields).items()
            if step.parts is None or _group(kind, name) in step.parts
        }
        if not self.versions:
            self.versions = dict.fromkeys(kind.groups, step.change_id)
            self.began, self.beginning = step.change_id, dict(fields)
        self.fields.update(fields)
        self.setters.update(dict.fromkeys(fields, step.change_id))
        known = (kind.fields[name].group for name in fields if name in kind.fields)
        self.versions.update(dict.fromkeys(known, step.change_id))
        if step.operation in _IS_DELETED:
            self.deleted = _IS_DELETED[step.operation]
            self.versions[rows.DELETED] = step.change_id

    @classmethod
    def of_ground(cls, kind: Kind, ground: FilledRecord) -> Image:
        """Return what a record is by the fill that brought it."""
        image = cls()
        image.fields = dict(kind.of_today(ground.fields, {}))
        image.versions = dict(ground.versions)
        image.deleted = ground.deleted
        image.setters = {name: ground.versions.get(_group(kind, name), "") for name in image.fields}
        return image


Images = dict[tuple[str, str], Image]


def replayed(steps: Iterable[ReplayedChange], grounds: Iterable[FilledRecord] = ()) -> Images:
    """Return what every record is after ``steps``, in their order, upon ``grounds``."""
    images: Images = {
        (one.kind, one.record_id): Image.of_ground(KINDS[one.kind], one)
        for one in grounds
        if one.kind in KINDS
    }
    for step in steps:
        if step.operation == journal.ERASED:
            images.pop((step.kind, step.record_id), None)
        elif step.kind in KINDS:
            image = images.setdefault((step.kind, step.record_id), Image())
            image.apply(KINDS[step.kind], step)
    return images


def own_steps(connection: Connection) -> Iterator[ReplayedChange]:
    """Yield the changes of the journal, in the order of the chain, but for those put aside."""
    aside = sent.were_put_aside(connection)
    for header, _ in journal.headers(connection):
        if header.change_id in aside:
            continue
        row = connection.execute(_FIELDS, (header.change_id,)).fetchone()
        fields = _fields.decode(row[0]) if row else {}
        yield ReplayedChange(
            header.change_id, header.operation, header.kind, header.record_id, fields
        )


def received_steps(connection: Connection) -> Iterator[ReplayedChange]:
    """Yield what came in of the authority's list, in the order in which it was judged.

    Of each change only the parts that came in count; what was lost stands on a conflict card.
    A beginning that could not be came in as a tombstone: being removed is among its parts.
    """
    for change, operation, kind, record_id, fields, took in connection.execute(_RECEIVED):
        parts = frozenset(_took.decode(took))
        moved = operation if operation in _IS_DELETED else "delete"
        moved = moved if rows.DELETED in parts else "edit"
        yield ReplayedChange(change, moved, kind, record_id, _fields.decode(fields), parts)


def problems(connection: Connection) -> Iterator[str]:
    """Yield every row that is not what the logs tell: kind, id and what differs, no values."""
    own = replayed(own_steps(connection))
    logs = (own, replayed(received_steps(connection), fills.grounds(connection)))
    erased = {h.record_id for h, _ in journal.headers(connection) if h.operation == journal.ERASED}
    open_drafts = {(one.kind, one.record_id): one for one in drafts.open_drafts(connection)}
    for kind in KINDS.values():
        seen = set()
        for row in connection.execute(sql.select(kind.name, whole_row=True)):
            key = (kind.name, str(row[0]))
            seen.add(key)
            images = [log[key] for log in logs if key in log]
            if not images:
                if key[1] in erased:
                    continue
                yield f"{kind.name} {key[1]}: no change made this row"
                continue
            stored = _before_draft(kind, _stored(kind, row), open_drafts.get(key))
            for part in _differing(kind, stored, images):
                yield f"{kind.name} {key[1]}: {part} is not what the changes say"
        for name, record_id in {k for log in logs for k in log if k[0] == kind.name} - seen:
            if record_id not in erased:
                yield f"{name} {record_id}: the row of its changes is missing"


def _group(kind: Kind, name: str) -> str:
    return kind.fields[name].group if name in kind.fields else name


def _stored(kind: Kind, row: Row) -> rows.StoredRow:
    end = 1 + len(kind.fields)
    versions, extra, deleted, _ = row[end:]
    return rows.StoredRow(
        id=row[0],
        fields=dict(zip(kind.fields, row[1:end], strict=True)),
        versions=_versions.decode(versions),
        extra=_fields.decode(extra),
        deleted=bool(deleted),
    )


def _before_draft(
    kind: Kind, stored: rows.StoredRow, draft: drafts.OpenDraft | None
) -> rows.StoredRow:
    """Return the row as it was before what is being typed: no change tells that yet."""
    if draft is None:
        return stored
    groups = {kind.fields[name].group for name in draft.before if name in kind.fields}
    versions = {g: v for g, v in stored.versions.items() if g not in groups} | draft.under
    return msgspec.structs.replace(
        stored, fields={**stored.fields, **draft.before}, versions=versions
    )


def _differing(kind: Kind, stored: rows.StoredRow, images: list[Image]) -> Iterator[str]:
    unborn = [one for one in images if _could_not_begin(stored, one)]
    for group, names in kind.groups.items():
        version = stored.versions.get(group)
        begun = [one.beginning for one in unborn if one.began == version]
        if begun:
            yield from (n for n in names if stored.fields[n] != begun[0].get(n, _default(kind, n)))
            continue
        told = [one for one in images if one.versions.get(group) == version]
        if not told:
            yield f"the version of {group}"
            continue
        both = [*told, *images]
        yield from (n for n in names if stored.fields[n] not in _values(kind, n, version, both))
    yield from _differing_beside(kind, stored, images)


def _could_not_begin(stored: rows.StoredRow, image: Image) -> bool:
    """Tell whether a row is the tombstone of a beginning that may not be.

    Not in the list yet, and lying on top of it, it could not begin; no later change moves it.
    """
    version = stored.versions.get(rows.DELETED, "")
    return stored.deleted and version != "" and version == image.began


def _default(kind: Kind, name: str) -> Value:
    return kind.fields[name].default


def _differing_beside(kind: Kind, stored: rows.StoredRow, images: list[Image]) -> Iterator[str]:
    """Yield what differs in fields of a newer program, and in being removed."""
    newer = {name for image in images for name in image.fields} - set(kind.fields)
    for name in sorted(newer):
        if not any(image.fields.get(name) == stored.extra.get(name) for image in images):
            yield name
    version = stored.versions.get(rows.DELETED)
    if any(_could_not_begin(stored, image) for image in images):
        return
    last = [one for one in images if one.versions.get(rows.DELETED) == version]
    if not last or stored.deleted != bool(last[0].deleted):
        yield "being removed"


def _values(kind: Kind, name: str, version: str | None, images: list[Image]) -> list[Value]:
    """Return what a field may hold: its value by the change that is the version of its group.

    Where that change left the field as it was, either log may know it: an own change that lost
    in the list still colours the own log, and a change not sent yet is not in the list's.
    """
    named = [image for image in images if name in image.fields]
    exact = [image.fields[name] for image in named if image.setters[name] == version]
    return exact or [image.fields[name] for image in named] or [_default(kind, name)]
