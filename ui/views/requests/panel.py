"""A new question over whatever is on the screen: typed while someone tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import request_files
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.requests import taken_words
from ui.views.requests import SECTION
from ui.views.requests.form import RequestForm
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.headings import PaneHeader
from ui.widgets.overlay import Overlay
from ui.window.place_view import REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.services.request_files import RequestFile
    from ui.workplace import Workplace


class RequestPanel(Overlay):
    """Lies over the window; :meth:`begin` opens it. What is typed stays when it goes.

    Signals:
        told: A message for the bar of the window: kind and sentence.
        taken: Where the request is now: a spot in the file of the resident.
    """

    told = Signal(str, str)
    taken = Signal(object)
    topic = REQUEST

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it over ``parent``, hidden."""
        super().__init__(_("Nieuwe vraag"), parent)
        self._workplace = workplace
        self.form = RequestForm(workplace, self.scrolled)
        self.take_button = PrimaryButton(_("Bewaar vraag"), self.card, icon_name="check")
        self.close_button = Button(_("Later verder"), self.card)
        title = PaneHeader(_("Nieuwe vraag"), self.card, level=2, beside=self.form.indicator)
        self.fill((title, self.form.bar), self.form, (self.take_button, self.close_button))
        self.take_button.setToolTip(_("Ctrl+Enter"))
        self.close_button.setToolTip(_("Esc. Wat u typte, blijft bewaard."))
        self.take_button.clicked.connect(self.form.take)
        self.close_button.clicked.connect(self.dismiss)
        self.form.taken.connect(self._took)
        self.form.grown.connect(self.fit)

    def begin(self, client_id: str = "") -> None:
        """Open it about a resident, or about nobody yet."""
        self.open()
        self.form.begin(client_id)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then call ``done``: True when it is safe."""
        self.form.flush(done)

    def confirm(self) -> None:
        """Take the request."""
        self.form.take()

    def keep(self) -> None:
        """Keep what is typed."""
        self.form.flush(lambda _safe: None)

    def dismiss(self) -> None:
        """Close without taking; what was typed is kept, and stays in sight when it cannot be."""
        if self._closing:
            return
        self._closing = True
        waits = not self.form.typed().empty
        self.form.flush(lambda safe: self._dismissed(safe=safe, waits=waits))

    def _dismissed(self, *, safe: bool, waits: bool) -> None:
        self._closing = safe
        if not safe:
            self.show()
            self.raise_()
            return
        if waits:
            self.told.emit(
                "uitleg",
                _("Uw vraag is bewaard, maar nog niet toegevoegd. U vindt haar op Vandaag."),
            )
        self.form.person.stop()
        self.go()

    def _took(self, changes: Changes) -> None:
        work, request_id = self._workplace, RecordId(changes.created("request"))
        work.tasks.read(
            self,
            lambda: request_files.file_of(work.database, work.session, request_id),
            done=self._tell,
        )

    def _tell(self, file: RequestFile) -> None:
        self._closing = True
        self.form.person.stop()
        spot = ScreenSpot(screen="people", record_id=file.client.id, section=SECTION)
        self.told.emit("gelukt", taken_words(file.clocks[0]))
        self.go()
        self.taken.emit(spot)
