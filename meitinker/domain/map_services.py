"""The services of the social map: what help there is, for whom, at what cost, how to get it.

Fields bear the names of HSDS 3.0 (Open Referral) where that has them; ``docs/social-map.md``
says which is which. What a service has several of are records of their own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import DIRECTORY as GROUND
from meitinker.domain.needs import Rung
from meitinker.domain.providers import (
    CLERKS,
    EVERYWHERE,
    FACT,
    LONG_FACT,
    SOURCE,
    UNMAPPED,
)
from meitinker.domain.records import Held, MergeClass, Record, declare
from meitinker.domain.room import TEXT
from meitinker.ids import MunicipalityId, RecordId, VillageId


class ServiceStatus(StrEnum):
    """Whether a service runs; the words of HSDS."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class WayIn(StrEnum):
    """How somebody gets the help."""

    UNKNOWN = "unknown"
    FREE = "free"
    REGISTRATION = "registration"
    REFERRAL = "referral"
    INDICATION = "indication"


class Cost(StrEnum):
    """What it costs whoever uses it; ``CONTRIBUTION`` is the one of the Wmo."""

    UNKNOWN = "unknown"
    FREE = "free"
    PAID = "paid"
    MEANS = "by_income"
    CONTRIBUTION = "contribution"


class Vocabulary(StrEnum):
    """The lists that the codes of a :class:`ServiceAttribute` come from.

    ``CATEGORY`` and ``WHO_FOR`` are reference sets; ``LIFE_DOMAIN`` holds codes of
    :class:`~meitinker.domain.visits.LifeDomain`, ``CARER_FUNCTION`` of :class:`CarerFunction`,
    ``LANGUAGE`` ISO 639 codes.
    """

    CATEGORY = "category"
    LIFE_DOMAIN = "life_domain"
    CARER_FUNCTION = "carer_function"
    WHO_FOR = "who_for"
    LANGUAGE = "language"


class CarerFunction(StrEnum):
    """The eight basic functions of carer support, in their usual order."""

    INFORMATION = "information"
    ADVICE = "advice"
    EMOTIONAL_SUPPORT = "emotional_support"
    EDUCATION = "education"
    PRACTICAL_HELP = "practical_help"
    RESPITE_CARE = "respite_care"
    FINANCIAL_SUPPORT = "financial_support"
    MATERIAL_HELP = "material_help"


class Reach(StrEnum):
    """What an area is: ``ELSEWHERE`` is one in which the organisation does not work."""

    VILLAGE = "village"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTRY = "country"
    ELSEWHERE = "elsewhere"


EVERY_VILLAGE = frozenset({Reach.REGION, Reach.COUNTRY})
"""Areas that hold every village of the organisation."""


class MapService(Record, frozen=True, kw_only=True):
    """One thing that somebody offers.

    ``rung`` None is the one that its category stands on. ``keywords`` are the words of every day
    under which people look for it, with commas between. ``public`` says whether it may stand on
    the public page and in leaflets.
    """

    provider_id: Annotated[RecordId, Held(ground=GROUND, ref="provider")]
    name: Annotated[str, FACT] = ""
    alternate_name: Annotated[str, FACT] = ""
    description: Annotated[str, LONG_FACT] = ""
    url: Annotated[str, Held(ground=GROUND, shareable=True, most=2_000)] = ""
    email: Annotated[str, FACT] = ""
    status: Annotated[ServiceStatus, FACT] = ServiceStatus.ACTIVE
    way_in: Annotated[WayIn, Held(ground=GROUND, group="application", shareable=True)] = (
        WayIn.UNKNOWN
    )
    application_process: Annotated[
        str, Held(ground=GROUND, group="application", shareable=True, most=TEXT)
    ] = ""
    cost: Annotated[Cost, Held(ground=GROUND, group="fees", shareable=True)] = Cost.UNKNOWN
    fees_description: Annotated[
        str, Held(ground=GROUND, group="fees", shareable=True, most=TEXT)
    ] = ""
    eligibility_description: Annotated[
        str, Held(ground=GROUND, group="eligibility", shareable=True, most=TEXT)
    ] = ""
    minimum_age: Annotated[int | None, Held(ground=GROUND, group="eligibility", shareable=True)] = (
        None
    )
    maximum_age: Annotated[int | None, Held(ground=GROUND, group="eligibility", shareable=True)] = (
        None
    )
    wait_time: Annotated[str, FACT] = ""
    interpretation_services: Annotated[str, FACT] = ""
    alert: Annotated[str, LONG_FACT] = ""
    rung: Annotated[Rung | None, FACT] = None
    keywords: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    public: Annotated[bool, Held(ground=GROUND)] = True
    source: Annotated[str, SOURCE] = ""
    source_key: Annotated[str, SOURCE] = ""
    unmapped: Annotated[str, UNMAPPED] = ""


class ServiceAttribute(Record, frozen=True, kw_only=True):
    """A code from a list that goes for a service (HSDS: attribute, and language)."""

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    vocabulary: Annotated[Vocabulary, Held(ground=GROUND, group="code", shareable=True)]
    code: Annotated[str, Held(ground=GROUND, group="code", shareable=True)]


class ServiceArea(Record, frozen=True, kw_only=True):
    """An area that a service is for: a village, a municipality, or one with only a name."""

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    reach: Annotated[Reach, Held(ground=GROUND, group="area", shareable=True)]
    village_id: Annotated[VillageId | None, Held(ground=GROUND, group="area", ref="village")] = None
    municipality_id: Annotated[
        MunicipalityId | None, Held(ground=GROUND, group="area", ref="municipality")
    ] = None
    name: Annotated[str, Held(ground=GROUND, group="area", shareable=True)] = ""


class CostOption(Record, frozen=True, kw_only=True):
    """A price: ``amount`` in hundredths of ``currency``, for what ``option`` says."""

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    option: Annotated[str, FACT] = ""
    amount: Annotated[int | None, Held(ground=GROUND, group="amount", shareable=True)] = None
    currency: Annotated[str, Held(ground=GROUND, group="amount", shareable=True)] = "EUR"
    amount_description: Annotated[
        str, Held(ground=GROUND, group="amount", shareable=True, most=TEXT)
    ] = ""
    valid_from: Annotated[date | None, Held(ground=GROUND, group="period", shareable=True)] = None
    valid_to: Annotated[date | None, Held(ground=GROUND, group="period", shareable=True)] = None


class ServiceCapacity(Record, frozen=True, kw_only=True):
    """How much room there is, on the day that it was told (HSDS 3.1; 3.0 has no such thing)."""

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    unit: Annotated[str, Held(ground=GROUND, group="capacity", shareable=True)] = ""
    available: Annotated[int | None, Held(ground=GROUND, group="capacity", shareable=True)] = None
    maximum: Annotated[int | None, Held(ground=GROUND, group="capacity", shareable=True)] = None
    updated_on: Annotated[date | None, Held(ground=GROUND, group="capacity", shareable=True)] = None
    description: Annotated[str, LONG_FACT] = ""


MAP_SERVICE = declare(
    "map_service", MapService, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
SERVICE_ATTRIBUTE = declare(
    "service_attribute",
    ServiceAttribute,
    merge=MergeClass.BY_FIELD,
    scope=EVERYWHERE,
    writers=CLERKS,
)
SERVICE_AREA = declare(
    "service_area", ServiceArea, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
COST_OPTION = declare(
    "cost_option", CostOption, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
SERVICE_CAPACITY = declare(
    "service_capacity",
    ServiceCapacity,
    merge=MergeClass.BY_FIELD,
    scope=EVERYWHERE,
    writers=CLERKS,
)
