"""Adding files to a dossier, showing them and taking them away."""

from __future__ import annotations

import secrets
import stat
from typing import TYPE_CHECKING

from meitinker import clock, ids, paths
from meitinker.domain.attachments import ATTACHMENT, Attachment
from meitinker.domain.people import PERSON
from meitinker.domain.visits import VISIT, Visit
from meitinker.errors import NotVisible
from meitinker.exchange import incoming
from meitinker.services import reading
from meitinker.store import attachments, records, rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import PersonId, RecordId, VisitId
    from meitinker.store.database import Database


def attach(
    database: Database,
    session: Session,
    *,
    client_id: PersonId,
    name: str,
    data: bytes,
    visit_id: VisitId | None = None,
) -> Changes:
    """Add a file to a dossier. Large pictures take a second: call it off the screen's thread.

    Args:
        database: The store.
        session: Who adds it.
        client_id: The dossier.
        name: The file's name as it came; only shown, in a cleaned form.
        data: The file.
        visit_id: The visit it was made at.

    Raises:
        NotVisible: The dossier or visit is outside what the session may see.
        AttachmentRefused: Params: ``reason``.
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    _require_dossier(database, session, client_id, visit_id)
    file = incoming.admitted(name, data)
    kept = attachments.keep(database, file.content)
    with act(database, session, "attachment.add") as work:
        work.create(
            Attachment(
                id=ids.record_id(),
                client_id=client_id,
                visit_id=visit_id,
                name=file.name,
                media_type=file.media_type,
                size=kept.size,
                file=kept.file,
                key=kept.key,
                added_at=clock.now(),
            )
        )
    return work.changes


def attach_file(
    database: Database,
    session: Session,
    *,
    client_id: PersonId,
    path: Path,
    visit_id: VisitId | None = None,
) -> Changes:
    """Add the file at ``path``; no more of it is read than could be kept.

    Raises:
        NotVisible, AttachmentRefused: As :func:`attach`.
        DiskFull, DiskFailed, StoreReadOnly: It cannot be read, or was not kept.
    """
    with paths.disk_errors(), path.open("rb") as file:
        data = file.read(incoming.LARGEST + 1)
    return attach(
        database, session, client_id=client_id, name=path.name, data=data, visit_id=visit_id
    )


def content(database: Database, session: Session, attachment_id: RecordId) -> bytes:
    """Return a file's bytes, after writing down that it is opened.

    Raises:
        NotVisible: It is not there or not this session's to see.
        AttachmentDamaged: It is missing, cut short or changed.
        DiskFull, DiskFailed, StoreReadOnly: The reading could not be written down.
    """
    return _content(database, session, attachment_id)[1]


def viewing_copy(database: Database, session: Session, attachment_id: RecordId) -> Path:
    """Return a read-only clear copy for a viewer program; wiped at lock and at start (A6, A7).

    Raises:
        NotVisible, AttachmentDamaged, DiskFull, DiskFailed, StoreReadOnly: As :func:`content`.
    """
    found, data = _content(database, session, attachment_id)
    # A folder of its own: two files of one name, and a name that does not lead anywhere else.
    folder = paths.make_private(database.folder.viewing / secrets.token_hex(4))
    copy = folder / incoming.shown_name(found.name, incoming.suffix_of(found.media_type))
    paths.write_durably(copy, data)
    with paths.disk_errors():
        copy.chmod(stat.S_IRUSR)
    return copy


def remove(database: Database, session: Session, attachment_id: RecordId) -> Changes:
    """Take a file away; undo brings it back.

    Raises:
        NotVisible, RecordGone: It is not this session's to see, or was removed before.
        DiskFull, DiskFailed, StoreReadOnly: It was not removed.
    """
    with act(database, session, "attachment.remove") as work:
        work.delete(Attachment, attachment_id)
    return work.changes


def of_client(database: Database, session: Session, client_id: PersonId) -> list[Attachment]:
    """Return the files of a dossier, oldest first; those of a merged file included."""
    with database.reading() as connection:
        return records.find(connection, session, Attachment, client_id=client_id)


def _content(
    database: Database, session: Session, attachment_id: RecordId
) -> tuple[Attachment, bytes]:
    with database.reading() as connection:
        found = records.get(connection, session, Attachment, attachment_id)
    reading.opened(database, session, Attachment, attachment_id)
    kept = attachments.Kept(found.file, found.key, found.size)
    return found, attachments.content(database.folder, database.key, kept)


def _require_dossier(
    database: Database, session: Session, client_id: PersonId, visit_id: VisitId | None
) -> None:
    with database.reading() as connection:
        if not rows.visible(connection, session, PERSON, client_id):
            raise NotVisible(ATTACHMENT.name)
        if visit_id is None:
            return
        visit = records.get(connection, session, Visit, visit_id)
        if records.resolve(connection, visit.client_id) != records.resolve(connection, client_id):
            raise NotVisible(VISIT.name)
