"""F5: one byte is wrong, or a file is gone."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.faults.interposer import CHANGING, ERRORS, FOREVER, Act
from tests.faults.oracle import complaints, dice, random_saves, saves_in
from tests.faults.trial import LOOK, Copies, held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.children import Command, Stage

PAGE = 4096
FRAME = PAGE + 24
WAL_HEADER = 32
RECOVER: list[Command] = [{"do": "open", "recover": True}, {"do": "read"}]


def flip(path: Path, at: int, *, bit: int = 0) -> None:
    """Flip one bit of the byte at ``at``."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def spots(size: int, step: int, *, start: int = 0, count: int) -> Iterator[int]:
    """Yield one seeded place in each (or in ``count`` of the) blocks of ``step`` bytes."""
    blocks = range(start, size, step)
    for block in blocks[:: max(len(blocks) // count, 1)]:
        yield block + dice(block).randrange(min(step, size - block))


@pytest.mark.promise("F5")
def test_f5_a_flipped_byte_in_a_main_page_is_an_error_and_never_a_wrong_word(
    ground: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    ground.run([{"do": "open"}, *random_saves(30, 40), {"do": "close"}])
    promised = held(ground)
    whole = Copies(ground.folder, ground.work)
    store = ground.folder / "store.db"
    for at in spots(store.stat().st_size, PAGE, count=scale(60, 1_000_000)):
        whole.back()
        flip(store, at, bit=at % 8)
        seen = ground.run(LOOK[:2])
        assert set(seen.errors()) <= {"StoreDamaged", "RuntimeError"}, (at, seen.answers)
        if seen.errors():
            assert "StoreDamaged" in seen.errors(), at
        else:
            assert seen.last["problems"], at
            assert complaints(promised, seen.last["saves"]) == [], at
        tally(main_pages=1)


@pytest.mark.promise("F5")
def test_f5_control_without_a_cipher_a_flipped_byte_shows_wrong_words(tmp_path: Path) -> None:
    path = tmp_path / "clear.db"
    with sqlite3.connect(path) as clear:
        clear.execute("CREATE TABLE t (a)")
        clear.execute("INSERT INTO t VALUES (?)", ("goed " * 100,))
    clear.close()
    flip(path, path.stat().st_size - 250)

    again = sqlite3.connect(path)
    found = again.execute("SELECT a FROM t").fetchone()[0]
    checked = again.execute("PRAGMA integrity_check").fetchone()[0]
    again.close()

    assert checked == "ok"
    assert found != "goed " * 100


def crashed_with_log(ground: Stage) -> tuple[Copies, list[dict[str, str]]]:
    """Leave a store with its newest saves in the log; return it and what held after each."""
    answers = ground.run([{"do": "open"}, *random_saves(31, 12)]).answers
    stages = [saves_in(answers[: number + 1]) for number in range(len(answers))]
    return Copies(ground.folder, ground.work), stages


@pytest.mark.promise("F5")
def test_f5_a_flipped_byte_in_the_log_is_told_by_number_and_time(
    ground: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    crashed, stages = crashed_with_log(ground)
    log = ground.folder / "store.db-wal"
    size = log.stat().st_size
    places = [*range(0, WAL_HEADER, 5), *spots(size, FRAME, start=WAL_HEADER, count=scale(40, 999))]
    for at in places:
        crashed.back()
        flip(log, at, bit=at % 8)
        refused = ground.run([{"do": "open"}]).last
        assert refused.get("error") == "StoreBehind", at
        missing = refused["params"]["missing"]
        assert refused["params"]["since"], at

        # Looked at for reading only: what is there is right, and the number is true.
        opened, read = ground.run(RECOVER).answers
        assert opened["recovering"], at
        assert read["saves"] == stages[len(stages) - 1 - missing], at
        tally(log_frames=1)


@pytest.mark.promise("F5")
def test_f5_looking_at_a_store_that_is_behind_changes_none_of_its_files(ground: Stage) -> None:
    # The damaged log is all that is left of the missing savings: an expert may still read it.
    crashed, _ = crashed_with_log(ground)
    crashed.back()
    flip(ground.folder / "store.db-wal", WAL_HEADER + 5 * FRAME + 1000)
    names = ("store.db", "store.db-wal", "store.mark")
    before = {name: (ground.folder / name).read_bytes() for name in names}

    ground.run([{"do": "open"}])
    ground.run([*RECOVER, {"do": "close"}])

    after = {p.name: p.read_bytes() for p in ground.folder.iterdir() if p.name in names}
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in names)


@pytest.mark.promise("F5")
def test_f5_a_deleted_log_is_told_and_work_can_go_on(ground: Stage) -> None:
    crashed, stages = crashed_with_log(ground)
    crashed.back()
    (ground.folder / "store.db-wal").unlink()

    refused = ground.run([{"do": "open"}]).last
    readonly = ground.run([*RECOVER, {"do": "save", "key": 1, "text": "nee"}])
    accepted = ground.run([{"do": "open", "recover": True}, {"do": "accept_loss"}])
    again = ground.run([{"do": "open"}, {"do": "save", "key": 1, "text": "verder"}, *LOOK])

    assert refused["params"]["missing"] == len(stages) - 1
    assert readonly.errors() == ["StoreBehind"]
    assert accepted.errors() == []
    assert again.errors() == []
    assert again.of("read")[0]["saves"] == {"1": "verder"}


def lost(ground: Stage) -> Copies:
    """Leave a store that lacks its newest saves, and return it."""
    crashed, _ = crashed_with_log(ground)
    crashed.back()
    (ground.folder / "store.db-wal").unlink()
    return Copies(ground.folder, ground.work)


ACCEPT: list[Command] = [{"do": "open", "recover": True}, {"do": "accept_loss"}]


@pytest.mark.promise("F4", "F5")
def test_f5_killed_while_a_loss_is_accepted_it_is_lost_by_name_or_accepted(
    ground: Stage, tally: Callable[..., None]
) -> None:
    crashed = lost(ground)
    points = ground.count(ACCEPT, mask=CHANGING)
    told = 0
    for point in range(1, points + 1):
        crashed.back()
        assert ground.kill_at(point, ACCEPT).killed or ground.ended_before(point)
        opened = ground.run([{"do": "open"}]).last
        if "error" in opened:
            assert (opened["error"], opened["params"]["missing"]) == ("StoreBehind", 12), point
            told += 1
            assert ground.run(ACCEPT).errors() == [], point
            opened = ground.run([{"do": "open"}]).last
        assert opened["incarnation"] == 2, point
        again = ground.run([{"do": "open"}, {"do": "save", "key": 1, "text": "verder"}, *LOOK])
        assert again.errors() == [], point
        tally(kills_while_accepting=1)
    assert 0 < told < points


@pytest.mark.promise("F3", "F5")
def test_f5_a_loss_that_cannot_be_accepted_now_is_a_loss_still(
    ground: Stage, scale: Callable[[int, int], int]
) -> None:
    crashed = lost(ground)
    points = ground.count(ACCEPT, mask=CHANGING)
    refused = 0
    for last in (0, FOREVER):
        for point in range(1, points + 1, scale(2, 1)):
            crashed.back()
            fault = {"first": point, "last": max(point, last), "error": ERRORS["EIO"]}
            arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
            tried = ground.run(
                [
                    ACCEPT[0],
                    arm,
                    {"do": "accept_loss"},
                    {"do": "heal"},
                    {"do": "save", "key": 1, "text": "te vroeg"},
                    {"do": "accept_loss"},
                    {"do": "save", "key": 1, "text": "verder"},
                    *LOOK,
                ]
            )
            if "error" not in tried.answers[2]:
                continue
            refused += 1
            wanted = [tried.answers[2]["error"], "StoreBehind"]
            assert tried.errors() == wanted, (last, point, tried.answers)
            assert tried.of("read")[0]["saves"] == {"1": "verder"}
    assert refused


@pytest.mark.promise("F5")
def test_f5_control_without_the_mark_a_lost_log_goes_unnoticed(plain: Stage) -> None:
    plain.run([{"do": "open", "checkpoint": 10_000}, *random_saves(31, 12)])
    flip(plain.folder / "plain.db-wal", WAL_HEADER + 6 * FRAME + 100)

    seen = plain.run([{"do": "open"}, {"do": "read"}])

    assert seen.errors() == []
    assert seen.last["check"] == "ok"
    assert complaints(saves_in(random_saves(31, 12)), seen.last["saves"])


@pytest.mark.promise("F5")
@pytest.mark.parametrize("slots", [(0,), (4096,)])
def test_f5_one_damaged_slot_of_the_mark_raises_no_false_alarm(
    ground: Stage, slots: tuple[int, ...]
) -> None:
    ground.run([{"do": "open"}, *random_saves(32, 5), {"do": "close"}])
    promised = held(ground)
    for at in slots:
        flip(ground.folder / "store.mark", at + 20)

    assert held(ground) == promised


@pytest.mark.promise("F5")
def test_f5_a_lost_log_is_noticed_also_when_the_mark_is_gone(ground: Stage) -> None:
    ground.run([{"do": "open"}, *random_saves(33, 5), {"do": "close"}])
    ground.run([{"do": "open"}, *random_saves(34, 5)])
    (ground.folder / "store.db-wal").unlink()
    (ground.folder / "store.mark").unlink()

    assert ground.run([{"do": "open"}]).errors() == ["StoreBehind"]


LONG = "Een lang gesprek over het huis en de tuin. " * 300


@pytest.mark.promise("F5")
def test_f5_a_long_text_with_a_flipped_byte_is_never_shown_with_a_hole(
    ground: Stage, scale: Callable[[int, int], int]
) -> None:
    # SQLCipher hands over a page that fails its check as zeros and complains only at the next
    # page: the last page of a long text comes back as a hole, without an error.
    ground.run([{"do": "open"}, {"do": "save", "key": 1, "text": LONG}, {"do": "close"}])
    whole = Copies(ground.folder, ground.work)
    store = ground.folder / "store.db"
    pages = store.stat().st_size // PAGE
    for page in range(pages - 1, max(pages - scale(20, 1_000_000), 0), -1):
        whole.back()
        flip(store, page * PAGE + 700)
        seen = ground.run([{"do": "open"}, {"do": "text", "key": 1}])
        if not seen.errors():
            assert seen.last["text"] == LONG, page
