"""The hub over a file: what a laptop would ask goes out on a stick, and the answer comes back.

:func:`write` puts everything into one file (:mod:`sync.bundle_file`): a greeting, the changes and
files that wait, and a question for what is new. The hub does all of it at once
(:mod:`sync.hub.bundles`) and writes an answer. :class:`AnsweredHub` gives what is in that answer
to whoever asks, as a :class:`sync.protocol.Hub`, so that :class:`BundleRun` is an exchange like
any other. Nothing counts as sent before its receipt came back, so a stick that gets lost costs
time only; an answer that is read twice changes nothing the second time.

Sums are not compared over a file: by the time it is read the list has moved on.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, clock, paths
from meitinker.errors import BundleDamaged, BundleNotOurs, BundleOld, DeviceRefused
from meitinker.store import attachments, hub_facts, journal, leaving, sent, settings
from meitinker.store.sent import HubAnswer
from sync import bundle_file, https, versions
from sync.bundle_file import MOST_BYTES, REFUSED, Head
from sync.protocol import (
    LARGEST_PAPER_PART,
    MOST_CHANGES,
    Compare,
    Compared,
    Cursor,
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
)
from sync.sending import batches, sealed_now
from sync.session import Bites, ExchangeProgress, ExchangeStep, SyncRun, at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.hub_facts import Belonging
    from sync.bundle_file import Bundle, BundleWriter, Part

_DIGITS = 18

MOST_WAITING = 50_000
"""Changes in one file; more go with the next."""


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """What went into a file.

    Attributes:
        changes: Changes that wait for their receipt.
        papers: Attachments.
        left: Whether more waits than one file takes.
        shown: What screens must show again, as :func:`sync.sending.sealed_now` says.
    """

    changes: int
    papers: int
    left: bool
    shown: Changes


def write(database: Database, session: Session, path: Path, *, bites: Bites = at_once) -> Packed:
    """Put all that this laptop would send and ask into a file for its hub.

    Raises:
        DeviceRefused: This store belongs to no hub.
        BundleNotOurs: It does not know its hub's key, so nobody else could be kept out.
        DiskFull, DiskFailed, StoreReadOnly: The disk or the stick said no; there is no file.
    """
    belonging = _belonging(database)
    numbers = hub_facts.Numbers(database)
    shown = sealed_now(database, session, bites)
    head = Head(hub=belonging.hub, device=session.device, number=bites(numbers.following))
    with database.reading() as connection:
        told = _Told(connection)
    secret = bytes.fromhex(belonging.key)
    with bundle_file.writing(path, head, secret=secret, receiver=belonging.hub_key) as writer:
        papers, left = told.into(writer, database)
    return Packed(
        changes=len(told.waiting),
        papers=papers,
        left=left or len(told.waiting) == MOST_WAITING,
        shown=shown,
    )


class _Told:
    """What a laptop has to tell and to ask, as it stood at one moment."""

    def __init__(self, connection: Connection) -> None:
        self.waiting = journal.unsent(connection, most=MOST_WAITING)
        self._again, _rest = sent.undecided(connection, most=MOST_WAITING)
        self._count, self._since = sent.waiting(connection)
        self._reading = settings.get(connection, hub_facts.READING)
        self._gone = tuple(
            one
            for one in settings.get(connection, hub_facts.GONE)
            if not leaving.count(connection, one)
        )
        self._added = sent.papers(connection, after=settings.get(connection, hub_facts.PAPERS))
        self._known = attachments.known(connection)

    def into(self, writer: BundleWriter, database: Database) -> tuple[int, bool]:
        """Write it, in the order in which the hub does it; return the attachments and if all went.

        Changes go before farewells are acknowledged, and all before the question.
        """
        writer.add("meet", self._greeting())
        for batch in (*batches(self._again), *batches(self.waiting)):
            writer.add("push", Push(changes=batch, waiting=max(0, self._count - len(batch))))
        if self._gone:
            writer.add("let_go", Let(dossiers=self._gone))
        if self._reading.anew and not self._reading.emptied:
            writer.add("compare", Compare(position=self._reading.position))
        cursor = Cursor(position=self._reading.position, fill=self._reading.fill)
        writer.add("pull", Pull(cursor=cursor, words=self._reading.anew))
        for one in self._wanted(database.folder.attachments):
            writer.add("fetch_paper", one)
        return self._papers(writer, database.folder.attachments)

    def _greeting(self) -> Meet:
        return Meet(
            newest=versions.NEWEST,
            oldest=versions.OLDEST,
            program=__version__,
            waiting=self._count,
            waiting_since=self._since,
        )

    def _wanted(self, here: Path) -> Iterator[PaperPart]:
        for kept in self._known:
            if attachments.is_name(kept.file) and not (here / kept.file).exists():
                size = attachments.kept_size(kept.size)
                yield PaperPart(name=kept.file, offset=0, size=size)

    def _papers(self, writer: BundleWriter, here: Path) -> tuple[int, bool]:
        names = [one.file for one in self._added if (here / one.file).exists()]
        for at, name in enumerate(names):
            if writer.size > MOST_BYTES:
                return at, True
            for part in _parts(here / name, name):
                writer.add(f"send_paper {name}", part)
        return len(names), False


class AnsweredHub:
    """The hub as far as one answer tells; a :class:`sync.protocol.Hub`.

    What is not in the answer it does not invent: no receipt, nothing new, "cannot be told now".
    """

    def __init__(self, bundle: Bundle) -> None:
        """Answer from ``bundle``."""
        self._bundle = bundle
        self._pages = self._named("pull")
        self._page = 0
        self._from: Cursor | None = None
        self._last: Pulled | None = None
        self._again = False
        self._whole = {_about(part) for part in self._named("send_paper")}
        self._papers: dict[str, list[tuple[int, Part]]] = {}
        for part in self._named("fetch_paper"):
            name, _space, offset = _about(part).partition(" ")
            self._papers.setdefault(name, []).append((_offset(offset), part))
        self.let: tuple[str, ...] = ()

    def meet(self, _told: Meet) -> Met:
        """Return the greeting of the answer.

        Raises:
            SyncError: The hub does nothing for this device; which, says why.
            BundleDamaged: There is no greeting in it.
        """
        for part in self._named(REFUSED):
            refusal = self._bundle.read(part, https.Refusal)
            raise https.error_of(0, msgspec.json.encode(refusal))
        for part in self._named("meet"):
            return self._bundle.read(part, Met)
        raise BundleDamaged("no greeting")

    def push(self, told: Push) -> Pushed:
        """Return the receipts of these changes that came back."""
        known = {one.change_id: one for one in self.receipts()}
        found = (known.get(one.change_id) for one in told.changes)
        return Pushed(receipts=tuple(one for one in found if one is not None))

    def receipts(self) -> Iterator[PushReceipt]:
        """Yield all receipts that came back."""
        for part in self._named("push"):
            yield from self._bundle.read(part, Pushed).receipts

    def pull(self, asked: Pull) -> Pulled:
        """Return what the hub said from this place on, or that there is no more."""
        if self._again and self._last is not None:
            self._again = False
            gone = set(self.let)
            left = tuple(one for one in self._last.farewells if one not in gone)
            return msgspec.structs.replace(self._last, farewells=left)
        while self._page < len(self._pages):
            came_from = self._from or self._began()
            answer = self._bundle.read(self._pages[self._page], Pulled)
            self._page += 1
            self._from = answer.cursor
            # what a reading that was cut off had taken in already is passed over
            if asked.cursor == came_from:
                self._last = answer
                return answer
        return Pulled(cursor=asked.cursor)

    def let_go(self, told: Let) -> None:
        """Remember which farewells were done; the next file acknowledges them."""
        self.let += told.dossiers
        self._again = True

    def compare(self, told: Compare) -> Compared:
        """Tell that nothing can be told, or that the hub heard that nothing here counts.

        Raises:
            BundleOld: It has not heard that yet: the next file says so.
        """
        if told.buckets:
            return Compared(same=False, later=True)
        for part in self._named("compare"):
            return self._bundle.read(part, Compared)
        raise BundleOld("all is to come anew", reason="anew")

    def paper_held(self, asked: PaperWanted) -> PaperHeld:
        """Return whether the hub got an attachment whole."""
        whole = asked.name in self._whole
        return PaperHeld(held=asked.size if whole else 0, whole=whole)

    def send_paper(self, told: PaperPart) -> PaperHeld:
        """Return what the hub got: a file sends nothing more."""
        return self.paper_held(PaperWanted(name=told.name, size=told.size))

    def fetch_paper(self, asked: PaperPart) -> PaperPart:
        """Return a part of an attachment that came along, or none."""
        runs = self._papers.get(asked.name, [])
        at = bisect_right([begin for begin, _part in runs], asked.offset) - 1
        if at < 0:
            return PaperPart(name=asked.name, offset=asked.offset, size=asked.size)
        begin, part = runs[at]
        body = self._bundle.read(part, PaperPart).part[asked.offset - begin :]
        return PaperPart(name=asked.name, offset=asked.offset, size=asked.size, part=body)

    def _began(self) -> Cursor:
        for part in self._named("from"):
            return self._bundle.read(part, Cursor)
        raise BundleDamaged("it does not say where it begins")

    def _named(self, name: str) -> list[Part]:
        return [part for part in self._bundle.parts if part.name.partition(" ")[0] == name]


class BundleRun(SyncRun):
    """Takes in an answer: an exchange in which nothing is sent."""

    def __init__(
        self,
        database: Database,
        session: Session,
        path: Path,
        *,
        bites: Bites = at_once,
        came_in: Callable[[Changes], None] | None = None,
    ) -> None:
        """Look at the file at ``path`` and prove it; nothing is taken in yet.

        Raises:
            BundleNotOurs: ``reason`` says: no answer, of another hub, or for another laptop.
            BundleOld: This laptop has been in touch with its hub since.
            BundleDamaged: It was cut short or altered, or says nowhere where a part belongs.
            DiskFailed: It cannot be read.
        """
        belonging = _belonging(database)
        head = bundle_file.head_of(path)
        _require_ours(head, belonging, session)
        with database.reading() as connection:
            if head.number < settings.get(connection, hub_facts.MET_NUMBER):
                raise BundleOld("met since")
        secret = bytes.fromhex(belonging.key)
        bundle = bundle_file.opened(path, secret=secret, sender=belonging.hub_key)
        self._answer = AnsweredHub(bundle)
        self._number = head.number
        super().__init__(database, session, hub=self._answer, bites=bites, came_in=came_in)

    def _met_by(self, _connection: Connection, met: Met) -> tuple[int, str]:
        return self._number, min(met.now, clock.instant_text(clock.now()))

    def _latest(self, connection: Connection, at: str) -> str:
        """Return the latest moment that was ever seen here: a file may be of any day (F25).

        It can be read again and again, so it must not take away what tells that a clock was set
        back.
        """
        return max(at, settings.get(connection, hub_facts.LATEST))

    def _send(self) -> bool:
        """Keep the receipts that came back."""
        receipts = [] if self._sent else list(self._answer.receipts())
        while receipts and not self._cancelled():
            some, receipts = receipts[:MOST_CHANGES], receipts[MOST_CHANGES:]
            self._told(
                ExchangeProgress(
                    ExchangeStep.SEND, self._sent, self._sent + len(some) + len(receipts)
                )
            )
            self._bites(self._keeping(some))
            self._sent += len(some)
        return not self._cancelled()

    def _keeping(self, receipts: list[PushReceipt]) -> Callable[[], None]:
        answers = [msgspec.convert(msgspec.structs.asdict(one), HubAnswer) for one in receipts]

        def keep() -> None:
            with self._database.transaction() as transaction:
                sent.keep(transaction, answers, at=clock.instant_text(clock.now()))

        return keep

    def _fetch(self) -> bool:
        """Take in what is new, and remember which farewells the hub must still hear were done."""
        whole = super()._fetch()
        if self._answer.let:
            self._put(hub_facts.GONE, self._answer.let)
        return whole


def _belonging(database: Database) -> Belonging:
    with database.reading() as connection:
        belonging = settings.get(connection, hub_facts.BELONGING)
    if not belonging.hub:
        raise DeviceRefused("belongs to no hub")
    if not belonging.hub_key:
        raise BundleNotOurs("the key of the hub is not known here", reason="key")
    return belonging


def _require_ours(head: Head, belonging: Belonging, session: Session) -> None:
    if head.hub != belonging.hub:
        raise BundleNotOurs("of another hub", reason="hub")
    if not head.answer:
        whose = "question" if head.device == session.device else "question_of_another"
        raise BundleNotOurs("a question, not an answer", reason=whose)
    if head.device != session.device:
        raise BundleNotOurs("for another laptop", reason="device")


def _parts(path: Path, name: str) -> Iterator[PaperPart]:
    """Yield the runs of an attachment as it lies on the disk."""
    with paths.disk_errors(), path.open("rb") as file:
        size = path.stat().st_size
        offset = 0
        while part := file.read(LARGEST_PAPER_PART):
            yield PaperPart(name=name, offset=offset, size=size, part=part)
            offset += len(part)


def _offset(text: str) -> int:
    """Return where a part of an attachment begins.

    Raises:
        BundleDamaged: It does not say so.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise BundleDamaged("a part of an attachment that begins nowhere")
    return int(text)


def _about(part: Part) -> str:
    return part.name.partition(" ")[2]
