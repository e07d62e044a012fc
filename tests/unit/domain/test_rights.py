"""Which role may see and do what: every row of the table, over all kinds, roles and acts."""

from __future__ import annotations

import msgspec
import pytest

from meitinker.domain import rights
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REMOVED
from meitinker.domain.records import Kind, Value, from_values
from meitinker.domain.rights import WriteAct
from meitinker.domain.session import Role

EVERY = [(name, role) for name in KINDS for role in Role]
TALKED = ("visit", "domain_note", "need", "finding", "agreement", "request", "contact_note", "task")


def _blank(kind: Kind) -> dict[str, Value]:
    return {name: field.default for name, field in kind.fields.items()}


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_the_ground_of_a_field_says_who_sees_it(name: str, role: Role) -> None:
    kind = KINDS[name]
    seen = {one for one in kind.fields if rights.sees_part(role, kind, one)}
    told = {one.name for one in kind.fields.values() if role in one.held.ground.roles}
    assert seen == (told if rights.reads(role, kind) else set())
    assert set(rights.shown(role, kind, _blank(kind))) == seen
    assert rights.sees_part(role, kind, REMOVED) is rights.reads(role, kind)


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_who_may_not_see_may_do_nothing(name: str, role: Role) -> None:
    kind = KINDS[name]
    for act in WriteAct:
        for own in (False, True):
            may = rights.may(role, kind, act, own=own)
            assert not may or rights.reads(role, kind)
            if act is WriteAct.COMMAND:
                assert not may or rights.sees_all(role, kind)


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_no_hidden_field_is_written_by_any_act(name: str, role: Role) -> None:
    kind = KINDS[name]
    for field in rights.hidden(role, kind):
        for act in WriteAct:
            for own in (False, True):
                assert not rights.may(role, kind, act, {field: "iets"}, own=own), (field, act)


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_what_only_a_newer_program_knows_is_for_who_sees_all(name: str, role: Role) -> None:
    kind = KINDS[name]
    whole = rights.reads(role, kind) and rights.sees_all(role, kind)
    assert rights.sees_part(role, kind, "x_new") is whole
    assert rights.may(role, kind, WriteAct.EDIT, {"x_new": "1"}, own=True) is whole


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_a_form_that_never_showed_a_field_may_begin(name: str, role: Role) -> None:
    kind = KINDS[name]
    if rights.reads(role, kind) and role in kind.writers.begin:
        unsaid = {one: kind.fields[one].default for one in rights.hidden(role, kind)}
        assert rights.may(role, kind, WriteAct.BEGIN, unsaid, own=False)


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("name", "role"), EVERY)
def test_l24_what_a_role_gets_of_a_record_can_be_read(name: str, role: Role) -> None:
    """What is hidden may be left out: every hidden field has a value to stand for it."""
    kind = KINDS[name]
    if not rights.reads(role, kind):
        return
    defaults = {
        one.name: one.default for one in msgspec.structs.fields(kind.record) if one.name != "id"
    }
    for field in rights.hidden(role, kind):
        assert defaults[field] is not msgspec.NODEFAULT, field


@pytest.mark.promise("L24")
@pytest.mark.parametrize("name", KINDS)
def test_l24_a_merge_group_is_seen_whole_or_not_at_all(name: str) -> None:
    for names in KINDS[name].groups.values():
        told = {frozenset(KINDS[name].fields[one].held.ground.roles) for one in names}
        assert len(told) == 1, names


@pytest.mark.promise("L24")
@pytest.mark.parametrize("name", TALKED)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_l24_what_was_talked_about_is_for_who_works_with_the_resident(
    name: str, role: Role
) -> None:
    assert not rights.reads(role, KINDS[name])


@pytest.mark.promise("L24")
def test_l24_control_the_table_is_not_empty_and_not_everything() -> None:
    rows = {(kind, role, act) for kind, role, act, _fields in rights.table(Role)}
    assert ("visit", Role.MEITINKER, WriteAct.BEGIN) in rows
    assert ("person", Role.COORDINATOR, WriteAct.EDIT) in rows
    assert ("person", Role.COORDINATOR, WriteAct.COMMAND) not in rows
    assert ("person_merge", Role.COORDINATOR, WriteAct.BEGIN) not in rows
    assert ("reference_overlay", Role.MEITINKER, WriteAct.BEGIN) not in rows
    assert ("user", Role.MEITINKER, WriteAct.EDIT) not in rows
    assert 0 < len(rows) < len(KINDS) * len(Role) * len(WriteAct)


@pytest.mark.parametrize(
    ("operation", "base", "act"),
    [
        ("create", {}, WriteAct.BEGIN),
        ("merge", {}, WriteAct.BEGIN),
        ("create", {"name": "c1"}, WriteAct.COMMAND),
        ("edit", {"name": "c1"}, WriteAct.EDIT),
        ("settle", {"card:name": "c1"}, WriteAct.EDIT),
        ("delete", {}, WriteAct.COMMAND),
        ("restore", {}, WriteAct.COMMAND),
        ("conclude", {}, WriteAct.COMMAND),
        ("x_future", {}, WriteAct.COMMAND),
    ],
)
def test_what_is_not_known_to_be_harmless_is_a_command(
    operation: str, base: dict[str, str], act: WriteAct
) -> None:
    assert rights.act_of(operation, base) is act


def test_ones_own_is_told_by_the_field_that_the_declaration_names() -> None:
    whose = ("u1", "d1")
    assert rights.is_own(KINDS["user"], "u1", {}, whose=whose)
    assert not rights.is_own(KINDS["user"], "u2", {}, whose=whose)
    assert rights.is_own(KINDS["number_range"], "n1", {"device_id": "d1"}, whose=whose)
    assert not rights.is_own(KINDS["number_range"], "n1", {"device_id": "d2"}, whose=whose)
    assert not rights.is_own(KINDS["person"], "u1", {}, whose=whose)


@pytest.mark.parametrize("name", KINDS)
def test_the_fields_that_name_whose_and_by_whom_are_there(name: str) -> None:
    writers = KINDS[name].writers
    assert writers.own in {"", "id", *KINDS[name].fields}
    assert writers.author in {"", *KINDS[name].fields}


def test_what_is_left_out_is_read_as_if_it_said_nothing() -> None:
    kind = KINDS["person"]
    seen = rights.shown(Role.COORDINATOR, kind, {**_blank(kind), "bsn": "123456782"})
    person = from_values(kind.record, {**seen, "id": "p1"})
    assert msgspec.structs.asdict(person)["bsn"] == ""
