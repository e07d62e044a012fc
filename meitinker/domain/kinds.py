"""The registry of record kinds: what exists, in the order in which references allow it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from meitinker.domain import (
    addresses,
    agreements,
    applications,
    appointments,
    attachments,
    checkpoints,
    consents,
    contacts,
    grants,
    households,
    import_batches,
    letters,
    map_checks,
    map_corrections,
    map_places,
    map_services,
    needs,
    network,
    opening_hours,
    organisation,
    people,
    plans,
    providers,
    referrals,
    representatives,
    requests,
    reviews,
    search_words,
    self_reliance,
    tasks,
    transfers,
    villages,
    visits,
)
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Kind, Record

_ALL = (
    organisation.ORGANISATION,
    organisation.MUNICIPALITY,
    villages.VILLAGE,
    organisation.USER,
    organisation.USER_VILLAGE,
    organisation.DEVICE,
    organisation.NUMBER_RANGE,
    organisation.REFERENCE_OVERLAY,
    people.PERSON,
    people.PHONE,
    people.EMAIL,
    people.PERSON_MERGE,
    addresses.ADDRESS,
    households.HOUSEHOLD,
    households.HOUSEHOLD_MEMBER,
    representatives.REPRESENTATIVE,
    requests.REQUEST,
    visits.VISIT,
    visits.ATTENDEE,
    visits.DOMAIN_NOTE,
    needs.NEED,
    needs.FINDING,
    agreements.AGREEMENT,
    plans.SIGNATURE,
    plans.SUPPORT_PLAN,
    plans.HANDOVER,
    attachments.ATTACHMENT,
    plans.PLAN_REMARK,
    contacts.CONTACT_NOTE,
    tasks.TASK,
    appointments.APPOINTMENT,
    appointments.OFFICE_HOUR,
    appointments.ABSENCE,
    network.TIE,
    self_reliance.SCORE,
    checkpoints.CHECKPOINT,
    consents.CONSENT,
    applications.APPLICATION,
    letters.LETTER,
    transfers.TRANSFER,
    grants.DOSSIER_GRANT,
    grants.REPLACEMENT,
    reviews.REVIEW_STEP,
    reviews.REVIEW_REPLY,
    reviews.REVIEW_TICK,
    import_batches.IMPORT_BATCH,
    import_batches.IMPORTED_VISIT,
    import_batches.IMPORT_UNDO,
    providers.PROVIDER,
    map_services.MAP_SERVICE,
    map_services.SERVICE_ATTRIBUTE,
    map_services.SERVICE_AREA,
    map_services.COST_OPTION,
    map_services.SERVICE_CAPACITY,
    map_places.MAP_LOCATION,
    map_places.SERVICE_AT_LOCATION,
    map_places.MAP_CONTACT,
    map_places.MAP_PHONE,
    opening_hours.SCHEDULE,
    map_checks.MAP_CHECK,
    map_corrections.MAP_CORRECTION,
    map_corrections.MAP_CORRECTION_ANSWER,
    map_corrections.MISSING_SERVICE,
    map_corrections.MISSING_SERVICE_ANSWER,
    referrals.REFERRAL,
    search_words.SEARCH_WORD,
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by name; a kind stands after the kinds it refers to."""

_BY_RECORD = {kind.record: kind for kind in _ALL}


def kind_of(record: type[Record]) -> Kind:
    """Return the kind declared for a record type.

    Raises:
        BugError: The type was never declared.
    """
    try:
        return _BY_RECORD[record]
    except KeyError:
        raise BugError(f"{record.__name__} is not declared") from None
