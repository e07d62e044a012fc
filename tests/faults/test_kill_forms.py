"""F1 for forms that are no record yet: what was typed in one outlives a kill of the program."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.machine import TYPED, told_of
from tests.stores import PASSPHRASE

if TYPE_CHECKING:
    from tests.faults.machine import Machine, Step

_FORMS: dict[str, tuple[list[Step], str]] = {
    "plan": ([], "Wat zegt de inwoner erbij?"),
    "closing": ([["click", "Pas aan"]], "Wat vraagt de inwoner aan?"),
}
"""Per section what is clicked before its form is there, and a field of that form."""


def _killed_in_a_form(machine: Machine, section: str, **more: str) -> str:
    """Type in a form, kill the program, start it again and return what stands there."""
    clicks, field = _FORMS[section]
    start = [["until", "Openen"], ["unlock", PASSPHRASE], ["until", "Op slot"]]
    there = ["go", "visits", machine.visit, section]
    typing = [*clicks, ["until", field], ["fill", field, TYPED], ["until", "Bewaard om"], ["hold"]]
    process = machine.start([*start, there, *typing], **more)
    assert process.stdout is not None
    while "holding" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    back = [] if more else [["until", "Dit had u al ingevuld."]]
    again, complained, code = machine.run(
        [*start, there, *back, ["until", field], ["seen"], ["close"]]
    )
    assert code == 0, again + complained
    return " ".join(told_of(again, "seen")[0])


@pytest.mark.promise("F1")
@pytest.mark.parametrize("section", _FORMS)
def test_f1_a_form_that_was_half_typed_at_a_kill_comes_back(machine: Machine, section: str) -> None:
    assert TYPED in _killed_in_a_form(machine, section)


@pytest.mark.promise("F1")
def test_f1_control_a_form_that_is_not_kept_is_missed(machine: Machine) -> None:
    assert TYPED not in _killed_in_a_form(machine, "plan", CHILD_DROPS_FORMS="1")
