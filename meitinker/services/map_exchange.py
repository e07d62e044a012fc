"""The public part of the social map for other systems: HSDS 3.0 as JSON and as a data package."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    CostOption,
    MapService,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
    WayIn,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.records import Record
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.exchange import hsds_files
from meitinker.exchange.hsds_rows import Directory, rows
from meitinker.services import map_terms
from meitinker.store import map_upkeep, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.session import Session
    from meitinker.exchange.hsds_tables import Tables
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

TOLD: tuple[type[Record], ...] = (
    Provider,
    MapService,
    ServiceAttribute,
    ServiceArea,
    CostOption,
    MapLocation,
    ServiceAtLocation,
    MapContact,
    MapPhone,
    Schedule,
)
"""Kinds of records that are the directory itself."""


def as_json(database: Database, session: Session) -> bytes:
    """Return all public services, each whole, as one JSON document."""
    return hsds_files.as_json(_rows(database, session))


def as_package(database: Database, session: Session) -> bytes:
    """Return the public part of the map as a zip of CSV files with their description."""
    return hsds_files.as_package(_rows(database, session))


def _rows(database: Database, session: Session) -> Tables:
    with database.reading() as connection:
        return rows(_directory(connection, session))


def _directory(connection: Connection, session: Session) -> Directory:
    found: list[Record] = []
    for kind in TOLD:
        found += records.find(connection, session, kind)
    villages = records.find(connection, session, Village)
    municipalities = records.find(connection, session, Municipality)
    return Directory(
        records=tuple(found),
        tree=map_terms.tree_in(connection, session),
        labels=_labels(connection, session),
        checked={
            one.service_id: date.fromisoformat(one.checked_on)
            for one in map_upkeep.last_checks(connection, session)
            if one.checked_on
        },
        changed=map_upkeep.last_changes(connection, session),
        places={
            **{str(one.id): one.name for one in villages},
            **{str(one.id): one.name for one in municipalities},
        },
    )


def _labels(connection: Connection, session: Session) -> Mapping[str, Mapping[str, str]]:
    """Return what the terms of each list are called."""
    who_for = map_terms.who_for_in(connection, session)
    return {
        Vocabulary.WHO_FOR.value: {code: one.label for code, one in who_for.items()},
        Vocabulary.LIFE_DOMAIN.value: {one.value: name_of(one) for one in LifeDomain},
        Vocabulary.CARER_FUNCTION.value: {one.value: name_of(one) for one in CarerFunction},
        "way in": {one.value: name_of(one) for one in WayIn},
        "cost": {one.value: name_of(one) for one in Cost},
        "provider kind": {one.value: name_of(one) for one in ProviderKind},
    }
