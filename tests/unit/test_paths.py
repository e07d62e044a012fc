from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from meitinker import labels, paths
from meitinker.errors import DiskFailed, DiskFull, StoreError, StoreReadOnly
from meitinker.paths import StoreFolder

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    monkeypatch.setenv("MEITINKER_HOME", str(place))
    return place


def test_the_environment_moves_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.home() == home
    monkeypatch.delenv("MEITINKER_HOME")
    assert paths.home().name == "meitinker"
    assert paths.home().is_absolute()


def test_all_names_lie_in_the_store(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    names = {
        folder.database: "store.db",
        folder.mark: "store.mark",
        folder.lock: "store.lock",
        folder.keys_a: "keys.a",
        folder.keys_b: "keys.b",
        folder.tries: "tries",
        folder.attachments: "attachments",
        folder.backups: "backups",
        folder.log: "log/meitinker.log",
    }
    assert {path.relative_to(tmp_path).as_posix() for path in names} == set(names.values())


@posix
def test_folders_and_files_are_for_this_user_only(home: Path) -> None:
    store = labels.new_store()
    paths.write_durably(store.keys_a, b"x")
    for folder in (home, store.root, store.attachments, store.backups, store.log.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.keys_a.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "labels.json").stat().st_mode) == 0o600


def test_writing_replaces_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "file"
    paths.write_durably(target, b"one" * 10_000)
    paths.write_durably(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.promise("F3")
@pytest.mark.parametrize("name", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EROFS, StoreReadOnly), (errno.EIO, DiskFailed)],
)
def test_f3_a_failing_disk_leaves_the_old_file_and_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    name: str,
    code: int,
    kind: type[StoreError],
) -> None:
    target = tmp_path / "file"
    paths.write_durably(target, b"old")

    def failing(*_values: object, **_named: object) -> None:
        raise OSError(code, "told to", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing)
        with pytest.raises(kind) as told:
            paths.write_durably(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
    assert "file" not in str(told.value), "a path may hold a name"
    paths.write_durably(target, b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.promise("F2")
def test_f2_the_order_is_write_sync_rename_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        real_sync(handle)

    def replace(source: Path, target: Path) -> None:
        steps.append(f"rename {Path(target).name}")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    paths.write_durably(tmp_path / "file", b"x")
    expected = ["sync file", "rename file"] + (["sync folder"] if os.name == "posix" else [])
    assert steps == expected


@posix
@pytest.mark.parametrize(
    ("code", "fails"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_share_whose_folders_are_not_synced_takes_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, fails: bool
) -> None:
    real = os.fsync

    def sync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, "no")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    if fails:
        with pytest.raises(DiskFailed):
            paths.write_durably(tmp_path / "one", b"1")
    else:
        paths.write_durably(tmp_path / "one", b"1")
        assert (tmp_path / "one").read_bytes() == b"1"
