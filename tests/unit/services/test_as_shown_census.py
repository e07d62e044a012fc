"""Every form that is handed in says what its user changed, or stands here with a reason.

A service that edits a record with fields that a form showed would write those back that a
colleague changed meanwhile. What edits one field, or passes through ``own_changes``, does not.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES = ROOT / "meitinker" / "services"

_DEED = "an act writes what it does, not what a form showed"
_ONE_DEVICE = "one device writes a conversation, until it is concluded"

OTHERWISE: dict[str, str] = {
    "appointments.begin_visit": _DEED,
    "appointments.mark": _DEED,
    "attaching._note_plan": _DEED,
    "checkpoints.answer": _ONE_DEVICE,
    "conflicts._take": "a card shows both sides, and is refused where one is older",
    "grants.end": _DEED,
    "grants.end_replacement": _DEED,
    "letters.note_sent": _DEED,
    "map_choices._find": _ONE_DEVICE,
    "map_editing.change_within": "its callers pass what was changed (map_forms), or one act",
    "network.link": _DEED,
    "placing.place": _ONE_DEVICE,
    "plans._go": _DEED,
    "plans.note_handed_over": _DEED,
    "requests._set": "each act writes what it notes; none shows a form of the whole request",
    "requests.investigated": _DEED,
    "requests.told_by_letter": _DEED,
    "running.discard": _DEED,
    "self_reliance.score": _ONE_DEVICE,
    "transfers._hand_over_requests": _DEED,
    "undo._invert": "undoing asks by itself whether somebody changed it since",
    "visit_day._move_request": _DEED,
    "visit_day.set_day": _ONE_DEVICE,
    "visit_request._join": _DEED,
    "visits.conclude": _DEED,
    "visits.find_step": _ONE_DEVICE,
}
"""Services that edit more than one field without ``own_changes``, and why that is right."""


LISTS = ("importing", "map_import")
"""A list that is read in shows no form: what it would change is shown beside what stands."""


def _one_field(edited: ast.expr) -> bool:
    return isinstance(edited, ast.Dict) and len(edited.keys) == 1 and edited.keys[0] is not None


def _edits(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield the fields of every edit of a record in a function."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "edit" and len(node.args) >= 3:
            yield node.args[2]


def _asks(function: ast.FunctionDef) -> bool:
    names = (getattr(n, "id", None) or getattr(n, "attr", None) for n in ast.walk(function))
    return "own_changes" in names


def unasked(folder: Path) -> set[str]:
    """Return the services that write fields as they were handed in."""
    found = set()
    for file in folder.glob("*.py"):
        if file.stem.startswith(LISTS):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.FunctionDef) or _asks(node):
                continue
            if any(not _one_field(fields) for fields in _edits(node)):
                found.add(f"{file.stem}.{node.name}")
    return found


@pytest.mark.promise("F8")
def test_f8_every_form_writes_what_its_user_changed() -> None:
    assert unasked(SERVICES) == set(OTHERWISE)


@pytest.mark.promise("F8")
def test_f8_control_a_form_that_writes_all_it_showed_is_found(tmp_path: Path) -> None:
    form = "def change(work, shown):\n    work.edit(Task, shown.key, {fields})\n"
    (tmp_path / "whole.py").write_text(form.replace("{fields}", "shown.fields"))
    (tmp_path / "two.py").write_text(form.replace("{fields}", '{"what": 1, "due_on": 2}'))
    (tmp_path / "one.py").write_text(form.replace("{fields}", '{"what": shown.what}'))
    (tmp_path / "own.py").write_text(form.replace("{fields}", "own_changes(now, shown)"))
    assert unasked(tmp_path) == {"whole.change", "two.change"}
