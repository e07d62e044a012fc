"""The fields of a contact note, in the order in which it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.contacts import Channel
from meitinker.domain.tasks import When, due_on
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.contacts import channels, when_of, whens
from ui.viewmodels.dates import Near
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import field_row
from ui.widgets.typed import show_parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from meitinker.services.contacts import Stood, TypedNote
    from ui.widgets.form_field import FormField

_MOST_NAMES = 4
"""Names that are shown to be picked up by their first letters."""


class NoteFields(QWidget):
    """Text, who, channel, and what has to be done next; :attr:`other_day` goes beside the name.

    Signals:
        edited: The user changed something.
        left: A field was left after a change.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the fields, empty."""
        super().__init__(parent)
        self.channel = ComboField(_("Hoe ging het contact?"), channels(), self)
        self.outgoing = CheckField(_("Ik nam zelf contact op"), self)
        self.who = TextField(_("Wie sprak u? (leeg: de inwoner zelf)"))
        self.text = TextArea(_("Wat is er gezegd?"), self, lines=4, most_lines=10)
        self.talked = DateField(
            _("Op welke dag was dat?"), self, latest=clock.today(), near=Near.PAST
        )
        self.task = TextField(
            _("Wat moet u nog doen?"),
            self,
            hint=_("Dit komt bij uw taken. Hoeft u niets te doen? Laat het leeg."),
            widest=600,
        )
        self.when = RadioGroup(_("Wanneer?"), whens(), self)
        self.day = DateField(_("Op welke dag?"), self, earliest=clock.today(), near=Near.COMING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        self.known = WrappedLabel("", self, tone="muted")
        self.known.hide()
        # What was said comes first, wherever the note was begun: a sentence is not to end up in
        # another field. What is needed seldom comes last, and only when asked for.
        spoken = field_row(self.who, self.channel, parent=self)
        after = (self.outgoing, self.task, self.when, self.day, self.talked)
        for part in (self.text, spoken, self.known, *after):
            column.addWidget(part)
        self.other_day = FlatButton(_("Het was een andere dag"), self, icon_name="calendar-event")
        self.other_day.clicked.connect(self._ask_day)
        self._completer: QCompleter | None = None
        for field in self.all():
            field.edited.connect(self._edited)
            field.left.connect(self.left)
        self.who.line.returnPressed.connect(self._to_task)
        self.who.line.installEventFilter(self)
        self._show_when()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the name that is offered with Ctrl+Enter: Qt would do that, and no more."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.who.line.end(False)
        return super().eventFilter(watched, event)

    def all(self) -> tuple[FormField, ...]:
        """Return every field in the order of reading."""
        task = (self.task, self.when, self.day)
        return self.text, self.who, self.channel, self.outgoing, *task, self.talked

    def take_keyboard(self) -> None:
        """Put the keyboard in the text, unless it is in one of the fields already."""
        if not self.isAncestorOf(self.window().focusWidget() or self):
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self, note: TypedNote) -> TypedNote:
        """Return ``note`` with what is typed in it."""
        return msgspec.structs.replace(
            note,
            channel=Channel(self.channel.value() or Channel.PHONE),
            outgoing=self.outgoing.value(),
            who=self.who.value(),
            text=self.text.value(),
            on=self.talked.value(),
            task=self.task.value(),
            due_on=self._due() if self.task.value() else None,
            half_day=self.talked.half(),
            half_due=self._half_due(),
        )

    def show_typed(self, note: TypedNote) -> None:
        """Show a note as it was typed."""
        self.channel.set_value(note.channel.value)
        self.outgoing.set_value(note.outgoing)
        self.who.set_value(note.who)
        self.text.set_value(note.text)
        first = clock.local(clock.instant_from(note.at)).date() if note.at else clock.today()
        self.talked.set_value(note.on or first)
        self._offer_day(shown=(note.on or first) != clock.today())
        self.task.set_value(note.task)
        when = when_of(note.due_on)
        self.when.set_value(when.value)
        self.day.set_value(note.due_on if when is When.DAY else None)
        self._show_half(note)
        for field in self.all():
            field.set_error(None)
        self._show_when()

    def _show_half(self, note: TypedNote) -> None:
        """Show the days that are not whole yet."""
        if note.half_due:
            self.when.set_value(When.DAY.value)
            show_parts(self.day, note.half_due)
        if note.half_day:
            show_parts(self.talked, note.half_day)
            self._offer_day(shown=True)

    def suggest(self, whom: Sequence[str]) -> None:
        """Offer whom one may have spoken: their first letters are enough."""
        completer = QCompleter(list(whom), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # Within the line, not in a list below it: Enter must mean "on to what follows".
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.who.line.setCompleter(completer)
        if self._completer is not None:
            self._completer.deleteLater()
        self._completer = completer
        names = ", ".join(whom[:_MOST_NAMES])
        self.known.setText(_("Bekend: {names}.").format(names=names) if names else "")
        self.known.setVisible(bool(names))

    def complain(self) -> bool:
        """Say at a day that cannot be what is wrong, and go there; tell whether there is one."""
        problems = ((self.day, self._problem()), (self.talked, self.talked.problem()))
        for field, problem in problems:
            field.set_error(problem)
        wrong = next((field for field, problem in problems if problem), None)
        if wrong is not None:
            wrong.focus_problem()
        return wrong is not None

    def _problem(self) -> str | None:
        if self.task.value() and self.when.value() == When.DAY:
            return self.day.problem() or (None if self.day.value() else _("Vul een datum in."))
        return None

    def warn(self, stood: Stood) -> None:
        """Say what somebody else made of the note that is being mended."""
        words = _(
            "Een collega heeft deze notitie veranderd: “{text}”."
            " Bewaar nog een keer als uw tekst moet gelden."
        )
        self.text.set_error(words.format(text=stood.text))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_task(self, *, offered: bool) -> None:
        """A note that is mended makes no second task: its own stands in the list of tasks."""
        self.task.setVisible(offered)

    def _ask_day(self) -> None:
        self._offer_day(shown=True)
        self.talked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_day(self, *, shown: bool) -> None:
        self.talked.setVisible(shown)
        self.other_day.setVisible(not shown)

    def _due(self) -> date | None:
        return due_on(When(self.when.value() or When.TODAY), clock.today(), day=self.day.value())

    def _half_due(self) -> tuple[str, ...]:
        """Return the parts of a day that is asked for and not whole: the question counts too."""
        asked = self.task.value() and self.when.value() == When.DAY
        return self.day.parts() if asked and self.day.value() is None else ()

    def _edited(self) -> None:
        self._show_when()
        self.edited.emit()

    def _show_when(self) -> None:
        wanted = bool(self.task.value())
        self.when.setVisible(wanted)
        self.day.setVisible(wanted and self.when.value() == When.DAY)

    def _to_task(self) -> None:
        """Go on from whom was spoken to what follows; the channel is the telephone most often."""
        after = self.outgoing if self.task.isHidden() else self.task
        after.setFocus(Qt.FocusReason.OtherFocusReason)
