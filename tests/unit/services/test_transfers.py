"""The transfer of a file: who takes it, what the page tells, and what it never tells."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pypdfium2
import pytest

from meitinker import clock, ids
from meitinker.domain.addresses import Address
from meitinker.domain.appointments import MeetingPlace
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.network import Tie, TieKind
from meitinker.domain.organisation import Organisation, User, UserVillage
from meitinker.domain.people import Person
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.domain.requests import Request, RequestKind, RequestState, Urgency
from meitinker.domain.session import Role
from meitinker.domain.transfers import Transfer
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit
from meitinker.errors import DiskFull, InvalidField
from meitinker.ids import RecordId, UserId, VillageId, record_id
from meitinker.services import (
    appointments,
    colleagues,
    consents,
    involved,
    reading,
    request_files,
    requests,
    tasks,
    transfers,
    undo,
    visits,
)
from meitinker.services.appointments import Planned
from meitinker.services.consents import Said
from meitinker.services.requests import NewRequest
from meitinker.services.transfers import TypedTransfer
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore

TYPED = TypedTransfer(
    to_name="Wiebe Dijkstra", to_phone="06 12345678", note="Zij hoort slecht: praat langzaam."
)
BSN = "999990019"


@pytest.fixture
def client(store: TestStore) -> PersonId:
    """A resident with a conversation, an agreement, a task and three ties."""
    with act(store.database, store.session, "store.fill") as work:
        work.create(Organisation(id=store.session.organisation, name="Mienskip"))
        work.create(User(id=store.session.user, name="Hinke Terpstra", title="meitinker"))
    client = store.person("Jong")
    with act(store.database, store.session, "person.fill") as work:
        work.edit(Person, RecordId(client), {"bsn": BSN, "safety_note": "De hond bijt."})
        home = Address(id=ids.record_id(), person_id=client, street="Geheimweg", number="7")
        work.create(home)
        for name, may in (("Anna", True), ("Bauke", False), ("Corrie", None)):
            work.create(
                Tie(
                    id=ids.record_id(),
                    client_id=client,
                    name=name,
                    kind=TieKind.VOLUNTEER,
                    phone=f"0566-00 00 0{len(name)}",
                    may_be_called=may,
                )
            )
    visit = store.visit(client, "Ik val soms in de keuken.")
    with act(store.database, store.session, "visit.date") as work:
        work.edit(Visit, RecordId(visit), {"visited_on": date(2026, 11, 2)})
    agreement = visits.add_agreement(store.database, store.session, visit).created("agreement")
    with act(store.database, store.session, "agreement.fill") as work:
        from meitinker.domain.agreements import Agreement

        fields = {"who": "Dochter", "what": "Doet de boodschappen", "due_text": "elke week"}
        work.edit(Agreement, agreement, fields)
    tasks.add(store.database, store.session, client, what="Rollator aanvragen")
    return client


def page(store: TestStore, client: PersonId, typed: TypedTransfer = TYPED) -> str:
    made = transfers.preview(store.database, store.session, RecordId(client), typed)()
    document = pypdfium2.PdfDocument(made.data)
    text = " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    document.close()
    return " ".join(text.split())


def test_the_page_tells_what_the_colleague_must_know(store: TestStore, client: PersonId) -> None:
    told = page(store, client)
    for words in (
        "Wiebe Dijkstra (06 12 34 56 78)",
        "Hinke Terpstra",
        "praat langzaam",
        "De hond bijt.",
        "Ik val soms in de keuken.",
        "nog niet afgerond",
        "Dochter: Doet de boodschappen (elke week)",
        "Rollator aanvragen",
        "Geheimweg 7",
        "Alleen voor collega’s",
    ):
        assert words in told, words


def test_only_who_may_be_called_is_on_it(store: TestStore, client: PersonId) -> None:
    told = page(store, client)
    assert "Anna" in told
    assert "Bauke" not in told
    assert "Corrie" not in told, "nobody asked whether Corrie may be called"


def test_whom_the_resident_wants_nobody_to_speak_with_is_not_on_it(
    store: TestStore, client: PersonId
) -> None:
    assert "Anna: 0566" in page(store, client)
    consents.note(
        store.database,
        store.session,
        client,
        purpose=ConsentPurpose.NETWORK,
        answer=ConsentAnswer.REFUSED,
        said=Said(about="mijn vriendin Anna", way="mondeling"),
    )
    assert "Anna: 0566" not in page(store, client)


def test_no_bsn_and_no_secret_address(store: TestStore, client: PersonId) -> None:
    assert BSN not in page(store, client)
    with act(store.database, store.session, "person.secret") as work:
        work.edit(Person, RecordId(client), {"secret_address": True})
    told = page(store, client, TypedTransfer(to_name="Wiebe", note="Woont op Geheimweg 7."))
    assert "Geheimweg" not in told
    assert "Geheim adres" in told


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TypedTransfer(), "to_name"),
        (TypedTransfer(to_name="Wiebe", to_phone="12"), "to_phone"),
    ],
)
def test_somebody_must_be_named_with_a_number_that_exists(
    store: TestStore, client: PersonId, typed: TypedTransfer, field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        transfers.make(store.database, store.session, RecordId(client), typed)
    assert refused.value.field == field


def test_a_transfer_is_noted_and_can_be_taken_back(store: TestStore, client: PersonId) -> None:
    one = RecordId(client)
    made = transfers.make(store.database, store.session, one, TYPED).created("transfer")
    assert store.get(Transfer, made).from_user_id == store.session.user
    newest = transfers.newest(store.database, store.session, one)
    assert newest is not None
    assert newest.to_name == "Wiebe Dijkstra"
    undo.undo(store.database, store.session)
    assert transfers.newest(store.database, store.session, one) is None


def test_open_tasks_go_along_but_for_those_that_are_kept(
    store: TestStore, client: PersonId
) -> None:
    kept = tasks.add(store.database, store.session, client, what="Bel de dochter").created("task")
    typed = msgspec.structs.replace(TYPED, keeps=(kept,))
    told = page(store, client, typed)
    over, stays = told.index("Deze taken neemt u over"), told.index("Deze taken blijven bij")
    assert over < told.index("Rollator aanvragen") < stays < told.index("Bel de dochter")
    made = transfers.make(store.database, store.session, RecordId(client), typed)
    own = tasks.own_open(store.database, store.session, client)
    assert [task.id for task in own] == [kept]
    file = tasks.of_client(store.database, store.session, client)
    (given,) = (task for task in file.open if task.id != kept)
    assert given.user_id == made.created("transfer")
    assert file.doers == {given.user_id: "Wiebe Dijkstra"}
    assert given.id not in [one.task_id for one in tasks.waiting(store.database, store.session)]
    tasks.take_over(store.database, store.session, given.id)
    assert len(tasks.own_open(store.database, store.session, client)) == 2
    undo.undo(store.database, store.session)
    undo.undo(store.database, store.session)
    assert len(tasks.own_open(store.database, store.session, client)) == 2
    assert transfers.newest(store.database, store.session, RecordId(client)) is None


def test_a_colleague_whom_the_store_knows_gets_the_tasks_by_their_own_id(
    store: TestStore, client: PersonId
) -> None:
    colleague = UserId(ids.record_id())
    with act(store.database, store.session, "store.fill") as work:
        work.create(User(id=colleague, name="wiebe dijkstra"))
    transfers.make(store.database, store.session, RecordId(client), TYPED)
    (given,) = tasks.of_client(store.database, store.session, client).open
    assert given.user_id == colleague
    assert "Rollator aanvragen" in page(store, client).split("blijven bij")[1]


def test_of_two_colleagues_of_one_name_the_chosen_one_gets_the_tasks(
    store: TestStore, client: PersonId
) -> None:
    first, second, gone = (UserId(ids.record_id()) for _ in range(3))
    village = Village(id=ids.record_id(), frisian_name="Grou")
    with act(store.database, store.session, "store.fill") as work:
        work.create(village)
        work.create(User(id=first, name="Wiebe Dijkstra"))
        work.create(User(id=second, name="Wiebe Dijkstra", role=Role.BACK_OFFICE))
        work.create(User(id=gone, name="Wiebe Dijkstra", valid_until=date(2020, 1, 1)))
        work.create(
            UserVillage(id=ids.record_id(), user_id=first, village_id=VillageId(village.id))
        )
    found = colleagues.named(store.database, store.session, "wiebe dijkstra")
    assert [(one.id, one.role, one.villages) for one in found] == [
        (first, Role.MEITINKER, ("Grou",)),
        (second, Role.BACK_OFFICE, ()),
    ], "who is no longer at work is not offered"
    before = len(tasks.own_open(store.database, store.session, client))
    with pytest.raises(InvalidField) as refused:
        transfers.make(store.database, store.session, RecordId(client), TYPED)
    assert (refused.value.field, refused.value.reason) == ("to_user", "colleague_of_several")
    assert len(tasks.own_open(store.database, store.session, client)) == before
    typed = msgspec.structs.replace(TYPED, to_user=second)
    transfers.make(store.database, store.session, RecordId(client), typed)
    (given,) = tasks.of_client(store.database, store.session, client).open
    assert given.user_id == second


def test_a_choice_that_belongs_to_another_name_counts_for_nothing(
    store: TestStore, client: PersonId
) -> None:
    other = UserId(ids.record_id())
    with act(store.database, store.session, "store.fill") as work:
        work.create(User(id=other, name="Hinke Terpstra"))
    typed = msgspec.structs.replace(TYPED, to_user=other)
    made = transfers.make(store.database, store.session, RecordId(client), typed)
    (given,) = tasks.of_client(store.database, store.session, client).open
    assert given.user_id == made.created("transfer")


def test_printing_is_logged_first_or_does_not_happen(
    store: TestStore, client: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfers.printed(store.database, store.session, RecordId(client), TYPED)
    with store.database.reading() as connection:
        read = [(e.action, e.terms) for e, _before, _own in readlog.entries(connection)]
    assert read == [("print", "handover")]

    def full(*_values: object, **_named: object) -> None:
        raise DiskFull

    monkeypatch.setattr(reading, "printed", full)
    with pytest.raises(DiskFull):
        transfers.printed(store.database, store.session, RecordId(client), TYPED)


def test_who_is_involved(store: TestStore, client: PersonId) -> None:
    found = involved.of_client(store.database, store.session, RecordId(client))
    assert [(one.part, one.name, bool(one.phone)) for one in found] == [
        ("colleague", "Hinke Terpstra", False),
        ("volunteer", "Anna", True),
        ("volunteer", "Bauke", False),
        ("volunteer", "Corrie", False),
    ]


@pytest.mark.parametrize(
    ("kind", "asked", "shown"),
    [
        (TieKind.VOLUNTEER, None, ""),
        (TieKind.VOLUNTEER, False, ""),
        (TieKind.VOLUNTEER, True, "06 11"),
        (TieKind.PROFESSIONAL, None, "06 11"),
        (TieKind.PROFESSIONAL, False, ""),
    ],
)
def test_who_was_not_asked_is_shown_without_their_own_number(
    store: TestStore, client: PersonId, kind: TieKind, asked: bool | None, shown: str
) -> None:
    one = Tie(
        id=record_id(),
        client_id=client,
        name="Sippie",
        kind=kind,
        phone="06 11",
        may_be_called=asked,
    )
    with act(store.database, store.session, "tie.add") as work:
        work.create(one)
    found = involved.of_client(store.database, store.session, RecordId(client))
    assert [person.phone for person in found if person.name == "Sippie"] == [shown]


def test_who_acts_no_longer_is_not_involved(store: TestStore, client: PersonId) -> None:
    today = clock.today()
    with act(store.database, store.session, "representative.add") as work:
        for name, until in (("Bewind Oud", today - timedelta(days=1)), ("Bewind Nu", today)):
            work.create(
                Representative(id=record_id(), person_id=client, name=name, valid_until=until)
            )
    found = involved.of_client(store.database, store.session, RecordId(client))
    assert [one.name for one in found if "Bewind" in one.name] == ["Bewind Nu"]


def test_a_mentor_who_gets_no_letters_can_be_called(store: TestStore, client: PersonId) -> None:
    mentor = Representative(
        id=record_id(),
        person_id=client,
        kind=RepresentativeKind.MENTOR,
        name="M. Boersma",
        phone="06 12345600",
        addressee=False,
    )
    with act(store.database, store.session, "representative.add") as work:
        work.create(mentor)
    assert "M. Boersma (mentor): 06 12 34 56 00" in page(store, client)


@pytest.mark.promise("L1")
def test_l1_the_page_tells_what_runs_out(store: TestStore, client: PersonId) -> None:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        new = NewRequest(words="Ik kom de trap niet op.", urgency=Urgency.URGENT)
        requests.take(store.database, store.session, client, new)
        plan = Planned(
            starts_at=clock.instant_from("2026-11-13T09:00:00.000Z"),
            minutes=60,
            place=MeetingPlace.HOME,
        )
        appointments.make(store.database, store.session, client, plan=plan)
        text = page(store, client)
    assert "Afspraak op 13 november 2026 om 10:00: thuis bij de inwoner" in text
    assert "Kan niet wachten. Vraag van 12 november 2026: Ik kom de trap niet op." in text
    assert "Onderzoek klaar uiterlijk 24 december 2026" in text
    assert "De ontvangstbrief van deze vraag is nog niet weg" in text


def test_the_page_tells_a_signal_and_a_question_of_another_apart(
    store: TestStore, client: PersonId
) -> None:
    """A colleague who takes a signal for a question talks of it to who knows nothing of it."""
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        take = partial(requests.take, store.database, store.session, client)
        take(NewRequest(words="Zij drinkt.", kind=RequestKind.SIGNAL, reporter="Buurman Wytse"))
        take(NewRequest(words="Zij valt.", reporter="Aukje", reporter_tie="dochter"))
        take(NewRequest(words="Zij is alleen.", reporter_phone="0612345678"))
        text = page(store, client)
    assert "Signaal van 12 november 2026: Zij drinkt." in text
    assert "Vraag de inwoner nog of u contact mag opnemen." in text
    assert "Vraag van 12 november 2026, verteld door Aukje (dochter): Zij valt." in text
    by_phone = "verteld door iemand anders (06 12 34 56 78): Zij is alleen."
    assert f"Vraag van 12 november 2026, {by_phone}" in text
    assert "Wytse" not in text
    assert text.count("De ontvangstbrief") == 2, "no letter may go about the signal yet"


@pytest.mark.promise("L8")
def test_l8_the_page_tells_what_may_be_shared_and_that_nothing_else_may(
    store: TestStore, client: PersonId
) -> None:
    note = partial(
        consents.note, store.database, store.session, client, purpose=ConsentPurpose.CARE_PROVIDER
    )
    note(answer=ConsentAnswer.GIVEN, said=Said(about="huisarts De Vries"))
    note(answer=ConsentAnswer.WITHDRAWN, said=Said(about="huisarts De Vries"))
    told = page(store, client)
    assert "Overleg met huisarts of zorg (huisarts De Vries): trekt het weer in" in told
    assert "vindt het goed" not in told
    assert "deelt u verder niets" in told


def test_an_open_signal_goes_along_and_presses_no_more_on_who_gave_it(
    store: TestStore, client: PersonId
) -> None:
    """It stayed open with who handed the file over, among the questions in a hurry."""
    use = (store.database, store.session)
    new = NewRequest(words="Zij valt.", urgency=Urgency.URGENT)
    taken = requests.take(*use, client, new)
    request = RecordId(taken.created("request"))
    later = timedelta(hours=1)
    assert [one.request_id for one in request_files.pressing(*use, within=later, most=9).first]
    transfers.make(*use, RecordId(client), TYPED)
    kept = store.get(Request, request)
    assert (kept.state, kept.handed_to) == (RequestState.HANDED_OVER, "Wiebe Dijkstra")
    assert request_files.pressing(*use, within=later, most=9).first == ()
    assert [one.request_id for one in request_files.waiting(*use)] == [request], "the terms run on"
    undo.undo(*use)
    assert store.get(Request, request).state is RequestState.OPEN


def test_a_colleague_who_is_known_gets_the_open_signal(store: TestStore, client: PersonId) -> None:
    use, other = (store.database, store.session), UserId(record_id())
    with act(*use, "test.add") as work:
        work.create(User(id=RecordId(other), name="Wiebe Dijkstra", title="meitinker"))
    taken = requests.take(*use, client, NewRequest(words="Zij valt."))
    transfers.make(*use, RecordId(client), TYPED)
    assert store.get(Request, RecordId(taken.created("request"))).user_id == other
