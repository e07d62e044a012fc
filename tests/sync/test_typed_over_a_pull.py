"""What is typed while an exchange brings something else: a clash is a clash, in sight (F8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.people import PERSON
from meitinker.errors import HubUnreachable
from meitinker.services import editing
from meitinker.store import checking, drafts, seen
from tests.sync.hub_world import Fault, two
from tests.sync.test_with_hub import edit, field, once

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.ids import PersonId
    from meitinker.store.conflicts import Conflict
    from tests.sync.hub_world import HubLaptop, HubWorld


def typed(laptop: HubLaptop, person: PersonId, words: str, *, over: str) -> None:
    """Let someone type words in a field that showed others."""
    with laptop.awake():
        editing.save(
            laptop.database,
            laptop.store.session,
            kind="person",
            record_id=person,
            fields={"contact_note": words},
            shown={"contact_note": over},
        )


def cards(laptop: HubLaptop) -> list[Conflict]:
    """Return the cards that wait."""
    return [one for one in laptop.cards() if one.closed_by == ""]


def told(laptop: HubLaptop) -> list[tuple[object, object, object]]:
    """Return what the cards that wait say: what was, what stood and what was wanted."""
    name = "contact_note"
    return [(one.base.get(name), one.theirs[name], one.mine[name]) for one in cards(laptop)]


def begun(laptop: HubLaptop, office: HubLaptop) -> PersonId:
    """Let both know a resident with a note."""
    person = laptop.add_person("Jong")
    edit(laptop, person, contact_note="oud")
    laptop.meet()
    office.meet()
    return person


def agreed(world: HubWorld, *laptops: HubLaptop) -> None:
    """Check that all hold the same and that every log tells it."""
    world.settle()
    assert len({str(one.table()) for one in laptops}) == 1
    assert [checking.check(one.database).problems for one in laptops] == [()] * len(laptops)


@pytest.mark.promise("F8")
def test_f8_what_is_typed_over_words_that_came_in_unseen_asks_a_person(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        a.wire.fault = once("compare", Fault.BEFORE)
        with pytest.raises(HubUnreachable):
            a.meet()
        assert field(a, person, "contact_note") == "van kantoor"
        typed(a, person, "oud en meer", over="oud")
        a.meet()
        office.meet()
        assert [field(one, person, "contact_note") for one in (a, office)] == ["van kantoor"] * 2
        assert [told(one) for one in (a, office)] == [[("oud", "van kantoor", "oud en meer")]] * 2
        agreed(world, a, office)


@pytest.mark.promise("F8")
def test_f8_typing_across_a_pull_keeps_one_card_with_the_newest_words(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        typed(a, person, "oud, zij ty", over="oud")
        a.meet()
        typed(a, person, "oud, zij typt", over="oud, zij ty")
        typed(a, person, "oud, zij typt door", over="oud, zij typt")
        assert field(a, person, "contact_note") == "oud, zij typt door", "in the row while typed"
        a.meet()
        office.meet()
        asks = [("oud", "van kantoor", "oud, zij typt door")]
        assert [told(one) for one in (a, office)] == [asks] * 2
        agreed(world, a, office)


@pytest.mark.promise("F8")
def test_f8_control_without_what_was_seen_the_words_of_others_are_gone_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "made_on", lambda *_a, **_k: {})
    with two(tmp_path) as (_world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        a.meet()
        typed(a, person, "oud en meer", over="oud")
        a.meet()
        office.meet()
        assert field(office, person, "contact_note") == "oud en meer"
        assert cards(a) == cards(office) == []


def test_what_others_wrote_stands_again_once_the_sitting_ends_and_screens_hear_of_it(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor", surname="Jongsma")
        office.meet()
        a.meet()
        typed(a, person, "oud en meer", over="oud")
        with a.awake():
            (sealed,) = drafts.seal_all(a.database, a.store.session)
        assert sealed.below.keys() == {"contact_note"}
        assert field(a, person, "contact_note") == "van kantoor"
        assert told(a) == [("oud", "van kantoor", "oud en meer")]
        agreed(world, a, office)


def test_typing_the_same_words_as_the_other_asks_nothing(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="na zes uur")
        office.meet()
        a.meet()
        typed(a, person, "na zes uur", over="oud")
        agreed(world, a, office)
        assert cards(a) == cards(office) == []


def test_a_screen_that_shows_what_stands_just_writes(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        a.meet()
        typed(a, person, "van kantoor en van mij", over="van kantoor")
        agreed(world, a, office)
        assert field(office, person, "contact_note") == "van kantoor en van mij"
        assert cards(a) == []


def test_what_this_laptop_wrote_itself_is_no_clash(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(a, person, contact_note="teruggezet")
        typed(a, person, "getypt", over="oud")
        agreed(world, a, office)
        assert field(office, person, "contact_note") == "getypt"
        assert cards(a) == []


def test_words_that_are_known_nowhere_any_more_still_make_a_card(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        a.meet()
        typed(a, person, "iets anders", over="wat nooit bewaard was")
        agreed(world, a, office)
        assert told(office) == [(None, "van kantoor", "iets anders")]
        assert "contact_note" in PERSON.fields


def test_each_bite_tells_at_once_what_came_in_also_before_an_error(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        person = begun(a, office)
        edit(office, person, contact_note="van kantoor")
        office.meet()
        a.wire.fault = once("compare", Fault.BEFORE)
        with pytest.raises(HubUnreachable):
            a.meet()
        assert ("person", person) in {(i.kind, i.record_id) for c in a.came_in for i in c.items}
