"""Whatever people do, in whatever order: the tables are what the changes say."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meitinker import ids
from meitinker.domain.people import Person, Phone
from meitinker.domain.visits import Visit
from meitinker.errors import NotVisible, RecordGone, UndoRefused
from meitinker.services import undo
from meitinker.store import checking, drafts
from meitinker.store.acts import act
from tests import stores
from tests.stores import TestStore

Move = tuple[str, int, str]

MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "person",
                "phone",
                "type",
                "type",
                "edit",
                "both",
                "remove",
                "back",
                "seal",
                "undo",
                "undo",
                "redo",
                "restart",
            ]
        ),
        st.integers(0, 2),
        st.sampled_from(["", "a", "b", "é"]),
    ),
    max_size=25,
)


class Story:
    """People, phones and visits, and the moves that touch them."""

    def __init__(self, store: TestStore) -> None:
        """Begin with one person and one visit."""
        self.store = store
        self.people = [store.person("Jong")]
        self.phones: list[ids.RecordId] = []
        self.visit = store.visit(self.people[0])

    def play(self, move: Move) -> None:
        """Make one move; what the rules refuse is refused."""
        name, which, text = move
        try:
            getattr(self, f"_{name}")(which, text)
        except (NotVisible, RecordGone, UndoRefused):
            return

    def _pick(self, which: int) -> ids.PersonId:
        return self.people[which % len(self.people)]

    def _person(self, _which: int, text: str) -> None:
        self.people.append(self.store.person(text))

    def _phone(self, which: int, text: str) -> None:
        phone = Phone(id=ids.record_id(), person_id=self._pick(which), number=text)
        with act(self.store.database, self.store.session, "phone.add") as work:
            self.phones.append(work.create(phone))

    def _type(self, which: int, text: str) -> None:
        fields = {"notes": text} if which else {"question": text, "conclusion": text}
        drafts.save(self.store.database, self.store.session, Visit, self.visit, fields)

    def _edit(self, which: int, text: str) -> None:
        with act(self.store.database, self.store.session, "person.edit") as work:
            work.edit(Person, self._pick(which), {"called": text})

    def _both(self, which: int, text: str) -> None:
        with act(self.store.database, self.store.session, "both") as work:
            work.edit(Person, self._pick(which), {"called": text, "surname": text})
            work.edit(Visit, self.visit, {"notes": text})

    def _remove(self, which: int, _text: str) -> None:
        with act(self.store.database, self.store.session, "remove") as work:
            if self.phones:
                work.delete(Phone, self.phones[which % len(self.phones)])
            else:
                work.delete(Person, self._pick(which))

    def _back(self, which: int, _text: str) -> None:
        with act(self.store.database, self.store.session, "back") as work:
            work.restore(Person, self._pick(which))

    def _seal(self, _which: int, _text: str) -> None:
        drafts.seal_all(self.store.database, self.store.session)

    def _undo(self, _which: int, _text: str) -> None:
        undo.undo(self.store.database, self.store.session)

    def _redo(self, _which: int, _text: str) -> None:
        undo.redo(self.store.database, self.store.session)

    def _restart(self, _which: int, _text: str) -> None:
        self.store.reopen()


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(moves=MOVES)
def test_whatever_is_done_the_tables_are_what_the_changes_say(moves: list[Move]) -> None:
    with tempfile.TemporaryDirectory() as folder, stores.opened(Path(folder) / "store") as store:
        story = Story(store)
        for move in moves:
            story.play(move)
        assert checking.check(store.database).problems == ()


def test_control_a_write_beside_the_journal_is_noticed(tmp_path: Path) -> None:
    with stores.opened(tmp_path / "store") as store:
        story = Story(store)
        for move in (("type", 1, "a"), ("seal", 0, ""), ("edit", 0, "b")):
            story.play(move)
        with store.database.transaction() as transaction:
            transaction.connection.execute("UPDATE visit SET notes = 'b'")
        assert checking.check(store.database).problems
