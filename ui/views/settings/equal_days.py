"""Days on a par with holidays: those that were decreed, and a form for one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.own_sets import EqualDay
from meitinker.i18n import _
from meitinker.services import own_sets
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.own_sets import day_title
from ui.views.settings.section import at_left
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.forms.keeping import Keeping


class EqualDays(QWidget):
    """The days, each to be taken away, and below them the fields of a new one.

    Signals:
        failed: A service said no; the error.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; ``keeping`` keeps what is typed of a new day."""
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self.buttons: dict[date, Button] = {}
        self.list = Pile(gap=8)
        self.day = DateField(_("Welke dag geldt als feestdag?"))
        self.source = TextField(
            _("Waar staat dat?"), hint=_("Zoals het nummer van het koninklijk besluit.")
        )
        self.add = Button(_("Voeg dag toe"), icon_name="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        fields = {"day": self.day, "source": self.source}
        self.kept = FieldsKeeping(keeping, own_sets.NEW_DAY, fields)
        self._form = (self.kept.bar, *fields.values(), at_left(self.add))
        for part in (self.list, *self._form):
            column.addWidget(part)
        self.add.clicked.connect(self._add)
        self.kept.begin()

    def show_days(self, days: Iterable[EqualDay], *, locked: bool = False) -> None:
        """Show these; what is being typed stays. ``locked`` are to be read only."""
        self.buttons = {}
        for part in self._form[1:]:
            part.setVisible(not locked)
        nothing = WrappedLabel(_("Er zijn geen extra feestdagen."), tone="muted")
        self.list.replace([self._row(one, locked=locked) for one in days] or [nothing])

    def _row(self, one: EqualDay, *, locked: bool) -> QWidget:
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(4))
        title = day_title(one)
        lines.addWidget(WrappedLabel(title, tone="label"))
        lines.addWidget(WrappedLabel(one.source, tone="muted"))
        if locked:
            return words
        away = FlatButton(_("Haal weg"), icon_name="trash")
        away.setAccessibleName(f"{away.text()}: {title}")
        away.clicked.connect(lambda: self._remove(one))
        self.buttons[one.day] = away
        return TightRow(words, away)

    def _add(self) -> None:
        day = self.day.value()
        self.day.set_error(self.day.problem() or (None if day else _("Vul een datum in.")))
        self.source.set_error(None)
        if day is None:
            self.day.focus_problem()
            return
        work, new = self._workplace, EqualDay(day=day, source=self.source.value())

        def added(_changes: Changes) -> None:
            self.kept.saved()
            self.kept.empty()
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)

        self._keeping.act(
            self,
            lambda: own_sets.add_equal_day(work.database, work.session, new),
            done=added,
            failed=self._refused,
        )

    def _refused(self, error: MeitinkerError) -> None:
        field = {"day": self.day, "source": self.source}.get(getattr(error, "field", ""))
        if field is not None:
            field.set_error(sentence_for(error).text)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.failed.emit(error)

    def _remove(self, one: EqualDay) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: own_sets.remove_equal_day(work.database, work.session, one.day),
            failed=self.failed.emit,
        )
