"""How a service is found: by category and words, on the ladder, and in which villages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker.domain.map_services import Reach, ServiceArea, Vocabulary
from meitinker.domain.needs import Rung
from meitinker.domain.search_words import SearchWord
from meitinker.i18n import _
from meitinker.ids import MunicipalityId, VillageId, record_id
from meitinker.services import map_forms
from meitinker.services.map_forms import Codes, Edit
from ui.viewmodels import map_editing as said
from ui.viewmodels.parts import Choice
from ui.viewmodels.social_map import ANY
from ui.views.social_map.edit_panel import At, GroupPanel
from ui.widgets.choices import CheckGroup, ComboField, RadioGroup
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from ui.widgets.form_field import FormField

_CATEGORIES = 3
"""Categories that are chosen on the screen; a service out of a file may have more."""


class FindPanel(GroupPanel):
    """What it stands under, and the words of every day that lead to it."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        self._stood = said.codes(at.desk, Vocabulary.CATEGORY)
        choices = said.categories(at.desk.terms, self._stood)
        names = (_("In welke rubriek?"), _("Ook in rubriek"), _("En in rubriek"))
        self.categories = [ComboField(name, choices) for name in names]
        for number, field in enumerate(self.categories):
            field.set_value(self._stood[number] if number < len(self._stood) else ANY)
        self.words = TextArea(
            _("Met welke woorden zoeken mensen dit?"),
            hint=_("Gewone woorden, met een komma ertussen. Zoals: prakje, warm eten."),
            lines=2,
            most_lines=6,
        )
        self.words.set_value(at.desk.file.service.keywords)
        fields: dict[str, FormField] = {
            f"category_{number}": field for number, field in enumerate(self.categories)
        }
        fields["keywords"] = self.words
        self._added: CheckGroup | None = None
        if at.desk.words:
            self._added = CheckGroup(
                _("Toegevoegd bij het zoeken"),
                [Choice(one.id, one.said) for one in at.desk.words],
                hint=_("Haal het vinkje weg bij wat er niet bij hoort."),
            )
            self._added.set_value(tuple(one.id for one in at.desk.words))
            fields["added"] = self._added
        super().__init__(
            at,
            name=_("Rubriek en zoekwoorden"),
            form=map_forms.FIND,
            fields=fields,
        )

    def _values(self) -> dict[str, Any]:
        return {"keywords": self.words.value()}

    def _edit(self) -> Edit:
        chosen = (field.value() for field in self.categories)
        wanted = tuple(dict.fromkeys(code for code in chosen if code and code != ANY))
        stood = self._stood[:_CATEGORIES]
        kept = self._added.value() if self._added else ()
        gone = (one.id for one in self._at.desk.words if one.id not in kept)
        return Edit(
            touched=(self._touched(),),
            codes={Vocabulary.CATEGORY: Codes(wanted, stood)},
            removed=tuple((SearchWord, key) for key in gone),
        )


class LadderPanel(GroupPanel):
    """What it says itself of life domains, the ladder and carers, beside its category."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        rung = at.desk.file.service.rung
        self._domains = said.codes(at.desk, Vocabulary.LIFE_DOMAIN)
        self._functions = said.codes(at.desk, Vocabulary.CARER_FUNCTION)
        hint = _("Vink alleen iets aan als de rubriek het niet goed zegt.")
        self.domains = CheckGroup(_("Welke leefgebieden?"), said.domains(), hint=hint, columns=True)
        self.domains.set_value(self._domains)
        self.rung = ComboField(_("Welke trede van de ladder?"), said.rungs())
        self.rung.set_value(str(int(rung)) if rung is not None else ANY)
        self.functions = CheckGroup(
            _("Welke hulp voor mantelzorgers?"), said.carer_functions(), hint=hint
        )
        self.functions.set_value(self._functions)
        super().__init__(
            at,
            name=_("Leefgebied, ladder en mantelzorg"),
            form=map_forms.LADDER,
            fields={
                "life_domain": self.domains,
                "rung": self.rung,
                "carer_function": self.functions,
            },
        )

    def _values(self) -> dict[str, Any]:
        chosen = self.rung.value()
        return {"rung": Rung(int(chosen)) if chosen and chosen != ANY else None}

    def _edit(self) -> Edit:
        return Edit(
            touched=(self._touched(),),
            codes={
                Vocabulary.LIFE_DOMAIN: Codes(self.domains.value(), self._domains),
                Vocabulary.CARER_FUNCTION: Codes(self.functions.value(), self._functions),
            },
        )


class AreaPanel(GroupPanel):
    """For whom it is by where they live."""

    def __init__(self, at: At) -> None:
        """Build it, hidden."""
        self._stood = {key: one for one in at.desk.file.areas if (key := _area_key(one))}
        wide = next((key for key in self._stood if key in (Reach.REGION, Reach.COUNTRY)), ANY)
        self.wide = RadioGroup(_("Voor wie is het?"), said.wide_areas())
        self.wide.set_value(wide)
        villages = sorted(at.desk.villages, key=lambda one: one.name)
        self.villages = CheckGroup(
            _("Welke dorpen?"),
            [Choice(one.id, one.name) for one in villages],
            hint=_("Vinkt u niets aan? Dan is het voor wie woont waar het wordt gegeven."),
            columns=True,
        )
        self.municipalities = CheckGroup(
            _("Welke hele gemeenten?"), [Choice(one.id, one.name) for one in at.desk.municipalities]
        )
        for group in (self.villages, self.municipalities):
            group.set_value(tuple(self._stood))
        fields = {
            "wide": self.wide,
            "villages": self.villages,
            "municipalities": self.municipalities,
        }
        if not at.desk.municipalities:
            del fields["municipalities"]
        super().__init__(at, name=_("Voor wie woont in"), form=map_forms.AREA, fields=fields)

    def _edit(self) -> Edit:
        chosen = [*self.villages.value(), *self.municipalities.value()]
        wide = self.wide.value()
        chosen += [wide] if wide and wide != ANY else []
        gone = [one for key, one in self._stood.items() if key not in chosen]
        return Edit(
            added=tuple(self._area(key) for key in chosen if key not in self._stood),
            removed=tuple((ServiceArea, one.id) for one in gone),
        )

    def _area(self, key: str) -> ServiceArea:
        desk = self._at.desk
        village = next((one for one in desk.villages if one.id == key), None)
        whole = next((one for one in desk.municipalities if one.id == key), None)
        reach = Reach.VILLAGE if village else Reach.MUNICIPALITY if whole else Reach(key)
        return ServiceArea(
            id=record_id(),
            service_id=self.service_id,
            reach=reach,
            village_id=VillageId(village.id) if village else None,
            municipality_id=MunicipalityId(whole.id) if whole else None,
            name=village.name if village else whole.name if whole else "",
        )


def _area_key(one: ServiceArea) -> str:
    """Return by what an area is chosen; "" for one that only has a name."""
    if one.reach in (Reach.REGION, Reach.COUNTRY):
        return one.reach.value
    return str(one.village_id or one.municipality_id or "")
