"""Forms of the social map: only what their user changed is written, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.map_places import MapLocation, MapPhone
from meitinker.domain.map_services import MapService, ServiceAttribute, Vocabulary
from meitinker.domain.providers import Provider
from meitinker.errors import ChangedMeanwhile, InvalidField, NotVisible
from meitinker.ids import RecordId, record_id
from meitinker.services import map_editing, map_forms, social_map, undo
from meitinker.services.map_editing import NewService
from meitinker.services.map_forms import Codes, Edit, Touched
from meitinker.store import indexing, records
from meitinker.store.acts import act
from tests.unit.services.test_social_map import MEALS, Map

if TYPE_CHECKING:
    from tests.stores import TestStore

WHO = Vocabulary.WHO_FOR


@pytest.fixture
def the_map(store: TestStore) -> Map:
    return Map(store)


def codes(the_map: Map, service: RecordId) -> set[str]:
    with the_map.store.database.reading() as connection:
        found = records.find(
            connection, the_map.store.session, ServiceAttribute, service_id=service
        )
    return {one.code for one in found}


def named(shown: str, wanted: str) -> dict[str, dict[str, str]]:
    return {"fields": {"name": wanted}, "shown": {"name": shown}}


def test_a_form_writes_what_was_changed_in_it(the_map: Map) -> None:
    service = the_map.service("Eettafel", codes=MEALS)
    edit = Edit(touched=(Touched(MapService, service, **named("Eettafel", "Iepen tafel")),))
    map_forms.keep(*the_map.use, service, edit)
    assert the_map.names() == ["Iepen tafel"]


def test_what_somebody_else_wrote_in_a_field_that_was_left_alone_stays(the_map: Map) -> None:
    service = the_map.service("Eettafel")
    map_editing.change(*the_map.use, MapService, service, {"name": "Iepen tafel"})
    fields = {"name": "Eettafel", "email": "tafel@example.org"}
    shown = {"name": "Eettafel", "email": ""}
    map_forms.keep(
        *the_map.use, service, Edit(touched=(Touched(MapService, service, fields, shown),))
    )
    one = social_map.opened(*the_map.use, service).service
    assert (one.name, one.email) == ("Iepen tafel", "tafel@example.org")


def test_the_same_field_changed_by_two_asks_first_and_writes_nothing(the_map: Map) -> None:
    service = the_map.service("Eettafel")
    map_editing.change(*the_map.use, MapService, service, {"name": "Iepen tafel"})
    phone = MapPhone(id=record_id(), service_id=service, number="0566-00 11 22")
    edit = Edit(
        touched=(Touched(MapService, service, **named("Eettafel", "Tafel 2")),), added=(phone,)
    )
    with pytest.raises(ChangedMeanwhile):
        map_forms.keep(*the_map.use, service, edit)
    assert social_map.opened(*the_map.use, service).phones == ()


def test_codes_that_came_from_elsewhere_stay(the_map: Map) -> None:
    service = the_map.service("Eettafel", codes={WHO: ("carers", "dementia")})
    with act(*the_map.use, "map.change") as work:
        map_editing.set_codes_within(work, service, WHO, ("carers", "dementia", "families"))
    edit = Edit(codes={WHO: Codes(wanted=("carers", "children"), shown=("carers", "dementia"))})
    map_forms.keep(*the_map.use, service, edit)
    assert codes(the_map, service) == {"carers", "children", "families"}


def test_one_that_cannot_be_leaves_all_as_it_was(the_map: Map) -> None:
    service = the_map.service("Eettafel")
    wrong = MapPhone(id=record_id(), service_id=service, number="geen")
    edit = Edit(
        touched=(Touched(MapService, service, **named("Eettafel", "Tafel")),), added=(wrong,)
    )
    with pytest.raises(InvalidField):
        map_forms.keep(*the_map.use, service, edit)
    assert the_map.names() == ["Eettafel"]


def test_a_new_provider_comes_with_its_service_and_goes_with_it(the_map: Map) -> None:
    provider = Provider(id=record_id(), name="Stifting Mei-inoar")
    service = MapService(id=record_id(), provider_id=provider.id, name="Koffie")
    map_forms.begin(*the_map.use, NewService(service=service, codes=MEALS), provider=provider)
    assert social_map.opened(*the_map.use, service.id).provider == provider
    undo.undo(*the_map.use)
    assert the_map.names() == []
    assert [one.name for one in social_map.providers(*the_map.use)] == ["Buorsoarch"]


def test_a_provider_that_comes_can_be_named_in_the_same_form(the_map: Map) -> None:
    service = the_map.service("Eettafel")
    provider = Provider(id=record_id(), name="Stifting Mei-inoar")
    other = {"provider_id": provider.id}
    touched = Touched(MapService, service, other, {"provider_id": the_map.provider})
    map_forms.keep(*the_map.use, service, Edit(touched=(touched,), added=(provider,)))
    assert social_map.opened(*the_map.use, service).provider == provider


def test_what_is_removed_goes_with_all_of_it(the_map: Map) -> None:
    service = the_map.service("Eettafel", the_map.at(the_map.grou))
    (placed,) = social_map.opened(*the_map.use, service).places
    map_forms.keep(*the_map.use, service, Edit(removed=((type(placed.at), placed.at.id),)))
    assert social_map.opened(*the_map.use, service).places == ()
    assert [one.name for one in map_forms.locations(*the_map.use)] == ["It Doarpshûs"]


@pytest.mark.parametrize(
    "typed", ["Iepen tafel", "iepen taffel", "De Iepen Tafel", "mei-inoar ite"]
)
def test_likely_doubles_are_alike_by_name_or_stand_among_its_words(
    the_map: Map, typed: str
) -> None:
    there = the_map.service("Iepen tafel", keywords="mei-inoar ite, koken", codes=MEALS)
    the_map.service("Rolstoelbus", keywords="vervoer")
    while indexing.index_some(the_map.store.database):
        pass
    assert [one.service_id for one in map_forms.likely_doubles(*the_map.use, typed)] == [there]


@pytest.mark.parametrize("typed", ["", "Ie", "Schuldhulp op maandag"])
def test_what_is_short_or_other_is_like_nothing(the_map: Map, typed: str) -> None:
    the_map.service("Iepen tafel")
    while indexing.index_some(the_map.store.database):
        pass
    assert map_forms.likely_doubles(*the_map.use, typed) == ()


def test_a_form_about_a_part_belongs_to_its_service(the_map: Map) -> None:
    service = the_map.service("Eettafel", the_map.at(the_map.grou))
    (placed,) = social_map.opened(*the_map.use, service).places
    numbers = {
        the_map.add(MapPhone(id=record_id(), number="0566-1", **anchor))
        for anchor in (
            {"service_id": service},
            {"location_id": placed.location.id},
            {"at_location_id": placed.at.id},
            {"provider_id": the_map.provider},
        )
    }
    found = {map_forms.service_of(*the_map.use, map_forms.PHONE, key) for key in numbers}
    assert found == {service}
    assert map_forms.service_of(*the_map.use, map_forms.WHAT, service) == service
    card = map_forms.PROVIDER_CARD.name
    assert map_forms.service_of(*the_map.use, card, the_map.provider) == service
    alone = the_map.add(Provider(id=record_id(), name="Allinne"))
    with pytest.raises(NotVisible):
        map_forms.service_of(*the_map.use, card, alone)


def test_the_desk_holds_the_service_and_what_is_chosen_among(the_map: Map) -> None:
    service = the_map.service("Eettafel")
    desk = map_forms.desk(*the_map.use, service)
    assert desk.file.service.id == service
    assert {one.frisian_name for one in desk.villages} == {"Grou", "Akkrum"}
    assert [one.name for one in desk.municipalities] == ["Leeuwarden"]
    assert [one.name for one in desk.providers] == ["Buorsoarch"]
    assert map_forms.may_keep(*the_map.use)
    the_map.add(MapLocation(id=record_id(), name="Tsjerke"))
    assert [one.name for one in map_forms.locations(*the_map.use)] == ["Tsjerke"]
