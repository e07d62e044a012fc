"""The resident's screen: one thing at a time, in large letters, and nothing else of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.i18n import _, translation
from ui.theme import mark, px
from ui.views.sharing.way_back import WayBack
from ui.widgets.announce import announce
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.keys import StoreKey
    from ui.viewmodels.sharing import Page
    from ui.workplace import Workplace

LETTER = 24
"""Size of the letters, px at 100 %: to be read from the other side of the table."""

MOST_CHARACTERS = 60
"""Longest line, in characters: longer ones are hard to read."""

_TITLE = 32
_SCROLLING = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Up: -1,
}
_TURNING = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_SAMPLE = "de buurman tilt het vuil in de tuin en wij lezen stil"
"""Narrow letters more often than in real text: real lines are then never too long."""


class SharingPage(QWidget):
    """Takes pages that hold only what may be seen; it knows no conversation.

    Signals:
        left: The passphrase was given: back to the work.
        lockAsked: Ctrl+L.
    """

    left = Signal()
    lockAsked = Signal()

    def __init__(
        self,
        workplace: Workplace,
        pages: Sequence[Page],
        *,
        language: Language = Language.DUTCH,
        unlock: Callable[[str], StoreKey] | None = None,
    ) -> None:
        """Show the first page; what the resident reads is in ``language``, as the pages are."""
        super().__init__()
        self._speech = speech = translation(language)
        self._pages = tuple(pages)
        self._at = 0
        self._labels: list[QLabel] = []
        self._text = QWidget()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(16))
        self.asked = _words(speech.gettext("Klopt dit?"), LETTER, bold=True)
        self.place = _words("", LETTER)
        self.before = Button(speech.gettext("Vorige"), icon_name="arrow-left")
        self.next = PrimaryButton(speech.gettext("Volgende"))
        self.back = FlatButton(_("Terug naar mijn scherm"), icon_name="lock")
        self.way_back = WayBack(workplace, unlock=unlock)
        self._build()
        self.before.clicked.connect(lambda: self.turn(-1))
        self.next.clicked.connect(lambda: self.turn(1))
        self.back.clicked.connect(self._ask_back)
        for button in (self.before, self.next, self.back):
            button.installEventFilter(self)
        self.way_back.passed.connect(self.left)
        self.way_back.stayed.connect(self._stay)
        lock = QAction(_("Zet op slot"), self)
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        lock.triggered.connect(self.lockAsked)
        self.addAction(lock)
        self.turn(0)

    @property
    def texts(self) -> tuple[str, ...]:
        """All words of the page at hand."""
        return tuple(label.text() for label in self._labels)

    def turn(self, step: int) -> None:
        """Show the next or previous page; at the ends it stays."""
        self._at = min(max(self._at + step, 0), len(self._pages) - 1)
        page = self._pages[self._at]
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = [_words(page.title, _TITLE, bold=True)]
        for part in page.parts:
            if part.label:
                self._labels.append(_words(part.label, LETTER, bold=True))
            self._labels.append(_words(part.text, LETTER))
        for label in self._labels:
            self._lines.addWidget(label)
        many = len(self._pages) > 1
        self.place.setText(
            self._speech.gettext("{number} van {count}").format(
                number=self._at + 1, count=len(self._pages)
            )
        )
        self.place.setVisible(many)
        self.asked.setVisible(bool(page.parts))
        self.before.setVisible(many)
        self.next.setVisible(many)
        last = len(self._pages) - 1
        for button, here, other in ((self.before, 0, self.next), (self.next, last, self.before)):
            if self._at == here and button.hasFocus():  # else Enter would ask the passphrase
                other.setEnabled(True)
                other.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(self._at != here)
        self._pane.verticalScrollBar().setValue(0)
        announce(self, ". ".join(self.texts))

    def focus_first(self) -> None:
        """Put the keyboard where reading goes on."""
        wanted = next((b for b in (self.next, self.before, self.back) if b.isEnabled()), self.back)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read on and back by keyboard: what scrolls first, then the next page."""
        bar = self._pane.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        key = Qt.Key(event.key())
        if key in ends:
            bar.setValue(ends[key])
        elif key in _SCROLLING:
            self._read_on(_SCROLLING[key])
        elif key in _TURNING and self.way_back.isHidden():
            self.turn(_TURNING[key])
        else:
            super().keyPressEvent(event)

    def _read_on(self, step: int) -> None:
        """Scroll by a screen; at the end of what scrolls turn the page."""
        bar = self._pane.verticalScrollBar()
        end = bar.maximum() if step > 0 else bar.minimum()
        if bar.value() != end:
            bar.setValue(bar.value() + step * bar.pageStep())
        elif self.way_back.isHidden():
            self.turn(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let an arrow read on, where a button would give the keyboard to its neighbour."""
        arrow = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if arrow and Qt.Key(cast("QKeyEvent", event).key()) in _SCROLLING | _TURNING:
            self.keyPressEvent(cast("QKeyEvent", event))
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure the lines again for another text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _build(self) -> None:
        column = QVBoxLayout(self._text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(24))
        column.addWidget(self.place)
        column.addLayout(self._lines)
        column.addWidget(self.asked)
        column.addWidget(self.way_back)
        self.way_back.hide()
        column.addStretch(1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(px(24), px(32), px(24), px(24))
        row.addStretch(1)
        row.addWidget(self._text, 1000)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._pane = ScrollPane(body, self)
        outer.addWidget(self._pane, 1)
        # Below what scrolls: on each page they stand at the same place, and a page that is
        # longer than the screen is read from its top.
        foot = QHBoxLayout()
        foot.setContentsMargins(px(24), px(8), px(24), px(16))
        foot.setSpacing(px(16))
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.before)
        foot.addWidget(self.next)
        outer.addLayout(foot)
        self._measure()

    def _measure(self) -> None:
        if hasattr(self, "asked"):
            self._text.setMaximumWidth(line_width(self.place))

    def _ask_back(self) -> None:
        steps = (self.before, self.next)
        for widget in (self.back, *steps, self.place, self.asked, *self._labels):
            widget.hide()
        self.way_back.show()
        self.way_back.focus_first()

    def _stay(self) -> None:
        self.way_back.hide()
        self.back.show()
        self.turn(0)
        self.focus_first()


def line_width(label: QLabel) -> int:
    """Return the width of the longest line in the letters of ``label``."""
    letter = QFontMetrics(label.font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    return int(letter * MOST_CHARACTERS)


def _words(text: str, size: int, *, bold: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setText(text)
    font = label.font()
    font.setPixelSize(px(size))
    font.setBold(bold)
    label.setFont(font)
    mark(label, samen="true")
    return label
