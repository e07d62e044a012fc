"""A form of a few fields over the place at hand: typed, kept, and done or left for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from ui.forms.form_keeping import FieldsKeeping
from ui.forms.own_keeping import OwnKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.headings import PaneHeader
from ui.widgets.overlay import Overlay
from ui.widgets.saving import SaveIndicator
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.form_drafts import Form, TypedFields
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class FieldPanel(Overlay):
    """A form of a few fields over a place; what is typed stays when it goes.

    Subclasses say what is wrong with it (:meth:`_problem`) and what the service does
    (:meth:`_act`).

    Attributes:
        fields: What is typed in, by the names under which it is kept.
        changes: Whether it begins with what is saved: what was typed in it can be put back.

    Signals:
        done: The service did what was asked: its changes.
    """

    done = Signal(object)

    changes = False

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        *,
        name: str,
        verb: str,
        form: Form[TypedFields],
        fields: Mapping[str, FormField],
    ) -> None:
        """Build it over ``parent``, hidden.

        Args:
            workplace: Where it reads and writes.
            parent: The window.
            name: What it is called.
            verb: What its main button says.
            form: The form as it is kept while it is typed.
            fields: What is typed in, by name, in the order of reading.
        """
        super().__init__(name, parent)
        self._workplace, self._form = workplace, form
        self.fields = dict(fields)
        self._sending = False
        self.indicator, self.bar = SaveIndicator(), MessageBar()
        self.send_button = PrimaryButton(verb, self.card, icon_name="check")
        self.close_button = Button(_("Later verder"), self.card)
        self.send_button.setToolTip(_("Ctrl+Enter"))
        self.close_button.setToolTip(_("Esc. Wat u typte, blijft bewaard."))
        body = QWidget(self.scrolled)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(16))
        self._keeping = OwnKeeping(workplace, self, indicator=self.indicator, bar=self.bar)
        self._kept: FieldsKeeping | None = None
        title = PaneHeader(name, self.card, level=2, beside=self.indicator)
        self.fill((title, self.bar), body, (self.send_button, self.close_button, *self._beside()))
        self.send_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.dismiss)
        self.bar.acted.connect(self._keeping.retry)

    def _begin(self, about: str = "", *, then: Callable[[], None] | None = None) -> None:
        """Show the fields as they are filled now; what was typed in them before comes back."""
        self._kept = FieldsKeeping(
            self._keeping, self._form, self.fields, changes=self.changes, shown=self._showed
        )
        self._column.addWidget(self._kept.bar)
        for field in self.fields.values():
            self._column.addWidget(field)
        self.open()
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        self._kept.begin(about, then=then)
        lay_out_now()
        self.fit()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then call ``done``: True when it is safe."""
        self._keeping.flush(done)

    def keep(self) -> None:
        """Keep what is typed."""
        self._keeping.flush(lambda _safe: None)

    def dismiss(self) -> None:
        """Close without doing it; what was typed is kept, and stays in sight when it cannot be."""
        if self._closing:
            return
        self._closing = True
        self._keeping.flush(self._dismissed)

    def confirm(self) -> None:
        """Check the fields and do it."""
        wrong = self._problem()
        for field in self.fields.values():
            field.set_error(wrong[1] if wrong and wrong[0] is field else None)
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._sending:
            self._sending = True
            self._keeping.flush(self._send)

    def _beside(self) -> Sequence[QWidget]:
        """Return what else stands beside the buttons below."""
        return ()

    def _showed(self, typed: bool) -> None:
        """Take in that other text was shown: ``typed`` tells that it was typed before."""

    def _problem(self) -> tuple[FormField, str] | None:
        """Return the field that keeps it from being done, with its sentence."""
        raise NotImplementedError

    def _act(self) -> Callable[[], Changes]:
        """Return what the service does with what is typed."""
        raise NotImplementedError

    def _dismissed(self, safe: bool) -> None:
        self._closing = safe
        if safe:
            self.go()
        else:
            self.show()
            self.raise_()

    def _send(self, safe: bool) -> None:
        self._sending = safe
        if safe:
            self._workplace.tasks.write(self, self._act(), done=self._sent, failed=self._refused)

    def _sent(self, changes: Changes) -> None:
        if self._kept is not None:
            self._kept.saved()
        self.done.emit(changes)
        self.go()

    def _refused(self, error: MeitinkerError) -> None:
        self._sending = False
        words = sentence_for(error).text
        field = self.fields.get(error.field) if isinstance(error, InvalidField) else None
        if field is None:
            self.bar.tell("fout", words)
        else:
            field.set_error(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
