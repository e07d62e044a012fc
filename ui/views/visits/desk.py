"""What the sections of a conversation share: the visit at hand, keeping, and acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.domain.visits import VisitState
from meitinker.ids import VisitId
from meitinker.services import visit_files
from ui.forms.keeping import Keeping
from ui.viewmodels import conversation as told

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.visit_files import VisitFile
    from ui.widgets.autosave import Fields
    from ui.workplace import Workplace


class Desk(QObject):
    """The visit on the table. Sections read :attr:`file` and ask for acts.

    Signals:
        changed: The visit changed: look at :attr:`file`.
        goto: Section and field that should have the focus.
        failed: A ``MeitinkerError`` for the bar of the conversation.
        needChosen: Id of the need whose ladder is shown.
        onwards: What was to be done here is done: the main button is next.
    """

    changed = Signal()
    goto = Signal(str, str)
    failed = Signal(object)
    needChosen = Signal(str)
    onwards = Signal()

    def __init__(self, workplace: Workplace, file: VisitFile, parent: QObject) -> None:
        """Lay ``file`` on the table."""
        super().__init__(parent)
        self.workplace = workplace
        self.keeping = Keeping(workplace, self)
        self.keeping.committed.connect(self._committed)
        self._file = file
        self._need = file.needs[0].id if file.needs else ""

    @property
    def file(self) -> VisitFile:
        """The visit as it is in the store."""
        return self._file

    @property
    def visit_id(self) -> VisitId:
        """The visit."""
        return VisitId(self._file.visit.id)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: it is concluded or another device writes it."""
        visit = self._file.visit
        concluded = visit.state is VisitState.CONCLUDED
        return concluded or visit.device_id != self.workplace.session.device

    @property
    def need_id(self) -> str:
        """The need whose ladder is shown, or "" while there is none."""
        if any(need.id == self._need for need in self._file.needs):
            return self._need
        return self._file.needs[0].id if self._file.needs else ""

    def choose_need(self, need_id: str) -> None:
        """Show the ladder of another need."""
        if need_id != self._need:
            self._need = need_id
            self.needChosen.emit(need_id)

    def set_file(self, file: VisitFile) -> None:
        """Take in the visit as it is now."""
        self._file = file
        self.changed.emit()

    def reload(
        self,
        done: Callable[[], None] | None = None,
        *,
        failed: Callable[[MeitinkerError], None] | None = None,
    ) -> None:
        """Read the visit anew; then ``done``, or ``failed`` after the bar told why not."""
        work, visit_id = self.workplace, self.visit_id

        def take(file: VisitFile) -> None:
            self.set_file(file)
            if done is not None:
                done()

        def refused(error: MeitinkerError) -> None:
            self.failed.emit(error)
            if failed is not None:
                failed(error)

        work.tasks.read(
            self,
            lambda: visit_files.file_of(work.database, work.session, visit_id),
            done=take,
            failed=refused,
        )

    def made(self, done: Callable[[], None], failed: Callable[[MeitinkerError], None]) -> None:
        """What was typed became a record: read the visit anew, then tell that it is safe.

        The next save needs its id. Where the cursor is is kept with the first words as with all
        that follow.
        """

        def safe() -> None:
            done()
            self.keeping.formKept.emit()

        self.reload(safe, failed=failed)

    def act(
        self,
        work: Callable[[], Changes],
        *,
        done: Callable[[Changes], None] | None = None,
        failed: Callable[[MeitinkerError], None] | None = None,
    ) -> None:
        """Do something that is undoable as a whole; what was typed before is kept first."""

        def go(_safe: bool) -> None:
            # Also where some of it cannot be kept: that is told, and stands in its field.
            self.workplace.tasks.write(self, work, done=done, failed=failed or self.failed.emit)

        self.keeping.flush(go)

    def _committed(self, kind: str, record_id: str, fields: Fields) -> None:
        self._file = told.with_fields(self._file, kind, record_id, fields)
        self.changed.emit()
