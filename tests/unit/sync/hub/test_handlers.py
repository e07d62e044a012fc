"""What a device may ask of the hub, on SQLCipher and on PostgreSQL."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select, text

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Standing, Verdict
from meitinker.domain.people import PERSON
from meitinker.errors import ProgramTooOld
from sync import versions
from sync.changes import travelling
from sync.hub import judging, scope, shelf
from sync.hub.admitting import Admitting
from sync.hub.checking import check
from sync.hub.dossiers import dossier_of
from sync.hub.handlers import Handlers
from sync.hub.scope import Caller
from sync.hub.shelf import SqlShelf
from sync.hub.tables import RECORD
from sync.protocol import Cursor, Let, Meet, Pull, Push
from tests.sync.story import live
from tests.sync.world import World
from tests.unit.sync.hub.bench import FIRST, GROU, WERGEA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.records import Kind
    from tests.unit.sync.hub.bench import TestHub


def test_what_one_laptop_sends_another_of_the_village_gets(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    person, phone = a.person("p1", GROU), a.phone("t1", "p1")
    receipts = a.push(person, phone).receipts
    assert [(one.verdict, one.position) for one in receipts] == [
        (Verdict.APPLIED, FIRST),
        (Verdict.APPLIED, FIRST + 1),
    ]
    b.pull()
    assert set(b.records) == {"p1", "t1"}
    assert b.records["p1"].fields["last_name"] == "Proefstra"
    number = b.change(
        "phone",
        "t1",
        operation="edit",
        base={"number": phone.change_id},
        number="0566000001",
    )
    assert b.push(number).receipts[0].verdict is Verdict.APPLIED
    a.pull()
    assert a.places == [person.change_id, phone.change_id, number.change_id]


def test_own_changes_come_back_without_words(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    *_villages, place = a.pull()[0].places
    assert place.change is None
    assert place.took


@pytest.mark.promise("F6", "F7")
def test_f6_f7_what_comes_again_has_one_effect(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    person = a.person("p1", GROU)
    first, again = a.push(person), a.push(person)
    assert first.receipts[0].position == again.receipts[0].position == FIRST
    assert again.receipts[0].verdict is Verdict.DUPLICATE
    assert hub.laptop("b", GROU).pull()[-1].cursor == Cursor(position=FIRST)


@pytest.mark.promise("F7")
def test_f7_the_same_batch_from_two_threads_has_one_effect(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    batch = tuple(a.person(f"p{n}", GROU) for n in range(20))
    answers = []
    threads = [Thread(target=lambda: answers.append(a.push(*batch))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdicts = sorted(one.receipts[0].verdict for one in answers)
    assert verdicts == [Verdict.APPLIED, Verdict.DUPLICATE]
    assert [one.position for one in answers[0].receipts] == [
        one.position for one in answers[1].receipts
    ]


@pytest.mark.promise("F9")
def test_f9_places_are_whole_whoever_pushes_at_once(hub: TestHub) -> None:
    laptops = [hub.laptop(name, everywhere=True) for name in "abcd"]
    reader = hub.laptop("reader", everywhere=True)

    def work(number: int) -> None:
        laptop = laptops[number]
        for one in range(10):
            laptop.push(laptop.person(f"p{number}-{one}", GROU))

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        reader.pull(most=7)
    for thread in threads:
        thread.join()
    reader.pull(most=7)
    assert {f"p{n}-{i}" for n in range(4) for i in range(10)} == set(reader.records)
    assert reader.cursor.position == FIRST + 39


@pytest.mark.promise("A18", "F16")
@pytest.mark.parametrize("part", ["device", "author"])
def test_a18_f16_a_forged_hand_is_refused(hub: TestHub, part: str) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    forged = b.person("p1", GROU)
    if part == "author":
        forged = msgspec.structs.replace(forged, device=a.caller.device)
    receipt = a.push(forged).receipts[0]
    assert (receipt.verdict, receipt.reason) == (Verdict.REFUSED, Reason.NOT_THE_AUTHOR)
    assert a.push(forged).receipts[0].verdict is Verdict.REFUSED


@pytest.mark.promise("A18", "F16")
@pytest.mark.parametrize("part", ["device", "author"])
def test_a18_f16_control_without_the_gate_a_forged_hand_writes(
    hub: TestHub, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Admitting, "refusal", lambda *_: Reason.NONE)
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    forged = b.person("p1", GROU)
    if part == "author":
        forged = msgspec.structs.replace(forged, device=a.caller.device)
    assert a.push(forged).receipts[0].verdict is Verdict.APPLIED


def test_a_change_whose_words_were_altered_is_refused(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    altered = msgspec.structs.replace(a.person("p1", GROU), fields={"last_name": "Anders"})
    assert a.push(altered).receipts[0].reason is Reason.ALTERED


@pytest.mark.promise("F15", "A17")
def test_f15_a17_other_villages_are_neither_written_nor_told_of(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("p1", GROU), a.phone("t1", "p1"))
    b.pull()
    assert b.records == {}
    assert b.places == []
    receipt = b.push(b.phone("t2", "p1")).receipts[0]
    assert (receipt.verdict, receipt.reason) == (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    a.pull()
    assert len(a.places) == 2


@pytest.mark.promise("F15", "A17")
def test_f15_a17_control_without_scope_another_village_is_written(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "within", lambda _connection, _caller, dossiers: set(dossiers))
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("p1", GROU))
    assert b.push(b.phone("t2", "p1")).receipts[0].verdict is Verdict.APPLIED


@pytest.mark.promise("F15", "A17")
@pytest.mark.parametrize("kind", ["person", "household"])
def test_f15_a17_no_dossier_is_begun_in_another_village(hub: TestHub, kind: str) -> None:
    a = hub.laptop("a", GROU)
    begun = a.change(kind, "new", village_id=WERGEA)
    receipt = a.push(begun).receipts[0]
    assert (receipt.verdict, receipt.reason) == (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    assert a.push(a.change(kind, "own", village_id=GROU)).receipts[0].verdict is Verdict.APPLIED


@pytest.mark.promise("A17")
def test_a17_no_kind_may_point_into_a_dossier_out_of_reach(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("own", GROU))
    b.push(b.person("theirs", WERGEA))
    tried = 0
    for kind, field, target in _pointing():
        _plant(hub, target, f"their-{target.name}", "theirs")
        told: dict[str, Any] = {field: f"their-{target.name}"}
        if kind.scope.rule == "person" and kind.scope.field != field:
            told[kind.scope.field] = "own"
        receipt = a.push(a.change(kind.name, f"{kind.name}-{field}", **told)).receipts[0]
        refused = {Reason.NOT_WITHIN_REACH, Reason.NOT_WITHIN_ROLE}
        assert receipt.reason in refused, (kind.name, field)
        tried += receipt.reason is Reason.NOT_WITHIN_REACH
    assert tried > 20


def _pointing() -> Iterator[tuple[Kind, str, Kind]]:
    """Yield every field that points at a record of a dossier, other than at a person."""
    for kind in KINDS.values():
        for field in kind.fields.values():
            target = KINDS.get(field.held.ref)
            if target is not None and target.scope.rule != "organisation" and target is not PERSON:
                yield kind, field.name, target


def _plant(hub: TestHub, kind: Kind, record_id: str, client: str) -> None:
    """Let a record lie in somebody's dossier."""
    fields = {one: field.default for one, field in kind.fields.items()}
    if kind.scope.field:
        fields[kind.scope.field] = WERGEA if kind.scope.rule == "village" else client
    with hub.database.writing(hub.organisation) as (connection, _end):
        shelf = SqlShelf(connection, hub.organisation, hub.database.sealing)
        if shelf.standing(record_id) is None:
            shelf.put(kind, record_id, Standing(fields, {}, {}, deleted=False))
        shelf.write()


@pytest.mark.promise("F15", "A17")
def test_f15_a17_a_beginning_of_a_dossier_that_is_there_opens_nothing(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    b.push(b.person("p1", WERGEA))
    edit = a.change("person", "p1", operation="edit", last_name="Anders")
    told = a.push(a.person("p1", GROU), a.phone("t1", "p1"), edit).receipts
    assert {(one.verdict, one.reason) for one in told} == {
        (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    }
    b.pull()
    assert len(b.places) == 1
    colleague = hub.laptop("c", WERGEA)
    colleague.pull()
    assert colleague.records["p1"].fields["last_name"] == "Proefstra"
    assert "t1" not in colleague.records


@pytest.mark.promise("F15")
def test_f15_a_record_of_all_does_not_become_a_dossier_of_one(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    changes = (a.person(WERGEA, GROU), a.phone(WERGEA, "p1"))
    for _again in range(2):
        told = a.push(*changes).receipts
        assert {(one.verdict, one.reason, one.position) for one in told} == {
            (Verdict.REFUSED, Reason.ALTERED, 0)
        }
    (found,) = check(hub.database)
    assert (found.problems, found.changes) == ((), FIRST)


@pytest.mark.promise("F15")
def test_f15_control_a_check_names_what_came_in_under_another_kind(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = hub.laptop("a", GROU)
    wrong = a.phone(WERGEA, "p1")
    with monkeypatch.context() as patched:
        patched.setattr(judging, "is_of_another_kind", lambda *_: False)
        assert a.push(a.person("p1", GROU), wrong).receipts[1].position == FIRST + 1
    (found,) = check(hub.database)
    assert f"change {wrong.change_id} calls record {WERGEA} a phone, which it is not" in (
        found.problems
    )


@pytest.mark.promise("F18")
def test_f18_a_poisoned_change_blocks_no_other(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    strange = a.change("x_future", "x1", wish="koffie")
    receipts = a.push(strange, a.person("p1", GROU), a.phone("t9", "nobody")).receipts
    assert [one.reason for one in receipts] == [
        Reason.UNKNOWN_KIND,
        Reason.NONE,
        Reason.NOT_THERE_YET,
    ]
    assert [one.position for one in receipts] == [0, FIRST, 0]
    late = a.person("nobody", GROU)
    assert a.push(late).receipts[0].position == FIRST + 1
    a.pull()
    assert len(a.places) == 3


@pytest.mark.promise("F12")
def test_f12_who_moves_leaves_one_laptop_and_comes_to_another(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    person, phone = a.person("p1", GROU), a.phone("t1", "p1")
    a.push(person, phone)
    a.pull()
    moved = a.change(
        "person",
        "p1",
        operation="edit",
        base={"village_id": person.change_id},
        village_id=WERGEA,
    )
    a.push(moved)
    assert a.pull()[0].farewells == ("p1",)
    typed = a.change(
        "phone", "t1", operation="edit", base={"number": phone.change_id}, number="0566000002"
    )
    assert a.push(typed).receipts[0].verdict is Verdict.APPLIED
    b.pull()
    assert b.records["t1"].fields["number"] == "0566000002"
    a.handlers.let_go(Let(dossiers=("p1",)))
    assert a.pull()[0].farewells == ()
    assert a.push(a.phone("t2", "p1")).receipts[0].reason is Reason.NOT_WITHIN_REACH


@pytest.mark.promise("F13")
def test_f13_who_comes_back_is_filled_again(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", everywhere=True)
    person = b.person("p1", GROU)
    b.push(person)
    last, villages = person.change_id, (WERGEA, GROU)
    a.pull()
    for village in villages * 3:
        moved = b.change(
            "person", "p1", operation="edit", base={"village_id": last}, village_id=village
        )
        b.push(moved)
        last = moved.change_id
        gone = a.pull()[0].farewells
        a.handlers.let_go(Let(dossiers=gone))
        a.records = {one: row for one, row in a.records.items() if one not in gone}
        assert ("p1" in a.records) == (village == GROU)
    assert a.records["p1"].versions["village_id"] == last


def test_a_fill_comes_in_parts_and_loses_nothing(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    for number in range(4):
        a.push(a.person(f"p{number}", GROU))
        a.push(*(a.phone(f"t{number}-{n}", f"p{number}") for n in range(9)))
    answers = b.pull(most=7)
    assert len(b.records) == 40
    assert len(answers) > 5
    assert all(sum(len(f.records) for f in one.fills) <= 7 for one in answers)


def test_two_files_that_were_merged_are_one_dossier(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    office = hub.laptop("office", everywhere=True)
    a.push(a.person("p1", GROU))
    b.push(b.person("p2", WERGEA))
    office.pull()
    assert office.push(office.merge("m1", "p2", "p1")).receipts[0].verdict is Verdict.APPLIED
    a.pull()
    b.pull()
    assert "p2" in a.records
    assert "p1" in b.records


@pytest.mark.promise("A17")
@pytest.mark.parametrize("ends", [("p2", "p1"), ("p1", "p2")])
def test_a17_who_merges_must_reach_both_files(hub: TestHub, ends: tuple[str, str]) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("p1", GROU))
    b.push(b.person("p2", WERGEA))
    receipt = a.push(a.merge("m1", *ends)).receipts[0]
    assert (receipt.verdict, receipt.reason) == (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    a.pull()
    assert "p2" not in a.records


@pytest.mark.promise("A17")
def test_a17_a_merge_that_stands_is_not_turned_to_a_foreign_file(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    b.push(b.person("p2", WERGEA))
    merged = a.merge("m1", "p3", "p1")
    a.push(a.person("p1", GROU), a.person("p3", GROU), merged)
    turned = a.change("person_merge", "m1", operation="edit", from_id="p2")
    assert a.push(turned).receipts[0].reason is Reason.NOT_WITHIN_REACH
    a.pull()
    assert "p2" not in a.records


@pytest.mark.promise("A17")
def test_a17_control_without_both_ends_the_foreign_file_comes(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "joined_by", lambda *record: {dossier_of(*record)})
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("p1", GROU))
    b.push(b.person("p2", WERGEA))
    a.push(a.merge("m1", "p2", "p1"))
    a.pull()
    assert "p2" in a.records


@pytest.mark.promise("F8", "F10")
@pytest.mark.parametrize("seed", [6, 19])
def test_f8_a_whole_story_ends_as_on_the_laptops(hub: TestHub, tmp_path: Path, seed: int) -> None:
    with World(tmp_path, seed=seed) as world:
        live(world)
        table = world.replicas[0].table()
        story = {one.header.change_id: travelling(one) for one in reversed(world.authority)}
    for change in reversed(story.values()):
        caller = Caller(
            organisation=hub.organisation,
            device=change.device,
            user=change.author,
            role="meitinker",
            everywhere=True,
        )
        Handlers(hub.database, caller, as_told=True).push(Push(changes=(change,)))
    office = hub.laptop("office", everywhere=True)
    with hub.database.reading() as connection:
        rows = {
            one.record_id: one
            for one in connection.execute(select(RECORD))
            if one.record_id not in {GROU, WERGEA}
        }
    opened = hub.database.sealing.open
    assert {one: msgspec.json.decode(opened(row.fields)) for one, row in rows.items()} == {
        one: row["fields"] for one, row in table.items()
    }
    assert {one: msgspec.json.decode(row.versions) for one, row in rows.items()} == {
        one: row["versions"] for one, row in table.items()
    }
    office.pull()
    assert office.records


def test_who_is_too_old_is_told_so(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    met = a.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST, waiting=3))
    assert (met.version, met.villages, met.end) == (versions.NEWEST, (GROU,), FIRST - 1)
    with pytest.raises(ProgramTooOld):
        a.handlers.meet(Meet(newest=0, oldest=0))


def test_a_question_for_too_much_is_cut(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(*(a.person(f"p{n}", GROU) for n in range(3)))
    assert len(a.handlers.pull(Pull(cursor=Cursor(), most=0)).places) == 1
    assert len(a.handlers.pull(Pull(cursor=Cursor(), most=10**9)).places) == FIRST + 2


@pytest.mark.parametrize("hub", ["postgres_hub"], indirect=True)
def test_words_of_people_are_not_readable_in_postgresql(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.change("person", "p1", last_name="Kanariestra", village_id=GROU))
    with hub.database.reading() as connection:
        for asked in (
            "SELECT hub_change::text FROM hub_change",
            "SELECT hub_record::text FROM hub_record",
        ):
            dump = "".join(connection.execute(text(asked)).scalars())
            assert "person" in dump
            assert b"Kanariestra".hex() not in dump
            assert "Kanariestra" not in dump
