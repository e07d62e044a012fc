"""The documents of a file: every photo and paper of the resident, of all conversations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import attaching
from ui.viewmodels import attachments as told
from ui.views.attachments.part import AttachmentsPart
from ui.widgets.layout import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.services.attaching import FileOf
    from ui.forms.keeping import Keeping


class DocumentsPart(Part):
    """The part "Foto's en papieren" of a file.

    Signals:
        failed: A service said no: the error, for the bar.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; the form is opened when it is asked for, and kept by ``keeping``."""
        super().__init__(_("Foto’s en papieren"), parent)
        self._workplace = keeping.workplace
        self._person_id = ""
        self.files = AttachmentsPart(keeping, attaching.FOR_FILE, folded=True)
        self.files.failed.connect(self.failed)
        self.add(self.files)

    def show_person(self, person_id: RecordId) -> None:
        """Show the files of a resident, or of the same one as they are now."""
        if person_id != self._person_id:
            self._person_id = person_id
            self.files.show_files(person_id, ())
        work = self._workplace
        work.tasks.read(
            self,
            lambda: attaching.of_client(work.database, work.session, PersonId(person_id)),
            done=partial(self._show, person_id),
            failed=self.failed.emit,
        )

    def flush(self, done: Callable[[bool], None]) -> None:
        """Call ``done`` when no file is on its way any more."""
        self.files.settle(done)

    def _show(self, person_id: RecordId, found: tuple[FileOf, ...]) -> None:
        if person_id == self._person_id:
            lines = [told.line(one.attachment, removable=not one.fixed) for one in found]
            self.files.show_files(person_id, lines)
