"""F1 over a whole conversation with photos: a kill leaves each thing whole, or not there at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.store.attachments import GRACE
from tests.faults.children import Stage
from tests.faults.interposer import CHANGING, Act
from tests.faults.trial import SOON, Copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.children import Answer, Command, Outcome

LOOK: list[Command] = [{"do": "open"}, {"do": "seen"}, {"do": "close"}]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with a worker's store and a conversation that was just begun."""
    with Stage("table", tmp_path / "store", tmp_path / "work") as stage:
        made = stage.run([{"do": "create"}, {"do": "close"}])
        assert not made.errors(), made.answers
        yield stage


def conversation() -> list[Command]:
    """Return a conversation from sitting down to the plan, with what is photographed meanwhile."""
    return [
        {"do": "open"},
        SOON,
        {"do": "attendee", "name": "Wiebe"},
        {"do": "consent"},
        {"do": "photo", "name": "red"},
        {"do": "domain", "name": "housing"},
        {"do": "score", "name": "housing"},
        {"do": "save", "key": 0, "text": "De drempel is te hoog."},
        {"do": "photo", "name": "blue"},
        {"do": "need", "name": "Veilig koken"},
        {"do": "step", "name": "own_strength"},
        {"do": "paper"},
        {"do": "take_away", "name": "red"},
        {"do": "check", "name": "carer_needs"},
        {"do": "seal"},
        {"do": "photo", "name": "green"},
        {"do": "conclude"},
        {"do": "plan"},
    ]


def held(answers: list[Answer]) -> set[str]:
    """Return what the program said was made and not taken away since."""
    there: set[str] = set()
    for answer in answers:
        there |= {answer["made"]} if "made" in answer else set()
        there -= {answer["gone"]} if "gone" in answer else set()
    return there


def wrong_after(table: Stage, killed: Outcome, whole: dict[str, str]) -> list[str]:
    """Return what is wrong with the reopened store; ``whole`` is what each photo is."""
    said = killed.answers
    under_way = conversation()[len(said)]
    seen = table.run(LOOK)
    if seen.errors() or seen.status:
        return [str(answer) for answer in seen.answers if "error" in answer] or ["died"]
    read = seen.of("seen")[0]
    wanted, found = held(said), set(read["told"])
    # What was under way when the process died may be there, or may be gone, and then whole.
    free = f"photo {under_way['name']}.jpg" if under_way["do"] == "take_away" else ""
    wrong = [f"{one}: lost" for one in wanted - found - {free}]
    if len(found - wanted) > 1 or (found - wanted and under_way["do"] in ("seal", "save")):
        wrong.append(f"more than was done: {sorted(found - wanted)}")
    wrong += [name for name, content in read["photos"].items() if whole[name] != content]
    return [*wrong, *read["problems"]]


def left_over(table: Stage) -> list[str]:
    """Let a day pass and return the files that are still there without a row."""
    long_ago = (clock.now() - 2 * GRACE).timestamp()
    for path in (table.folder / "attachments").iterdir():
        os.utime(path, (long_ago, long_ago))
    kept = table.run([{"do": "open"}, {"do": "kept"}, {"do": "close"}]).of("kept")[0]
    return [*(one for one in kept["there"] if one not in kept["known"]), *kept["problems"]]


@pytest.mark.promise("F1")
def test_f1_a_conversation_with_photos_killed_at_its_calls(
    table: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    begun = Copies(table.folder, table.work)
    done = table.run([*conversation(), {"do": "seen"}])
    assert done.errors() == [], done.answers
    begun.back()
    whole = dict(reference(table))
    begun.back()
    points = table.count(conversation(), mask=CHANGING)
    for point in range(1, points + 1, max(points // scale(40, 100_000), 1)):
        begun.back()
        act = Act.TEAR if point % 3 == 0 else Act.KILL
        killed = table.kill_at(point, conversation(), act=act)
        assert killed.killed or (point > points * 0.9 and table.ended_before(point))
        assert wrong_after(table, killed, whole) == [], point
        assert left_over(table) == [], point
        tally(kills=int(killed.killed))


def reference(table: Stage) -> Iterator[tuple[str, str]]:
    """Yield what each photo is, as a program that was never killed keeps it."""
    steps = [one for one in conversation() if one["do"] in ("open", "photo", "paper")]
    outcome = table.run([*steps, {"do": "seen"}])
    assert outcome.errors() == [], outcome.answers
    yield from outcome.of("seen")[0]["photos"].items()


@pytest.mark.promise("F1")
def test_f1_control_a_file_without_its_row_is_seen_and_swept_only_after_a_day(
    table: Stage,
) -> None:
    stray = table.folder / "attachments" / ("0" * 64)
    stray.write_bytes(b"left by a kill")
    kept = table.run([{"do": "open"}, {"do": "kept"}, {"do": "close"}]).of("kept")[0]
    assert kept["there"] == [stray.name], "another program may be writing its row just now"
    assert left_over(table) == []
    assert not stray.exists()


@pytest.mark.promise("F1")
def test_f1_control_half_a_photo_would_be_noticed(table: Stage) -> None:
    begun = Copies(table.folder, table.work)
    whole = dict(reference(table))
    begun.back()
    steps = conversation()[:5]
    assert table.run(steps).errors() == []
    (file,) = (table.folder / "attachments").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    outcome = table.run(LOOK)
    assert outcome.errors() == ["AttachmentDamaged"]
    assert set(whole) == {"red.jpg", "blue.jpg", "green.jpg", "plan.pdf"}
