"""The inbox: visits that came in, by where they stand, and a card of the one that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import reviews as said
from ui.views.back_office.one_opened import Listed
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.column import Pile
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.layout import IconLine, headed
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import scroll_within
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.reviews import Inbox
    from ui.viewmodels.reviews import InboxLine


class Browse(Listed):
    """The inbox.

    Signals:
        opened: Id of the visit to look at.
        asked: Another choice of visits is wanted.
        wanted_more: A longer list is wanted.
    """

    opened = Signal(str)
    asked = Signal()
    wanted_more = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the panes; they are empty until :meth:`show_inbox`."""
        super().__init__(parent)
        self._lines: tuple[InboxLine, ...] = ()
        self._known = False
        # From the outside in: what is moved takes on its look anew, with all it holds.
        pane, self._detail = QWidget(self), Stack(self)
        self.panes = AdaptivePanes(pane, self._detail, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes, 1)
        self.status = ComboField(_("Waar staan ze?"), [], pane)
        self.urgent = CheckField(_("Alleen met haast"), pane)
        self.count = WrappedLabel("", pane, tone="muted")
        self.rows = RowList(_("Gesprekken bij de backoffice"), pane)
        self.more = FlatButton(_("Toon meer"), pane)
        self.more.hide()
        self.card = _Card(self._detail)
        self.empty = EmptyState(_("Hier staat niets."), self._detail, icon_name="circle-check")
        self._unknown = QWidget(self._detail)
        for widget in (self._unknown, self.card, self.empty):
            self._detail.addWidget(widget)
        self._fill(pane)
        self.status.edited.connect(self.asked)
        self.urgent.edited.connect(self.asked)
        self.rows.chosen.connect(self._select)
        self.rows.activated.connect(lambda _index: self._open())
        self.card.main.clicked.connect(self._open)
        self.more.clicked.connect(self.wanted_more)

    def reading(self) -> Sequence[QWidget]:
        """Return the panes."""
        return self.panes.frames

    def show_inbox(self, inbox: Inbox, *, status: str, more: bool) -> None:
        """Show a run of the inbox; the selected visit stays where it is in it."""
        self._known = True
        self._lines = said.lines(inbox, of_one_kind=bool(status))
        self.status.set_choices(said.choices(inbox.counts))
        self.status.set_value(status)
        self.count.setText(said.head(inbox))
        self.rows.set_rows([_row(one) for one in self._lines])
        self.more.setVisible(more)
        if not self.rows.current_key and self._lines:
            self.rows.select(self._lines[0].key)
        self._show_card()

    def select(self, visit_id: str) -> None:
        """Select a visit, where it is in the list."""
        self.rows.select(visit_id)
        self._show_card()

    def focus_list(self) -> None:
        """Put the keyboard in the list, or on the choice above it."""
        target = self.rows if self._lines else self.status
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Look at what is selected."""
        self._open()

    def next_pane(self, step: int) -> None:
        """Move the focus between list and card."""
        del step
        target = self.card.main if self.rows.hasFocus() else self.rows
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, pane: QWidget) -> None:
        header = PaneHeader(_("Backoffice"), pane)
        column = headed(pane, header, self.count, self.status, self.urgent)
        column.addWidget(self.rows, 1)
        column.addWidget(self.more)

    def _select(self, _key: str) -> None:
        self._show_card()
        self.panes.show_detail()
        if self.panes.shows_detail_only:
            self.card.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_card(self) -> None:
        line = next((one for one in self._lines if one.key == self.rows.current_key), None)
        if not self._known:
            self._detail.setCurrentWidget(self._unknown)
        elif line is None:
            self._detail.setCurrentWidget(self.empty)
        else:
            self.card.show_line(line)
            self._detail.setCurrentWidget(self.card)

    def _open(self) -> None:
        if self.rows.current_key:
            self.opened.emit(self.rows.current_key)


class _Card(QWidget):
    """What is known of a visit without opening it; nothing of what was said."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        body = QWidget()
        scroll_within(self, body)
        self.name = Heading("", body, level=1)
        self.lines = Pile(body, gap=8)
        self.main = PrimaryButton(_("Bekijk en controleer"), body, icon_name="clipboard-check")
        column = QVBoxLayout(body)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(12))
        column.addWidget(self.name)
        column.addWidget(self.lines)
        column.addSpacing(px(12))
        column.addWidget(self.main, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_line(self, line: InboxLine) -> None:
        """Show a visit."""
        self.name.setText(line.name)
        told = [IconLine(line.icon_name, line.stands, tint=line.tint)]
        told += [IconLine("user", words) for words in line.who if words]
        self.lines.replace(told)


def _row(line: InboxLine) -> Row:
    return Row(line.key, line.name, line.status, line.icon_name, line.tint)
