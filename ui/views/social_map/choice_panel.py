"""Choosing help for a need: which, how far it helps, and who makes the contact."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.ids import NeedId, RecordId
from meitinker.services import map_choices
from meitinker.services.map_choices import ServiceChoice
from ui.forms.field_panel import FieldPanel
from ui.viewmodels import map_choices as said
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import TextArea
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.services.map_choices import Offer, Offers
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class ChoicePanel(FieldPanel):
    """One of what fits a need becomes a step of its ladder, an agreement and a referral."""

    def __init__(
        self, workplace: Workplace, parent: QWidget, *, need_id: str, offers: Offers
    ) -> None:
        """Build it about a need, hidden; ``offers`` is what can be chosen."""
        self._need_id = need_id
        self._offers: dict[str, Offer] = {one.service_id: one for one in offers.offers}
        self._filled = ""
        self.service = ComboField(_("Welke hulp kiest u?"), said.choices(offers.offers))
        self.outcome = RadioGroup(_("Hoe ver helpt dit?"), said.outcomes(), across=True)
        self.words = TextArea(
            _("Wat staat er in het plan?"),
            hint=_("De inwoner leest dit in het plan. Schrijf het aan “u”."),
            lines=2,
            most_lines=6,
        )
        self.way = RadioGroup(
            _("Wie legt het contact?"),
            said.ways(),
            hint=_("Dit komt bij de afspraken te staan."),
            across=True,
        )
        self.note = TextArea(
            _("Notitie voor uzelf"), hint=_("Dit staat niet in het plan."), lines=2, most_lines=6
        )
        super().__init__(
            workplace,
            parent,
            name=_("Kies hulp bij deze behoefte"),
            verb=_("Zet op de ladder en in het plan"),
            form=map_choices.FORM,
            fields={
                "service_id": self.service,
                "outcome": self.outcome,
                "reason": self.words,
                "way": self.way,
                "note": self.note,
            },
        )
        self.service.edited.connect(self._tell)

    def begin(self, service_id: str = "") -> None:
        """Open it with a service; what was typed for this need before comes back with it."""
        # The form begins empty: the service goes along with what is kept of it.
        self._begin(self._need_id, then=partial(self._mean, service_id))

    def _mean(self, service_id: str) -> None:
        """Show the service that was pressed, whatever was half typed of another."""
        offer = self._offer
        self._filled = said.plan_words(offer) if offer else ""
        if service_id:
            self.service.set_value(service_id)
        self._tell()
        lay_out_now()
        self.fit()

    def _tell(self) -> None:
        """Say what the service is; words that nobody changed go along with it."""
        self._describe()
        offer = self._offer
        before, self._filled = self._filled, said.plan_words(offer) if offer else ""
        if self.words.value().strip() in {"", before}:
            self.words.set_value(self._filled)

    def _describe(self) -> None:
        offer = self._offer
        self.service.set_hint(said.about_words(offer) if offer else "")

    @property
    def _offer(self) -> Offer | None:
        return self._offers.get(self.service.value() or "")

    def _problem(self) -> tuple[FormField, str] | None:
        if self._offer is None:
            return self.service, _("Kies welke hulp het wordt.")
        if self.outcome.value() is None:
            return self.outcome, _("Kies of dit genoeg is of voor een deel helpt.")
        if self.way.value() is None:
            return self.way, _("Kies wie het contact legt.")
        return None

    def _act(self) -> Callable[[], Changes]:
        work, offer = self._workplace, self._offer
        outcome, way = said.outcome_of(self.outcome.value()), self.way.value() or said.SELF
        if offer is None or outcome is None:
            raise LookupError("the form was checked before")
        choice = ServiceChoice(
            service_id=RecordId(offer.service_id),
            outcome=outcome,
            reason=self.words.value(),
            warm=way == said.WARM,
            agreement=said.agreement_words(offer, way),
            note=self.note.value(),
        )
        need_id = NeedId(RecordId(self._need_id))
        return partial(map_choices.choose, work.database, work.session, need_id, choice)
