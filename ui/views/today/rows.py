"""A card of rows on the first screen: who, how it stands, and the button that goes on."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.theme import mark, px
from ui.viewmodels.dates import DAY, MONTH, YEAR, Near
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.dates import DateField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.today import Item

_EDGE = 16
_AIR = 12
_GAP = 8
_LINE_GAP = 4
"""Room at the sides, above and below, between parts and between lines; px at 100 %."""

_WORDS_ROOM = 220
"""Least room for the words beside the buttons, px at 100 %: about four of them a line."""


class ItemRow(QWidget):
    """One resident and what is to be done.

    It gives its parts their places itself: layouts within layouts ask each line for its height
    again and again, and the first screen of the day must not wait for that.

    Signals:
        acted: The main button was pressed; carries the :class:`Item`.
        looked: What the row is about is to be shown; carries the :class:`Item`.
    """

    acted = Signal(object)
    looked = Signal(object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        """Build it for ``item``; only one that can be looked at has a button for that."""
        super().__init__(parent)
        self.look: Button | None = None
        self.item = item
        self._heights: dict[int, int] = {}
        self._below: QWidget | None = None
        self._title = WrappedLabel(item.title, self, tone="label")
        self._icon = IconLabel(item.icon_name, self, tone=item.tint)
        self._status = WrappedLabel(item.status, self, tone="muted")
        self._beside = self._make_buttons()
        self.button = Button(item.verb, self)
        self.button.clicked.connect(lambda: self.acted.emit(self.item))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name_buttons()

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        self.item = item
        self._title.setText(item.title)
        self._status.setText(item.status)
        self._icon.set_icon(item.icon_name, tone=item.tint)
        self.button.setText(item.verb)
        self._name_buttons()
        self._again()

    def heightForWidth(self, width: int) -> int:
        """Return the height at ``width``: narrower, words wrap and buttons go below them."""
        if width not in self._heights:
            self._heights[width] = self._arrange(width, place=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return the size with the parts side by side."""
        width = self._buttons_width() + px(_GAP + _WORDS_ROOM + 2 * _EDGE)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width: that of the widest button, for buttons wrap as well."""
        widest = max(button.sizeHint().width() for button in self._shown_buttons())
        return QSize(self._start() + widest + px(_EDGE), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the parts their places."""
        super().resizeEvent(event)
        self._arrange(event.size().width(), place=True)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again for another text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._heights = {}

    def event(self, event: QEvent) -> bool:
        """Measure again when a part wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._again()
        return super().event(event)

    def _make_buttons(self) -> tuple[Button, ...]:
        """Return the buttons before the main one."""
        if not self.item.look:
            return ()
        self.look = FlatButton(self.item.look, self)
        self.look.clicked.connect(lambda: self.looked.emit(self.item))
        return (self.look,)

    def _name_buttons(self) -> None:
        """Say of each button whom it is about."""
        for button in (*self._beside, self.button):
            button.setAccessibleName(f"{button.text()}: {self.item.title}")

    def _again(self) -> None:
        self._heights = {}
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _buttons_width(self) -> int:
        shown = self._shown_buttons()
        return sum(button.sizeHint().width() for button in shown) + px(_GAP) * (len(shown) - 1)

    def _shown_buttons(self) -> list[Button]:
        return [button for button in (*self._beside, self.button) if not button.isHidden()]

    def _start(self) -> int:
        """Return how far from the left edge the words begin."""
        return px(_EDGE)

    def _arrange(self, width: int, *, place: bool) -> int:
        """Return the height at ``width``; with ``place`` put the parts there."""
        start = self._start()
        inner, buttons = width - start - px(_EDGE), self._buttons_width()
        stacked = inner < buttons + px(_GAP + _WORDS_ROOM)
        top, tall = px(_AIR), self.button.sizeHint().height()
        words = self._words(top, inner if stacked else inner - buttons - px(_GAP), place=place)
        if stacked:
            below = top + words + px(_GAP)
            bottom = below + self._put_buttons(QRect(start, below, inner, tall), place=place)
        else:
            bottom = top + max(words, tall)
            left, middle = width - px(_EDGE) - buttons, top + (bottom - top - tall) // 2
            self._put_buttons(QRect(left, middle, buttons, tall), place=place)
        if self._below is not None and not self._below.isHidden():
            room = width - 2 * px(_EDGE)
            height = self._below.heightForWidth(room)
            if place:
                self._below.setGeometry(px(_EDGE), bottom + px(_GAP), room, height)
            bottom += px(_GAP) + height
        return bottom + px(_AIR)

    def _words(self, top: int, width: int, *, place: bool) -> int:
        """Return the height of the words at ``width``; with ``place`` put them at ``top``."""
        icon = self._icon.sizeHint()
        title = self._title.heightForWidth(width)
        beside_icon = icon.width() + px(_GAP)
        status = max(self._status.heightForWidth(width - beside_icon), icon.height())
        if place:
            left, line = self._start(), top + title + px(_LINE_GAP)
            self._title.setGeometry(left, top, width, title)
            self._icon.setGeometry(left, line, icon.width(), icon.height())
            self._status.setGeometry(left + beside_icon, line, width - beside_icon, status)
        return title + px(_LINE_GAP) + status

    def _put_buttons(self, room: QRect, *, place: bool) -> int:
        """Return the height of the buttons, which wrap in ``room``; with ``place`` put them."""
        left, top = room.left(), room.top()
        for button in self._shown_buttons():
            size = button.sizeHint()
            if left > room.left() and left + size.width() > room.left() + room.width():
                left, top = room.left(), top + room.height() + px(_GAP)
            if place:
                button.setGeometry(left, top, size.width(), size.height())
            left += size.width() + px(_GAP)
        return top + room.height() - room.top()


class PaperRow(ItemRow):
    """A plan or letter that must still reach its resident: given today, or on another day.

    Signals:
        given: The :class:`Item` and the date on which it was given.
        dated: The question for another date is asked: the :class:`Item` and its field.
    """

    given = Signal(object, object)
    dated = Signal(object, object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        """Build it for ``item``, with the question for another date out of sight."""
        super().__init__(item, parent)
        self.acted.connect(lambda _item: self.given.emit(self.item, clock.today()))

    @cached_property
    def day(self) -> DateField:
        """The question for another date; most rows never ask it, so it is made when asked."""
        return DateField(
            self.item.question,
            earliest=self.item.made_on,
            latest=clock.today(),
            near=Near.PAST,
        )

    @cached_property
    def keep(self) -> Button:
        """The button that keeps the other date."""
        button = Button(_("Bewaar datum"))
        button.clicked.connect(self._keep)
        return button

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
        self._below = panel
        # Made after the rows below it, and yet reached before them.
        # The field itself stays behind in the chain and would lead back to its first part.
        self.day.setFocusProxy(cast("QWidget", None))  # the stubs forget that None is allowed
        stops = [self.button, *(self.day.line(part) for part in (DAY, MONTH, YEAR)), self.keep]
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)
        self.dated.emit(self.item, self.day)
        return panel

    def _make_buttons(self) -> tuple[Button, ...]:
        self.other = FlatButton(_("Andere datum"), self)
        self.other.clicked.connect(self._turn)
        return (*super()._make_buttons(), self.other)

    def _turn(self) -> None:
        opening = self._panel.isHidden()
        self._panel.setVisible(opening)
        self.other.setText(_("Sluit datum") if opening else _("Andere datum"))
        self._name_buttons()
        self._again()
        lay_out_now()  # before the focus, which scrolls to where the field stands
        if opening:
            self.day.line(DAY).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        reading = self.day.reading()
        self.day.set_error(reading.problem or (None if reading.value else _("Vul een datum in.")))
        if reading.value is None:
            self.day.focus_problem()
        else:
            self.given.emit(self.item, reading.value)


class DayCard(QFrame):
    """A heading and rows; hidden while there are none.

    Signals:
        acted: The main button of a row; carries its :class:`Item`.
        given: A plan or letter was given; the :class:`Item` and the date.
        dated: As of a :class:`PaperRow`.
        looked: What a row is about is to be shown; the :class:`Item`.
        more: The rest is to be shown.
    """

    acted = Signal(object)
    given = Signal(object, object)
    dated = Signal(object, object)
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
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(16), px(16), px(4))
        top.addWidget(self.heading)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, px(8))
        self._column.setSpacing(0)
        self._column.addLayout(top)
        self._column.addLayout(self._lines)
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
        if more or "_more" in vars(self):
            self._more.setText(more)
            self._more.setVisible(bool(more))
        self.setVisible(bool(items))

    @cached_property
    def _more(self) -> FlatButton:
        """The button to the rest; most cards hold all there is."""
        button = FlatButton("", self, icon_name="chevron-right")
        button.clicked.connect(self.more)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _make(self, item: Item) -> ItemRow:
        row = self._kind(item, self)
        row.looked.connect(self.looked)
        if isinstance(row, PaperRow):
            row.given.connect(self.given)
            row.dated.connect(self.dated)
        else:
            row.acted.connect(self.acted)
        return row
