"""What a provider is asked about its services: a line for each thing that stands in the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import service_words as say
from meitinker.domain.map_places import MAP_LOCATION, MAP_PHONE, LocationType
from meitinker.domain.map_services import MAP_SERVICE
from meitinker.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from meitinker.services.social_map import ServiceFile

EXISTS = "exists"
"""Field of the line that asks whether the service is still there."""


class FormLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is asked.

    Attributes:
        service_id: Of which service.
        service: What that is called.
        title: What is asked about.
        value: What stands in the map, as it is read.
        part: The kind of the record that it is a field of.
        part_key: That record; for what is told in words only, a name of its own.
        field: Its field; "" where a correction can only be told in words, :data:`EXISTS` for
            whether the service is still there.
    """

    service_id: str
    service: str
    title: str
    value: str
    part: str = ""
    part_key: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        """What tells the line from all others in a file that comes back."""
        return "/".join((self.service_id, self.part_key, self.field))


def lines_of(file: ServiceFile, day: date) -> tuple[FormLine, ...]:
    """Return what is asked about a service; what the map does not know is asked as well."""
    return (*_of_service(file), *_of_phones(file), *_of_places(file), *_in_words(file, day))


def _of_service(file: ServiceFile) -> Iterator[FormLine]:
    service = file.service
    asked = (
        (EXISTS, _("Bestaat nog"), say_yes()),
        ("name", _("Naam"), service.name),
        ("description", _("Wat het is"), service.description),
        ("eligibility_description", _("Voor wie"), service.eligibility_description),
        ("application_process", _("Aanmelden"), service.application_process),
        ("fees_description", _("Wat het kost"), service.fees_description),
        ("wait_time", _("Wachttijd"), service.wait_time),
        ("url", _("Website"), service.url),
        ("email", _("E-mail"), service.email),
    )
    for field, title, value in asked:
        yield FormLine(
            service_id=service.id,
            service=service.name,
            title=title,
            value=value,
            part=MAP_SERVICE.name,
            part_key=service.id,
            field=field,
        )


def say_yes() -> str:
    """Return the answer that the map gives itself: it holds the service for running."""
    return _("Ja")


def _of_phones(file: ServiceFile) -> Iterator[FormLine]:
    for phone in file.numbers:
        yield FormLine(
            service_id=file.service.id,
            service=file.service.name,
            title=_("Telefoon"),
            value=phone.number,
            part=MAP_PHONE.name,
            part_key=phone.id,
            field="number",
        )
    if not file.numbers:
        yield _told(file, "phone", _("Telefoon"), "")


def _of_places(file: ServiceFile) -> Iterator[FormLine]:
    for place in file.places:
        location = place.location
        if location.location_type is LocationType.VIRTUAL:
            continue
        for field, title in (
            ("name", _("Gebouw")),
            ("street", _("Straat")),
            ("number", _("Huisnummer")),
            ("postcode", _("Postcode")),
            ("place", _("Plaats")),
        ):
            yield FormLine(
                service_id=file.service.id,
                service=file.service.name,
                title=title,
                value=getattr(location, field),
                part=MAP_LOCATION.name,
                part_key=location.id,
                field=field,
            )


def _in_words(file: ServiceFile, day: date) -> Iterator[FormLine]:
    """Yield what is kept in codes: the answer is told to the back office in words."""
    hours = (
        f"{one.when}: {one.hours}" if one.when else one.hours
        for one in say.hours_lines(file.hours, day)
    )
    yield _told(file, "hours", _("Open"), "; ".join(hours))
    yield _told(file, "way_in", _("Toegang"), say.way_in(file.service))
    prices = (say.price(one) for one in file.prices)
    costs = (say.cost(file.service), *prices)
    yield _told(file, "cost", _("Soort kosten"), "; ".join(part for part in costs if part))


def _told(file: ServiceFile, about: str, title: str, value: str) -> FormLine:
    return FormLine(
        service_id=file.service.id,
        service=file.service.name,
        title=title,
        value=value,
        part_key=about,
    )
