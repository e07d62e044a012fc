"""The guide to read: chapters at the left, the chosen one at the right. It knows no store."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import guide
from ui.views.help.chapter import ChapterPage
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import ScrollPane, lay_out_now

_KEYS = "help"
"""The chapter that bears the card of keys."""


class GuideReader(QWidget):
    """Shows the guide; a chapter is built when it is first read.

    Signals:
        moved: The reader turned to another chapter.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the list."""
        super().__init__(parent)
        self._call = self._here = ""
        self._pages: dict[str, ChapterPage] = {}
        self._panes_of: dict[str, ScrollPane] = {}
        self.look_for = TextField(_("Zoek in de handleiding"), self)
        self.nothing = WrappedLabel(
            _("Niets gevonden. Probeer een ander woord."), self, tone="muted"
        )
        self.nothing.hide()
        self.list = RowList(_("Hoofdstukken"), self)
        self._stack = QStackedWidget(self)
        self.panes = AdaptivePanes(self._list_pane(), self._stack, self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.panes)
        self._show_found()
        self.look_for.edited.connect(self._show_found)
        self.look_for.line.returnPressed.connect(self._choose_first)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self._turn_to_chapter())
        self.list.activated.connect(lambda _index: self._turn_to_chapter())

    @property
    def page(self) -> ChapterPage:
        """The chapter that is shown."""
        return self._pages[self.here]

    @property
    def here(self) -> str:
        """The key of the chapter that is shown, or ""."""
        return self._here

    @property
    def scrolled(self) -> int:
        """How far the chapter was read, in thousandths of its length."""
        return self._panes_of[self._here].looked_at if self._here else 0

    def read(self, about: str, *, scroll: int = 0) -> None:
        """Open the chapter about a place; "" goes on where it was left, or begins."""
        if about:
            self._open(guide.chapter_at(about).key)
            self._panes_of[self._here].look_at(scroll)
            self._turn_to_chapter()
        elif not self._here:
            self._open(guide.chapters()[0].key)
        if not self.panes.shows_detail_only:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_call(self, words: str) -> None:
        """Show whom to call, below every chapter."""
        self._call = words
        if self._here:
            self.page.show_call(words)
            lay_out_now()  # the chapter above it would be squeezed for a frame

    def search(self) -> None:
        """Go to the search field."""
        self.panes.show_list()
        self.look_for.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.look_for.line.selectAll()

    def turn_section(self, step: int) -> None:
        """Read the next or previous chapter of the list."""
        keys = [row.key for row in self.list.rows.rows]
        if keys:
            at = keys.index(self._here) + step if self._here in keys else 0
            self._open(keys[at % len(keys)])
            self.moved.emit()

    def next_pane(self) -> None:
        """Move between the list and the chapter."""
        if QApplication.focusWidget() is self.page.title:
            self.panes.show_list()
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.panes.show_detail()
            self.page.title.setFocus(Qt.FocusReason.TabFocusReason)

    def _list_pane(self) -> QWidget:
        pane = QWidget(self)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(px(16), px(24), px(16), px(12))
        above.setSpacing(px(12))
        above.addWidget(PaneHeader(_("Hulp")))
        above.addWidget(self.look_for)
        above.addWidget(self.nothing)
        column.addLayout(above)
        column.addWidget(self.list, 1)
        return pane

    def _show_found(self) -> None:
        found = guide.find(self.look_for.value())
        self.list.set_rows([Row(f.chapter.key, f.chapter.title, f.sentence) for f in found])
        if self._here in [f.chapter.key for f in found]:
            self.list.select(self._here)
        self.nothing.setVisible(not found)

    def _choose_first(self) -> None:
        rows = self.list.rows.rows
        if rows:
            self._open(rows[0].key)
            self._turn_to_chapter()
            self.page.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: str) -> None:
        self._open(key)
        self.moved.emit()

    def _turn_to_chapter(self) -> None:
        """Show the chapter; where the list makes room for it the keyboard comes along."""
        self.panes.show_detail()
        if self.panes.shows_detail_only:
            self.panes.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, key: str) -> None:
        if key not in [row.key for row in self.list.rows.rows]:
            self.look_for.set_value("")  # what is opened must stand in the list
            self._show_found()
        if key not in self._pages:
            page = ChapterPage(guide.chapter_at(key), keys=key == _KEYS)
            self._pages[key], self._panes_of[key] = page, ScrollPane(page, self._stack)
            self._stack.addWidget(self._panes_of[key])
        self._here = key
        self.page.show_call(self._call)
        self._stack.setCurrentWidget(self._panes_of[key])
        self.list.select(key)
