"""Bijwerken without internet: the work on a stick to the back office, and the answer back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.file_places import in_documents
from ui.theme import mark, px
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIX = ".meitinker"


class StickPart(QFrame):
    """A card with the two ways of a stick.

    Signals:
        packing: What waits must go into the file at this path.
        taking_in: The answer at this path must be taken in.
    """

    packing = Signal(Path)
    taking_in = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self.pack = Button(_("Zet op een stick…"), icon_name="usb")
        self.take_in = Button(_("Lees het antwoord in…"), icon_name="upload")
        words = _(
            "Zet uw werk op een stick en breng die naar de backoffice. Het bestand is versleuteld:"
            " alleen uw organisatie kan het lezen. Op dezelfde stick komt een antwoord terug."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(12))
        column.addWidget(Heading(_("Bijwerken zonder internet"), level=2))
        column.addWidget(WrappedLabel(words))
        column.addWidget(Flow(self.pack, self.take_in, gap=12))
        self.pack.clicked.connect(lambda: self._chosen(self._to_save, self.packing))
        self.take_in.clicked.connect(lambda: self._chosen(self._to_read, self.taking_in))

    def show_busy(self, busy: bool) -> None:
        """Let nothing begin while an exchange is under way."""
        self.pack.setEnabled(not busy)
        self.take_in.setEnabled(not busy)

    def _chosen(self, ask: Callable[[], tuple[str, str]], signal: SignalInstance) -> None:
        chosen, _kind = ask()
        if chosen:
            signal.emit(Path(chosen))

    def _to_save(self) -> tuple[str, str]:
        name = _("naar de backoffice {day}").format(day=clock.today().isoformat()) + SUFFIX
        return QFileDialog.getSaveFileName(
            self, _("Zet uw werk op een stick"), in_documents(name), f"meitinker (*{SUFFIX})"
        )

    def _to_read(self) -> tuple[str, str]:
        return QFileDialog.getOpenFileName(
            self, _("Lees het antwoord in"), in_documents(""), f"meitinker (*{SUFFIX})"
        )
