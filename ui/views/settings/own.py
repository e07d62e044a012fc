"""Uw gegevens: who writes, and for whom; this stands on every letter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import organisation
from ui.views.settings.kept import KeptSection
from ui.views.settings.section import DecidedBy, lock
from ui.widgets.fields import PhoneField, TextArea, TextField

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.services.organisation import OwnOrganisation
    from ui.workplace import Workplace

_USER = "user"
_ORGANISATION = "organisation"
_SET = {_USER: organisation.set_user, _ORGANISATION: organisation.set_organisation}


class OwnSection(KeptSection):
    """The user and the organisation; a field is kept when it is left."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it empty."""
        super().__init__(workplace, _("Uw gegevens"))
        self.inputs: dict[str, TextField | TextArea] = {
            "user.name": TextField(_("Uw naam"), required=True),
            "user.title": TextField(_("Uw functie"), hint=_("Bijvoorbeeld meitinker.")),
            "user.phone": PhoneField(_("Uw telefoonnummer")),
            "organisation.name": TextField(_("Naam van de organisatie"), required=True),
            "organisation.phone": PhoneField(_("Telefoonnummer van de organisatie")),
            "organisation.email": TextField(_("E-mailadres van de organisatie")),
            "organisation.return_address": TextArea(
                _("Adres van de organisatie"),
                hint=_("Dit staat boven het adres van de inwoner. Elke regel apart."),
                lines=3,
            ),
        }
        self.fields = dict(self.inputs)
        mine = [field for name, field in self.inputs.items() if name.startswith(_USER)]
        ours = [field for name, field in self.inputs.items() if name.startswith(_ORGANISATION)]
        self.add_card(_("Over u"), *mine, text=_("Dit staat onder uw brieven."))
        self.decided = DecidedBy()
        self._ours = tuple(ours)
        self._locked = False
        self.add_card(
            _("Uw organisatie"),
            self.decided,
            *ours,
            text=_("Dit staat boven en onder elke brief."),
        )
        self.lines.addStretch(1)
        self.keep_typed(
            organisation.TYPED, {name: {name: field} for name, field in self.inputs.items()}
        )
        for name, field in self.inputs.items():
            field.left.connect(partial(self._keep, name))

    def arrive(self) -> None:
        """Read what is kept; what is typed and not kept yet stays."""
        work = self.workplace
        work.tasks.read(
            self,
            lambda: (
                organisation.own(work.database, work.session),
                organisation.decided_by(work.database, work.session),
            ),
            done=lambda found: self._show(*found),
            failed=self.tell_error,
        )

    def refresh(self, changes: Changes) -> None:
        """Read again when it was changed, here or by undoing."""
        if changes.touches(_USER) or changes.touches(_ORGANISATION):
            self.arrive()

    def keep_all(self) -> None:
        """Keep every field that was changed."""
        for name in self.inputs:
            self._keep(name)

    def _show(self, own: OwnOrganisation, decided: str) -> None:
        self._locked = bool(decided)
        self.decided.show_name(decided)
        lock(self._ours, locked=self._locked)
        records = {_USER: own.user, _ORGANISATION: own.organisation}
        for name, field in self.inputs.items():
            kind, attribute = name.split(".")
            value = str(getattr(records[kind], attribute))
            if self.stored(name, value, shown=field.value()):
                field.set_value(value)
        self.come_back()

    def values(self, group: str) -> str:
        """Return what is typed in a field, without spaces around it."""
        return self.inputs[group].value().strip()

    def _keep(self, name: str) -> None:
        field, value = self.inputs[name], self.values(name)
        if self._locked and field in self._ours:
            return  # typed before it was the organisation's to say
        kind, attribute = name.split(".")
        work, seen = self.workplace, {attribute: self.seen(name)}
        self.keep(
            name,
            value,
            lambda: _SET[kind](work.database, work.session, {attribute: value}, shown=seen),
            {attribute: field},
        )
