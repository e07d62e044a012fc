"""Uw gegevens: who writes, and for whom; this stands on every letter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import organisation
from ui.messages import sentence_for
from ui.views.settings.section import Section
from ui.widgets.fields import PhoneField, TextArea, TextField
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.organisation import Own
    from ui.workplace import Workplace

_USER = "user"
_ORGANISATION = "organisation"
_SET = {_USER: organisation.set_user, _ORGANISATION: organisation.set_organisation}


class OwnSection(Section):
    """The user and the organisation; a field is kept when it is left."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it empty."""
        self.saving = SaveIndicator()
        super().__init__(workplace, _("Uw gegevens"), beside=self.saving)
        self._kept: dict[str, str] = {}
        self._waiting = 0
        self._safe = True
        self._left: list[Callable[[bool], None]] = []
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
        self.add_card(_("Uw organisatie"), *ours, text=_("Dit staat boven en onder elke brief."))
        self.lines.addStretch(1)
        for name, field in self.inputs.items():
            field.left.connect(partial(self._keep, name))

    def arrive(self) -> None:
        """Read what is kept; what is typed and not kept yet stays."""
        work = self.workplace
        work.tasks.read(
            self,
            lambda: organisation.own(work.database, work.session),
            done=self._show,
            failed=self.tell_error,
        )

    def refresh(self, changes: Changes) -> None:
        """Read again when it was changed, here or by undoing."""
        if changes.touches(_USER) or changes.touches(_ORGANISATION):
            self.arrive()

    def save_now(self) -> None:
        """Keep every field that was changed."""
        for name in self.inputs:
            self._keep(name)
        if not self._waiting and self._safe and self._kept:
            self.saving.saved(clock.now())

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep every field that was changed; ``done`` is False where the disk did not take it.

        What a field cannot hold stays in it with its error, and keeps nobody here.
        """
        self._safe = True
        for name in self.inputs:
            self._keep(name)
        self._left.append(done)
        self._settle()

    def _show(self, own: Own) -> None:
        records = {_USER: own.user, _ORGANISATION: own.organisation}
        for name, field in self.inputs.items():
            kind, attribute = name.split(".")
            value = str(getattr(records[kind], attribute))
            typed = name in self._kept and field.value() != self._kept[name]
            if not typed:
                field.set_value(value)
            self._kept[name] = value

    def _keep(self, name: str) -> None:
        field = self.inputs[name]
        value = field.value().strip()
        if name not in self._kept or value == self._kept[name]:
            if name in self._kept:
                field.set_error(None)
            return
        kind, attribute = name.split(".")
        work = self.workplace
        self._waiting += 1
        self.saving.saving()
        work.tasks.write(
            self,
            lambda: _SET[kind](work.database, work.session, {attribute: value}),
            done=partial(self._saved, name, value),
            failed=partial(self._refused, name),
        )

    def _saved(self, name: str, value: str, _changes: Changes) -> None:
        self._kept[name] = value
        self.inputs[name].set_error(None)
        self._waiting -= 1
        if not self._waiting:
            self.saving.saved(clock.now())
        self._settle()

    def _refused(self, name: str, error: MeitinkerError) -> None:
        self._waiting -= 1
        self.saving.failed()
        if isinstance(error, InvalidField):
            self.inputs[name].set_error(sentence_for(error).text)
        else:
            self._safe = False
            self.tell_error(error)
        self._settle()

    def _settle(self) -> None:
        """Answer who wanted to leave, once the store answered for every field."""
        if self._waiting:
            return
        waiting, self._left = self._left, []
        for done in waiting:
            done(self._safe)
