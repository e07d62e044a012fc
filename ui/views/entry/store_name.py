"""What a store is called on the unlock page of a computer that several people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import labels
from meitinker.i18n import _
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class StoreName(TextField):
    """A name that is chosen before anything is unlocked: everyone at the computer reads it."""

    room = labels.LONGEST

    def __init__(
        self, label: str, parent: QWidget | None = None, *, required: bool = False
    ) -> None:
        """Build it empty."""
        hint = _("Bijvoorbeeld uw voornaam. Iedereen bij deze computer kan dit lezen.")
        super().__init__(label, parent, hint=hint, required=required)

    def problem(self) -> str | None:
        """Return the sentence for what is wrong with it for a new store, or None."""
        name = self.value()
        if not name:
            return _("Vul dit in.")
        if len(name) > self.room:
            return self.error
        if labels.is_taken(name):
            return self.taken()
        return None

    def taken(self) -> str:
        """Return the sentence for a name that another store here has."""
        return _("Zo heet al een andere werkplek op deze computer. Kies een andere naam.")
