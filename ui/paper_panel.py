"""A paper as large as the window: to read along with at the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.widgets.buttons import IconButton, PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.overlay import Overlay
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
        self.before = IconButton(_("Vorige bladzijde"), icon_name="chevron-left")
        self.after = IconButton(_("Volgende bladzijde"), icon_name="chevron-right")
        self.pages = WrappedLabel("", tone="muted")
        self.pages.setWordWrap(False)
        self.fill(
            (), self.preview, (self.close_button, self.before, self.pages, self.after), whole=True
        )
        self.close_button.clicked.connect(self.dismiss)
        self.before.clicked.connect(self.preview.previous_page)
        self.after.clicked.connect(self.preview.next_page)
        self.preview.pageChanged.connect(
            lambda number, count: self.pages.setText(page_words(number, count))
        )
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


def page_words(page: int, count: int) -> str:
    """Return which page is in sight, or "" where there is none."""
    return _("Bladzijde {page} van {count}").format(page=page, count=count) if count else ""
