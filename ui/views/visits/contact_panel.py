"""The contact for a warm referral was made: with whom, and on which day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import referrals
from ui.forms.field_panel import FieldPanel
from ui.viewmodels.dates import Near
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.referrals import Referral
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class ContactPanel(FieldPanel):
    """Whom the meitinker spoke, so that the resident knows whom to ask for."""

    def __init__(
        self, workplace: Workplace, parent: QWidget, *, referral: Referral, concluded: bool = False
    ) -> None:
        """Build it about a referral, hidden; filled where the contact was noted before.

        Args:
            workplace: Where it reads and writes.
            parent: The window.
            referral: Of which the contact is.
            concluded: Whether the plan may be made by now, so that a newer one tells it.
        """
        self._referral_id = RecordId(referral.id)
        self._shown = {"contact_on": referral.contact_on, "contact_with": referral.contact_with}
        self.changes = referral.contact_on is not None
        hint = (
            _("Een naam of functie. Is het plan al gemaakt? Dan komt dit in een nieuwe versie.")
            if concluded
            else _("Een naam of functie. Dit komt in het plan. Weet u het niet? Laat het leeg.")
        )
        self.who = TextField(_("Wie sprak u daar?"), hint=hint)
        self.who.set_value(referral.contact_with)
        self.day = DateField(_("Op welke dag was dat?"), latest=clock.today(), near=Near.PAST)
        self.day.set_value(referral.contact_on or clock.today())
        super().__init__(
            workplace,
            parent,
            name=_("Contact gelegd met {name}").format(name=referral.service_name),
            verb=_("Bewaar het contact"),
            form=referrals.CONTACT,
            fields={"with_whom": self.who, "on": self.day},
        )

    def begin(self) -> None:
        """Open it; what was typed of this contact before comes back."""
        self._begin(self._referral_id)

    def _problem(self) -> tuple[FormField, str] | None:
        if problem := self.day.problem():
            return self.day, problem
        return None if self.day.value() else (self.day, _("Vul een datum in."))

    def _act(self) -> Callable[[], Changes]:
        work, day = self._workplace, self.day.value()
        if day is None:
            raise LookupError("the form was checked before")
        return partial(
            referrals.contacted,
            work.database,
            work.session,
            self._referral_id,
            on=day,
            with_whom=self.who.value(),
            shown=self._shown,
        )
