"""When a service is open: hours that recur, and the days on which it is otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.domain.opening_hours import Recurrence, Schedule, check_hours
from meitinker.domain.service_words import hours_lines
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import record_id
from meitinker.services import map_forms
from ui.messages import sentence_for
from ui.viewmodels import map_hours as said
from ui.viewmodels.map_hours import Hours
from ui.views.social_map.edit_panel import NUMBER_WIDTH, At, text
from ui.views.social_map.edit_parts import PartPanel
from ui.widgets.choices import CheckGroup, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from ui.widgets.form_field import FormField

_ABOUT = {"valid_from": "first", "valid_to": "last", "dtstart": "first"}
"""Fields of a schedule that bear another name in the form."""


class HoursPanel(PartPanel):
    """Some hours; what recurs in a way that the form does not know stays as it is."""

    def __init__(self, at: At, *, key: str = "") -> None:
        """Build it about hours that are there, or new ones."""
        one = next((each for each in at.desk.file.hours if each.id == key), None)
        told = said.shown(one)
        self._recurs = told is not None
        begun = told or Hours(
            opens_at=one.opens_at if one else "",
            closes_at=one.closes_at if one else "",
            remark=one.description if one else "",
        )
        self._build(begun)
        if one is not None and not self._recurs:
            words = hours_lines((one,), clock.today())
            self.remark.set_hint(
                _("Deze tijd herhaalt zich zo: {when}. Dat blijft zo.").format(
                    when=", ".join(line.when for line in words)
                )
            )
        recurring: dict[str, FormField] = {
            "how": self.how,
            "nth": self.nth,
            "byday": self.days,
        }
        period: dict[str, FormField] = {"first": self.first, "last": self.last}
        times: dict[str, FormField] = {"opens_at": self.opens, "closes_at": self.closes}
        fields = {**recurring, **period, **times} if self._recurs else times
        super().__init__(
            at,
            names=(_("Nieuwe openingstijd"), _("Openingstijd")),
            form=map_forms.HOURS,
            standing=one,
            fields={**fields, "description": self.remark},
        )
        self.how.edited.connect(self._ask)

    def begin(self) -> None:
        """Open it with the questions that belong to how the hours recur."""
        super().begin()
        self._ask()

    def _build(self, begun: Hours) -> None:
        self.how = RadioGroup(_("Wanneer is dit?"), said.ways())
        self.nth = ComboField(_("Welke in de maand?"), said.places_in_month())
        self.days = CheckGroup(_("Op welke dagen?"), said.days())
        self.first, self.last = DateField(_("Eerste dag")), DateField(_("Laatste dag"))
        hint = _("Zoals 9:30.")
        self.opens = text(
            TextField(_("Hoe laat gaat het open?"), hint=hint, widest=NUMBER_WIDTH),
            begun.opens_at,
        )
        self.closes = text(
            TextField(_("Hoe laat gaat het dicht?"), hint=hint, widest=NUMBER_WIDTH),
            begun.closes_at,
        )
        self.remark = text(TextField(_("Opmerking")), begun.remark)
        self.how.set_value(begun.how)
        self.nth.set_value(begun.nth)
        self.days.set_value(begun.days)
        self.first.set_value(begun.first)
        self.last.set_value(begun.last)

    def _showed(self, typed: bool) -> None:
        del typed
        self._ask()

    def _ask(self) -> None:
        """Show what is asked for this way of recurring; the rest keeps what stands in it."""
        if not self._recurs:
            return
        asked = said.asks(self.how.value() or said.WEEKLY)
        for name in ("nth", "byday", "first", "last", "opens_at", "closes_at"):
            self.fields[name].setVisible(name in asked)
        fortnightly = self.how.value() == said.FORTNIGHTLY
        self.first.set_hint(_("Een dag waarop het open is.") if fortnightly else "")
        self.last.set_hint(_("Leeg is alleen de eerste dag."))
        lay_out_now()
        self.fit()

    def _values(self) -> dict[str, Any]:
        asked = said.asks(self.how.value() or said.WEEKLY)
        told = said.fields(
            Hours(
                how=self.how.value() or said.WEEKLY,
                days=self.days.value(),
                nth=self.nth.value() or "1",
                opens_at=self.opens.value(),
                closes_at=self.closes.value(),
                first=self._day(self.first, asked=self._kept_period or "first" in asked),
                last=self._day(self.last, asked=self._kept_period or "last" in asked),
                remark=self.remark.value(),
            )
        )
        if self._recurs:
            return told
        return {name: told[name] for name in ("opens_at", "closes_at", "description")}

    @property
    def _kept_period(self) -> bool:
        """Whether hours of every week or month were for a period: that is not asked, and stays."""
        one = self._standing
        return isinstance(one, Schedule) and one.freq is not Recurrence.NONE

    def _day(self, field: DateField, *, asked: bool) -> Any:
        return field.value() if asked else None

    def _new(self) -> Record:
        return Schedule(id=record_id(), **self._anchor(), **self._values())

    def _anchor(self) -> dict[str, Any]:
        """Return where new hours belong: with those that are told, else they would hide them."""
        known = next(iter(self._at.desk.file.hours), None)
        if known is None or known.service_id:
            return {"service_id": self.service_id}
        return {"location_id": known.location_id, "at_location_id": known.at_location_id}

    def _wrong(self) -> tuple[FormField, str] | None:
        asked = said.asks(self.how.value() or said.WEEKLY) if self._recurs else frozenset()
        for name, field in (("first", self.first), ("last", self.last)):
            if name in asked and (problem := field.problem()):
                return field, problem
        if self._recurs and self.how.value() == said.FORTNIGHTLY and self.first.value() is None:
            return self.first, _("Vul een dag in waarop het open is.")
        standing = self._standing if isinstance(self._standing, Schedule) else None
        begun = standing or Schedule(id=record_id(), service_id=self.service_id)
        try:
            check_hours(msgspec.structs.replace(begun, **self._values()))
        except InvalidField as error:
            name = _ABOUT.get(error.field, error.field)
            return self.fields.get(name, self.remark), sentence_for(error).text
        return None
