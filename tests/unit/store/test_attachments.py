from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.attachments import Attachment
from meitinker.errors import AttachmentDamaged, DiskFull
from meitinker.ids import RecordId, record_id
from meitinker.store import attachments
from meitinker.store.acts import act
from meitinker.store.attachments import CHUNK, GRACE, Kept

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore

LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)


def _row(store: TestStore, kept: Kept) -> RecordId:
    person = store.person()
    row = Attachment(id=record_id(), client_id=person, file=kept.file, key=kept.key, size=kept.size)
    with act(store.database, store.session, "attachment.add") as work:
        work.create(row)
    return row.id


def _file(store: TestStore, kept: Kept) -> Path:
    return store.folder.attachments / kept.file


def _read(store: TestStore, kept: Kept) -> bytes:
    return attachments.content(store.folder, store.key, kept)


@pytest.mark.parametrize("length", LENGTHS)
def test_content_comes_back_whole(store: TestStore, length: int) -> None:
    data = os.urandom(length)
    kept = attachments.keep(store.database, data)
    assert kept.size == length
    assert _read(store, kept) == data


@pytest.mark.promise("A8")
def test_a8_neither_name_nor_file_tells_the_content(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"CANARY of the kitchen" * 5000)
    assert b"CANARY" not in _file(store, kept).read_bytes()
    assert attachments.is_name(kept.file)
    assert kept.file != attachments.name_of(type(store.key).new(), b"CANARY of the kitchen" * 5000)


@pytest.mark.promise("F5")
@pytest.mark.parametrize("place", ["magic", "header", "first", "middle", "last"])
def test_f5_one_flipped_byte_gives_an_error_and_no_content(store: TestStore, place: str) -> None:
    kept = attachments.keep(store.database, os.urandom(2 * CHUNK))
    path = _file(store, kept)
    data = bytearray(path.read_bytes())
    at = {"magic": 3, "header": 20, "first": 60, "middle": CHUNK + 60, "last": len(data) - 1}[place]
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(AttachmentDamaged):
        _read(store, kept)


@pytest.mark.promise("F5")
def test_f5_control_without_the_seal_a_flipped_byte_is_shown(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a file kept as it is, a flip would reach the screen: the seal and name stop it."""
    kept = Kept("a" * 64, "", 5)
    store.folder.attachments.mkdir(exist_ok=True)
    _file(store, kept).write_bytes(b"hellp")
    monkeypatch.setattr(attachments, "unsealed", lambda data, _kept: data)
    monkeypatch.setattr(attachments, "name_of", lambda _key, _content: kept.file)
    assert _read(store, kept) == b"hellp"
    monkeypatch.undo()
    with pytest.raises(AttachmentDamaged):
        _read(store, kept)


@pytest.mark.parametrize("cut", [0, 5, 40, 41, CHUNK + 58, CHUNK + 60, -1])
def test_a_file_cut_short_gives_an_error(store: TestStore, cut: int) -> None:
    kept = attachments.keep(store.database, os.urandom(2 * CHUNK))
    path = _file(store, kept)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(AttachmentDamaged):
        _read(store, kept)


def test_a_file_cut_between_two_pieces_is_not_whole_by_its_seals(store: TestStore) -> None:
    """Each piece that is there holds, and the number of bytes is not asked: the last is missing."""
    data = os.urandom(2 * CHUNK)
    kept = attachments.keep(store.database, data)
    first = _file(store, kept).read_bytes()[: attachments.kept_size(CHUNK)]
    with pytest.raises(AttachmentDamaged, match="cut short"):
        attachments.unsealed(first, kept)


@pytest.mark.promise("F5")
def test_f5_a_file_that_was_sealed_well_with_other_content_gives_an_error(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"the letter")
    _file(store, kept).write_bytes(attachments.sealed(b"a  forgery", kept))
    with pytest.raises(AttachmentDamaged, match="content"):
        _read(store, kept)


def test_bytes_behind_the_end_give_an_error(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"x")
    path = _file(store, kept)
    path.write_bytes(path.read_bytes() + path.read_bytes())
    with pytest.raises(AttachmentDamaged):
        _read(store, kept)


def test_a_missing_file_and_a_name_with_a_path_give_an_error(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"x")
    _file(store, kept).unlink()
    with pytest.raises(AttachmentDamaged):
        _read(store, kept)
    with pytest.raises(AttachmentDamaged):
        _read(store, msgspec.structs.replace(kept, file="../store.db"))


def test_files_that_changed_places_give_an_error(store: TestStore) -> None:
    one, two = (attachments.keep(store.database, data) for data in (b"one", b"two"))
    _file(store, one).replace(_file(store, two))
    with pytest.raises(AttachmentDamaged):
        _read(store, two)


@pytest.mark.promise("F20")
def test_f20_two_equal_files_are_kept_once(store: TestStore) -> None:
    first = attachments.keep(store.database, b"the same")
    _row(store, first)
    before = _file(store, first).read_bytes()
    assert attachments.keep(store.database, b"the same") == first
    assert _file(store, first).read_bytes() == before


def test_adding_a_damaged_file_again_mends_it(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"the same")
    _row(store, kept)
    _file(store, kept).write_bytes(b"")
    assert attachments.keep(store.database, b"the same") == kept
    assert _read(store, kept) == b"the same"


@pytest.mark.promise("L16")
def test_l16_without_its_key_a_file_is_gone(store: TestStore) -> None:
    kept = attachments.keep(store.database, b"secret")
    with pytest.raises(AttachmentDamaged):
        _read(store, msgspec.structs.replace(kept, key=""))
    with pytest.raises(AttachmentDamaged):
        _read(store, msgspec.structs.replace(kept, key="00" * 32))


def test_only_old_files_without_a_row_are_swept(store: TestStore) -> None:
    rowless = attachments.keep(store.database, b"no row, old")
    fresh = attachments.keep(store.database, b"no row, being added")
    owned = attachments.keep(store.database, b"has a row")
    removed = attachments.keep(store.database, b"removed, and undo may ask for it")
    _row(store, owned)
    row = _row(store, removed)
    with act(store.database, store.session, "attachment.remove") as work:
        work.delete(Attachment, row)
    long_ago = (clock.now() - 2 * GRACE).timestamp()
    for kept in (rowless, owned, removed):
        os.utime(_file(store, kept), (long_ago, long_ago))
    with store.database.reading() as connection:
        assert attachments.sweep(connection, store.folder) == 1
        assert attachments.orphans(connection, store.folder) == []
    left = {path.name for path in store.folder.attachments.iterdir()}
    assert left == {fresh.file, owned.file, removed.file}


def test_a_full_disk_leaves_no_half_file(store: TestStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        attachments.keep(store.database, b"x" * 1000)
    monkeypatch.undo()
    assert list(store.folder.attachments.iterdir()) == []
