from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.organisation import Organisation, User
from meitinker.domain.villages import Village
from meitinker.domain.visits import DomainNote, LifeDomain, Visit
from meitinker.ids import VillageId, record_id
from meitinker.services import broken_off, editing, today
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore


@pytest.fixture
def office(store: TestStore) -> TestStore:
    """A store whose user has a name."""
    with act(store.database, store.session, "store.create", undoable=False) as work:
        work.create(User(id=store.session.user, name="Hinke"))
        work.create(Organisation(id=store.session.organisation))
    return store


def test_begun_visits_wait_and_concluded_ones_do_not(office: TestStore) -> None:
    open_one = office.visit(office.person(), "Traplopen gaat niet meer.")
    done = office.visit(office.person("Hoekstra"))
    with act(office.database, office.session, "visit.conclude") as work:
        work.edit(Visit, done, {"state": "concluded"})
    waiting = today.waiting(office.database, office.session)
    assert waiting.name == "Hinke"
    assert [entry.visit_id for entry in waiting.begun] == [open_one]


def test_what_was_broken_off_tells_whom_it_is_about(office: TestStore) -> None:
    visit = office.visit(office.person("Hoekstra"))
    editing.save(
        office.database,
        office.session,
        kind="visit",
        record_id=visit,
        fields={"question": "Ik slaap slecht."},
    )
    (one,) = broken_off.found(office.database, office.session)
    assert (one.visit_id, one.person.surname) == (visit, "Hoekstra")


def test_a_note_leads_to_its_visit_and_a_person_to_the_file(office: TestStore) -> None:
    person = office.person("Hoekstra")
    visit = office.visit(person)
    note = DomainNote(id=record_id(), visit_id=visit, client_id=person, domain=LifeDomain.FINANCES)
    with act(office.database, office.session, "note.add") as work:
        work.create(note)
    typed = (("domain_note", note.id, {"note": "Schulden."}), ("person", person, {"called": "Jan"}))
    for kind, one, fields in typed:
        editing.save(office.database, office.session, kind=kind, record_id=one, fields=fields)
    found = [one.visit_id for one in broken_off.found(office.database, office.session)]
    assert sorted(found) == ["", visit]


@pytest.mark.promise("L19")
def test_l19_what_waits_holds_no_word_of_what_was_said(office: TestStore) -> None:
    person = office.person("Hoekstra")
    visit = office.visit(person, "Ik slaap slecht.")
    note = DomainNote(
        id=record_id(), visit_id=visit, client_id=person, domain=LifeDomain.FINANCES, note="Leeg."
    )
    with act(office.database, office.session, "note.add") as work:
        work.create(note)
    fields = {"question": "Ik slaap zelden."}
    editing.save(office.database, office.session, kind="visit", record_id=visit, fields=fields)
    waiting = today.waiting(office.database, office.session)
    (begun,) = waiting.begun
    assert (begun.asked, begun.topics) == (1, 1)
    told = msgspec.json.encode(waiting).decode()
    assert "Hoekstra" in told  # what is looked for would be found
    assert [word for word in ("slaap", "Leeg") if word in told] == []


def test_sealed_text_is_not_broken_off(office: TestStore) -> None:
    visit = office.visit(office.person())
    fields = {"question": "Ik slaap slecht."}
    editing.save(office.database, office.session, kind="visit", record_id=visit, fields=fields)
    editing.seal(office.database, office.session)
    assert broken_off.found(office.database, office.session) == ()


def test_who_may_not_see_the_resident_is_told_nothing(office: TestStore) -> None:
    village = Village(id=record_id(), frisian_name="Grou")
    with act(office.database, office.session, "village.add") as work:
        work.create(village)
    visit = office.visit(office.person("Hoekstra", VillageId(village.id)))
    fields = {"question": "Ik slaap slecht."}
    editing.save(office.database, office.session, kind="visit", record_id=visit, fields=fields)
    elsewhere = msgspec.structs.replace(
        office.session, villages=frozenset({VillageId(record_id())})
    )
    assert len(broken_off.found(office.database, office.session)) == 1
    assert broken_off.found(office.database, elsewhere) == ()


def test_no_more_visits_are_read_than_are_shown_and_the_others_are_counted(
    office: TestStore,
) -> None:
    begun = [office.visit(office.person()) for _ in range(4)]
    use = office.database, office.session
    assert len(today.waiting(*use, most=2).begun) == 2
    assert today.begun_count(*use) == 4
    editing.save(*use, kind="visit", record_id=begun[-1], fields={"question": "Ik slaap slecht."})
    shown = today.waiting(*use, most=2)
    assert len(shown.broken_off) == 1
    assert len(shown.begun) == 3, "one of them stands there already as broken off"
