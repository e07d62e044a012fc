"""Turns the pages of a preview, and says which one is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.buttons import IconButton
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from ui.widgets.pdf_preview import PdfPreview


class PageTurning:
    """Two buttons and the words between them; a way on that there is not cannot be pressed.

    Attributes:
        back: To the page before.
        words: Which page is in sight.
        on: To the page after.
    """

    def __init__(self, preview: PdfPreview) -> None:
        """Build the parts; whoever shows them lays them out."""
        self._preview = preview
        self.back = IconButton(_("Vorige bladzijde"), icon_name="chevron-left")
        self.words = WrappedLabel("", tone="muted")
        self.words.setWordWrap(False)
        self.words.setMinimumHeight(px(44))
        self.on = IconButton(_("Volgende bladzijde"), icon_name="chevron-right")
        self.back.clicked.connect(preview.previous_page)
        self.on.clicked.connect(preview.next_page)
        preview.pageChanged.connect(self._tell)
        self._tell(preview.page(), preview.page_count())

    def _tell(self, page: int, count: int) -> None:
        words = _("Bladzijde {page} van {count}").format(page=page, count=count) if count else ""
        self.words.setText(words)
        had = self.back.hasFocus() or self.on.hasFocus()
        self.back.setEnabled(page > 1)
        self.on.setEnabled(page < count)
        if had and not (self.back.hasFocus() or self.on.hasFocus()):
            ways = (one for one in (self.back, self.on) if one.isEnabled())
            next(ways, self._preview).setFocus(Qt.FocusReason.OtherFocusReason)
