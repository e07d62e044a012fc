"""What every section of a conversation is: fields by name, filled anew without disturbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.forms.form_keeping import HalfKeeping
from ui.theme import mark, px
from ui.viewmodels.conversation import field_key, record_at, rule_of, title_of
from ui.views.history import menu
from ui.widgets.bites import Bites
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField, TextPlace
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.domain.records import Record
    from ui.views.visits.desk import Desk
    from ui.widgets.autosave import Save, Value

WIDEST = 720
"""Widest text, px at 100 %: longer lines are hard to read."""

_AT_ONCE = 3
"""Cards built before the section is shown; the rest follows one by one, so nothing holds."""


class VisitSection(QWidget):
    """A part of the conversation; subclasses add to :attr:`column` and fill their fields.

    Signals:
        turned: What the main button is to do here changed: see :meth:`unrecorded`.
    """

    turned = Signal()

    key = ""
    widest = WIDEST

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the heading in its pane: moving a built section there would style it twice."""
        super().__init__(parent)
        self.desk = desk
        self.fields: dict[str, FormField] = {}
        self._halves: list[HalfKeeping] = []
        self._bites = Bites(self)
        body = QWidget(self)
        body.setMaximumWidth(px(self.widest))
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(16))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(8), px(24), px(24))
        # In a line, because a column asks for the height at its own width, not at the widest.
        line = QHBoxLayout()
        line.addWidget(body, 1000)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        self._wanted_in_sight: QWidget | None = None
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._sight.timeout.connect(self._show_focus)
        head = QVBoxLayout()
        head.setSpacing(px(4))
        head.addWidget(Heading(title_of(self.key), body, level=2))
        words = self.intro_words()
        rule = "" if desk.read_only else rule_of(self.key)
        for said in filter(None, (words, rule)):
            head.addWidget(WrappedLabel(said, body, tone="muted"))
        self.column.addLayout(head)

    def intro_words(self) -> str:
        """Return the sentence under the heading, or ""."""
        return ""

    def show_file(self) -> None:
        """Show the visit as it is now; what is being typed stays as typed."""

    def complete(self) -> None:
        """Build what is still to come, now: a place far down is asked for."""
        self._bites.complete()

    def entered(self) -> None:
        """Do what is needed each time the section comes into view."""

    def focus_first(self) -> None:
        """Put the focus where work begins."""
        for field in self.fields.values():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def unrecorded(self) -> str:
        """Return the words of the button that writes down what is typed here, or "".

        While there is such a thing the main button does that, and leads nowhere else.
        """
        return ""

    def record(self) -> None:
        """Write down what is typed here, or say what it still needs."""

    def settle(self, done: Callable[[bool], None]) -> None:
        """Finish what is under way here, then call ``done``: True when it is safe."""
        done(True)

    def focus_again(self) -> None:
        """Go back to the field that had the focus last, or to where work begins."""
        if not self.focus_field(*self.at()):
            self.focus_first()

    def focus_field(self, name: str, cursor: int | None = None) -> bool:
        """Put the focus in a field, at a place in its text; tell whether it is here."""
        if name and name not in self.fields:
            self.complete()
        field = self.fields.get(name)
        if field is None:
            return False
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_in_sight()
        if cursor is None:
            return True
        if isinstance(field, TextArea):
            field.set_place(TextPlace(cursor, cursor, field.area.verticalScrollBar().value()))
            field.area.ensureCursorVisible()
        elif isinstance(field, TextField):
            field.line.setCursorPosition(cursor)
        return True

    def bring_in_sight(self, wanted: QWidget | None = None) -> None:
        """Scroll to ``wanted``, or to what has the focus, once the layout knows where that is."""
        self._wanted_in_sight = wanted
        self._sight.start()

    def stay(self) -> None:
        """Scroll nowhere: what the user looks at is not where the keyboard is."""
        self._sight.stop()

    def at(self) -> tuple[str, int]:
        """Return the name of the field that has, or had last, the focus, and the cursor."""
        here = self.focusWidget()
        for name, field in self.fields.items():
            if here is not None and field.isAncestorOf(here):
                return name, _cursor(field, here)
        return "", 0

    def keep(
        self,
        kind: str,
        record_id: str,
        name: str,
        *,
        field: FormField,
        read: Callable[[], Value] | None = None,
        save: Save | None = None,
    ) -> None:
        """Autosave ``field`` as ``name`` of a record, and find it again by that name."""
        self.fields[field_key(kind, record_id, name)] = field
        desk = self.desk
        menu.offer(
            field,
            desk.keeping,
            lambda: menu.FieldRef(kind, record_at(desk.file, kind, record_id), name),
        )
        if self.desk.read_only:
            field.set_read_only(True)
            return
        if isinstance(field, DateField):
            problem = field.problem
            half = HalfKeeping(desk.keeping, kind, name, field=field, problem=problem)
            half.begin(record_id)
            self._halves.append(half)
        value = read or field.value  # type: ignore[attr-defined]  # every field here has one
        self.desk.keeping.watch((kind, record_id), name, field, read=value, save=save)

    def _show_focus(self) -> None:
        here, pane = self._wanted_in_sight or self.focusWidget(), self.parentWidget()
        while pane is not None and not isinstance(pane, QScrollArea):
            pane = pane.parentWidget()
        if here is not None and pane is not None and self.isAncestorOf(here):
            pane.ensureWidgetVisible(here, 0, px(64))

    def fill(self, kind: str, record_id: str, name: str, value: str) -> None:
        """Show a value from the store unless something newer was typed."""
        field = self.fields[field_key(kind, record_id, name)]
        if self.desk.keeping.holds((kind, record_id), name):
            return
        if isinstance(field, TextArea) and field.value() != value:
            place = field.place()
            field.set_value(value)
            field.set_place(place)
        elif isinstance(field, TextField) and field.value() != value:
            field.set_value(value)


class RecordCard(QFrame):
    """One record of a section, with its fields below each other."""

    def __init__(self, record_id: str) -> None:
        """Build an empty card."""
        super().__init__()
        self.record_id = record_id
        mark(self, rol="kaart")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(16), px(12), px(16), px(12))
        self.column.setSpacing(px(12))


class CardsSection(VisitSection):
    """A section with a card for each record: built in bites, in order, kept while typed in."""

    kind = ""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section without cards."""
        super().__init__(desk, parent)
        self.cards: dict[str, RecordCard] = {}
        self._wanted = ""
        self.lane = QVBoxLayout()
        self.lane.setSpacing(px(12))
        self.column.addLayout(self.lane)

    def records(self) -> Sequence[Record]:
        """Return the records to show, in order."""
        raise NotImplementedError

    def make_card(self, record: Record) -> RecordCard:
        """Build the card of a record with its fields."""
        raise NotImplementedError

    def fill_card(self, record: Record) -> None:
        """Show what the record holds now."""
        raise NotImplementedError

    def first_field(self, record_id: str) -> str:
        """Return the name of the field that has the focus in a new card."""
        raise NotImplementedError

    def show_file(self) -> None:
        """Take away cards of what is gone, fill those that stay, build those that are new."""
        there = {record.id for record in self.records()}
        for record_id in [one for one in self.cards if one not in there]:
            self._drop(record_id)
        for record in self.records():
            if record.id in self.cards:
                self.fill_card(record)
        self._bite()

    def focus_first(self) -> None:
        """Go to the first card, or to the button that adds one."""
        first = next(iter(self.records()), None)
        if first is None or not self.focus_field(self.first_field(first.id)):
            self.adder().setFocus(Qt.FocusReason.OtherFocusReason)

    def adder(self) -> QWidget:
        """Return what adds a card."""
        raise NotImplementedError

    def focus_field(self, name: str, cursor: int | None = None) -> bool:
        """Build as many cards as it takes to go there."""
        if name and name not in self.fields and any(r.id in name for r in self.records()):
            self._build(len(self.records()))
        return super().focus_field(name, cursor)

    def focus_new(self, record_id: str) -> None:
        """Put the focus in the card of a record that was just added, once it is there."""
        self._wanted = record_id
        self._go_to_wanted()

    def _bite(self) -> None:
        self._build(1 if self.cards else _AT_ONCE)
        missing = any(record.id not in self.cards for record in self.records())
        if missing and not self._bites.waiting:
            self._bites.add(self._bite)

    def _build(self, most: int) -> None:
        built = 0
        for place, record in enumerate(self.records()):
            if record.id in self.cards:
                continue
            if built == most:
                break
            built += 1
            card = self.make_card(record)
            self.cards[record.id] = card
            self.lane.insertWidget(place, card)
            self.fill_card(record)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self._wanted in self.cards:
            wanted, self._wanted = self._wanted, ""
            self.focus_field(self.first_field(wanted))

    def _drop(self, record_id: str) -> None:
        card = self.cards.pop(record_id)
        had_focus = card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.desk.keeping.release((self.kind, record_id))
        self.fields = {name: f for name, f in self.fields.items() if not card.isAncestorOf(f)}
        self.lane.removeWidget(card)
        card.hide()
        card.deleteLater()
        if had_focus and self.isVisible():
            self.adder().setFocus(Qt.FocusReason.OtherFocusReason)


def _cursor(field: FormField, here: QWidget) -> int:
    if isinstance(field, TextArea):
        return field.place().position
    return here.cursorPosition() if isinstance(here, QLineEdit) else 0
