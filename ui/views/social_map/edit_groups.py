"""The groups of fields of a service, a form each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker import clock
from meitinker.domain.map_services import (
    Cost,
    MapService,
    ServiceCapacity,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.providers import Provider
from meitinker.i18n import _
from meitinker.ids import RecordId, record_id
from meitinker.services import map_forms
from meitinker.services.map_forms import Codes, Edit, Touched
from ui.viewmodels import map_editing as said
from ui.views.social_map.edit_panel import (
    At,
    GroupPanel,
    number_field,
    text,
    wrong_number,
)
from ui.widgets.choices import CheckField, CheckGroup, RadioGroup
from ui.widgets.fields import TextArea, TextField
from ui.widgets.suggest import SuggestField

if TYPE_CHECKING:
    from ui.widgets.form_field import FormField


class WhatPanel(GroupPanel):
    """What it is called and what it is."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        one = at.desk.file.service
        self.name = text(TextField(_("Hoe heet het?"), required=True), one.name)
        self.other = text(TextField(_("Andere naam")), one.alternate_name)
        self.what = TextArea(
            _("Wat is het, in gewone woorden?"),
            hint=_("Schrijf het op zoals u het aan een inwoner vertelt."),
            lines=4,
            most_lines=10,
        )
        self.what.set_value(one.description)
        self.status = RadioGroup(_("Hoe staat het ervoor?"), said.statuses())
        self.status.set_value(one.status.value)
        self.alert = TextArea(
            _("Waar moet iemand op letten?"), hint=_("Dit staat bovenaan."), lines=2, most_lines=6
        )
        self.alert.set_value(one.alert)
        self.public = CheckField(_("Mag op folders en op de website"))
        self.public.set_value(one.public)
        fields = {
            "name": self.name,
            "alternate_name": self.other,
            "description": self.what,
            "status": self.status,
            "alert": self.alert,
            "public": self.public,
        }
        super().__init__(at, name=_("Naam en uitleg"), form=map_forms.WHAT, fields=fields)

    def _values(self) -> dict[str, Any]:
        return {
            "name": self.name.value(),
            "alternate_name": self.other.value(),
            "description": self.what.value(),
            "status": ServiceStatus(self.status.value() or ServiceStatus.ACTIVE),
            "alert": self.alert.value(),
            "public": self.public.value(),
        }

    def _wrong(self) -> tuple[FormField, str] | None:
        return None if self.name.value() else (self.name, _("Schrijf op hoe het heet."))


class ProviderPanel(GroupPanel):
    """Who offers it: one that is known, or a new one."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        known = said.provider_choices(at.desk.providers)
        standing = at.desk.file.provider
        self.provider = SuggestField(_("Wie biedt dit aan?"), known, hint=provider_hint())
        self.provider.set_value(standing.name if standing else "")
        super().__init__(
            at,
            name=_("Kies een andere aanbieder"),
            form=map_forms.PROVIDER,
            fields={"provider_id": self.provider},
        )

    def _wrong(self) -> tuple[FormField, str] | None:
        return None if self.provider.value() else (self.provider, _("Schrijf op wie dit aanbiedt."))

    def _edit(self) -> Edit:
        standing = self._at.desk.file.service.provider_id
        found = self._at.desk.file.provider
        if found is not None and found.name == self.provider.value():
            return Edit()
        new = None if self.provider.key else Provider(id=record_id(), name=self.provider.value())
        key = new.id if new else RecordId(self.provider.key)
        touched = Touched(
            MapService, self.service_id, {"provider_id": key}, {"provider_id": standing}
        )
        return Edit(touched=(touched,), added=(new,) if new else ())


class WhoPanel(GroupPanel):
    """Whom it is for, and what is spoken."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        one = at.desk.file.service
        self._who = said.codes(at.desk, Vocabulary.WHO_FOR)
        self._spoken = said.codes(at.desk, Vocabulary.LANGUAGE)
        self.words = TextArea(_("Voor wie is het?"), lines=2, most_lines=6)
        self.words.set_value(one.eligibility_description)
        self.least = number_field(_("Vanaf welke leeftijd?"), one.minimum_age)
        self.most = number_field(_("Tot en met welke leeftijd?"), one.maximum_age)
        self.who = CheckGroup(
            _("Voor welke mensen vooral?"), said.who_for(at.desk.terms), columns=True
        )
        self.who.set_value(self._who)
        self.languages = CheckGroup(
            _("Welke talen spreken zij er?"), said.languages(self._spoken), columns=True
        )
        self.languages.set_value(self._spoken)
        self.interpreter = text(
            TextField(_("Is er een tolk?"), hint=_("Zoals: gebarentolk op afspraak.")),
            one.interpretation_services,
        )
        fields: dict[str, FormField] = {
            "eligibility_description": self.words,
            "minimum_age": self.least,
            "maximum_age": self.most,
            "who_for": self.who,
            "language": self.languages,
            "interpretation_services": self.interpreter,
        }
        super().__init__(at, name=_("Voor wie"), form=map_forms.WHO, fields=fields)

    def _values(self) -> dict[str, Any]:
        return {
            "eligibility_description": self.words.value(),
            "minimum_age": said.number_of(self.least.value()),
            "maximum_age": said.number_of(self.most.value()),
            "interpretation_services": self.interpreter.value(),
        }

    def _wrong(self) -> tuple[FormField, str] | None:
        return wrong_number(self.least, self.most)

    def _edit(self) -> Edit:
        return Edit(
            touched=(self._touched(),),
            codes={
                Vocabulary.WHO_FOR: Codes(self.who.value(), self._who),
                Vocabulary.LANGUAGE: Codes(self.languages.value(), self._spoken),
            },
        )


class WayPanel(GroupPanel):
    """How one gets in, and what it costs."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        one = at.desk.file.service
        self.way = RadioGroup(_("Hoe komt iemand erbij?"), said.ways_in())
        self.way.set_value(one.way_in.value)
        self.process = TextArea(_("Wat moet iemand doen?"), lines=2, most_lines=6)
        self.process.set_value(one.application_process)
        self.cost = RadioGroup(_("Wat kost het?"), said.costs())
        self.cost.set_value(one.cost.value)
        self.fees = TextArea(_("Uitleg bij de kosten"), lines=2, most_lines=6)
        self.fees.set_value(one.fees_description)
        fields = {
            "way_in": self.way,
            "application_process": self.process,
            "cost": self.cost,
            "fees_description": self.fees,
        }
        super().__init__(at, name=_("Toegang en kosten"), form=map_forms.WAY, fields=fields)

    def _values(self) -> dict[str, Any]:
        return {
            "way_in": WayIn(self.way.value() or WayIn.UNKNOWN),
            "application_process": self.process.value(),
            "cost": Cost(self.cost.value() or Cost.UNKNOWN),
            "fees_description": self.fees.value(),
        }


class ReachPanel(GroupPanel):
    """Where one writes, and where one reads more."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        one = at.desk.file.service
        self.email = text(TextField(_("E-mailadres")), one.email)
        self.url = text(TextField(_("Website"), hint=_("Dat begint met https://")), one.url)
        fields = {"email": self.email, "url": self.url}
        super().__init__(at, name=_("E-mail en website"), form=map_forms.REACH, fields=fields)

    def _values(self) -> dict[str, Any]:
        return {"email": self.email.value(), "url": self.url.value()}


class RoomPanel(GroupPanel):
    """How long one waits, and how many places are free."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        self._room = next(iter(at.desk.file.capacities), None)
        room = self._room
        self.wait = text(
            TextField(_("Hoelang wacht iemand?"), hint=_("Zoals: ongeveer drie weken.")),
            at.desk.file.service.wait_time,
        )
        self.free = number_field(
            _("Hoeveel plekken zijn er vrij?"),
            room.available if room else None,
            hint=_("Hier komt de dag van vandaag bij te staan."),
        )
        self.whole = number_field(_("Hoeveel plekken zijn er?"), room.maximum if room else None)
        self.unit = text(
            TextField(_("Wat is een plek?"), hint=_("Zoals: plaatsen aan tafel.")),
            room.unit if room else "",
        )
        fields = {
            "wait_time": self.wait,
            "available": self.free,
            "maximum": self.whole,
            "unit": self.unit,
        }
        super().__init__(at, name=_("Plek en wachttijd"), form=map_forms.ROOM, fields=fields)
        self._told = self._numbers()

    def _values(self) -> dict[str, Any]:
        return {"wait_time": self.wait.value()}

    def _numbers(self) -> dict[str, Any]:
        return {
            "available": said.number_of(self.free.value()),
            "maximum": said.number_of(self.whole.value()),
            "unit": self.unit.value(),
        }

    def _wrong(self) -> tuple[FormField, str] | None:
        return wrong_number(self.free, self.whole)

    def _edit(self) -> Edit:
        now, touched = self._numbers(), self._touched()
        if now == self._told:
            return Edit(touched=(touched,))
        now = {**now, "updated_on": clock.today()}
        room = self._room
        if room is None:
            new = ServiceCapacity(id=record_id(), service_id=self.service_id, **now)
            return Edit(touched=(touched,), added=(new,))
        shown = {**self._told, "updated_on": room.updated_on}
        return Edit(touched=(touched, Touched(ServiceCapacity, room.id, now, shown)))


def provider_hint() -> str:
    """Return what is said below the question who offers it."""
    return _("Typ een paar letters. Staat de aanbieder er niet bij? Dan komt die erbij.")
