"""A new person, typed in the detail pane, with who may be the same beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import adding
from meitinker.services.adding import NOBODY, TypedPerson
from ui.forms.form_keeping import FormKeeping
from ui.forms.own_keeping import OwnKeeping
from ui.messages import sentence_for
from ui.theme import current, px
from ui.viewmodels.new_person import of_name, person_of, problems
from ui.views.people.doubles_look import DoublesLook
from ui.views.people.header import fixed_top
from ui.views.people.new_person_fields import NewPersonFields
from ui.widgets.bars import ErrorSummary, MessageBar
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import PaneHeader
from ui.widgets.layout import button_line
from ui.widgets.saving import SaveIndicator
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_CHECKED_ON_LEAVING = ("postcode",)


class _Foot(QWidget):
    """The ground of the buttons, with a line that says where the form goes on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(current().tokens.line))
        painter.end()


class NewPersonForm(QWidget):
    """The form; it stays as typed, also over a lock or a kill, until it is added or emptied.

    Signals:
        begun: The form shows what was typed earlier, or is empty.
        added: The changes that added the person.
        same: The person is in the file already: the id of whose file is wanted.
        failed: A service said no: the error, for the bar.
    """

    begun = Signal()
    added = Signal(object)
    same = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the form, empty."""
        super().__init__(parent)
        self._workplace = workplace
        self._emptied = self._earlier = NOBODY
        self.indicator = SaveIndicator()
        self.bar = MessageBar()
        title = PaneHeader(_("Nieuwe inwoner"), beside=self.indicator)
        self._top = fixed_top(title, self.bar)
        content = QWidget(self)
        self.summary = ErrorSummary(content)
        self.body = NewPersonFields(content)
        self.doubles = self.body.doubles
        self.pane = ScrollPane(self._filled(content), self)
        self.add_button = PrimaryButton(_("Toevoegen"), icon_name="user-plus")
        self.empty_button = Button(_("Leegmaken"))
        self._keeping = OwnKeeping(workplace, self, indicator=self.indicator, bar=self.bar)
        self._kept = FormKeeping(
            self._keeping,
            adding.FORM,
            typed=self.typed,
            show=self._come_back,
            quiet_for=self,
        )
        self._look = DoublesLook(workplace, self.doubles, self.typed, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._end = self._foot()
        column.addWidget(self._top)
        column.addWidget(self.pane, 1)
        column.addWidget(self._end)
        self._connect()

    @property
    def fields(self) -> dict[str, FormField]:
        """The fields by name, all of them built."""
        return self.body.fields

    def typed(self) -> TypedPerson:
        """Return the form as it is typed."""
        return self.body.typed()

    def reading(self) -> tuple[QWidget, ...]:
        """Return the blocks in the order of reading."""
        return self._top, self.summary, *self.body.reading(), self._end

    def begin(self, name: str = "") -> None:
        """Show the form as it was left; a name that was searched fills an empty one."""
        self._kept.begin(then=lambda: self.body.then(partial(self._begin_with, name)))

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self._look.seen()  # who goes on has seen who is alike
        self._keeping.flush(done)

    def add(self) -> None:
        """Add the person, or show what keeps that from happening."""
        wrong = problems(self.typed())
        for name, field in self.fields.items():
            field.set_error(wrong.get(name))
        lines = [(f"{self.fields[n].label}: {text}", self.fields[n]) for n, text in wrong.items()]
        self.summary.show_missing(lines)
        if not wrong:
            self.flush(self._add)

    # --- building ------------------------------------------------------------------------

    def _filled(self, content: QWidget) -> QWidget:
        column = QVBoxLayout(content)
        column.setContentsMargins(px(24), 0, px(24), px(24))
        column.setSpacing(px(16))
        words = _("Een naam is genoeg. De rest kan later.")
        column.addWidget(WrappedLabel(words, content, tone="muted"))
        column.addWidget(self.summary)
        column.addWidget(self.body)
        column.addStretch(1)
        return content

    def _foot(self) -> QWidget:
        """The buttons stand below the form, in sight at every scroll."""
        foot = _Foot()
        row = QVBoxLayout(foot)
        row.setContentsMargins(px(24), px(12), px(24), px(16))
        row.addWidget(button_line(self.add_button, self.empty_button))
        return foot

    def _connect_fields(self) -> None:
        for name, field in self.fields.items():
            field.edited.connect(self._edited)
            field.left.connect(partial(self._left, name))

    def _connect(self) -> None:
        self.body.built.connect(self._connect_fields)
        self.add_button.clicked.connect(self.add)
        self.empty_button.clicked.connect(self._empty)
        self._look.same.connect(self.same)
        self.bar.acted.connect(self._act)

    # --- typing --------------------------------------------------------------------------

    def _edited(self) -> None:
        self._kept.keep()
        self._look.look()

    def _left(self, name: str) -> None:
        self._keeping.flush()
        if name in _CHECKED_ON_LEAVING:
            self.fields[name].set_error(problems(self.typed()).get(name))

    def _act(self) -> None:
        """Do what the button in the bar says."""
        if not self._keeping.retry():
            self._put_back()

    # --- beginning, adding, emptying -----------------------------------------------------

    def _come_back(self, typed: TypedPerson) -> None:
        self._earlier = typed  # shown once all fields are there

    def _begin_with(self, name: str) -> None:
        earlier, self._earlier = self._earlier, NOBODY
        if not earlier.empty:
            self._show(earlier)
            self.bar.tell("uitleg", _("Dit had u al ingevuld. Het is bewaard."))
        if not name:
            pass
        elif self.typed().empty:
            self._show(of_name(name))
        else:
            words = _("Dit had u al ingevuld. Klik op Leegmaken om met een ander te beginnen.")
            self.bar.tell("uitleg", words)
        now = QApplication.focusWidget()
        if now is None or not self.body.isAncestorOf(now):  # else somebody types there already
            self.fields["given_names"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.begun.emit()

    def _show(self, typed: TypedPerson) -> None:
        self.body.show_typed(typed)
        self.summary.show_missing([])
        if typed.empty:
            self.indicator.empty()
        self._look.look()

    def _add(self, safe: bool) -> None:
        if not safe:
            return
        work, person = self._workplace, person_of(self.typed())
        work.tasks.write(
            self,
            lambda: adding.finish(work.database, work.session, person),
            done=self._added,
            failed=self._refused,
        )

    def _added(self, changes: Changes) -> None:
        self._show(NOBODY)
        self.bar.clear()
        last = self.focusWidget()
        if last is not None and last.hasFocus():
            self.fields["given_names"].setFocus(Qt.FocusReason.OtherFocusReason)
        elif last is not None:
            last.clearFocus()  # else the next person begins in the field where this one ended
        self._kept.saved()
        self.added.emit(changes)

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            field = self.fields.get(error.field, self.fields["surname"])
            words = sentence_for(error).text
            field.set_error(words)
            self.summary.show_missing([(f"{field.label}: {words}", field)])
        else:
            self.failed.emit(error)

    def _empty(self) -> None:
        self._emptied = self.typed()
        self._show(NOBODY)
        self._edited()
        if not self._emptied.empty:
            words = _("Het formulier is leeggemaakt.")
            self.bar.tell("uitleg", words, action=_("Zet terug"))
        self.fields["given_names"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        self.bar.clear()
        self._show(self._emptied)
        self._edited()
