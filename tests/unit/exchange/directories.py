"""Directories as files, read back as the program reads them; and what must be equal in them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from meitinker.domain import reference
from meitinker.domain.map_services import MapService
from meitinker.domain.map_terms import CATEGORIES, CategoryEntry, Tree
from meitinker.domain.villages import Village
from meitinker.exchange import hsds_checking, hsds_offers, hsds_old, hsds_source
from meitinker.exchange.hsds_records import DirectoryContext, Reader
from meitinker.ids import named_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Record
    from meitinker.exchange.hsds_offers import ReadService
    from meitinker.exchange.hsds_source import Problem, Source

GROU = Village(id=named_id("village:Grou"), frisian_name="Grou", postcodes="9001")
AKKRUM = Village(id=named_id("village:Akkrum"), frisian_name="Akkrum", postcodes="8491")
MUNICIPALITY = named_id("municipality:Leeuwarden")
TREE = Tree(reference.shipped(CATEGORIES)[-1].read(list[CategoryEntry]))
AROUND = DirectoryContext(
    source="test",
    villages=(GROU, AKKRUM),
    municipalities={MUNICIPALITY: "Leeuwarden"},
    tree=TREE,
    who_for={"elderly": "Ouderen"},
)
_OWN = frozenset({"contact_id", "service_at_location_id", "last_modified"})
_LINKS = frozenset(
    {
        *("phones", "contacts", "schedules", "service_areas", "cost_options", "languages"),
        "service_at_locations",
    }
)


class Read:
    """A file read back: its services, who offers them, and what was wrong.

    Attributes:
        offers: The services.
        reader: What is around them.
        problems: What is told of rows.
    """

    def __init__(self, source: Source, around: DirectoryContext = AROUND) -> None:
        """Read all of it."""
        checked = hsds_checking.check(hsds_old.renewed(source))
        self.reader = Reader(checked, around)
        self.offers: list[ReadService] = list(hsds_offers.offers(self.reader))
        self.problems: list[Problem] = [*checked.problems, *self.reader.notes.problems]

    @property
    def reasons(self) -> set[tuple[str, str, str]]:
        """Return what is wrong: table, column, reason."""
        return {(one.table, one.column, one.reason) for one in self.problems}

    @property
    def records(self) -> tuple[Record, ...]:
        """Return all records, in the order of the file."""
        shared = (*self.reader.providers.values(), *self.reader.locations.values())
        return (
            *(record for one in shared for record in (one.record, *one.parts)),
            *(record for one in self.offers for record in one.records),
        )

    def service(self, name: str = "") -> MapService:
        """Return the service of a name, or the only one."""
        found = [one.records[0] for one in self.offers if one.records and name in {"", one.name}]
        assert len(found) == 1
        assert isinstance(found[0], MapService)
        return found[0]

    def every(self, kind: type[Record]) -> list[Any]:
        """Return all records of a kind."""
        return [one for one in self.records if type(one) is kind]


def read(data: bytes) -> Read:
    """Return a file read back."""
    return Read(hsds_source.read(data))


def package(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in files.items():
            box.writestr(name, text)
    return out.getvalue()


def told(thing: Any, name: str = "") -> Any:
    """Return a nested thing without the ids of its parts and the moment of its last change.

    Parts get new ids in each store; services, providers and places keep theirs.
    """
    if isinstance(thing, dict):
        left_out = _OWN | ({"id"} if name in _LINKS else frozenset())
        return {key: told(value, key) for key, value in thing.items() if key not in left_out}
    if isinstance(thing, list):
        return [told(one, name) for one in thing]
    return thing
