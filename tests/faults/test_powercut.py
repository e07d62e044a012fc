"""The model of a power cut, on traces written by hand."""

from __future__ import annotations

import pytest

from tests.faults.interposer import Op
from tests.faults.oracle import dice
from tests.faults.powercut import SECTOR, Disk, Event, Snapshot

pytestmark = pytest.mark.promise("F2")

NOTHING = Snapshot({}, frozenset())
OLD = Snapshot({"keys": (7, b"old" * 400)}, frozenset())
NEW = b"new" * 400


def event(op: Op, name: str = "", inode: int = 0, *, data: bytes = b"", other: str = "") -> Event:
    return Event(op, name, other, inode, 0, data)


def survivors(snapshot: Snapshot, *events: Event, loose: bool = False) -> set[tuple[str, bytes]]:
    """Return every (name, bytes) seen in 300 cuts after ``events``."""
    seen: set[tuple[str, bytes]] = set()
    for seed in range(300):
        disk = Disk(snapshot, forgetful=True)
        for each in events:
            disk.play(each)
        seen |= set(disk.cut(dice(seed), loose=loose).items())
    return seen


def test_f2_what_was_synced_under_a_synced_name_is_certain() -> None:
    create, write = event(Op.CREATE, "a", 1), event(Op.WRITE, "a", 1, data=NEW)

    certain = survivors(NOTHING, create, write, event(Op.SYNC, "a", 1), event(Op.DIRSYNC))

    assert certain == {("a", NEW)}


def test_f2_a_write_not_synced_is_torn_in_sectors() -> None:
    seen = {data for _, data in survivors(OLD, event(Op.WRITE, "keys", 7, data=NEW))}

    assert OLD.files["keys"][1] in seen
    assert NEW in seen
    torn = seen - {OLD.files["keys"][1], NEW}
    assert torn
    for data in torn:
        for at in range(0, len(NEW), SECTOR):
            assert data[at : at + SECTOR] in (
                NEW[at : at + SECTOR],
                OLD.files["keys"][1][at : at + SECTOR],
            )


@pytest.mark.parametrize("synced", [True, False])
def test_f2_replacing_a_file_is_safe_only_when_the_new_one_was_synced(*, synced: bool) -> None:
    steps = [event(Op.CREATE, "keys.new", 8), event(Op.WRITE, "keys.new", 8, data=NEW)]
    if synced:
        steps.append(event(Op.SYNC, "keys.new", 8))
    steps.append(event(Op.RENAME, "keys.new", 8, other="keys"))

    kept = {data for name, data in survivors(OLD, *steps) if name == "keys"}

    assert (kept == {OLD.files["keys"][1], NEW}) is synced


def test_f2_a_name_in_an_unsynced_folder_may_be_gone() -> None:
    disk = [event(Op.CREATE, "a", 1), event(Op.WRITE, "a", 1, data=NEW), event(Op.SYNC, "a", 1)]
    empty = Disk(NOTHING)
    for each in disk:
        empty.play(each)

    cuts = [empty.cut(dice(seed)) for seed in range(50)]

    assert {} in cuts
    assert {"a": NEW} in cuts


def test_f2_a_number_used_again_is_another_file() -> None:
    steps = [
        event(Op.UNLINK, "keys", 7),
        event(Op.CREATE, "other", 7),
        event(Op.WRITE, "other", 7, data=NEW),
        event(Op.SYNC, "other", 7),
    ]

    assert {data for name, data in survivors(OLD, *steps) if name == "keys"} == {
        OLD.files["keys"][1]
    }


def test_f3_after_a_failed_sync_a_later_one_brings_nothing_back() -> None:
    create, first = event(Op.CREATE, "a", 1), event(Op.WRITE, "a", 1, data=NEW)
    failed = event(Op.SYNC_FAILED, "a", 1)
    more = Event(Op.WRITE, "a", "", 1, len(NEW), NEW)
    synced = [event(Op.SYNC, "a", 1), event(Op.DIRSYNC)]

    lost = survivors(NOTHING, create, first, failed, more, *synced)
    written_again = survivors(NOTHING, create, first, failed, first, more, *synced)

    assert any(not data.startswith(NEW) for _, data in lost)
    assert written_again == {("a", NEW + NEW)}
