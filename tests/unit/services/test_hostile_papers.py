"""Papers of a dossier full of hostile text: they are made, and show it as plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.network import Tie
from meitinker.domain.people import Person
from meitinker.domain.requests import OPEN, Request
from meitinker.domain.visits import Visit, VisitState
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import letters, network_paper, opening, plans, transfers
from meitinker.store import records
from meitinker.store.acts import act
from tests import hostile, stores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

FULL = "vol " * (hostile.ROOM // 4)
SAMPLES = {**hostile.SAMPLES, "full": FULL}


class Dossier:
    """One resident with a conversation, a request and a network, all of it hostile."""

    def __init__(self, database: Database, session: Session) -> None:
        self.database = database
        self.session = session
        with database.reading() as connection:
            visits = records.find(connection, session, Visit)
            requests = records.find(connection, session, Request)
            ties = records.find(connection, session, Tie)
        self.visit = next(v for v in visits if v.state is VisitState.OPEN)
        self.request = next(r for r in requests if r.state in OPEN)
        self.tie = ties[0]

    def fill(self, text: str) -> None:
        """Put ``text``, or as much as fits, in every field of what these papers are made of."""
        people = {self.visit.client_id, self.request.client_id, self.tie.client_id}
        with act(self.database, self.session, "hostile.write") as work:
            for kind, field in hostile.typed_fields():
                declared = KINDS[kind]
                if self.session.role not in declared.writers.change:
                    continue  # a clerk types it: no paper or screen of a meitinker's shows it
                fitting = text[: declared.fields[field].most]
                for record in records.find(
                    work.transaction.connection, self.session, declared.record
                ):
                    about = declared.scope.field and str(getattr(record, declared.scope.field))
                    if not {about, record.id}.isdisjoint(people) or not about:
                        work.edit(declared.record, record.id, {field: fitting})

    def papers(self) -> Iterator[tuple[str, bytes]]:
        """Yield every paper of the dossier, in normal and in large letters."""
        work = (self.database, self.session)
        visit = VisitId(RecordId(self.visit.id))
        for large in (False, True):
            with act(*work, "hostile.large") as writing:
                client = RecordId(self.visit.client_id)
                writing.edit(Person, client, {"large_print": large})
            yield f"plan {large}", plans.pdf(*work, visit)().data
            request = RecordId(self.request.id)
            yield f"receipt {large}", letters.preview(*work, request, large=large)().data
            network = PersonId(RecordId(self.tie.client_id))
            wish = network_paper.Wish(large=large, with_strain=True)
            yield f"network {large}", network_paper.preview(*work, network, wish=wish)().data
        typed = transfers.TypedTransfer(to_name="Collega", note=self.visit.notes)
        yield "handover", transfers.preview(*work, RecordId(self.visit.client_id), typed)().data


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    with stores.village(tmp_path_factory.mktemp("papers") / "store", persons=20) as database:
        yield Dossier(database, opening.session_of(database))


def read(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    text = []
    for page in document:
        words = page.get_textpage()
        text.append(words.get_text_range())
        words.close()
        page.close()
    document.close()
    return "".join("".join(text).split())


@pytest.mark.parametrize("nasty", SAMPLES)
def test_every_paper_stands_hostile_text_and_shows_it_as_words(
    dossier: Dossier, nasty: str
) -> None:
    dossier.fill(SAMPLES[nasty])
    seen = {name: read(data) for name, data in dossier.papers()}
    assert len(seen) == 7
    for name, text in seen.items():
        assert not {char for char in text if ord(char) < 32 or 0x202A <= ord(char) <= 0x202E}, name
    if nasty == "markup":
        assert all("<b>vet</b>" in text and "&amp;" in text for text in seen.values())
    if nasty == "override":
        assert all("Jong" in text for text in seen.values())
