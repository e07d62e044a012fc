"""The hub's database: closed on disk, and one organisation at a time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from meitinker.errors import StoreDamaged, StoreMissing
from sync.hub.database import embedded, server
from sync.hub.sealing import AsItIs, Boxed
from sync.hub.tables import METADATA
from tests.unit.sync.hub.bench import GROU
from tests.unit.sync.hub.conftest import KEY

if TYPE_CHECKING:
    import psycopg

    from sync.hub.database import HubDatabase
    from tests.unit.sync.hub.bench import TestHub

ROOT = Path(__file__).parents[4]


def test_every_table_begins_with_the_organisation() -> None:
    for table in METADATA.tables.values():
        assert next(iter(table.primary_key)).name == "organisation", table.name


def test_the_sample_for_a_cluster_names_every_table() -> None:
    shown = (ROOT / "docs" / "hub.md").read_text("utf-8")
    named = re.findall(r"'(hub_\w+)'", shown.partition("create_distributed_table")[2])
    assert set(named) == set(METADATA.tables)


@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_the_file_holds_no_words(hub: TestHub, tmp_path: Path) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.change("person", "p1", last_name="Kanariestra", village_id=GROU))
    written = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert b"Kanariestra" not in written
    assert b"hub_change" not in written


def test_another_key_does_not_open(tmp_path: Path) -> None:
    first = embedded(tmp_path / "hub.db", bytes(32), AsItIs())
    first.create()
    first.close()
    second = embedded(tmp_path / "hub.db", bytes(31) + b"1", AsItIs())
    with pytest.raises(StoreDamaged), second.reading():
        pass


def test_an_organisation_that_is_not_there(sqlite_hub: HubDatabase) -> None:
    with pytest.raises(StoreMissing), sqlite_hub.writing("nobody"):
        pass


def test_a_box_opens_with_its_own_key_only_and_whole() -> None:
    kept = Boxed(bytes(32)).seal(b"Sjoukje")
    assert Boxed(bytes(32)).open(kept) == b"Sjoukje"
    for wrong, bad in (
        (Boxed(b"1" * 32), kept),
        (Boxed(bytes(32)), kept[:-1]),
        (Boxed(bytes(32)), b""),
    ):
        with pytest.raises(StoreDamaged):
            wrong.open(bad)


def test_organisations_share_a_hub_and_see_nothing_of_each_other(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    other = type(hub)(hub.database, hub.accounts, hub.accounts.add_organisation("Een andere"))
    b = other.laptop("b", everywhere=True)
    b.pull()
    assert (b.records, b.places, b.cursor.position) == ({}, [], 0)
    assert b.push(b.village(GROU)).receipts[0].position == 1


def test_what_is_lent_while_all_is_let_go_is_closed_as_it_comes_back(postgres: str) -> None:
    """A request may still be under way as the hub ends: nothing is left open at the server."""
    database = server(postgres, Boxed(KEY))
    with database.reading() as lent:
        raw = cast("psycopg.Connection[Any]", lent.connection.dbapi_connection)
        database.close()
        before = raw.closed
    assert (before, raw.closed) == (False, True)
