"""In which portions a directory is written: whole things, what names another one after it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from meitinker.domain.map_places import ServiceAtLocation
from meitinker.domain.records import Record
from meitinker.services.map_updates import Update

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.exchange.hsds_offers import ReadService
    from meitinker.exchange.hsds_records import Shared
    from meitinker.services.map_import_report import DirectoryPreview

ADDED_AT_ONCE = 300
"""Records that are written in one bite, about: a service is never parted."""

Thing = tuple[Record, ...] | Update
"""What is written whole: a new thing with all that belongs to it, or what changes of one."""


def bites(
    report: DirectoryPreview, offers: Sequence[ReadService], changed: Sequence[Update]
) -> Iterator[list[Thing]]:
    """Yield what is written at once; what names another thing comes after it.

    Args:
        report: What the file says.
        offers: The new services.
        changed: What is to be done of things that are there.
    """
    written: set[str] = set()
    bite: list[Thing] = []
    size = 0
    for thing in chain(_new(report, offers, written), _changed(report, changed, written)):
        bite.append(thing)
        size += thing.size if isinstance(thing, Update) else len(thing)
        if size >= ADDED_AT_ONCE:
            yield bite
            bite, size = [], 0
    if bite:
        yield bite


def _new(
    report: DirectoryPreview, offers: Sequence[ReadService], written: set[str]
) -> Iterator[tuple[Record, ...]]:
    for offer in offers:
        yield from _above(report.providers, offer.provider, written)
        for key in offer.locations:
            yield from _placed(report, key, written)
        yield offer.records
    # what no service of the file has comes in too; what only left-out ones have does not
    offering = {row.offer.provider for row in report.rows}
    places = {key for row in report.rows for key in row.offer.locations}
    for key in report.providers:
        if key not in offering:
            yield from _above(report.providers, key, written)
    for key in report.locations:
        if key not in places and report.locations[key].above not in offering:
            yield from _placed(report, key, written)


def _changed(
    report: DirectoryPreview, changed: Sequence[Update], written: set[str]
) -> Iterator[Thing]:
    """Yield what changes, after the new providers and places that it names from now on."""
    providers = {str(one.record.id): key for key, one in report.providers.items()}
    places = {str(one.record.id): key for key, one in report.locations.items()}
    for update in changed:
        for one in update.differences:
            if one.field in {"provider_id", "parent_id"} and one.theirs:
                yield from _above(report.providers, providers.get(str(one.theirs), ""), written)
            for record in one.added:
                if isinstance(record, ServiceAtLocation):
                    yield from _placed(report, places[record.location_id], written)
        yield update


def _placed(report: DirectoryPreview, key: str, written: set[str]) -> Iterator[tuple[Record, ...]]:
    location = report.locations[key]
    yield from _above(report.providers, location.above, written)
    yield from _once(location, written)


def _above(
    providers: Mapping[str, Shared], key: str, written: set[str]
) -> Iterator[tuple[Record, ...]]:
    """Yield a provider after those that it is a part of."""
    line: list[Shared] = []
    one = providers.get(key)
    while one is not None and one.record.id not in written:
        line.append(one)
        one = providers.get(one.above)
    for each in reversed(line):
        yield from _once(each, written)


def _once(one: Shared, written: set[str]) -> Iterator[tuple[Record, ...]]:
    if one.record.id not in written:
        written.add(one.record.id)
        if not one.known:
            yield (one.record, *one.parts)
