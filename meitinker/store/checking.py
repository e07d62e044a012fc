"""Whether everything in a store holds, told as a report that names no one.

It looks at one moment of the store over a connection of its own, so people go on working. The
cipher refuses a connection on which one page did not hold; so a check that met one ends there,
says so, and the next begins on a fresh connection: every check tells what it can.
Since SQLite 3.44 ``integrity_check`` also asks the full-text tables to compare their index with
their text, so that needs no writing connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, clock
from meitinker.errors import AttachmentDamaged, MeitinkerError, StoreDamaged, StoreError
from meitinker.store import attachments, driver, journal, readlog, replay, state
from meitinker.store.mark import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from meitinker.store.attachments import Kept
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.mark import MarkState
    from meitinker.store.state import StoreState

    Progress = Callable[[str, int, int], None]
    """Told the check that begins, its number and of how many. What it raises ends the work."""

MOST_TOLD = 100
"""Problems told of one check; the report says how many there are."""

_FULL_TEXT = "FTS5"
_UNREADABLE = (MeitinkerError, msgspec.MsgspecError, ValueError, TypeError, LookupError)
"""What reading a page that does not hold can end in; zeros for it fit no row and no kind."""
_SEARCH = (
    (
        "SELECT p.id FROM person AS p WHERE p.row_deleted = 0"
        " AND NOT EXISTS (SELECT 1 FROM person_entry AS e WHERE e.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM person_alias AS a WHERE a.alias = p.id)",
        "person {}: not in the list of people",
    ),
    (
        "SELECT e.person_id FROM person_entry AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM person AS p WHERE p.id = e.person_id AND p.row_deleted = 0)",
        "person {}: in the list of people and not there",
    ),
    (
        "SELECT e.person_id FROM person_entry AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM person_words AS w WHERE w.rowid = e.doc)"
        " AND NOT EXISTS (SELECT 1 FROM search_pending AS s WHERE s.person_id = e.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM person_alias AS a WHERE a.alias = e.person_id)",
        "person {}: neither indexed nor waiting to be",
    ),
    (
        "SELECT w.rowid FROM person_words AS w WHERE NOT EXISTS"
        " (SELECT 1 FROM person_entry AS e WHERE e.doc = w.rowid)",
        "words {}: of nobody in the list of people",
    ),
    (
        "SELECT t.id FROM visit AS t WHERE t.state = 'concluded' AND t.row_deleted = 0"
        " AND NOT EXISTS (SELECT 1 FROM visit_review AS r WHERE r.visit_id = t.id)"
        " AND NOT EXISTS (SELECT 1 FROM review_due AS w WHERE w.visit_id = t.id)",
        "visit {}: neither in the list of reviews nor waiting for it",
    ),
    (
        "SELECT r.visit_id FROM visit_review AS r WHERE NOT EXISTS (SELECT 1 FROM visit AS t"
        " WHERE t.id = r.visit_id AND t.state = 'concluded' AND t.row_deleted = 0)"
        " AND NOT EXISTS (SELECT 1 FROM review_due AS w WHERE w.visit_id = r.visit_id)",
        "visit {}: in the list of reviews and not concluded",
    ),
    (
        "SELECT t.id FROM map_service AS t WHERE t.row_deleted = 0"
        " AND NOT EXISTS (SELECT 1 FROM map_entry AS e WHERE e.service_id = t.id)",
        "service {}: not in the list of the social map",
    ),
    (
        "SELECT e.service_id FROM map_entry AS e WHERE NOT EXISTS"
        " (SELECT 1 FROM map_service AS t WHERE t.id = e.service_id AND t.row_deleted = 0)",
        "service {}: in the list of the social map and not there",
    ),
)


class Check(msgspec.Struct, frozen=True):
    """One thing that was checked.

    Attributes:
        name: ``cipher``, ``database``, ``references``, ``search``, ``chain``, ``read_chain``,
            ``mark``, ``replay``, ``attachments`` or ``orphans``.
        ok: Whether it holds.
        found: How many problems there are.
        problems: The first of them: kinds, ids and field names, never values.
    """

    name: str
    ok: bool
    found: int
    problems: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of all checks.

    Attributes:
        ok: Whether everything holds.
        at: When, UTC text.
        program: Version of the program that checked.
        commits: Savings in the store.
        checks: In the order in which they were done.
    """

    ok: bool
    at: str
    program: str
    commits: int
    checks: tuple[Check, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Every problem told, with the name of its check."""
        return tuple(f"{one.name}: {text}" for one in self.checks for text in one.problems)

    def json(self) -> bytes:
        """Return the report as JSON, for ``meitinker check --json``."""
        return msgspec.json.encode(self)


class _View:
    """One moment of the store, and what the checks share."""

    def __init__(self, database: Database, mark: MarkState | None) -> None:
        self.database = database
        self.mark = mark
        self._connection: Connection | None = None
        self._state: StoreState | None = None
        self._integrity: list[str] | None = None

    @property
    def connection(self) -> Connection:
        """The connection at hand; a fresh one after :meth:`renew`, of a later moment."""
        if self._connection is None:
            self._connection = self.database.apart()
            self._connection.execute("BEGIN")
        return self._connection

    @property
    def state(self) -> StoreState:
        """Up to where it was written, of this moment."""
        if self._state is None:
            self._state = state.read(self.connection)
        return self._state

    def renew(self) -> None:
        """Let go of the connection; the heads belong to its moment and go with it."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._state = None

    def integrity_of(self, *, full_text: bool) -> Iterator[str]:
        """Yield what SQLite finds wrong in its tables, or in the index of search; asked once."""
        if self._integrity is None:
            self._integrity = list(driver.database_problems(self.connection))
        yield from (text for text in self._integrity if (_FULL_TEXT in text) is full_text)


def _quiet(_name: str, _done: int, _of: int) -> None:
    """Tell nobody how far it is."""


def check(database: Database, *, progress: Progress = _quiet) -> Report:
    """Check everything; nothing is changed. It may take minutes: call it off the screen's thread.

    Args:
        database: The store; also one that is open for reading only.
        progress: Told which check begins.

    Raises:
        StoreDamaged: The store does not open at all.
        DiskFailed, StoreReadOnly: The disk said no.
    """
    # Before the store's moment: a mark of after it would be ahead by rights.
    view = _View(database, _mark(database))
    try:
        with driver.translated():
            commits = _commits(view)
        done = []
        for number, (name, look) in enumerate(_CHECKS.items()):
            progress(name, number, len(_CHECKS))
            done.append(_checked(name, look, view))
        progress("", len(_CHECKS), len(_CHECKS))
    finally:
        view.renew()
    return Report(
        ok=all(one.ok for one in done),
        at=clock.instant_text(clock.now()),
        program=__version__,
        commits=commits,
        checks=tuple(done),
    )


def _commits(view: _View) -> int:
    """Return the savings in the store; as it was opened, where that page does not hold.

    Raises:
        StoreDamaged: The store does not open at all.
    """
    connection = view.connection
    try:
        commits = view.state.marked.commits
        driver.require_sound(connection)
    except (driver.DatabaseError, StoreDamaged):
        view.renew()
        return view.database.saved.commits
    return commits


def _checked(name: str, look: Callable[[_View], Iterable[str]], view: _View) -> Check:
    told: list[str] = []
    found = 0
    try:
        with driver.translated():
            for problem in look(view):
                found += 1
                if found <= MOST_TOLD:
                    told.append(problem)
            # A page that does not hold is handed over as zeros: what was told may be a lack.
            driver.require_sound(view.connection)
    except _UNREADABLE as error:
        # What cannot be read is a finding; the other checks go on.
        found += 1
        told.append(f"could not be read ({type(error).__name__})")
        view.renew()
    return Check(name, not found, found, tuple(told))


def _mark(database: Database) -> MarkState | None:
    return Mark(database.folder.mark, database.key.sub(b"mark")).read()


def _cipher(view: _View) -> Iterator[str]:
    return driver.cipher_problems(view.connection)


def _database(view: _View) -> Iterator[str]:
    yield from view.integrity_of(full_text=False)


def _references(view: _View) -> Iterator[str]:
    return driver.reference_problems(view.connection)


def _search(view: _View) -> Iterator[str]:
    yield from view.integrity_of(full_text=True)
    for statement, words in _SEARCH:
        for (record_id,) in view.connection.execute(statement):
            yield words.format(record_id)


def _chain(view: _View) -> Iterator[str]:
    yield from journal.problems(view.connection, view.state.head)


def _read_chain(view: _View) -> Iterator[str]:
    yield from readlog.problems(view.connection, view.state.read_head)


def _mark_holds(view: _View) -> Iterator[str]:
    mark = view.mark
    if mark is None:
        yield "the store mark is missing or does not hold"
        return
    held = view.state.marked
    if mark.commits > held.commits:
        yield f"{mark.commits - held.commits} savings are missing"
    elif mark.commits == held.commits and mark.head != held.head:
        yield "the chain is not the one that was marked"


def _replay(view: _View) -> Iterator[str]:
    yield from replay.problems(view.connection)


def _attachments(view: _View) -> Iterator[str]:
    for kept in attachments.known(view.connection):
        try:
            attachments.content(view.database.folder, view.database.key, kept)
        except AttachmentDamaged as damaged:
            if not _holds_as_anothers(view, kept):
                yield f"attachment {kept.file}: {damaged}"
        except StoreError as refused:
            yield f"attachment {kept.file}: could not be read ({type(refused).__name__})"


def _holds_as_anothers(view: _View, kept: Kept) -> bool:
    """Tell whether another store named the file, and it holds by its seals or has yet to come.

    Asked only where something is amiss: it looks into the chain, which another check is about.
    """
    apart = {one.file: one for one in attachments.known_apart(view.connection)}
    told = apart[kept.file]
    folder = view.database.folder
    if told.elsewhere and not (folder.attachments / kept.file).exists():
        return True
    try:
        attachments.content(folder, view.database.key, told)
    except AttachmentDamaged:
        return False
    return True


def _orphans(view: _View) -> Iterator[str]:
    for path in attachments.orphans(view.connection, view.database.folder):
        yield f"file without a record: {path.name}"


_CHECKS: dict[str, Callable[[_View], Iterable[str]]] = {
    "cipher": _cipher,
    "database": _database,
    "references": _references,
    "search": _search,
    "chain": _chain,
    "read_chain": _read_chain,
    "mark": _mark_holds,
    "replay": _replay,
    "attachments": _attachments,
    "orphans": _orphans,
}
