"""Attachments on their way: encrypted as they lie on the disk, in runs that go on after a cut.

The hub cannot read them; the record that names a file brings its key. What was begun goes on
where it ended, on either side (F20). A file counts as here once it opens with its key, whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from meitinker import clock, paths
from meitinker.domain.merging import Reason
from meitinker.errors import AttachmentDamaged, MessageTooLarge, RequestRefused
from meitinker.store import attachments, hub_facts, sent, settings
from meitinker.store.hub_facts import PaperSent
from sync.protocol import LARGEST_PAPER_PART, PaperHeld, PaperPart, PaperWanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.store.attachments import Kept
    from meitinker.store.database import Database
    from meitinker.store.sent import SentPaper
    from sync.protocol import Hub
    from sync.session import Bites


class Papers:
    """The attachments that this laptop still has to send or to get."""

    def __init__(self, database: Database, *, hub: Hub, bites: Bites) -> None:
        """Send and fetch nothing yet."""
        self._database = database
        self._hub = hub
        self._bites = bites

    def send(self, cancelled: Callable[[], bool]) -> int:
        """Send the files of attachments that were added here; return how many arrived whole.

        One that cannot be read here or that the hub refuses is noted with the reason, holds up
        no other, and is tried again with every exchange.
        """
        with self._database.reading() as connection:
            mark = settings.get(connection, hub_facts.PAPERS)
            before = settings.get(connection, hub_facts.PAPERS_SENT)
            added = sent.papers(connection, after=mark)
        known = {one.file: one for one in before}
        went = 0
        for one in added:
            if cancelled():
                break
            state = known.get(one.file)
            if one.position and (state is None or state.reason):
                tried = self._tried(one.file, state, cancelled)
                if tried is not None:
                    known[one.file] = tried
                    went += not tried.reason
        self._keep(added, known, before=(mark, before))
        return went

    def fetch(self, cancelled: Callable[[], bool]) -> int:
        """Fetch the files that records name and that are not here; return how many came whole."""
        with self._database.reading() as connection:
            wanted = attachments.known(connection)
        here = self._database.folder.attachments
        missing = [
            one
            for one in wanted
            if attachments.is_name(one.file) and not (here / one.file).exists()
        ]
        self._drop_rests({one.file for one in missing})
        came = 0
        for kept in missing:
            if cancelled():
                break
            came += self._fetched(kept, cancelled)
        return came

    def _drop_rests(self, wanted: set[str]) -> None:
        """Remove what had begun to arrive, before a crash or a cut, and is waited for no more."""
        arriving = self._database.folder.arriving
        with paths.disk_errors():
            for rest in arriving.iterdir() if arriving.exists() else ():
                if rest.name not in wanted:
                    rest.unlink(missing_ok=True)

    def _tried(
        self, name: str, before: PaperSent | None, cancelled: Callable[[], bool]
    ) -> PaperSent | None:
        """Send a file; return how that went, or None where a person stopped it."""
        try:
            reason = self._send_one(name, cancelled)
        except (RequestRefused, MessageTooLarge):
            reason = Reason.FILE_REFUSED
        except FileNotFoundError:
            reason = Reason.NONE  # its record was erased, or the file was never here
        except OSError:
            reason = Reason.FILE_UNREADABLE
        if reason is None or (before is not None and before.reason is reason):
            return before
        since = clock.instant_text(clock.now()) if reason else ""
        return PaperSent(file=name, reason=reason, since=since)

    def _send_one(self, name: str, cancelled: Callable[[], bool]) -> Reason | None:
        path = self._database.folder.attachments / name
        size = path.stat().st_size
        held = self._hub.paper_held(PaperWanted(name=name, size=size))
        other = bool(held.digest) and held.digest != _digest(path)
        if other:
            held = PaperHeld(held=0)  # what came first under this name is not this file
        while not held.whole:
            if cancelled():
                return None
            at, part = held.held, _run(path, held.held)
            told = PaperPart(name=name, offset=at, size=size, part=part, anew=other and not at)
            before, held = held, self._hub.send_paper(told)
            if held.held <= before.held and not held.whole:
                return Reason.FILE_REFUSED
        return Reason.NONE

    def _keep(
        self,
        added: list[SentPaper],
        known: dict[str, PaperSent],
        *,
        before: tuple[int, tuple[PaperSent, ...]],
    ) -> None:
        """Keep how far all is there, and how it went with what was added after that."""
        mark, rest = before[0], list(added)
        while rest and _is_done(rest[0], known.get(rest[0].file)):
            mark = rest.pop(0).sequence
        here = {one.file for one in rest}
        states = tuple(one for name, one in known.items() if name in here)
        if (mark, states) == before:
            return

        def keep() -> None:
            with self._database.transaction() as transaction:
                settings.put(transaction, hub_facts.PAPERS, mark)
                settings.put(transaction, hub_facts.PAPERS_SENT, states)

        self._bites(keep)

    def _fetched(self, kept: Kept, cancelled: Callable[[], bool]) -> bool:
        size = attachments.kept_size(kept.size)
        arriving = paths.make_private(self._database.folder.arriving) / kept.file
        offset = arriving.stat().st_size if arriving.exists() else 0
        while offset < size:
            if cancelled():
                return False
            asked = PaperPart(name=kept.file, offset=offset, size=size)
            try:
                part = self._hub.fetch_paper(asked).part
            except RequestRefused:
                return False
            if not part:
                return False  # who added it has not sent it yet
            _append(arriving, part)
            offset += len(part)
        return self._taken(arriving, kept)

    def _taken(self, arriving: Path, kept: Kept) -> bool:
        """Let a file that came whole be the attachment's; one that does not open comes again."""
        try:
            data = arriving.read_bytes()
            whole = len(attachments.unsealed(data, kept)) == kept.size
        except (AttachmentDamaged, OSError):
            whole = False
        if whole:
            folder = paths.make_private(self._database.folder.attachments)
            paths.write_durably(folder / kept.file, data)
        with paths.disk_errors():
            arriving.unlink(missing_ok=True)
        return whole


def _is_done(one: SentPaper, state: PaperSent | None) -> bool:
    """Tell whether a file needs nothing more: it is whole there, or its record never will be."""
    if not one.position:
        return not one.waits
    return state is not None and not state.reason


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(LARGEST_PAPER_PART)


def _append(path: Path, part: bytes) -> None:
    with paths.disk_errors(), paths.private_file(path, longer=True) as file:
        file.write(part)
