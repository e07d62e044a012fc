"""The registry: every kind complete, every reference real, and in an order that can be kept."""

from __future__ import annotations

import pytest

from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.records import CARE_ROLES, MergeClass, Record, Search
from meitinker.domain.session import Role
from meitinker.errors import BugError

NAMES = list(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_points_at_an_earlier_kind_or_itself(name: str) -> None:
    place = NAMES.index(name)
    for field in KINDS[name].fields.values():
        if field.held.ref:
            assert field.held.ref in KINDS
            assert NAMES.index(field.held.ref) <= place, field.name


@pytest.mark.parametrize("name", NAMES)
def test_every_id_field_says_what_it_points_at(name: str) -> None:
    unsaid = [
        f.name for f in KINDS[name].fields.values() if f.name.endswith("_id") and not f.held.ref
    ]
    assert unsaid == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_says_why_it_is_held(name: str) -> None:
    for field in KINDS[name].fields.values():
        ground = field.held.ground
        assert ground.purpose
        assert ground.roles


@pytest.mark.parametrize("name", NAMES)
def test_a_scope_leads_to_a_village_or_to_a_dossier(name: str) -> None:
    scope = KINDS[name].scope
    wanted = {"organisation": "", "village": "village", "person": "person"}
    ref = KINDS[name].fields[scope.field].held.ref if scope.field else ""
    assert ref == wanted[scope.rule]


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_found_back_by_its_type(name: str) -> None:
    assert kind_of(KINDS[name].record) is KINDS[name]


def test_an_undeclared_type_is_a_bug() -> None:
    class Undeclared(Record, frozen=True, kw_only=True):
        pass

    with pytest.raises(BugError):
        kind_of(Undeclared)


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        KINDS["person"] = KINDS["visit"]  # type: ignore[index]  # that is what must fail


def test_the_bsn_is_for_workers_and_never_on_the_shared_screen_or_in_the_index() -> None:
    held = KINDS["person"].fields["bsn"].held
    assert Role.COORDINATOR not in held.ground.roles
    assert Role.ADMINISTRATOR not in held.ground.roles
    assert not held.shareable
    assert held.search is None


@pytest.mark.parametrize("field", ["secret_address", "safety_note", "bsn", "contact_note"])
def test_what_protects_someone_is_never_shared(field: str) -> None:
    assert not KINDS["person"].fields[field].held.shareable


@pytest.mark.parametrize("name", ["visit", "domain_note", "need", "finding", "agreement"])
def test_a_conversation_has_one_writer_and_no_coordinator_reads_it(name: str) -> None:
    kind = KINDS[name]
    assert kind.merge is MergeClass.SINGLE_WRITER
    assert not any(Role.COORDINATOR in f.held.ground.roles for f in kind.fields.values())


def test_the_meitinkers_first_notes_stay_off_the_shared_screen() -> None:
    fields = KINDS["visit"].fields
    assert not fields["notes"].held.shareable
    assert fields["question"].held.shareable


def test_names_and_notes_are_searched_apart() -> None:
    assert "surname" in KINDS["person"].searched(Search.NAME)
    assert KINDS["person"].searched(Search.NOTES) == ()
    assert "notes" in KINDS["visit"].searched(Search.NOTES)
    assert KINDS["visit"].searched(Search.NAME) == ()


def test_who_keeps_volunteers_sees_names_and_phones() -> None:
    for kind, field in (("person", "surname"), ("phone", "number")):
        assert KINDS[kind].fields[field].held.ground.roles == CARE_ROLES
