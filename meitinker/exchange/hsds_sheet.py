"""What the tables of HSDS are filled on: ids that records leave with, and the terms in use."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from meitinker.domain.map_places import MapLocation, ServiceAtLocation
from meitinker.domain.map_services import MapService, Vocabulary
from meitinker.domain.providers import Provider
from meitinker.exchange.hsds_tables import tables
from meitinker.ids import named_id

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.exchange.hsds_rows import Directory
    from meitinker.exchange.hsds_tables import Row, Tables, Value

R = TypeVar("R", bound="Record")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Sheet:
    """The rows of one directory while they are written.

    Attributes:
        told: The directory.
        services: Its public services by their ids.
        given: Ids of these at the places where they are given.
        tables: The rows so far.
    """

    def __init__(self, directory: Directory) -> None:
        """Begin with no rows; each record gets the id it came with, where that was one."""
        self.told = directory
        self.tables: Tables = defaultdict(list)
        self._of: dict[type[Record], list[Record]] = defaultdict(list)
        for record in directory.records:
            self._of[type(record)].append(record)
        self.services = {str(one.id): one for one in self.every(MapService) if one.public}
        offered = (one for one in self.every(ServiceAtLocation) if one.service_id in self.services)
        self.given = frozenset(str(one.id) for one in offered)
        self._terms: set[str] = set()
        self._ids: dict[str, str] = {}
        named: list[Provider | MapService | MapLocation] = [
            *self.every(Provider),
            *self.every(MapService),
            *self.every(MapLocation),
        ]
        for one in named:
            self._ids[one.id] = one.source_key if _UUID.fullmatch(one.source_key) else one.id

    def every(self, kind: type[R]) -> list[R]:
        """Return all records of a kind."""
        return [one for one in self._of[kind] if isinstance(one, kind)]

    def id(self, record_id: str | None) -> str | None:
        """Return the id that a record leaves with."""
        return self._ids.get(record_id, record_id) if record_id else None

    def add(self, table: str, rest: Row | None = None, /, **values: Value) -> None:
        """Add a row to a table; what says nothing is left out.

        Args:
            table: Its name.
            rest: What came with the record and has no field here; a column that it shares with
                ``values`` says what those say, if they say anything.
            **values: Its columns.
        """
        columns = tables()[table].names
        told = {name: value for name, value in (rest or {}).items() if name in columns}
        told |= {name: value for name, value in values.items() if value not in ("", None)}
        self.tables[table].append({n: v for n, v in told.items() if v not in ("", None)})

    def attribute(
        self, entity: str, record_id: str, taxonomy: str, code: str, *, value: str = ""
    ) -> None:
        """Add that a term goes for a record."""
        term = self._term(taxonomy, code)
        self.add(
            "attribute",
            id=named_id(f"hsds:attribute:{self.id(record_id)}:{taxonomy}:{code}:{value}"),
            link_id=self.id(record_id),
            link_entity=entity,
            link_type=taxonomy,
            taxonomy_term_id=term,
            value=value,
        )

    def _term(self, taxonomy: str, code: str) -> str:
        """Return the id of a term, and tell of it and of those it stands under the first time."""
        term, whole = named_id(f"hsds:term:{taxonomy}:{code}"), named_id(f"hsds:{taxonomy}")
        if term in self._terms:
            return term
        self._terms.add(term)
        entry = self.told.tree.get(code) if taxonomy == Vocabulary.CATEGORY else None
        above = self._term(taxonomy, entry.parent) if entry and entry.parent else None
        label = entry.label if entry else self.told.labels.get(taxonomy, {}).get(code, code)
        if whole not in self._terms:
            self._terms.add(whole)
            self.add("taxonomy", id=whole, name=taxonomy, description=taxonomy)
        self.add(
            "taxonomy_term",
            id=term,
            # codes of a package are unique; two lists of ours both have "free"
            code=code if entry else f"{taxonomy}:{code}",
            name=label,
            description=label,
            parent_id=above,
            taxonomy=taxonomy,
            taxonomy_id=whole,
            language="nl",
        )
        return term
