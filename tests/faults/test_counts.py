"""What ``make soak`` prints at its end."""

from __future__ import annotations

from tests.faults.counts import table


def test_counts_are_added_up_per_test() -> None:
    lines = [
        '{"test": "tests/faults/test_kill.py::test_f1_killed[2]", "kills": 900, "saves": 10}',
        '{"test": "tests/faults/test_flips.py::test_f5_flipped", "flipped_pages": 7}',
        '{"test": "tests/faults/test_kill.py::test_f1_killed[1]", "kills": 400}',
    ]
    assert list(table(lines))[2:] == [
        "| `test_f1_killed` | 1,300 kills, 10 saves |",
        "| `test_f5_flipped` | 7 flipped pages |",
    ]
