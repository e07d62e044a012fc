"""Foto's en papieren: what was seen of the house, and what the resident brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import attaching
from ui.viewmodels import attachments as told
from ui.viewmodels.conversation import PHOTOS
from ui.views.attachments.part import AttachmentsPart
from ui.views.visits.section import VisitSection
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.views.visits.desk import Desk


class PhotosSection(VisitSection):
    """The files of this conversation; when it is concluded they can be seen, not changed."""

    key = PHOTOS

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the list and the form."""
        super().__init__(desk, parent)
        self.consent = WrappedLabel("", tone="label")
        self.part = AttachmentsPart(desk.keeping, attaching.FOR_VISIT)
        self.part.failed.connect(desk.failed)
        self.column.addWidget(self.consent)
        self.column.addWidget(self.part)
        self.fields = {f"photos:{name}": one for name, one in self.part.form.fields().items()}
        self.show_file()

    def intro_words(self) -> str:
        """Return where files of after the conversation go."""
        if self.desk.read_only:
            return _("Dit gesprek is afgerond. Nieuwe papieren voegt u toe in het dossier.")
        return ""

    def show_file(self) -> None:
        """Show the files of the conversation, and what the resident said of photos."""
        file, may_add = self.desk.file, not self.desk.read_only
        self.consent.setText(told.consent_words(file.consents))
        self.consent.setVisible(may_add)
        lines = [told.line(one, removable=may_add) for one in reversed(file.attachments)]
        self.part.show_files(file.client.id, lines, visit_id=file.visit.id, may_add=may_add)

    def focus_first(self) -> None:
        """Go to the button that chooses files, or to the first file."""
        self.part.focus_first()

    def settle(self, done: Callable[[bool], None]) -> None:
        """Call ``done`` when no file is on its way any more."""
        self.part.settle(done)
