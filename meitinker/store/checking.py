"""Whether everything in a store holds, told as a report that names no one.

It looks at one moment of the store over a connection of its own, so people go on working.
Since SQLite 3.44 ``integrity_check`` also asks the full-text tables to compare their index with
their text, so that needs no writing connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, clock
from meitinker.errors import AttachmentDamaged, MeitinkerError
from meitinker.store import attachments, driver, journal, readlog, replay
from meitinker.store.database import integrity_problems
from meitinker.store.mark import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.mark import MarkState

    Progress = Callable[[str, int, int], None]
    """Told the check that begins, its number and of how many. What it raises ends the work."""

MOST_TOLD = 100
"""Problems told of one check; the report says how many there are."""

_STATE = "SELECT commits, head, read_head FROM store_state WHERE id = 1"
_FULL_TEXT = "FTS5"
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

    def __init__(self, database: Database, connection: Connection, mark: MarkState | None) -> None:
        self.database = database
        self.connection = connection
        self.mark = mark
        self.commits, self.head, self.read_head = connection.execute(_STATE).fetchone()
        self.integrity: list[str] | None = None

    def integrity_of(self, what: str) -> Iterator[str]:
        """Yield what SQLite and SQLCipher find wrong of one sort; they are asked once."""
        if self.integrity is None:
            self.integrity = integrity_problems(self.connection)
        for problem in self.integrity:
            sort, _, text = problem.partition(": ")
            if (_FULL_TEXT if _FULL_TEXT in text else sort) == what:
                yield text


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
    mark = _mark(database)
    key = database.key.sub(b"db")
    connection = driver.connect(database.folder.database, key, read_only=True)
    try:
        connection.execute("BEGIN")
        view = _View(database, connection, mark)
        done = []
        for number, (name, look) in enumerate(_CHECKS.items()):
            progress(name, number, len(_CHECKS))
            done.append(_checked(name, look, view))
        progress("", len(_CHECKS), len(_CHECKS))
    finally:
        connection.close()
    return Report(
        ok=all(one.ok for one in done),
        at=clock.instant_text(clock.now()),
        program=__version__,
        commits=view.commits,
        checks=tuple(done),
    )


def _checked(name: str, look: Callable[[_View], Iterable[str]], view: _View) -> Check:
    told: list[str] = []
    found = 0
    try:
        with driver.translated():
            for problem in look(view):
                found += 1
                if found <= MOST_TOLD:
                    told.append(problem)
    except (MeitinkerError, msgspec.MsgspecError, ValueError) as error:
        # A table that cannot be read is a finding; the other checks go on.
        found += 1
        told.append(f"could not be read ({type(error).__name__})")
    return Check(name, not found, found, tuple(told))


def _mark(database: Database) -> MarkState | None:
    return Mark(database.folder.mark, database.key.sub(b"mark")).read()


def _cipher(view: _View) -> Iterator[str]:
    yield from view.integrity_of("cipher")


def _database(view: _View) -> Iterator[str]:
    yield from view.integrity_of("database")


def _references(view: _View) -> Iterator[str]:
    yield from view.integrity_of("reference")


def _search(view: _View) -> Iterator[str]:
    yield from view.integrity_of(_FULL_TEXT)
    for statement, words in _SEARCH:
        for (record_id,) in view.connection.execute(statement):
            yield words.format(record_id)


def _chain(view: _View) -> Iterator[str]:
    yield from journal.problems(view.connection, view.head)


def _read_chain(view: _View) -> Iterator[str]:
    yield from readlog.problems(view.connection, view.read_head)


def _mark_holds(view: _View) -> Iterator[str]:
    mark = view.mark
    if mark is None:
        yield "the store mark is missing or does not hold"
    elif mark.commits > view.commits:
        yield f"{mark.commits - view.commits} savings are missing"
    elif mark.commits == view.commits and mark.head.hex() != view.head:
        yield "the chain is not the one that was marked"


def _replay(view: _View) -> Iterator[str]:
    yield from replay.problems(view.connection)


def _attachments(view: _View) -> Iterator[str]:
    for kept in attachments.known(view.connection):
        try:
            attachments.content(view.database.folder, view.database.key, kept)
        except AttachmentDamaged as damaged:
            yield f"attachment {kept.file}: {damaged}"


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
