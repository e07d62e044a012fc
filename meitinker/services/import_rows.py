"""What becomes of each row of a list of clients: good, refused, known already, or a double."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import doubles
from meitinker.domain.doubles import Candidate, LikenessReason
from meitinker.domain.people import full_name
from meitinker.exchange.client_rows import ReadRow
from meitinker.services.import_runs import RowState
from meitinker.store import blocks, imports

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.exchange.client_rows import Client
    from meitinker.store.database import Database

_MOST_ALIKE = 5
_MOST_COMPARED = 12
"""People, and earlier rows, with which a row is compared: the nearest by their keys first."""


class AlikePerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be the client of a row.

    ``person_id`` is somebody in the store, or "" for an earlier row of the list, ``row``.
    """

    score: int
    reasons: tuple[LikenessReason, ...]
    name: str
    person_id: str = ""
    row: int = 0

    @property
    def probable(self) -> bool:
        """Whether the row stays out unless somebody says that it is another person."""
        return self.score >= doubles.PROBABLE


class ClientRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the report: what it says, what is wrong, who is like it, what becomes of it."""

    read: ReadRow
    state: RowState
    alike: tuple[AlikePerson, ...] = ()
    key: str = ""

    @property
    def number(self) -> int:
        """The number that a spreadsheet shows beside it."""
        return self.read.number


class Within:
    """The rows that were read so far, to find two of one person within the list."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_key: dict[str, list[int]] = {}
        self._rows: list[tuple[int, Candidate]] = []

    def alike(self, draft: doubles.PersonDraft) -> list[tuple[int, Candidate]]:
        """Return earlier rows that share a key, those of the rarest keys first."""
        keys = [key for key in doubles.telling_keys(draft) if key in self._by_key]
        places = dict.fromkeys(
            place
            for key in sorted(keys, key=lambda one: (len(self._by_key[one]), one))
            for place in self._by_key[key]
        )
        return [self._rows[place] for place in list(places)[:_MOST_COMPARED]]

    def add(self, number: int, draft: doubles.PersonDraft, candidate: Candidate) -> None:
        """Take a row along for those that come after it."""
        for key in doubles.telling_keys(draft):
            self._by_key.setdefault(key, []).append(len(self._rows))
        self._rows.append((number, candidate))


def judged(
    database: Database, session: Session, read: ReadRow, *, key: str, within: Within
) -> ClientRow:
    """Return what becomes of a row that was read, and who is like it.

    Args:
        database: The store.
        session: Who looks; nobody outside its sight is compared with.
        read: The row.
        key: What it is known by.
        within: The rows before it; this one is added to them.
    """
    client = read.client
    if client is None:
        return ClientRow(read=read, state=RowState.REFUSED, key=key)
    with database.reading() as connection:
        before = imports.person_of(connection, key)
        if before is not None:
            return ClientRow(read=read, state=RowState.KNOWN, key=key)
        draft = _draft(client)
        there = blocks.candidates(
            connection, session, draft, by=doubles.telling_keys(draft), most=_MOST_COMPARED
        )
    earlier = within.alike(draft)
    alike = (*_in_store(draft, there), *_in_list(draft, earlier))
    homes = (client.home,) if client.home and not client.person.secret_address else ()
    within.add(
        read.number,
        draft,
        Candidate(person=client.person, addresses=homes, phones=client.phones),
    )
    double = any(one.probable for one in alike)
    best = tuple(sorted(alike, key=lambda one: -one.score)[:_MOST_ALIKE])
    return ClientRow(
        read=read, state=RowState.DOUBLE if double else RowState.GOOD, alike=best, key=key
    )


def _in_store(draft: doubles.PersonDraft, there: list[Candidate]) -> list[AlikePerson]:
    names = {one.person.id: full_name(one.person) for one in there}
    return [
        AlikePerson(
            score=one.score,
            reasons=one.reasons,
            name=names[one.person_id],
            person_id=one.person_id,
        )
        for one in doubles.likenesses(draft, there)
    ]


def _in_list(draft: doubles.PersonDraft, earlier: list[tuple[int, Candidate]]) -> list[AlikePerson]:
    found = ((number, one, doubles.likeness(draft, one)) for number, one in earlier)
    return [
        AlikePerson(score=like.score, reasons=like.reasons, name=full_name(one.person), row=number)
        for number, one, like in found
        if like.score >= doubles.POSSIBLE
    ]


def _draft(client: Client) -> doubles.PersonDraft:
    homes = (client.home,) if client.home else ()
    return doubles.draft_of(client.person, homes, phones=client.phones)


def name_of(read: ReadRow) -> str:
    """Return what a row is known by: the number of the other program, else who stands in it."""
    if read.key:
        return f"number {read.key}"
    if read.client is None:
        return ""
    person, home = read.client.person, read.client.home
    if person.bsn:
        return f"bsn {person.bsn}"
    told = (person.given_names, person.called, person.prefix, person.surname, person.partner_name)
    born = person.born_on.isoformat() if person.born_on else person.born_text
    lives = (home.postcode, home.number, home.street, home.place) if home else ()
    return "who " + "\x1e".join((*told, born, *lives))
