"""The history of a field of a conversation, also where the first answer makes its record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from meitinker.domain.checkpoints import Talked, Topic
from meitinker.services import checkpoints
from ui.viewmodels.conversation import check_field, record_at
from ui.views.history.panel import HistoryPanel
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room

ASK = "Geschiedenis van dit veld…"


def asked(room: Room, menu: QMenu) -> HistoryPanel:
    next(action for action in menu.actions() if action.text() == ASK).trigger()
    room.answered()
    return next(one for one in room.place.findChildren(HistoryPanel) if one.isVisible())


def test_the_menu_of_a_text_keeps_what_it_always_offers(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    room.open(room.first())
    room.conversation.go("question")
    field = room.conversation.pages.section("question").fields["notes"]
    assert isinstance(field, TextArea)
    field.area.customContextMenuRequested.emit(QPoint(4, 4))
    (menu,) = shown
    titles = [action.text() for action in menu.actions()]
    assert ASK in titles
    assert "Zet bij…" in titles, "the words can be put elsewhere as before"
    assert len(titles) > 6, "and copied, cut and pasted"
    before = field.value()
    field.area.setPlainText(f"{before} De bel is stuk.")
    panel = asked(room, menu)
    assert "De bel is stuk." in panel.changes.rows.rows[0].status
    assert "“" in panel.changes.rows.rows[0].status


def test_an_answer_that_makes_its_record_has_a_history_from_then_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    room.open(room.first())
    room.conversation.go("checks")
    field = room.conversation.pages.section("checks").fields[check_field(Topic.CARER_NEEDS)]
    assert isinstance(field, RadioGroup)
    one = field.button(Talked.TALKED)
    one.customContextMenuRequested.emit(QPoint(1, 1))
    panel = asked(room, shown[-1])
    assert panel.none.text() == "Dit veld is nog niet veranderd."
    panel.dismiss()
    room.answered()
    desk = room.conversation.desk
    for talked in (Talked.TALKED, Talked.DOES_NOT_APPLY):
        desk.act(
            partial(
                checkpoints.answer,
                room.work.database,
                room.work.session,
                desk.visit_id,
                topic=Topic.CARER_NEEDS,
                talked=talked,
            )
        )
        room.answered()
    desk.reload()
    room.answered()
    assert record_at(desk.file, "checkpoint", Topic.CARER_NEEDS.value)
    one.customContextMenuRequested.emit(QPoint(1, 1))
    panel = asked(room, shown[-1])
    assert "Van “" in panel.changes.rows.rows[0].status
