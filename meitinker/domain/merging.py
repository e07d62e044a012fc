"""What is said when changes of several devices come together: the words, not the rules.

The store keeps what these words tell, :mod:`sync.merge` decides what to say. The list of changes
that every device reads (the hub's, or a file's) is the *authority*; a *standing* is what the
changes of that list, in their order, have made of a record so far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import msgspec

from meitinker.domain.records import Kind, Value

REMOVED = "row_deleted"
"""The part of a record that says whether it was removed, beside its merge groups."""

SETTLE = "settle"
"""The operation of a change that says that a person decided on a conflict card.

Its ``base`` names the cards: :func:`card_key` of the part → the change that did not come in. Where
the decision was that what stands stays, its ``fields`` say so, on the version that stood (and on
that of :data:`REMOVED` where the record was removed): so that another decision, made without
seeing this one, clashes with it."""

REOPEN = "reopen"
"""The operation that takes a :data:`SETTLE` back: the same cards ask again."""

ABOUT_ALL = frozenset({"delete", "restore", "unmerge"})
"""Operations that are about a record as a whole."""


class Verdict(StrEnum):
    """What became of one change."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a change did not simply come in.

    What only a newer program says is UNKNOWN: it must hold up no exchange (F22).
    """

    NONE = ""
    BOTH_CHANGED = "both_changed"
    WAS_REMOVED = "was_removed"
    WAS_EDITED = "was_edited"
    CLOSES_CIRCLE = "closes_circle"
    NOT_THE_WRITER = "not_the_writer"
    CONCLUDED = "concluded"
    NEVER_CHANGES = "never_changes"
    ALTERED = "altered"
    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown_kind"
    NOT_THERE_YET = "not_there_yet"
    NOT_THE_AUTHOR = "not_the_author"
    NOT_WITHIN_REACH = "not_within_reach"
    NO_ROOM = "no_room"
    # what a device finds itself, and no hub says
    HAS_WORK = "has_work"
    TOO_LARGE = "too_large"
    ASKED_AGAIN = "asked_again"
    FILE_REFUSED = "file_refused"
    FILE_UNREADABLE = "file_unreadable"
    NOT_WITHIN_ROLE = "not_within_role"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, _value: object) -> Reason:
        return cls.UNKNOWN


class Standing(msgspec.Struct, frozen=True, gc=False):
    """A record as the authority has it.

    Attributes:
        fields: Values of the fields that this program knows.
        versions: Per merge group, and for :data:`REMOVED`, the change that set it.
        extra: Values of fields that only a newer program knows; each is a group of its own.
        deleted: Whether it is a tombstone.
    """

    fields: Mapping[str, Value]
    versions: Mapping[str, str]
    extra: Mapping[str, Value]
    deleted: bool

    def value(self, name: str) -> Value:
        """Return a field's value, known to this program or not."""
        return self.fields[name] if name in self.fields else self.extra.get(name)


class Loss(msgspec.Struct, frozen=True):
    """A part of a change that did not come in.

    Attributes:
        part: A merge group, or :data:`REMOVED`.
        against: The groups whose standing value it met.
    """

    part: str
    against: tuple[str, ...]


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict that the authority reached: whoever reads its list follows that."""

    verdict: Verdict
    reason: Reason = Reason.NONE
    took: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()


class Incoming(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A change whose turn has come.

    Attributes:
        change_id: The change; it becomes the version of what it sets.
        device: Where it was made.
        at: When, by that device's clock: shown to people, never used to decide.
        operation: ``create``, ``edit``, ``delete``, ``restore`` or a command's name.
        fields: New values.
        base: Per merge group the version it was made on.
        told: What the authority made of it; None where it has no verdict yet.
    """

    change_id: str
    device: str
    at: str
    operation: str
    fields: Mapping[str, Value]
    base: Mapping[str, str]
    told: Ruling | None = None

    @property
    def begins(self) -> bool:
        """Whether it makes the record: it was made on nothing."""
        return self.operation in _BEGINNINGS and not self.base


def as_of_today(kind: Kind, standing: Standing | None, change: Incoming) -> Incoming:
    """Return a change in the fields that its kind has today, whenever it was made."""
    fields = kind.of_today(change.fields, standing.fields if standing else {})
    return change if fields is change.fields else msgspec.structs.replace(change, fields=fields)


_CARD = "card:"
_BEGINNINGS = frozenset({"create", "merge"})


class MergeContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a verdict must know of other records.

    Attributes:
        writer: The device that owns the visit a record belongs to, or "".
        concluded: Whether that visit was concluded.
        merges: The merges of persons that stand: from → into, without the record at hand.
    """

    writer: str = ""
    concluded: bool = False
    merges: Mapping[str, str] = {}


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The verdict on one change.

    Attributes:
        verdict: Applied, conflict or refused.
        reason: Why, where it is not applied.
        standing: The record after it.
        took: The parts that came in; what was equal already is in neither list.
        lost: The parts that did not.
    """

    verdict: Verdict
    standing: Standing
    reason: Reason = Reason.NONE
    took: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()


Decide = Callable[[Kind, Standing | None, Incoming, MergeContext], Decision]
"""How a verdict is reached: the record's kind, its standing or None, the change, what is around."""


def card_key(part: str) -> str:
    """Return the name under which the card of a part stands in the base of a :data:`SETTLE`."""
    return f"{_CARD}{part}"


def is_card_key(name: str) -> bool:
    """Tell whether a name in the base of a change is that of a card."""
    return name.startswith(_CARD)


def references(kind: Kind, record_id: str, fields: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the records, other than itself, that ``fields`` of a record point at."""
    # a list: asked some times of every change, and a generator costs more than the work
    return tuple(
        [str(one) for name in kind.pointing if (one := fields.get(name)) and one != record_id]
    )


def readable(kind: Kind, record_id: str, change: Incoming) -> bool:
    """Tell whether every value fits the field that this program knows under its name."""
    known = change.fields
    if not known.keys() <= kind.fields.keys():
        known = {name: value for name, value in known.items() if name in kind.fields}
    for name, value in known.items():
        if value is not None and isinstance(value, int) != (name in kind.whole):
            return False
    try:
        if change.begins:
            msgspec.convert({**known, "id": record_id}, kind.record, strict=False)
            return True
        for name, value in known.items():
            msgspec.convert(value, kind.fields[name].type, strict=False)
    except msgspec.ValidationError:
        return False
    return True
