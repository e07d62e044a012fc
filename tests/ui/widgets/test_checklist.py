"""The checklist finds what is wrong, and finds nothing on the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence, QPixmap, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.widgets import gallery

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def shown(qtbot: QtBot, window: QWidget, width: int = 1366, height: int = 768) -> QWidget:
    """Show ``window`` as the checklist wants it."""
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    checklist.settle()
    return window


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """A window that a check can find fault with."""
    apply(qapp, Theme())
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    return window


def put(page: QWidget, *widgets: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    page.resize(400, 300)
    page.show()
    page.activateWindow()
    checklist.settle()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("name", sorted(gallery.PAGES))
def test_l29_the_gallery_has_no_faults(
    name: str, theme: ThemeName, qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    window = shown(qtbot, gallery.PAGES[name]())
    assert checklist.faults(window) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
@pytest.mark.parametrize("name", ["shell", "controls", "empty"])
def test_l29_nothing_is_cut_off_on_a_small_screen(
    name: str, text_size: int, width: int, height: int, qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    window = shown(qtbot, gallery.PAGES[name](), width, height)
    assert checklist.faults_when_large(window, width=width, height=height) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize("name", ["shell", "controls", "empty"])
def test_l29_wider_letters_are_not_cut_off(name: str, qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    font = qapp.font()
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
    qapp.setFont(font)
    window = shown(qtbot, gallery.PAGES[name]())
    assert checklist.faults_when_large(window, width=1366, height=768) == []
    apply(qapp, Theme())


@pytest.mark.promise("L29")
def test_l29_control_a_field_without_a_name_is_found(page: QWidget) -> None:
    named = QLineEdit()
    named.setAccessibleName("Naam")
    put(page, named, QLineEdit())
    assert checklist.unnamed(page) == ["QLineEdit '' has no name"]


@pytest.mark.promise("L29")
def test_l29_control_a_tiny_button_is_found(page: QWidget) -> None:
    button = QPushButton("x")
    button.setStyleSheet("min-height: 0; padding: 0")
    button.setFixedSize(16, 16)
    put(page, button)
    assert checklist.small_targets(page) == ["QPushButton 'x' is 16 x 16"]


@pytest.mark.promise("L29")
def test_l29_control_a_field_without_a_ring_is_found(page: QWidget) -> None:
    ringed, bare = QLineEdit(), QLineEdit("Sjoukje de Jong–Wâldsang")
    bare.setObjectName("bare")
    bare.setStyleSheet("QLineEdit:focus { border: 1px solid #6B7C8C; padding: 9px 11px }")
    put(page, ringed, bare)
    found = checklist.faint_rings(page)
    assert len(found) == 1
    assert "bare" in found[0]


@pytest.mark.promise("L29")
def test_l29_control_a_trap_is_found(page: QWidget) -> None:
    # A text area swallows Tab unless it is told not to.
    put(page, QLineEdit(), QPlainTextEdit(), QLineEdit())
    assert any("never reaches" in fault for fault in checklist.tab_faults(page))


@pytest.mark.promise("L29")
def test_l29_control_a_jump_back_is_found(page: QWidget) -> None:
    low, high, middle = QLineEdit(), QLineEdit(), QLineEdit()
    put(page, high, middle, low)
    page.setTabOrder(low, high)
    page.setTabOrder(middle, low)
    page.setTabOrder(high, middle)
    assert checklist.tab_faults(page) == []
    page.setTabOrder(high, low)
    page.setTabOrder(low, middle)
    assert any("jumps back" in fault for fault in checklist.tab_faults(page))


@pytest.mark.promise("L29")
def test_l29_control_cut_off_words_are_found(page: QWidget) -> None:
    label = QLabel("Een zin die hier niet past")
    label.setFixedWidth(40)
    wrapped = QLabel("Een zin die hier niet past en dus vier regels vraagt")
    wrapped.setWordWrap(True)
    wrapped.setFixedSize(100, 20)
    put(page, label, wrapped)
    assert len(checklist.cut_off(page)) == 2


@pytest.mark.promise("L29")
def test_l29_control_a_page_that_is_too_wide_is_found(page: QWidget) -> None:
    put(page, QLabel("Een zin die niet breekt en dus een breed venster vraagt " * 4))
    found = checklist.faults_when_large(page, width=300, height=300)
    assert any("cut off" in fault or "window needs" in fault for fault in found) or (
        page.width() > 300
    )


@pytest.mark.promise("L29")
def test_l29_control_a_letter_alone_is_found(page: QWidget) -> None:
    QShortcut(QKeySequence("Ctrl+K"), page)
    assert checklist.bare_keys(page) == []
    QShortcut(QKeySequence("K"), page)
    assert len(checklist.bare_keys(page)) == 1


@pytest.mark.promise("L29")
def test_l29_control_two_things_on_one_key_are_found(page: QWidget) -> None:
    for name in ("one", "two"):
        QShortcut(QKeySequence("Ctrl+K"), page).setObjectName(name)
    assert checklist.clashing_keys(page) == ["Ctrl+K does 2 things"]


@pytest.mark.promise("L29")
def test_l29_control_a_faint_edge_is_found(page: QWidget) -> None:
    good, faint = QLineEdit(), QLineEdit()
    faint.setObjectName("faint")
    faint.setStyleSheet("border: 1px solid #D5DCE3")
    put(page, QPushButton("focus"), good, faint)
    page.setFocus()
    checklist.settle()
    found = checklist.faint_edges(page)
    assert len(found) == 1
    assert "faint" in found[0]


def _grab(widget: QWidget) -> QPixmap:
    checklist.settle()
    return widget.grab()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_a_tick_can_be_told_without_colour(
    theme: ThemeName, page: QWidget, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    box = QCheckBox("Ja")
    put(page, box)
    off = _grab(box)
    box.setChecked(True)
    assert not checklist.same_in_grey(off, _grab(box))


@pytest.mark.promise("L29")
def test_l29_control_two_states_of_equal_grey_are_found(page: QWidget) -> None:
    label = QLabel(" ")
    put(page, label)
    label.setStyleSheet("background: #C00000")
    red = _grab(label)
    label.setStyleSheet("background: #006600")
    assert checklist.same_in_grey(red, _grab(label))


@pytest.mark.promise("L29")
def test_l29_control_focus_out_of_sight_is_found(page: QWidget) -> None:
    field = QLineEdit()
    put(page, QLineEdit())
    field.setParent(page)
    field.move(5000, 5000)
    field.show()
    assert any("out of sight" in fault for fault in checklist.hidden_focus(page))


def test_tab_focus_of_the_rail_is_one_stop(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    window = shown(qtbot, gallery.Shell())
    assert isinstance(window, gallery.Shell)
    stops = [w for w in checklist.tab_stops(window) if window.rail.isAncestorOf(w)]
    assert [w.accessibleName() for w in stops] == ["Inwoners"]
    QTest.keyClick(stops[0], Qt.Key.Key_Down)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Gesprekken"
