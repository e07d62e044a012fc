from __future__ import annotations

import threading
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from meitinker.errors import AttachmentDamaged
from ui.theme import Theme, apply
from ui.widgets import page_drawing
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def a_letter(pages: int) -> bytes:
    """Return a PDF whose pages are half black, with their number in words."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number in range(1, pages + 1):
        canvas.drawString(90, 780, f"Dit is bladzijde {number}")
        canvas.rect(0, 0, 595, 421, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def ruled() -> bytes:
    """Return a page full of thin lines, down and across: none can be left out unseen."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595.276, 841.89))
    for at in range(0, 850, 3):
        canvas.line(at, 0, at, 842)
        canvas.line(0, at, 595, at)
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def preview(qtbot: QtBot, qapp: QApplication) -> Iterator[PdfPreview]:
    apply(qapp, Theme())
    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.resize(500, 500)
    preview.show()
    yield preview
    preview.clear()


def test_a_document_begins_at_its_first_page(preview: PdfPreview) -> None:
    told: list[tuple[int, int]] = []
    preview.pageChanged.connect(lambda page, count: told.append((page, count)))

    preview.set_pdf(a_letter(3))

    assert (preview.page(), preview.page_count()) == (1, 3)
    assert told[-1] == (1, 3)


def drawn(qtbot: QtBot, preview: PdfPreview) -> None:
    """Paint, and wait until the pages in sight are drawn."""
    preview.grab()
    qtbot.waitUntil(lambda: not preview.drawing())


def test_the_page_is_on_the_screen_white_above_and_black_below(
    qtbot: QtBot, preview: PdfPreview
) -> None:
    preview.set_pdf(a_letter(1))
    drawn(qtbot, preview)
    picture = preview.viewport().grab().toImage()
    box = preview._box(0)

    assert QColor(picture.pixel(box.center().x(), box.top() + 20)).name() == "#ffffff"
    assert QColor(picture.pixel(box.center().x(), box.center().y() + 20)).name() == "#000000"


def test_no_line_of_dots_is_left_out_whatever_the_width(qtbot: QtBot, preview: PdfPreview) -> None:
    """A page that was drawn a dot too wide lost a column in its middle: an 8 read as a 3."""
    preview.set_pdf(ruled())
    odd = []
    for width in range(470, 500):
        preview.resize(width, 500)
        drawn(qtbot, preview)
        box = preview._box(0)
        picture = preview._drawn[0, box.width()]
        inner = box.adjusted(2, 2, -2, -2) & preview.viewport().rect().adjusted(2, 2, -2, -2)
        shown = preview.viewport().grab(inner).toImage()
        made = picture.copy(inner.translated(-box.topLeft()))
        if shown.convertToFormat(made.format()) != made:
            odd.append(width)

    assert not odd


def test_keys_turn_the_pages(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(3))
    pages: list[int] = []

    for key in (
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
    ):
        QTest.keyClick(preview, key)
        pages.append(preview.page())

    assert pages == [2, 3, 3, 2, 3, 1]


def test_ctrl_page_down_is_left_to_the_window(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(3))

    QTest.keyClick(preview, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)

    assert preview.page() == 1


def test_scrolling_tells_the_page_in_sight(preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(3))

    preview.verticalScrollBar().setValue(preview._tops[1])

    assert preview.page() == 2


def test_only_pages_in_sight_are_drawn_and_few_are_kept(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(12))
    drawn(qtbot, preview)
    assert 1 <= len(preview._drawn) <= 2

    for page in range(1, 13):
        preview.go_to(page)
        drawn(qtbot, preview)
    assert 1 <= len(preview._drawn) <= 4


def test_more_pages_than_are_kept_come_to_rest_when_all_are_in_sight(
    qtbot: QtBot, preview: PdfPreview
) -> None:
    preview.set_pdf(a_letter(9))
    preview.resize(60, 900)
    drawn(qtbot, preview)
    assert len(preview._drawn) > 4
    drawn(qtbot, preview)
    assert not preview.drawing()


def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, list[int]]:
    """Hold the drawing thread; return what lets it go, and the pages that it then draws."""
    go, done = threading.Event(), []
    real = page_drawing._picture

    def picture(document: object, one: page_drawing.WantedPage) -> QImage:
        go.wait(10)
        done.append(one.page + 1)
        return real(document, one)

    monkeypatch.setattr(page_drawing, "_picture", picture)
    return go, done


def test_of_hundreds_of_pages_only_those_where_the_reader_stays_are_drawn(
    qtbot: QtBot, preview: PdfPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, done = held(monkeypatch)
    preview.set_pdf(a_letter(500))
    for page in (1, 60, 240, 400):
        preview.go_to(page)
        preview.grab()
    assert preview.page() == 400, "the keyboard waits for no page"
    go.set()
    drawn(qtbot, preview)
    assert done[0] in {1, 2}, "the one that was begun"
    assert set(done[1:]) <= {399, 400, 401}
    assert done[1] == 400, "first the one that is read"


def test_who_leaves_waits_for_no_page(
    qtbot: QtBot, preview: PdfPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, done = held(monkeypatch)
    preview.resize(90, 500)
    preview.set_pdf(a_letter(500))
    preview.grab()
    preview.clear()
    go.set()
    preview.set_pdf(a_letter(1))
    drawn(qtbot, preview)
    assert len(preview._drawn) == 1, "nothing of the other document came"
    assert set(done) == {1}, "what was begun, and the new document; pages 2, 3, 4 were let go"


@pytest.mark.parametrize("width", [300, 500, 900])
def test_a_page_is_as_wide_as_the_view(preview: PdfPreview, width: int) -> None:
    preview.resize(width, 500)
    preview.set_pdf(a_letter(2))
    room = preview.viewport().width()
    assert (preview._box(0).left(), preview._box(0).width()) == (16, room - 32)
    assert preview.horizontalScrollBar().maximum() == 0


def test_a_reader_hears_page_and_text(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(3))
    preview.next_page()
    drawn(qtbot, preview)

    interface = QAccessible.queryAccessibleInterface(preview)

    assert interface.text(QAccessible.Text.Name) == "Bladzijde 2 van 3"
    assert "Dit is bladzijde 2" in interface.text(QAccessible.Text.Description)


@pytest.mark.parametrize("content", [b"", b"no PDF at all", a_letter(1)[:80]])
def test_what_is_no_pdf_is_refused_and_nothing_old_stays(
    preview: PdfPreview, content: bytes
) -> None:
    preview.set_pdf(a_letter(2))

    with pytest.raises(AttachmentDamaged):
        preview.set_pdf(content)

    assert preview.page_count() == 0
    assert preview.accessibleDescription() == ""


def test_clearing_forgets_text_and_pictures(qtbot: QtBot, preview: PdfPreview) -> None:
    preview.set_pdf(a_letter(2))
    drawn(qtbot, preview)
    assert preview._drawn

    preview.clear()

    assert preview.accessibleDescription() == ""
    assert not preview._drawn
    preview.grab()
