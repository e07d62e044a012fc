"""An act in a conversation comes after all that was typed before it, and undo knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.services import undo, visits

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room


def test_an_act_waits_for_a_save_that_is_under_way(room: Room) -> None:
    desk = room.open(room.first()).desk
    saver = desk.keeping.of("visit", desk.visit_id)
    saver.put("notes", "Zij valt")
    saver.flush()
    saver.put("notes", "Zij valt vaak.")  # goes only when the first is answered
    desk.act(lambda: visits.add_need(room.work.database, room.work.session, desk.visit_id))
    room.qtbot.waitUntil(lambda: not saver.unsaved())
    room.answered()
    needs = len(room.stored().needs)
    assert undo.undo(room.work.database, room.work.session).action == "need.add"
    assert room.stored().visit.notes == "Zij valt vaak."
    assert len(room.stored().needs) == needs - 1
