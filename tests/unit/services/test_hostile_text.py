"""Every field that a person types in keeps hostile text exactly, or says in words why not."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.attachments import Attachment
from meitinker.domain.checkpoints import Checkpoint, Topic
from meitinker.domain.grants import DossierGrant
from meitinker.domain.import_batches import ImportedVisit, ImportUndo
from meitinker.domain.kinds import KINDS
from meitinker.domain.plans import Signature, SignatureWay
from meitinker.domain.records import MergeClass
from meitinker.domain.search_words import SearchWord
from meitinker.domain.session import Role
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import AlreadyConcluded, InvalidField, NotAllowed
from meitinker.ids import RecordId, VisitId, record_id
from meitinker.services import editing, opening
from meitinker.store import records
from meitinker.store.acts import act
from tests import hostile, stores
from ui import messages
from ui.messages.fields import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

FIELDS = hostile.typed_fields()


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An example village with at least one record of what a person can type in."""
    with stores.village(tmp_path_factory.mktemp("hostile") / "store", persons=60) as database:
        beside(database, opening.session_of(database))
        yield database


def beside(database: Database, session: Session) -> None:
    """Add what the village has none of, or none that can be written in."""
    with database.reading() as connection:
        visit = next(
            one
            for one in records.find(connection, session, Visit)
            if one.state is VisitState.OPEN and one.device_id == session.device
        )
    client, at = visit.client_id, VisitId(RecordId(visit.id))
    with act(database, session, "hostile.add") as work:
        work.create(Attachment(id=record_id(), client_id=client))
        work.create(
            Checkpoint(id=record_id(), visit_id=at, client_id=client, topic=next(iter(Topic)))
        )
        work.create(
            Signature(id=record_id(), visit_id=at, client_id=client, way=SignatureWay.PAPER)
        )

    office = msgspec.structs.replace(session, role=Role.BACK_OFFICE)
    with database.reading() as connection:
        imported = records.find(connection, office, ImportedVisit)[0]
    with act(database, office, "hostile.add") as work:
        work.create(SearchWord(id=record_id(), user_id=session.user, at=clock.now()))
        work.create(
            ImportUndo(
                id=record_id(),
                imported_id=imported.id,
                client_id=client,
                user_id=session.user,
                at=clock.now(),
            )
        )
        work.create(
            DossierGrant(
                id=record_id(),
                client_id=client,
                user_id=session.user,
                given_by_id=session.user,
                given_at=clock.now(),
                first_day=clock.today(),
                last_day=clock.today(),
            )
        )


def writer(session: Session, kind: str) -> Session:
    """Return a session that may write a kind: the meitinker's, or a clerk's."""
    if session.role in KINDS[kind].writers.change:
        return session
    return msgspec.structs.replace(session, role=Role.BACK_OFFICE)


@pytest.fixture(scope="module")
def session(village: Database) -> Session:
    return opening.session_of(village)


def every(village: Database, session: Session, kind: str) -> list[RecordId]:
    with village.reading() as connection:
        return [one.id for one in records.find(connection, session, KINDS[kind].record)]


def stands(village: Database, session: Session, kind: str, one: RecordId, field: str) -> str:
    with village.reading() as connection:
        record = records.get(connection, session, KINDS[kind].record, one)
    return str(getattr(record, field))


def in_words(error: InvalidField) -> bool:
    return error.reason in REASONS and "{" not in messages.sentence_for(error).text


def try_to(write: Callable[[], object]) -> bool:
    """Write; tell whether it was taken, and fail where a refusal has no words."""
    refused = None
    try:
        write()
    except InvalidField as error:
        refused = error
    assert refused is None or in_words(refused)
    return refused is None


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[".".join(one) for one in FIELDS])
def test_an_act_keeps_hostile_text_exactly_or_says_why_not(
    village: Database, session: Session, kind: str, field: str
) -> None:
    session = writer(session, kind)
    one = every(village, session, kind)[0]

    def write(text: str) -> None:
        with act(village, session, "hostile.write") as work:
            work.edit(KINDS[kind].record, one, {field: text})

    for nasty, text in hostile.SAMPLES.items():
        assert try_to(partial(write, text)), nasty
        expected = unicodedata.normalize("NFC", text)
        assert stands(village, session, kind, one, field) == expected, nasty
    before = stands(village, session, kind, one, field)
    for nasty, text in hostile.REFUSED.items():
        assert not try_to(partial(write, text)), nasty
        assert stands(village, session, kind, one, field) == before, nasty


TYPED = [
    (kind, field)
    for kind, field in FIELDS
    if KINDS[kind].merge not in {MergeClass.COMMAND, MergeClass.APPEND_ONLY}
]


@pytest.mark.parametrize(("kind", "field"), TYPED, ids=[".".join(one) for one in TYPED])
def test_typing_keeps_hostile_text_exactly_or_says_why_not(
    village: Database, session: Session, kind: str, field: str
) -> None:
    one = writable(village, session, kind, field)

    def write(text: str) -> None:
        editing.save(village, session, kind=kind, record_id=one, fields={field: text})

    for nasty, text in {**hostile.SAMPLES, **hostile.REFUSED}.items():
        before = stands(village, session, kind, one, field)
        taken = try_to(partial(write, text))
        checked = str(editing.checked(kind, field, text)) if taken else before
        kept = unicodedata.normalize("NFC", checked)
        assert stands(village, session, kind, one, field) == kept, nasty
        assert taken <= (nasty not in hostile.REFUSED), nasty
    editing.seal(village, session)


def writable(village: Database, session: Session, kind: str, field: str) -> RecordId:
    """Return a record of the kind that this device may write in."""
    for one in every(village, session, kind):
        try:
            editing.save(village, session, kind=kind, record_id=one, fields={field: ""})
        except (AlreadyConcluded, NotAllowed):
            continue
        return one
    raise AssertionError(f"the village has no {kind} to write in")


def wordless() -> None:
    raise InvalidField("surname", "a_reason_without_words")


def test_control_every_kind_of_refusal_is_looked_for(village: Database, session: Session) -> None:
    one = every(village, session, "person")[0]
    with pytest.raises(AssertionError):
        try_to(wordless)
    with act(village, session, "hostile.write") as work:
        work.edit(KINDS["person"].record, one, {"safety_note": "x" * hostile.ROOM})
    assert len(stands(village, session, "person", one, "safety_note")) == hostile.ROOM
    assert len(FIELDS) > 60
    assert {f"{k.name}.{f}" for k in KINDS.values() for f in k.fields} >= hostile.MADE
