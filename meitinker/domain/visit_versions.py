"""The version of a visit: what stands in it, as one hash, and what differs between two of them.

A concluded visit only takes additions (a new plan, a remark, a file), so that two stores that
hold the same of it reach the same hash. What follows from something else, or moves without its
meaning something else (who was handed a plan when), is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from meitinker.domain.records import Value, canonical

FORM = 1
"""Raised when :data:`FIELDS` changes: hashes of two forms are not compared."""

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "visit": ("visited_on", "question", "conclusion", "phase", "support_form", "request_id"),
        "attendee": ("name", "tie"),
        "domain_note": ("domain", "note"),
        "need": ("what", "wished_result", "domain", "position"),
        "finding": ("need_id", "step", "outcome", "reason"),
        "agreement": ("need_id", "who", "what", "due_on", "due_text", "position"),
        "score": ("domain", "level"),
        "checkpoint": ("topic", "talked", "note"),
        "signature": ("way", "name"),
        "support_plan": ("number", "version", "made_at"),
        "plan_remark": ("plan_id", "stance", "text", "said_on"),
        "application": ("form", "signed_on", "received_on", "asks_for"),
        "attachment": ("name", "size"),
    }
)
"""What makes a version, by kind, in the order in which it is told. The meitinker's first notes
are hers and stay out."""

Content = Mapping[str, Mapping[str, Mapping[str, Value]]]
"""Kind → record → field → value, as the journal holds it."""

_decoder = msgspec.json.Decoder(dict[str, dict[str, dict[str, str | int | None]]])


class Way(StrEnum):
    """How a part differs."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


class VisitDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One part that differs between two versions; ``field`` is "" where all of a record is new."""

    kind: str
    record_id: str
    way: Way
    field: str = ""
    before: Value = None
    after: Value = None


def version_of(content: Content) -> str:
    """Return the hash of a visit's content: its form, and SHA-256 in hex."""
    told = {kind: dict(rows) for kind, rows in content.items() if rows}
    return f"{FORM}-{hashlib.sha256(canonical(told)).hexdigest()}"


def written(content: Content) -> str:
    """Return a content as text, to be kept with what was decided on it."""
    return canonical(content).decode()


def read(text: str) -> Content:
    """Return the content that :func:`written` wrote; nothing for "".

    Raises:
        msgspec.DecodeError: It is not one.
    """
    return _decoder.decode(text) if text else {}


def differences(before: Content, after: Content) -> tuple[VisitDifference, ...]:
    """Return what differs, in the order of :data:`FIELDS`.

    A record that came or went is one difference, without its fields.
    """
    return tuple(
        one for kind in FIELDS for one in _of_kind(kind, before.get(kind, {}), after.get(kind, {}))
    )


def _of_kind(
    kind: str,
    before: Mapping[str, Mapping[str, Value]],
    after: Mapping[str, Mapping[str, Value]],
) -> list[VisitDifference]:
    found = []
    for record_id in sorted({*before, *after}):
        if record_id not in before:
            found.append(VisitDifference(kind=kind, record_id=record_id, way=Way.ADDED))
        elif record_id not in after:
            found.append(VisitDifference(kind=kind, record_id=record_id, way=Way.GONE))
        else:
            found += [
                VisitDifference(
                    kind=kind,
                    record_id=record_id,
                    way=Way.CHANGED,
                    field=field,
                    before=before[record_id].get(field),
                    after=after[record_id].get(field),
                )
                for field in FIELDS[kind]
                if before[record_id].get(field) != after[record_id].get(field)
            ]
    return found
