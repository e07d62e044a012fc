"""Adding files to a dossier, showing them and taking them away."""

from __future__ import annotations

import stat
import threading
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, ids, paths
from meitinker.domain import consents
from meitinker.domain.attachments import ATTACHMENT, Attachment, Sort, names_identity_document
from meitinker.domain.consents import Consent, ConsentPurpose, Recipient
from meitinker.domain.people import PERSON, Person
from meitinker.domain.requests import OPEN, PlanOffer, Request
from meitinker.domain.visits import VISIT, Visit, require_open
from meitinker.errors import AttachmentRefused, InvalidField, NotVisible
from meitinker.exchange import incoming, thumbnails
from meitinker.services import reading
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import attachments, records, rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.exchange.incoming import Admitted
    from meitinker.exchange.pdfs import Share
    from meitinker.exchange.thumbnails import Thumbnail
    from meitinker.ids import PersonId, RecordId, VisitId
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_ALONE = threading.Lock()
"""A file has its row before the next one is kept: equal files share one key, and the second
finds it in the row of the first."""

FOR_FILE = Form("attaching_to_file", TypedFields, about=Person)
FOR_VISIT = Form("attaching_to_visit", TypedFields, about=Visit)
"""What is said of files before they are chosen, for a dossier or a conversation."""


class Coming(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a file that is to be added.

    Attributes:
        client_id: The dossier.
        visit_id: The conversation in which it came, or None.
        title: What it is called; "" for the name that the file has.
        sort: What it is.
        received_on: The day on which a personal plan came.
    """

    client_id: PersonId
    visit_id: VisitId | None = None
    title: str = ""
    sort: Sort = Sort.PAPER
    received_on: date | None = None


def attach(
    database: Database, session: Session, coming: Coming, *, name: str, data: bytes
) -> Changes:
    """Add a file to a dossier. Large pictures take a second: call it off the lanes of the store.

    A personal plan hangs on the request that it belongs to, and ends its clock of seven days.

    Args:
        database: The store.
        session: Who adds it.
        coming: What it is and where it belongs.
        name: The file's name as it came.
        data: The file.

    Raises:
        NotVisible: The dossier or visit is outside what the session may see.
        AlreadyConcluded: The conversation takes no more files.
        InvalidField: The day of the plan is missing, to come or before the request
            (``received_on``).
        AttachmentRefused: Params: ``reason``. Also a photo where the resident said no to photos,
            or took a yes back: withdrawal stops further use (L8).
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    if names_identity_document(f"{coming.title} {name}"):
        raise AttachmentRefused("identity document", reason="identity")
    with database.reading() as connection:
        _require_wanted(connection, session, coming)
        request = _request_of(connection, session, coming) if coming.sort is Sort.PLAN else None
    _require_day(coming, request)
    file = incoming.admitted(name, data, title=coming.title)
    with _ALONE:
        return _keep(database, session, coming, file=file, request=request)


def attach_file(database: Database, session: Session, coming: Coming, *, path: Path) -> Changes:
    """Add the file at ``path``; no more of it is read than could be kept.

    Raises:
        NotVisible, AlreadyConcluded, InvalidField, AttachmentRefused: As :func:`attach`.
        DiskFull, DiskFailed, StoreReadOnly: It cannot be read, or was not kept.
    """
    if path.is_dir():
        raise AttachmentRefused("folder", reason="folder")
    with paths.disk_errors(), path.open("rb") as file:
        data = file.read(incoming.LARGEST + 1)
    return attach(database, session, coming, name=path.name, data=data)


def opened(
    database: Database, session: Session, attachment_id: RecordId
) -> tuple[Attachment, bytes]:
    """Return a file and its bytes, after writing down that it is opened.

    Raises:
        NotVisible: It is not there or not this session's to see.
        AttachmentDamaged: It is missing, cut short or changed.
        DiskFull, DiskFailed, StoreReadOnly: The reading could not be written down.
    """
    found = _visible(database, session, attachment_id)
    reading.opened(database, session, Attachment, attachment_id)
    return found, _bytes(database, found)


def thumbnail(
    database: Database, session: Session, attachment_id: RecordId, *, edge: int
) -> Thumbnail:
    """Return a photo made small, for the list of its dossier.

    It is no reading of its own: the dossier or conversation that lists it was opened, and that
    is written down. The whole photo is only had by :func:`opened`.

    Args:
        database: The store.
        session: Who looks.
        attachment_id: The photo.
        edge: Pixels of the longer side, at most.

    Raises:
        NotVisible: It is not there or not this session's to see.
        AttachmentDamaged: It is no picture, or missing, cut short or changed.
    """
    return thumbnails.thumbnail(
        _bytes(database, _visible(database, session, attachment_id)), edge=edge
    )


def copying(
    database: Database,
    session: Session,
    attachment_id: RecordId,
    *,
    target: Path,
    words: str,
    to: Recipient,
) -> Iterator[Share]:
    """Write a read-only copy that says ``words`` on its face; that it leaves is logged first (A6).

    It is made in bites, so that hundreds of pages hold up no other file; there is nothing at
    ``target`` before the last bite.

    Args:
        database: The store.
        session: Who takes it out.
        attachment_id: The file.
        target: Where it goes.
        words: What the copy says of itself.
        to: Who gets it; the log keeps on what ground.

    Yields:
        How many pages are done, and how many there are.

    Raises:
        InvalidField: It is for another, and no consent that stands allows it (L8, L9).
        NotVisible, AttachmentDamaged, DiskFull, DiskFailed, StoreReadOnly: As :func:`opened`,
            or it was not written.
    """
    found = _visible(database, session, attachment_id)
    with database.reading() as connection:
        basis = consents.basis_of(_answers(connection, session, found.client_id), to)
    if basis is None:
        raise InvalidField("recipient", "share_without_consent")
    reading.exported(database, session, Attachment, [attachment_id], what=f"copy {basis}")
    whole = incoming.Admitted(found.name, found.media_type, _bytes(database, found))
    paths.write_durably(target, (yield from incoming.marked(whole, words)))
    with paths.disk_errors():
        target.chmod(stat.S_IRUSR)


def remove(database: Database, session: Session, attachment_id: RecordId) -> Changes:
    """Take a file away; undo brings it back.

    Raises:
        NotVisible, RecordGone: It is not this session's to see, or was removed before.
        AlreadyConcluded: It belongs to a conversation that was concluded.
        DiskFull, DiskFailed, StoreReadOnly: It was not removed.
    """
    found = _visible(database, session, attachment_id)
    if found.visit_id is not None:
        with database.reading() as connection:
            require_open(records.get(connection, session, Visit, found.visit_id))
    with act(database, session, "attachment.remove") as work:
        work.delete(Attachment, attachment_id)
    return work.changes


class FileOf(msgspec.Struct, frozen=True):
    """A file of a dossier; ``fixed`` where its conversation was concluded and it stays."""

    attachment: Attachment
    fixed: bool


def of_client(database: Database, session: Session, client_id: PersonId) -> tuple[FileOf, ...]:
    """Return the files of a dossier, newest first; those of a merged file included."""
    with database.reading() as connection:
        found = records.find(connection, session, Attachment, client_id=client_id)
        concluded = {
            visit.id
            for visit in records.find(connection, session, Visit, client_id=client_id)
            if visit.concluded_at is not None
        }
    return tuple(FileOf(one, fixed=one.visit_id in concluded) for one in reversed(found))


def _keep(
    database: Database,
    session: Session,
    coming: Coming,
    *,
    file: Admitted,
    request: Request | None,
) -> Changes:
    """Put the file on the disk, and then its row in the store."""
    kept = attachments.keep(database, file.content)
    with act(database, session, "attachment.add") as work:
        _require_wanted(work.transaction.connection, session, coming)
        work.create(
            Attachment(
                id=ids.record_id(),
                client_id=coming.client_id,
                visit_id=coming.visit_id,
                request_id=request.id if request else None,
                name=file.name,
                media_type=file.media_type,
                size=kept.size,
                file=kept.file,
                key=kept.key,
                added_at=clock.now(),
            )
        )
        if request is not None and coming.received_on is not None:
            _note_plan(work, request, coming.received_on)
    return work.changes


def _visible(database: Database, session: Session, attachment_id: RecordId) -> Attachment:
    with database.reading() as connection:
        return records.get(connection, session, Attachment, attachment_id)


def _bytes(database: Database, found: Attachment) -> bytes:
    with database.reading() as connection:
        elsewhere = attachments.was_added_elsewhere(connection, found.id)
    kept = attachments.Kept(found.file, found.key, found.size, elsewhere)
    return attachments.content(database.folder, database.key, kept)


def _require_wanted(connection: Connection, session: Session, coming: Coming) -> None:
    """Refuse what may not be added; asked again in the act, for making a photo anew takes a while.

    Meanwhile the conversation may be concluded, and a yes to photos taken back.
    """
    _require_dossier(connection, session, coming)
    if coming.sort is Sort.PHOTO:
        _require_no_refusal(connection, session, coming.client_id)


def _require_dossier(connection: Connection, session: Session, coming: Coming) -> None:
    if not rows.visible(connection, session, PERSON, coming.client_id):
        raise NotVisible(ATTACHMENT.name)
    if coming.visit_id is None:
        return
    visit = records.get(connection, session, Visit, coming.visit_id)
    home = records.resolve(connection, coming.client_id)
    if records.resolve(connection, visit.client_id) != home:
        raise NotVisible(VISIT.name)
    require_open(visit)


def _request_of(connection: Connection, session: Session, coming: Coming) -> Request | None:
    """Return the request that a personal plan belongs to: the visit's, else the newest open."""
    if coming.visit_id is not None:
        visit = records.get(connection, session, Visit, coming.visit_id)
        asked = records.known(connection, session, Request, visit.request_id)
        if asked is not None:
            return asked
    client = records.resolve(connection, coming.client_id)
    found = records.find(connection, session, Request, order="received_at", client_id=client)
    return next((one for one in reversed(found) if one.state in OPEN), None)


def _require_day(coming: Coming, request: Request | None) -> None:
    if coming.sort is not Sort.PLAN:
        return
    on = coming.received_on
    if on is None:
        raise InvalidField("received_on", "day_missing")
    if on > clock.today():
        raise InvalidField("received_on", "date_in_future")
    if request is not None and on < clock.local(request.received_at).date():
        raise InvalidField("received_on", "before_request")


def _note_plan(work: Act, request: Request, on: date) -> None:
    """Note on the request that its plan came; the first day on which one came stays."""
    if request.state in OPEN and request.plan_received_on is None:
        told = request.plan_told_on or on
        fields = {
            "plan_offer": PlanOffer.HANDED_IN,
            "plan_received_on": on,
            "plan_told_on": told,
        }
        work.edit(Request, request.id, fields)


def _answers(connection: Connection, session: Session, client_id: PersonId) -> list[Consent]:
    one = records.resolve(connection, client_id)
    return records.find(connection, session, Consent, client_id=one)


def _require_no_refusal(connection: Connection, session: Session, client_id: PersonId) -> None:
    if consents.refused(_answers(connection, session, client_id), ConsentPurpose.PHOTOS):
        raise AttachmentRefused("no consent", reason="consent")
