"""A paper as large as the window: to read along with at the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.widgets.buttons import PrimaryButton
from ui.widgets.overlay import Overlay
from ui.widgets.page_turning import PageTurning
from ui.widgets.pdf_preview import PdfPreview


class PaperPanel(Overlay):
    """Lies over the place; its pages live in memory and go with it."""

    widest = 1100

    def __init__(self, pdf: bytes, *, page: int, parent: QWidget) -> None:
        """Show ``pdf``, which was shown before, from ``page`` on.

        Raises:
            AttachmentDamaged: It is no PDF that can be shown.
        """
        super().__init__(_("Papier"), parent)
        self.preview = PdfPreview()
        self.close_button = PrimaryButton(_("Sluit"), icon_name="x")
        self.turning = turning = PageTurning(self.preview)
        buttons = (self.close_button, turning.back, turning.words, turning.on)
        self.fill((), self.preview, buttons, whole=True)
        self.close_button.clicked.connect(self.dismiss)
        self.preview.set_pdf(pdf)
        self._first = page

    def open(self) -> None:
        """Show it, with the keyboard on the page."""
        super().open()
        self.preview.go_to(self._first)
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Close it: there is nothing else to do here."""
        self.dismiss()
