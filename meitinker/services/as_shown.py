"""A form that is handed in with a button, beside what stands in its record by then.

While it is filled in an exchange may bring what somebody else wrote. What the user left alone is
not written, so that it stays theirs; where both changed the same, nothing is overwritten before
the user has seen it (F8). What is typed without a button is in :mod:`meitinker.store.seen`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from meitinker.domain.kinds import kind_of
from meitinker.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Record


def own_changes(
    now: Record, wanted: Mapping[str, object], *, shown: Mapping[str, object] | Record | None
) -> dict[str, object]:
    """Return what the user changed of the fields of a form.

    Args:
        now: The record as it stands.
        wanted: The fields as they were handed in.
        shown: The record, or the same fields of it, as the form began; None is as it stands.

    Raises:
        ChangedMeanwhile: Somebody else wrote something else in what belongs together with it.
    """
    kind = kind_of(type(now))
    began = _fields(now if shown is None else shown, wanted)
    changed = {name: value for name, value in wanted.items() if value != began[name]}
    groups = {kind.fields[name].group for name in changed}
    for name in wanted:
        stands = getattr(now, name)
        theirs = stands not in (began[name], wanted[name])
        if theirs and kind.fields[name].group in groups:
            raise ChangedMeanwhile(kind.name)
    return changed


def _fields(shown: Mapping[str, object] | Record, names: Iterable[str]) -> Mapping[str, object]:
    if isinstance(shown, Mapping):
        return shown
    return {name: getattr(shown, name) for name in names}
