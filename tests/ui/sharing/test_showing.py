"""The resident's screen: large, one thing at a time, and left only by the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

from meitinker import i18n
from meitinker.domain.people import Language
from meitinker.domain.visits import VisitState
from meitinker.errors import WrongPassphrase
from meitinker.keys import StoreKey
from meitinker.services import visits
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, apply, px
from ui.viewmodels.sharing import Page, SharedText
from ui.views.sharing.page import LETTER, MOST_CHARACTERS, SharingPage
from ui.views.sharing.showing import Showing
from ui.views.visits.place import VisitsPlace
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.theme import ThemeName
    from ui.workplace import Workplace


def broken(label: QLabel, width: int, text: str = "") -> list[str]:
    """Return the lines that the words of a label are broken into."""
    words, lines = text or label.text(), []
    layout = QTextLayout(words, label.font())
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(words[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines or [""]


PASSPHRASE = "zeven paarse klompen op zolder"
NOTES = "Zij vertrouwt haar zoon niet."


def unlock(typed: str) -> StoreKey:
    """Stand for the key file: its own tests try the delay."""
    if typed != PASSPHRASE:
        raise WrongPassphrase(wait=30)
    return StoreKey.new()


class Table:
    """The program's window with a conversation in it, and the resident's screen over it."""

    def __init__(self, stack: QStackedWidget, place: VisitsPlace) -> None:
        self.stack = stack
        self.place = place

    @property
    def page(self) -> SharingPage:
        page = self.place.showing.page
        assert page is not None
        return page

    def seen(self) -> str:
        """Return all words that are in sight, titles and what is read aloud among them."""
        words = [self.stack.windowTitle()]
        for widget in self.stack.findChildren(QWidget):
            if not widget.isVisible():
                continue
            words += [widget.windowTitle(), widget.accessibleName(), widget.toolTip()]
            if isinstance(widget, QLabel):
                words.append(widget.text())
        return "\n".join(words)


@pytest.fixture
def table(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Table:
    apply(qapp, Theme())
    work = example_workplace
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.setWindowTitle("meitinker")
    place = VisitsPlace(work, stack)
    place.showing = Showing(work, place, unlock=unlock)
    place.showing.ended.connect(place._shown)
    stack.addWidget(place)
    stack.resize(1150, 768)
    stack.show()
    stack.activateWindow()
    visit = visits.listed(work.database, work.session, state=VisitState.OPEN)[0].visit_id
    place.open_visit(visit)
    answered()
    conversation = place.conversation
    assert conversation is not None
    conversation.go("question", "notes")
    section = conversation.pages.section("question")
    notes = section.fields["notes"]
    assert isinstance(notes, TextArea)
    QTest.keyClicks(notes.area, NOTES)
    place.share()
    answered()
    checklist.settle()
    return Table(stack, place)


def test_nothing_of_the_work_is_in_sight(table: Table) -> None:
    assert not table.place.isVisible()
    assert table.stack.isFullScreen()
    seen = table.seen()
    assert NOTES not in seen
    assert "Sjoukje" not in seen
    assert "Uw vraag" in seen
    assert "Klopt dit?" in seen


def test_one_thing_at_a_time_to_the_end_and_back(table: Table) -> None:
    page = table.page
    first = page.texts
    assert not page.before.isEnabled()
    for _turn in range(len(page._pages) - 1):
        page.next.click()
    assert page.texts != first
    assert not page.next.isEnabled()
    for _turn in range(len(page._pages)):
        page.before.click()
    assert page.texts == first


def test_arrows_and_page_keys_turn_the_pages(table: Table) -> None:
    page, seen = table.page, []
    page.focus_first()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
        QTest.keyClick(QApplication.focusWidget() or page, key)
        seen.append(page._at)
    assert seen == [1, 2, 1, 0], "the keyboard never goes to the way back by an arrow"
    assert page.next.hasFocus()


def test_enter_on_the_last_page_does_not_ask_for_the_passphrase(table: Table) -> None:
    page = table.page
    page.focus_first()
    for _turn in page._pages:
        QTest.keyClick(page.next, Qt.Key.Key_Space)
    assert page._at == len(page._pages) - 1
    assert page.before.hasFocus()
    assert page.way_back.isHidden()


def test_only_the_passphrase_leads_back(table: Table, answered: Callable[[], None]) -> None:
    page = table.page
    QTest.keyClick(page, Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert not table.place.isVisible()
    page.back.click()
    page.way_back.passphrase.line.setText("verkeerd")
    page.way_back.enter.click()
    answered()
    assert not table.place.isVisible()
    assert not page.way_back.enter.isEnabled(), "wrong ones are delayed"
    assert "Wacht" in page.way_back.enter.text()


def test_the_right_passphrase_brings_the_same_place_back(
    table: Table, answered: Callable[[], None]
) -> None:
    page = table.page
    page.back.click()
    page.way_back.passphrase.line.setText(PASSPHRASE)
    page.way_back.enter.click()
    answered()
    assert table.place.isVisible()
    assert not table.stack.isFullScreen()
    assert table.place.showing.page is None
    conversation = table.place.conversation
    assert conversation is not None
    assert conversation.section_key == "question"


def test_who_reads_on_leaves_no_passphrase_behind(table: Table) -> None:
    page = table.page
    page.back.click()
    page.way_back.passphrase.line.setText("half getypt")
    page.way_back.stay.click()
    assert page.way_back.passphrase.value() == ""
    assert page.next.isVisible()


def test_a_long_page_begins_at_its_top_with_its_buttons_in_sight(table: Table) -> None:
    """The button that had the focus stood below the words, so the page opened at its end."""
    page = table.page
    long = Page("Uw vraag", tuple(SharedText("", f"{number}. {NOTES}") for number in range(40)))
    page._pages = (long, long)
    page.turn(0)
    checklist.settle()
    bar = page._pane.verticalScrollBar()
    assert (bar.value(), bar.maximum() > 0) == (0, True)
    assert not page.next.visibleRegion().isEmpty()
    at = page.next.mapTo(page, page.next.rect().topLeft())
    QTest.keyClick(page.next, Qt.Key.Key_PageDown)
    assert bar.value() > 0, "the words go on by keyboard"
    page.next.click()
    checklist.settle()
    assert bar.value() == 0
    assert page.next.mapTo(page, page.next.rect().topLeft()) == at, "no button jumps"


def test_the_buttons_speak_as_the_pages_do(table: Table, qtbot: QtBot) -> None:
    words = i18n.translation("fy").gettext
    shown = SharingPage(
        table.place.workplace, [Page("A", (SharedText("", "a"),))], language=Language.FRISIAN
    )
    qtbot.addWidget(shown)
    assert shown.asked.text() == words("Klopt dit?") != "Klopt dit?"
    assert shown.next.text() == words("Volgende")


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_letters_are_large_and_the_lines_short(
    table: Table, qapp: QApplication, theme: ThemeName
) -> None:
    apply(qapp, Theme(name=theme))
    checklist.settle()
    page = table.page
    labels = [page.asked, page.place, *page._labels]
    for label in labels:
        assert QFontMetrics(label.font()).height() >= LETTER
        assert label.font().pixelSize() >= px(LETTER)
        lines = broken(label, label.width())
        assert max(len(line.strip()) for line in lines) <= MOST_CHARACTERS
    said = "Dochter doet de boodschappen en een vrijwilliger brengt een maaltijd langs. " * 9
    assert max(len(line.strip()) for line in broken(page.place, page._text.width(), said)) <= 60
    assert checklist.faults(page) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_l29_nothing_is_cut_off(
    table: Table, qapp: QApplication, text_size: int, width: int, height: int
) -> None:
    apply(qapp, Theme(text_size=text_size))
    table.stack.setWindowState(Qt.WindowState.WindowNoState)
    table.stack.resize(width, height)
    checklist.settle()
    assert checklist.faults_when_large(table.page, width=width, height=height) == []
