from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.attachments import Attachment
from meitinker.errors import AttachmentRefused, NotVisible, StoreReadOnly
from meitinker.ids import VillageId
from meitinker.services import attaching
from meitinker.store import acts, readlog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore

PDF = b"%PDF-1.7 the plan"


def test_a_file_is_added_shown_and_taken_away(store: TestStore, tmp_path: Path) -> None:
    person = store.person()
    source = tmp_path / "Eigen plan.pdf"
    source.write_bytes(PDF)
    done = attaching.attach_file(store.database, store.session, client_id=person, path=source)
    (row,) = attaching.of_client(store.database, store.session, person)
    assert (row.id, row.name, row.size) == (done.created("attachment"), source.name, len(PDF))
    assert attaching.content(store.database, store.session, row.id) == PDF
    attaching.remove(store.database, store.session, row.id)
    assert attaching.of_client(store.database, store.session, person) == []
    with pytest.raises(NotVisible):
        attaching.content(store.database, store.session, row.id)


@pytest.mark.promise("L19")
def test_l19_opening_a_file_is_written_down_before_it_shows(store: TestStore) -> None:
    person = store.person()
    done = attaching.attach(store.database, store.session, client_id=person, name="a.pdf", data=PDF)
    attaching.content(store.database, store.session, done.created("attachment"))
    with store.database.reading() as connection:
        ((entry, _previous, _own),) = readlog.entries(connection)
    assert (entry.kind, entry.client_id) == ("attachment", person)


@pytest.mark.promise("L19")
def test_l19_control_what_cannot_be_written_down_is_not_shown(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = store.person()
    done = attaching.attach(store.database, store.session, client_id=person, name="a.pdf", data=PDF)

    def refuse(*_: object) -> None:
        raise StoreReadOnly

    monkeypatch.setattr(readlog, "append", refuse)
    with pytest.raises(StoreReadOnly):
        attaching.content(store.database, store.session, done.created("attachment"))


@pytest.mark.promise("A6", "A7")
def test_a6_a_viewer_gets_a_read_only_copy_that_is_wiped(store: TestStore) -> None:
    person = store.person()
    done = attaching.attach(
        store.database, store.session, client_id=person, name="../x/con.pdf", data=PDF
    )
    copy = attaching.viewing_copy(store.database, store.session, done.created("attachment"))
    assert copy.read_bytes() == PDF
    assert copy.name == "_con.pdf"
    assert copy.resolve().is_relative_to(store.folder.viewing.resolve())
    assert not copy.stat().st_mode & (stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
    assert store.folder.wipe_viewing() == 0
    assert not copy.exists()


def test_a_refused_file_leaves_nothing(store: TestStore) -> None:
    person = store.person()
    commits = store.database.saved.commits
    with pytest.raises(AttachmentRefused):
        attaching.attach(
            store.database, store.session, client_id=person, name="x.exe", data=b"MZ\x00"
        )
    assert store.database.saved.commits == commits
    assert list(store.folder.attachments.iterdir()) == []


@pytest.mark.promise("A17")
def test_a17_nothing_is_added_to_a_dossier_elsewhere(store: TestStore) -> None:
    village = VillageId(ids.record_id())
    person = store.person(village=VillageId(ids.record_id()))
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({village}))
    with pytest.raises(NotVisible):
        attaching.attach(store.database, elsewhere, client_id=person, name="a.pdf", data=PDF)
    assert list(store.folder.attachments.iterdir()) == []


def test_a_file_belongs_to_a_visit_of_the_same_person(store: TestStore) -> None:
    person, other = store.person(), store.person()
    visit = store.visit(person)
    attaching.attach(
        store.database,
        store.session,
        client_id=person,
        name="a.pdf",
        data=PDF,
        visit_id=visit,
    )
    with pytest.raises(NotVisible):
        attaching.attach(
            store.database,
            store.session,
            client_id=other,
            name="a.pdf",
            data=PDF,
            visit_id=visit,
        )


def test_undo_brings_a_removed_file_back(store: TestStore) -> None:
    person = store.person()
    done = attaching.attach(store.database, store.session, client_id=person, name="a.pdf", data=PDF)
    row = done.created("attachment")
    attaching.remove(store.database, store.session, row)
    with acts.act(store.database, store.session, "undo") as work:
        work.restore(Attachment, row)
    assert attaching.content(store.database, store.session, row) == PDF
