"""Naar buiten: the website of the social map."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from meitinker.services import publishing
from meitinker.store.lanes import Priority
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.paper.file_places import ask_folder
from ui.viewmodels import map_out as said
from ui.views.back_office import KEY, MAP_OUT
from ui.widgets.bars import MessageBar
from ui.widgets.busy import Busy
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card
from ui.widgets.scrolling import scroll_within
from ui.window.place_view import PlaceView
from ui.work.bite_work import BiteWork

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.services.publishing import Published
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the column gets, px at 100 %."""


class MapOutPage(PlaceView):
    """A website for everybody."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it; nothing is read for it."""
        super().__init__(workplace, parent)
        self._site: Path | None = None
        self.bar = MessageBar()
        self.all_three = CheckField(_("Ook in het Fries en het Engels"))
        self.publish = PrimaryButton(_("Maak de website…"), icon_name="upload")
        self.look = FlatButton(_("Bekijk de website"), icon_name="eye")
        self.look.hide()
        self.busy = Busy()
        # Reading all of a large map takes seconds: where that holds up no typing.
        lane = partial(workplace.tasks.file, urgency=Priority.BACKGROUND)
        self._writing = BiteWork(lane, self)
        self._lay_out()
        self._connect()

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Put the keyboard on the first thing to do."""
        del spot
        self.publish.setFocus(Qt.FocusReason.OtherFocusReason)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=MAP_OUT)

    def confirm(self) -> None:
        """Press the main button."""
        self.publish.click()

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("De sociale kaart voor iedereen"), level=1))
        column.lines.addWidget(self.bar)
        site = Card()
        site.add(Heading(_("Website"), level=2))
        words = _(
            "Dan kan iedereen zelf hulp zoeken. Alleen wat openbaar is, gaat mee. Zet de map op"
            " internet of op een stick."
        )
        buttons = Flow(self.publish, self.look, gap=12)
        for part in (WrappedLabel(words, tone="muted"), self.all_three, buttons, self.busy):
            site.add(part)
        column.lines.addWidget(site)
        column.lines.addStretch(1)
        scroll_within(self, column)

    def _connect(self) -> None:
        self.publish.clicked.connect(self._publish)
        self.look.clicked.connect(self._look)
        self.busy.stop.clicked.connect(self._writing.stop)
        self._writing.progressed.connect(
            lambda done, of: self.busy.tell(said.so_far(done, of), done, of)
        )
        self._writing.ended.connect(self._published)
        self._writing.stopped.connect(self._stopped)
        self._writing.failed.connect(self._broke_off)

    def _publish(self) -> None:
        if self._writing.running:
            return
        folder = ask_folder(self, _("Kies een map voor de website"))
        if folder is None:
            return
        work, self._site = self.workplace, said.site_in(folder)
        spoken = said.languages(all_three=self.all_three.value())
        self.bar.clear()
        self.look.hide()
        self.busy.begin(said.so_far(0, 0))
        self._writing.start(
            publishing.publish(work.database, work.session, self._site, languages=spoken)
        )

    def _published(self, made: Published) -> None:
        self.busy.hide()
        if self._site is not None:
            self.bar.tell("gelukt", said.published_words(made, self._site))
            self.look.show()

    def _stopped(self) -> None:
        self.busy.hide()
        self.bar.tell("uitleg", _("Gestopt. Er is niets veranderd."))

    def _broke_off(self, error: MeitinkerError) -> None:
        self.busy.hide()
        self.bar.tell("fout", sentence_for(error).text)

    def _look(self) -> None:
        if self._site is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._site / "index.html")))
