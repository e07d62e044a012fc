"""Who has how much in hand, a bar each, and beside it the residents of who is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.viewmodels import workload as said
from ui.views.back_office.one_opened import Listed
from ui.views.today.rows import DayCard
from ui.widgets.bar_list import BarList, BarRow
from ui.widgets.choices import RadioGroup
from ui.widgets.column import Column, Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.layout import IconLine, headed
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.services.open_work import OpenWork
    from meitinker.services.workload import Load

_WIDTH = 800
"""Widest the list of residents gets, px at 100 %."""


class WorkloadBrowse(Listed):
    """The list with bars, and what there is of the one that is selected.

    Signals:
        asked: The other way of adding up is wanted.
        chosen: Another one was selected: its open work is wanted.
        given: The work of a resident is to be handed on; carries the id.
        looked: The file of a resident is to be shown; carries the id.
    """

    asked = Signal()
    chosen = Signal()
    given = Signal(str)
    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the panes, empty."""
        super().__init__(parent)
        self._loads: dict[str, Load] = {}
        self._work: OpenWork | None = None
        self._most = said.MOST
        pane = QWidget(self)
        self.way = RadioGroup(_("Hoe wilt u kijken?"), said.ways())
        self.way.set_value(said.BY_USER)
        self.rows = BarList(_("Wie er hoeveel werk heeft"), pane)
        self._fill(pane)
        body = Column(self, widest=_WIDTH)
        self.name = Heading("", body, level=1)
        self.facts = Pile(gap=8)
        self.people = DayCard(_("Bij deze inwoners staat werk open"))
        self.nothing = WrappedLabel(_("Er staat geen werk open."), tone="muted")
        for part in (self.name, self.facts, self.people, self.nothing):
            body.lines.addWidget(part)
        body.lines.addStretch(1)
        self.panes = AdaptivePanes(pane, ScrollPane(body, self), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes, 1)
        self.way.edited.connect(self.asked)
        self.rows.chosen.connect(self._select)
        # The first is selected already: pressing it, or Enter, leads to what stands beside it.
        self.rows.clicked.connect(lambda _index: self._to_detail())
        self.rows.activated.connect(lambda _index: self._to_detail())
        self.people.acted.connect(lambda item: self.given.emit(item.record_id))
        self.people.more.connect(self._show_more)
        self.people.looked.connect(lambda item: self.looked.emit(item.record_id))

    @property
    def by(self) -> str:
        """By what the work is added up."""
        return self.way.value() or said.BY_USER

    @property
    def key(self) -> str:
        """Of whom, or of which village, the work is shown; "" for what is nobody's."""
        here = self.rows.current_key
        return "" if here == said.NOBODY else here

    def reading(self) -> Sequence[QWidget]:
        """Return the panes."""
        return self.panes.frames

    def show_loads(self, loads: Sequence[Load]) -> None:
        """Show everyone's load; who was selected stays so."""
        self._loads = {one.key or said.NOBODY: one for one in loads}
        self.rows.set_rows([_row(one) for one in said.lines(loads, self.by)])
        if not self.rows.current_key and self.rows.rows.rows:
            self.rows.select(self.rows.rows.rows[0].key)
        self._show_load()

    def show_work(self, work: OpenWork) -> None:
        """Show the residents of whom anything is open."""
        self._work = work
        items = said.residents(work, self.by, most=self._most)
        self.people.show_items(items, more=said.further(work, most=self._most))
        self.nothing.setVisible(not items)

    def focus_list(self) -> None:
        """Put the keyboard in the list."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_row(self, person_id: str) -> None:
        """Put the keyboard on the row of a resident, or in the list."""
        row = self.people.row(person_id)
        (row.button if row is not None else self.rows).setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self, step: int) -> None:
        """Move the focus between the list and what stands beside it."""
        del step
        rows = self.people.rows
        if self.rows.hasFocus() and rows:
            self.panes.show_detail()
            rows[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panes.show_list()
            self.focus_list()

    def _fill(self, pane: QWidget) -> None:
        header = PaneHeader(_("Werkverdeling"), pane)
        column = headed(pane, header, self.way, WrappedLabel(said.legend(), tone="muted"))
        column.addWidget(self.rows, 1)

    def _select(self, _key: str) -> None:
        self._most = said.MOST
        self._show_load()
        self.chosen.emit()

    def _to_detail(self) -> None:
        """Show the residents; where they take the place of the list the keyboard comes along."""
        self.panes.show_detail()
        if self.panes.shows_detail_only:
            self.panes.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_more(self) -> None:
        before = len(self.people.rows)
        self._most += said.MOST
        if self._work is not None:
            self.show_work(self._work)
            self.people.rows[before].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_load(self) -> None:
        load = self._loads.get(self.rows.current_key)
        self.name.setText(said.name(load, self.by) if load else "")
        told = said.facts(load) if load else ()
        self.facts.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in told])


def _row(line: said.LoadLine) -> BarRow:
    return BarRow(
        key=line.key,
        title=line.title,
        status=line.status,
        icon_name=line.icon_name,
        tint=line.tint,
        late=line.late,
        soon=line.soon,
        rest=line.rest,
        most=line.most,
    )
