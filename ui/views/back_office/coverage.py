"""Hulp per dorp: where help is and where it is not, as a picture, and what lies behind a cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import paths
from meitinker.i18n import _
from meitinker.services import coverage, coverage_papers
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.paper.file_places import ask_where
from ui.paper.papers import kept_in_clear
from ui.theme import current, px
from ui.viewmodels import coverage as said
from ui.views.back_office import COVERAGE, KEY
from ui.views.social_map import KEY as SOCIAL_MAP
from ui.widgets.buttons import Button
from ui.widgets.cell_grid import CellGrid, paint_cell
from ui.widgets.choices import RadioGroup
from ui.widgets.column import Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes, Room
from ui.widgets.scrolling import ScrollPane
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.coverage import Column
    from meitinker.errors import MeitinkerError
    from meitinker.services.coverage import CellFile, Coverage
    from ui.viewmodels.coverage import GridCell
    from ui.workplace import Workplace

_KINDS = ("provider", "map_service", "service_attribute", "service_area", "service_at_location",
          "map_location", "map_check", "missing_service", "missing_service_answer",
          "village")  # fmt: skip


_MARK_WIDE, _MARK_HIGH = 36, 28
"""Of a cell in the legend, px at 100 %."""


class CoveragePage(PlaceView):
    """How to look at the left, the grid beside it, and what lies behind the cell at hand."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self._whole: Coverage | None = None
        self._asked: tuple[str, Column] | None = None
        self.how = _How()
        self.grid = CellGrid(_("Hulp per dorp"))
        self.behind = _Behind()
        self.panes = AdaptivePanes(
            ScrollPane(self.how),
            self.grid,
            self,
            side_pane=self.behind,
            detail_name=_("Overzicht"),
            side_name=_("Dit vak"),
        )
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.panes)
        self.how.way.edited.connect(self._show)
        self.how.pdf.clicked.connect(self._save_pdf)
        self.how.sheet.clicked.connect(self._save_sheet)
        self.how.look.clicked.connect(self._to_grid)
        self.grid.chosen.connect(self._choose)
        self.grid.activated.connect(self._to_behind)
        self.panes.room_changed.connect(self._fit)
        self.behind.opened.connect(
            lambda service: self.go.emit(ScreenSpot(screen=SOCIAL_MAP, record_id=service))
        )

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Count, and put the keyboard in the grid."""
        del spot
        self._load(first=True)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=COVERAGE)

    def refresh(self, changes: Changes) -> None:
        """Count anew when the map changed."""
        if self._whole is not None and any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def reading(self) -> Sequence[QWidget]:
        """Return the panes."""
        return self.panes.frames

    def _fit(self, room: int) -> None:
        """Offer the way to the grid where there is one pane only."""
        self.how.look.setVisible(room == Room.ONE)

    def _to_grid(self) -> None:
        self.panes.show_detail()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_behind(self) -> None:
        """Go on to what lies behind the cell at hand; where there is less room it is a tab."""
        self.panes.tabs.setCurrentIndex(1)
        self.behind.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            partial(coverage.coverage, work.database, work.session),
            done=partial(self._counted, first=first),
            failed=self._fail,
        )

    def _counted(self, whole: Coverage, *, first: bool) -> None:
        self._whole = whole
        self.how.summary.setText(" ".join(coverage_papers.summary(whole)))
        self._show()
        if first:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        if self._whole is None:
            return
        self.grid.show_table(said.table(self._whole, self.how.by))
        here = self.grid.currentIndex()
        if here.isValid():
            self._choose(here.row(), here.column())
        else:
            self.behind.show_nothing()

    def _choose(self, row: int, column: int) -> None:
        if self._whole is None:
            return
        village = self._whole.villages[row].village_id
        about = said.grid_of(self._whole, self.how.by).columns[column]
        self._asked = village, about
        work = self.workplace
        work.tasks.read(
            self,
            partial(coverage.cell, work.database, work.session, village, about),
            done=self._show_behind,
            failed=self._fail,
        )

    def _show_behind(self, file: CellFile) -> None:
        if (str(file.village.id), file.column) == self._asked:
            self.behind.show_cell(file)

    def _save_pdf(self) -> None:
        work = self.workplace
        make = partial(coverage_papers.paper, work.database, work.session)
        self._save(_("waar hulp is") + ".pdf", _("PDF-bestand (*.pdf)"), lambda: make()().data)

    def _save_sheet(self) -> None:
        work = self.workplace
        make = partial(coverage_papers.sheets, work.database, work.session)
        self._save(_("waar hulp is") + ".xlsx", "Excel (*.xlsx)", make)

    def _save(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        """Ask where, then make the file and write it, where that holds up nobody."""
        path = ask_where(self, _("Bewaar het overzicht"), name=name, kind=kind)
        if path is None:
            return
        self.workplace.tasks.file(
            self,
            lambda: paths.write_durably(path, make()),
            done=lambda _nothing: self.told.emit("gelukt", kept_in_clear()),
            failed=self._fail,
        )

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)


class _How(QWidget):
    """How much there is, how to look at it, what the marks mean, and taking it along."""

    def __init__(self) -> None:
        super().__init__()
        self.summary = WrappedLabel("", tone="muted")
        self.way = RadioGroup(_("Wat wilt u naast de dorpen zien?"), said.ways())
        self.way.set_value(said.BY_FUNCTION)
        self.look = Button(_("Bekijk het overzicht"), icon_name="eye")
        self.look.hide()
        self.pdf = Button(_("Bewaar als PDF…"), icon_name="download")
        self.sheet = Button(_("Bewaar als Excel…"), icon_name="file-spreadsheet")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(12))
        column.addWidget(PaneHeader(_("Hulp per dorp")))
        column.addWidget(self.summary)
        column.addWidget(self.way)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Heading(_("Wat u ziet"), level=2))
        for one in said.legend():
            column.addWidget(_Mark(one.cell, one.words))
        for button in (self.pdf, self.sheet):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @property
    def by(self) -> str:
        """Against what the villages are set."""
        return self.way.value() or said.BY_FUNCTION


class _Mark(QWidget):
    """A line of the legend: a cell, and what its marks mean."""

    def __init__(self, cell: GridCell, words: str) -> None:
        super().__init__()
        self._cell = cell
        self._column = QVBoxLayout(self)
        self._column.addWidget(WrappedLabel(words))
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        room = QRect(0, 0, px(_MARK_WIDE), px(_MARK_HIGH))
        paint_cell(painter, room, self._cell)
        painter.setPen(QColor(current().tokens.control))
        painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.end()

    def _measure(self) -> None:
        self._column.setContentsMargins(px(_MARK_WIDE + 12), px(2), 0, px(2))
        self.setMinimumHeight(px(_MARK_HIGH + 2))


class _Behind(QWidget):
    """What lies behind a cell: its services, and what stands out.

    Signals:
        opened: A service is to be shown; carries its id.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name = Heading("", level=2)
        self.remarks = Pile(gap=8)
        self.list = RowList(_("Diensten in dit vak"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(16), 0, px(16))
        column.setSpacing(px(12))
        head = QVBoxLayout()
        head.setContentsMargins(px(16), 0, px(16), 0)
        head.setSpacing(px(8))
        head.addWidget(self.name)
        head.addWidget(self.remarks)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addStretch(0)  # only where the list is out of sight
        self.list.clicked.connect(lambda _index: self._open())
        self.list.activated.connect(lambda _index: self._open())
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what can be done."""
        self.name.setText("")
        words = _("Kies een vak. Dan ziet u hier welke hulp er is.")
        self.remarks.replace([WrappedLabel(words, tone="muted")])
        self.list.set_rows([])
        self.list.hide()

    def show_cell(self, file: CellFile) -> None:
        """Show what lies behind a cell."""
        self.name.setText(said.title(file))
        self.remarks.replace([WrappedLabel(words) for words in said.remarks(file)])
        rows = said.services(file)
        self.list.set_rows(
            [Row(one.key, one.title, one.status, one.icon_name, one.tint) for one in rows]
        )
        self.list.setVisible(bool(rows))

    def _open(self) -> None:
        if self.list.current_key:
            self.opened.emit(self.list.current_key)
