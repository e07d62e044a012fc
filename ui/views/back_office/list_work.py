"""Reading the file of a list, and taking back a list that was brought in: off the GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from meitinker.exchange import tables
from meitinker.i18n import _
from meitinker.services import importing
from meitinker.store.lanes import Urgency
from ui.bite_work import BiteWork
from ui.file_places import in_documents
from ui.messages import sentence_for
from ui.viewmodels import client_lists as said
from ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from meitinker.exchange.tables import Table
    from meitinker.services.importing import Listed
    from meitinker.store.import_log import Import
    from ui.views.back_office.list_start import ListStart
    from ui.workplace import Workplace


class ListReading(QObject):
    """Asks for a file and reads it on the lane of files: a large one takes seconds.

    Signals:
        began: It is being read.
        read: The :class:`Table`, and what its columns seem to be (:class:`Listed`).
        failed: The error.
    """

    began = Signal()
    read = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Begin without a file."""
        super().__init__(parent)
        self._workplace, self._window = workplace, parent
        self._path = Path()

    def choose(self) -> None:
        """Ask which file, then read it."""
        kinds = _("Lijsten (*.csv *.txt *.xlsx)")
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, _("Kies een lijst"), in_documents(), kinds
        )
        if chosen:
            self._path = Path(chosen)
            self.again()

    def again(self, sheet: str = "") -> None:
        """Read the file that was chosen, or another sheet of it."""
        path = self._path
        self.began.emit()
        self._workplace.tasks.file(
            self,
            lambda: tables.read_file(path, sheet=sheet),
            done=self._was_read,
            failed=self.failed.emit,
        )

    def _was_read(self, table: Table) -> None:
        work = self._workplace

        def show(listed: Listed) -> None:
            self.read.emit(table, listed)

        work.tasks.read(
            self,
            lambda: importing.begin(work.database, work.session, table),
            done=show,
            failed=self.failed.emit,
        )


class TakingBack(QObject):
    """Takes a list back once somebody is certain: who was brought in cannot be undone again.

    Signals:
        ended: It is over, whatever came of it.
    """

    ended = Signal()

    def __init__(self, workplace: Workplace, page: ListStart) -> None:
        """Begin with nothing to take back; ``page`` tells how far it is."""
        super().__init__(page)
        self._workplace, self._page = workplace, page
        lane = partial(workplace.tasks.write, urgency=Urgency.BACKGROUND)
        self.work = BiteWork(lane, self)
        self.work.progressed.connect(self._so_far)
        self.work.ended.connect(self._taken_back)
        self.work.stopped.connect(self._over)
        self.work.failed.connect(self._failed)

    def ask(self, import_id: str) -> None:
        """Ask whether it is to be, and begin."""
        certain = confirm(
            _("Wilt u deze lijst terugdraaien?"),
            self._page,
            consequence=_("De inwoners van de lijst gaan weg. Met wie al is gewerkt, blijft."),
            do=_("Draai de lijst terug"),
            keep=_("Laat de lijst staan"),
        )
        if certain:
            work = self._workplace
            self._page.bar.clear()
            self._page.busy.begin(_("De lijst wordt teruggedraaid…"))
            self._page.busy.stop.show()
            self.work.start(importing.undo(work.database, work.session, import_id))

    def _so_far(self, done: int, of: int) -> None:
        words = _("De lijst wordt teruggedraaid: {done} van {of} inwoners.")
        self._page.busy.tell(words.format(done=done, of=of), done, of)

    def _taken_back(self, ended: tuple[Import, tuple[str, ...]]) -> None:
        self._over()
        self._page.bar.tell("gelukt", said.taken_back_words(ended[0]))

    def _failed(self, error: MeitinkerError) -> None:
        self._over()
        self._page.bar.tell("fout", sentence_for(error).text)

    def _over(self) -> None:
        self._page.busy.hide()
        self.ended.emit()
