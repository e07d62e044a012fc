"""Ways to the same answer: two questions for places, and words that are passed on unread (A17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meitinker.domain.session import Role
from sync import wire
from sync.hub import pulling
from sync.hub.handlers import Handlers
from sync.protocol import Cursor, Let, Pull, Pulled
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from tests.unit.sync.hub.bench import Laptop, TestHub

ALWAYS, NEVER = -1, 1 << 40
"""From how many places on those of each dossier are looked up by themselves."""


@pytest.mark.parametrize("most", [1, 2, 100])
@pytest.mark.parametrize("role", [Role.MEITINKER, Role.COORDINATOR])
def test_a17_places_asked_for_dossier_by_dossier_are_those_within_reach(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, most: int, role: Role
) -> None:
    told = {}
    for name, many in (("whole", NEVER), ("parted", ALWAYS)):
        monkeypatch.setattr(pulling, "MANY_PLACES", many)
        told[name] = _heard(hub, name, role, most)
    assert told["parted"] == told["whole"]
    assert told["parted"] == ["phone-stays", "other-village", "phone-stays-2"]


def _heard(hub: TestHub, name: str, role: Role, most: int) -> list[str]:
    """Let dossiers stay, leave, wait to be let go of and never come; return what is heard."""
    office = hub.laptop(f"office-{name}", everywhere=True)
    a = hub.laptop(name, f"{GROU}-{name}", role=role)
    home, elsewhere = f"{GROU}-{name}", f"{WERGEA}-{name}"
    of = {one: f"{name}-{one}" for one in ("stays", "leaves", "left", "never")}
    places = {one: elsewhere if one == "never" else home for one in of}
    people = {one: office.person(of[one], places[one]) for one in of}
    office.push(office.village(home), office.village(elsewhere), *people.values())
    a.pull(most=most)
    for one in ("leaves", "left"):
        base = {"village_id": people[one].change_id}
        moved = office.change("person", of[one], operation="edit", base=base, village_id=elsewhere)
        office.push(moved)
        a.pull(most=most)
        if one == "left":
            a.handlers.let_go(Let(dossiers=(of[one],)))
    changes = {
        "phone-stays": office.phone(f"{name}-1", of["stays"]),
        "phone-leaves": office.phone(f"{name}-2", of["leaves"]),
        "phone-left": office.phone(f"{name}-3", of["left"]),
        "phone-never": office.phone(f"{name}-4", of["never"]),
        "other-village": office.village(f"{name}-5"),
        "phone-stays-2": office.phone(f"{name}-6", of["stays"]),
    }
    before = len(a.places)
    office.push(*changes.values())
    a.pull(most=most)
    heard = a.places[before:]
    return [one for one, change in changes.items() if change.change_id in heard]


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("role", [Role.MEITINKER, Role.BACK_OFFICE, Role.COORDINATOR])
def test_an_answer_that_is_only_passed_on_says_the_same(
    hub: TestHub, role: Role, words: bool
) -> None:
    office = hub.laptop("office", everywhere=True)
    person = office.person("p1", GROU)
    office.push(person, office.phone("f1", "p1"), office.change("contact_note", "n1", **_note()))
    a = hub.enrolled("a", GROU, role=role)
    _alike(hub, a, Pull(cursor=Cursor(), words=words))
    a.pull()
    base = {"safety_note": person.change_id}
    edit = office.change("person", "p1", operation="edit", base=base, safety_note="de hond bijt")
    office.push(office.phone("f2", "p1"), edit)
    own = a.phone("f3", "p1")
    a.push(own)
    answer = _alike(hub, a, Pull(cursor=a.cursor, words=words))
    assert ("de hond bijt" in answer) == (role is not Role.COORDINATOR)
    assert (own.salt in answer) == words


def _alike(hub: TestHub, laptop: Laptop, asked: Pull) -> str:
    """Ask both ways; return what comes over the wire."""
    packed = []
    for passed_on in (False, True):
        handlers = Handlers(hub.database, laptop.caller, as_told=True, passed_on=passed_on)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("secrets.token_hex", lambda _size: "same")
            packed.append(wire.unpacked(wire.packed(handlers.pull(asked)), Pulled))
    assert packed[1] == packed[0]
    return str(packed[1])


def _note() -> dict[str, Any]:
    return {
        "client_id": "p1",
        "user_id": "user-office",
        "at": "2026-11-22T10:00:00.000Z",
        "channel": "phone",
        "outgoing": 0,
        "who": "de dochter",
        "text": "belt morgen terug",
    }
