from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from meitinker.errors import StoreInUse
from meitinker.store.lock import StoreLock
from meitinker.store.mark import Mark, MarkState

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))


def _state(commits: int) -> MarkState:
    return MarkState(commits, 1_760_000_000_000 + commits, 3, bytes([commits % 256]) * 32)


def test_a_mark_comes_back_and_the_newest_counts(tmp_path: Path) -> None:
    mark = Mark(tmp_path / "store.mark", KEY)
    assert mark.read() is None
    for commits in (1, 2, 3):
        mark.write(_state(commits))
        assert mark.read() == _state(commits)
    mark.close()
    mark.close()
    assert Mark(tmp_path / "store.mark", KEY).read() == _state(3)


def test_every_flipped_byte_of_the_newest_slot_falls_back_to_the_one_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.mark"
    mark = Mark(path, KEY)
    for commits in (1, 2):
        mark.write(_state(commits))
    mark.close()
    whole = path.read_bytes()
    for at in range(92):  # body and code of slot 0, which holds the second
        data = bytearray(whole)
        data[at] ^= 1
        path.write_bytes(data)
        assert Mark(path, KEY).read() == _state(1), at


def test_a_torn_write_spoils_one_slot_at_most(tmp_path: Path) -> None:
    path = tmp_path / "store.mark"
    mark = Mark(path, KEY)
    for commits in (1, 2, 3):
        mark.write(_state(commits))
        whole = path.read_bytes()
        torn = bytearray(whole)
        slot = 4096 * (commits % 2)
        torn[slot : slot + 512] = b"\xff" * 512
        path.write_bytes(torn)
        found = Mark(path, KEY).read()
        assert found == (_state(commits - 1) if commits > 1 else None)
        path.write_bytes(whole)
    mark.close()


@pytest.mark.promise("L20")
def test_l20_a_mark_of_another_key_does_not_count(tmp_path: Path) -> None:
    forger = Mark(tmp_path / "store.mark", bytes(32))
    forger.write(_state(9))
    forger.close()
    assert Mark(tmp_path / "store.mark", KEY).read() is None


def test_an_empty_or_short_mark_is_none(tmp_path: Path) -> None:
    path = tmp_path / "store.mark"
    for content in (b"", b"MTMARK1", b"\0" * 600):
        path.write_bytes(content)
        assert Mark(path, KEY).read() is None


def test_the_lock_keeps_out_another_program_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "store.lock"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from meitinker.store.lock import StoreLock;"
            f"lock = StoreLock(pathlib.Path({str(path)!r})); print('held', flush=True);"
            "sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(StoreInUse):
            StoreLock(path)
        holder.kill()
    lock = StoreLock(path)
    with pytest.raises(StoreInUse):
        StoreLock(path)
    lock.release()
    lock.release()
    StoreLock(path).release()
