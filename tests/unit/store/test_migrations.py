from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import Person
from meitinker.domain.records import Column
from meitinker.errors import StoreDamaged
from meitinker.store import driver, making, migrations, sql
from meitinker.store.migrations import m0004_outcomes_apart

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore

_BESIDE = {
    "row_versions": "TEXT",
    "row_extra": "TEXT",
    "row_deleted": "INTEGER",
    "row_changed": "TEXT",
}


@pytest.mark.parametrize("name", KINDS)
def test_the_layout_is_what_the_registry_declares(store: TestStore, name: str) -> None:
    with store.database.reading() as connection:
        found = {
            row[0]: row[1]
            for row in connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,))
        }
        (strict,) = connection.execute(
            "SELECT strict FROM pragma_table_list WHERE name = ?", (name,)
        ).fetchone()
    declared = {f.name: f.column.value for f in KINDS[name].fields.values()}
    assert found == {"id": Column.TEXT.value, **declared, **_BESIDE}
    assert strict
    assert set(sql.ROW_COLUMNS) == set(_BESIDE)


def test_every_table_of_a_record_is_a_declared_kind(store: TestStore) -> None:
    with store.database.reading() as connection:
        tables = {
            row[0]
            for row in connection.execute(
                "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
                " WHERE m.type = 'table' AND c.name = 'row_versions'"
            )
        }
    assert tables == set(KINDS)


def test_every_reference_that_is_looked_up_has_an_index(store: TestStore) -> None:
    """Children are read by what they belong to; without an index that reads every row."""
    with store.database.reading() as connection:
        indexed = {
            (row[0], row[1])
            for row in connection.execute(
                "SELECT m.tbl_name, i.name FROM sqlite_master AS m"
                " JOIN pragma_index_info(m.name) AS i WHERE m.type = 'index' AND i.seqno = 0"
            )
        }
    belonging = {
        (kind.name, kind.scope.field)
        for kind in KINDS.values()
        if kind.scope.rule == "person" and kind.name not in _BY_VISIT
    }
    assert belonging <= indexed
    assert {(name, "visit_id") for name in _BY_VISIT} <= indexed


_BY_VISIT = frozenset({"attendee", "domain_note", "need", "finding", "agreement", "signature"})


def test_migrating_again_changes_nothing(store: TestStore) -> None:
    with store.database.transaction() as transaction:
        connection = transaction.connection
    before = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    migrations.migrate(connection)
    after = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    assert after == before
    assert migrations.version(connection) == migrations.LATEST


def test_full_text_tables_delete_for_good(store: TestStore) -> None:
    with store.database.reading() as connection:
        for table in ("person_words", "person_grams", "note_words"):
            (value,) = connection.execute(
                f"SELECT v FROM {table}_config WHERE k = 'secure-delete'"  # noqa: S608 - a table's name, not a value
            ).fetchone()
            assert value == 1, table


@pytest.mark.promise("F4")
def test_f4_a_migration_that_fails_leaves_the_old_store(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = store.person("Jong")
    with store.database.transaction() as transaction:
        transaction.connection.execute("PRAGMA user_version = 0")
    store.database.close()
    before = store.folder.database.read_bytes()

    def refuse(_connection: object) -> list[str]:
        return ["database: broken"]

    monkeypatch.setattr(driver, "integrity_problems", refuse)
    with pytest.raises(StoreDamaged):
        store.reopen()
    assert store.folder.database.read_bytes() == before
    assert list(store.folder.root.glob("store.migrating*")) == []
    monkeypatch.undo()
    store.reopen()
    with store.database.reading() as connection:
        assert connection.execute("SELECT id FROM person").fetchall() == [(person,)]


@pytest.mark.promise("F4")
def test_f4_what_a_cut_off_migration_left_is_not_read_over_later_savings(
    store: TestStore,
) -> None:
    person = _cut_off_and_written_since(store)
    store.reopen()
    found = store.get(Person, person)
    assert (found.surname, found.called) == ("Later", "")


@pytest.mark.promise("F4")
def test_f4_control_with_what_was_left_the_later_savings_are_gone(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = _cut_off_and_written_since(store)
    monkeypatch.setattr(making, "_begin_clean", lambda *_: None)
    store.reopen()
    assert store.get(Person, person).surname == "Jong"


def _cut_off_and_written_since(store: TestStore) -> PersonId:
    """Cut a migration off with its last step in the log of the copy; the older program goes on."""
    person, key = store.person("Jong"), store.key.sub(b"db")
    with store.database.transaction() as transaction:
        transaction.connection.execute("PRAGMA user_version = 0")
    store.database.close()
    copy = store.folder.database.with_suffix(".migrating")
    shutil.copyfile(store.folder.database, copy)
    connection = driver.connect(copy, key)
    connection.execute("UPDATE person SET called = 'as it was then'")
    left = {path: path.read_bytes() for path in store.folder.root.glob("store.migrating*")}
    connection.close()
    for path, content in left.items():
        path.write_bytes(content)
    connection = driver.connect(store.folder.database, key)
    connection.execute("UPDATE person SET surname = 'Later'")
    connection.close()
    return person


def test_sqlite_utils_uses_the_encrypting_driver() -> None:
    driver.use_with_sqlite_utils()
    from sqlcipher3 import dbapi2
    from sqlite_utils import utils

    assert vars(utils)["sqlite3"].OperationalError is dbapi2.OperationalError


def test_m0004_tells_cards_and_what_came_of_the_list_apart() -> None:
    """No store of that layout is kept that had met a list: these rows are made here."""
    db = _bare(
        request="id, state, answer",
        conflict="id, kind, base, mine, theirs",
        received="change_id, record_id, fields, took, turn",
        change_header="change_id, record_id, sequence",
        change_payload="change_id, fields",
        change_before="change_id, fields",
    )
    db["request"].insert({"id": "r", "state": "withdrawn", "answer": "de huisarts"})
    handed = {"state": "handed_over", "answer": "de huisarts"}
    for turn, fields in enumerate((handed, {"state": "withdrawn"}), start=1):
        took = json.dumps(["outcome"])
        row = {"change_id": f"c{turn}", "record_id": "r", "took": took, "turn": turn}
        db["received"].insert({**row, "fields": json.dumps(fields)})
    sides = {"base": "{}", "mine": json.dumps(handed), "theirs": json.dumps({"answer": "x"})}
    db["conflict"].insert({"id": "k", "kind": "request", **sides})

    m0004_outcomes_apart.apply(db)

    (row,) = db["request"].rows
    assert (row["handed_to"], row["told"], row["withdrawn_why"]) == ("de huisarts", "", "")
    (card,) = db["conflict"].rows
    empty = dict.fromkeys(("told", "handed_to", "withdrawn_why"), "")
    assert json.loads(card["base"]) == {}
    assert json.loads(card["mine"]) == {
        "state": "handed_over", **empty, "handed_to": "de huisarts",
    }  # fmt: skip
    assert json.loads(card["theirs"]) == {**empty, "told": "x"}


def _bare(**tables: str) -> Any:
    """Return tables of an older layout with these columns and nothing in them."""
    driver.use_with_sqlite_utils()
    import sqlite_utils

    db = sqlite_utils.Database(memory=True)
    for name, columns in tables.items():
        names = columns.split(", ")
        db.table(name).create(dict.fromkeys(names, str), pk=names[0])
    return db
