"""Rows of tasks and of people on the first screen: one main deed, and the way to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.i18n import _
from ui.views.today.rows import Card, ItemRow
from ui.widgets.buttons import FlatButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.today import Item
    from ui.widgets.buttons import Button


class FileRow(ItemRow):
    """A row with its main button, and one that opens the file.

    Signals:
        looked: The file is to be opened; carries the :class:`Item`.
    """

    looked = Signal(object)

    def _make_buttons(self) -> tuple[Button, ...]:
        self.look = FlatButton(_("Bekijk dossier"), self)
        self.look.clicked.connect(lambda: self.looked.emit(self.item))
        return (self.look,)

    def _name_buttons(self) -> None:
        super()._name_buttons()
        self.look.setAccessibleName(f"{self.look.text()}: {self.item.title}")


class FileCard(Card):
    """A card of such rows."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Build an empty card."""
        super().__init__(title, parent, kind=FileRow)

    def _make(self, item: Item) -> ItemRow:
        row = FileRow(item, self)
        row.acted.connect(self.acted)
        row.looked.connect(self.looked)
        return row
