"""A card of rows on the first screen: who, how it stands, and the button that goes on."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.theme import mark, px
from ui.viewmodels.dates import DAY, MONTH, YEAR
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.dates import DateField
from ui.widgets.form_field import IconLabel, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.today import Item


class ItemRow(QWidget):
    """One resident and what is to be done.

    Signals:
        acted: The main button was pressed; carries the :class:`Item`.
    """

    acted = Signal(object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        """Build it for ``item``."""
        super().__init__(parent)
        self.item = item
        self._title = WrappedLabel("", self, tone="label")
        self._icon = IconLabel("", self)
        self._status = WrappedLabel("", self, tone="muted")
        self.button = Button(item.verb, self)
        self.button.clicked.connect(lambda: self.acted.emit(self.item))
        self._beside = QWidget(self)
        self._buttons = QHBoxLayout(self._beside)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(px(8))
        self._buttons.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        self._column.addWidget(TightRow(self._words(), self._beside))
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        self.item = item
        self._title.setText(item.title)
        self._status.setText(item.status)
        self._icon.set_icon(item.icon_name, tone=item.tint)
        self.button.setText(item.verb)
        self.button.setAccessibleName(f"{item.verb}: {item.title}")

    def _words(self) -> QWidget:
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._status, 1)
        column.addWidget(self._title)
        column.addLayout(line)
        return words


class PlanRow(ItemRow):
    """A plan that must still reach its resident: given today, or on another day.

    Signals:
        given: The :class:`Item` and the date on which it was given.
        looked: The visit is to be shown; carries the :class:`Item`.
    """

    given = Signal(object, object)
    looked = Signal(object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        """Build it for ``item``, with the question for another date out of sight."""
        self.look = FlatButton(_("Bekijk gesprek"))
        self.other = FlatButton(_("Andere datum"))
        super().__init__(item, parent)
        self._buttons.insertWidget(0, self.look)
        self._buttons.insertWidget(1, self.other)
        self.setTabOrder(self.look, self.other)
        self.setTabOrder(self.other, self.button)
        self.acted.connect(lambda _item: self.given.emit(self.item, clock.today()))
        self.look.clicked.connect(lambda: self.looked.emit(self.item))
        self.other.clicked.connect(self._turn)

    @cached_property
    def day(self) -> DateField:
        """The question for another date; most rows never ask it, so it is made when asked."""
        return DateField(
            _("Op welke dag kreeg de inwoner het plan?"),
            earliest=self.item.made_on,
            latest=clock.today(),
        )

    @cached_property
    def keep(self) -> Button:
        """The button that keeps the other date."""
        button = Button(_("Bewaar datum"))
        button.clicked.connect(self._keep)
        return button

    def show_item(self, item: Item) -> None:
        """Show how it stands now; a date that is being typed stays."""
        super().show_item(item)
        self._name_buttons()

    def refuse(self, sentence: str) -> None:
        """Say at the date why it cannot be."""
        if self._panel.isHidden():
            self._turn()
        self.day.set_error(sentence)
        self.day.focus_problem()

    @cached_property
    def _panel(self) -> QWidget:
        panel = QWidget(self)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, px(8), 0, px(8))
        column.setSpacing(px(12))
        column.addWidget(self.day)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        panel.hide()
        self._column.addWidget(panel)
        # Made after the rows below it, and yet reached before them.
        # The field itself stays behind in the chain and would lead back to its first part.
        self.day.setFocusProxy(cast("QWidget", None))  # the stubs forget that None is allowed
        stops = [self.button, *(self.day.line(part) for part in (DAY, MONTH, YEAR)), self.keep]
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)
        return panel

    def _name_buttons(self) -> None:
        for button in (self.look, self.other):
            button.setAccessibleName(f"{button.text()}: {self.item.title}")

    def _turn(self) -> None:
        opening = self._panel.isHidden()
        self._panel.setVisible(opening)
        self.other.setText(_("Sluit datum") if opening else _("Andere datum"))
        self._name_buttons()
        if opening:
            self.day.line(DAY).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        reading = self.day.reading()
        self.day.set_error(reading.problem or (None if reading.value else _("Vul een datum in.")))
        if reading.value is None:
            self.day.focus_problem()
        else:
            self.given.emit(self.item, reading.value)


class Card(QFrame):
    """A heading and rows; hidden while there are none.

    Signals:
        acted: The main button of a row; carries its :class:`Item`.
        given: A plan was given; the :class:`Item` and the date.
        looked: A visit is to be shown; the :class:`Item`.
        more: The rest is to be shown.
    """

    acted = Signal(object)
    given = Signal(object, object)
    looked = Signal(object)
    more = Signal()

    def __init__(
        self, title: str, parent: QWidget | None = None, *, kind: type[ItemRow] = ItemRow
    ) -> None:
        """Build an empty card for rows of one kind."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self._kind = kind
        self._rows: dict[str, ItemRow] = {}
        self.heading = Heading(title, self, level=2)
        self._more = FlatButton("", self, icon_name="chevron-right")
        self._more.clicked.connect(self.more)
        self._more.hide()
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(16), px(16), px(4))
        top.addWidget(self.heading)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._lines)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """The rows in the order shown."""
        return tuple(self._rows.values())

    def row(self, key: str) -> ItemRow | None:
        """Return the row with ``key``, or None."""
        return self._rows.get(key)

    def show_items(self, items: Sequence[Item], *, more: str = "") -> None:
        """Show these; a row that stays is kept as it is, with a date half typed in it."""
        wanted = {item.key for item in items}
        for key in [key for key in self._rows if key not in wanted]:
            gone = self._rows.pop(key)
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        ordered: dict[str, ItemRow] = {}
        for place, item in enumerate(items):
            row = self._rows.get(item.key)
            if row is None:
                row = self._make(item)
            elif row.item != item:
                row.show_item(item)
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)
            ordered[item.key] = row
        self._rows = ordered
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setVisible(bool(items))

    def _make(self, item: Item) -> ItemRow:
        row = self._kind(item, self)
        if isinstance(row, PlanRow):
            row.given.connect(self.given)
            row.looked.connect(self.looked)
        else:
            row.acted.connect(self.acted)
        return row
