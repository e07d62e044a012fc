"""The hub as one device meets it: pushing, pulling, letting go.

A :class:`Handlers` is made per request, for a caller that was recognised already. What it does is
one unit of work each time: done as a whole, or not at all. A request may have waited for its turn
while its user got another role or its device was shut out, so who asks is looked up again within
it (F14). What others are to see is written in turn; what is of the device alone, beside others.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import select, update

from meitinker import clock
from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import DeviceRefused, MessageTooLarge
from sync import versions
from sync.hub import audit, callers, judging, papers, refusals, scope
from sync.hub.admitting import Admitting, Waiters
from sync.hub.comparing import Comparing
from sync.hub.database import NeedsTurnError
from sync.hub.papers import Papers
from sync.hub.pulling import Pulling
from sync.hub.shelf import SqlShelf
from sync.hub.tables import DEVICE, ORGANISATION
from sync.protocol import (
    MOST_CHANGES,
    Compare,
    Compared,
    Let,
    Meet,
    Met,
    PaperHeld,
    PaperPart,
    PaperWanted,
    Pull,
    Pulled,
    Push,
    Pushed,
    PushReceipt,
    SealedChange,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from sync.hub.callers import Turn
    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller

T = TypeVar("T")

_LONGEST_NAME = 200
_MOST_WAITING = 1_000_000_000


class Handlers:
    """What an enrolled device may ask of the hub; part of :class:`sync.protocol.Hub`."""

    def __init__(
        self,
        database: HubDatabase,
        caller: Caller,
        *,
        as_told: bool = False,
        turn: Turn | None = None,
        passed_on: bool = False,
    ) -> None:
        """Serve ``caller``, who was recognised.

        Args:
            database: The hub's.
            caller: Who asks.
            as_told: Whether all of ``caller`` is believed as it is.
            turn: Of the request, where its number is to be used up with what is done (A16).
            passed_on: Whether answers are only packed: words that need not be read stay JSON.
        """
        self._database = database
        self._caller = caller
        self._as_told = as_told
        self._turn = turn
        self._passed_on = passed_on

    def spend(self) -> None:
        """Use up the number of the request, where that did not go with what it asked.

        Raises:
            RequestRefused: It was used up meanwhile.
        """
        turn, self._turn = self._turn, None
        if turn is not None:
            callers.use_up_alone(self._database, turn)

    @contextmanager
    def working(self, *, beside: bool = False) -> Iterator[tuple[Connection, int, Caller]]:
        """Lend a unit of work, the end of the list, and who asks as of this moment.

        Args:
            beside: Whether it writes rows of this device alone and need not wait for others.

        Raises:
            DeviceRefused: The device, or its user, was shut out meanwhile.
            NeedsTurnError: What was to be done ``beside`` others has to be done in turn.
            RequestRefused: The number of the request was used up meanwhile.
        """
        units = self._database.beside if beside else self._database.writing
        with units(self._caller.organisation) as (connection, end):
            if self._turn is not None:
                callers.use_up(connection, self._turn)
            yield connection, end, self._asks(connection)
        self._turn = None

    def _asks(self, connection: Connection) -> Caller:
        """Return who asks, as of the moment that ``connection`` sees."""
        if not self._as_told:
            organisation, device = self._caller.organisation, self._caller.device
            caller = callers.caller_of(connection, organisation, device)
            if caller is None:
                raise DeviceRefused("revoked")
            self._caller = caller
        return self._caller

    def _beside(self, work: Callable[[Connection, int, Caller], T]) -> T:
        """Do what writes rows of this device alone: beside others, or in turn where it must."""
        try:
            with self.working(beside=True) as unit:
                return work(*unit)
        except NeedsTurnError:
            with self.working() as unit:
                return work(*unit)

    def meet(self, told: Meet) -> Met:
        """Say hello, and remember what waits on the device.

        Raises:
            ProgramTooOld, HubTooOld: There is nothing that both speak.
        """
        version = versions.agreed(told.newest, oldest_there=told.oldest)
        now = clock.instant_text(clock.now())

        def met(connection: Connection, end: int, caller: Caller) -> Met:
            connection.execute(
                update(DEVICE)
                .where(
                    DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device
                )
                .values(
                    met_at=now,
                    program=_plain(told.program)[:40],
                    waiting=max(0, min(told.waiting, _MOST_WAITING)),
                    waiting_since=_plain(told.waiting_since)[:30],
                )
            )
            hub = connection.execute(
                select(ORGANISATION.c.hub, ORGANISATION.c.epoch, ORGANISATION.c.lease_days).where(
                    ORGANISATION.c.organisation == caller.organisation
                )
            ).one()
            return Met(
                hub=hub.hub,
                epoch=hub.epoch,
                version=version,
                now=now,
                user=caller.user,
                role=caller.role,
                villages=caller.villages,
                everywhere=caller.everywhere,
                lease_days=hub.lease_days,
                end=end,
            )

        return self._beside(met)

    def push(self, told: Push) -> Pushed:
        """Take in changes, each with a verdict; those that are known already are answered again.

        Raises:
            MessageTooLarge: More than :data:`MOST_CHANGES` at once.
        """
        if len(told.changes) > MOST_CHANGES:
            raise MessageTooLarge("too many changes at once")
        come = {one.change_id: one for one in reversed(told.changes) if _is_told_well(one)}
        with self.working() as (connection, end, caller):
            known = refusals.answered(connection, caller, tuple(come.values()))
            fresh = [one for one in reversed(come.values()) if one.change_id not in known]
            refusals.forget(connection, caller, fresh)
            shelf = SqlShelf(connection, caller.organisation, self._database.sealing)
            shelf.fetch(fresh)
            admitting = Admitting(connection, shelf, caller)
            refused = _refused(admitting, fresh)
            good = [one for one in fresh if one.change_id not in refused]
            shelf.waiting.forget(one.change_id for one in good)
            who = partial(callers.caller_of, connection, caller.organisation)
            waiters = Waiters(connection, shelf, who, admitting)
            judgements = judging.judge(shelf, good, end=end, refusal=waiters.refusal)
            away = shelf.waiting.turn_away(caller.device)
            judgements = [_placed_or_away(one, away) for one in judgements]
            shelf.write()
            refused |= {
                one.change.change_id: _receipt(one)
                for one in judgements
                if one.verdict is Verdict.REFUSED
                and not one.position
                # what waited of another device is that one's to answer for, when it asks again
                and one.change.device == caller.device
            }
            refusals.keep(connection, caller, refused)
            self._end(connection, shelf, judgements, end)
            _note_waiting(connection, caller, told.waiting)
            audit.note_push(connection, caller, known, refused)
            for dossier in sorted(admitting.reopened(judgements)):
                audit.note_reopened(connection, caller, dossier)
        answers = known | refused | {one.change.change_id: _receipt(one) for one in judgements}
        return Pushed(
            receipts=tuple(answers.get(one.change_id) or _unsaid(one) for one in told.changes)
        )

    def pull(self, asked: Pull) -> Pulled:
        """Return farewells, fills and places after the cursor, at most so many."""

        def told(connection: Connection, end: int, caller: Caller) -> Pulled:
            sealing = self._database.sealing
            pulling = Pulling(connection, sealing, caller, passed_on=self._passed_on)
            answer = pulling.answer(asked, end)
            audit.note_pull(connection, caller, len(answer.fills))
            return answer

        return self._beside(told)

    def compare(self, told: Compare) -> Compared:
        """Compare counts and sums; what differs is filled again by the next pull."""
        with self.working() as (connection, _end, caller):
            return Comparing(connection, caller).answer(told)

    def paper_held(self, asked: PaperWanted) -> PaperHeld:
        """Return where sending an attachment may go on.

        Raises:
            RequestRefused: No record within reach names it.
        """
        self.spend()
        with self._database.reading() as connection:
            return Papers(connection, self._asks(connection)).held(asked.name, asked.size)

    def send_paper(self, told: PaperPart) -> PaperHeld:
        """Take in a part of an attachment.

        Raises:
            RequestRefused: No record within reach names it, or the part does not fit.
        """
        self.spend()
        return papers.take(self._database, self._caller.organisation, self._asks, told)

    def fetch_paper(self, asked: PaperPart) -> PaperPart:
        """Return a part of an attachment, without bytes while it is not whole here.

        Raises:
            RequestRefused: No record within reach names it.
        """
        self.spend()
        with self._database.reading() as connection:
            return Papers(connection, self._asks(connection)).part(asked)

    def let_go(self, told: Let) -> None:
        """Note that dossiers no longer lie on the device."""
        with self.working() as (connection, _end, caller):
            scope.release(connection, caller, told.dossiers)

    def _end(
        self,
        connection: Connection,
        shelf: SqlShelf,
        judgements: Sequence[judging.Judgement],
        end: int,
    ) -> None:
        placed = [one for one in judgements if one.position]
        if not placed:
            return
        connection.execute(
            update(ORGANISATION)
            .where(ORGANISATION.c.organisation == self._caller.organisation)
            .values(end=placed[-1].position)
        )
        begun = shelf.begun_dossiers(self._caller.device)
        scope.hold(connection, self._caller, begun, since=end)


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())


def _refused(admitting: Admitting, changes: Sequence[SealedChange]) -> dict[str, PushReceipt]:
    """Return the changes that this device may not make, or that do not hold."""
    return {
        change.change_id: PushReceipt(
            change_id=change.change_id, verdict=Verdict.REFUSED, reason=reason
        )
        for change, reason in zip(changes, admitting.refusals(changes), strict=True)
        if reason
    }


def _note_waiting(connection: Connection, caller: Caller, waiting: int) -> None:
    """Keep how much waits on the device after these: a wipe would lose that (F25)."""
    told = {"waiting": max(0, min(waiting, _MOST_WAITING))}
    connection.execute(
        update(DEVICE)
        .where(DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device)
        .values(told if told["waiting"] else {**told, "waiting_since": ""})
    )


def _is_told_well(change: SealedChange) -> bool:
    """Tell whether a database can keep the names in a change: no sign that ends a text early."""
    own = (change.change_id, change.record_id, change.kind, change.device)
    names = (*own, *change.base.values(), *judging.touched(change))
    lengths = list(map(len, names))
    return min(lengths) > 0 and max(lengths) <= _LONGEST_NAME and "\x00" not in "".join(names)


def _unsaid(change: SealedChange) -> PushReceipt:
    return PushReceipt(change_id=change.change_id, verdict=Verdict.REFUSED, reason=Reason.ALTERED)


def _placed_or_away(judgement: judging.Judgement, away: set[str]) -> judging.Judgement:
    """Return a judgement, refused where there is no room for its change to wait."""
    if judgement.position or judgement.change.change_id not in away:
        return judgement
    return msgspec.structs.replace(judgement, verdict=Verdict.REFUSED, reason=Reason.NO_ROOM)


def _receipt(judgement: judging.Judgement) -> PushReceipt:
    return PushReceipt(
        change_id=judgement.change.change_id,
        verdict=judgement.verdict,
        reason=judgement.reason,
        position=judgement.position,
    )
