"""One conflict card: what there was, what stands, what else was wanted, and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import conflicts
from meitinker.services.conflicts import ConflictChoice
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.fields import TextArea, TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.layout import Card, abreast
from ui.widgets.marked_text import MarkedText

if TYPE_CHECKING:
    from meitinker.errors import InvalidField
    from ui.forms.keeping import Keeping
    from ui.viewmodels.conflict_cards import CardSide, ShownCard, Text

_LEAST = 240
"""Room that a side needs, px at 100 %: about five words a line."""


class ConflictCard(Card):
    """A card that waits for a choice.

    Signals:
        decided: Its id, the choice, and for a third text its fields.
        file_asked: The file of the resident is wanted.
    """

    decided = Signal(str, str, object)
    file_asked = Signal(str)

    def __init__(self, card: ShownCard, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it for ``card``; a third text that was begun before comes back."""
        super().__init__(parent)
        self.card = card
        self.buttons: dict[str, Button] = {}
        self.fields: dict[str, TextField | TextArea] = {}
        self.texts: list[MarkedText] = []
        self.open_file = FlatButton(_("Bekijk dossier"), icon_name="user")
        self.open_file.setAccessibleName(f"{_('Bekijk dossier')}: {card.about}")
        self.open_file.clicked.connect(lambda: self.file_asked.emit(card.person_id))
        beside = self.open_file if card.person_id else None
        self.column.addWidget(PaneHeader(f"{card.about}: {card.title}", level=2, beside=beside))
        self.column.addWidget(WrappedLabel(card.why))
        self.sides = abreast(*(self._side(one) for one in card.columns), least=_LEAST)
        self.column.addWidget(self.sides)
        self._kept: FieldsKeeping | None = None
        if card.own:
            self._add_own(keeping)

    def focus_first(self) -> None:
        """Put the keyboard on the first choice."""
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: InvalidField) -> None:
        """Say at the third text why it cannot be kept."""
        field = self.fields.get(error.field) or next(iter(self.fields.values()), None)
        if field is not None:
            self._open_own(opened=True)
            field.set_error(sentence_for(error).text)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self, side: CardSide) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Heading(side.title, part, level=3))
        if side.gone:
            column.addWidget(WrappedLabel(side.gone, part, tone="label"))
        for text in side.texts:
            self._add_text(part, column, text, name=side.title)
        who = WrappedLabel(side.who, part, tone="muted")
        who.setVisible(bool(side.who))
        column.addWidget(who)
        column.addStretch(1)
        if side.verb:
            button = Button(side.verb, part, icon_name="check")
            button.setAccessibleName(f"{side.verb}: {self.card.about}, {self.card.title}")
            button.clicked.connect(lambda: self.decided.emit(self.card.id, side.choice, None))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons[side.choice] = button
        return part

    def _add_text(self, part: QWidget, column: QVBoxLayout, text: Text, *, name: str) -> None:
        name = f"{name}: {text.label}" if text.label else name
        shown = MarkedText(name, text.pieces, part)
        if text.label:
            label = WrappedLabel(text.label, tone="label")
            label.setBuddy(shown)
            column.addWidget(label)
        column.addWidget(shown)
        self.texts.append(shown)

    def _add_own(self, keeping: Keeping) -> None:
        self.write = FlatButton(_("Schrijf zelf een tekst"), icon_name="edit")
        self.write.setAccessibleName(f"{self.write.text()}: {self.card.about}, {self.card.title}")
        self.keep = Button(_("Bewaar mijn tekst"), icon_name="check")
        self.cancel = FlatButton(_("Toch niet"))
        self._own = QWidget(self)
        column = QVBoxLayout(self._own)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for own in self.card.own:
            label = own.label if len(self.card.own) > 1 else _("Uw tekst")
            field = _field(label, long=own.long)
            field.set_value(own.value)
            self.fields[own.name] = field
        form = conflicts.own_form(self.card.part)
        self._kept = FieldsKeeping(keeping, form, self.fields, shown=self._came_back)
        for part in (self._kept.bar, *self.fields.values(), Flow(self.keep, self.cancel, gap=12)):
            column.addWidget(part)
        self._own.hide()
        self.column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._own)
        self.write.clicked.connect(lambda: self._open_own(opened=True))
        self.cancel.clicked.connect(self._leave_own)
        self.keep.clicked.connect(self._decide_own)
        self._kept.begin(self.card.record_id)

    def _came_back(self, typed: bool) -> None:
        if typed:
            self._open_own(opened=True, focus=False)

    def _open_own(self, *, opened: bool, focus: bool = True) -> None:
        self._own.setVisible(opened)
        self.write.setVisible(not opened)
        target = next(iter(self.fields.values())) if opened else self.write
        if focus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_own(self) -> None:
        if self._kept is not None:
            self._kept.empty()
            self._kept.leave()
        self._open_own(opened=False)

    def _decide_own(self) -> None:
        written = {name: field.value() for name, field in self.fields.items()}
        for field in self.fields.values():
            field.set_error(None)
        self.decided.emit(self.card.id, ConflictChoice.WRITTEN.value, written)


def _field(label: str, *, long: bool) -> TextField | TextArea:
    return TextArea(label) if long else TextField(label)
