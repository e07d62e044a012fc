"""Opening a long conversation: 40 needs and 60 kB of notes, from the click to the painted page."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from meitinker.ids import PersonId, RecordId, VisitId
from tests.bench import children, village
from tests.bench.figure import Promise, figure

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from tests.bench.figure import Figure

PROMISE = Promise(plus=150, words="at most 150 ms")
NEEDS = 40
NOTES = 60_000
SECTIONS = ("question", "needs")
"""Where the notes are, and where the needs are: both must be there at once."""


def figures(*, quick: bool) -> list[Figure]:
    """Return how long the conversation takes at either section, its first opening apart."""
    persons = village.QUICK_PERSONS if quick else village.PERSONS
    taken: dict[str, list[float]] = {section: [] for section in SECTIONS}
    first: list[float] = []
    worked: list[float] = []
    with village.copied(persons) as folder:
        visit_id = _prepare(folder)
        for _ in range(2 if quick else 5):
            told = children.told("conversation", str(folder), visit_id)
            first.append(told["first"])
            worked += told["worked"]
            for section in SECTIONS:
                taken[section] += told[section]
    note = f"{NEEDS} needs and {NOTES // 1000} kB of notes"
    return [
        figure("conversation.first", first, note=f"{note}; the screen is built for it"),
        figure("conversation.worked", worked, note="of which the GUI thread had a processor"),
        *(
            figure(f"conversation.{section}", taken[section], promise=PROMISE, note=note)
            for section in SECTIONS
        ),
    ]


def _prepare(folder: Path) -> str:
    """Begin the conversation and return its id."""
    from meitinker.services import editing, people, visits

    with village.opened(folder) as (database, session):
        person = people.listed(database, session, most=1)[0].person_id
        begun = visits.begin(database, session, PersonId(RecordId(person)))
        visit = VisitId(RecordId(begun.created("visit")))
        for number in range(NEEDS):
            visits.add_need(database, session, visit, what=f"Hulp bij de trap, deel {number}.")
        part = ("De trap is steil en de buurvrouw helpt soms. " * (NOTES // 44))[: NOTES // 3]
        fields: dict[str, str | int | None] = dict.fromkeys(
            ("question", "notes", "conclusion"), part
        )
        editing.save(database, session, kind="visit", record_id=visit, fields=fields)
        editing.seal(database, session)
        return visit


def _child(database: Database, session: Session, visit_id: str) -> None:
    from PySide6.QtWidgets import QApplication, QStackedWidget

    from meitinker.store.settings import ScreenSpot
    from tests.bench.screen import Painted, rest, tell, wait
    from ui import theme
    from ui.starting.preferences import Preferences
    from ui.views.visits.place import VisitsPlace
    from ui.work.tasks import Tasks
    from ui.workplace import Workplace

    application = QApplication(sys.argv[:1])
    theme.apply(application, theme.Theme())
    tasks = Tasks()
    workplace = Workplace(
        database=database, session=session, tasks=tasks, preferences=Preferences(), demo=True
    )
    window = QStackedWidget()
    place = VisitsPlace(workplace, window)
    window.addWidget(place)
    window.resize(1366, 768)
    window.show()
    painted: list[float] = []

    def note() -> None:
        if place.conversation is not None:
            painted.append(time.perf_counter())

    Painted(window, note)
    rest(application, 0.5)

    def opened(section: str) -> float:
        painted.clear()
        start, worked = time.perf_counter(), time.thread_time()
        place.open_visit(visit_id, ScreenSpot(screen="visits", record_id=visit_id, section=section))
        wait(application, lambda: bool(painted))
        # The first paint with the conversation there: what lies below the fold comes after it.
        taken = (painted[0] - start) * 1000
        busy.append((time.thread_time() - worked) * 1000)
        rest(application, 0.4)
        place.close_visit()
        rest(application, 0.2)
        return taken

    busy: list[float] = []
    first = opened(SECTIONS[0])
    measured = {section: [opened(section) for _ in range(4)] for section in SECTIONS}
    tell(first=first, worked=busy[1:], **measured)


if __name__ == "__main__":
    with village.opened(Path(sys.argv[1])) as (_database, _session):
        _child(_database, _session, sys.argv[2])
