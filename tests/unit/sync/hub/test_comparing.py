"""Comparing with a device, and what comes along with a fill, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync.protocol import BUCKETS, Bucket, Compare, Pull
from sync.sums import Sums, bucket_of
from tests.unit.sync.hub.bench import FIRST, GROU, WERGEA

if TYPE_CHECKING:
    from sync.protocol import Compared
    from tests.unit.sync.hub.bench import Laptop, TestHub


def compared(laptop: Laptop, *, without: str = "") -> Compared:
    """Let a laptop compare what it pulled, as if it lacked a record."""
    sums = Sums()
    for one in laptop.records.values():
        dossier = str(one.fields.get("person_id") or one.record_id)
        if one.record_id != without:
            sums.add(dossier, one.record_id, one.versions, deleted=one.deleted)
    # the villages came as places, which the bench does not make records of
    buckets = list(sums.buckets())
    buckets[0] = everyones(laptop)
    told = Compare(position=laptop.cursor.position, buckets=tuple(buckets))
    return laptop.handlers.compare(told)


def everyones(laptop: Laptop) -> Bucket:
    """Return what the villages add up to."""
    sums = Sums()
    for place in laptop.handlers.pull(Pull(cursor=type(laptop.cursor)(), words=True)).places:
        if place.change is not None and place.change.kind == "village":
            versions = dict.fromkeys(place.took, place.change_id)
            sums.add("", place.change.record_id, versions, deleted=False)
    return sums.buckets()[0]


def test_who_holds_the_same_is_told_so(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.person("p1", GROU), a.phone("t1", "p1"), a.person("p2", WERGEA))
    b.pull()
    assert compared(b).same


def test_what_lacks_is_filled_again(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.person("p1", GROU), a.phone("t1", "p1"), a.person("p3", GROU))
    b.pull()
    answer = compared(b, without="t1")
    assert (answer.same, answer.unequal) == (False, (bucket_of("p1"),))
    b.records.clear()
    b.pull()
    assert {"p1", "t1"} <= b.records.keys()
    assert ("p3" in b.records) == (bucket_of("p3") == bucket_of("p1"))


def test_what_came_in_meanwhile_is_pulled_first(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.person("p1", GROU))
    b.pull()
    a.push(a.phone("t1", "p1"))
    assert compared(b).later
    b.pull()
    elsewhere = hub.laptop("c", WERGEA)
    elsewhere.push(elsewhere.person("p9", WERGEA))
    assert not compared(b).later


def test_a_device_that_begins_anew_gets_all_again(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.person("p1", GROU))
    b.pull()
    b.records.clear()
    assert not b.handlers.compare(Compare(position=b.cursor.position)).same
    b.pull()
    assert "p1" in b.records


def test_sums_of_another_number_of_buckets_are_never_the_same(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.pull()
    answer = a.handlers.compare(Compare(position=a.cursor.position, buckets=(Bucket(0, ""),)))
    assert answer.unequal == tuple(range(BUCKETS))


@pytest.mark.promise("F8")
def test_f8_a_fill_brings_along_what_was_lost_until_someone_decided(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    person = a.person("p1", GROU)
    a.push(person)
    base = {"contact_note": person.change_id}
    won = a.change("person", "p1", operation="edit", base=base, contact_note="eerst")
    lost = a.change("person", "p1", operation="edit", base=base, contact_note="later")
    a.push(won, lost)
    (fill,) = [one for answer in b.pull() for one in answer.fills]
    assert [(one.position, one.change_id) for one in fill.lost] == [(FIRST + 2, lost.change_id)]
    assert fill.lost[0].change == lost
    card = {"card:contact_note": lost.change_id}
    a.push(a.change("person", "p1", operation="settle", base=card))
    c = hub.laptop("c", GROU)
    (fill,) = [one for answer in c.pull() for one in answer.fills]
    assert fill.lost == ()
    a.push(a.change("person", "p1", operation="reopen", base=card))
    d = hub.laptop("d", GROU)
    (fill,) = [one for answer in d.pull() for one in answer.fills]
    assert [one.change_id for one in fill.lost] == [lost.change_id]
