"""F3 and F4: the n-th call to the disk fails, once, a few times or until someone mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.interposer import CHANGING, ERRORS, FOREVER, Act, Op
from tests.faults.oracle import complaints, random_saves, saves_in
from tests.faults.trial import LOOK, SOON, Copies, held

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.children import Command, Outcome, Stage

EVERY = CHANGING | Op.READ
AFTER: list[Command] = [
    {"do": "heal"},
    {"do": "save", "key": 99, "text": "na de storing"},
    {"do": "read"},
    {"do": "close"},
    *LOOK,
]
WORLD = {"DiskFull", "DiskFailed", "StoreReadOnly", "StoreDamaged", "StoreBehind"}


def wrong(outcome: Outcome, tried: list[Command], *, before: dict[str, str]) -> list[str]:
    """Return what is wrong with a run in which something failed and was then mended."""
    healed = next(i for i, a in enumerate(outcome.answers) if a["do"] == "heal")
    found = [f"{a['error']} is not the world's" for a in outcome.answers if _ours(a)]
    found += [f"after mending: {a}" for a in outcome.answers[healed:] if "error" in a]
    promised = saves_in(outcome.answers, before)
    for look in outcome.of("read"):
        found += look["problems"]
        found += complaints(promised, look["saves"], attempts=tried)
    return found


def _ours(answer: dict[str, Any]) -> bool:
    return "error" in answer and answer["error"] not in WORLD


@pytest.mark.promise("F3")
@pytest.mark.parametrize(
    ("error", "last"),
    [
        pytest.param(error, last, id=f"{error}-{name}")
        for error in sorted(ERRORS)
        for last, name in ((1, "once"), (3, "thrice"), (FOREVER, "for-ever"))
        # A file system does not turn read-only for three calls.
        if (error, last) != ("EROFS", 3)
    ],
)
def test_f3_no_saved_while_the_disk_fails_and_saving_works_after(
    ground: Stage,
    error: str,
    last: int,
    scale: Callable[[int, int], int],
    tally: Callable[..., None],
) -> None:
    saves = random_saves(20, 6)
    mask = EVERY if error == "EIO" else CHANGING
    work: list[Command] = [{"do": "open"}, SOON, *saves]
    fresh = Copies(ground.folder, ground.work)
    points = ground.count(work, mask=mask)
    failures = 0
    for point in range(1, points + 1, max(points // scale(24, 100_000), 1)):
        fault = {"first": point, "last": point + last - 1, "error": ERRORS[error], "mask": mask}
        arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
        fresh.back()
        outcome = ground.run([{"do": "open"}, SOON, arm, *saves, *AFTER])
        assert outcome.status == 0
        assert wrong(outcome, saves, before={}) == [], point
        failures += len(outcome.errors())
    assert failures or last == 1
    tally(faults=points)


@pytest.mark.promise("F3")
@pytest.mark.parametrize("error", sorted(ERRORS))
def test_f3_opening_on_a_failing_disk_is_refused_in_words_and_works_after(
    ground: Stage, error: str, scale: Callable[[int, int], int]
) -> None:
    # Left without a close, so that opening has a write-ahead log to recover.
    promised = saves_in(ground.run([{"do": "open"}, *random_saves(21, 5)]).answers)
    crashed = Copies(ground.folder, ground.work)
    points = ground.count(LOOK, mask=EVERY)
    for last in (0, FOREVER):
        for point in range(1, points + 1, max(points // scale(20, 100_000), 1)):
            crashed.back()
            fault = {"first": point, "last": max(point, last), "error": ERRORS[error]}
            arm: Command = {"do": "arm", "act": Act.FAIL, **fault, "mask": EVERY}
            outcome = ground.run([arm, {"do": "open"}, {"do": "heal"}, *LOOK])
            assert outcome.status == 0
            assert wrong(outcome, [], before=promised) == [], (last, point)


@pytest.mark.promise("F3", "F4")
def test_f4_a_migration_on_a_failing_disk_leaves_the_store_as_it_was(
    ground: Stage, scale: Callable[[int, int], int]
) -> None:
    promised = saves_in(ground.run([{"do": "open"}, *random_saves(22, 5)]).answers)
    crashed = Copies(ground.folder, ground.work)
    grown: list[Command] = [{"do": "grow"}, {"do": "open"}]
    points = ground.count(grown, mask=CHANGING)
    failures = 0
    for error in sorted(ERRORS):
        for last in (0, FOREVER):
            for point in range(1, points + 1, max(points // scale(12, 100_000), 1)):
                crashed.back()
                fault = {"first": point, "last": max(point, last), "error": ERRORS[error]}
                arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
                outcome = ground.run([arm, *grown, {"do": "heal"}, *LOOK])
                assert outcome.status == 0
                assert wrong(outcome, [], before=promised) == [], (error, last, point)
                failures += len(outcome.errors())
                assert held(ground, grown=True) == promised
    assert failures


@pytest.mark.promise("F3")
def test_f3_control_a_program_that_hides_the_error_is_caught(ground: Stage) -> None:
    saves = random_saves(20, 6)
    arm: Command = {"do": "arm", "act": Act.FAIL, "first": 5, "last": FOREVER, "error": 5}
    outcome = ground.run([{"do": "open"}, arm, *saves, *AFTER])
    assert wrong(outcome, saves, before={}) == []

    for answer, save in zip(outcome.answers[2:], saves, strict=False):
        answer.update(save)
        answer.pop("error", None)

    assert any("lost" in line for line in wrong(outcome, saves, before={}))
