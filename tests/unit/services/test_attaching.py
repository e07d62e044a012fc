from __future__ import annotations

import io
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2
import pytest
from PIL import Image

from meitinker import clock, ids
from meitinker.domain.attachments import Attachment, Sort, names_identity_document
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose, Recipient, Whom
from meitinker.domain.requests import PlanOffer, Request
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import (
    AlreadyConcluded,
    AttachmentDamaged,
    AttachmentRefused,
    InvalidField,
    NotVisible,
    StoreReadOnly,
)
from meitinker.exchange import incoming, pdfs
from meitinker.ids import PersonId, RecordId, VillageId
from meitinker.services import attaching, consents, requests, undo, visits
from meitinker.services.attaching import Coming
from meitinker.services.requests import NewRequest
from meitinker.store import acts, attachments, readlog, records
from tests import files

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from meitinker.ids import VisitId
    from tests.stores import TestStore

PDF = files.pdf()


def add(
    store: TestStore, person: PersonId, *, name: str = "a.pdf", data: bytes = PDF, **more: Any
) -> RecordId:
    coming = Coming(client_id=person, **more)
    done = attaching.attach(store.database, store.session, coming, name=name, data=data)
    return done.created("attachment")


def content(store: TestStore, attachment: RecordId) -> bytes:
    return attaching.opened(store.database, store.session, attachment)[1]


OWN = Recipient(Whom.RESIDENT)


def copied(
    store: TestStore, attachment: RecordId, target: Path, to: Recipient = OWN
) -> list[tuple[int, int]]:
    words, one = "Kopie uit een dossier", attachment
    return list(
        attaching.copying(store.database, store.session, one, target=target, words=words, to=to)
    )


def row(store: TestStore, attachment: RecordId) -> Attachment:
    return store.get(Attachment, attachment)


def conclude(store: TestStore, visit: VisitId) -> None:
    with acts.act(store.database, store.session, "visit.conclude", undoable=False) as work:
        fields = {"state": VisitState.CONCLUDED, "concluded_at": clock.now()}
        work.edit(Visit, RecordId(visit), fields)


def test_a_file_is_added_shown_and_taken_away(store: TestStore, tmp_path: Path) -> None:
    person = store.person()
    source = tmp_path / "Eigen plan.pdf"
    source.write_bytes(PDF)
    coming = Coming(client_id=person)
    done = attaching.attach_file(store.database, store.session, coming, path=source)
    (one,) = attaching.of_client(store.database, store.session, person)
    kept = one.attachment
    assert (kept.id, kept.name, kept.size) == (done.created("attachment"), source.name, len(PDF))
    assert content(store, kept.id) == PDF
    attaching.remove(store.database, store.session, kept.id)
    assert attaching.of_client(store.database, store.session, person) == ()
    with pytest.raises(NotVisible):
        content(store, kept.id)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "IMG_1.jpg"),
        ("Drempel", "Drempel.jpg"),
        ("Brief d.d. 3 nov", "Brief d.d. 3 nov.jpg"),
        ("voor/na", "voor-na.jpg"),
        ("..\\weg", "-weg.jpg"),
    ],
)
def test_a_title_names_the_file_and_never_leads_anywhere(
    store: TestStore, title: str, name: str
) -> None:
    added = add(store, store.person(), name="IMG_1.JPG", data=files.photo(), title=title)
    assert row(store, added).name == name


def test_a_small_picture_is_had_by_who_sees_the_dossier(store: TestStore) -> None:
    added = add(store, store.person(), name="a.jpg", data=files.photo(800, 600))
    small = attaching.thumbnail(store.database, store.session, added, edge=80)
    assert (small.width, small.height) == (80, 60)
    attaching.remove(store.database, store.session, added)
    with pytest.raises(NotVisible):
        attaching.thumbnail(store.database, store.session, added, edge=80)


def test_a_paper_has_no_small_picture(store: TestStore) -> None:
    added = add(store, store.person())
    with pytest.raises(AttachmentDamaged):
        attaching.thumbnail(store.database, store.session, added, edge=80)


def test_a_folder_is_no_file(store: TestStore, tmp_path: Path) -> None:
    with pytest.raises(AttachmentRefused) as caught:
        attaching.attach_file(
            store.database, store.session, Coming(client_id=store.person()), path=tmp_path
        )
    assert caught.value.params["reason"] == "folder"


@pytest.mark.promise("L19")
def test_l19_opening_a_file_is_written_down_before_it_shows(store: TestStore) -> None:
    person = store.person()
    content(store, add(store, person))
    with store.database.reading() as connection:
        ((entry, _previous, _own),) = readlog.entries(connection)
    assert (entry.kind, entry.client_id) == ("attachment", person)


@pytest.mark.promise("L19")
def test_l19_control_what_cannot_be_written_down_is_not_shown(
    store: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    added = add(store, store.person())

    def refuse(*_: object) -> None:
        raise StoreReadOnly

    monkeypatch.setattr(readlog, "append", refuse)
    with pytest.raises(StoreReadOnly):
        content(store, added)
    with pytest.raises(StoreReadOnly):
        copied(store, added, tmp_path / "kopie.pdf")
    assert list(tmp_path.glob("kopie*")) == []


def test_a_copy_of_many_pages_is_made_in_bites_and_is_there_whole_or_not_at_all(
    store: TestStore, tmp_path: Path
) -> None:
    added = add(store, store.person(), data=files.pdf(pages=3))
    target = tmp_path / "kopie.pdf"
    words = "Kopie"
    bites = attaching.copying(
        store.database, store.session, added, target=target, words=words, to=OWN
    )
    shares = []
    for share in bites:
        shares.append(share)
        assert not pdfs.ALONE._is_owned()  # type: ignore[attr-defined]  # others have their turn
        assert not target.exists()
    assert shares == [(1, 3), (2, 3), (3, 3)]
    assert target.exists()


@pytest.mark.promise("A6", "A7")
@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", files.pdf(pages=2)), ("a.jpg", files.photo())]
)
def test_a6_a_copy_says_that_it_is_one_and_cannot_be_written(
    store: TestStore, tmp_path: Path, name: str, data: bytes
) -> None:
    added = add(store, store.person(), name=name, data=data)
    target = tmp_path / f"kopie{name[1:]}"
    copied(store, added, target)
    assert not target.stat().st_mode & (stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
    assert [one for one in tmp_path.iterdir() if one.name != "store"] == [target]
    if target.suffix == ".pdf":
        with pypdfium2.PdfDocument(target) as document:
            said = [document[n].get_textpage().get_text_bounded() for n in range(2)]
        for number, text in enumerate(said, start=1):
            assert f"het plan {number}" in text
            assert "Kopie uit een dossier" in text
    else:
        with Image.open(target) as image:
            assert image.height > 48, "a strip below it bears the words"
            assert len(image.convert("L").getcolors(5000) or ()) > 8
    with store.database.reading() as connection:
        read = [(e.action, e.terms) for e, _before, _own in readlog.entries(connection)]
    assert read == [("export", "copy resident")]


@pytest.mark.promise("A6")
@pytest.mark.parametrize("marked", [True, False])
def test_a6_control_a_copy_that_is_not_marked_is_the_file_itself(
    store: TestStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, marked: bool
) -> None:
    added, target = add(store, store.person()), tmp_path / "kopie.pdf"
    if not marked:

        def as_it_is(whole: incoming.Admitted, _words: str) -> Generator[pdfs.Share, None, bytes]:
            yield 1, 1
            return whole.content

        monkeypatch.setattr(incoming, "marked", as_it_is)
    copied(store, added, target)
    assert (target.read_bytes() == PDF) is not marked


@pytest.mark.promise("L9")
def test_l9_control_where_nobody_asks_on_what_ground_a_copy_leaves(
    store: TestStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added, target = add(store, store.person()), tmp_path / "kopie.pdf"
    with pytest.raises(InvalidField, match="share_without_consent"):
        copied(store, added, target, Recipient(Whom.OTHER, ""))
    monkeypatch.setattr("meitinker.domain.consents.basis_of", lambda *_: "nothing")
    copied(store, added, target, Recipient(Whom.OTHER, ""))
    assert target.exists()


@pytest.mark.promise("L8", "L9")
def test_l9_a_copy_for_another_needs_consent_that_stands(store: TestStore, tmp_path: Path) -> None:
    person = store.person()
    added, target = add(store, person), tmp_path / "kopie.pdf"

    def said(purpose: ConsentPurpose, answer: ConsentAnswer) -> str:
        note = consents.note(store.database, store.session, person, purpose=purpose, answer=answer)
        return note.created("consent")

    photos = said(ConsentPurpose.PHOTOS, ConsentAnswer.GIVEN)
    other = consents.note(
        store.database, store.session, store.person("Meer"),
        purpose=ConsentPurpose.DEBT, answer=ConsentAnswer.GIVEN,
    ).created("consent")  # fmt: skip
    for none in ("", photos, other):
        with pytest.raises(InvalidField, match="share_without_consent"):
            copied(store, added, target, Recipient(Whom.OTHER, none))
    assert not target.exists()

    given = said(ConsentPurpose.DEBT, ConsentAnswer.GIVEN)
    copied(store, added, target, Recipient(Whom.OTHER, given))
    assert target.exists()
    with store.database.reading() as connection:
        read = [(e.action, e.terms) for e, _before, _own in readlog.entries(connection)]
    assert read == [("export", "copy debt")], "on what ground; what was refused never left"

    said(ConsentPurpose.DEBT, ConsentAnswer.WITHDRAWN)
    with pytest.raises(InvalidField, match="share_without_consent"):
        copied(store, added, tmp_path / "nog een.pdf", Recipient(Whom.OTHER, given))


def test_a_refused_file_leaves_nothing(store: TestStore) -> None:
    person = store.person()
    commits = store.database.saved.commits
    for name, data in (("x.exe", b"MZ\x00"), ("x.pdf", files.pdf(passphrase="geheim"))):
        with pytest.raises(AttachmentRefused):
            add(store, person, name=name, data=data)
    assert store.database.saved.commits == commits
    assert list(store.folder.attachments.iterdir()) == []


@pytest.mark.promise("L11")
@pytest.mark.parametrize(
    ("title", "name"),
    [("Paspoort van mevrouw", "IMG_1.jpg"), ("", "rijbewijs_voor.jpg"), ("ID-kaart", "a.jpg")],
)
def test_l11_what_is_called_an_identity_document_is_refused(
    store: TestStore, title: str, name: str
) -> None:
    with pytest.raises(AttachmentRefused) as refused:
        add(store, store.person(), name=name, data=files.photo(), title=title)
    assert refused.value.params["reason"] == "identity"
    assert list(store.folder.attachments.iterdir()) == []


@pytest.mark.promise("L11")
def test_l11_control_other_papers_are_not_taken_for_one() -> None:
    for words in ("Drempel", "Brief van de huisarts", "rij bij de trap", "video", "Idske"):
        assert not names_identity_document(words)


@pytest.mark.promise("A17")
def test_a17_nothing_is_added_to_a_dossier_elsewhere(store: TestStore) -> None:
    village = VillageId(ids.record_id())
    person = store.person(village=VillageId(ids.record_id()))
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({village}))
    with pytest.raises(NotVisible):
        attaching.attach(
            store.database, elsewhere, Coming(client_id=person), name="a.pdf", data=PDF
        )
    assert list(store.folder.attachments.iterdir()) == []


def test_a_file_belongs_to_a_visit_of_the_same_person(store: TestStore) -> None:
    person, other = store.person(), store.person()
    visit = store.visit(person)
    add(store, person, visit_id=visit)
    with pytest.raises(NotVisible):
        add(store, other, visit_id=visit)


def test_a_concluded_conversation_keeps_its_files_and_takes_no_more(store: TestStore) -> None:
    person = store.person()
    visit = store.visit(person)
    here, elsewhere = add(store, person, visit_id=visit), add(store, person)
    conclude(store, visit)
    with pytest.raises(AlreadyConcluded):
        attaching.remove(store.database, store.session, here)
    with pytest.raises(AlreadyConcluded):
        add(store, person, visit_id=visit)
    found = attaching.of_client(store.database, store.session, person)
    assert [(one.attachment.id, one.fixed) for one in found] == [(elsewhere, False), (here, True)]


@pytest.mark.parametrize("between", ["concluded", "no photos"])
def test_what_changes_while_a_photo_is_made_anew_counts(
    store: TestStore, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    person = store.person()
    visit = store.visit(person)
    real = incoming.admitted

    def slow(*args: Any, **named: Any) -> Any:
        made = real(*args, **named)
        if between == "concluded":
            visits.conclude(store.database, store.session, visit)
        else:
            purpose, answer = ConsentPurpose.PHOTOS, ConsentAnswer.REFUSED
            consents.note(store.database, store.session, person, purpose=purpose, answer=answer)
        return made

    monkeypatch.setattr(incoming, "admitted", slow)
    with pytest.raises((AlreadyConcluded, AttachmentRefused)):
        add(store, person, visit_id=visit, sort=Sort.PHOTO)
    assert not attaching.of_client(store.database, store.session, person)


def test_undo_brings_a_removed_file_back(store: TestStore) -> None:
    added = add(store, store.person())
    attaching.remove(store.database, store.session, added)
    undo.undo(store.database, store.session)
    assert content(store, added) == PDF


# --- the personal plan ----------------------------------------------------------------------


def asked(store: TestStore, person: PersonId) -> RecordId:
    new = NewRequest(words="Ik zoek hulp.")
    return requests.take(store.database, store.session, person, new).created("request")


def test_a_personal_plan_hangs_on_its_request_and_ends_its_clock(store: TestStore) -> None:
    person = store.person()
    request, today = asked(store, person), clock.today()
    added = add(store, person, sort=Sort.PLAN, received_on=today)
    assert row(store, added).request_id == request
    known = store.get(Request, request)
    assert (known.plan_offer, known.plan_received_on) == (PlanOffer.HANDED_IN, today)
    undo.undo(store.database, store.session)
    known = store.get(Request, request)
    assert (known.plan_offer, known.plan_received_on) == (PlanOffer.NOT_TOLD, None)
    assert attaching.of_client(store.database, store.session, person) == ()


def test_a_plan_that_came_before_keeps_its_first_day(store: TestStore) -> None:
    person = store.person()
    request, today = asked(store, person), clock.today()
    requests.set_plan(store.database, store.session, request, offer=PlanOffer.TOGETHER, on=today)
    add(store, person, sort=Sort.PLAN, received_on=today)
    assert store.get(Request, request).plan_offer is PlanOffer.TOGETHER


def test_a_plan_without_a_request_is_kept_as_well(store: TestStore) -> None:
    added = add(store, store.person(), sort=Sort.PLAN, received_on=clock.today())
    assert row(store, added).request_id is None


@pytest.mark.parametrize(
    ("days", "reason"), [(None, "day_missing"), (1, "date_in_future"), (-1, "before_request")]
)
def test_the_day_of_a_plan_must_be_possible(
    store: TestStore, days: int | None, reason: str
) -> None:
    person = store.person()
    asked(store, person)
    on: date | None = None if days is None else clock.today() + timedelta(days=days)
    with pytest.raises(InvalidField) as refused:
        add(store, person, sort=Sort.PLAN, received_on=on)
    assert (refused.value.field, refused.value.reason) == ("received_on", reason)


# --- at once --------------------------------------------------------------------------------


def test_the_same_photo_added_twice_at_once_can_be_read_twice(store: TestStore) -> None:
    person = store.person()
    with ThreadPoolExecutor(4) as threads:
        added = list(threads.map(lambda _n: add(store, person), range(8)))
    assert {content(store, one) for one in added} == {PDF}
    assert len({row(store, one).key for one in added}) == 1


def test_control_without_waiting_for_the_row_the_first_one_is_lost(store: TestStore) -> None:
    """Two keys for one file: the file is sealed with the second, the first row opens nothing."""
    first = attachments.keep(store.database, PDF)
    second = attachments.keep(store.database, PDF)
    assert (first.file, first.key) != (second.file, second.key)
    with pytest.raises(AttachmentDamaged):
        attachments.content(store.folder, store.key, first)


def test_a_photo_in_the_store_is_the_one_that_was_made_anew(store: TestStore) -> None:
    added = add(store, store.person(), name="IMG.jpg", data=files.photo(4000, 3000))
    with Image.open(io.BytesIO(content(store, added))) as image:
        assert image.size == (2560, 1920)
    with store.database.reading() as connection:
        assert len(records.find(connection, store.session, Attachment)) == 1


@pytest.mark.promise("L8")
def test_l8_no_photo_is_added_after_a_no_to_photos(store: TestStore) -> None:
    person = store.person()

    def say(answer: ConsentAnswer) -> None:
        consents.note(
            store.database, store.session, person, purpose=ConsentPurpose.PHOTOS, answer=answer
        )

    def photograph() -> RecordId:
        return add(store, person, name="trap.jpg", data=files.photo(), sort=Sort.PHOTO)

    say(ConsentAnswer.GIVEN)
    assert photograph()
    say(ConsentAnswer.WITHDRAWN)
    with pytest.raises(AttachmentRefused) as refused:
        photograph()
    assert refused.value.params["reason"] == "consent"
    assert add(store, person), "a paper is no photo of the house"
    say(ConsentAnswer.GIVEN)
    assert photograph()
