"""The social map of the example village: skewed as real ones are, and nothing of it real."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import TypeVar

import pytest

from meitinker.domain.map_checks import CONFIRMED, MapCheck
from meitinker.domain.map_places import MapLocation, MapPhone
from meitinker.domain.map_services import (
    CarerFunction,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.map_terms import CATEGORIES, WHO_FOR, CategoryEntry, TermEntry, Tree
from meitinker.domain.opening_hours import Recurrence, Schedule, check_hours
from meitinker.domain.providers import Provider
from meitinker.domain.records import Record
from meitinker.domain.reference import shipped
from meitinker.exchange import example_map, example_source, example_village

R = TypeVar("R", bound=Record)
TODAY = date(2026, 11, 22)


@cache
def records() -> tuple[Record, ...]:
    kinds = (Provider, MapService, MapLocation, MapPhone, ServiceArea, ServiceAttribute, Schedule,
             MapCheck)  # fmt: skip
    return tuple(r for r in example_village.generate(None, TODAY) if isinstance(r, kinds))


def every(kind: type[R]) -> list[R]:
    return [one for one in records() if isinstance(one, kind)]


def test_there_are_as_many_as_a_district_has() -> None:
    running = {one.id for one in every(MapService) if one.status is ServiceStatus.ACTIVE}
    assert len(running) >= 250  # as many as the list of the place counts
    reached = {one.village_id for one in every(ServiceArea) if one.service_id in running}
    assert {one.id for one in example_village.by_name().values()} <= reached
    assert len(every(Provider)) >= 70


def test_some_villages_have_much_and_some_nothing_of_their_own() -> None:
    counts = Counter(str(one.village_id) for one in every(ServiceArea) if one.village_id)
    assert counts[example_village.village_id("Grou")] >= 30
    assert counts[example_village.village_id("Dearsum")] <= 1
    assert any(one.reach is Reach.COUNTRY for one in every(ServiceArea))


def test_a_part_is_stale_never_checked_stopped_or_says_hardly_anything() -> None:
    services, checks = every(MapService), every(MapCheck)
    right = {one.service_id for one in checks if one.result in CONFIRMED}
    stale = {one.service_id for one in checks if (TODAY - one.checked_on).days > 365}
    assert 0.1 < 1 - len(right) / len(services) < 0.35
    assert 0.1 < len(stale) / len(services) < 0.4
    assert {one.status for one in services} == set(ServiceStatus)
    assert sum(not one.description for one in services) > 20
    assert sum(not one.keywords for one in services) > 60
    assert len({one.name for one in services}) < len(services)


def test_every_code_is_one_of_the_lists() -> None:
    tree = Tree(shipped(CATEGORIES)[-1].read(list[CategoryEntry]))
    who_for = {one.code for one in shipped(WHO_FOR)[-1].read(list[TermEntry])}
    for one in every(ServiceAttribute):
        if one.vocabulary is Vocabulary.CATEGORY:
            assert one.code in tree
        elif one.vocabulary is Vocabulary.WHO_FOR:
            assert one.code in who_for


def test_every_function_of_carer_support_is_somewhere() -> None:
    tree = Tree(shipped(CATEGORIES)[-1].read(list[CategoryEntry]))
    codes = {one.code for one in every(ServiceAttribute)}
    assert [one for one in CarerFunction if not tree.fulfilling(one) & codes] == []


def test_all_hours_can_be_kept_and_some_recur_monthly_or_stop_for_a_while() -> None:
    hours = every(Schedule)
    for one in hours:
        check_hours(one)
    assert {one.freq for one in hours} == set(Recurrence)
    assert any(one.closed for one in hours)


def test_nobody_can_be_called_or_reached() -> None:
    for phone in every(MapPhone):
        assert phone.number.partition("-")[2].startswith("0")
    for provider in every(Provider):
        assert not provider.website or provider.website.endswith(".example")
        assert not provider.email or provider.email.endswith(".example")


@pytest.mark.parametrize("count", [1, 40, 600])
def test_there_can_be_fewer_and_more(count: int) -> None:
    dice = example_source.Dice(1, TODAY)
    villages = example_village.by_name()
    found = list(example_map.ExampleMap(dice, villages).records(count))
    services = sum(isinstance(one, MapService) for one in found)
    assert count <= services <= max(count * 2, count + 1)
    assert len({one.id for one in found}) == len(found)
