"""Reading the file of a list, and taking back a list that was brought in: off the GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from meitinker.store.lanes import Priority
from ui.messages import sentence_for
from ui.paper.file_places import ask_which
from ui.widgets.dialogs import confirm
from ui.work.bite_work import BiteWork

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from meitinker.store.import_log import Import
    from ui.viewmodels.file_lists import FileList
    from ui.views.back_office.list_start import ListStart
    from ui.workplace import Workplace


class ListReading(QObject):
    """Asks for a file and reads it on the lane of files: a large one takes seconds.

    Signals:
        began: It is being read.
        read: What the file holds, and how it is read.
        failed: The error.
    """

    began = Signal()
    read = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, files: FileList, parent: QWidget) -> None:
        """Begin without a file; ``files`` tells of what kind it is."""
        super().__init__(parent)
        self._workplace, self._files, self._window = workplace, files, parent
        self._path = Path()

    def choose(self) -> None:
        """Ask which file, then read it."""
        words = self._files.words()
        chosen = ask_which(self._window, words.which, kinds=words.kinds)
        if chosen is not None:
            self._path = chosen
            self.again()

    def again(self, sheet: str = "") -> None:
        """Read the file that was chosen, or another sheet of it."""
        path = self._path
        self.began.emit()
        self._workplace.tasks.file(
            self,
            lambda: self._files.read(path, sheet=sheet),
            done=self._was_read,
            failed=self.failed.emit,
        )

    def _was_read(self, content: Any) -> None:
        work, service = self._workplace, self._files.service

        def show(listed: Any) -> None:
            self.read.emit(content, listed)

        work.tasks.read(
            self,
            lambda: service.begin(work.database, work.session, content),
            done=show,
            failed=self.failed.emit,
        )


class TakingBack(QObject):
    """Takes a list back once somebody is certain: what came of it cannot be undone otherwise.

    Signals:
        ended: It is over, whatever came of it.
    """

    ended = Signal()

    def __init__(self, workplace: Workplace, files: FileList, page: ListStart) -> None:
        """Begin with nothing to take back; ``page`` tells how far it is."""
        super().__init__(page)
        self._workplace, self._files, self._page = workplace, files, page
        lane = partial(workplace.tasks.write, urgency=Priority.BACKGROUND)
        self.work = BiteWork(lane, self)
        self.work.progressed.connect(self._so_far)
        self.work.ended.connect(self._taken_back)
        self.work.stopped.connect(self._over)
        self.work.failed.connect(self._failed)

    def ask(self, import_id: str) -> None:
        """Ask whether it is to be, and begin."""
        words = self._files.words()
        certain = confirm(
            words.undo,
            self._page,
            consequence=words.undo_means,
            do=words.undo_do,
            keep=words.undo_keep,
        )
        if certain:
            work = self._workplace
            self._page.bar.clear()
            self._page.busy.begin(words.taking)
            self._page.busy.stop.show()
            self.work.start(self._files.service.undo(work.database, work.session, import_id))

    def _so_far(self, done: int, of: int) -> None:
        words = self._files.words().taken
        self._page.busy.tell(words.format(done=done, of=of), done, of)

    def _taken_back(self, ended: tuple[Import, tuple[str, ...]]) -> None:
        self._over()
        self._page.bar.tell("gelukt", self._files.taken_back_words(ended[0]))

    def _failed(self, error: MeitinkerError) -> None:
        self._over()
        self._page.bar.tell("fout", sentence_for(error).text)

    def _over(self) -> None:
        self._page.busy.hide()
        self.ended.emit()
