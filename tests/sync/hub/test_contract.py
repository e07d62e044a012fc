"""What every hub promises a laptop, over HTTPS and without, on both databases."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import func, select

from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import InvitationRefused, MessageTooLarge, ProgramTooOld, WrongOrganisation
from sync import signing, versions
from sync.hub.accounts import Invited
from sync.hub.tables import CHANGE
from sync.protocol import MOST_CHANGES, Cursor, Enrol, Let, Meet, Pull, Push, SealedChange
from tests.sync.hub.served import Village
from tests.unit.sync.hub.bench import FIRST, GROU, WERGEA, Laptop


def _effects(village: Village, *change_ids: str) -> int:
    with village.database.reading() as connection:
        return int(
            connection.execute(
                select(func.count())
                .select_from(CHANGE)
                .where(CHANGE.c.organisation == village.organisation)
                .where(CHANGE.c.change_id.in_(change_ids))
            ).scalar_one()
        )


def test_a_day_of_two_laptops(village: Village) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", GROU)
    met = a.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST, waiting=2))
    assert (met.user, met.villages, met.end) == (a.caller.user, (GROU,), FIRST - 1)
    person, phone = a.person("p1", GROU), a.phone("t1", "p1")
    assert [one.position for one in a.push(person, phone).receipts] == [FIRST, FIRST + 1]
    b.pull()
    assert set(b.records) == {"p1", "t1"}
    edit = b.change("phone", "t1", operation="edit", base={"number": phone.change_id}, number="1")
    assert b.push(edit).receipts[0].verdict is Verdict.APPLIED
    a.pull()
    assert a.places == [person.change_id, phone.change_id, edit.change_id]


@pytest.mark.promise("F13")
def test_f13_who_leaves_and_comes_back_finds_all_as_it_is(village: Village) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", WERGEA)
    person = a.person("p1", GROU)
    a.push(person)
    version, home = person.change_id, (GROU, WERGEA)
    for turn in range(4):
        to = home[(turn + 1) % 2]
        moved = a.change(
            "person", "p1", operation="edit", base={"village_id": version}, village_id=to
        )
        mover = village.laptop(f"mover{turn}", everywhere=True)
        moved = mover.change(
            "person", "p1", operation="edit", base={"village_id": version}, village_id=to
        )
        assert mover.push(moved).receipts[0].verdict is Verdict.APPLIED
        version = moved.change_id
        for laptop in (a, b):
            farewells = [one for answer in laptop.pull() for one in answer.farewells]
            laptop.handlers.let_go(Let(dossiers=tuple(farewells)))
    assert b.records["p1"].versions["village_id"] != version  # it left b with the last move
    assert a.records["p1"].versions["village_id"] == version


@pytest.mark.promise("F6", "F7")
def test_f6_f7_what_comes_again_has_one_effect(village: Village) -> None:
    a = village.laptop("a", GROU)
    person = a.person("p1", GROU)
    first, again = a.push(person), a.push(person)
    assert first.receipts[0].position == again.receipts[0].position
    assert again.receipts[0].verdict is Verdict.DUPLICATE
    twice = a.push(a.phone("t1", "p1"), *(a.phone("t2", "p1"),) * 2).receipts
    assert [one.position for one in twice] == [FIRST + 1, FIRST + 2, FIRST + 2]
    assert _effects(village, person.change_id) == 1


@pytest.mark.promise("F6", "F13")
@pytest.mark.parametrize("most", [1, 3, 100])
def test_f6_an_answer_that_got_lost_is_given_again(village: Village, most: int) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", GROU)
    a.push(*(a.person(f"p{n}", GROU) for n in range(4)), *(a.phone(f"t{n}", "p1") for n in "abc"))
    for _ in range(40):
        b.handlers.pull(Pull(cursor=b.cursor, most=most))  # got lost: the cursor stays
        answer = b.handlers.pull(Pull(cursor=b.cursor, most=most))
        b.cursor = answer.cursor
        for fill in answer.fills:
            b.records |= {one.record_id: one for one in fill.records}
        if not answer.more:
            break
    assert set(b.records) == {"p0", "p1", "p2", "p3", "ta", "tb", "tc"}
    assert b.cursor == Cursor(position=FIRST + 6)


@pytest.mark.promise("F16", "A18")
@pytest.mark.parametrize("part", ["device", "author"])
def test_f16_a_forged_hand_is_refused(village: Village, part: str) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", GROU)
    forged = b.person("p1", GROU)
    if part == "author":
        forged = msgspec.structs.replace(forged, device=a.caller.device)
    receipt = a.push(forged).receipts[0]
    assert (receipt.verdict, receipt.reason) == (Verdict.REFUSED, Reason.NOT_THE_AUTHOR)
    assert _effects(village, forged.change_id) == 0


def _poisons(a: Laptop) -> dict[str, SealedChange]:
    good = a.phone("poison", "p1")
    replace = msgspec.structs.replace
    return {
        "unknown kind": a.change("x_future", "x1", wish="koffie"),
        "nothing to point at": a.phone("t9", "nobody"),
        "no dossier named": a.change("phone", "t8", number="1"),
        "a number where words are": a.change("phone", "t7", person_id="p1", number=7),
        "words where a number is": a.change("person", "p7", village_id=GROU, large_print="ja"),
        "altered": replace(good, fields={**good.fields, "number": "2"}),
        "a name that ends early": replace(good, record_id="t\x00"),
        "a kind that ends early": replace(good, kind="phone\x00"),
        "a reference that ends early": a.change("phone", "t6", person_id="p\x00", number="1"),
        "no name": replace(good, change_id=""),
        "an endless name": replace(good, record_id="t" * 5_000),
        "an edit of nothing": a.change("phone", "t5", operation="edit", base={"number": "c"}),
        "a village of its own": a.change("person", "p8", village_id=WERGEA, last_name="X"),
        "a deep base": replace(good, base={"number": "\x00"}),
        "a commitment in other signs": replace(good, commitment="\u00e9" * 64),
        "a salt in other signs": replace(good, salt="\u00e9" * 64),
        "an unknown act": a.change("phone", "t4", operation="explode", person_id="p1"),
        "the largest number": replace(good, incarnation=(1 << 63) - 1),
        "a moment in words": replace(good, at="gisteren"),
        "a moment on another clock": replace(good, at="2026-11-12T10:00:00.000+01:00"),
    }


@pytest.mark.promise("F18", "F15")
def test_f18_no_poison_holds_up_the_others(village: Village) -> None:
    a = village.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    poisons = _poisons(a)
    for name, poison in poisons.items():
        good = a.phone(f"good {name}", "p1")
        before, after = a.push(poison, good).receipts
        assert (name, after.verdict) == (name, Verdict.APPLIED)
        assert (name, before.position) == (name, 0), before
        assert before.verdict in {Verdict.REFUSED, Verdict.QUARANTINED}
        assert a.push(poison).receipts[0].verdict is before.verdict
    b = village.laptop("b", GROU, WERGEA)
    b.pull()
    assert set(b.records) == {"p1", *(f"good {name}" for name in poisons)}


@pytest.mark.promise("A17", "F15")
def test_a17_another_village_is_neither_read_nor_written(village: Village) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", WERGEA)
    person, phone = a.person("p1", GROU), a.phone("t1", "p1")
    own = b.person("p2", WERGEA)
    a.push(person, phone)
    b.push(own, b.phone("t2", "p2"))
    b.pull()
    tries = [
        b.phone("t3", "p1"),
        b.change("phone", "t1", operation="edit", base={"number": phone.change_id}, number="9"),
        b.change("person", "p1", operation="delete", base={"name": person.change_id}),
        b.person("p3", GROU),
        b.change("phone", "t2", operation="edit", base={}, person_id="p1"),
    ]
    for one in b.push(*tries).receipts:
        assert (one.verdict, one.reason) == (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    for mark in ("p1", " p1", "x p1 ", "x p1 0", "\x00 p1"):
        answer = b.handlers.pull(Pull(cursor=Cursor(position=0, fill=mark)))
        told = [one.dossier for one in answer.fills]
        assert "p1" not in told
        assert all(
            one.change is None
            or one.change.kind == "village"
            or one.change.record_id == "p2"
            or one.change.fields.get("person_id") == "p2"
            for one in answer.places
        )


@pytest.mark.promise("F14")
def test_f14_a_reach_that_ends_in_the_middle_of_a_fill_ends_it(village: Village) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", GROU)
    person = a.person("p1", GROU)
    a.push(person, *(a.phone(f"t{n}", "p1") for n in range(6)))
    first = b.handlers.pull(Pull(cursor=Cursor(), most=3))
    assert [one.last for one in first.fills] == [False]
    mover = village.laptop("mover", everywhere=True)
    base = {"village_id": person.change_id}
    mover.push(mover.change("person", "p1", operation="edit", base=base, village_id=WERGEA))
    rest = b.handlers.pull(Pull(cursor=first.cursor, most=100))
    assert rest.farewells == ("p1",)
    assert rest.fills == ()
    assert all(one.change is None or one.change.kind == "village" for one in rest.places)


def test_an_invitation_works_once_and_not_for_the_example(village: Village) -> None:
    code = village.accounts.invite(village.organisation, Invited(name="S", villages=(GROU,)))
    asked = Enrol(
        code=code, device="d", user="u", name="S", signing_key=signing.public(bytes(32)), demo=True
    )
    with village._door() as door:
        with pytest.raises(WrongOrganisation):
            door.enrol(asked)
        real = msgspec.structs.replace(asked, demo=False)
        assert door.enrol(real).villages == (GROU,)
        with pytest.raises(InvitationRefused):
            door.enrol(msgspec.structs.replace(real, device="d2"))


@pytest.mark.promise("F22")
def test_f22_who_is_too_old_is_told_so(village: Village) -> None:
    with pytest.raises(ProgramTooOld) as refused:
        village.laptop("a", GROU).handlers.meet(Meet(newest=0, oldest=0))
    assert refused.value.params["oldest"] == versions.OLDEST


@pytest.mark.promise("A20")
def test_a20_more_changes_than_allowed_are_refused_whole(village: Village) -> None:
    a = village.laptop("a", GROU)
    person = a.person("p1", GROU)
    with pytest.raises(MessageTooLarge):
        a.handlers.push(Push(changes=(person,) * (MOST_CHANGES + 1)))
    assert _effects(village, person.change_id) == 0


@pytest.mark.promise("A20")
def test_a20_an_answer_always_fits_however_long_the_texts(village: Village) -> None:
    a, b = village.laptop("a", GROU), village.laptop("b", GROU)
    a.push(a.person("p1", GROU))
    for n in range(8):
        text = f"{n}" * 900_000
        note = a.change("phone", f"n{n}", person_id="p1", number="1", x_later=text)
        assert a.push(note).receipts[0].verdict is Verdict.APPLIED
    answers = b.pull(most=500)
    assert len(answers) > 2
    assert {f"n{n}" for n in range(8)} <= set(b.records)
    a.pull(most=500)
