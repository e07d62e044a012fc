"""The lists that the social map goes by: what is shipped, or the organisation's own over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker import clock
from meitinker.domain import reference
from meitinker.domain.map_checks import CHECK_TERMS, CheckTerms
from meitinker.domain.map_terms import (
    CARER_FUNCTIONS,
    CATEGORIES,
    RUNGS,
    WHO_FOR,
    CategoryEntry,
    TermEntry,
    Tree,
)
from meitinker.domain.organisation import ReferenceOverlay
from meitinker.errors import InvalidField
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

T = TypeVar("T")


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The lists as they hold today, with after how many months services are due for checking.

    Of each list but the tree these are the terms by their codes, in order.
    """

    tree: Tree
    who_for: Mapping[str, TermEntry]
    carer_functions: Mapping[str, TermEntry]
    rungs: Mapping[str, TermEntry]
    checks: CheckTerms


def terms(database: Database, session: Session) -> Terms:
    """Return the lists that hold today."""
    with database.reading() as connection:
        return Terms(
            tree=tree_in(connection, session),
            who_for=who_for_in(connection, session),
            carer_functions=_terms(connection, session, CARER_FUNCTIONS),
            rungs=_terms(connection, session, RUNGS),
            checks=check_terms_in(connection, session),
        )


def tree_in(connection: Connection, session: Session) -> Tree:
    """Return the tree of categories that holds today."""
    return _in_force(
        connection, session, CATEGORIES, lambda one: Tree(one.read(list[CategoryEntry]))
    )


def who_for_in(connection: Connection, session: Session) -> Mapping[str, TermEntry]:
    """Return the terms that say who a service is for, by code."""
    return _terms(connection, session, WHO_FOR)


def check_terms_in(connection: Connection, session: Session) -> CheckTerms:
    """Return after how many months services are due again."""
    return _in_force(connection, session, CHECK_TERMS, lambda one: one.read(CheckTerms))


def _terms(connection: Connection, session: Session, name: str) -> Mapping[str, TermEntry]:
    entries = _in_force(connection, session, name, lambda one: one.read(list[TermEntry]))
    return {entry.code: entry for entry in entries}


def _in_force(
    connection: Connection,
    session: Session,
    name: str,
    read: Callable[[reference.ReferenceSet], T],
) -> T:
    """Return the set of today; an own version that cannot be read never shuts the map."""
    shipped = reference.shipped(name)
    overlays = records.find(connection, session, ReferenceOverlay, name=name)
    try:
        found = reference.choose(
            shipped, overlays, municipality=None, day=clock.today(), unchecked=True
        )
        return read(found or shipped[0])
    except InvalidField:
        return read(shipped[-1])
