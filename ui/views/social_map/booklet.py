"""Op papier: the help of a village as a booklet, or of it what the list is narrowed to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.i18n import _
from meitinker.services import booklets
from meitinker.services.booklets import BookletWish
from ui.messages import sentence_for
from ui.paper.paper_view import PaperExtras, PaperView
from ui.viewmodels import leaflet as said
from ui.viewmodels.parts import Choice
from ui.viewmodels.social_map import Filters
from ui.views.social_map import BOOKLET
from ui.views.social_map.leaflet import LeafletPage
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboField
from ui.widgets.column import Column
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QStackedWidget

    from meitinker.errors import MeitinkerError
    from meitinker.reports.page import Press
    from meitinker.services.plans import Use
    from meitinker.store.settings import ScreenSpot
    from ui.views.social_map.finding import FindingPane
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

_WIDEST = 1100


class BookletPage(QWidget):
    """The booklet as it will be printed, and of which village it is.

    Signals:
        closed: Back to the map.
        failed: It could not be made: the error.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the page about nothing; :meth:`show_help` makes the booklet."""
        super().__init__(parent)
        self._workplace = workplace
        self._names: Mapping[str, str] = {}
        self._filters = Filters()
        column = Column(self, widest=_WIDEST)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))
        page = column.lines.parentWidget()
        self.close_button = Button(_("Terug naar de kaart"), page, icon_name="arrow-left")
        self.village = ComboField(_("Van welk dorp?"), [])
        self.about = WrappedLabel("", tone="muted")
        self.paper = PaperView(
            workplace,
            self._maker,
            language=_("Taal van het boekje"),
            name=lambda: said.booklet_name(self._names.get(self.village.value() or "", "")),
            around=PaperExtras(before=(self.village,), below=(self.about,)),
            parent=page,
        )
        column.lines.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (Heading(_("Hulp in een dorp, op papier"), page, level=1), self.paper):
            column.lines.addWidget(part)
        self.paper.language.set_value(Language.DUTCH.value)
        self.close_button.clicked.connect(self.closed)
        self.paper.failed.connect(self.failed)

    def show_help(self, filters: Filters, names: Mapping[str, str]) -> None:
        """Make the booklet of what the list is narrowed to; ``names`` of villages by id."""
        self._names, self._filters = names, filters
        self.village.set_choices([Choice(key, name) for key, name in names.items()])
        self.village.set_value(filters.village_id or next(iter(names), None))
        self.about.setText(said.booklet_words(filters))
        self.paper.load()

    def _maker(self, _use: Use) -> Callable[[], Press] | None:
        village_id = self.village.value()
        if not village_id:
            return None
        work = self._workplace
        wish = BookletWish(
            village_id=village_id,
            narrowed=self._filters.wanted(),
            large=self.paper.large.value(),
            language=self.paper.spoken,
        )
        return partial(booklets.booklet, work.database, work.session, wish)


class OnPaper(QObject):
    """The way to the booklet and back, and the paper that is in sight.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)

    def __init__(
        self, finding: FindingPane, stack: QStackedWidget, panes: AdaptivePanes, parent: PlaceView
    ) -> None:
        """Let the booklet take the place in ``stack`` of what is shown there."""
        super().__init__(parent)
        self._workplace, self._finding = parent.workplace, finding
        self._stack, self._panes = stack, panes
        self._before: QWidget | None = None
        self._once_known = False
        self.page: BookletPage | None = None
        finding.paper.clicked.connect(self._open_once_known)
        finding.known.connect(self._know)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the booklet where that is asked for."""
        if spot is not None and spot.section == BOOKLET:
            self._open_once_known()

    def print_paper(self) -> bool:
        """Print the leaflet or booklet in sight; False where there is none."""
        shown = self._stack.currentWidget()
        if isinstance(shown, LeafletPage | BookletPage):
            shown.paper.print_paper()
            return True
        return False

    def _open_once_known(self) -> None:
        self._once_known = True
        if self._finding.villages:
            self._know()

    def _know(self) -> None:
        if self._once_known:
            self._once_known = False
            self._open()

    def _open(self) -> None:
        if self.page is None:
            self.page = BookletPage(self._workplace, self._stack)
            self._stack.addWidget(self.page)
            self.page.closed.connect(self._close)
            self.page.failed.connect(self._fail)
        if self._stack.currentWidget() is not self.page:
            self._before = self._stack.currentWidget()
        self.page.show_help(self._finding.filters, self._finding.villages)
        self._stack.setCurrentWidget(self.page)
        self._panes.show_detail()
        self.page.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self._before is not None:
            self._stack.setCurrentWidget(self._before)
        self._panes.show_list()
        self._finding.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
