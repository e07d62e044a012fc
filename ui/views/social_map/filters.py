"""What the list of help is narrowed to: a quiet line that opens a few questions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.map_services import CarerFunction, Cost
from meitinker.domain.needs import Rung
from meitinker.domain.visits import LifeDomain
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels import social_map as said
from ui.viewmodels.social_map import ANY, Filters
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.flow import Flow
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent


class FilterFields(QWidget):
    """The questions; every answer counts at once.

    Signals:
        edited: Something else is wanted.
        closed: The user is done choosing.
    """

    edited = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build them; nothing is asked."""
        super().__init__(parent)
        self.village = ComboField(_("Voor welk dorp zoekt u?"), said.village_choices({}))
        self.domain = ComboField(_("Welk leefgebied?"), said.domain_choices())
        self.rung = ComboField(_("Welke trede van de ladder?"), said.rung_choices())
        self.carer = ComboField(_("Welke hulp voor mantelzorgers?"), said.carer_choices())
        self.cost = ComboField(_("Wat mag het kosten?"), said.cost_choices())
        self.open_now = CheckField(_("Alleen wat nu open is"))
        self.stopped = CheckField(_("Alleen wat gestopt of gesloten is"))
        self.done = Button(_("Klaar"), icon_name="check")
        self.clear = FlatButton(_("Wis de keuzes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(16))
        column.addWidget(Heading(_("Wat wilt u zien?"), level=2))
        for field in self._all():
            column.addWidget(field)
            field.edited.connect(self.edited)
        column.addWidget(Flow(self.done, self.clear, gap=12))
        column.addStretch(1)
        self.done.clicked.connect(self.closed)
        self.clear.clicked.connect(self._clear)
        self.show_filters(Filters())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be done with Esc, as with the button below."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def know(self, villages: Mapping[str, str]) -> None:
        """Offer these villages, names by id."""
        self.village.set_choices(said.village_choices(villages))

    def filters(self) -> Filters:
        """Return what is asked."""
        rung = _of(self.rung)
        return Filters(
            village_id=_of(self.village),
            life_domain=LifeDomain(chosen) if (chosen := _of(self.domain)) else None,
            rung=Rung(int(rung)) if rung else None,
            carer_function=CarerFunction(chosen) if (chosen := _of(self.carer)) else None,
            cost=Cost(chosen) if (chosen := _of(self.cost)) else None,
            open_now=self.open_now.value(),
            stopped=self.stopped.value(),
        )

    def show_filters(self, filters: Filters) -> None:
        """Show what is asked."""
        self.village.set_value(filters.village_id or ANY)
        self.domain.set_value(filters.life_domain or ANY)
        self.rung.set_value(str(int(filters.rung)) if filters.rung else ANY)
        self.carer.set_value(filters.carer_function or ANY)
        self.cost.set_value(filters.cost or ANY)
        self.open_now.set_value(filters.open_now)
        self.stopped.set_value(filters.stopped)

    def _all(self) -> tuple[ComboField | CheckField, ...]:
        chosen = (self.village, self.domain, self.rung, self.carer, self.cost)
        return (*chosen, self.open_now, self.stopped)

    def _clear(self) -> None:
        self.show_filters(Filters())
        self.edited.emit()


class Questions(QWidget):
    """Where the questions come when somebody first asks for them: few ever do.

    Attributes:
        filters: What is asked.

    Signals:
        edited: Something else is wanted.
        closed: The user is done choosing.
    """

    edited = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a question."""
        super().__init__(parent)
        self.filters = Filters()
        self._villages: Mapping[str, str] = {}
        self._rooms = QVBoxLayout(self)
        self._rooms.setContentsMargins(0, 0, 0, 0)

    @cached_property
    def fields(self) -> FilterFields:
        """The questions; made when they are first wanted."""
        fields = FilterFields(self)
        self._rooms.addWidget(fields)
        fields.know(self._villages)
        fields.show_filters(self.filters)
        fields.edited.connect(self._answer)
        fields.closed.connect(self.closed)
        return fields

    def know(self, villages: Mapping[str, str]) -> None:
        """Offer these villages, names by id."""
        self._villages = villages
        if self._made:
            self.fields.know(villages)

    def show_filters(self, filters: Filters) -> None:
        """Show what is asked."""
        self.filters = filters
        if self._made:
            self.fields.show_filters(filters)

    @property
    def _made(self) -> bool:
        return "fields" in vars(self)

    def _answer(self) -> None:
        self.filters = self.fields.filters()
        self.edited.emit()


def _of(field: ComboField) -> str | None:
    value = field.value()
    return None if value in {None, ANY} else value
