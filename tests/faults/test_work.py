"""F1 to F5 once more through the services: drafts, sealing, attachments, backups, restores."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.children import Stage
from tests.faults.interposer import CHANGING, ERRORS, FOREVER, Act
from tests.faults.oracle import after, complaints, cut_at, random_saves, saves_in
from tests.faults.trial import LOOK, SOON, Copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.faults.children import Answer, Command

SAVES = random_saves(50, 8, keys=4)
LETTER = "brief van de huisarts\n" * 4000


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with a worker's store, closed."""
    with Stage("work", tmp_path / "store", tmp_path / "work") as stage:
        made = stage.run([{"do": "create"}, {"do": "close"}])
        assert not made.errors(), made.answers
        yield stage


def day() -> list[Command]:
    """Return a day's work: typing, leaving the sitting, a new person, an attachment."""
    return [
        {"do": "open"},
        SOON,
        *SAVES[:4],
        {"do": "seal"},
        {"do": "person", "name": "Nieuw"},
        {"do": "attach", "name": "brief.txt", "text": LETTER},
        *SAVES[4:],
    ]


def wrong_in(
    work: Stage, said: Sequence[Answer], *, tried: Sequence[Command], folder: Path | None = None
) -> list[str]:
    """Return what is wrong with the reopened store after ``said`` was acknowledged."""
    seen = work.run(LOOK, folder=folder)
    if seen.errors() or seen.status:
        return [str(a) for a in seen.answers if "error" in a] or ["died"]
    read = seen.answers[1]
    found = [*read["problems"], *complaints(saves_in(said), read["saves"], attempts=tried)]
    done = {a["do"] for a in said if "error" not in a}
    if "person" in done and "Nieuw" not in read["names"]:
        found.append("person lost")
    if "attach" in done and "brief.txt" not in read["files"]:
        found.append("attachment lost")
    if read["files"].get("brief.txt", LETTER) != LETTER:
        found.append("attachment wrong")
    return found


@pytest.mark.promise("F1")
def test_f1_a_day_s_work_killed_at_its_calls(
    work: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    whole = Copies(work.folder, work.work)
    points = work.count(day(), mask=CHANGING)
    for point in range(1, points + 1, max(points // scale(40, 100_000), 1)):
        whole.back()
        killed = work.kill_at(point, day(), act=Act.TEAR if point % 3 == 0 else Act.KILL)
        assert killed.killed or (point > points * 0.9 and work.ended_before(point))
        tried = after(killed.answers, day())
        assert wrong_in(work, killed.answers, tried=tried) == [], point
        tally(kills=int(killed.killed))


@pytest.mark.promise("F1")
def test_f1_what_was_being_typed_is_known_after_the_crash(work: Stage) -> None:
    batch: list[Command] = [{"do": "open"}, *SAVES[:3], {"do": "arm", "act": Act.KILL, "first": 1}]
    assert work.run([*batch, {"do": "seal"}]).killed

    seen = work.run([{"do": "open"}, {"do": "drafts"}, {"do": "seal"}, {"do": "drafts"}])

    assert [a["drafts"] for a in seen.of("drafts")] == [len({s["key"] for s in SAVES[:3]}), 0]


@pytest.mark.promise("F2")
def test_f2_a_day_s_work_cut_from_the_power(
    work: Stage, tmp_path: Path, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    trace = work.traced(day())
    assert trace.outcomes[0].errors() == []
    for seed in range(scale(40, 1000)):
        folder = tmp_path / f"cut-{seed}"
        said = cut_at(trace, seed, folder)
        tried = after(said, day())
        assert wrong_in(work, said, tried=tried, folder=folder) == [], seed
        shutil.rmtree(folder)
        tally(power_cuts=1)


@pytest.mark.promise("F3")
@pytest.mark.parametrize("error", sorted(ERRORS))
def test_f3_a_day_s_work_on_a_failing_disk_the_caller_keeps_its_text(
    work: Stage, error: str, scale: Callable[[int, int], int]
) -> None:
    whole = Copies(work.folder, work.work)
    typing = day()[2:]
    points = work.count(day(), mask=CHANGING)
    failed = 0
    for last in (0, FOREVER):
        for point in range(1, points + 1, max(points // scale(10, 100_000), 1)):
            whole.back()
            fault = {"first": point, "last": max(point, last), "error": ERRORS[error]}
            arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
            # The form still has what failed and offers it again once the disk is mended.
            again: list[Command] = [{"do": "heal"}, *SAVES, {"do": "read"}, {"do": "close"}]
            outcome = work.run([{"do": "open"}, SOON, arm, *typing, *again])
            assert outcome.status == 0
            healed = next(i for i, a in enumerate(outcome.answers) if a["do"] == "heal")
            assert [a for a in outcome.answers[healed:] if "error" in a] == [], point
            assert wrong_in(work, outcome.answers, tried=[]) == [], point
            failed += len(outcome.errors())
    assert failed


@pytest.mark.promise("F4")
@pytest.mark.parametrize("deed", ["backup", "restore", "rekey"])
def test_f4_killed_while_backing_up_restoring_or_rekeying(
    work: Stage, deed: str, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    early, late = SAVES[:4], random_saves(51, 4, keys=4)
    made = work.run([{"do": "open"}, *early, {"do": "backup"}, {"do": "close"}])
    file = made.of("backup")[0]["file"]
    then = saves_in(made.answers)
    now = saves_in(work.run([{"do": "open"}, *late, {"do": "seal"}]).answers, then)
    commands: dict[str, list[Command]] = {
        "backup": [{"do": "open"}, {"do": "backup"}],
        "restore": [{"do": "restore", "file": file}],
        "rekey": [{"do": "rekey"}],
    }
    allowed = [now, then] if deed == "restore" else [now]
    crashed = Copies(work.folder, work.work)
    points = work.count(commands[deed], mask=CHANGING)
    assert points
    for point in range(
        1, points + 1, max(points // scale(6 if deed == "rekey" else 14, 100_000), 1)
    ):
        crashed.back()
        assert work.kill_at(point, commands[deed]).killed
        seen = work.run(LOOK)
        assert seen.errors() == [], (point, seen.answers)
        assert seen.answers[1]["saves"] in allowed, point
        assert seen.answers[1]["problems"] == [], point
        if deed == "rekey":
            doors = work.run([{"do": "unlock", "number": 1}, {"do": "unlock", "number": 2}])
            assert len(doors.errors()) == 1, (point, doors.answers)
        tally(kills=1)


@pytest.mark.promise("F5")
def test_f5_a_flipped_byte_in_an_attachment_is_an_error_and_never_wrong_content(
    work: Stage, scale: Callable[[int, int], int]
) -> None:
    attach: Command = {"do": "attach", "name": "brief.txt", "text": LETTER}
    assert work.run([{"do": "open"}, attach, {"do": "close"}]).errors() == []
    (file,) = (work.folder / "attachments").iterdir()
    whole = file.read_bytes()
    step = max(len(whole) // scale(40, 4000), 1)
    for at in (*range(0, len(whole), step), len(whole) - 1):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert attachment_errors(work) == ["AttachmentDamaged"], at
    for shorter in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:shorter])
        assert attachment_errors(work) == ["AttachmentDamaged"], shorter
    file.unlink()
    assert attachment_errors(work) == ["AttachmentDamaged"]

    # Control: as it was, it is shown.
    file.write_bytes(whole)
    assert attachment_errors(work) == []


def attachment_errors(work: Stage) -> list[Any]:
    """Return the errors of reading everything."""
    return work.run([{"do": "open"}, {"do": "read"}]).errors()
