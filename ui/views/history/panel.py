"""The history of one field: who changed it when, from what to what, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import history
from ui.messages import sentence_for
from ui.viewmodels.dossier import field_line
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.overlay import Overlay

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from meitinker.services.history import FieldChange
    from ui.workplace import Workplace


class HistoryPanel(Overlay):
    """Lies over the place; the arrows walk through the changes, Esc closes it."""

    widest = 640
    highest = 480

    def __init__(self, workplace: Workplace, title: str, parent: QWidget | None = None) -> None:
        """Build it over ``parent`` for the field called ``title``."""
        words = _("Geschiedenis: {field}").format(field=title)
        super().__init__(words, parent)
        self._workplace = workplace
        self.bar = MessageBar()
        self.changes = RowList(words)
        self.none = WrappedLabel(_("Bezig met openen…"), tone="muted")
        self.close_button = PrimaryButton(_("Sluit"), icon_name="x")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.none, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.changes, 1)
        head = (PaneHeader(words, level=2), self.bar)
        self.fill(head, body, (self.close_button,), whole=True)
        self.changes.hide()
        self.close_button.clicked.connect(self.dismiss)

    def begin(self, kind: str, record_id: str, *, field: str) -> None:
        """Show it, and ask what stood in the field; that it is read is logged first."""
        self.open()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        work, one = self._workplace, RecordId(record_id)
        work.tasks.write(
            self,
            lambda: history.of_field(work.database, work.session, kind, one, field=field),
            done=self._show,
            failed=self._refused,
        )

    def confirm(self) -> None:
        """Close it: there is nothing else to do here."""
        self.dismiss()

    def _show(self, found: tuple[FieldChange, ...]) -> None:
        lines = [field_line(one) for one in found]
        self.none.setText(_("Dit veld is nog niet veranderd."))
        self.none.setVisible(not lines)
        self.changes.setVisible(bool(lines))
        self.changes.set_rows(
            [Row(str(n), line.when, line.what, "edit") for n, line in enumerate(lines)]
        )
        if lines:
            self.changes.select("0")
            self.changes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: MeitinkerError) -> None:
        self.none.hide()
        self.bar.tell("fout", sentence_for(error).text)
