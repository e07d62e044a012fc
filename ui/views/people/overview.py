"""The overview of a file: how to reach the person, who is around them, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services.people import TIMELINE
from ui.theme import px
from ui.viewmodels.person_file import facts, housemates, timeline
from ui.viewmodels.places import makes
from ui.viewmodels.timeline import EVERYTHING, opens, sorts
from ui.views.people.facts import Facts
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import ComboField
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import Card, Turning
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from meitinker.domain.session import Role
    from meitinker.services.people import PersonFile
    from meitinker.services.timeline import Page

_SIDE_BY_SIDE = 640
_LEAST_TIMELINE = 320


class OverviewPage(QWidget):
    """Facts at the left, the timeline at the right; below each other where it is narrow.

    Signals:
        visit_opened: The id of a visit on the timeline.
        person_opened: The id of someone of the household.
        entry_opened: What else an entry of the timeline opens, and its record.
        older_asked: What happened before the first rows is wanted.
    """

    visit_opened = Signal(str)
    person_opened = Signal(str)
    entry_opened = Signal(str, str)
    older_asked = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        """Begin empty; with nothing to tell it says what ``role`` may begin."""
        super().__init__(parent)
        self.card = Card()
        self._facts = Facts()
        self._facts.person_opened.connect(self.person_opened)
        self.card.add(self._facts)
        self.timeline = Timeline()
        self.timeline.setMinimumHeight(px(_LEAST_TIMELINE))
        begin = _("Nog geen gesprekken. Klik op Nieuw gesprek om te beginnen.")
        none = _("Gesprekken en notities horen niet bij uw rol.")
        self._no_visits = EmptyState(begin if makes(role, "visit") else none, icon_name="messages")
        self._file: PersonFile | None = None
        self.sort = ComboField(_("Toon op de tijdlijn"), sorts())
        self.sort.set_value(EVERYTHING)
        self.sort.edited.connect(self._show_timeline)
        self._none_of_sort = WrappedLabel(
            _("Hiervan staat nog niets in het dossier."), tone="muted"
        )
        self._none_of_sort.setContentsMargins(px(16), px(16), px(16), px(16))
        self.older = FlatButton(_("Toon ouder"), icon_name="chevron-down")
        self.older.clicked.connect(self.older_asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(self._no_visits)
        self._stack.addWidget(self._none_of_sort)
        self.timeline.opened.connect(self._open)
        self.timeline.clicked.connect(lambda _index: self._open(self.timeline.current_key() or ""))
        self._lay_out()

    def show_file(self, file: PersonFile) -> None:
        """Show a file's overview."""
        if self._file is None or file.person.id != self._file.person.id:
            self.sort.set_value(EVERYTHING)
        self._file = file
        self.older.setVisible(len(file.timeline) == TIMELINE)
        self._show_timeline()
        self._facts.show_facts(facts(file), housemates(file))

    def add_older(self, page: Page) -> None:
        """Show a run of older rows below those that are there."""
        if self._file is not None:
            rows = (*self._file.timeline, *page.rows)
            self._file = msgspec.structs.replace(self._file, timeline=rows)
            self.older.setVisible(page.more)
            self._show_timeline()

    def measure_rows(self) -> None:
        """Measure the timeline where it stands now, if it is in sight, not while it is painted.

        Where that shows or hides its bar the rows have another width: it would be painted twice.
        """
        if self.isVisible():
            for _bar_or_none in range(2):
                self.timeline.executeDelayedItemsLayout()

    @property
    def rows(self) -> int:
        """How many rows of the timeline were read."""
        return len(self._file.timeline) if self._file is not None else 0

    def _lay_out(self) -> None:
        left, right = QWidget(), Card()
        facts_column = QVBoxLayout(left)
        facts_column.setContentsMargins(0, 0, 0, 0)
        facts_column.addWidget(self.card)
        facts_column.addStretch(1)
        right.column.setContentsMargins(px(1), px(8), px(1), px(8))
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(4), px(16), 0)
        top.addWidget(self.sort)
        right.column.addLayout(top)
        right.column.addWidget(self._stack, 1)
        right.column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        parts = Turning(left, right, least=_SIDE_BY_SIDE)
        parts.set_stretch(2, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(parts)

    def _show_timeline(self) -> None:
        if self._file is None:
            return
        entries = timeline(self._file, self.sort.value() or EVERYTHING)
        self.timeline.set_entries(entries)
        empty = 2 if self._file.timeline else 1
        self._stack.setCurrentIndex(0 if entries else empty)
        self.sort.setVisible(bool(self._file.timeline))

    def _open(self, key: str) -> None:
        what, record_id = opens(key)
        if what == "visit":
            self.visit_opened.emit(record_id)
        elif record_id:
            self.entry_opened.emit(what, record_id)
