"""Afspraken van uw organisatie: the own term, who gives client support, and days that are free."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.clocks import Counting
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import MunicipalityId, RecordId
from meitinker.services import own_sets
from ui.messages import sentence_for
from ui.viewmodels import own_sets as shown
from ui.views.settings.equal_days import EqualDays
from ui.views.settings.section import Section
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import PhoneField, TextField
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.own_sets import OwnSets
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Keep = Callable[[], Changes]

_LETTERS = 20
_TERM, _SUPPORT = "term", "support"


class OrganisationSection(Section):
    """What the organisation agreed on; a field is kept when it is left."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it empty."""
        self.saving = SaveIndicator()
        super().__init__(workplace, _("Afspraken van uw organisatie"), beside=self.saving)
        self._kept: dict[str, tuple[object, ...]] = {}
        self._waiting = 0
        self._safe = True
        self._left: list[Callable[[bool], None]] = []
        self.place = ComboField(_("Voor welke gemeente?"), shown.places(()))
        self.place.combo.setMinimumContentsLength(_LETTERS)
        self.hours = TextField(
            _("Binnen hoeveel uur maakt u een afspraak?"), hint=_("Bijvoorbeeld 24."), widest=96
        )
        self.counting = RadioGroup(_("Welke uren tellen?"), shown.countings(), across=False)
        self.name = TextField(
            _("Wie denkt gratis mee?"), hint=_("De naam zoals de brief hem noemt.")
        )
        self.phone = PhoneField(_("Telefoonnummer daarvan"))
        self.days = EqualDays(workplace)
        self._lay_out()
        self._connect()

    def arrive(self) -> None:
        """Read what holds; what is typed and not kept yet stays."""
        work, where = self.workplace, self._where()
        work.tasks.read(
            self,
            lambda: own_sets.shown(work.database, work.session, where),
            done=self._show,
            failed=self.tell_error,
        )

    def refresh(self, changes: Changes) -> None:
        """Read again when it was changed, here or by undoing."""
        if changes.touches("reference_overlay") or changes.touches("municipality"):
            self.arrive()

    def save_now(self) -> None:
        """Keep what was changed."""
        self._keep_term()
        self._keep_support()
        if not self._waiting and self._safe and self._kept:
            self.saving.saved(clock.now())

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was changed; ``done`` is False where the disk did not take it."""
        self._safe = True
        self._keep_term()
        self._keep_support()
        self._left.append(done)
        self._settle()

    def _lay_out(self) -> None:
        self.lines.addWidget(self.place)
        self.add_card(
            _("Uw eigen termijn"),
            self.hours,
            self.counting,
            text=_("Dit belooft u zelf. De termijnen van de wet veranderen er niet door."),
        )
        self.add_card(
            _("Gratis cliëntondersteuning"),
            self.name,
            self.phone,
            text=_("De brief en het plan noemen wie de inwoner kan bellen."),
        )
        self.add_card(
            _("Extra feestdagen"),
            self.days,
            text=_("Een koninklijk besluit kan een dag gelijkstellen met een feestdag."),
        )
        self.lines.addStretch(1)
        self.fields = {
            "place": self.place,
            "term.hours": self.hours,
            "term.counting": self.counting,
            "support.name": self.name,
            "support.phone": self.phone,
            "days.day": self.days.day,
            "days.source": self.days.source,
        }

    def _connect(self) -> None:
        self.place.edited.connect(self._elsewhere)
        self.hours.left.connect(self._keep_term)
        self.counting.edited.connect(self._keep_term)
        self.name.left.connect(self._keep_support)
        self.phone.left.connect(self._keep_support)
        self.days.failed.connect(self.tell_error)

    def _where(self) -> MunicipalityId | None:
        value = self.place.value()
        return MunicipalityId(RecordId(value)) if value else None

    def _elsewhere(self) -> None:
        """Show another municipality; what is typed for this one was kept when it was left."""
        self._kept = {}
        self.arrive()

    def _show(self, sets: OwnSets) -> None:
        here = self.place.value()
        self.place.set_choices(shown.places(sets.municipalities))
        self.place.set_value(here or "")
        self._show_group(_TERM, (str(sets.term.appointment_hours), sets.term.counting.value))
        self._show_group(_SUPPORT, (sets.support.name, sets.support.phone))
        self.days.show_days(sets.days)

    def _show_group(self, group: str, values: tuple[object, ...]) -> None:
        typed = group in self._kept and self._values(group) != self._kept[group]
        self._kept[group] = values
        if typed:
            return
        one, other = values
        if group == _TERM:
            self.hours.set_value(str(one))
            self.counting.set_value(str(other))
        else:
            self.name.set_value(str(one))
            self.phone.set_value(str(other))

    def _values(self, group: str) -> tuple[object, ...]:
        if group == _TERM:
            return self.hours.value().strip(), self.counting.value()
        return self.name.value().strip(), self.phone.value().strip()

    # --- keeping ---------------------------------------------------------------------------

    def _keep_term(self) -> None:
        work, where = self.workplace, self._where()
        hours = shown.hours_of(self.hours.value())
        counting = self.counting.value() or Counting.CALENDAR_HOURS
        self._keep(
            _TERM,
            lambda: own_sets.keep_term(
                work.database,
                work.session,
                hours=hours,
                counting=Counting(counting),
                municipality_id=where,
            ),
            {"hours": self.hours},
        )

    def _keep_support(self) -> None:
        work, where = self.workplace, self._where()
        name, phone = self.name.value(), self.phone.value()
        self._keep(
            _SUPPORT,
            lambda: own_sets.keep_support(
                work.database, work.session, name=name, phone=phone, municipality_id=where
            ),
            {"name": self.name, "phone": self.phone},
        )

    def _keep(self, group: str, keep: Keep, fields: dict[str, FormField]) -> None:
        values = self._values(group)
        if group not in self._kept or values == self._kept[group]:
            return
        self._waiting += 1
        self.saving.saving()

        def saved(_changes: Changes) -> None:
            self._kept[group] = values
            for field in fields.values():
                field.set_error(None)
            self._done()

        self.workplace.tasks.write(self, keep, done=saved, failed=partial(self._refused, fields))

    def _done(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.saving.saved(clock.now())
        self._settle()

    def _refused(self, fields: dict[str, FormField], error: MeitinkerError) -> None:
        self._waiting -= 1
        self.saving.failed()
        field = fields.get(error.field) if isinstance(error, InvalidField) else None
        if field is not None:
            field.set_error(sentence_for(error).text)
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
