"""Files of another program, of clients or of services: looked at, brought in and taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import paths
from meitinker.errors import MeitinkerError, TableRefused
from meitinker.i18n import _
from meitinker.store.lanes import Priority
from meitinker.store.settings import ScreenSpot
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.paper.file_places import ask_where
from ui.views.back_office import KEY
from ui.views.back_office.list_columns import ListColumns
from ui.views.back_office.list_report import ListReport
from ui.views.back_office.list_start import ListStart
from ui.views.back_office.list_work import ListReading, TakingBack
from ui.widgets.stack import Stack
from ui.window.place_view import PlaceView
from ui.work.bite_work import BiteWork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.store.import_log import Import
    from ui.viewmodels.file_lists import FileList
    from ui.workplace import Workplace


class ListsPage(PlaceView):
    """Three steps, one at a time: choosing a list, saying what it holds, bringing it in.

    Checking and bringing in go in bites between what others ask of the store; they go on where
    another tab is turned to.
    """

    key = KEY

    def __init__(
        self, workplace: Workplace, files: FileList, parent: QWidget | None = None
    ) -> None:
        """Build it at the first step; ``files`` tells of what kind lists are."""
        super().__init__(workplace, parent)
        self.files = files
        self.keeping = Keeping(workplace, self)
        self.start = ListStart(files)
        self.columns = ListColumns(self.keeping, files)
        self.report = ListReport(self.keeping, files)
        self._step: QWidget = self.start
        self._stack = Stack(self)
        for page in (self.start, self.columns, self.report):
            self._stack.addWidget(page)
        bites = partial(workplace.tasks.write, urgency=Priority.BACKGROUND)
        # What writes nothing holds up no typing where files are read.
        beside = partial(workplace.tasks.file, urgency=Priority.BACKGROUND)
        self.reading_file = ListReading(workplace, files, self)
        self.checking = BiteWork(beside if files.beside else bites, self)
        self.adding = BiteWork(bites, self)
        self.taking_back = TakingBack(workplace, files, self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the step at hand; what was brought in before is read anew."""
        del spot
        self._load()
        self._focus()

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=self.files.section)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen; work under way goes on."""
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Press the main button of the step at hand."""
        steps = {self.start: self.start.choose, self.columns: self.columns.check}
        steps.get(self._step, self.report.add).click()

    def save_now(self) -> None:
        """Keep what is chosen now."""
        self.keeping.flush()

    def reading(self) -> Sequence[QWidget]:
        """Return the step at hand."""
        return (self._step,)

    def _connect(self) -> None:
        self.start.asked.connect(lambda: None if self._busy() else self.reading_file.choose())
        self.start.undone.connect(lambda key: None if self._busy() else self.taking_back.ask(key))
        self.start.busy.stop.clicked.connect(self._stop)
        self.reading_file.began.connect(self._being_read)
        self.reading_file.read.connect(self._was_read)
        self.reading_file.failed.connect(self._not_read)
        self.columns.closed.connect(self._to_start)
        self.columns.checked.connect(self._check)
        self.columns.sheet_asked.connect(self.reading_file.again)
        self.report.closed.connect(partial(self._show_step, self.columns))
        self.report.added.connect(self._add)
        self.report.report_asked.connect(self._save_report)
        self.report.busy.stop.clicked.connect(self.adding.stop)
        self.checking.progressed.connect(self._checked_so_far)
        self.checking.ended.connect(self._checked)
        self.checking.stopped.connect(partial(self._show_step, self.columns))
        self.checking.failed.connect(self._check_failed)
        self.adding.progressed.connect(self._added_so_far)
        self.adding.ended.connect(self._added)
        self.adding.stopped.connect(self._add_stopped)
        self.adding.failed.connect(self._add_failed)
        self.taking_back.ended.connect(self._to_start)

    # --- reading ---------------------------------------------------------------------------

    def _being_read(self) -> None:
        self.start.bar.clear()
        self.start.busy.begin(self.files.words().reading)
        self.start.busy.stop.hide()

    def _was_read(self, content: Any, listed: Any) -> None:
        self.columns.show_list(content, listed)
        self._show_step(self.columns)

    def _not_read(self, error: MeitinkerError) -> None:
        self.start.busy.hide()
        here = self.columns if self._step is self.columns else self.start
        here.bar.tell("fout", sentence_for(error).text)

    # --- checking --------------------------------------------------------------------------

    def _check(self) -> None:
        listed, work = self.columns.listed, self.workplace
        if listed is None or self._busy():
            return
        chosen = self.columns.chosen()
        self.columns.bar.clear()
        if self.files.headed(listed) is None:
            self._begin_check(listed)
            return
        self.keeping.act(
            self,
            lambda: self.files.service.choose(work.database, work.session, listed, chosen),
            done=self._begin_check,
            failed=self._check_failed,
        )

    def _begin_check(self, listed: Any) -> None:
        work, source = self.workplace, self.columns.source.value()
        self.start.bar.clear()
        self.start.busy.begin(self.files.words().checking)
        self.start.busy.stop.show()
        check = self.files.service.check
        self.checking.start(check(work.database, work.session, listed, source=source))
        self._show_step(self.start)

    def _checked_so_far(self, done: int, of: int) -> None:
        words = self.files.words().checked
        self.start.busy.tell(words.format(done=done, of=of), done, of)

    def _checked(self, report: Any) -> None:
        listed = self.columns.listed
        about = self.files.layout(listed) if listed is not None else ""
        self.report.show_report(report, about=about)
        self._show_step(self.report)

    def _check_failed(self, error: MeitinkerError) -> None:
        self._show_step(self.columns)
        self.columns.bar.tell("fout", sentence_for(error).text)

    # --- bringing in -----------------------------------------------------------------------

    def _add(self) -> None:
        report, work = self.report.report, self.workplace
        if report is None or self._busy():
            return
        self.report.bar.clear()
        self.report.untouched.hide()
        self.report.busy.begin(self.files.words().adding)
        chosen = self.report.chosen()
        self.adding.start(self.files.run(work.database, work.session, report, chosen))

    def _added_so_far(self, done: int, of: int) -> None:
        words = self.files.words().added
        self.report.busy.tell(words.format(done=done, of=of), done, of)

    def _added(self, done: Import) -> None:
        self.columns.kept.leave()
        self.report.choosing.kept.leave()
        self._to_start()
        self.start.bar.tell("gelukt", self.files.added_words(done))

    def _add_stopped(self) -> None:
        self._to_start()
        self.start.bar.tell("waarschuwing", self.files.words().stopped)

    def _add_failed(self, error: MeitinkerError) -> None:
        self.report.busy.hide()
        self.report.bar.tell("fout", sentence_for(error).text)
        if isinstance(error, TableRefused):
            self._check()  # people came in since: what is shown is no longer true

    def _save_report(self) -> None:
        report = self.report.report
        name = f"{_('verslag')}.csv"
        path = ask_where(self, _("Bewaar het verslag"), name=name, kind="CSV (*.csv)")
        if report is None or path is None:
            return
        try:
            paths.write_durably(path, self.files.report_file(report))
        except MeitinkerError as error:
            self.report.bar.tell("fout", sentence_for(error).text)
            return
        self.report.bar.tell("gelukt", self.files.words().kept)

    # --- steps -----------------------------------------------------------------------------

    def _busy(self) -> bool:
        return any(one.running for one in (self.checking, self.adding, self.taking_back.work))

    def _stop(self) -> None:
        for one in (self.checking, self.taking_back.work):
            one.stop()

    def _load(self) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: self.files.service.done(work.database, work.session),
            done=self.start.show_earlier,
            failed=lambda error: self.told.emit("fout", sentence_for(error).text),
        )

    def _to_start(self) -> None:
        self._load()
        self._show_step(self.start)

    def _show_step(self, step: QWidget) -> None:
        self._step = step
        self.start.busy.setVisible(self.checking.running or self.taking_back.work.running)
        self.report.busy.setVisible(self.adding.running)
        self._stack.setCurrentWidget(step)
        self._focus()
        self.moved.emit()

    def _focus(self) -> None:
        if self._step is self.columns:
            self.columns.focus_first()
        elif self._step is self.report:
            self.report.focus_first()
        else:
            busy = self.start.busy.isVisible()
            target = self.start.busy.stop if busy else self.start.choose
            target.setFocus(Qt.FocusReason.OtherFocusReason)
