"""What one user action touched: services return it, screens refresh from it."""

from __future__ import annotations

import msgspec

from meitinker.ids import ActId, RecordId


class Change(msgspec.Struct, frozen=True):
    """One record touched by an action.

    Attributes:
        kind: Name of the record kind.
        record_id: The record.
        operation: ``create``, ``edit``, ``delete``, ``restore`` or a command's name.
        fields: Names of the fields that got a new value.
    """

    kind: str
    record_id: RecordId
    operation: str
    fields: frozenset[str] = frozenset()


class Changes(msgspec.Struct, frozen=True):
    """All records touched by one action, in order.

    Attributes:
        act: Id of the action, or None where nothing was written.
        action: Name of the action, ``person.add``; the undo bar has words for it.
        undoable: Whether the action can be undone.
        items: The records touched.
    """

    act: ActId | None
    action: str
    undoable: bool
    items: tuple[Change, ...] = ()

    def touches(self, kind: str, record_id: RecordId | None = None) -> bool:
        """Tell whether a record of ``kind`` (this one, if named) was touched."""
        return any(item.kind == kind and record_id in (None, item.record_id) for item in self.items)

    def created(self, kind: str) -> RecordId:
        """Return the id of the first record of ``kind`` that was made.

        Raises:
            KeyError: None was made.
        """
        for item in self.items:
            if item.kind == kind and item.operation == "create":
                return item.record_id
        raise KeyError(kind)


NOTHING = Changes(act=None, action="", undoable=False)
