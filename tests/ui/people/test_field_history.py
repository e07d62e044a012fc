"""The history of a field from its menu, in a file and in a conversation, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from meitinker.domain.people import Person
from meitinker.errors import DiskFull
from meitinker.exchange.example_stories import SJOUKJE
from meitinker.ids import RecordId
from meitinker.services import reading
from meitinker.store import readlog
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.history.panel import HistoryPanel

if TYPE_CHECKING:
    from tests.ui.people.conftest import Stage
    from ui.widgets.form_field import FormField

SHIFT = Qt.KeyboardModifier.ShiftModifier


def field(stage: Stage, name: str) -> FormField:
    stage.open(ScreenSpot(screen="people", record_id=SJOUKJE, section="details"))
    details = stage.place.file_view.details
    assert details is not None
    details.complete()
    found = dict(details.fields())
    return found[name]


def menu_by_key(one: FormField, monkeypatch: pytest.MonkeyPatch) -> QMenu:
    """Press Shift+F10 in the field; the platform of the tests has no popups."""
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    one.setFocus()
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, Qt.Key.Key_F10, SHIFT)
    (menu,) = shown
    return menu


def ask(stage: Stage, one: FormField, monkeypatch: pytest.MonkeyPatch) -> HistoryPanel:
    menu = menu_by_key(one, monkeypatch)
    next(a for a in menu.actions() if a.text() == "Geschiedenis van dit veld…").trigger()
    stage.settle()
    (panel,) = stage.place.findChildren(HistoryPanel)
    return panel


def lines(panel: HistoryPanel) -> list[str]:
    return [row.status for row in panel.changes.rows.rows]


def test_the_key_opens_what_stood_there_before(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = field(stage, "person.called")
    before = stage.place.file_view._file
    assert before is not None
    called.setFocus()
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keySequence(line, "Ctrl+A")
    QTest.keyClicks(line, "Sjoukie")
    panel = ask(stage, called, monkeypatch)
    (told,) = lines(panel)
    assert told.endswith("naar “Sjoukie”"), "what was typed a moment ago is told too"
    assert before.person.called in told
    assert panel.changes.hasFocus()
    with stage.place.workplace.database.reading() as connection:
        assert [e for e, _b, _o in readlog.entries(connection) if e.record_id == SJOUKJE]
    QTest.keyClick(panel.changes, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is line


def test_codes_dates_and_villages_are_told_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = stage.place.workplace
    with act(work.database, work.session, "person.fill") as acted:
        acted.edit(Person, RecordId(SJOUKJE), {"large_print": True, "language": "fy"})
    panel = ask(stage, field(stage, "person.language"), monkeypatch)
    (told,) = lines(panel)
    assert "Fries" in told
    assert "fy" not in told
    panel.dismiss()
    stage.settle()
    panel = ask(stage, field(stage, "person.large_print"), monkeypatch)
    assert lines(panel) == ["Van “nee” naar “ja”"]


def test_a_field_that_never_changed_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = ask(stage, field(stage, "person.interpreter"), monkeypatch)
    assert panel.none.text() == "Dit veld is nog niet veranderd."
    assert panel.close_button.hasFocus()


@pytest.mark.promise("L10")
def test_l10_the_history_of_a_bsn_tells_no_bsn(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = stage.place.workplace
    with act(work.database, work.session, "person.fill") as acted:
        acted.edit(Person, RecordId(SJOUKJE), {"bsn": "999990019"})
    panel = ask(stage, field(stage, "person.bsn"), monkeypatch)
    (told,) = lines(panel)
    assert "999990019" not in told
    assert told.startswith("Veranderd.")


@pytest.mark.promise("L19")
def test_l19_what_cannot_be_logged_is_not_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = field(stage, "person.called")
    work = stage.place.workplace
    with act(work.database, work.session, "person.fill") as acted:
        acted.edit(Person, RecordId(SJOUKJE), {"called": "Geheim"})

    def full(*_values: object) -> None:
        raise DiskFull

    # Not deeper: the file was opened a moment ago, and readings within 15 minutes merge.
    monkeypatch.setattr(reading, "opened", full)
    panel = ask(stage, one, monkeypatch)
    assert lines(panel) == []
    assert panel.bar.isVisible()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_panel_keeps_to_the_checklist(
    stage: Stage, theme: ThemeName, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    work = stage.place.workplace
    for number in range(12):
        with act(work.database, work.session, "person.fill") as acted:
            acted.edit(Person, RecordId(SJOUKJE), {"contact_note": f"Bel {number} " * 40})
    panel = ask(stage, field(stage, "person.contact_note"), monkeypatch)
    assert len(lines(panel)) == 12
    checklist.settle()
    assert checklist.faults(panel) == []
    size = (stage.window.width(), stage.window.height())
    assert checklist.faults_when_large(stage.window, width=size[0], height=size[1]) == []
