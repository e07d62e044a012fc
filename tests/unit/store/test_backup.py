from __future__ import annotations

import contextlib
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from meitinker import ids
from meitinker.domain.attachments import Attachment
from meitinker.domain.organisation import Organisation
from meitinker.domain.people import Person
from meitinker.errors import (
    BackupDamaged,
    DiskFailed,
    DiskFull,
    KeyFileDamaged,
    StoreExists,
    StoreInUse,
    StoreTooNew,
    WrongOrganisation,
    WrongRecoveryCode,
)
from meitinker.keys import KeyFile, RecoveryCode, StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import backups, checking
from meitinker.store import attachments, backup, container, counting, driver, restoring
from meitinker.store.acts import act
from meitinker.store.database import Database
from meitinker.store.restoring import Border
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.ids import PersonId
    from meitinker.store.attachments import Kept
    from tests.stores import Guarded


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    with stores.guarded(tmp_path / "store") as one:
        yield one


@pytest.fixture
def person(guarded: Guarded) -> PersonId:
    person = guarded.store.person("Jong")
    guarded.store.visit(person, "Hoe gaat het?")
    return person


@pytest.fixture
def kept(guarded: Guarded, person: PersonId) -> Kept:
    kept = attachments.keep(guarded.store.database, os.urandom(70_000))
    with act(guarded.store.database, guarded.store.session, "attachment.add") as work:
        work.create(
            Attachment(
                id=ids.record_id(), client_id=person, file=kept.file, key=kept.key, size=kept.size
            )
        )
    return kept


@pytest.fixture
def made(guarded: Guarded, kept: Kept, tmp_path: Path) -> Path:
    assert kept
    return backups.make(guarded.store.database, tmp_path / "one.mtbackup")


LAST_STEP = 19
"""By then every move of a restore was made."""


def _elsewhere(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "elsewhere")


@pytest.mark.promise("L27")
def test_l27_a_backup_comes_back_on_another_device(
    guarded: Guarded, made: Path, person: PersonId, kept: Kept, tmp_path: Path
) -> None:
    folder = _elsewhere(tmp_path)
    restored = backups.restore_with_code(made, folder, guarded.code)
    assert restored.aside is None
    with Database.open(folder, restored.key).reading() as connection:
        names = connection.execute("SELECT id, surname FROM person").fetchall()
    assert names == [(person, "Jong")]
    assert len(attachments.content(folder, restored.key, kept)) == kept.size
    KeyFile.reset_passphrase(
        folder.root, restored.key, new=stores.PASSPHRASE, keyring=guarded.ring, cost=stores.CHEAP
    )
    opened = KeyFile.unlock(folder.root, stores.PASSPHRASE, keyring=guarded.ring, cost=stores.CHEAP)
    assert opened == guarded.store.key


def test_a_restored_store_is_a_new_incarnation_and_holds(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    folder = _elsewhere(tmp_path)
    restored = backups.restore_with_code(made, folder, guarded.code)
    database = Database.open(folder, restored.key)
    try:
        assert database.saved.incarnation == restored.manifest.incarnation + 1
        assert database.saved.commits > restored.manifest.commits
        assert not folder.root.joinpath(restoring.STAGING).exists()
        assert checking.check(database).problems == ()
    finally:
        database.close()


def test_the_passphrase_opens_a_backup_on_its_own_device(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    restored = backups.restore_with_passphrase(
        made, _elsewhere(tmp_path), stores.PASSPHRASE, keyring=guarded.ring
    )
    assert restored.key == guarded.store.key


def test_saving_goes_on_during_a_backup(guarded: Guarded, made: Path, tmp_path: Path) -> None:
    assert made

    def save(*_: object) -> None:
        guarded.store.person("tijdens")

    manifest = backup.make(guarded.store.database, tmp_path / "two.mtbackup", progress=save)
    assert manifest.counts["person"] == 1
    with guarded.store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone()[0] > 1


@pytest.mark.promise("A8", "A26")
def test_a26_a_backup_tells_nothing_without_the_key(guarded: Guarded, tmp_path: Path) -> None:
    guarded.store.person("CANARYNAME")
    path = backups.make(guarded.store.database, tmp_path)
    data = path.read_bytes()
    assert b"CANARYNAME" not in data
    assert b"SQLite format 3" not in data
    assert "CANARY" not in path.name
    with guarded.store.database.reading() as connection:
        assert connection.execute("SELECT surname FROM person").fetchone() == ("CANARYNAME",)


@pytest.mark.promise("A26")
def test_a26_a_wrong_code_or_key_restores_nothing(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    folder = _elsewhere(tmp_path)
    with pytest.raises(WrongRecoveryCode):
        backups.restore_with_code(made, folder, RecoveryCode.new().text)
    with pytest.raises(BackupDamaged):
        restoring.restore(made, folder, lambda _: StoreKey.new(), border=Border())
    assert not folder.exists
    assert not (folder.root / restoring.STAGING).exists()
    backups.restore_with_code(made, folder, guarded.code)


@pytest.mark.promise("A26")
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a26_a_cut_backup_restores_nothing(
    guarded: Guarded, made: Path, tmp_path: Path, share: float
) -> None:
    data = made.read_bytes()
    made.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupDamaged):
        backups.restore_with_code(made, _elsewhere(tmp_path), guarded.code)
    assert not _elsewhere(tmp_path).exists


@pytest.mark.promise("A26")
@pytest.mark.parametrize("at", [10, 100, 5000, 200_000, 600_000, -3000, -700, -200, -5])
def test_a26_a_flipped_byte_restores_nothing_or_all(
    guarded: Guarded, made: Path, tmp_path: Path, at: int
) -> None:
    """A few bytes of a zip's headers say nothing; every other one must be noticed."""
    data = bytearray(made.read_bytes())
    data[at] ^= 0x10
    made.write_bytes(data)
    folder = _elsewhere(tmp_path)
    try:
        restored = backups.restore_with_code(made, folder, guarded.code)
    except (BackupDamaged, KeyFileDamaged):
        assert not folder.exists
        return
    assert restored.manifest.genuine(guarded.store.key)


@pytest.mark.promise("A26")
def test_a26_a_manifest_changed_by_hand_is_noticed(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    def lie(name: str, data: bytes) -> bytes:
        return data.replace(b'"demo":false', b'"demo":true ') if name == "manifest.json" else data

    forged = _rewritten(made, tmp_path, lie)
    with pytest.raises(BackupDamaged):
        backups.restore_with_code(
            forged, _elsewhere(tmp_path), guarded.code, border=Border(demo=True)
        )


def _rewritten(source: Path, tmp_path: Path, change: object) -> Path:
    target = tmp_path / "forged.mtbackup"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))  # type: ignore[operator]  # any callable the test hands over
    return target


@pytest.mark.promise("A5")
@pytest.mark.parametrize(
    "name",
    [
        "../../outside",
        "/etc/outside",
        "attachments/../../outside",
        "attachments/con",
        "C:\\outside",
        "store.db/outside",
        "attachments/" + "A" * 64,
        "store.db-wal",
    ],
)
def test_a5_names_that_lead_elsewhere_are_refused(
    guarded: Guarded, made: Path, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(made, "a") as box:
        box.writestr(name, b"outside")
    with pytest.raises(BackupDamaged):
        backups.restore_with_code(made, _elsewhere(tmp_path), guarded.code)
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.promise("A5", "A20")
def test_a5_bombs_doubles_and_missing_parts_are_refused(made: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.mtbackup"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("manifest.json", b"0" * 50_000_000)
    double = tmp_path / "double.mtbackup"
    double.write_bytes(made.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(double, "a") as box:
        box.writestr("keys", zipfile.ZipFile(made).read("keys"))  # its size and hash are right
    packed = tmp_path / "packed.mtbackup"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name in old.namelist():
            box.writestr(name, old.read(name))
    bare = tmp_path / "bare.mtbackup"
    with zipfile.ZipFile(bare, "w") as box:
        box.writestr("manifest.json", zipfile.ZipFile(made).read("manifest.json"))
    for hostile, why in ((bomb, "compressed"), (double, "names"), (packed, "compressed")):
        with pytest.raises(BackupDamaged, match=why):
            backups.told(hostile)
    with pytest.raises(BackupDamaged, match="parts"):
        backups.told(bare)


def test_a_backup_of_a_newer_program_is_refused_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "new.mtbackup"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("manifest.json", b'{"format":99,"program":"9.1"}')
    with pytest.raises(StoreTooNew) as caught:
        backups.told(path)
    assert caught.value.params["store"] == "9.1"


def test_a_store_that_is_there_is_kept_aside_and_only_when_asked(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    store = guarded.store
    later = store.person("Later")
    with pytest.raises(StoreInUse):
        backups.restore_with_code(made, store.folder, guarded.code, replace=True)
    store.database.close()
    with pytest.raises(StoreExists):
        backups.restore_with_code(made, store.folder, guarded.code)
    restored = backups.restore_with_code(made, store.folder, guarded.code, replace=True)
    store.reopen()
    with store.database.reading() as connection:
        assert connection.execute("SELECT surname FROM person").fetchall() == [("Jong",)]
    assert restored.aside is not None
    old = Database.open(StoreFolder(restored.aside), store.key)
    with old.reading() as connection:
        found = connection.execute("SELECT id FROM person ORDER BY id DESC LIMIT 1").fetchone()
    old.close()
    assert found == (later,)
    assert tmp_path


@pytest.mark.promise("F4")
@pytest.mark.parametrize("step", range(LAST_STEP + 1))
def test_f4_a_restore_cut_off_leaves_the_old_store_or_the_new(
    guarded: Guarded, made: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    store = guarded.store
    store.person("Later")
    store.database.close()
    moves = 0
    real = os.replace

    class Cut(BaseException):
        pass

    def cut(source: Path, target: Path) -> None:
        nonlocal moves
        moves += 1
        if moves > step:
            raise Cut
        real(source, target)

    monkeypatch.setattr(os, "replace", cut)
    try:
        backups.restore_with_code(made, store.folder, guarded.code, replace=True)
        finished = True
    except Cut:
        finished = False
    monkeypatch.undo()
    assert store.folder.exists  # or the start would not list it, and nobody would finish this
    restoring.finish_interrupted(store.folder)
    key = KeyFile.unlock_with_recovery(store.folder.root, guarded.code)
    assert key == store.key
    store.reopen()
    with store.database.reading() as connection:
        names = {row[0] for row in connection.execute("SELECT surname FROM person")}
    assert names in ({"Jong"}, {"Jong", "Later"})
    assert not finished or names == {"Jong"}
    assert finished or step < LAST_STEP
    assert checking.check(store.database).problems == ()


@pytest.mark.promise("F4")
def test_f4_control_without_finishing_a_cut_restore_does_not_open(
    guarded: Guarded, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = guarded.store
    store.database.close()
    real, moves = os.replace, []

    class Cut(BaseException):
        pass

    def cut(source: Path, target: Path) -> None:
        moves.append(source)
        if len(moves) > 9:
            raise Cut
        real(source, target)

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(Cut):
        backups.restore_with_code(made, store.folder, guarded.code, replace=True)
    monkeypatch.undo()
    assert not store.folder.database.exists()
    assert restoring.finish_interrupted(store.folder)
    assert store.folder.database.exists()


@pytest.mark.promise("F4")
@pytest.mark.parametrize("step", range(10))
def test_f4_a_restore_into_an_empty_folder_is_there_whole_or_not_at_all(
    guarded: Guarded, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    folder = _elsewhere(tmp_path)
    real, moves = os.replace, []

    class Cut(BaseException):
        pass

    def cut(source: Path, target: Path) -> None:
        moves.append(source)
        if len(moves) > step:
            raise Cut
        real(source, target)

    monkeypatch.setattr(os, "replace", cut)
    with contextlib.suppress(Cut):
        backups.restore_with_code(made, folder, guarded.code)
    monkeypatch.undo()
    restoring.finish_interrupted(folder)
    if not folder.exists:
        backups.restore_with_code(made, folder, guarded.code)
    database = Database.open(folder, KeyFile.unlock_with_recovery(folder.root, guarded.code))
    with database.reading() as connection:
        assert counting.counts(connection) == backups.told(made).counts
    assert checking.check(database).problems == ()
    database.close()


def _demo(guarded: Guarded) -> None:
    with act(guarded.store.database, guarded.store.session, "demo") as work:
        work.create(
            Organisation(id=guarded.store.session.organisation, name="Voorbeeld", demo=True)
        )


def test_the_borders_of_organisation_and_demo_are_kept(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    folder = _elsewhere(tmp_path)
    other = Border(organisation=ids.OrganisationId(ids.record_id()))
    for border in (other, Border(demo=True)):
        with pytest.raises(WrongOrganisation):
            backups.restore_with_code(made, folder, guarded.code, border=border)
    _demo(guarded)
    demo = backups.make(guarded.store.database, tmp_path / "demo.mtbackup")
    with pytest.raises(WrongOrganisation):
        backups.restore_with_code(demo, folder, guarded.code)
    assert not folder.exists
    own = Border(organisation=guarded.store.session.organisation)
    backups.restore_with_code(made, folder, guarded.code, border=own)


def test_a_store_of_another_owner_is_not_put_aside_unasked(
    guarded: Guarded, made: Path, tmp_path: Path
) -> None:
    with stores.guarded(tmp_path / "other") as other:
        theirs = other.store.folder
    with pytest.raises(WrongOrganisation):
        backups.restore_with_code(made, theirs, guarded.code, replace=True)
    assert KeyFile.unlock_with_recovery(theirs.root, other.code) == other.store.key
    Database.open(theirs, other.store.key).close()


def test_a_damaged_store_gives_way_to_its_own_backup(guarded: Guarded, made: Path) -> None:
    store = guarded.store
    store.database.close()
    store.folder.database.write_bytes(os.urandom(8192))
    restored = backups.restore_with_code(made, store.folder, guarded.code, replace=True)
    assert restored.aside is not None
    store.reopen()


def test_a_damaged_store_without_its_keys_is_known_by_its_mark(
    guarded: Guarded, made: Path
) -> None:
    store = guarded.store
    store.database.close()
    for damaged in (store.folder.database, store.folder.keys_a, store.folder.keys_b):
        damaged.write_bytes(os.urandom(8192))
    restored = backups.restore_with_code(made, store.folder, guarded.code, replace=True)
    assert restored.aside is not None
    store.reopen()


def test_a_disk_that_fails_under_a_store_of_another_is_told_as_that(
    guarded: Guarded, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stores.guarded(tmp_path / "other") as other:
        theirs = other.store.folder
    connect = driver.connect

    def failing(path: Path, key: bytes, *, read_only: bool = False) -> driver.Connection:
        if path == theirs.database:
            raise DiskFailed
        return connect(path, key, read_only=read_only)

    monkeypatch.setattr(driver, "connect", failing)
    with pytest.raises(DiskFailed):
        backups.restore_with_code(made, theirs, guarded.code, replace=True)


def test_a_missing_attachment_is_named_and_does_not_stop_the_backup(
    guarded: Guarded, kept: Kept, tmp_path: Path
) -> None:
    (guarded.store.folder.attachments / kept.file).unlink()
    path = backups.make(guarded.store.database, tmp_path / "x.mtbackup")
    assert backups.told(path).missing == (kept.file,)
    backups.restore_with_code(path, _elsewhere(tmp_path), guarded.code)


def test_cancelling_and_a_full_disk_leave_nothing_behind(
    guarded: Guarded, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stop(Exception):
        pass

    def stop_at(wanted: str) -> backup.Progress:
        def stop(what: str, _done: int, _of: int) -> None:
            if what == wanted:
                raise Stop

        return stop

    before = made.read_bytes()
    for wanted in ("copy", "write", "verify"):
        with pytest.raises(Stop):
            backup.make(guarded.store.database, made, progress=stop_at(wanted))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(zipfile.ZipFile, "open", full)
    with pytest.raises(DiskFull):
        backup.make(guarded.store.database, made)
    monkeypatch.undo()
    assert made.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []
    assert list(guarded.store.folder.backups.iterdir()) == []


def test_a_bad_copy_never_takes_the_name(
    guarded: Guarded, person: PersonId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert person
    real = container.write

    def spoil(target: Path, *args: object, **how: object) -> object:
        written = real(target, *args, **how)  # type: ignore[arg-type]  # any callable the test hands over
        data = bytearray(target.read_bytes())
        data[5000] ^= 1
        target.write_bytes(data)
        return written

    monkeypatch.setattr(container, "write", spoil)
    with pytest.raises(BackupDamaged):
        backup.make(guarded.store.database, tmp_path / "x.mtbackup")
    assert not (tmp_path / "x.mtbackup").exists()


def test_the_device_keeps_its_newest_backups(
    guarded: Guarded, person: PersonId, hands: stores.Clock
) -> None:
    from datetime import timedelta

    assert person
    for _ in range(3):
        backups.make(guarded.store.database)
        hands.at += timedelta(days=1)
    folder = guarded.store.folder
    assert len(backups.made(folder)) == 3
    assert backups.prune(folder, keep=1) == 2
    (left,) = backups.made(folder)
    assert left.made_at.startswith("2026-11-14")
    assert backups.told(left.path).counts["person"] == 1


def test_a_store_open_for_reading_only_can_be_backed_up(
    guarded: Guarded, person: PersonId, tmp_path: Path
) -> None:
    store = guarded.store
    store.database.close()
    aside = store.folder.database.read_bytes()
    store.reopen()
    store.person("Verloren")
    store.database.close()
    store.folder.database.write_bytes(aside)
    database = store.reopen(recover=True)
    assert database.recovering
    backup.make(database, tmp_path / "x.mtbackup")
    assert store.get(Person, person).surname == "Jong"
