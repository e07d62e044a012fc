"""Bijwerken without internet: the work on a stick to the back office, and the answer back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.paper.file_places import ask_where, ask_which
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card

SUFFIX = ".meitinker"
_KIND = f"meitinker (*{SUFFIX})"


class StickPart(Card):
    """The two ways of a stick.

    Signals:
        packing: What waits must go into the file at this path.
        taking_in: The answer at this path must be taken in.
    """

    packing = Signal(Path)
    taking_in = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(parent)
        self.pack = Button(_("Zet op een stick…"), icon_name="usb")
        self.take_in = Button(_("Lees het antwoord in…"), icon_name="upload")
        words = _(
            "Zet uw werk op een stick en breng die naar de backoffice. Het bestand is versleuteld:"
            " alleen uw organisatie kan het lezen. Op dezelfde stick komt een antwoord terug."
        )
        column = self.column
        column.addWidget(Heading(_("Bijwerken zonder internet"), self, level=2))
        column.addWidget(WrappedLabel(words, self))
        column.addWidget(Flow(self.pack, self.take_in, gap=12, parent=self))
        self.pack.clicked.connect(self._pack)
        self.take_in.clicked.connect(self._take_in)

    def show_busy(self, busy: bool) -> None:
        """Let nothing begin while an exchange is under way."""
        self.pack.setEnabled(not busy)
        self.take_in.setEnabled(not busy)

    def _pack(self) -> None:
        name = _("naar de backoffice {day}").format(day=clock.today().isoformat()) + SUFFIX
        path = ask_where(self, _("Zet uw werk op een stick"), name=name, kind=_KIND)
        if path is not None:
            self.packing.emit(path)

    def _take_in(self) -> None:
        path = ask_which(self, _("Lees het antwoord in"), kinds=_KIND)
        if path is not None:
            self.taking_in.emit(path)
