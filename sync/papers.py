"""Attachments on their way: encrypted as they lie on the disk, in runs that go on after a cut.

The hub cannot read them; the record that names a file brings its key. What was begun goes on
where it ended, on either side (F20). A file counts as here once it opens with its key, whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import paths
from meitinker.errors import AttachmentDamaged, RequestRefused
from meitinker.store import attachments, hub_facts, sent, settings
from sync.protocol import LARGEST_PAPER_PART, PaperPart, PaperWanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.store.attachments import Kept
    from meitinker.store.database import Database
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
        """Send the files of attachments that were added here; return how many arrived whole."""
        with self._database.reading() as connection:
            mark = settings.get(connection, hub_facts.PAPERS)
            added = sent.papers(connection, after=mark)
        went, waits = 0, False
        for one in added:
            if cancelled():
                break
            whole = bool(one.position) and self._sent(one.file)
            went += whole
            # one that waits or was not taken comes again; those after it are sent all the same
            waits = (
                waits or one.waits or (bool(one.position) and not whole and self._lies(one.file))
            )
            if not waits:
                self._keep_mark(one.sequence)
        return went

    def fetch(self, cancelled: Callable[[], bool]) -> int:
        """Fetch the files that records name and that are not here; return how many came whole."""
        with self._database.reading() as connection:
            wanted = attachments.known(connection)
        here = self._database.folder.attachments
        came = 0
        for kept in wanted:
            if cancelled():
                break
            if attachments.is_name(kept.file) and not (here / kept.file).exists():
                came += self._fetched(kept)
        return came

    def _lies(self, name: str) -> bool:
        return (self._database.folder.attachments / name).exists()

    def _sent(self, name: str) -> bool:
        path = self._database.folder.attachments / name
        try:
            size = path.stat().st_size
            held = self._hub.paper_held(PaperWanted(name=name, size=size))
            while not held.whole:
                part = _run(path, held.held)
                told = PaperPart(name=name, offset=held.held, size=size, part=part)
                before, held = held, self._hub.send_paper(told)
                if held.held <= before.held and not held.whole:
                    return False
        except (FileNotFoundError, RequestRefused):
            return False
        return True

    def _fetched(self, kept: Kept) -> bool:
        size = attachments.kept_size(kept.size)
        arriving = paths.make_private(self._database.folder.arriving) / kept.file
        offset = arriving.stat().st_size if arriving.exists() else 0
        while offset < size:
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
        with paths.disk_errors():
            data = arriving.read_bytes()
        try:
            whole = len(attachments.unsealed(data, kept)) == kept.size
        except AttachmentDamaged:
            whole = False
        if whole:
            folder = paths.make_private(self._database.folder.attachments)
            paths.write_durably(folder / kept.file, data)
        with paths.disk_errors():
            arriving.unlink(missing_ok=True)
        return whole

    def _keep_mark(self, sequence: int) -> None:
        def keep() -> None:
            with self._database.transaction() as transaction:
                settings.put(transaction, hub_facts.PAPERS, sequence)

        self._bites(keep)


def _run(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(LARGEST_PAPER_PART)


def _append(path: Path, part: bytes) -> None:
    with paths.disk_errors(), path.open("ab") as file:
        file.write(part)
