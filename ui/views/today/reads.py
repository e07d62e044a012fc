"""What Vandaag reads: first what is in sight, begun before the screen is built; then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.services import tasks, today
from ui.viewmodels.today import MOST
from ui.views.back_office.day import DayOffice
from ui.views.papers.day import DayPapers
from ui.views.sending.day import DayConflicts
from ui.views.social_map.day import DayAnswers
from ui.views.today.pressing import DayRequests
from ui.views.week.day import DayAppointments
from ui.work.tasks import Ahead

if TYPE_CHECKING:
    from ui.workplace import Workplace


class FirstReads:
    """The readings that are wanted first, under way in this order.

    Attributes:
        waiting: What was begun and broken off.
        choices: About whom two people changed the same.
        agenda: The appointments of today and the week ahead.
        pressing: The clocks that run out.
    """

    def __init__(self, workplace: Workplace) -> None:
        """Begin to read now."""
        work, lanes = workplace, workplace.tasks
        self.waiting = Ahead(lanes, lambda: today.waiting(work.database, work.session, most=MOST))
        self.choices = Ahead(lanes, lambda: DayConflicts.read(work))
        self.agenda = Ahead(lanes, lambda: DayAppointments.read(work))
        self.pressing = Ahead(lanes, lambda: DayRequests.read(work))


class LaterReads:
    """The readings for what stands below, where it is seldom in sight.

    Attributes:
        office: What waits for the back office.
        papers: The plans and letters that wait longest.
        begun: How many visits were not concluded.
        silent: Who was not heard from.
        answers: What the back office answered of the social map.
    """

    def __init__(self, workplace: Workplace) -> None:
        """Begin to read now."""
        work, lanes = workplace, workplace.tasks
        self.office = Ahead(lanes, lambda: DayOffice.read(work))
        self.papers = Ahead(lanes, lambda: DayPapers.read(work))
        self.begun = Ahead(lanes, lambda: today.begun_count(work.database, work.session))
        self.silent = Ahead(lanes, lambda: tasks.silent(work.database, work.session))
        self.answers = Ahead(lanes, lambda: DayAnswers.read(work))
