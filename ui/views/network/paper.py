"""The network on paper: how it will look, to a printer, and to a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.ids import PersonId
from meitinker.services import network_paper
from meitinker.services.network_paper import Wish
from meitinker.services.plans import Use
from ui.paper.paper_view import PaperExtras, PaperView
from ui.theme import px
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckField

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.people import Person
    from meitinker.reports.page import Press
    from ui.workplace import Workplace


class PaperPart(QWidget):
    """The drawing as it will lie on the table, and all there is to do with it.

    Signals:
        failed: It could not be made: the error.
        closed: Back to the network.
    """

    failed = Signal(object)
    closed = Signal()

    def __init__(self, workplace: Workplace, client: Person, parent: QWidget | None = None) -> None:
        """Build the page and begin to make the paper as the resident reads best."""
        super().__init__(parent)
        self._workplace = workplace
        self._client = PersonId(client.id)
        self.close_button = Button(_("Terug naar het netwerk"), self, icon_name="arrow-left")
        self.strain = CheckField(_("Ook hoe zwaar het is. Dit papier is niet voor de inwoner."))
        self.paper = PaperView(
            workplace,
            self._maker,
            language=_("Taal van het papier"),
            name=lambda: _("netwerk"),
            around=PaperExtras(below=(self.strain,)),
            parent=self,
        )
        self.paper.language.set_value(client.language.value)
        self.paper.large.set_value(client.large_print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.paper)
        self.strain.edited.connect(self.paper.load)
        self.paper.failed.connect(self.failed)
        self.close_button.clicked.connect(self.closed)
        self.paper.load()

    def _maker(self, use: Use) -> Callable[[], Press]:
        work = self._workplace
        service = {
            Use.SCREEN: network_paper.preview,
            Use.PAPER: network_paper.printed,
            Use.FILE: network_paper.exported,
        }[use]
        wish = Wish(
            large=self.paper.large.value(),
            language=self.paper.spoken,
            with_strain=self.strain.value(),
        )
        return partial(service, work.database, work.session, self._client, wish=wish)
