"""What a role gets and may send at the hub: all kinds, roles, fields and acts of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain import rights
from meitinker.domain.attachments import ATTACHMENT
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Standing, Verdict
from meitinker.domain.people import PERSON
from meitinker.domain.records import Column
from meitinker.domain.rights import WriteAct
from meitinker.domain.session import Role
from meitinker.errors import RequestRefused
from sync.hub import judging, showing
from sync.hub.admitting import Admitting
from sync.hub.shelf import SqlShelf
from sync.hub.tables import ORGANISATION, PAPER_OF
from sync.protocol import Compare, PaperWanted
from sync.sums import Sums
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Kind, Value
    from sync.protocol import Pulled, SealedChange
    from tests.unit.sync.hub.bench import Laptop, TestHub

EMBEDDED = pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
CLIENT = "client"


def _word(kind: Kind, field: str, turn: int) -> Value:
    """Return what only this field of this kind holds in this turn."""
    if field == kind.scope.field:
        return GROU if kind.scope.rule == "village" else CLIENT
    if kind.fields[field].column is Column.INTEGER:
        place = 100 * list(KINDS).index(kind.name) + list(kind.fields).index(field)
        return 700_000_000 + 10 * place + turn
    return f"said-{kind.name}-{field}-{turn}"


def _record(kind: Kind) -> str:
    return CLIENT if kind is PERSON else f"one-{kind.name}"


def _fields(kind: Kind, turn: int) -> dict[str, Any]:
    return {name: _word(kind, name, turn) for name in kind.fields}


class Planted:
    """A record of every kind at a hub, each field with a word of its own."""

    def __init__(self, hub: TestHub) -> None:
        """Plant in ``hub``."""
        self._hub = hub
        self.versions: dict[tuple[str, str], str] = {}

    def say(self, turn: int) -> None:
        """Set each merge group of every record by a change of its own, in the list."""
        office = self._hub.laptop(f"office{turn}", everywhere=True, role=Role.BACK_OFFICE)
        with self._hub.database.writing(self._hub.organisation) as (connection, end):
            shelf = SqlShelf(connection, self._hub.organisation, self._hub.database.sealing)
            for kind in KINDS.values():
                shelf.standing(_record(kind))
                for change, took in self._changes(office, kind, turn):
                    end += 1
                    self._put(shelf, kind, change, took, turn)
                    told = judging.Judgement(
                        change=change,
                        verdict=Verdict.APPLIED,
                        position=end,
                        took=tuple(took),
                        body=msgspec.json.encode(change),
                    )
                    shelf.place(told)
            shelf.write()
            connection.execute(ORGANISATION.update().values(end=end))

    def _changes(
        self, office: Laptop, kind: Kind, turn: int
    ) -> Iterator[tuple[SealedChange, tuple[str, ...]]]:
        if turn == 0:
            yield office.change(kind.name, _record(kind), **_fields(kind, turn)), tuple(kind.groups)
            return
        for group, names in kind.groups.items():
            said: dict[str, Any] = {name: _word(kind, name, turn) for name in names}
            base = {group: self.versions[kind.name, group]}
            change = office.change(kind.name, _record(kind), operation="edit", base=base, **said)
            yield change, (group,)

    def _put(
        self, shelf: SqlShelf, kind: Kind, change: SealedChange, took: tuple[str, ...], turn: int
    ) -> None:
        for group in took:
            self.versions[kind.name, group] = change.change_id
        now = shelf.standing(_record(kind))
        fields = {**(now.fields if now else {}), **change.fields}
        versions = {one: self.versions[kind.name, one] for one in kind.groups}
        shelf.put(kind, _record(kind), Standing(fields, versions, {}, deleted=False))


@pytest.fixture
def planted(hub: TestHub) -> Planted:
    """Lend a hub with a record of every kind."""
    found = Planted(hub)
    found.say(0)
    return found


def _said(answers: list[Pulled]) -> str:
    return msgspec.json.encode(answers).decode()


def _refused_words(role: Role, planted: Planted, turn: int) -> Iterator[str]:
    """Yield all that may not reach a role: words and versions of what it does not see."""
    for kind in KINDS.values():
        for name in kind.fields:
            if not rights.sees_part(role, kind, name) and name != kind.scope.field:
                yield str(_word(kind, name, turn))
        for group in kind.groups:
            if turn and not rights.sees_part(role, kind, group):
                yield planted.versions[kind.name, group]


@EMBEDDED
@pytest.mark.promise("L24", "A17")
@pytest.mark.parametrize("role", Role)
def test_l24_a_role_is_told_what_it_may_see_and_nothing_else(
    hub: TestHub, planted: Planted, role: Role
) -> None:
    laptop = hub.laptop("a", GROU, role=role)
    for turn in range(3):
        if turn:
            planted.say(turn)
        answers = laptop.pull(most=40)
        leaked = [word for word in _refused_words(role, planted, turn) if word in _said(answers)]
        assert leaked == []
        told = _said(answers)
        for kind in KINDS.values():
            for name in kind.fields:
                if rights.sees_part(role, kind, name):
                    assert str(_word(kind, name, turn)) in told, (kind.name, name)


@EMBEDDED
@pytest.mark.promise("L24")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_l24_control_without_the_table_everything_is_told(
    hub: TestHub, planted: Planted, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "to", lambda _role: showing.Showing(Role.BACK_OFFICE))
    laptop = hub.laptop("a", GROU, role=role)
    told = _said(laptop.pull())
    assert [word for word in _refused_words(role, planted, 0) if word in told]


@EMBEDDED
@pytest.mark.promise("L24", "F13")
@pytest.mark.parametrize("role", Role)
def test_l24_both_sides_add_up_what_a_role_sees(hub: TestHub, planted: Planted, role: Role) -> None:
    planted.say(1)
    laptop = hub.laptop("a", GROU, role=role)
    sums = Sums()
    for answer in laptop.pull():
        for fill in answer.fills:
            for one in fill.records:
                sums.add(fill.dossier, one.record_id, one.versions, deleted=one.deleted)
    for kind in KINDS.values():  # what is everyone's comes as places, and is worked out there
        if kind.scope.rule == "organisation" and rights.reads(role, kind):
            told = {
                part: planted.versions[kind.name, part]
                for part in kind.groups
                if rights.sees_part(role, kind, part)
            }
            if not showing.to(role).parts(kind.name):
                sums.add("", _record(kind), told, deleted=False)
    position = laptop.cursor.position
    buckets = sums.buckets()
    compared = laptop.handlers.compare(Compare(position=position, buckets=buckets))
    assert [number for number in compared.unequal if number] == []


def _acts(laptop: Laptop, kind: Kind) -> Iterator[tuple[WriteAct, tuple[str, ...], SealedChange]]:
    """Yield a beginning, an edit of each field, a removal and a command of the future."""
    unsaid: dict[str, Any] = {name: field.default for name, field in kind.fields.items()}
    unsaid |= {name: laptop.caller.user for name in unsaid if name == kind.writers.author}
    yield WriteAct.BEGIN, (), laptop.change(kind.name, f"new-{kind.name}", **unsaid)
    for name in kind.fields:
        said: dict[str, Any] = {name: _word(kind, name, 1)}
        begun = unsaid | said
        yield WriteAct.BEGIN, (name,), laptop.change(kind.name, f"new-{kind.name}-{name}", **begun)
        edited = laptop.change(kind.name, _record(kind), operation="edit", base={"x": "c"}, **said)
        yield WriteAct.EDIT, (name,), edited
    for operation in ("delete", "restore", "x_future"):
        yield (
            WriteAct.COMMAND,
            (),
            laptop.change(kind.name, _record(kind), operation=operation, base={"x": "c"}),
        )


@EMBEDDED
@pytest.mark.promise("L24", "F16", "A18")
@pytest.mark.parametrize("role", Role)
def test_l24_f16_a_role_does_what_the_table_says_and_nothing_else(
    hub: TestHub, planted: Planted, role: Role
) -> None:
    laptop = hub.laptop("a", GROU, role=role)
    with hub.database.writing(hub.organisation) as (connection, _end):
        shelf = SqlShelf(connection, hub.organisation, hub.database.sealing)
        admitting = Admitting(connection, shelf, laptop.caller)
        for kind in KINDS.values():
            for act, names, change in _acts(laptop, kind):
                shelf.fetch((change,))
                said = {name: change.fields[name] for name in names}
                may = rights.may(role, kind, act, said, own=False)
                own = kind.name == "organisation" and change.record_id != hub.organisation
                author = kind.writers.author
                may = own or (may and author not in names)
                unlike_role = kind.name == "user" and names == ("role",)
                reason = admitting.refusal(change)
                told = (kind.name, act, names, change.operation)
                assert (reason is Reason.NOT_WITHIN_ROLE) is (
                    not may or (unlike_role and role is not Role.ADMINISTRATOR)
                ), told


@pytest.mark.promise("L24", "F16")
def test_l24_a_coordinator_begins_no_conversation_and_no_application(hub: TestHub) -> None:
    worker, keeper = hub.laptop("a", GROU), hub.laptop("k", GROU, role=Role.COORDINATOR)
    worker.push(worker.person("p1", GROU))
    note = keeper.change("contact_note", "n1", client_id="p1", text="Kopje koffie")
    bsn = keeper.change("person", "p1", operation="edit", base={}, bsn="123456782")
    gone = keeper.change("person", "p1", operation="delete")
    phone = keeper.phone("t1", "p1")
    told = [(one.verdict, one.reason) for one in keeper.push(note, bsn, gone, phone).receipts]
    refused = (Verdict.REFUSED, Reason.NOT_WITHIN_ROLE)
    assert told == [refused, refused, refused, (Verdict.APPLIED, Reason.NONE)]


@pytest.mark.promise("L24")
def test_l24_control_without_the_table_a_coordinator_writes_notes(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Admitting, "_within_role", lambda *_: True)
    worker, keeper = hub.laptop("a", GROU), hub.laptop("k", GROU, role=Role.COORDINATOR)
    worker.push(worker.person("p1", GROU))
    note = keeper.change(
        "contact_note",
        "n1",
        client_id="p1",
        user_id=None,
        at="2026-11-12T09:00:00.000Z",
        channel="phone",
        text="Kopje koffie",
    )
    assert keeper.push(note).receipts[0].reason is not Reason.NOT_WITHIN_ROLE


@pytest.mark.promise("F16")
def test_f16_whose_a_record_is_cannot_be_claimed(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    own = a.change("user_village", "uv1", user_id="user-a", village_id=GROU)
    theirs = a.change("user_village", "uv2", user_id="user-b", village_id=GROU)
    given = a.change("user_village", "uv1", operation="edit", user_id="user-b")
    chief = a.change("user", "user-a", name="A", role="administrator")
    plain = a.change("user", "user-a", name="A", role="meitinker")
    reasons = [one.reason for one in a.push(plain, own, theirs, given, chief).receipts]
    refused = Reason.NOT_WITHIN_ROLE
    assert reasons == [Reason.NONE, Reason.NONE, refused, refused, refused]


@pytest.mark.promise("F16")
def test_f16_the_letterhead_is_the_offices(hub: TestHub) -> None:
    a, office = hub.laptop("a", GROU), hub.laptop("o", everywhere=True, role=Role.BACK_OFFICE)
    begun = a.change("organisation", hub.organisation, name="Stichting")
    local = a.change("organisation", "local", name="Mijn dorp")
    assert [one.reason for one in a.push(begun, local).receipts] == [Reason.NONE, Reason.NONE]
    edits = [
        one.change(
            "organisation",
            hub.organisation,
            operation="edit",
            base={"name": begun.change_id},
            name="Anders",
        )
        for one in (a, office)
    ]
    assert a.push(edits[0]).receipts[0].reason is Reason.NOT_WITHIN_ROLE
    assert office.push(edits[1]).receipts[0].verdict is Verdict.APPLIED
    gone = a.change("organisation", "local", operation="delete", base={"name": local.change_id})
    assert a.push(gone).receipts[0].reason is not Reason.NOT_WITHIN_ROLE


@pytest.mark.promise("L24", "A17")
@pytest.mark.parametrize("role", Role)
def test_l24_attachments_are_for_who_sees_their_records(hub: TestHub, role: Role) -> None:
    worker, name = hub.laptop("a", GROU), "a" * 64
    worker.push(worker.person("p1", GROU))
    with hub.database.writing(hub.organisation) as (connection, _end):
        shelf = SqlShelf(connection, hub.organisation, hub.database.sealing)
        fields = {one: field.default for one, field in ATTACHMENT.fields.items()}
        fields |= {"client_id": "p1", "file": "", "size": 0}
        shelf.standing("f1")
        shelf.put(ATTACHMENT, "f1", Standing(fields, {}, {}, deleted=False))
        shelf.write()
        row = {"organisation": hub.organisation, "name": name, "record_id": "f1", "size": 9}
        connection.execute(PAPER_OF.insert(), [row])
    asking = hub.laptop("b", GROU, role=role)
    if rights.reads(role, ATTACHMENT):
        assert asking.handlers.paper_held(PaperWanted(name=name, size=9)).held == 0
    else:
        with pytest.raises(RequestRefused):
            asking.handlers.paper_held(PaperWanted(name=name, size=9))


@pytest.mark.promise("L24")
def test_l24_a_dossier_with_nothing_for_a_role_is_not_told_of(hub: TestHub) -> None:
    worker = hub.laptop("a", GROU)
    worker.push(
        worker.person("p1", GROU), worker.change("household", "h1", village_id=GROU, note="")
    )
    keeper = hub.laptop("k", GROU, role=Role.COORDINATOR)
    told = _said(keeper.pull())
    assert "p1" in told
    assert "h1" not in told


@pytest.mark.promise("L24")
def test_l24_what_a_role_never_hears_of_does_not_stop_it(hub: TestHub) -> None:
    worker, keeper = hub.laptop("a", GROU), hub.laptop("k", GROU, role=Role.COORDINATOR)
    person = worker.person("p1", GROU)
    worker.push(person)
    keeper.pull()
    note = worker.change("person", "p1", operation="edit", base={}, safety_note="Hond")
    named = {"surname": person.change_id}
    worker.push(
        note,
        worker.change("person", "p1", operation="edit", base=named, surname="Jong"),
    )
    answers = keeper.pull(most=1)
    assert "Hond" not in _said(answers)
    assert keeper.records["p1"].fields.get("surname") != "Hond"
    assert keeper.cursor.position == hub.laptop("x", everywhere=True).pull()[-1].cursor.position
