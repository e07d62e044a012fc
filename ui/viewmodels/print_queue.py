"""The papers of all villages that wait, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.viewmodels import paper_queue
from ui.viewmodels.parts import Choice, Line

if TYPE_CHECKING:
    from meitinker.services.paper_queue import WaitingPaper
    from meitinker.services.print_queue import PrintQueue

ALL = ""
"""Key of all villages together."""

_NOWHERE = "-"
"""Key of residents who live in no village of the organisation."""


def villages(queue: PrintQueue) -> list[Choice]:
    """Return whose papers can be looked at, each with how many wait; all of them first."""
    every = sum(len(one.papers) for one in queue.villages)
    return [
        Choice(ALL, _("Alle dorpen ({count})").format(count=every)),
        *(
            Choice(one.village_id or _NOWHERE, f"{_name(one.name)} ({len(one.papers)})")
            for one in queue.villages
        ),
    ]


def papers(queue: PrintQueue, village: str) -> tuple[WaitingPaper, ...]:
    """Return the papers of a village, or of all; the oldest first."""
    found = [
        paper
        for one in queue.villages
        if village in {ALL, one.village_id or _NOWHERE}
        for paper in one.papers
    ]
    return tuple(sorted(found, key=lambda one: one.entry.made_at))


def lines(queue: PrintQueue, village: str) -> tuple[Line, ...]:
    """Return what is listed of them; where all villages stand together, each says its own."""
    rows = paper_queue.rows(papers(queue, village), at_office=True)
    if village != ALL:
        return rows
    lives = {paper.key: _name(one.name) for one in queue.villages for paper in one.papers}
    return tuple(Line(key, f"{lives[key]} · {text}") for key, text in rows)


def head(queue: PrintQueue, village: str) -> str:
    """Return how many papers wait, and how many of them are shown."""
    count = len(papers(queue, village))
    return paper_queue.head(count + (queue.further if village == ALL else 0))


def _name(village: str) -> str:
    return village or _("Dorp onbekend")
