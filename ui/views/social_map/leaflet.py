"""Geef mee: the services that a resident takes home, and the leaflet with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.i18n import _
from meitinker.services import leaflets
from meitinker.services.leaflets import LeafletWish
from meitinker.services.plans import Use
from ui.messages import sentence_for
from ui.paper.paper_view import PaperExtras, PaperView
from ui.theme import SIZES, px
from ui.viewmodels import leaflet as said
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Column
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.errors import MeitinkerError
    from meitinker.reports.page import Press
    from meitinker.services.map_choices import LookedFor
    from ui.views.social_map.service_view import ServiceView
    from ui.workplace import Workplace

_WIDEST = 1100


class LeafletPage(QWidget):
    """The leaflet as it will lie on the table, and what is on it.

    Signals:
        closed: Back to the service.
        dropped: The id of a service that does not go along after all.
        failed: It could not be made: the error.
    """

    closed = Signal()
    dropped = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the page about nothing; :meth:`show_services` makes the leaflet."""
        super().__init__(parent)
        self._workplace = workplace
        self._services: dict[str, str] = {}
        self.drop_buttons: list[FlatButton] = []
        column = Column(self, widest=_WIDEST)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))
        page = column.lines.parentWidget()
        self.close_button = Button(_("Terug naar de kaart"), page, icon_name="arrow-left")
        title = Heading(_("Folder om mee te geven"), page, level=1)
        self._on_it = Flow(parent=page)
        self.on_it_words = WrappedLabel(_("Op de folder:"))
        self.on_it_words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.on_it_words.setMinimumHeight(px(SIZES.control_height))  # as the names beside it
        self.first_line = TextField(
            _("Wat staat er boven?"),
            hint=_("Zoals: Voor u uitgezocht. Wij bewaren dit niet."),
        )
        self.paper = PaperView(
            workplace,
            self._maker,
            language=_("Taal van de folder"),
            name=lambda: _("folder"),
            around=PaperExtras(below=(self.first_line,)),
            parent=page,
        )
        column.lines.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (title, self._on_it, self.paper):
            column.lines.addWidget(part)
        self.close_button.clicked.connect(self.closed)
        self.first_line.left.connect(self.paper.load)
        self.paper.failed.connect(self.failed)

    def show_services(self, services: Mapping[str, str]) -> None:
        """Make the leaflet with these: names by id, in order."""
        self._services = dict(services)
        self.drop_buttons = []
        for service_id, name in services.items():
            button = FlatButton(name, icon_name="x")
            button.setAccessibleName(_("Haal {name} van de folder").format(name=name))
            button.clicked.connect(partial(self.dropped.emit, service_id))
            self.drop_buttons.append(button)
        self._on_it.replace(self.on_it_words, *self.drop_buttons)
        self.paper.load()

    def read_best(self, home: LookedFor | None) -> None:
        """Begin as the resident reads best."""
        spoken = home.language if home is not None else Language.DUTCH
        self.paper.language.set_value(spoken.value)
        self.paper.large.set_value(home is not None and home.large_print)

    def _maker(self, _use: Use) -> Callable[[], Press] | None:
        if not self._services:
            return None
        work = self._workplace
        wish = LeafletWish(
            service_ids=tuple(self._services),
            first_line=self.first_line.value(),
            large=self.paper.large.value(),
            language=self.paper.spoken,
        )
        return partial(leaflets.leaflet, work.database, work.session, wish)


class Giving(QObject):
    """What goes along, chosen on the page of each service.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)

    def __init__(
        self, workplace: Workplace, service: ServiceView, stack: QStackedWidget, parent: QObject
    ) -> None:
        """Begin with nothing; the leaflet takes the place of the service in ``stack``."""
        super().__init__(parent)
        self._workplace, self._service, self._stack = workplace, service, stack
        self._home: LookedFor | None = None
        self.chosen: dict[str, str] = {}
        self.page: LeafletPage | None = None
        service.shown.connect(self._say)
        service.give.clicked.connect(self._turn)
        service.leaflet.clicked.connect(self._open)

    def live(self, home: LookedFor | None) -> None:
        """Begin anew for somebody else: what was chosen was for who was here before."""
        if (home.resident if home else "") != (self._home.resident if self._home else ""):
            self.chosen = {}
            self._close()
        self._home = home
        self._say()

    def _turn(self) -> None:
        """Take the service that shows along, or not after all."""
        page = self._service.page
        if page is None:
            return
        if self.chosen.pop(page.service_id, None) is None:
            self.chosen[page.service_id] = page.name
        self._say()

    def _drop(self, service_id: str) -> None:
        self.chosen.pop(service_id, None)
        self._say()
        if self.chosen and self.page is not None:
            self.page.show_services(self.chosen)
            self.page.drop_buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close()

    def _open(self) -> None:
        if self.page is None:
            self.page = LeafletPage(self._workplace, self._stack)
            self._stack.addWidget(self.page)
            self.page.closed.connect(self._close)
            self.page.dropped.connect(self._drop)
            self.page.failed.connect(self._fail)
        self.page.first_line.set_value("")
        self.page.read_best(self._home)
        self.page.show_services(self.chosen)
        self._stack.setCurrentWidget(self.page)
        self.page.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if self.page is not None and self._stack.currentWidget() is self.page:
            self._stack.setCurrentWidget(self._service)
            self._service.give.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        self._service.give.setText(said.give_words(given=self._service.service_id in self.chosen))
        self._service.leaflet.setText(said.leaflet_words(len(self.chosen)))
        self._service.leaflet.setVisible(bool(self.chosen))

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
