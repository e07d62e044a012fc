"""The forms in which the social map is written: each is kept as it is typed, and saved whole.

A service is changed a group of fields at a time, and what it has several of one by one. A form
writes only what its user changed: what somebody else wrote meanwhile stays theirs (F8).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import CostOption, MapService, ServiceAttribute, Vocabulary
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import Provider
from meitinker.domain.records import Record
from meitinker.domain.search_words import SearchWord
from meitinker.domain.villages import Village, folded
from meitinker.errors import NotVisible
from meitinker.ids import RecordId
from meitinker.services import form_drafts, map_editing, map_search, map_terms, social_map
from meitinker.services.as_shown import own_changes
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.map_editing import NewService
from meitinker.services.map_terms import Terms
from meitinker.services.social_map import ServiceFile
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

NEW = Form("map_new", TypedFields)
"""A service that is not there yet."""

WHAT, PROVIDER, WHO, WAY, FIND, LADDER, AREA, ROOM, REACH = (
    "map_what",
    "map_provider",
    "map_who",
    "map_way",
    "map_find",
    "map_ladder",
    "map_area",
    "map_room",
    "map_reach",
)
PHONE, CONTACT, PLACE, HOURS, PRICE = (
    "map_phone",
    "map_contact",
    "map_place",
    "map_hours",
    "map_price",
)

GROUPS: dict[str, Form[TypedFields]] = {
    name: Form(name, TypedFields, about=MapService)
    for name in (WHAT, PROVIDER, WHO, WAY, FIND, LADDER, AREA, ROOM, REACH)
}
"""The groups of fields of a service."""

PARTS: dict[str, type[Record]] = {
    PHONE: MapPhone,
    CONTACT: MapContact,
    PLACE: ServiceAtLocation,
    HOURS: Schedule,
    PRICE: CostOption,
}
"""What a service may have several of."""

CHANGED: dict[str, Form[TypedFields]] = {
    name: Form(name, TypedFields, about=record) for name, record in PARTS.items()
}
"""One of those that is changed."""

ADDED: dict[str, Form[TypedFields]] = {
    name: Form(f"{name}_new", TypedFields, about=MapService) for name in PARTS
}
"""One more of those, of a service."""

PROVIDER_CARD = Form("map_provider_card", TypedFields, about=Provider)
"""What is known of who offers it."""

_LIKE = 72
"""From which likeness of 100 two names of services may be one."""

_FEWEST = 3
_SHOWN = 3
_ASKED = 12


class Touched(msgspec.Struct, frozen=True):
    """A record as a form leaves it.

    Attributes:
        record: Its type.
        key: Its id.
        fields: What the form says.
        shown: What the same fields said as the form began.
    """

    record: type[Record]
    key: RecordId
    fields: Mapping[str, Any]
    shown: Mapping[str, Any]


class Codes(msgspec.Struct, frozen=True):
    """The codes of a list as a form leaves them, and as it began."""

    wanted: tuple[str, ...]
    shown: tuple[str, ...]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says: what changes, what comes and what goes."""

    touched: tuple[Touched, ...] = ()
    codes: Mapping[Vocabulary, Codes] = {}
    added: tuple[Record, ...] = ()
    removed: tuple[tuple[type[Record], RecordId], ...] = ()


class ServiceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A service to be changed, and what is chosen among.

    Attributes:
        file: The service with all that belongs to it.
        terms: What the codes of lists are called.
        villages: Those of the organisation.
        municipalities: Theirs.
        providers: Everybody who offers anything, by name.
        words: Words by which somebody found it and added from the search box, the oldest first.
    """

    file: ServiceFile
    terms: Terms
    villages: tuple[Village, ...]
    municipalities: tuple[Municipality, ...]
    providers: tuple[Provider, ...]
    words: tuple[SearchWord, ...] = ()


class Likely(msgspec.Struct, frozen=True):
    """A service that may be the one whose name is typed."""

    service_id: str
    name: str
    provider: str


def may_keep(database: Database, session: Session) -> bool:
    """Tell whether the user may write in the map."""
    with database.reading() as connection:
        return social_map.keeps(connection, session)


def desk(database: Database, session: Session, service_id: str) -> ServiceForm:
    """Return a service as it is changed.

    Raises:
        NotVisible: It is not there, or was taken away.
    """
    terms = map_terms.terms(database, session)
    with database.reading() as connection:
        return ServiceForm(
            file=social_map.file_in(connection, session, service_id),
            terms=terms,
            villages=tuple(records.find(connection, session, Village)),
            municipalities=tuple(records.find(connection, session, Municipality)),
            providers=tuple(records.find(connection, session, Provider, order="name")),
            words=tuple(records.find(connection, session, SearchWord, service_id=service_id)),
        )


def locations(database: Database, session: Session) -> tuple[MapLocation, ...]:
    """Return every place of the map, by name."""
    with database.reading() as connection:
        return tuple(records.find(connection, session, MapLocation, order="name"))


def service_of(database: Database, session: Session, form: str, about: str) -> str:
    """Return the service that a form belongs to.

    Args:
        database: The store.
        session: Who asks.
        form: The name of the form.
        about: The record that it is about.

    Raises:
        NotVisible: That is not there any more, or belongs to no service.
    """
    if form not in CHANGED and form != PROVIDER_CARD.name:
        return about
    with database.reading() as connection:
        record = PARTS.get(form, Provider)
        found = records.get(connection, session, record, about)
        return _service_of(connection, session, found)


def likely_doubles(database: Database, session: Session, name: str) -> tuple[Likely, ...]:
    """Return the services that may be the one whose name is typed, the likest first.

    One that is found by that name among its words of every day is as like as can be.
    """
    if len(folded(name)) < _FEWEST:
        return ()
    answer = map_search.found(database, session, name, most=_ASKED)
    lines = {one.line.service_id: one.line for one in (*answer.found, *answer.nearest)}
    with database.reading() as connection:
        known = records.chosen(connection, session, MapService, lines)
    told = sorted(((_likeness(name, one), one.id) for one in known), reverse=True)
    near = [lines[key] for how, key in told if how >= _LIKE]
    return tuple(Likely(one.service_id, one.name, one.provider) for one in near[:_SHOWN])


def begin(
    database: Database, session: Session, new: NewService, *, provider: Provider | None = None
) -> Changes:
    """Add a service, and with it who offers it where that one is new; the form of it ends.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Something of it cannot be; nothing was added.
    """
    with act(database, session, "map.add") as work:
        if provider is not None:
            map_editing.add_within(work, provider)
        map_editing.add_service_within(work, new)
        form_drafts.finish(work.transaction, NEW)
    return work.changes


def keep(
    database: Database,
    session: Session,
    service_id: RecordId,
    edit: Edit,
    *,
    form: Form[TypedFields] | None = None,
    about: str = "",
) -> Changes:
    """Write what a form says, whole or not at all; the form ends with it.

    Args:
        database: The store.
        session: Who writes.
        service_id: The service it is about.
        edit: What the form says.
        form: The form, where it was kept as it was typed.
        about: The record that the form is about.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Something cannot be so.
        ChangedMeanwhile: Somebody else wrote something else in the same since the form began.
        NotVisible: Something of it is not there any more.
    """
    with act(database, session, "map.change") as work:
        for record in edit.added:  # first: what changes may name what comes
            map_editing.add_within(work, record)
        for one in edit.touched:
            _change(work, one)
        for vocabulary, codes in edit.codes.items():
            _set_codes(work, service_id, vocabulary, codes)
        for kind, key in edit.removed:
            map_editing.take_away_within(work, kind, key)
        form_drafts.finish(work.transaction, form, about=about)
    return work.changes


def _likeness(name: str, one: MapService) -> float:
    """Return how like a name is to a service, of 100."""
    from rapidfuzz import fuzz

    wanted = folded(name)
    words = (one.name, one.alternate_name, *one.keywords.split(","))
    if wanted in {folded(word) for word in words}:
        return 100.0
    told = folded(one.name)
    return float(max(fuzz.ratio(wanted, told), fuzz.token_sort_ratio(wanted, told)))


def _change(work: Act, one: Touched) -> None:
    now = records.get(work.transaction.connection, work.session, one.record, one.key)
    mine = own_changes(now, one.fields, shown=one.shown)
    if mine:
        map_editing.change_within(work, one.record, one.key, mine)


def _set_codes(work: Act, service_id: RecordId, vocabulary: Vocabulary, codes: Codes) -> None:
    """Add and take away what the user did; codes that came from elsewhere stay."""
    standing = records.find(
        work.transaction.connection,
        work.session,
        ServiceAttribute,
        service_id=service_id,
        vocabulary=vocabulary,
    )
    gone = set(codes.shown) - set(codes.wanted)
    stay = [one.code for one in standing if one.code not in gone]
    new = [code for code in codes.wanted if code not in codes.shown]
    map_editing.set_codes_within(work, service_id, vocabulary, (*stay, *new))


def _service_of(connection: Connection, session: Session, found: Record) -> str:
    """Return the service of a part; of a place or a provider the first one there."""
    service_id = getattr(found, "service_id", None)
    if service_id:
        return str(service_id)
    at_id, location_id = (getattr(found, name, None) for name in ("at_location_id", "location_id"))
    if at_id:
        return records.get(connection, session, ServiceAtLocation, at_id).service_id
    if location_id:
        there = records.find(connection, session, ServiceAtLocation, location_id=location_id)
        offers = [one.service_id for one in there]
    else:
        provider_id = found.id if isinstance(found, Provider) else getattr(found, "provider_id", "")
        there_too = records.find(connection, session, MapService, provider_id=provider_id)
        offers = [one.id for one in there_too]
    if not offers:
        raise NotVisible(type(found).__name__)
    return min(offers)
