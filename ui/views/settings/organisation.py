"""Afspraken van uw organisatie: the own term, who gives client support, and days that are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.clocks import Counting, ServiceTerm
from meitinker.domain.own_sets import ClientSupport
from meitinker.i18n import _
from meitinker.ids import MunicipalityId, RecordId
from meitinker.services import organisation, own_sets
from ui.viewmodels import own_sets as shown
from ui.views.settings.equal_days import EqualDays
from ui.views.settings.kept import KeptSection
from ui.views.settings.section import DecidedBy, lock
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import PhoneField, TextField

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.services.own_sets import OwnSets
    from ui.workplace import Workplace

_LETTERS = 20
_TERM, _SUPPORT = "term", "support"


class OrganisationSection(KeptSection):
    """What the organisation agreed on; a field is kept when it is left."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it empty."""
        super().__init__(workplace, _("Afspraken van uw organisatie"))
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
        self.days = EqualDays(self.keeping)
        self.decided = DecidedBy()
        self._locked = False
        self._lay_out()
        self._connect()

    def arrive(self) -> None:
        """Read what holds; what is typed and not kept yet stays."""
        work, where = self.workplace, self._where()
        work.tasks.read(
            self,
            lambda: (
                own_sets.shown(work.database, work.session, where),
                organisation.decided_by(work.database, work.session),
            ),
            done=lambda found: self._show(*found),
            failed=self.tell_error,
        )

    def refresh(self, changes: Changes) -> None:
        """Read again when it was changed, here or by undoing."""
        if changes.touches("reference_overlay") or changes.touches("municipality"):
            self.arrive()

    def keep_all(self) -> None:
        """Keep the own term and who gives client support, where they were changed."""
        if not self._locked:
            self._keep_term()
            self._keep_support()

    def _lay_out(self) -> None:
        self.lines.addWidget(self.decided)
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
        self.keep_typed(
            own_sets.TYPED,
            {
                _TERM: {"hours": self.hours, "counting": self.counting},
                _SUPPORT: {"name": self.name, "phone": self.phone},
            },
        )

    def _where(self) -> MunicipalityId | None:
        value = self.place.value()
        return MunicipalityId(RecordId(value)) if value else None

    def _elsewhere(self) -> None:
        """Show another municipality; what is typed for this one was kept when it was left."""
        self.forget()
        self.arrive()

    def _show(self, sets: OwnSets, decided: str) -> None:
        self._lock(decided)
        here = self.place.value()
        self.place.set_choices(shown.places(sets.municipalities))
        self.place.set_value(here or "")
        self._show_group(_TERM, (str(sets.term.appointment_hours), sets.term.counting.value))
        self._show_group(_SUPPORT, (sets.support.name, sets.support.phone))
        self.days.show_days(sets.days, locked=self._locked)
        if not self._locked:
            self.come_back(here or "")

    def _lock(self, decided: str) -> None:
        """Let what the organisation decides be read only."""
        self._locked = bool(decided)
        self.decided.show_name(decided)
        lock((self.hours, self.counting, self.name, self.phone), locked=self._locked)

    def _show_group(self, group: str, values: tuple[object, ...]) -> None:
        if not self.stored(group, values, shown=self.values(group)):
            return
        one, other = values
        if group == _TERM:
            self.hours.set_value(str(one))
            self.counting.set_value(str(other))
        else:
            self.name.set_value(str(one))
            self.phone.set_value(str(other))

    def values(self, group: str) -> tuple[object, ...]:
        """Return the two fields of a group as they are typed."""
        if group == _TERM:
            return self.hours.value().strip(), self.counting.value()
        return self.name.value().strip(), self.phone.value().strip()

    def in_words(self, group: str, value: object) -> str:
        """Return what holds by now: a promise, or who gives client support."""
        if group == _TERM:
            term = _term(value)
            return shown.term_words(term) if term else ""
        support = _support(value)
        return support.told if support else ""

    # --- keeping ---------------------------------------------------------------------------

    def _keep_term(self) -> None:
        work, where = self.workplace, self._where()
        hours = shown.hours_of(self.hours.value())
        counting = self.counting.value() or Counting.CALENDAR_HOURS
        seen = self.seen(_TERM)
        self.keep(
            _TERM,
            self.values(_TERM),
            lambda: own_sets.keep_term(
                work.database,
                work.session,
                hours=hours,
                counting=Counting(counting),
                municipality_id=where,
                shown=_term(seen),
            ),
            {"hours": self.hours},
        )

    def _keep_support(self) -> None:
        work, where = self.workplace, self._where()
        name, phone = self.name.value(), self.phone.value()
        seen = self.seen(_SUPPORT)
        self.keep(
            _SUPPORT,
            self.values(_SUPPORT),
            lambda: own_sets.keep_support(
                work.database,
                work.session,
                name=name,
                phone=phone,
                municipality_id=where,
                shown=_support(seen),
            ),
            {"name": self.name, "phone": self.phone},
        )


def _term(seen: object) -> ServiceTerm | None:
    """Return a promise as it was shown."""
    if not isinstance(seen, tuple):
        return None
    hours, counting = seen
    return ServiceTerm(appointment_hours=shown.hours_of(hours), counting=Counting(counting))


def _support(seen: object) -> ClientSupport | None:
    """Return who gives client support, as it was shown."""
    if not isinstance(seen, tuple):
        return None
    name, phone = seen
    return ClientSupport(name=name, phone=phone)
