"""What a service has several of, a form each: numbers, people, places and prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from meitinker.domain.map_places import (
    LocationType,
    MapContact,
    MapLocation,
    MapPhone,
    Provision,
    ServiceAtLocation,
)
from meitinker.domain.map_services import CostOption
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.records import Record
from meitinker.domain.villages import village_at
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.ids import RecordId, VillageId, record_id
from meitinker.services import map_forms
from meitinker.services.map_forms import Edit, Touched
from ui.viewmodels import map_editing as said
from ui.viewmodels.parts import Choice
from ui.views.social_map.edit_panel import NUMBER_WIDTH, At, EditPanel, text
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import TextArea, TextField
from ui.widgets.suggest import SuggestField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.services.social_map import PlacedService
    from ui.widgets.form_field import FormField

R = TypeVar("R", bound=Record)


class PartPanel(EditPanel):
    """One of several: a new one, or one that is there."""

    def __init__(
        self,
        at: At,
        *,
        names: tuple[str, str],
        form: str,
        standing: Record | None,
        fields: Mapping[str, FormField],
    ) -> None:
        """Build it.

        Args:
            at: Where.
            names: What it is called for a new one, and for one that is there.
            form: The name of its form.
            standing: The one that is there; None for a new one.
            fields: What is typed in, filled.
        """
        self._standing = standing
        new, known = names
        super().__init__(
            at,
            name=new if standing is None else known,
            form=(map_forms.ADDED if standing is None else map_forms.CHANGED)[form],
            about=at.desk.file.service.id if standing is None else standing.id,
            fields=fields,
            removes=None if standing is None else (type(standing), standing.id),
        )
        self._shown = self._values()

    def _values(self) -> dict[str, Any]:
        """Return what the fields say, by the names of those of the record."""
        raise NotImplementedError

    def _new(self) -> Record:
        """Return a new one as it is typed."""
        raise NotImplementedError

    def _edit(self) -> Edit:
        one = self._standing
        if one is None:
            return Edit(added=(self._new(),))
        return Edit(touched=(Touched(type(one), one.id, self._values(), self._shown),))


class PhonePanel(PartPanel):
    """A number to call."""

    def __init__(self, at: At, *, key: str = "") -> None:
        """Build it about a number, or a new one."""
        one = _of(at.desk.file.numbers, key)
        shared = one is not None and one.service_id is None
        hint = _("Dit nummer geldt ook voor andere diensten.") if shared else ""
        self.number = text(TextField(_("Telefoonnummer"), hint=hint), one.number if one else "")
        self.about = text(
            TextField(_("Wanneer of voor wie?"), hint=_("Zoals: op werkdagen van 9 tot 12 uur.")),
            one.description if one else "",
        )
        super().__init__(
            at,
            names=(_("Nieuw telefoonnummer"), _("Telefoonnummer")),
            form=map_forms.PHONE,
            standing=one,
            fields={"number": self.number, "description": self.about},
        )

    def _values(self) -> dict[str, Any]:
        return {"number": self.number.value(), "description": self.about.value()}

    def _new(self) -> Record:
        return MapPhone(id=record_id(), service_id=self.service_id, **self._values())

    def _wrong(self) -> tuple[FormField, str] | None:
        return None if self.number.value() else (self.number, _("Schrijf het nummer op."))


class ContactPanel(PartPanel):
    """A person to ask for."""

    def __init__(self, at: At, *, key: str = "") -> None:
        """Build it about a person, or a new one."""
        one = _of(at.desk.file.contacts, key)
        self.name = text(TextField(_("Naam")), one.name if one else "")
        self.title = text(
            TextField(_("Wat doet die persoon?"), hint=_("Zoals: coördinator.")),
            one.title if one else "",
        )
        self.email = text(TextField(_("E-mailadres")), one.email if one else "")
        super().__init__(
            at,
            names=(_("Nieuwe contactpersoon"), _("Contactpersoon")),
            form=map_forms.CONTACT,
            standing=one,
            fields={"name": self.name, "title": self.title, "email": self.email},
        )

    def _values(self) -> dict[str, Any]:
        fields = {"name": self.name, "title": self.title, "email": self.email}
        return {name: field.value() for name, field in fields.items()}

    def _new(self) -> Record:
        return MapContact(id=record_id(), service_id=self.service_id, **self._values())

    def _wrong(self) -> tuple[FormField, str] | None:
        if self.name.value() or self.title.value():
            return None
        return self.name, _("Schrijf op wie het is, of wat die persoon doet.")


class PricePanel(PartPanel):
    """A price, and what it is for."""

    def __init__(self, at: At, *, key: str = "") -> None:
        """Build it about a price, or a new one."""
        one = _of(at.desk.file.prices, key)
        self.option = text(
            TextField(_("Waarvoor?"), hint=_("Zoals: per maaltijd.")), one.option if one else ""
        )
        self.amount = text(
            TextField(_("Hoeveel euro?"), hint=_("Zoals 7,50."), widest=NUMBER_WIDTH),
            said.amount_text(one.amount) if one else "",
        )
        self.words = text(
            TextField(_("Uitleg bij het bedrag"), hint=_("Zoals: ongeveer, of met korting.")),
            one.amount_description if one else "",
        )
        super().__init__(
            at,
            names=(_("Nieuwe prijs"), _("Prijs")),
            form=map_forms.PRICE,
            standing=one,
            fields={
                "amount": self.amount,
                "option": self.option,
                "amount_description": self.words,
            },
        )

    def _values(self) -> dict[str, Any]:
        return {
            "option": self.option.value(),
            "amount": said.hundredths_of(self.amount.value()),
            "amount_description": self.words.value(),
        }

    def _new(self) -> Record:
        return CostOption(id=record_id(), service_id=self.service_id, **self._values())

    def _wrong(self) -> tuple[FormField, str] | None:
        if not said.is_amount(self.amount.value()):
            return self.amount, _("Schrijf een bedrag, zoals 7,50.")
        if self.amount.value() or self.option.value() or self.words.value():
            return None
        return self.amount, _("Schrijf op wat het kost.")


class PlacePanel(PartPanel):
    """Where it is given: a place that is known, or a new one, and who can get in there."""

    def __init__(self, at: At, *, key: str = "", known: Iterable[MapLocation] = ()) -> None:
        """Build it about a place of the service, or a new one; ``known`` can be chosen."""
        placed = next((one for one in at.desk.file.places if one.at.id == key), None)
        self._placed: PlacedService | None = placed
        self._known = {one.id: one for one in known}
        self._build(placed.location if placed else MapLocation(id=record_id()))
        self.inside = text(
            TextField(_("Waar in het gebouw?"), hint=_("Zoals: zaal 2, eerste verdieping.")),
            placed.at.description if placed else "",
        )
        fields: dict[str, FormField] = {"known": self.known} if placed is None else {}
        fields |= {**self._address, "inside": self.inside, **self._access, **self._words}
        super().__init__(
            at,
            names=(_("Nieuwe plek"), _("Plek")),
            form=map_forms.PLACE,
            standing=placed.at if placed else None,
            fields=fields,
        )
        self.known.taken.connect(self._choose)

    def _build(self, place: MapLocation) -> None:
        self.known = SuggestField(
            _("Staat de plek al in de kaart?"),
            said.location_choices(self._known.values()),
            hint=_("Typ een paar letters van het gebouw of de straat. Of vul hieronder alles in."),
        )
        shared = _("Dit geldt ook voor andere diensten op deze plek.") if self._placed else ""
        self._address: dict[str, TextField] = {
            "name": TextField(_("Hoe heet het gebouw?"), hint=shared),
            "street": TextField(_("Straat")),
            "number": TextField(_("Huisnummer"), widest=NUMBER_WIDTH),
            "postcode": TextField(_("Postcode"), widest=NUMBER_WIDTH),
            "place": TextField(_("Plaats")),
        }
        self._access = {
            "wheelchair": RadioGroup(_("Komt u er in met een rolstoel?"), _known(), across=True),
            "adapted_toilet": RadioGroup(_("Is er een aangepast toilet?"), _known(), across=True),
            "hearing_loop": RadioGroup(_("Is er een ringleiding?"), _known(), across=True),
        }
        self._words: dict[str, TextArea] = {
            "accessibility": TextArea(
                _("Wat is er verder te zeggen over de toegang?"), lines=2, most_lines=6
            ),
            "transportation": TextArea(_("Hoe komt u er?"), lines=2, most_lines=6),
        }
        self._fill(place)

    def _fill(self, place: MapLocation) -> None:
        for name, line in self._address.items():
            line.set_value(getattr(place, name))
        for name, area in self._words.items():
            area.set_value(getattr(place, name))
        for name, group in self._access.items():
            group.set_value(getattr(place, name).value)

    def _choose(self, key: str) -> None:
        """Fill in the place that was chosen; what is changed of it then counts everywhere."""
        self._fill(self._known[RecordId(key)])
        if self._kept is not None:
            self._kept.keep()

    def _values(self) -> dict[str, Any]:
        return {"description": self.inside.value()}

    def _of_place(self) -> dict[str, Any]:
        told: dict[str, Any] = {name: line.value() for name, line in self._address.items()}
        told |= {name: area.value() for name, area in self._words.items()}
        told |= {
            name: Provision(group.value() or Provision.UNKNOWN)
            for name, group in self._access.items()
        }
        village = village_at(self._at.desk.villages, place=told["place"], postcode=told["postcode"])
        told["village_id"] = VillageId(village.id) if village else None
        return told

    def _wrong(self) -> tuple[FormField, str] | None:
        if any(self._address[name].value() for name in ("name", "street", "place")):
            return None
        return self._address["name"], _("Schrijf op waar het is.")

    def _edit(self) -> Edit:
        standing = self._placed.location if self._placed else self._known.get(self._chosen)
        if standing is None:
            new = MapLocation(id=record_id(), **self._of_place())
            return Edit(added=(new, self._at_location(new.id)))
        touched = (Touched(MapLocation, standing.id, *self._place_changes(standing)),)
        if self._placed is None:
            return Edit(touched=touched, added=(self._at_location(standing.id),))
        one = self._placed.at
        own = Touched(ServiceAtLocation, one.id, self._values(), self._shown)
        return Edit(touched=(*touched, own))

    @property
    def _chosen(self) -> RecordId:
        return RecordId(self.known.key)

    def _place_changes(self, standing: MapLocation) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what the form says of a place and what stood there; a new address has no point."""
        wanted = self._of_place()
        shown = {name: getattr(standing, name) for name in wanted}
        address = ("street", "number", "postcode", "place")
        if all(wanted[name] == shown[name] for name in address):
            wanted["village_id"] = shown["village_id"]
        elif standing.location_type is LocationType.PHYSICAL:
            wanted |= {"latitude": None, "longitude": None}
            shown |= {"latitude": standing.latitude, "longitude": standing.longitude}
        return wanted, shown

    def _at_location(self, location_id: RecordId) -> ServiceAtLocation:
        return ServiceAtLocation(
            id=record_id(),
            service_id=self.service_id,
            location_id=location_id,
            description=self.inside.value(),
        )


class ProviderCardPanel(EditPanel):
    """What is known of who offers it; it goes for all that they offer."""

    def __init__(self, at: At, *, provider: Provider) -> None:
        """Build it about a provider, hidden."""
        self._provider = provider
        self.name = text(
            TextField(_("Hoe heet de aanbieder?"), hint=_("Dit geldt voor al hun diensten.")),
            provider.name,
        )
        self.what = TextArea(_("Wat doet de aanbieder?"), lines=2, most_lines=6)
        self.what.set_value(provider.description)
        kinds = [Choice(one.value, name_of(one)) for one in ProviderKind]
        self.kind = ComboField(_("Wie zijn het?"), kinds)
        self.kind.set_value(provider.kind.value)
        self.email = text(TextField(_("E-mailadres")), provider.email)
        self.website = text(
            TextField(_("Website"), hint=_("Dat begint met https://")), provider.website
        )
        super().__init__(
            at,
            name=_("Aanbieder"),
            form=map_forms.PROVIDER_CARD,
            about=provider.id,
            fields={
                "name": self.name,
                "description": self.what,
                "kind": self.kind,
                "email": self.email,
                "website": self.website,
            },
        )
        self._shown = self._values()

    def _values(self) -> dict[str, Any]:
        return {
            "name": self.name.value(),
            "description": self.what.value(),
            "kind": ProviderKind(self.kind.value() or ProviderKind.UNKNOWN),
            "email": self.email.value(),
            "website": self.website.value(),
        }

    def _wrong(self) -> tuple[FormField, str] | None:
        return None if self.name.value() else (self.name, _("Schrijf op hoe de aanbieder heet."))

    def _edit(self) -> Edit:
        return Edit(touched=(Touched(Provider, self._provider.id, self._values(), self._shown),))


def _of(found: Iterable[R], key: str) -> R | None:
    return next((one for one in found if one.id == key), None)


def _known() -> list[Choice]:
    return [Choice(one.value, name_of(one)) for one in Provision]
