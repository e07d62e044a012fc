"""Rail, bars, lists, panes, dialog and the rest do what they promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from meitinker import clock
from tests.ui import checklist
from ui.theme import Theme, apply, icon, px
from ui.widgets import bars, saving
from ui.widgets.bars import ErrorSummary, MessageBar, UndoBar
from ui.widgets.buttons import (
    Button,
    DangerButton,
    FlatButton,
    IconButton,
    LineButton,
    PrimaryButton,
)
from ui.widgets.dialogs import Dialog, confirm
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.gallery import FOOT, PLACES, ROWS
from ui.widgets.headings import PaneHeader
from ui.widgets.lists import Row, RowList, RowModel
from ui.widgets.panes import AdaptivePanes, Room, room_for
from ui.widgets.rail import Rail
from ui.widgets.saving import SaveIndicator
from ui.widgets.scrolling import ScrollPane
from ui.widgets.tab_order import step_focus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QIcon
    from pytestqt.qtbot import QtBot

NOON = datetime(2026, 11, 12, 13, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    apply(qapp, Theme())


def show(qtbot: QtBot, widget: QWidget, size: QSize | None = None) -> None:
    qtbot.addWidget(widget)
    if size is not None:
        widget.resize(size)
    widget.show()
    widget.activateWindow()
    checklist.settle()


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made = Rail(PLACES, FOOT)
    made.set_current("today")
    show(qtbot, made, QSize(216, 768))
    return made


def test_pressing_a_place_tells_its_key_and_moves_nothing(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.chosen) as told:
        rail.buttons[1].click()
    assert told.args == ["people"]
    assert [button.place.key for button in rail.buttons if button.is_here] == ["today"]


def test_a_place_is_a_button_that_says_where_you_are(rail: Rail) -> None:
    rail.set_current("visits")
    here = next(button for button in rail.buttons if button.is_here)
    seen = QAccessible.queryAccessibleInterface(here)
    assert seen.role() == QAccessible.Role.Button
    assert seen.text(QAccessible.Text.Name) == "Gesprekken"
    assert seen.text(QAccessible.Text.Description) == "U bent hier"


def test_a_narrow_rail_keeps_names_and_tells_sending(rail: Rail) -> None:
    rail.set_sending("3 gesprekken wachten op versturen.")
    wide = rail.width()
    rail.set_narrow(True)
    checklist.settle()
    assert rail.width() < wide
    assert rail.buttons[0].accessibleName() == "Vandaag"
    assert rail.buttons[0].toolTip() == "Vandaag (Ctrl+1)"
    assert rail.sending == "3 gesprekken wachten op versturen."


def test_a_low_rail_scrolls_to_what_has_the_focus(qtbot: QtBot) -> None:
    rail = Rail(PLACES, FOOT)
    rail.set_current("today")
    show(qtbot, rail, QSize(216, 240))
    rail.buttons[0].setFocus()
    for _place in range(len(rail.buttons) - 1):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Down)
    last = rail.buttons[-1]
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty()


def test_a_bar_is_empty_until_it_has_something_to_say(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.clear()
    assert bar.findChildren(QWidget) == []
    assert (bar.text, bar.may_close) == ("", False)
    pressed: list[int] = []
    bar.acted.connect(lambda: pressed.append(1))
    bar.tell("waarschuwing", "Er wacht iets.", action="Kijk")
    assert bar.isVisible()
    assert (bar.text, bar.may_close, bar.button.text()) == ("Er wacht iets.", True, "Kijk")
    made = bar.findChildren(QWidget)
    bar.button.click()
    assert pressed == [1]
    bar.clear()
    bar.tell("fout", "Nog iets.")
    assert (bar.text, bar.may_close) == ("Nog iets.", False)
    assert bar.findChildren(QWidget) == made


def test_an_error_stays_and_offers_its_remedy(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.tell("fout", "Bewaren lukt niet.", action="Opnieuw bewaren")
    assert bar.text == "Bewaren lukt niet."
    assert bar.accessibleName() == "Bewaren lukt niet."
    assert bar.property("melding") == "fout"
    with qtbot.waitSignal(bar.acted):
        bar.button.click()
    bar.clear()
    assert bar.isHidden()


def test_escape_closes_a_message(qtbot: QtBot) -> None:
    bar = MessageBar()
    show(qtbot, bar)
    bar.tell("uitleg", "Nieuw.")
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar, Qt.Key.Key_Escape)


def test_undo_is_offered_until_the_time_is_up(qtbot: QtBot) -> None:
    page, bar, field = QWidget(), UndoBar(), QLineEdit()
    column = QVBoxLayout(page)
    for widget in (field, bar):
        column.addWidget(widget)
    show(qtbot, page)
    bar.offer("Taak verwijderd.")
    field.setFocus()
    checklist.settle()
    assert bar.timer.isActive()
    assert bar.timer.interval() == 10_000
    with qtbot.assertNotEmitted(bar.undone):
        bar.timer.timeout.emit()
    assert bar.isHidden()
    assert not bar.timer.isActive()


@pytest.fixture
def offered(qtbot: QtBot) -> Iterator[tuple[UndoBar, QLineEdit]]:
    """A bar that offers, below a field that has the keyboard."""
    page, bar, field = QWidget(), UndoBar(), QLineEdit()
    column = QVBoxLayout(page)
    for widget in (field, bar):
        column.addWidget(widget)
    show(qtbot, page)
    field.setFocus()
    bar.offer("Taak verwijderd.")
    checklist.settle()
    yield bar, field
    page.close()


def test_no_time_passes_while_the_keyboard_is_in_the_bar(
    offered: tuple[UndoBar, QLineEdit], qtbot: QtBot
) -> None:
    bar, field = offered
    for stop in bar.stops:
        assert bar.timer.isActive()
        stop.setFocus()
        checklist.settle()
        assert not bar.timer.isActive()
        field.setFocus()
        checklist.settle()
    assert bar.timer.isActive(), "and the ten seconds begin anew"
    bar.button.setFocus()
    bar.offer("Afspraak verzet.")
    assert not bar.timer.isActive(), "nor does a new act take the button from under the finger"
    with qtbot.waitSignal(bar.undone):
        bar.button.click()
    assert bar.isHidden()
    assert not bar.timer.isActive()


def test_no_time_passes_while_the_mouse_is_over_the_bar(
    offered: tuple[UndoBar, QLineEdit],
) -> None:
    bar, _field = offered
    at = QPointF(2, 2)
    QApplication.sendEvent(bar, QEnterEvent(at, at, at))
    assert not bar.timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar.timer.isActive()
    QApplication.sendEvent(bar, QEnterEvent(at, at, at))
    bar.clear()
    bar.offer("Afspraak verzet.")
    assert bar.timer.isActive(), "a mouse that closed the last one holds the next one for ever"


def test_the_summary_leads_to_the_field(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    summary, field = ErrorSummary(), QLineEdit()
    column.addWidget(summary)
    column.addWidget(field)
    show(qtbot, page)
    summary.show_missing([("Vul een jaar in van 4 cijfers.", field), ("Kies een dorp.", page)])
    assert "2 dingen" in summary.accessibleName()
    checklist.settle()
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert field.hasFocus()
    summary.show_missing([])
    assert summary.isHidden()


def test_a_line_of_the_summary_goes_when_its_field_is_mended(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    summary, day, village = ErrorSummary(), TextField("Dag"), TextField("Dorp")
    for part in (summary, day, village):
        column.addWidget(part)
    show(qtbot, page)
    for _again in range(2):
        for field in (day, village):
            field.set_error("Vul dit in.")
        summary.show_missing([("Dag: vul dit in.", day), ("Dorp: vul dit in.", village)])
        day.setFocus(Qt.FocusReason.OtherFocusReason)
        day.set_error(None)
        checklist.settle()
        assert "1 ding" in summary.accessibleName()
        lines = [one for one in summary.findChildren(LineButton) if one.isVisible()]
        assert [one.accessibleName() for one in lines] == ["Dorp: vul dit in."]
        assert day.line.hasFocus(), "the keyboard stays where somebody types"
        village.set_error("Dit dorp is er niet.")
        assert not summary.isHidden()
        village.set_error(None)
        assert summary.isHidden()


def test_what_is_clicked_does_not_move_away_from_under_the_mouse(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    summary, day, keep = ErrorSummary(), TextField("Dag"), Button("Bewaar")
    for part in (summary, day, keep):
        column.addWidget(part)
    show(qtbot, page)
    day.set_error("Vul dit in.")
    summary.show_missing([("Dag: vul dit in.", day)])
    QTest.mousePress(keep, Qt.MouseButton.LeftButton)
    day.set_error(None)
    checklist.settle()
    assert not summary.isHidden()
    with qtbot.waitSignal(keep.clicked):
        QTest.mouseRelease(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(summary.isHidden)


def test_saved_is_told_with_the_time_on_the_wall(qtbot: QtBot) -> None:
    told = SaveIndicator()
    qtbot.addWidget(told)
    assert told.text == ""
    told.saving()
    assert told.text == "Bezig met bewaren…"
    told.saved(NOON)
    assert told.text == "Bewaard om 14:07"
    told.failed()
    assert (told.state, told.text) == ("failed", "Niet bewaard")
    told.empty()
    assert told.text == ""


def _after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_saved_is_read_aloud_once_a_minute_and_failing_always(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    aloud: list[str] = []
    monkeypatch.setattr(saving, "announce", lambda _w, text, **_how: aloud.append(text))
    told = SaveIndicator()
    qtbot.addWidget(told)
    for seconds, heard in ((0, 1), (30, 1), (59, 1), (60, 2), (61, 2)):
        with clock.running(partial(_after, seconds)):
            told.saved(clock.now())
        assert len(aloud) == heard
    told.failed()
    assert aloud[-1] == "Niet bewaard"


def test_what_is_told_on_a_page_out_of_sight_is_read_aloud_once_it_is_seen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    aloud: list[str] = []
    monkeypatch.setattr(bars, "announce", lambda _w, text, **_how: aloud.append(text))
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    seen, unseen = (MessageBar() for _page in range(2))
    for bar in (seen, unseen):
        page = QWidget()
        QVBoxLayout(page).addWidget(bar)
        pages.addWidget(page)
    pages.show()
    seen.tell("uitleg", "Dit staat in beeld.")
    unseen.tell("uitleg", "Dit typte u eerder.")
    assert aloud == ["Dit staat in beeld."]
    pages.setCurrentIndex(1)
    assert aloud[1:] == ["Dit typte u eerder."]
    pages.setCurrentIndex(0)
    pages.setCurrentIndex(1)
    assert aloud[2:] == []


def test_the_row_model_is_a_proper_model() -> None:
    model = RowModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    # A broken promise of the model is a Qt warning, and that fails the test.
    model.set_rows(ROWS)
    model.set_rows(ROWS[:2])
    assert tester.model() is model
    assert model.rowCount() == 2


def test_a_row_is_read_aloud_with_its_status() -> None:
    model = RowModel()
    model.set_rows((Row("1", "Fenne Bûter", "Afgerond"), Row("2", "Klaske")))
    aloud = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0), aloud) == "Fenne Bûter, Afgerond"
    assert model.data(model.index(1), aloud) == "Klaske"
    assert model.data(QModelIndex(), aloud) is None


def test_a_person_selecting_tells_and_the_program_does_not(qtbot: QtBot) -> None:
    rows = RowList("Inwoners")
    show(qtbot, rows, QSize(320, 500))
    told: list[str] = []
    rows.chosen.connect(told.append)
    rows.set_rows(ROWS)
    rows.select("2")
    assert (rows.current_key, told) == ("2", [])
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert told == ["3"]
    rows.set_rows(tuple(reversed(ROWS)))
    assert (rows.current_key, told) == ("3", ["3"])
    rows.set_rows(ROWS[:1])
    assert (rows.current_key, told) == ("", ["3"])


def test_rows_get_higher_when_words_wrap(qtbot: QtBot) -> None:
    rows = RowList("Inwoners")
    show(qtbot, rows, QSize(500, 500))
    rows.set_rows(ROWS)
    checklist.settle()
    wide = rows.visualRect(rows.rows.index(4)).height()
    rows.resize(180, 500)
    checklist.settle()
    assert rows.visualRect(rows.rows.index(4)).height() > wide


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_a_selected_row_can_be_told_without_colour(
    theme: str, qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))  # type: ignore[arg-type]  # parametrised over the names
    rows = RowList("Inwoners")
    show(qtbot, rows, QSize(320, 200))
    rows.set_rows(ROWS[:1])
    rows.clearFocus()
    checklist.settle()
    plain = rows.grab()
    rows.select("1")
    checklist.settle()
    assert not checklist.same_in_grey(plain, rows.grab())


@pytest.mark.parametrize(
    ("width", "room"),
    [
        (100, Room.FOUR),
        (80, Room.FOUR),
        (79.9, Room.WORDS),
        (62, Room.WORDS),
        (61.9, Room.ICONS),
        (48, Room.ICONS),
        (47.9, Room.ONE),
        (10, Room.ONE),
    ],
)
def test_room_follows_the_breakpoints(width: float, room: Room) -> None:
    assert room_for(width) == room


@pytest.fixture
def panes(qtbot: QtBot) -> AdaptivePanes:
    made = AdaptivePanes(
        QLabel("lijst"),
        QLineEdit("detail"),
        side_pane=QLabel("zij"),
        detail_name="Gegevens",
        side_name="Ladder",
    )
    show(qtbot, made, QSize(1366, 600))
    return made


def test_panes_stand_side_by_side_where_there_is_room(panes: AdaptivePanes) -> None:
    assert panes.room == Room.FOUR
    assert panes.list_frame.isVisible()
    assert panes.side_frame.isVisible()
    assert not panes.tabs.isVisible()
    assert not panes.back.isVisible()


def test_the_side_pane_becomes_a_tab(panes: AdaptivePanes) -> None:
    panes.resize(1100, 600)
    checklist.settle()
    side = panes.findChildren(QLabel)[-1]
    assert panes.room == Room.WORDS
    assert panes.tabs.isVisible()
    panes.tabs.setCurrentIndex(1)
    assert [label.text() for label in panes.findChildren(QLabel) if label.isVisible()] == [
        "lijst",
        "zij",
    ]
    panes.resize(1366, 600)
    checklist.settle()
    assert panes.side_frame.isVisible()
    assert side.isVisible()


def test_one_pane_has_a_way_back(panes: AdaptivePanes) -> None:
    panes.resize(700, 600)
    checklist.settle()
    assert panes.list_frame.isVisible()
    assert not panes.detail_frame.isVisible()
    panes.show_detail()
    assert panes.shows_detail_only
    assert not panes.list_frame.isVisible()
    panes.back.click()
    assert panes.list_frame.isVisible()


def test_larger_text_leaves_room_for_fewer_panes(panes: AdaptivePanes, qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=200))
    checklist.settle()
    assert panes.room == Room.ONE


def test_rearranging_keeps_the_focus(panes: AdaptivePanes) -> None:
    field = panes.findChildren(QLineEdit)[0]
    field.setFocus()
    panes.show_detail()
    panes.resize(700, 600)
    checklist.settle()
    assert field.hasFocus()


def test_a_pane_scrolls_to_the_focus(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    fields = [QLineEdit() for _field in range(20)]
    for field in fields:
        column.addWidget(field)
    pane = ScrollPane(content)
    show(qtbot, pane, QSize(300, 200))
    fields[-1].setFocus()
    checklist.settle()
    assert not fields[-1].visibleRegion().isEmpty()


def test_a_dialog_gives_the_key_of_the_verb(qtbot: QtBot) -> None:
    dialog = Dialog("Verwijderen?", text="Alles gaat weg.")
    qtbot.addWidget(dialog)
    keep = dialog.add_verb("Behoud", key="keep")
    do = dialog.add_verb("Verwijder", key="do", kind="gevaar")
    dialog.fit()
    dialog.show()
    dialog.activateWindow()
    checklist.settle()
    assert keep.hasFocus()
    do.click()
    assert dialog.chosen == "do"
    assert dialog.isHidden()


def test_escape_is_the_safe_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def escape(dialog: Dialog) -> int:
        dialog.show()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        return dialog.result()

    monkeypatch.setattr(Dialog, "exec", escape)
    assert not confirm("Weg?", consequence="Alles.", do="Verwijder", keep="Behoud")


def test_a_dialog_never_outgrows_the_screen(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=200))
    dialog = Dialog("Lang", text="Een zin die terugkomt. " * 200)
    qtbot.addWidget(dialog)
    dialog.add_verb("Sluit", key="close")
    dialog.fit()
    screen = dialog.screen().availableGeometry()
    assert dialog.width() <= screen.width()
    assert dialog.height() <= screen.height()


def test_a_dialog_with_room_for_its_words_shows_all_of_them(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    scrolled = {}
    for words in range(40, 60):  # by steps that are smaller than a scroll bar is wide
        dialog = Dialog("Wilt u dit terugdraaien?", text=" ".join(["i"] * words))
        qtbot.addWidget(dialog)
        dialog.add_verb("Laat staan", key="keep")
        dialog.fit()
        dialog.open()
        checklist.settle()
        area = dialog.findChild(QScrollArea)
        assert area is not None
        scrolled[words] = area.verticalScrollBar().maximum()
        dialog.reject()
    assert not any(scrolled.values()), scrolled


def test_an_empty_state_says_what_to_do(qtbot: QtBot) -> None:
    state = EmptyState("Nog geen gesprekken.", icon_name="messages", action="Nieuw gesprek")
    show(qtbot, state)
    with qtbot.waitSignal(state.acted):
        state.button.click()
    silent = EmptyState("Alles gedaan voor vandaag.", icon_name="check")
    show(qtbot, silent)
    assert not silent.button.isVisible()


def test_an_empty_state_gives_up_its_air_before_its_words(qtbot: QtBot, qapp: QApplication) -> None:
    """Under the search field of a list, with letters twice as large, there is no more room."""
    apply(qapp, Theme(text_size=200))
    state = EmptyState(
        "Niets gevonden. Kijk de spelling na of zoek op straat.",
        icon_name="search",
        action="Voeg toe als nieuwe inwoner",
    )
    show(qtbot, state, QSize(1190, 360))
    assert checklist.cut_off(state) == []
    assert state.button.height() >= state.button.sizeHint().height()


def test_an_empty_state_is_drawn_when_it_is_seen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each place has one, and most of them never show it."""
    drawn: list[str] = []

    def note(name: str, tint: str) -> QIcon:
        drawn.append(name)
        return icon(name, tint)

    monkeypatch.setattr("ui.widgets.icon_label.icon", note)
    page = QWidget()
    state = EmptyState("Nog geen gesprekken.", QWidget(page), icon_name="messages")
    QVBoxLayout(page).addWidget(state)
    assert drawn == []
    show(qtbot, page)
    assert drawn == ["messages"]


def test_a_sentence_on_a_button_wraps(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    line = LineButton("Geboortedatum: vul een jaar in van vier cijfers, bijvoorbeeld 1948")
    column.addWidget(line)
    column.addStretch(1)
    show(qtbot, page, QSize(800, 300))
    once = line.height()
    assert once >= px(44)
    page.resize(240, 300)
    checklist.settle()
    assert line.height() > once
    assert checklist.cut_off(page) == []
    with qtbot.waitSignal(line.clicked):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)


def test_icons_of_buttons_follow_the_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    button = IconButton("Meer", icon_name="dots-vertical")
    words = PrimaryButton("Verder", icon_name="messages")
    for made in (button, words):
        show(qtbot, made)
    assert button.iconSize() == QSize(20, 20)
    apply(qapp, Theme(text_size=200))
    checklist.settle()
    assert button.iconSize() == QSize(40, 40)
    assert words.iconSize().height() == 40


def test_a_header_puts_below_what_does_not_fit(qtbot: QtBot) -> None:
    header = PaneHeader("Sjoukje de Jong–Wâldsang", beside=PrimaryButton("Verder met gesprek"))
    show(qtbot, header, QSize(600, 60))
    button = header.findChildren(PrimaryButton)[0]
    beside = button.mapTo(header, button.rect().topLeft())
    assert beside.x() > px(200)
    header.resize(300, 120)
    checklist.settle()
    assert button.mapTo(header, button.rect().topLeft()).x() < px(40)


def test_words_that_come_later_keep_their_distance_from_the_icon(qtbot: QtBot) -> None:
    late, at_once = Button("", icon_name="messages"), Button("Begin", icon_name="messages")
    for one in (late, at_once):
        qtbot.addWidget(one)
    late.setText("Begin")
    assert late.iconSize() == at_once.iconSize()


def test_what_stands_in_lines_stays_where_it_is_when_a_bar_below_goes(qtbot: QtBot) -> None:
    """Or a button leaves from under the mouse with the undo bar."""
    content = QWidget()
    QVBoxLayout(content).addWidget(QLabel("x"))
    content.setMinimumHeight(300)
    pane = ScrollPane(content)
    qtbot.addWidget(pane)
    pane.resize(400, 250)
    pane.show()
    checklist.settle()
    with_handle = content.width()
    assert pane.verticalScrollBar().isEnabled()

    pane.resize(400, 320)
    checklist.settle()
    assert content.width() == with_handle
    assert not pane.verticalScrollBar().isEnabled(), "the handle is drawn while it can move"


def long_page(qtbot: QtBot) -> tuple[ScrollPane, list[PrimaryButton]]:
    content = QWidget()
    column = QVBoxLayout(content)
    buttons = [PrimaryButton(f"Knop {number}") for number in range(20)]
    for button in buttons:
        column.addWidget(button)
    pane = ScrollPane(content)
    show(qtbot, pane, QSize(400, 300))
    return pane, buttons


def in_sight(pane: ScrollPane, widget: QWidget) -> bool:
    there = widget.mapTo(pane.viewport(), widget.rect().topLeft())
    return pane.viewport().rect().contains(widget.rect().translated(there))


def test_a_pane_that_gets_lower_keeps_the_focus_in_sight(qtbot: QtBot) -> None:
    pane, buttons = long_page(qtbot)
    last = [button for button in buttons if in_sight(pane, button)][-1]
    pane.verticalScrollBar().setValue(0)
    last.setFocus()
    pane.resize(400, 180)
    checklist.settle()
    assert in_sight(pane, last)


def test_a_bar_below_leaves_a_pane_where_was_looked(qtbot: QtBot) -> None:
    """A message scrolled the page away from what was being read, back to the last field."""
    pane, buttons = long_page(qtbot)
    buttons[0].setFocus()
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    pane.resize(400, 180)
    checklist.settle()
    assert not in_sight(pane, buttons[0])
    assert not pane.shows_focus


def test_where_was_looked_is_found_again_in_larger_letters(qtbot: QtBot) -> None:
    pane, buttons = long_page(qtbot)
    bar = pane.verticalScrollBar()
    bar.setValue(buttons[8].y())
    where = pane.looked_at
    for button in buttons:
        button.setMinimumHeight(button.height() * 2)
    checklist.settle()
    buttons[0].setFocus()
    pane.look_at(where)
    pane.resize(400, 280)
    checklist.settle()
    assert abs(bar.value() - buttons[8].y()) < buttons[8].height() // 2


def test_a_button_half_in_sight_is_still_there_when_the_mouse_lets_go(qtbot: QtBot) -> None:
    pane, buttons = long_page(qtbot)
    port = pane.viewport()
    half = next(
        button
        for button in buttons
        if not in_sight(pane, button)
        and port.rect().contains(button.mapTo(port, button.rect().topLeft()))
    )
    pressed = []
    half.clicked.connect(lambda: pressed.append(half))
    before = pane.verticalScrollBar().value()
    place = half.rect().topLeft() + QPoint(9, 3)
    QTest.mousePress(half, Qt.MouseButton.LeftButton, pos=place)
    assert pane.verticalScrollBar().value() == before
    QTest.mouseRelease(half, Qt.MouseButton.LeftButton, pos=place)
    assert pressed == [half]


def test_what_goes_out_of_sight_leaves_the_focus_on_the_page(qtbot: QtBot) -> None:
    window, page = QWidget(), QWidget()
    column, inside = QVBoxLayout(window), QVBoxLayout(page)
    rail, above, gone = (PrimaryButton(name) for name in ("Rail", "Boven", "Weg"))
    column.addWidget(rail)
    column.addWidget(page)
    inside.addWidget(above)
    inside.addWidget(gone)
    show(qtbot, window)
    gone.setFocus()
    with pytest.MonkeyPatch.context() as patched:
        # As the places do when Qt asks them where the focus goes.
        patched.setattr(gone, "isVisible", lambda: False)
        assert step_focus(page, (above,), forward=True)
    assert QApplication.focusWidget() is above
    assert not step_focus(page, (rail,), forward=True)  # what Tab does not stop at, in sight


def test_the_indicator_keeps_its_icon_beside_its_words_in_a_wide_place(qtbot: QtBot) -> None:
    indicator = SaveIndicator()
    indicator.saved(NOON)
    show(qtbot, indicator, QSize(600, 40))
    icon, words = indicator._icon.geometry(), indicator._words.geometry()
    assert words.left() - icon.right() <= px(12)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", [Button, PrimaryButton, FlatButton, LineButton, DangerButton])
def test_what_has_the_frame_is_pressed_by_enter_as_by_space(
    qtbot: QtBot, kind: type[Button], key: Qt.Key
) -> None:
    button, pressed = kind("Verder"), []
    button.clicked.connect(lambda: pressed.append(key))
    show(qtbot, button)
    button.setFocus()
    QTest.keyClick(button, key)
    assert pressed == [key]


def test_enter_that_is_held_or_has_ctrl_does_not_press_on(qtbot: QtBot) -> None:
    button, pressed = IconButton("Sluit", icon_name="x"), []
    button.clicked.connect(lambda: pressed.append(1))
    show(qtbot, button)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", True)
    QApplication.sendEvent(button, held)
    assert pressed == []
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [1]
