"""How a record kind is declared: once, and everything else is derived from it.

A concept's module holds a frozen struct whose fields say, in their type, why they are held,
and one :class:`Kind` made by :func:`declare`. Store, sync, search, permissions and the privacy
table read nothing else. :mod:`meitinker.domain.kinds` collects the kinds.

    class Phone(Record, frozen=True, kw_only=True):
        person_id: Annotated[PersonId, Held(CONTACT, ref="person")]
        number: Annotated[str, Held(CONTACT, search=Search.NUMBER)] = ""

    PHONE = declare("phone", Phone, merge=MergeClass.BY_FIELD, scope=Scope.of_person("person_id"))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from meitinker import clock
from meitinker.domain.room import LINE, TEXT
from meitinker.domain.session import Role
from meitinker.errors import BugError, InvalidField
from meitinker.ids import RecordId

R = TypeVar("R", bound="Record")

_HALF = re.compile("[\ud800-\udfff]")

Value = str | int | None
"""What a field is in the store, in the journal and on the wire: text, whole number, nothing."""

Older = Callable[[Mapping[str, Value], Mapping[str, Value]], Mapping[str, Value]]
"""Translates fields set by an old change into today's; the second is the record before it."""


class MergeClass(StrEnum):
    """How changes of one record by several devices are merged (:mod:`sync.merge`)."""

    BY_FIELD = "by_field"
    SINGLE_WRITER = "single_writer"
    APPEND_ONLY = "append_only"
    COMMAND = "command"


class Search(StrEnum):
    """The part of the search index a field feeds."""

    NAME = "name"
    ADDRESS = "address"
    NUMBER = "number"
    NOTES = "notes"


class Basis(StrEnum):
    """The legal basis of holding a field."""

    WMO_TASK = "Wmo 2015 art. 5.1.1"
    IDENTIFICATION = "Wmo 2015 art. 5.2.9"
    CONSENT = "AVG art. 6 lid 1 a"
    VITAL_INTEREST = "AVG art. 6 lid 1 d"
    PUBLIC_TASK = "AVG art. 6 lid 1 e"
    ACCOUNTABILITY = "AVG art. 5 lid 2"


class Retention(StrEnum):
    """How long a field is kept."""

    WMO_15_YEARS = "15 years after the last change (Wmo 2015 art. 5.3.4)"
    WHILE_NEEDED = "while the dossier is open, at most 15 years after the last change"
    ORGANISATION = "as long as the organisation uses the program"
    WHILE_LISTED = "as long as the social map lists it"


EVERYONE = frozenset(Role)
WORKERS = frozenset({Role.MEITINKER, Role.BACK_OFFICE})
BACK_OFFICE = frozenset({Role.BACK_OFFICE})
CARE_ROLES = WORKERS | {Role.COORDINATOR}
STAFF = WORKERS | {Role.ADMINISTRATOR}
OFFICE = frozenset({Role.BACK_OFFICE, Role.ADMINISTRATOR})


class Ground(msgspec.Struct, frozen=True):
    """Why a field is held, on what basis, how long, and which roles may see it."""

    purpose: str
    basis: Basis
    retention: Retention
    roles: frozenset[Role]


class Writers(msgspec.Struct, frozen=True, kw_only=True):
    """Which roles may write records of a kind; they must also be able to see them.

    Attributes:
        begin: Roles that may create one.
        change: Roles that may edit, remove and restore one, and run commands on it.
        own: Field that names the owner, a user or device; ``id`` if the record is the user or
            device itself. Owners may create and change their own whatever their role. "" is none.
        author: Field that says who did it; it must be the user of the session (F16). "" is none.
    """

    begin: frozenset[Role] = EVERYONE
    change: frozenset[Role] = EVERYONE
    own: str = ""
    author: str = ""


class Where(msgspec.Struct, frozen=True):
    """A condition on records: the field has one of these values."""

    field: str
    values: frozenset[StrEnum]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The declaration of one field.

    Attributes:
        ground: Purpose, basis, retention and roles.
        group: Name of the merge group: fields of one group win or lose together.
        ref: Kind of the record this field points at, or "".
        search: The part of the search index it feeds, or None.
        shareable: Whether the resident may see it on the shared screen and on paper.
        shareable_where: Where that differs per record: the condition under which it is.
        most: Maximum number of characters; 0 means the default of
            :mod:`meitinker.domain.room`: ``TEXT`` if it feeds the notes, else ``LINE``.
    """

    ground: Ground
    group: str = ""
    ref: str = ""
    search: Search | None = None
    shareable: bool = False
    shareable_where: Where | None = None
    most: int = 0

    def shared_in(self, record: Record) -> bool:
        """Tell whether the resident may see the field of this record."""
        where = self.shareable_where
        return self.shareable or (
            where is not None and getattr(record, where.field) in where.values
        )


class Column(StrEnum):
    """The type of a field's column."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind, as derived from its struct."""

    name: str
    held: Held
    type: Any
    column: Column
    default: Value

    @property
    def group(self) -> str:
        """The merge group: its own name where none was declared."""
        return self.held.group or self.name

    @property
    def most(self) -> int:
        """Maximum number of characters."""
        return self.held.most or (TEXT if self.held.search is Search.NOTES else LINE)


class Scope(msgspec.Struct, frozen=True):
    """Where a record belongs, and therefore who may see it.

    Attributes:
        rule: ``organisation``, ``village``, ``person`` or ``visit``.
        field: The field that names the village, person or visit.
    """

    rule: str
    field: str = ""

    @classmethod
    def organisation(cls) -> Scope:
        """Everyone in the organisation."""
        return cls("organisation")

    @classmethod
    def of_village(cls, field: str) -> Scope:
        """Those who work in the village named by ``field`` (a dossier itself)."""
        return cls("village", field)

    @classmethod
    def of_person(cls, field: str) -> Scope:
        """Those who see the dossier of the person named by ``field``."""
        return cls("person", field)


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The base of all records.

    Fields hold only text, numbers and dates, so records form no reference cycles: ``gc=False``
    spares the garbage collector tens of thousands of them while somebody types.
    """

    id: RecordId


class Kind(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One record kind, completely declared; properties derived from it are cached.

    ``older`` translates retired fields (:meth:`of_today`); ``writers`` is used by
    :mod:`meitinker.domain.rights`.
    """

    name: str
    record: type[Record]
    merge: MergeClass
    scope: Scope
    fields: Mapping[str, Field]
    older: Older | None = None
    writers: Writers = Writers()

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Merge groups and the fields in them, in declared order."""
        found: dict[str, tuple[str, ...]] = {}
        for field in self.fields.values():
            found[field.group] = (*found.get(field.group, ()), field.name)
        return MappingProxyType(found)

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """Maximum number of characters of each field."""
        return {field.name: field.most for field in self.fields.values()}

    @cached_property
    def pointing(self) -> tuple[str, ...]:
        """The fields that point at a record, in declared order."""
        return tuple(name for name, field in self.fields.items() if field.held.ref)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The fields that hold whole numbers."""
        return frozenset(
            name for name, field in self.fields.items() if field.column is Column.INTEGER
        )

    def of_today(
        self, fields: Mapping[str, Value], standing: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        """Return what a change sets, in today's fields.

        The journal is never rewritten, and older programs still send retired fields, so old
        changes are translated each time they are read.

        Args:
            fields: What the change set, in the fields of its time.
            standing: The record before it, in today's fields; empty for a new record.
        """
        return self.older(fields, standing) if self.older else fields

    def searched(self, part: Search) -> tuple[str, ...]:
        """Return the names of the fields that feed ``part`` of the search index."""
        return tuple(f.name for f in self.fields.values() if f.held.search is part)


def declare(
    name: str,
    record: type[Record],
    *,
    merge: MergeClass,
    scope: Scope,
    older: Older | None = None,
    writers: Writers | None = None,
) -> Kind:
    """Make the kind ``name`` from a struct whose fields are all annotated with Held.

    Without ``writers``, whoever may see a field may write it.

    Raises:
        BugError: A field lacks its declaration or has a type the journal cannot hold.
    """
    hints = get_type_hints(record, include_extras=True)
    defaults = {f.name: f.default for f in msgspec.structs.fields(record)}
    fields = {
        field: _field(name, field, hints[field], defaults[field])
        for field in record.__struct_fields__
        if field != "id"
    }
    if scope.field and scope.field not in fields:
        raise BugError(f"{name}: scope names the unknown field {scope.field}")
    return Kind(
        name=name,
        record=record,
        merge=merge,
        scope=scope,
        fields=MappingProxyType(fields),
        older=older,
        writers=writers or Writers(),
    )


def _field(kind: str, name: str, hint: Any, default: Any) -> Field:
    held = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Held)), None)
    if get_origin(hint) is not Annotated or held is None:
        raise BugError(f"{kind}.{name} does not say why it is held")
    plain = get_args(hint)[0]
    types = [t for t in (get_args(plain) or (plain,)) if t is not type(None)]
    base = getattr(types[0], "__supertype__", types[0])
    while hasattr(base, "__supertype__"):
        base = base.__supertype__
    if len(types) != 1 or not issubclass(base, str | int | date | Enum):
        raise BugError(f"{kind}.{name} has a type that cannot be kept")
    column = Column.INTEGER if issubclass(base, int) else Column.TEXT
    start = None if default is msgspec.NODEFAULT else to_value(default)
    return Field(name=name, held=held, type=plain, column=column, default=start)


def to_value(value: object) -> Value:
    """Return ``value`` as the journal holds it: NFC text, whole number or None.

    Instants become UTC text with milliseconds, dates ISO text, truth 0 or 1.

    Raises:
        BugError: The value is of another type.
    """
    match value:
        case None:
            return None
        case Enum():
            return to_value(value.value)
        case bool():
            return int(value)
        case int():
            return value
        case str():
            return value if value.isascii() else unicodedata.normalize("NFC", value)
        case datetime():
            return clock.instant_text(value)
        case date():
            return value.isoformat()
        case _:
            raise BugError(f"cannot keep a {type(value).__name__}")


def require_fitting(kind: Kind, values: Mapping[str, Value]) -> None:
    """Refuse text that a field cannot hold. Not for changes of other devices: those are taken.

    Raises:
        InvalidField: It is too long (``text_too_long``), or contains a lone surrogate, which can
            be pasted but not encoded (``text_broken``).
    """
    longest = kind.longest
    for name, value in values.items():
        if not value or not isinstance(value, str):
            continue
        if len(value) > longest[name]:
            raise InvalidField(name, "text_too_long", most=longest[name])
        if not value.isascii() and _HALF.search(value):
            raise InvalidField(name, "text_broken")


def to_values(record: Record) -> dict[str, Value]:
    """Return the fields of ``record`` without its id, as the journal holds them."""
    found: dict[str, Any] = msgspec.structs.asdict(record)
    del found["id"]
    for name, value in found.items():
        # most are plain text already
        if value is not None and not (type(value) is str and value.isascii()):
            found[name] = to_value(value)
    return found


def from_values(record: type[R], values: Mapping[str, Value]) -> R:
    """Return a ``record`` from what :func:`to_values` gave, plus its ``id``.

    Fields that this version of the program does not know are left out.

    Raises:
        msgspec.ValidationError: A value does not fit its field.
    """
    known = {name: values[name] for name in record.__struct_fields__ if name in values}
    return msgspec.convert(known, record, strict=False)


def canonical(values: Mapping[str, object]) -> bytes:
    """Return the canonical bytes of ``values``, to be hashed and signed.

    JSON with sorted keys and no spaces, NFC text, whole numbers, null.
    """
    return msgspec.json.encode(values, order="deterministic")
