"""Handing approved visits over: the batch, its file, and taking it back."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from meitinker import clock
from meitinker.domain.reviews import Status
from meitinker.ids import RecordId, VisitId
from meitinker.services import reviewing
from meitinker.services.import_batches import Batch
from tests.ui import checklist
from tests.ui.back_office.test_visits import press
from ui.viewmodels import batches as words
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.back_office.conftest import Office
    from ui.views.back_office.batch_card import BatchCard


def approved(office: Office, count: int) -> list[str]:
    """Approve so many visits of the inbox; return their ids."""
    rows = office.visits.browse.rows.model().rows  # type: ignore[attr-defined]  # Qt names the base class
    keys = [row.key for row in rows[:count]]
    for key in keys:
        reviewing.approve(
            office.work.database, office.work.session, VisitId(RecordId(key)), why="Nagevraagd"
        )
    office.place.turn_section(1)
    office.rest()
    for key, box in office.batches.choosing.boxes.items():
        assert box.value(), "all of it is chosen at first"
        if key not in keys:
            press(office, box.box)
    return keys


def made(office: Office) -> BatchCard:
    """Make a batch of what is chosen; return its card."""
    page = office.batches
    before = set(page.cards)
    press(office, page.make)
    (new,) = set(page.cards) - before
    return page.cards[new]


def test_what_is_asked_at_undoing_stands_in_sight_whole(office: Office) -> None:
    approved(office, 2)
    card = made(office)
    office.place.resize(1150, 560)
    checklist.settle()
    press(office, card.undo)
    assert card.panel is not None
    sight = office.batches._pane.viewport()
    top = card.panel.mapTo(sight, card.panel.rect().topLeft()).y()
    bottom = card.panel.mapTo(sight, card.panel.rect().bottomLeft()).y()
    assert (top >= 0, bottom < sight.height()) == (True, True), (top, bottom, sight.height())


def test_the_keyboard_goes_on_to_the_file_of_what_was_made(office: Office) -> None:
    approved(office, 2)
    page = office.batches
    page.make.setFocus(Qt.FocusReason.TabFocusReason)
    card = made(office)
    assert card.save.hasFocus()


def test_approved_visits_become_a_batch_with_a_file_and_can_be_taken_back(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = approved(office, 3)
    page = office.batches
    assert set(visits) <= set(page.choosing.boxes)
    press(office, page.choosing.boxes[visits[0]].box)
    page.note.line.setText("november")
    page.note.edited.emit()
    card = made(office)
    assert [office.status(one) for one in visits] == ["approved", "imported", "imported"]
    assert set(visits) & set(page.choosing.boxes) == {visits[0]}
    assert card.batch.visits == 2
    assert card.batch.note == "november"

    target = tmp_path / "levering.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(office, card.save)
    office.rest()
    with zipfile.ZipFile(target) as box:
        names = set(box.namelist())
    assert {"visits.xlsx", "needs.csv", "visits.json", "manifest.json"} <= names
    assert "niet versleuteld" in page.bar.text

    press(office, card.undo)
    assert card.panel is not None
    press(office, card.panel.keep)
    assert card.panel.fields["why"].error
    why = card.panel.fields["why"]
    assert isinstance(why, TextArea)
    why.area.insertPlainText("dubbel geleverd")
    press(office, card.panel.keep)
    assert card.batch.is_undone
    assert words.about(card.batch)[-1].text == "Waarom: dubbel geleverd"
    assert not card.undo.isVisible()
    assert page.bar.isHidden(), "that the file was saved does not hold for what is taken back"
    assert [office.status(one) for one in visits] == ["approved"] * 3
    assert checklist.unnamed(office.place) == checklist.small_targets(office.place) == []


def test_ctrl_enter_in_a_reason_undoes_and_makes_no_batch(office: Office) -> None:
    """What is approved and chosen above stays where it is."""
    first, second = approved(office, 2)
    page = office.batches
    press(office, page.choosing.boxes[first].box)
    card = made(office)
    press(office, page.choosing.boxes[first].box)
    press(office, card.undo)
    QTest.keyClicks(office.place.focusWidget(), "dubbel")
    before = set(page.cards)
    office.place.confirm()
    office.rest()
    assert card.batch.is_undone
    assert set(page.cards) == before
    assert [office.status(one) for one in (first, second)] == ["approved"] * 2


def test_a_card_tells_whose_conversations_and_of_which_days() -> None:
    about = Batch(
        batch_id=RecordId("b"),
        number=1,
        made_at=clock.now(),
        by="Bouke",
        note="",
        visits=5,
        undone=0,
        writers=("Ans", "Bea", "Cor", "Dirk", "Els"),
        first=date(2026, 11, 3),
        last=date(2026, 11, 20),
    )
    days = "Gesprekken van 3 tot en met 20 november 2026"
    assert words.about(about)[1].text == f"{days} · Ans, Bea, Cor, 2 anderen"
    alone = msgspec.structs.replace(about, writers=("Ans",), first=date(2026, 11, 20))
    assert words.about(alone)[1].text == "Gesprekken van 20 november 2026 · Ans"
    unknown = msgspec.structs.replace(about, writers=(), first=None, last=None)
    assert len(words.about(unknown)) == 1
    assert not [one for one in words.about(about) if one.text.startswith("Waarom")]


def test_nothing_chosen_is_said_and_makes_no_batch(office: Office) -> None:
    (visit,) = approved(office, 1)
    page = office.batches
    before = set(page.cards)
    press(office, page.choosing.boxes[visit].box)
    press(office, page.make)
    assert page.bar.text
    assert set(page.cards) == before
    assert office.status(visit) == Status.APPROVED.value


def test_a_file_that_is_stopped_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(office, 2)
    page, card = office.batches, made(office)
    target = tmp_path / "levering.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    card.save.click()
    page.busy.stop.click()
    office.rest()
    assert list(tmp_path.glob("*.zip*")) == []
    assert not page.busy.isVisible()


@pytest.mark.promise("F1")
def test_f1_a_batch_that_is_being_made_up_comes_back(office: Office) -> None:
    first, second = approved(office, 2)
    page = office.batches
    press(office, page.choosing.boxes[first].box)
    page.note.line.setFocus()
    QTest.keyClicks(page.note.line, "november")
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    page = office.batches
    assert page.isVisible()
    assert page.note.value() == "november"
    assert not page.choosing.boxes[first].value()
    assert page.choosing.boxes[second].value()


@pytest.mark.promise("F1")
def test_f1_the_reason_of_an_undoing_comes_back(office: Office) -> None:
    approved(office, 1)
    card = made(office)
    press(office, card.undo)
    QTest.keyClicks(office.place.focusWidget(), "dubbel")
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    again = office.batches.cards[card.record_id]
    assert again.panel is not None
    why = again.panel.fields["why"]
    assert isinstance(why, TextArea)
    assert why.value() == "dubbel"
    assert not again.batch.is_undone
