"""Letters to a resident: made, kept as they were made, and sent or handed over on a day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.letters import Letter, LetterKind
from meitinker.domain.people import Language, receives_letters
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import OPEN, Request, RequestKind, SignalConsent
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import RecordId, record_id
from meitinker.services import (
    form_drafts,
    kept_papers,
    letter_words,
    people,
    posting,
    reading,
    receipt_words,
    request_files,
    requests,
)
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store import requests as rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.reports.receipt import Receipt
    from meitinker.services.request_files import RequestFile
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.requests import UnsentLetter

_PAPER = "receipt"

GOING = Form("letter_going", TypedFields, about=Letter)
"""The day on which a letter went, as it is typed."""


def hindrance(file: RequestFile) -> str:
    """Return why no receipt may go out for a request, or "".

    ``deceased``: never a letter to someone who died. ``closed``: nothing runs any more.
    ``consent``: the resident does not know of the signal, or did not agree to it.
    """
    request = file.request
    if not receives_letters(file.client):
        return "deceased"
    if request.state not in OPEN:
        return "closed"
    if request.kind is RequestKind.SIGNAL and request.consent is not SignalConsent.GIVEN:
        return "consent"
    return ""


def preview(
    database: Database,
    session: Session,
    request_id: RecordId,
    *,
    large: bool | None = None,
    language: Language | None = None,
) -> Press:
    """Return what makes the receipt of a request as it would be now, for the screen.

    What the organisation did not fill in yet shows as a marked place; a letter that is made
    leaves it out. That the request was opened is logged already.

    Args:
        database: The store.
        session: Who is asking.
        request_id: The request.
        large: Large print; the resident's own wish where it is None.
        language: The resident's own where it is None.

    Raises:
        NotVisible: It is not this session's to see.
        NotAllowed: No receipt may go out (see :func:`hindrance`).
    """
    from meitinker.reports import receipt

    file = _allowed(database, session, request_id)
    content = _content(database, session, file, language=language, slots=True)
    return partial(receipt.render, _sized(content, large))


def names_support(database: Database, session: Session, file: RequestFile) -> bool:
    """Tell whether a letter of now could name who gives free client support."""
    client = people.file_of(database, session, RecordId(file.client.id))
    letterhead = letter_words.letterhead_of(database, session, client, user_id=file.request.user_id)
    return bool(letterhead.support.told)


def make(
    database: Database,
    session: Session,
    request_id: RecordId,
    *,
    way: HandoverWay,
    language: Language | None = None,
) -> Changes:
    """Make the receipt of a request and keep it; given at the table it is there at once.

    Raises:
        NotAllowed: No receipt may go out (see :func:`hindrance`).
        InvalidField: It cannot go this way (see :func:`posting.require`).
    """
    file = _allowed(database, session, request_id)
    with database.reading() as connection:
        client = posting.addressee(connection, session, file.client.id)
    posting.require(way, client)
    content = _content(database, session, file, language=language)
    at_once, today = way is HandoverWay.AT_THE_TABLE, clock.today()
    letter = Letter(
        id=record_id(),
        client_id=file.request.client_id,
        kind=LetterKind.RECEIPT,
        made_at=clock.now(),
        request_id=file.request.id,
        language=language or file.client.language,
        content=msgspec.json.encode(content).decode(),
        way=way,
        sent_on=today if at_once else None,
    )
    with act(database, session, "letter.make") as work:
        work.create(letter)
        if at_once:
            requests.told_by_letter(work, file.request, today)
    return work.changes


def send(database: Database, session: Session, letter_id: RecordId, *, on: date) -> Changes:
    """Note the day on which a letter was sent or handed over: a fact that terms run from.

    A receipt tells of the personal plan and of client support, so that is noted with it.

    Raises:
        InvalidField: A day still to come, or before the letter was made; or a letter that
            carries another resident's name (see :mod:`kept_papers`).
        NotAllowed: The resident died.
    """
    with act(database, session, "letter.send") as work:
        note_sent(work, session, letter_id, on=on)
    return work.changes


def note_sent(work: Act, session: Session, letter_id: RecordId, *, on: date) -> None:
    """Note within an act that a letter went out; by hand where the address is secret.

    Raises:
        InvalidField: A day still to come, or before the letter was made; or a letter that
            carries another resident's name (see :mod:`kept_papers`).
        NotAllowed: The resident died.
    """
    connection = work.transaction.connection
    letter = records.get(connection, session, Letter, letter_id)
    client = posting.addressee(connection, session, letter.client_id)
    kept_papers.require_own(connection, session, letter)
    if on > clock.today():
        raise InvalidField("sent_on", "date_in_future")
    if posting.too_early(on, letter.made_at):
        raise InvalidField("sent_on", "before_letter")
    if client.deceased_on is not None and on >= client.deceased_on:
        raise NotAllowed("no letters to the deceased")
    work.edit(Letter, letter_id, {"sent_on": on, "way": posting.way_now(letter.way, client)})
    form_drafts.drop(work.transaction, GOING, about=letter_id)
    request = records.known(connection, session, Request, letter.request_id)
    if request is not None and letter.kind is LetterKind.RECEIPT:
        requests.told_by_letter(work, request, on)


def discard(database: Database, session: Session, letter_id: RecordId) -> Changes:
    """Throw away a letter that did not go out.

    Raises:
        NotAllowed: It went out: that stays a fact.
    """
    with database.reading() as connection:
        letter = records.get(connection, session, Letter, letter_id)
    if letter.sent_on is not None:
        raise NotAllowed("the letter went out")
    with act(database, session, "letter.discard") as work:
        work.delete(Letter, letter_id)
    return work.changes


def shown(
    database: Database, session: Session, letter_id: RecordId, *, large: bool | None = None
) -> Press:
    """Return what makes the PDF of a letter, as it was made, for the screen.

    An address that became secret since is left out.

    Raises:
        NotVisible: It is not this session's to see.
        InvalidField: It carries another resident's name (see :mod:`kept_papers`).
    """
    from meitinker.reports import receipt

    with database.reading() as connection:
        letter = records.get(connection, session, Letter, letter_id)
    return partial(receipt.render, _sized(_kept(database, session, letter), large))


def printed(
    database: Database, session: Session, letter_id: RecordId, *, large: bool | None = None
) -> Press:
    """Return a letter as :func:`shown` does; that it is printed is logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print nothing.
    """
    press = shown(database, session, letter_id, large=large)
    reading.printed(database, session, Letter, letter_id, paper=_PAPER)
    return press


def exported(
    database: Database, session: Session, letter_id: RecordId, *, large: bool | None = None
) -> Press:
    """Return a letter as :func:`shown` does; that it leaves in a file is logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: export nothing.
    """
    press = shown(database, session, letter_id, large=large)
    reading.exported(database, session, Letter, [letter_id], what=_PAPER)
    return press


def unsent(database: Database, session: Session) -> list[UnsentLetter]:
    """Return the letters that still have to go, oldest first."""
    with database.reading() as connection:
        return rows.unsent_letters(connection, session)


def _allowed(database: Database, session: Session, request_id: RecordId) -> RequestFile:
    file = request_files.file_of(database, session, request_id)
    reason = hindrance(file)
    if reason:
        raise NotAllowed(f"no receipt: {reason}")
    return file


def _content(
    database: Database,
    session: Session,
    file: RequestFile,
    *,
    language: Language | None,
    slots: bool = False,
) -> Receipt:
    client = people.file_of(database, session, RecordId(file.client.id))
    letterhead = letter_words.letterhead_of(database, session, client, user_id=file.request.user_id)
    return receipt_words.content(
        file, client, letterhead=letterhead, language=language, slots=slots
    )


def _kept(database: Database, session: Session, letter: Letter) -> Receipt:
    """Return what a letter said when it was made; one of the example village was never made."""
    from meitinker.reports import receipt

    if letter.content or letter.request_id is None:
        content = msgspec.json.decode(letter.content, type=receipt.Receipt)
        with database.reading() as connection:
            return kept_papers.as_now(connection, session, content, paper=letter)
    file = request_files.file_of(database, session, letter.request_id)
    return _content(database, session, file, language=letter.language)


def _sized(content: Receipt, large: bool | None) -> Receipt:
    return content if large is None else msgspec.structs.replace(content, large=large)
