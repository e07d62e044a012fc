"""What is told to the back office over the map: that something is wrong, or that it is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId, VillageId
from meitinker.services import map_corrections, missing_services
from meitinker.services.missing_services import Missed
from ui.forms.field_panel import FieldPanel
from ui.viewmodels.map_correction import needs_words, proposed, wrong_choices
from ui.viewmodels.social_map import ANY, village_choices
from ui.widgets.choices import ComboField
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.services.social_map import ServiceFile
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class CorrectionPanel(FieldPanel):
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


class MissingPanel(FieldPanel):
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
