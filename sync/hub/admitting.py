"""What a device may send: its own hand, within its role, within its reach (A17, F15, F16, L24).

Asked of every change that comes in, and once more of one that had waited, when its turn comes:
reach and role are those of that moment. The role is looked at first, because that tells nothing
of what the hub holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import rights
from meitinker.domain.grants import DOSSIER_GRANT
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.organisation import ORGANISATION, USER
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.session import Role
from sync.changes import holds
from sync.hub import scope
from sync.hub.dossiers import EVERYONES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from meitinker.domain.records import Kind, Value
    from sync.hub.judging import Judgement
    from sync.hub.scope import Caller
    from sync.hub.shelf import SqlShelf
    from sync.protocol import SealedChange


class Admitting:
    """What one device may send, in one unit of work of its organisation."""

    def __init__(self, connection: Connection, shelf: SqlShelf, caller: Caller) -> None:
        """Judge for ``caller`` what the shelf has fetched."""
        self._connection = connection
        self._shelf = shelf
        self._caller = caller
        self._role = Role(caller.role)
        self._reach = {EVERYONES}
        self._known: set[str] = set()
        self._asked: set[str] = set()
        self._begun: dict[str, Mapping[str, Value]] = {}
        self._open: set[str] = set()
        self._reopens: dict[str, frozenset[str]] = {}

    def is_of(self, device: str) -> bool:
        """Tell whether it judges for this device."""
        return self._caller.device == device

    def refusals(self, changes: Sequence[SealedChange]) -> list[Reason]:
        """Return why each of ``changes`` may not come in; their dossiers are asked about at once.

        The shelf is as it was fetched meanwhile.
        """
        dossiers = [self._shelf.dossiers_of(change) for change in changes]
        self._look(set().union(*dossiers))
        return [self.refusal(*both) for both in zip(changes, dossiers, strict=True)]

    def _look(self, dossiers: set[str]) -> None:
        fresh = dossiers - self._asked - {EVERYONES}
        if not fresh:
            return
        self._asked |= fresh
        # what the hub does not have is in nobody's reach: mostly a new dossier
        known = scope.known(self._connection, self._caller.organisation, fresh)
        self._known |= known
        self._reach |= scope.within(self._connection, self._caller, known)

    def refusal(self, change: SealedChange, dossiers: set[str] | None = None) -> Reason:
        """Return why a change may not come in; no reason where it may.

        Args:
            change: The change.
            dossiers: Its dossiers, where they were asked about already.
        """
        if dossiers is None:
            dossiers = self._shelf.dossiers_of(change)
            self._look(dossiers)
        if not holds(change):
            return Reason.ALTERED
        if change.device != self._caller.device or change.author != self._caller.user:
            return Reason.NOT_THE_AUTHOR
        kind = KINDS.get(change.kind)
        if kind is not None and not self._within_role(kind, change):
            return Reason.NOT_WITHIN_ROLE
        if not self._within_reach(change, dossiers) or self._brings_back(change, dossiers):
            return Reason.NOT_WITHIN_REACH
        self._begun.setdefault(change.record_id, change.fields)
        if change.kind == PERSON_MERGE.name and change.operation != "unmerge":
            self._reopens[change.change_id] = frozenset(self._left_lately(dossiers))
        return Reason.NONE

    def reopened(self, judgements: Iterable[Judgement]) -> set[str]:
        """Return the dossiers that merges of this device opened again after they had left it."""
        joined = (one.change.change_id for one in judgements if one.verdict is Verdict.APPLIED)
        return {dossier for one in joined for dossier in self._reopens.get(one, ())}

    def _within_role(self, kind: Kind, change: SealedChange) -> bool:
        caller = self._caller
        standing = self._shelf.standing(change.record_id)
        before = standing.fields if standing else self._begun.get(change.record_id)
        fields = kind.of_today(change.fields, before or {})
        if kind is ORGANISATION and change.record_id != caller.organisation:
            return True  # what a store called itself before it came here; it is nobody's letterhead
        if kind is USER and not _is_true_of(caller, fields):
            return False
        if fields.get(kind.writers.author, caller.user) != caller.user:
            return False
        act = rights.act_of(change.operation, change.base)
        own = self._is_own(kind, change.record_id, before, fields)
        return rights.may(self._role, kind, act, fields, own=own)

    def _is_own(
        self,
        kind: Kind,
        record_id: str,
        before: Mapping[str, Value] | None,
        fields: Mapping[str, Value],
    ) -> bool:
        """Tell whether a record is the caller's own, and stays so.

        Neither what is another's becomes one's own by a change, nor the other way round.
        """
        if not kind.writers.own:
            return False
        whose = (self._caller.user, self._caller.device)
        told = (before, {**before, **fields}) if before else (fields,)
        return all(rights.is_own(kind, record_id, one, whose=whose) for one in told)

    def _within_reach(self, change: SealedChange, dossiers: set[str]) -> bool:
        """Tell whether every dossier that a change is of, or joins, is within reach.

        One in a dossier that the hub does not have may wait for it, and is asked about again.
        """
        outside = dossiers - self._reach
        if not outside:
            return True
        if outside & self._known:
            return False
        fresh = {one for one in outside if self._shelf.is_new(one)}
        if any(not self._is_home(self._shelf.village_of(one)) for one in fresh):
            return False
        kind = KINDS.get(change.kind)
        if kind is None or kind.scope.rule != "village" or not _begins(self._shelf, change):
            return True
        if not self._is_home(change.fields.get(kind.scope.field)):
            return False
        self._reach |= outside
        return True

    def _brings_back(self, change: SealedChange, dossiers: set[str]) -> bool:
        """Tell whether a change would open a dossier that left this device's reach.

        Last words of such a dossier may still come (F12), and no grant of it. A merge with a file
        that is within reach may: somebody may have made it before she knew that it left. The
        audit tells of it (:meth:`reopened`).
        """
        return _opens(change) and bool(self._left_lately(dossiers))

    def _left_lately(self, dossiers: set[str]) -> set[str]:
        """Return those of the dossiers that take last words and are out of reach by now."""
        named = (dossiers & self._known) - self._open
        self._open |= scope.inside(self._connection, self._caller, named)
        return named - self._open

    def _is_home(self, village: Value) -> bool:
        return self._caller.everywhere or village is None or village in self._caller.villages


class Waiters:
    """Whether what had waited may come in, now that its turn has come."""

    def __init__(
        self,
        connection: Connection,
        shelf: SqlShelf,
        caller_of: Callable[[str], Caller | None],
        own: Admitting | None = None,
    ) -> None:
        """Ask ``caller_of`` who a device belongs to now; None for one that is shut out.

        ``own`` judges for the device whose batch it is, and knows what that one begins.
        """
        self._connection = connection
        self._shelf = shelf
        self._caller_of = caller_of
        self._own = own
        self._others: dict[str, Admitting | None] = {}

    def refusal(self, change: SealedChange) -> Reason:
        """Return why a change may not come in; no reason where it may."""
        if self._own is not None and self._own.is_of(change.device):
            return self._own.refusal(change)
        if change.device not in self._others:
            caller = self._caller_of(change.device)
            self._others[change.device] = (
                Admitting(self._connection, self._shelf, caller) if caller else None
            )
        admitting = self._others[change.device]
        return admitting.refusal(change) if admitting else Reason.NOT_WITHIN_REACH


def _begins(shelf: SqlShelf, change: SealedChange) -> bool:
    """Tell whether a change begins a dossier under an id that the hub has no record of."""
    begins = change.operation == "create" and not change.base
    return begins and shelf.standing(change.record_id) is None


def _opens(change: SealedChange) -> bool:
    """Tell whether a change may let somebody reach a dossier that was out of reach."""
    if change.kind != DOSSIER_GRANT.name or change.operation == "delete":
        return False
    ended = str(change.fields.get("last_day", "")) < clock.today().isoformat()
    return not (ended and set(change.fields) == {"first_day", "last_day"})


def _is_true_of(caller: Caller, fields: Mapping[str, Value]) -> bool:
    """Tell whether what a user's record says of the role is what the hub knows.

    Every store begins with a meitinker. It opens nothing, but colleagues read it.
    """
    role = fields.get("role", Role.MEITINKER.value)
    return caller.role == Role.ADMINISTRATOR or role in {Role.MEITINKER.value, caller.role}
