"""What a directory says otherwise than the map, of things that came before: field by field.

What only imports set is to follow the file. What a person changed here since, or found to be
right, is asked about: both are shown and a person chooses. Where the file says what it said
before, what stands here stays without a question.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.map_places import MAP_LOCATION, MapLocation, ServiceAtLocation
from meitinker.domain.map_services import (
    MAP_SERVICE,
    SERVICE_ATTRIBUTE,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.providers import PROVIDER, Provider
from meitinker.domain.records import Record, Value, from_values, to_values
from meitinker.domain.service_words import address
from meitinker.exchange.hsds_source import PLAIN
from meitinker.exchange.map_columns import MapField
from meitinker.store import map_imports, map_standing, rows
from meitinker.store.map_standing import MapItem, MapPart, Whose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.exchange.map_lists import ChosenFile
    from meitinker.store.driver import Connection

_NEVER = frozenset({"source", "source_key", "public", "unmapped"})
"""What stays as it was: where a thing came from, and what of that goes out again untouched."""

_ONE = 10
"""New records that take as long to write as one thing to change."""

_BLANK: frozenset[Value] = frozenset({"", None, "unknown"})

PARTS: Mapping[str, str] = {
    "service_area": "areas",
    "cost_option": "prices",
    "service_at_location": "places",
    "map_contact": "contacts",
    "map_phone": "phones",
    "schedule": "hours",
}
"""What parts of a kind are called together; codes go by their vocabulary."""

_TOLD_BY: Mapping[MapField, frozenset[str]] = {
    MapField.NAME: frozenset({"name", "status"}),  # what stands in a list runs
    MapField.OTHER_NAME: frozenset({"alternate_name"}),
    MapField.PROVIDER: frozenset({"provider_id"}),
    MapField.DESCRIPTION: frozenset({"description"}),
    MapField.FOR_WHOM: frozenset({"eligibility_description"}),
    MapField.WAY_IN: frozenset({"application_process"}),
    MapField.COST: frozenset({"cost", "fees_description"}),
    MapField.WAIT: frozenset({"wait_time"}),
    MapField.CATEGORY: frozenset(one.value for one in Vocabulary if one != Vocabulary.LANGUAGE),
    MapField.KEYWORDS: frozenset({"keywords"}),
    MapField.AREA: frozenset({"areas"}),
    MapField.PHONE: frozenset({"phones"}),
    MapField.EMAIL: frozenset({"email"}),
    MapField.WEBSITE: frozenset({"url"}),
    MapField.CONTACT: frozenset({"contacts"}),
    **dict.fromkeys(
        (MapField.LOCATION, MapField.STREET, MapField.PLACE, MapField.POSTCODE),
        frozenset({"places"}),
    ),
    MapField.HOURS: frozenset({"hours", "places", "description"}),
    MapField.MINIMUM_AGE: frozenset({"minimum_age"}),
    MapField.MAXIMUM_AGE: frozenset({"maximum_age"}),
    MapField.LANGUAGE: frozenset({Vocabulary.LANGUAGE.value}),
}
"""What a column of a plain list tells of a service; of the rest such a list says nothing."""


class Why(StrEnum):
    """Why a person is asked."""

    NOT = ""
    CHANGED = "changed"
    CHECKED = "checked"
    GONE = "gone"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the file says otherwise.

    Attributes:
        field: A field of the record, a name of :data:`PARTS`, or a vocabulary.
        why: Why a person is asked which of the two it is to be.
        ours: What stands here: a value, or records.
        theirs: What the file says.
        gone: Kinds and ids of what goes when the file is followed.
        added: What comes then.
    """

    field: str
    why: Why
    ours: Value | tuple[Record, ...]
    theirs: Value | tuple[Record, ...]
    gone: tuple[tuple[str, str], ...] = ()
    added: tuple[Record, ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether it is a field of the record itself."""
        return not isinstance(self.ours, tuple)

    def __repr__(self) -> str:
        """Return a text without what was said: an error may quote it (A10)."""
        return f"Difference({self.field}, {self.why!r})"


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is there, of which the file says something otherwise.

    Attributes:
        kind: Of the thing.
        record_id: Its id here.
        name: What it is called here.
        row: Where it stands in the file; 0 where it stands there no more.
        differences: What is different.
        mark: How the thing stood when it was looked at.
    """

    kind: str
    record_id: str
    name: str
    row: int
    differences: tuple[Difference, ...]
    mark: str

    @property
    def asked(self) -> tuple[Difference, ...]:
        """What a person is asked about."""
        return tuple(one for one in self.differences if one.why)

    @property
    def size(self) -> int:
        """How much work it is, in new records: what stands is read, and read again to go back."""
        return _ONE + sum(len(one.gone) + len(one.added) for one in self.differences)

    def accepted(self, chosen: frozenset[str]) -> Update | None:
        """Return it with what is to be done: all but what was asked and not chosen."""
        taken = tuple(one for one in self.differences if not one.why or one.field in chosen)
        return msgspec.structs.replace(self, differences=taken) if taken else None

    def __repr__(self) -> str:
        """Return a text without what was said: an error may quote it (A10)."""
        return f"Update({self.kind}, {self.differences!r})"


class DirectoryItem(msgspec.Struct, frozen=True):
    """A thing of a file that is there: its record, what belongs to it, and its row."""

    record: Record
    parts: tuple[Record, ...]
    row: int


def told_of(listed: ChosenFile) -> frozenset[str] | None:
    """Return of what of a service a file tells; None for all, as a directory of HSDS does."""
    source = listed.found.source
    if listed.headed is None and (source is None or source.version != PLAIN):
        return None
    none: frozenset[str] = frozenset()
    return none.union(*(_TOLD_BY.get(one, none) for one in listed.columns if one is not None))


def names(connection: Connection, found: Sequence[Update]) -> dict[str, str]:
    """Return what providers and places here are called that something different names, by id."""
    asked: dict[str, set[str]] = {PROVIDER.name: set(), MAP_LOCATION.name: set()}
    for one in (each for update in found for each in update.differences):
        if one.field in {"provider_id", "parent_id"}:
            asked[PROVIDER.name] |= {str(one.ours), str(one.theirs)}
        for record in (*_records(one.ours), *_records(one.theirs)):
            if isinstance(record, ServiceAtLocation):
                asked[MAP_LOCATION.name].add(str(record.location_id))
    told = {}
    for kind, ids in asked.items():
        for record_id, row in rows.read_all(connection, KINDS[kind], sorted(ids)).items():
            told[record_id] = called(
                from_values(KINDS[kind].record, {**row.fields, "id": record_id})
            )
    return told


def called(record: Record) -> str:
    """Return what a provider or a place is called."""
    if isinstance(record, MapLocation):
        return address(record)
    return record.name if isinstance(record, Provider) else ""


def _records(side: Value | tuple[Record, ...]) -> tuple[Record, ...]:
    return side if isinstance(side, tuple) else ()


def updates(
    connection: Connection, told: Sequence[DirectoryItem], *, only: frozenset[str] | None
) -> dict[str, Update]:
    """Return what is different of things of one kind, by their ids; nothing of the same ones.

    Args:
        connection: To the store.
        told: What the file says of them.
        only: Of what it tells; None for all.
    """
    if not told:
        return {}
    kind = kind_of(type(told[0].record)).name
    there = map_standing.items_of(connection, kind, [one.record.id for one in told])
    found = {}
    for one in told:
        standing = there.get(one.record.id)
        if standing is None or standing.row.deleted:
            continue
        differences = _Comparing(connection, standing, one, only).differences()
        if differences:
            found[str(one.record.id)] = Update(
                kind=kind,
                record_id=one.record.id,
                name=str(standing.row.fields.get("name") or ""),
                row=one.row,
                differences=tuple(differences),
                mark=standing.mark,
            )
    return found


def gone(connection: Connection, source: str, named: frozenset[str]) -> list[Update]:
    """Return what came before and stands in a newer file no more: that it stops, for a person.

    A file with less than half of what came before is not taken for a newer one of the same
    directory: it tells of a part.

    Args:
        connection: To the store.
        source: What the user calls the program that the file is from.
        named: Ids of the services that the file has.
    """
    running = map_imports.running(connection, source)
    missed = [one for one in running if one not in named]
    if 2 * len(missed) > len(running):
        return []
    there = map_standing.items_of(connection, MAP_SERVICE.name, missed)
    return [_stops(one) for one in there.values()]


def _stops(one: MapItem) -> Update:
    status = Difference(
        field="status",
        why=Why.GONE,
        ours=one.row.fields["status"],
        theirs=ServiceStatus.DEFUNCT.value,
    )
    return Update(
        kind=one.kind,
        record_id=one.row.id,
        name=str(one.row.fields["name"]),
        row=0,
        differences=(status,),
        mark=one.mark,
    )


class _Comparing:
    """Lays a thing of a file beside the one that is there."""

    def __init__(
        self,
        connection: Connection,
        standing: MapItem,
        told: DirectoryItem,
        only: frozenset[str] | None,
    ) -> None:
        self._standing, self._told, self._only = standing, told, only
        self._whose = Whose(connection, standing)
        self._kind = KINDS[standing.kind]
        self._said: list[dict[str, Value]] | None = None

    def differences(self) -> list[Difference]:
        """Return what is different, what a person is asked about among it."""
        found = [*self._fields(), *self._of_parts()]
        if self._standing.kind != MAP_SERVICE.name or all(one.why for one in found):
            return found
        if not self._whose.checked():
            return found
        return [one if one.why else msgspec.structs.replace(one, why=Why.CHECKED) for one in found]

    def _fields(self) -> list[Difference]:
        row, theirs = self._standing.row, to_values(self._told.record)
        found = []
        for name, value in theirs.items():
            if not self._is_told(name) or row.fields[name] == value:
                continue
            why = self._why(name, row.fields[name], value)
            if why is not None:
                found.append(Difference(field=name, why=why, ours=row.fields[name], theirs=value))
        return found

    def _why(self, name: str, ours: Value, theirs: Value) -> Why | None:
        """Return why a person is asked about a field; None where the file said so before."""
        version = self._standing.row.versions.get(self._kind.fields[name].group, "")
        if self._whose.imported(version, self._standing.row.id):
            return Why.NOT
        said = [one[name] for one in self._imports() if name in one]
        if self._whose.taken_back(version) and ours in said:
            return Why.NOT
        if not said or self._whose.undone():
            return None if theirs in _BLANK else Why.CHANGED
        return None if said[-1] == theirs else Why.CHANGED

    def _of_parts(self) -> list[Difference]:
        theirs = map_standing.tree(
            self._standing.kind,
            [(kind_of(type(one)).name, one.id, to_values(one)) for one in self._told.parts],
        )
        ours = _together(self._standing.parts)
        file, gone = _together(theirs), _together(self._standing.gone)
        found = []
        for name in dict.fromkeys((*ours, *file)):
            if not self._is_told(name):
                continue
            one = self._of_some(name, ours.get(name, ()), file.get(name, ()), gone.get(name, ()))
            if one is not None:
                found.append(one)
        return found

    def _of_some(
        self, name: str, ours: Sequence[MapPart], theirs: Sequence[MapPart], gone: Sequence[MapPart]
    ) -> Difference | None:
        """Return what is different of the parts of one name, as a whole."""
        here, there = _contents(ours), _contents(theirs)
        if here.keys() == there.keys():
            return None
        why = Why.NOT
        if not all(self._whose.untouched(one) for one in (*ours, *gone)):
            came = [self._whose.as_it_came(one) for one in (*ours, *gone) if self._whose.came(one)]
            known = bool(self._imports()) and not self._whose.undone()
            if _contents(came).keys() == there.keys() if known else not theirs:
                return None
            why = Why.CHANGED
        goes = [here[one] for one in here if one not in there]
        comes = {part.id for one in there if one not in here for part in there[one].whole()}
        return Difference(
            field=name,
            why=why,
            ours=tuple(_record(one) for one in ours),
            theirs=tuple(_record(one) for one in theirs),
            gone=tuple((part.kind, part.id) for one in goes for part in one.whole()),
            added=tuple(one for one in self._told.parts if one.id in comes),
        )

    def _imports(self) -> list[dict[str, Value]]:
        if self._said is None:
            self._said = self._whose.said()
        return self._said

    def _is_told(self, name: str) -> bool:
        return name not in _NEVER and (self._only is None or name in self._only)


def _together(parts: Sequence[MapPart]) -> dict[str, list[MapPart]]:
    """Return parts by what they are called together."""
    found: dict[str, list[MapPart]] = {}
    for one in parts:
        name = (
            str(one.fields["vocabulary"])
            if one.kind == SERVICE_ATTRIBUTE.name
            else PARTS.get(one.kind, "")
        )
        if name:
            found.setdefault(name, []).append(one)
    return found


def _contents(parts: Sequence[MapPart]) -> dict[object, MapPart]:
    return {one.content(): one for one in parts}


def _record(part: MapPart) -> Record:
    return from_values(KINDS[part.kind].record, {**part.fields, "id": part.id})
