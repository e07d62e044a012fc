"""What is told to the back office over the map: that something is wrong, or that it is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId, VillageId
from meitinker.services import map_corrections, missing_services
from meitinker.services.missing_services import Missed
from ui.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.own_keeping import OwnKeeping
from ui.theme import px
from ui.viewmodels.map_correction import needs_words, proposed, wrong_choices
from ui.viewmodels.social_map import ANY, village_choices
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.choices import ComboField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.headings import PaneHeader
from ui.widgets.overlay import Overlay
from ui.widgets.panes import lay_out_now
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.services.social_map import ServiceFile
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class _ToldPanel(Overlay):
    """A form of a few fields over the place; what is typed stays when it goes.

    Signals:
        told: A message for the bar of the window: kind and sentence.
    """

    told = Signal(str, str)

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
        super().__init__(name, parent)
        self._workplace, self._form = workplace, form
        self.fields = dict(fields)
        self._sending = False
        self.indicator, self.bar = SaveIndicator(), MessageBar()
        self.send_button = PrimaryButton(verb, icon_name="check")
        self.close_button = Button(_("Later verder"))
        self.send_button.setToolTip(_("Ctrl+Enter"))
        self.close_button.setToolTip(_("Esc. Wat u typte, blijft bewaard."))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(16))
        self._keeping = OwnKeeping(workplace, self, indicator=self.indicator, bar=self.bar)
        self._kept: FieldsKeeping | None = None
        title = PaneHeader(name, level=2, beside=self.indicator)
        self.fill((title, self.bar), body, (self.send_button, self.close_button))
        self.send_button.clicked.connect(self.confirm)
        self.close_button.clicked.connect(self.dismiss)
        self.bar.acted.connect(self._keeping.retry)

    def _begin(self, about: str = "") -> None:
        """Show the fields as they are filled now; what was typed in them before comes back."""
        self._kept = FieldsKeeping(self._keeping, self._form, self.fields)
        self._column.addWidget(self._kept.bar)
        for field in self.fields.values():
            self._column.addWidget(field)
        self.open()
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        self._kept.begin(about)
        lay_out_now()
        self.fit()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then call ``done``: True when it is safe."""
        self._keeping.flush(done)

    def keep(self) -> None:
        """Keep what is typed."""
        self._keeping.flush(lambda _safe: None)

    def dismiss(self) -> None:
        """Close without telling; what was typed is kept, and stays in sight when it cannot be."""
        if self._closing:
            return
        self._closing = True
        self._keeping.flush(self._dismissed)

    def confirm(self) -> None:
        """Tell the back office."""
        wrong = self._problem()
        for field in self.fields.values():
            field.set_error(wrong[1] if wrong and wrong[0] is field else None)
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._sending:
            self._sending = True
            self._keeping.flush(self._send)

    def _problem(self) -> tuple[FormField, str] | None:
        """Return the field that keeps it from being told, with its sentence."""
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

    def _sent(self, _changes: Changes) -> None:
        if self._kept is not None:
            self._kept.saved()
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


class CorrectionPanel(_ToldPanel):
    """What is wrong with a service, and what it should be."""

    def __init__(self, workplace: Workplace, parent: QWidget, *, file: ServiceFile) -> None:
        """Build it about a service, hidden."""
        self._file = file
        self.what = ComboField(_("Wat klopt niet?"), wrong_choices(file))
        self.said = TextArea(_("Wat moet het zijn?"), lines=2, most_lines=6)
        self.who = TextField(_("Van wie weet u dit?"), hint=_("Zoals: gebeld met de balie."))
        super().__init__(
            workplace,
            parent,
            name=_("Klopt niet: {name}").format(name=file.service.name),
            verb=_("Geef door aan de backoffice"),
            form=map_corrections.FORM,
            fields={"field": self.what, "value": self.said, "told_by": self.who},
        )

    def begin(self) -> None:
        """Open it; what was typed about this service before comes back."""
        self._begin(self._file.service.id)

    def _problem(self) -> tuple[FormField, str] | None:
        if self.what.value() is None:
            return self.what, _("Kies wat er niet klopt.")
        if needs_words(self.what.value()) and not self.said.value().strip():
            return self.said, _("Schrijf op wat het moet zijn.")
        return None

    def _act(self) -> Callable[[], Changes]:
        work = self._workplace
        told = proposed(self._file, self.what.value(), self.said.value(), self.who.value())
        return partial(
            map_corrections.propose,
            work.database,
            work.session,
            RecordId(self._file.service.id),
            told,
        )


class MissingPanel(_ToldPanel):
    """Which help is not to be found, and where."""

    def __init__(
        self, workplace: Workplace, parent: QWidget, *, villages: Mapping[str, str]
    ) -> None:
        """Build it, hidden; ``villages`` are names by id."""
        self.sought = TextField(_("Waar zocht u naar?"))
        self.note = TextArea(
            _("Wat is er nodig?"), hint=_("Schrijf geen namen van inwoners op."), lines=3
        )
        self.village = ComboField(_("In welk dorp?"), village_choices(villages))
        super().__init__(
            workplace,
            parent,
            name=_("Dit ontbreekt"),
            verb=_("Geef door aan de backoffice"),
            form=missing_services.FORM,
            fields={"sought": self.sought, "note": self.note, "village_id": self.village},
        )

    def begin(self, sought: str = "", village_id: str | None = None) -> None:
        """Open it with what was looked for; a form that was typed before comes back instead."""
        self.sought.set_value(sought)
        self.village.set_value(village_id or ANY)
        self._begin()

    def _problem(self) -> tuple[FormField, str] | None:
        if self.sought.value() or self.note.value().strip():
            return None
        return self.sought, _("Schrijf op wat u zocht.")

    def _act(self) -> Callable[[], Changes]:
        work, village = self._workplace, self.village.value()
        missed = Missed(
            sought=self.sought.value(),
            note=self.note.value(),
            village_id=VillageId(RecordId(village)) if village and village != ANY else None,
        )
        return partial(missing_services.note, work.database, work.session, missed)
