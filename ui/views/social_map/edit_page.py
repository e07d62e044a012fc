"""A service as it is changed: all that stands of it, in cards, each group with its own button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import map_editing as said
from ui.widgets.buttons import Button, FlatButton, LineButton
from ui.widgets.column import Column, Pile, stacked
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card
from ui.widgets.rows import TightRow
from ui.widgets.scrolling import ScrollPane, lay_out_now

if TYPE_CHECKING:
    from meitinker.services.map_forms import ServiceForm
    from ui.viewmodels.map_editing import PartGroup

_WIDEST = 720


class EditPage(QWidget):
    """What can be changed of a service.

    Attributes:
        buttons: Everything that opens a form, by the name of the form and the id of the entry.

    Signals:
        asked: A form is wanted: its name, and the id of an entry or "".
        closed: The user is done.
        removed: The service is to be taken away.
    """

    asked = Signal(str, str)
    closed = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it about nothing."""
        super().__init__(parent)
        self.desk: ServiceForm | None = None
        self.buttons: dict[tuple[str, str], Button] = {}
        self.close_button = Button(_("Klaar"), icon_name="check")
        self.name = Heading("", level=1)
        self._cards = Pile(gap=16)
        self.remove_button = FlatButton(_("Haal deze dienst weg"), icon_name="trash")
        hint = _("Elk deel bewaart u apart. Wat u aanpast, kunt u ongedaan maken.")
        column = Column(widest=_WIDEST)
        column.lines.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.name, WrappedLabel(hint, tone="muted"), self._cards):
            column.lines.addWidget(part)
        column.lines.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollPane(column, self)
        frame.addWidget(self._scroll)
        self.close_button.clicked.connect(self.closed)
        self.remove_button.clicked.connect(self.removed)

    @property
    def service_id(self) -> str:
        """The service that is changed, or ""."""
        return self.desk.file.service.id if self.desk else ""

    def show_desk(self, desk: ServiceForm) -> None:
        """Show a service; one that showed already keeps its place and the keyboard's."""
        same = desk.file.service.id == self.service_id
        at = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        self.desk = desk
        self.name.setText(_("Pas aan: {name}").format(name=desk.file.service.name))
        self.buttons = {}
        self._cards.replace([self._card(one) for one in said.cards(desk, clock.today())])
        lay_out_now()
        if not same:
            self._scroll.verticalScrollBar().setValue(0)
        elif at is not None:
            self.focus_on(*at)

    def focus_on(self, form: str, key: str = "") -> None:
        """Put the keyboard on what opens a form, or on the nearest there is."""
        button = self.buttons.get((form, key)) or self.buttons.get((form, ""))
        (button or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, one: said.GroupCard) -> Card:
        card = Card()
        card.column.setSpacing(px(20))
        card.add(Heading(one.title, level=2))
        for group in one.groups:
            card.add(self._group(group))
        return card

    def _group(self, group: PartGroup) -> QWidget:
        title = Heading(group.title, level=3)
        if group.entries is None:
            button = self._button(_("Pas aan"), "edit", group, "")
            lines = [WrappedLabel(one) for one in group.lines]
            return stacked(TightRow(title, button), *(lines or [_nothing()]))
        entries: list[QWidget] = []
        for one in group.entries:
            line = LineButton(one.text or _("Nog niet ingevuld"))
            line.setAccessibleName(_("Pas aan: {what}").format(what=one.text))
            line.clicked.connect(partial(self.asked.emit, group.form, one.key))
            self.buttons[group.form, one.key] = line
            entries.append(line)
        add = self._button(group.add, "plus", group, "")
        return stacked(title, *(entries or [_nothing()]), Flow(add))

    def _button(self, words: str, icon_name: str, group: PartGroup, key: str) -> Button:
        button = FlatButton(words, icon_name=icon_name)
        if group.entries is None:
            button.setAccessibleName(_("Pas aan: {what}").format(what=group.title))
        button.clicked.connect(partial(self.asked.emit, group.form, key))
        self.buttons[group.form, key] = button
        return button


def _nothing() -> WrappedLabel:
    return WrappedLabel(_("Nog niet ingevuld"), tone="muted")
