"""The list of conversations and a card of the one that is selected."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import visits as told
from ui.viewmodels.today import more_words
from ui.views.visits.picker import ResidentPicker
from ui.widgets.bars import MessageBar
from ui.widgets.bites import Bites
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.layout import headed
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.broken_off import BrokenOffVisit
    from ui.viewmodels.visits import VisitLine
    from ui.workplace import Workplace


class Browse(QWidget):
    """All conversations: under way first.

    Signals:
        opened: Id of the visit to open.
        begun: Id of the resident to begin a visit with.
        newcomer: The resident is to be added first; the name that was looked for.
        resumed: The user wants to go on where a crash cut the work off.
        wanted_more: Older conversations are to be listed as well.
        discarded: Id of the visit to take away: nothing stands in it.
    """

    opened = Signal(str)
    begun = Signal(str)
    newcomer = Signal(str)
    resumed = Signal()
    wanted_more = Signal()
    discarded = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the panes; they are empty until :meth:`show_lines`."""
        super().__init__(parent)
        self._lines: tuple[VisitLine, ...] = ()
        self._older = 0
        self._known = False
        self._workplace = workplace
        # From the outside in: what is moved after it has taken on its look does so again.
        pane = QWidget(self)
        self._detail = QStackedWidget(self)
        self.new = Button(_("Nieuw gesprek"), pane, icon_name="plus")
        self.new.clicked.connect(self.begin)
        self.filter = TextField(_("Zoek in de gesprekken"), pane)
        self.filter.edited.connect(self._refill)
        self.nothing = WrappedLabel("", pane, tone="muted")
        self.nothing.hide()
        self.rows = RowList(_("Gesprekken"), pane)
        self.rows.chosen.connect(self._select)
        self.rows.activated.connect(lambda _index: self._open())
        self.more = FlatButton("", pane)
        self.more.clicked.connect(self.wanted_more)
        self.more.hide()
        self._fill(pane)
        # Nothing is said before it is known whether there are conversations.
        self._unknown = QWidget(self._detail)
        self._detail.addWidget(self._unknown)
        self.panes = AdaptivePanes(pane, self._detail, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.panes, 1)
        Bites(self).add(lambda: self.card, lambda: self.bar, lambda: self.picker)

    @cached_property
    def bar(self) -> MessageBar:
        """The bar above the panes; made when it is first needed."""
        bar = MessageBar(self)
        bar.acted.connect(self.resumed)
        bar.lower()  # readers of the screen go by the order of the parts
        self._column.insertWidget(0, bar)
        return bar

    @cached_property
    def empty(self) -> EmptyState:
        """What stands there while there are no conversations."""
        state = EmptyState(
            _("Nog geen gesprekken. Klik op Nieuw gesprek om te beginnen."),
            self._detail,
            icon_name="messages",
            action=_("Nieuw gesprek"),
        )
        state.acted.connect(self.begin)
        self._detail.addWidget(state)
        return state

    @cached_property
    def card(self) -> VisitCard:
        """What is known of the conversation that is selected."""
        card = VisitCard(self._detail)
        card.opened.connect(self._open)
        card.remove.clicked.connect(lambda: self.discarded.emit(self.rows.current_key))
        self._detail.addWidget(card)
        return card

    @cached_property
    def picker(self) -> ResidentPicker:
        """The question with whom the conversation is; made when it is first needed."""
        picker = ResidentPicker(self._workplace, self._detail)
        picker.chosen.connect(self.begun)
        picker.closed.connect(self._end_picking)
        picker.unknown.connect(self._leave_picker)
        self._detail.addWidget(picker)
        return picker

    def reading(self) -> Sequence[QWidget]:
        """Return the bar, once there is one, and the panes."""
        return (*((self.bar,) if "bar" in vars(self) else ()), *self.panes.frames)

    def show_lines(self, lines: Sequence[VisitLine], *, more: int = 0) -> None:
        """Show these conversations, and a button for ``more``; the selected one stays."""
        self._older = more
        self.more.setVisible(more > 0)
        self._lines, self._known = tuple(lines), True
        self._refill()

    def ask_to_resume(self, found: BrokenOffVisit) -> None:
        """Ask what to do with work that was cut off."""
        self.bar.tell("waarschuwing", told.broken_off_text(found), action=_("Verder met gesprek"))

    def select(self, visit_id: str) -> None:
        """Select a conversation."""
        self.rows.select(visit_id)
        self._show_card()

    def focus_list(self) -> None:
        """Put the focus in the list, or on the button that begins."""
        target = self.empty.button if self._known and not self._lines else self.rows
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Ask with whom the conversation is."""
        self._detail.setCurrentWidget(self.picker)
        self.panes.show_detail()
        self.picker.start()

    def confirm(self) -> None:
        """Press the main button of what is shown."""
        if self._detail.currentWidget() is self.card:
            self.card.main.click()
        elif self._picking:
            self.picker.begin.click()

    def next_pane(self, step: int) -> None:
        """Move the focus between list and card."""
        del step
        in_list = self.rows.hasFocus() or self.filter.line.hasFocus()
        if not in_list:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._detail.currentWidget() is self.card:
            self.card.main.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _picking(self) -> bool:
        """Whether it is being asked with whom the conversation is."""
        return "picker" in vars(self) and self._detail.currentWidget() is self.picker

    def _fill(self, pane: QWidget) -> None:
        header = PaneHeader(_("Gesprekken"), pane, beside=self.new)
        column = headed(pane, header, self.filter, self.nothing)
        column.addWidget(self.rows, 1)
        column.addWidget(self.more)

    def _refill(self) -> None:
        typed = self.filter.value()
        shown = told.filtered(self._lines, typed)
        self.more.setText((told.older_words if typed else more_words)(self._older))
        self.rows.set_rows([_row(line) for line in shown])
        words = _("Niets gevonden. Kijk de spelling na of zoek op een ander woord.")
        self.nothing.setText("" if shown or not self._lines else words)
        self.nothing.setVisible(bool(self._lines) and not shown)
        self.filter.setVisible(bool(self._lines))
        if not self.rows.current_key and shown:
            self.rows.select(shown[0].key)
        if not self._picking:
            self._show_card()

    def _select(self, _key: str) -> None:
        self._show_card()
        self.panes.show_detail()
        if self.panes.shows_detail_only:  # the list is gone, and the keyboard must not go with it
            self.card.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_card(self) -> None:
        line = next((one for one in self._lines if one.key == self.rows.current_key), None)
        if not self._known:
            self._detail.setCurrentWidget(self._unknown)
        elif not self._lines:
            self._detail.setCurrentWidget(self.empty)
        else:
            self.card.show_line(line)
            self._detail.setCurrentWidget(self.card)

    def _open(self) -> None:
        if self.rows.current_key:
            self.opened.emit(self.rows.current_key)

    def _leave_picker(self, name: str) -> None:
        self._end_picking()
        self.newcomer.emit(name)

    def _end_picking(self) -> None:
        self._show_card()
        self.panes.show_list()
        self.focus_list()


class VisitCard(QWidget):
    """What is known of a conversation without opening it, and the button that opens it.

    Signals:
        opened: The main button was pressed.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        body = QWidget(self)
        self.name = Heading("", body, level=1)
        self.status = WrappedLabel("", body, tone="muted")
        self.about = WrappedLabel("", body)
        self.main = PrimaryButton("", body)
        self.main.clicked.connect(self.opened)
        self.remove = Button(_("Verwijder leeg gesprek"), body, icon_name="trash")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(px(24), px(16), px(24), px(24))
        inside.setSpacing(px(12))
        for widget in (self.name, self.status, self.about):
            widget.setMaximumWidth(px(640))
            inside.addWidget(widget)
        inside.addSpacing(px(12))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.main)
        row.addWidget(self.remove)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addStretch(1)
        scroll_within(self, body)

    def show_line(self, line: VisitLine | None) -> None:
        """Show a conversation, or nothing."""
        self.main.setVisible(line is not None)
        self.remove.setVisible(line is not None and line.bare)
        self.name.setText(line.name if line else "")
        self.status.setText(_told(line) if line else "")
        self.about.setText(line.about if line else "")
        if line is not None:
            words = _("Verder met gesprek") if line.open else _("Bekijk gesprek en plan")
            self.main.setText(words)


def _row(line: VisitLine) -> Row:
    icon, tint = ("clock", "info") if line.open else ("circle-check", "success")
    return Row(line.key, line.name, line.status, icon, tint)


def _told(line: VisitLine) -> str:
    if not line.open:
        return line.status
    return _("Bezig. Laatst geschreven {when}.").format(when=line.written)
