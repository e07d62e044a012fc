"""Sending what was made here: sealed first, in the order of the chain, in batches.

A batch that was cut off is sent again: the hub answers a change that it has already with the
place it got then, so it has one effect (F6). One that is too large to travel is set aside in
sight and holds up no other (F18).
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec

from meitinker import changes, clock
from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import HubUnreachable, MessageTooLarge
from meitinker.ids import RecordId
from meitinker.store import drafts, hub_facts, journal, sent, settings
from meitinker.store.sent import HubAnswer
from sync.changes import travelling
from sync.protocol import MOST_CHANGES, Push, SealedChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.journal import Sealed
    from sync.protocol import Hub, PushReceipt
    from sync.session import Bites

MOST_BYTES = 3 << 20
"""Bytes of one batch before packing: within :data:`sync.wire.LARGEST_PACKED` also unpacked."""


class Sending:
    """What was made on this laptop, on its way to the hub."""

    def __init__(self, database: Database, session: Session, *, hub: Hub, bites: Bites) -> None:
        """Send nothing yet."""
        self._database = database
        self._session = session
        self._hub = hub
        self._bites = bites
        self._under_way: tuple[SealedChange, ...] = ()
        self._next: Push | None = None
        self._answers: list[HubAnswer] = []

    def waiting(self) -> tuple[int, str]:
        """Return how many changes wait for an answer, and since when the first not kept (UTC)."""
        with self._database.reading() as connection:
            count, since = sent.waiting(connection)
        return max(0, count - len(self._answers)), since

    def seal(self) -> changes.Changes:
        """Turn what is being typed into changes, as :func:`sealed_now`."""
        return sealed_now(self._database, self._session, self._bites)

    def ask_again(self) -> None:
        """Ask what became of changes that waited at the hub: of many, some with each exchange."""
        with self._database.reading() as connection:
            after = settings.get(connection, hub_facts.ASKED)
            waiting, mark = sent.undecided(connection, most=MOST_CHANGES, after=after)
        for batch in batches(waiting):
            self._keep(self._pushed(Push(changes=batch)))
        if mark != after:
            self._bites(lambda: self._keep_asked(mark))

    def _keep_asked(self, mark: int) -> None:
        with self._database.transaction() as transaction:
            settings.put(transaction, hub_facts.ASKED, mark)

    def some(self) -> int:
        """Send the oldest changes that wait; return how many got an answer, 0 when none waits.

        The answers are kept while the hub works on what goes next, and when nothing waits. Who
        stops before that calls :meth:`keep_answers`; what was not kept is sent again and
        answered alike.
        """
        push = self._next or self._read()
        self._under_way, self._next = push.changes, None
        if push.changes:
            try:
                answers = self._pushed(push)
            except BaseException:
                self._next = None  # nothing goes before what did not arrive
                raise
            finally:
                self._under_way = ()
            self.keep_answers()
            self._answers = answers
        return len(push.changes)

    def following(self) -> Push | None:
        """Return what :meth:`some` will send next, None while it sends nothing or nothing waits.

        Read while the hub works on what is on its way, once its last answers are kept.
        """
        if self._under_way and self._next is None:
            push = self._read()
            self._next = push if push.changes else None
        return self._next

    def keep_answers(self) -> None:
        """Keep what the hub answered last, if that is not done."""
        answers, self._answers = self._answers, []
        if answers:
            self._keep(answers)

    def _read(self) -> Push:
        """Return the oldest changes that wait and are not on their way."""
        self.keep_answers()
        gone = self._under_way
        last = gone[-1].change_id if gone else ""
        with self._database.reading() as connection:
            unsent = journal.unsent(connection, most=MOST_CHANGES, after=last)
            count, _since = sent.waiting(connection)
        batch = next(batches(unsent), ())
        return Push(changes=batch, waiting=max(0, count - len(gone) - len(batch)))

    def _pushed(self, push: Push) -> list[HubAnswer]:
        """Return what the hub answers, a change of the batch each."""
        batch = push.changes
        try:
            told = self._hub.push(push)
        except MessageTooLarge:
            self.keep_answers()
            if len(batch) == 1:
                return [_too_large(batch[0].change_id)]
            for one in batch:
                self._keep(self._pushed(Push(changes=(one,), waiting=push.waiting)))
            return []
        found = {one.change_id: one for one in told.receipts}
        # what comes after one that got no receipt is sent again as well, in the order of the chain
        told_of = list(takewhile(lambda one: one.change_id in found, batch))
        answers = [_answer(found[one.change_id]) for one in told_of]
        if len(told_of) < len(batch):
            self.keep_answers()
            self._keep(answers)
            raise HubUnreachable("an answer with too few receipts")
        return answers

    def _keep(self, answers: list[HubAnswer]) -> None:
        def keep() -> None:
            with self._database.transaction() as transaction:
                sent.keep(transaction, answers, at=clock.instant_text(clock.now()))

        self._bites(keep)


def sealed_now(database: Database, session: Session, bites: Bites) -> changes.Changes:
    """Turn what is being typed into changes; typing goes on in a new draft.

    Returns:
        What screens must show again: where others had written what was not seen, that stands.
    """
    sealed = bites(lambda: drafts.seal_all(database, session))
    items = tuple(
        changes.Change(one.kind, RecordId(one.record_id), "edit", frozenset(one.before))
        for one in sealed
        if one.below
    )
    return changes.Changes(None, "sync.sealed", undoable=False, items=items)


def batches(waiting: Iterable[Sealed]) -> Iterator[tuple[SealedChange, ...]]:
    """Yield changes as they travel, in their order, in runs that fit a message."""
    batch: list[SealedChange] = []
    size = 0
    for sealed in waiting:
        change = travelling(sealed)
        length = len(msgspec.json.encode(change))
        if batch and (size + length > MOST_BYTES or len(batch) == MOST_CHANGES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(change)
        size += length
    if batch:
        yield tuple(batch)


def _answer(receipt: PushReceipt) -> HubAnswer:
    return msgspec.convert(msgspec.structs.asdict(receipt), HubAnswer)


def _too_large(change_id: str) -> HubAnswer:
    return HubAnswer(change_id=change_id, verdict=Verdict.REFUSED, reason=Reason.TOO_LARGE)
