"""What an answer of layout 3 said is told apart, and undo, check and history go on from there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meitinker import ids
from meitinker.domain.organisation import USER
from meitinker.domain.records import Kind
from meitinker.domain.requests import REQUEST, Request, RequestState
from meitinker.paths import StoreFolder
from meitinker.services import backups, history, undo
from meitinker.store import backup, checking, journal, received, records, rows
from meitinker.store.database import Database
from meitinker.store.received import ListEntry
from sync.changes import travelling
from sync.hub import judging
from sync.merge import decide
from tests import stores
from tests.unit.sync.hub.shelf import DictShelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.records import Value
    from meitinker.store.driver import Connection
    from meitinker.store.journal import Sealed

SOURCE = Path(__file__).resolve().parent / f"requests-0003{backup.SUFFIX}"
"""Made by the program of layout 3: requests in every state, some taken back again."""

OPEN, ANSWERED = RequestState.OPEN, RequestState.ANSWERED
HANDED_OVER, INVESTIGATED = RequestState.HANDED_OVER, RequestState.INVESTIGATED
WITHDRAWN = RequestState.WITHDRAWN

# words of the request: its state, what was told, to whom it went, why it was withdrawn
WANTED = {
    "nog open": (OPEN, "", "", ""),
    "beantwoord": (ANSWERED, "de klussendienst", "", ""),
    "ingetrokken": (WITHDRAWN, "", "", "het is al geregeld"),
    "ingetrokken zonder reden": (WITHDRAWN, "", "", ""),
    # one text lay over the other
    "eerst overgedragen, toen beantwoord": (ANSWERED, "een folder", "", ""),
    # the words were never written again, so they are of the handing over
    "eerst overgedragen, toen ingetrokken met dezelfde woorden": (
        WITHDRAWN,
        "",
        "de dochter",
        "",
    ),
    "overgedragen en onderzocht": (INVESTIGATED, "", "het sociaal team", ""),
    "overgedragen en teruggenomen": (OPEN, "", "", ""),
    "overgedragen": (HANDED_OVER, "", "de huisarts", ""),
}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Database]:
    """Lend the old store, brought to the layout of today."""
    place = StoreFolder(tmp_path / "store")
    code = SOURCE.with_suffix(".code").read_text("ascii")
    database = Database.open(place, backups.restore_with_code(SOURCE, place, code).key)
    yield database
    database.close()


def _found(database: Database) -> dict[str, Request]:
    session = stores.session_of(database.info)
    with database.reading() as connection:
        return {one.words: one for one in records.find(connection, session, Request)}


def _said(one: Request) -> tuple[RequestState, str, str, str]:
    return one.state, one.told, one.handed_to, one.withdrawn_why


def test_an_answer_goes_to_the_field_of_what_it_said(old: Database) -> None:
    assert {words: _said(one) for words, one in _found(old).items()} == WANTED


def test_the_changes_of_the_old_layout_still_tell_what_the_tables_hold(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checking.check(old).problems == ()

    monkeypatch.setattr(Kind, "of_today", lambda _kind, fields, _standing: fields)
    assert any("request" in one for one in checking.check(old).problems)


def test_what_was_done_in_the_old_layout_can_be_undone(old: Database) -> None:
    """All of it, back to where each request was new: a text never moves into another field."""
    session = stores.session_of(old.info)
    undo.undo(old, session)
    assert _said(_found(old)["overgedragen"]) == (OPEN, "", "", "")
    seen: set[tuple[RequestState, str, str, str]] = set()
    while undo.undo(old, session).items:
        seen.update(_said(one) for one in _found(old).values())
    assert seen == {
        *WANTED.values(),
        (HANDED_OVER, "", "het wijkteam", ""),
        (HANDED_OVER, "", "de dochter", ""),
        (HANDED_OVER, "", "het sociaal team", ""),
    } - {(HANDED_OVER, "", "de huisarts", "")}
    assert checking.check(old).problems == ()


def test_the_history_of_a_field_tells_what_was_said_in_it(old: Database) -> None:
    session = stores.session_of(old.info)
    one = _found(old)["eerst overgedragen, toen beantwoord"]
    handed = history.of_field(old, session, "request", one.id, field="handed_to")
    told = history.of_field(old, session, "request", one.id, field="told")
    assert [(c.before, c.after) for c in handed] == [("het wijkteam", ""), ("", "het wijkteam")]
    assert [(c.before, c.after) for c in told] == [("", "een folder")]


def test_changes_of_the_old_layout_that_arrive_mean_the_same(old: Database, tmp_path: Path) -> None:
    """They come as they were sealed: nothing of them was written again."""
    batch = _sealed(old)
    assert any("answer" in change.fields for change in batch)
    with stores.opened(tmp_path / "other") as other:
        for place, change in enumerate(batch, start=1):
            came = ListEntry(position=place, change_id=change.header.change_id, change=change)
            received.receive(other.database, other.session, [came], decide)
        with other.database.reading() as connection:
            found = [_row(connection, change.header.record_id) for change in _begun(batch)]
        assert {one["words"]: _told(one) for one in found} == WANTED
        assert not [p for p in checking.check(other.database).problems if "request" in p]


def test_the_hub_understands_them_as_well(old: Database) -> None:
    batch, shelf = _sealed(old), DictShelf()
    judging.judge(shelf, [travelling(change) for change in batch], end=0)
    standing = [shelf.standing(change.header.record_id) for change in _begun(batch)]
    assert {one.fields["words"]: _told(one.fields) for one in standing if one} == WANTED


def _sealed(database: Database) -> list[Sealed]:
    """Return what the old program would send, after the user who made it is known."""
    with database.reading() as connection:
        told = journal.unsent(connection)
    first = told[0].header
    user = journal.Entry(
        change_id=ids.change_id(),
        act_id=ids.new_id(),
        device=first.device,
        author=first.author,
        operation="create",
        kind=USER.name,
        record_id=first.author,
        fields={"name": "Proef"},
        base={},
    )
    return [journal.bound(user, incarnation=1, previous=""), *told]


def _begun(batch: list[Sealed]) -> list[Sealed]:
    return [
        change
        for change in batch
        if change.header.kind == REQUEST.name and change.header.operation == "create"
    ]


def _row(connection: Connection, record_id: str) -> Mapping[str, Value]:
    row = rows.read(connection, REQUEST, record_id)
    assert row is not None
    return row.fields


def _told(fields: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(fields[name] for name in ("state", "told", "handed_to", "withdrawn_why"))
