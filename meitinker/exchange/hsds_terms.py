"""Terms of another program's taxonomies, as the codes of ours that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.domain.map_services import CarerFunction, Cost, Vocabulary, WayIn
from meitinker.domain.needs import Rung
from meitinker.domain.providers import ProviderKind
from meitinker.domain.room import LINE
from meitinker.domain.villages import folded
from meitinker.domain.visits import LifeDomain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.exchange.hsds_parts import Notes
    from meitinker.exchange.hsds_records import DirectoryContext, Parts
    from meitinker.exchange.hsds_source import SourceRow

_FIXED: dict[str, frozenset[str]] = {
    Vocabulary.LIFE_DOMAIN: frozenset(LifeDomain),
    Vocabulary.CARER_FUNCTION: frozenset(CarerFunction),
    "way in": frozenset(WayIn),
    "cost": frozenset(Cost),
    "provider kind": frozenset(ProviderKind),
    "rung": frozenset(str(rung.value) for rung in Rung),
}
"""Lists of which only these codes mean anything here."""


class Term(msgspec.Struct, frozen=True):
    """A term: the list that it is from, its code there, and what it is called."""

    taxonomy: str
    code: str
    name: str


class AttributeValues(msgspec.Struct, kw_only=True):
    """What attributes say of a service."""

    codes: list[tuple[Vocabulary, str]]
    keywords: list[str]
    way_in: WayIn = WayIn.UNKNOWN
    cost: Cost = Cost.UNKNOWN
    rung: Rung | None = None


class Terms:
    """Knows the terms of a file, and which codes of ours they are."""

    def __init__(self, parts: Parts, around: DirectoryContext, notes: Notes) -> None:
        """Read the terms."""
        self._parts, self._notes = parts, notes
        taxonomies = {key: row.cells.get("name", "") for key, row in parts.all("taxonomy")}
        self._terms = {key: _term(row.cells, taxonomies) for key, row in parts.all("taxonomy_term")}
        self._tree = around.tree
        self._categories = {folded(one.label): one.code for one in around.tree}
        self._who_for = {folded(label): code for code, label in around.who_for.items()}
        self._unknown: set[str] = set()

    def provider_kind(self, key: str) -> ProviderKind | None:
        """Return what kind of provider an organisation of the file is, as far as it says so."""
        for _row, term, _value in self._of("organization", key):
            if term.taxonomy == "provider kind" and term.code in _FIXED["provider kind"]:
                return ProviderKind(term.code)
        return None

    def of_service(self, key: str) -> AttributeValues:
        """Return what the attributes of a service of the file say."""
        told = AttributeValues(codes=[], keywords=[])
        for row, term, value in self._of("service", key):
            match term.taxonomy:
                case "way in" if term.code in _FIXED["way in"]:
                    told.way_in = WayIn(term.code)
                case "cost" if term.code in _FIXED["cost"]:
                    told.cost = Cost(term.code)
                case "rung" if term.code in _FIXED["rung"]:
                    told.rung = Rung(int(term.code))
                case "keyword":
                    told.keywords.append((value or term.name).replace(",", " "))
                case _:
                    told.codes.append(self._ours(row, term))
        return told

    def _ours(self, row: SourceRow, term: Term) -> tuple[Vocabulary, str]:
        """Return the code of ours that a term means; what none means is a category by its name."""
        if term.taxonomy in _FIXED and term.code in _FIXED[term.taxonomy]:
            return Vocabulary(term.taxonomy), term.code
        if term.taxonomy == Vocabulary.WHO_FOR:
            return Vocabulary.WHO_FOR, term.code[:LINE]
        if term.code in self._tree:
            return Vocabulary.CATEGORY, term.code
        name = folded(term.name)
        if name in self._categories:
            return Vocabulary.CATEGORY, self._categories[name]
        if name in self._who_for:
            return Vocabulary.WHO_FOR, self._who_for[name]
        if name not in self._unknown:
            self._unknown.add(name)
            self._notes.tell("attribute", row, "taxonomy_term_id", "term_unknown")
        return Vocabulary.CATEGORY, (term.name or term.code)[:LINE]

    def _of(self, entity: str, key: str) -> Iterator[tuple[SourceRow, Term, str]]:
        for row in self._parts.of("attribute", "link_id", key):
            if row.cells.get("link_entity", entity) != entity:
                continue
            term = self._terms.get(row.cells.get("taxonomy_term_id", ""))
            if term is None:
                self._notes.tell("attribute", row, "taxonomy_term_id", "points_nowhere")
                continue
            yield row, term, str(row.cells.get("value", ""))


def _term(cells: dict[str, Any], taxonomies: dict[str, str]) -> Term:
    """Return a term; its code bears the name of its list where that is one of our own lists."""
    taxonomy = str(cells.get("taxonomy") or taxonomies.get(cells.get("taxonomy_id", ""), ""))
    name, code = str(cells.get("name", "")), str(cells.get("code", ""))
    return Term(taxonomy, (code or name).removeprefix(f"{taxonomy}:"), name)
