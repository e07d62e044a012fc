"""Zelfredzaamheid: a score for each domain of the matrix, and then beside now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout

from meitinker.domain.self_reliance import Level
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import self_reliance
from ui.theme import px
from ui.viewmodels import section_states
from ui.viewmodels import self_reliance as told
from ui.viewmodels.conversation import SCORES, field_key
from ui.views.visits.section import VisitSection
from ui.widgets.bullets import bullets
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.radar import Radar
from ui.widgets.score import ScoreField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.views.visits.desk import Desk
    from ui.widgets.autosave import Done, Failed, Fields

_AT_ONCE = 4
"""Fields built before the section is shown; the rest follows one by one, so nothing holds."""


class ScoresSection(VisitSection):
    """Any domain may stay without a score; 1 to 5 on the keyboard scores it."""

    key = SCORES

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the first fields; the others and the picture follow in bites."""
        super().__init__(desk, parent)
        self._order = self._wanted()
        self._spoken = Heading(_("Hierover ging het gesprek"), level=3)
        self._others = Heading(_("De andere leefgebieden"), level=3)
        self._lane = QVBoxLayout()
        self._lane.setSpacing(px(12))
        self._lane.addWidget(self._spoken)
        self._lane.addWidget(self._others)
        self.column.addLayout(self._lane)
        self._title = Heading(_("Toen en nu"), level=3)
        self.intro_then = WrappedLabel("", tone="muted")
        self.radar = Radar()
        self._lines: QWidget | None = None
        self._shown: told.ThenAndNow | None = None
        for widget in (self._title, self.intro_then, self.radar):
            self.column.addWidget(widget)
        for domain in self._order[:_AT_ONCE]:
            self._build(domain)
        self._bites.add(*(partial(self._build, domain) for domain in self._order[_AT_ONCE:]))
        self.show_file()

    def intro_words(self) -> str:
        """Return how to score, and what the numbers mean."""
        how = _("Geef een cijfer van 1 tot 5, ook met de cijfers op uw toetsenbord.")
        away = _("Met Delete haalt u een cijfer weg.")
        return f"{how} {away}\n{told.legend()}"

    def show_file(self) -> None:
        """Show the scores, those of what was spoken of first, and how they changed."""
        spoken = section_states.spoken_of(self.desk.file)
        self._spoken.setVisible(bool(spoken))
        self._others.setVisible(bool(spoken))
        here = QApplication.focusWidget()
        if self._order != self._wanted() and not (here and self.isAncestorOf(here)):
            self._order = self._wanted()
            for domain in self._order:
                self._place(domain)
        for domain in LifeDomain:
            self._fill(domain)
        self._show_change()

    def save_score(self, domain: LifeDomain, fields: Fields, done: Done, failed: Failed) -> None:
        """Keep the score of a domain; the first one makes its record."""
        desk, work = self.desk, self.desk.workplace
        value = fields.get("level")
        level = Level(int(value)) if value else None
        work.tasks.write(
            desk.keeping,
            lambda: self_reliance.score(
                work.database, work.session, desk.visit_id, domain=domain, level=level
            ),
            done=lambda _changes: desk.made(done, failed),
            failed=failed,
        )

    def _wanted(self) -> list[LifeDomain]:
        """Return all domains, what was spoken of first."""
        spoken = section_states.spoken_of(self.desk.file)
        return sorted(LifeDomain, key=lambda domain: domain not in spoken)

    def _place(self, domain: LifeDomain) -> None:
        """Put a field below its heading, at the end of what stands there."""
        field = self.fields.get(field_key("score", domain.value, "level"))
        if field is None:
            return  # it comes in a bite of its own
        self._lane.removeWidget(field)
        spoken = domain in section_states.spoken_of(self.desk.file)
        last = self._lane.indexOf(self._others) if spoken else self._lane.count()
        self._lane.insertWidget(last, field)

    def _build(self, domain: LifeDomain) -> None:
        field = ScoreField(name_of(domain), told.level_words())
        save = partial(self.save_score, domain)
        self.keep("score", domain.value, "level", field=field, save=save)
        self._place(domain)
        # A choice is safe at once; text waits for a pause, a click does not.
        if not self.desk.read_only:
            field.edited.connect(self.desk.keeping.of("score", domain.value).flush)
        self._fill(domain)

    def _fill(self, domain: LifeDomain) -> None:
        field = self.fields.get(field_key("score", domain.value, "level"))
        if isinstance(field, ScoreField) and not self.desk.keeping.holds(
            ("score", domain.value), "level"
        ):
            field.set_value(told.level_of(self.desk.file, domain))

    def _show_change(self) -> None:
        change = told.then_and_now(self.desk.file)
        if change == self._shown:
            return
        self._shown = change
        self.intro_then.setText(change.intro)
        self.radar.setVisible(bool(change.axes))
        self.radar.show_axes(change.axes, told=change.told)
        if self._lines is not None:
            self._lines.hide()
            self._lines.deleteLater()
        self._lines = bullets(change.lines)
        self._lines.setVisible(bool(change.lines))
        self.column.addWidget(self._lines)
