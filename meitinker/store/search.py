"""Finding people and notes while the user types.

People are found by the beginning of any word of their names, address, village (by both its
names), phone number or date of birth; never by a secret address. A typing error in a name of
three letters or more is met by trigrams; short names go by prefix. What was typed is cut into
words and each is quoted, so that nothing a user types is query syntax (A1). Records that wait to
be indexed are looked through as they are.
:mod:`meitinker.store.indexing` keeps the index.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON
from meitinker.domain.records import Search
from meitinker.domain.villages import folded
from meitinker.store import indexing, rows, secrecy, visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection
    from meitinker.store.visibility import Condition

_WORD = re.compile(r"\w+")
_DATE = re.compile(r"(?<!\w)(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,10})[\s./-]+(\d{4})(?!\w)")
_PHONE = re.compile(r"(?<![\w+])(?:\+|0)\d[\d\s()-]*\d")
_MONTHS = (
    ("jan",),
    ("feb", "febr"),
    ("maart", "mrt"),
    ("apr",),
    ("mei", "maaie"),
    ("jun",),
    ("jul",),
    ("aug",),
    ("sep",),
    ("okt",),
    ("nov",),
    ("dec",),
)
_MOST_WORDS = 8
_LONGEST_WORD = 40
_GRAM = 3
_ALIKE_ENOUGH = 75.0
"""Of 100, by edit distance: "Hokestra" and "Hoekstra" are 87, "Visser" and "Visscher" 85."""
_PENDING_SCANNED = 100
_GRAMS_SCORED = 400
_STANDS_FOR = (
    " JOIN person_entry AS e ON e.person_id = coalesce((SELECT a.person_id"
    " FROM person_alias AS a WHERE a.alias = m.person_id), m.person_id)"
)
"""From the file ``m`` that was met to the one ``e`` it is now: two merged files are one person."""

_DOSSIER = (
    "person AS d ON d.id = coalesce((SELECT a.person_id FROM person_alias AS a"
    " WHERE a.alias = p.person_id), p.person_id)"
)
"""The person in whose dossier the record ``p`` lies."""

_NOTES_LOOKED_AT = 200
"""More than are shown: some may hold the words only where the role may not read."""


class Hit(msgspec.Struct, frozen=True):
    """One person found, and why: ``words``, ``alike`` (a typing error) or ``pending``."""

    person_id: str
    why: str


class NoteHit(msgspec.Struct, frozen=True):
    """One record whose notes hold every word asked for."""

    kind: str
    record_id: str
    person_id: str


def words(text: str) -> list[str]:
    """Return the words of what a user typed, folded: at most eight, of forty characters."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(folded(text))[:_MOST_WORDS]]


def joined(text: str) -> str:
    """Return ``text`` with dates and phone numbers as the index has them: digits only.

    "4 maart 1948", "04-03-1948" and "4/3/1948" become 04031948, "0566-00 79 19" 0566007919.
    """
    plain = _DATE.sub(_date_digits, folded(text))
    return _PHONE.sub(lambda found: re.sub(r"\D", "", found[0]), plain)


def _date_digits(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    number = int(month) if month.isdigit() else _month(month)
    return f"{int(day):02d}{number:02d}{year}" if number else found[0]


def _month(name: str) -> int:
    """Return the number of a month by its Dutch or Frisian name, 0 for another word."""
    return next((n for n, names in enumerate(_MONTHS, 1) if name.startswith(names)), 0)


def people(connection: Connection, session: Session, text: str, *, most: int = 50) -> list[Hit]:
    """Return the people that ``text`` may mean, best first.

    Args:
        connection: Where to read.
        session: Who is asking; other people's dossiers are not found.
        text: Parts of names, street, village, phone number or date of birth, as typed.
        most: How many at the most.
    """
    asked = words(joined(text))
    if not asked or not visibility.readable(session, PERSON):
        return []
    inside = visibility.in_villages(session, "e.village_id", "e.person_id")
    found: dict[str, str] = {}
    ways = (
        ((p, "pending") for p in _pending(connection, inside, asked)),
        ((p, "words") for p in _by_list(connection, inside, asked, most)),
        ((p, "words") for p in _by_words(connection, inside, asked, most)),
        ((p, "alike") for p in _alike(connection, inside, asked)),
    )
    for person, why in chain.from_iterable(ways):
        found.setdefault(person, why)
        if len(found) >= most:
            break
    return [Hit(person, why) for person, why in found.items()]


def notes(connection: Connection, session: Session, text: str, *, most: int = 50) -> list[NoteHit]:
    """Return the records whose notes hold every word of ``text``; beginnings count.

    Only fields that the session's role may read are looked at, and what waits to be indexed is
    read as it stands now.
    """
    asked = words(text)
    if not asked:
        return []
    inside = visibility.in_villages(session, "d.village_id", "d.id")
    found: dict[str, NoteHit] = {}
    ways = (_pending_notes(connection, inside), _indexed_notes(connection, inside, asked))
    for hit, waits in chain.from_iterable(ways):
        if hit.record_id not in found and _may_tell(connection, session, hit, asked, waits=waits):
            found[hit.record_id] = hit
        if len(found) >= most:
            break
    return list(found.values())


def _pending_notes(connection: Connection, inside: Condition) -> Iterator[tuple[NoteHit, bool]]:
    condition, values = inside
    waiting = connection.execute(
        "SELECT p.kind, p.record_id, d.id FROM search_pending AS p"
        f" JOIN {_DOSSIER} AND {condition} LIMIT ?",
        (*values, _PENDING_SCANNED),
    )
    yield from ((NoteHit(*row), True) for row in waiting.fetchall())


def _indexed_notes(
    connection: Connection, inside: Condition, asked: list[str]
) -> Iterator[tuple[NoteHit, bool]]:
    condition, values = inside
    found = connection.execute(
        "SELECT p.kind, p.record_id, d.id, EXISTS (SELECT 1 FROM search_pending AS s"
        " WHERE s.kind = p.kind AND s.record_id = p.record_id) FROM note_words AS w"
        " JOIN note_entry AS p ON p.doc = w.rowid"
        f" JOIN {_DOSSIER} AND {condition} WHERE note_words MATCH ? ORDER BY w.rank LIMIT ?",
        (*values, _match(asked), _NOTES_LOOKED_AT),
    )
    yield from ((NoteHit(*row), bool(waits)) for *row, waits in found.fetchall())


def _may_tell(
    connection: Connection, session: Session, hit: NoteHit, asked: list[str], *, waits: bool
) -> bool:
    """Tell whether the words stand in fields that the role may read, by the record as it is."""
    kind = KINDS[hit.kind]
    fields = kind.searched(Search.NOTES)
    hidden = visibility.hidden_fields(session, kind)
    told = [name for name in fields if name not in hidden]
    if not told or not visibility.readable(session, kind):
        return False
    if len(told) == len(fields) and not waits:
        return True
    row = rows.read(connection, kind, hit.record_id)
    if row is None or row.deleted:
        return False
    have = _WORD.findall(folded(" ".join(str(row.fields[name] or "") for name in told)))
    return all(any(h.startswith(word) for h in have) for word in asked)


def _pending(connection: Connection, inside: Condition, asked: list[str]) -> Iterator[str]:
    condition, values = inside
    waiting = connection.execute(
        "SELECT DISTINCT e.person_id FROM search_pending AS p"
        " JOIN person_entry AS e ON e.person_id = coalesce((SELECT a.person_id"
        " FROM person_alias AS a WHERE a.alias = p.person_id), p.person_id)"
        f" WHERE {condition} LIMIT ?",
        (*values, _PENDING_SCANNED),
    ).fetchall()
    for (person,) in waiting:
        if _meets(connection, person, asked):
            yield person


def _meets(connection: Connection, person: str, asked: list[str]) -> bool:
    """Tell whether the records themselves, not the index, hold every word asked for."""
    have = _WORD.findall(folded(" ".join(indexing.words_of_person(connection, person))))
    return all(any(h.startswith(word) for h in have) for word in asked)


def _by_list(
    connection: Connection, inside: Condition, asked: list[str], most: int
) -> Iterator[str]:
    """Surnames that begin as typed, in the order of the list of people."""
    condition, values = inside
    beginning = " ".join(asked)
    found = connection.execute(
        f"SELECT e.person_id FROM person_entry AS m {_STANDS_FOR}"
        f" WHERE m.sort_name >= ? AND m.sort_name < ? AND {condition}"
        " ORDER BY m.sort_name, m.person_id LIMIT ?",
        (beginning, beginning + "\U0010ffff", *values, most),
    )
    yield from (row[0] for row in found.fetchall())


def _by_words(
    connection: Connection, inside: Condition, asked: list[str], most: int
) -> Iterator[str]:
    condition, values = inside
    found = connection.execute(
        "SELECT e.person_id FROM person_words AS w"
        f" JOIN person_entry AS m ON m.doc = w.rowid {_STANDS_FOR}"
        f" WHERE person_words MATCH ? AND {condition} LIMIT ?",
        (_match(asked), *values, most),
    )
    for (person,) in found.fetchall():
        # The index may still know the street of an address that became secret a moment ago, or
        # know it by a file that was merged since.
        if not secrecy.has_secret_address(connection, person) or _meets(connection, person, asked):
            yield person


def _alike(connection: Connection, inside: Condition, asked: list[str]) -> Iterator[str]:
    """Names that differ from what was typed by typing errors, nearest first."""
    word = max(asked, key=len)
    if len(word) <= _GRAM:
        return
    condition, values = inside
    grams = {word[i : i + _GRAM] for i in range(len(word) - _GRAM + 1)}
    found = connection.execute(
        "SELECT e.person_id, m.sort_name FROM person_grams AS g"
        f" JOIN person_entry AS m ON m.doc = g.rowid {_STANDS_FOR}"
        f" WHERE person_grams MATCH ? AND {condition} LIMIT ?",
        (" OR ".join(_quoted(gram) for gram in sorted(grams)), *values, _GRAMS_SCORED),
    ).fetchall()
    scored = ((_nearness(asked, _WORD.findall(name)), person) for person, name in found)
    near = sorted((s for s in scored if s[0] >= _ALIKE_ENOUGH), reverse=True)
    yield from (person for _, person in near)


def _nearness(asked: list[str], name: list[str]) -> float:
    """Return how near the least fitting word of ``asked`` comes to a word of ``name``."""
    from rapidfuzz import fuzz

    return min(
        max(
            (100.0 if part.startswith(word) else fuzz.ratio(word, part) for part in name),
            default=0.0,
        )
        for word in asked
    )


def _match(asked: list[str]) -> str:
    return " ".join(f"{_quoted(word)} *" for word in asked)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
