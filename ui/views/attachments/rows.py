"""Files as rows: the small picture, the name, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.errors import BugError
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.today import Item
from ui.views.attachments.thumbnails import HEIGHT, WIDTH, Thumbnails, ThumbnailView
from ui.views.today.rows import DayCard, ItemRow
from ui.widgets.buttons import Button, FlatButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.attachments import AttachmentLine

_EDGE, _AIR, _LINE_GAP = 16, 12, 4
"""Room at the sides, above and below, and between lines; px at 100 %."""


class FileItem(Item, frozen=True, kw_only=True):
    """A file as a row; ``removable`` where it may be taken away, ``photo`` for a picture."""

    removable: bool = True
    photo: bool = False


class FileRow(ItemRow):
    """One file: to be seen, or to be taken away.

    Signals:
        removed: It is to go; the :class:`Item`.
    """

    removed = Signal(object)

    def __init__(self, item: FileItem, pictures: Thumbnails, parent: QWidget) -> None:
        """Build it for ``item``, with its picture from ``pictures`` once it is in sight."""
        super().__init__(item, parent)
        self._icon.hide()  # the picture, or the icon in its place, says it already
        self.picture = ThumbnailView(
            pictures, self, file=item.key, icon_name=item.icon_name, photo=item.photo
        )
        self.picture.clicked.connect(lambda: self.acted.emit(self.item))

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        super().show_item(item)
        self._show_away()

    def _start(self) -> int:
        return px(_EDGE + WIDTH + _EDGE)

    def _arrange(self, width: int, *, place: bool) -> int:
        if place:
            self.picture.setGeometry(px(_EDGE), px(_AIR), px(WIDTH), px(HEIGHT))
        return max(super()._arrange(width, place=place), px(HEIGHT + 2 * _AIR))

    def _words(self, top: int, width: int, *, place: bool) -> int:
        title = self._title.heightForWidth(width)
        status = self._status.heightForWidth(width)
        if place:
            left, line = self._start(), top + title + px(_LINE_GAP)
            self._title.setGeometry(left, top, width, title)
            self._status.setGeometry(left, line, width, status)
        return title + px(_LINE_GAP) + status

    def _make_buttons(self) -> tuple[Button, ...]:
        self.away = FlatButton(_("Haal weg"), self)
        self.away.clicked.connect(lambda: self.removed.emit(self.item))
        self._show_away()
        return (self.away,)

    def _show_away(self) -> None:
        self.away.setVisible(isinstance(self.item, FileItem) and self.item.removable)

    def _name_buttons(self) -> None:
        super()._name_buttons()
        self.away.setAccessibleName(f"{self.away.text()}: {self.item.title}")


class FileCard(DayCard):
    """The card of the files.

    Signals:
        removed: As of its rows.
    """

    removed = Signal(object)

    def __init__(self, title: str, pictures: Thumbnails) -> None:
        """Build an empty card whose rows show ``pictures``."""
        super().__init__(title)
        self._pictures = pictures

    def _make(self, item: Item) -> ItemRow:
        if not isinstance(item, FileItem):
            raise BugError("a file card shows files")
        row = FileRow(item, self._pictures, self)
        row.acted.connect(self.acted)
        row.removed.connect(self.removed)
        return row


def item_of(line: AttachmentLine) -> FileItem:
    """Return a file as what a row shows."""
    return FileItem(
        key=line.attachment_id,
        title=line.title,
        status=line.status,
        icon_name=line.icon_name,
        record_id=line.attachment_id,
        verb=_("Bekijk"),
        removable=line.removable,
        photo=line.photo,
    )
