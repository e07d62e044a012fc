"""Answers of the back office over the map: why not, and what is done about missing help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.domain.map_corrections import GapAnswer
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import map_corrections, map_search, missing_services
from ui.forms.field_panel import FieldPanel
from ui.viewmodels import map_upkeep as said
from ui.viewmodels.social_map import ANY
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.services.map_search import SearchAnswer
    from meitinker.store.social_map import MapLine
    from ui.viewmodels.map_upkeep import WaitingAnswer
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class TurnDownPanel(FieldPanel):
    """Why the map stays as it is; who proposed the correction reads it."""

    def __init__(self, workplace: Workplace, parent: QWidget, *, about: WaitingAnswer) -> None:
        """Build it about a correction, hidden."""
        self._about = about
        self.why = TextArea(
            _("Waarom niet?"), hint=_("Wie dit doorgaf, leest het."), lines=2, most_lines=6
        )
        super().__init__(
            workplace,
            parent,
            name=_("Neem niet over: {name}").format(name=about.title),
            verb=_("Wijs af"),
            form=map_corrections.TURNING_DOWN,
            fields={"why": self.why},
        )

    def begin(self) -> None:
        """Open it; what was typed about this correction before comes back."""
        self._begin(self._about.key)

    def _problem(self) -> tuple[FormField, str] | None:
        return None if self.why.value().strip() else (self.why, _("Schrijf op waarom niet."))

    def _act(self) -> Callable[[], Changes]:
        work, key = self._workplace, RecordId(self._about.key)
        return partial(
            map_corrections.turn_down, work.database, work.session, key, why=self.why.value()
        )


class GapPanel(FieldPanel):
    """What is done about help that is missing."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        *,
        about: WaitingAnswer,
        near: Iterable[MapLine],
    ) -> None:
        """Build it about a note, hidden; ``near`` are services that may be meant."""
        self._about = about
        self.answer = RadioGroup(_("Wat doet u ermee?"), said.answers())
        self._near = tuple(near)
        self.sought = TextField(
            _("Zoek in de sociale kaart"),
            hint=_("Alleen als het er al is. De beste staat hieronder; u kunt een andere kiezen."),
        )
        self.service = ComboField(_("Welke hulp is dat?"), said.service_choices(self._near))
        self.why = TextArea(
            _("Toelichting"), hint=_("Wie dit doorgaf, leest het."), lines=2, most_lines=6
        )
        super().__init__(
            workplace,
            parent,
            name=_("Antwoord: {name}").format(name=about.title),
            verb=_("Bewaar het antwoord"),
            form=missing_services.ANSWERING,
            fields={
                "answer": self.answer,
                "sought": self.sought,
                "service_id": self.service,
                "why": self.why,
            },
        )
        self.sought.edited.connect(self._look)

    def begin(self) -> None:
        """Open it; what was typed about this note before comes back."""
        self._begin(self._about.key)

    def _look(self) -> None:
        """Offer what the words find in the map, the best of it chosen."""
        work, text = self._workplace, self.sought.value()
        work.tasks.read(
            self,
            partial(map_search.found, work.database, work.session, text, most=said.MOST_FOUND),
            done=partial(self._offer, text),
            failed=self._refused,
        )

    def _offer(self, text: str, answer: SearchAnswer) -> None:
        if text != self.sought.value():
            return
        found = said.may_be_meant(answer) if text else self._near
        self.service.set_choices(said.service_choices(found))
        self.service.set_value(found[0].service_id if text and found else ANY)
        nothing = _("Niets gevonden. Zoek met andere woorden.")
        self.service.set_hint(nothing if text and not found else "")
        self.service.edited.emit()

    @property
    def _service_id(self) -> str:
        value = self.service.value() or ANY
        return "" if value == ANY else value

    def _problem(self) -> tuple[FormField, str] | None:
        if self.answer.value() is None:
            return self.answer, _("Kies wat u ermee doet.")
        if self.answer.value() == GapAnswer.EXISTS and not self._service_id:
            return self.service, _("Kies welke hulp het is.")
        return None

    def _act(self) -> Callable[[], Changes]:
        work, answer = self._workplace, GapAnswer(self.answer.value() or "")
        exists = answer is GapAnswer.EXISTS
        return partial(
            missing_services.answer,
            work.database,
            work.session,
            RecordId(self._about.key),
            answer=answer,
            service_id=RecordId(self._service_id) if exists else None,
            why=self.why.value(),
        )
