"""Ladder: for each need every step of the law, with what it gives and why not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.domain.needs import RUNG_OF, Outcome, Step
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.ids import NeedId, RecordId
from meitinker.services import visits
from ui.theme import mark, px
from ui.viewmodels import conversation as told
from ui.viewmodels import ladder
from ui.viewmodels.conversation import CONTACT, LADDER, OFFER
from ui.viewmodels.parts import Choice
from ui.views.visits.offers import OffersPart
from ui.views.visits.section import RecordCard, VisitSection
from ui.widgets.buttons import Button, LineButton
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from meitinker.domain.needs import Finding
    from ui.views.visits.desk import Desk
    from ui.widgets.autosave import Done, Failed, Fields

_AT_ONCE = 2
"""Steps built before the section is shown; the others follow in bites."""


class StepCard(RecordCard):
    """One step: a line with what is known, and the answers while it is open."""

    def __init__(self, section: LadderSection, need_id: str, step: Step) -> None:
        """Build the line; the answers are built when the card is first opened."""
        super().__init__(f"{need_id}:{step.value}")
        self.section, self.need_id, self.step = section, need_id, step
        self.body: QWidget | None = None
        self.icon = IconLabel("", self)
        self.words = WrappedLabel("", self, tone="muted")
        self.toggle = Button("")
        self.toggle.clicked.connect(lambda: section.open_step(step, toggle=True))
        title = QWidget()
        column = QVBoxLayout(title)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        rung = RUNG_OF[step]
        name = _("Trede {number} · {step}").format(number=int(rung), step=name_of(step))
        column.addWidget(WrappedLabel(name, title, tone="label"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        column.addWidget(row)
        self.column.addWidget(TightRow(title, self.toggle))
        self.column.setSpacing(px(8))

    @property
    def finding(self) -> Finding | None:
        """What the store knows of this step."""
        return self.section.desk.file.findings_for(RecordId(self.need_id)).get(self.step)

    @property
    def key(self) -> tuple[str, str]:
        """The record as keeping knows it: a finding is one with its need and step."""
        return "finding", self.record_id

    def is_open(self) -> bool:
        """Tell whether the answers are in sight."""
        return self.body is not None and not self.body.isHidden()

    def set_open(self, opened: bool) -> None:
        """Show or hide the answers."""
        if opened and self.body is None:
            self._build()
        if self.body is not None:
            self.body.setVisible(opened)
        self.show_finding(wanted=False)

    def show_finding(self, *, wanted: bool) -> None:
        """Show what is known; ``wanted`` where the reason is still asked."""
        finding = self.finding
        icon, tone = ladder.step_tone(finding, wanted=wanted)
        self.icon.set_icon(icon, tone=tone)
        asked = _("Waarom is dit niet genoeg?")
        words = ladder.step_words(finding)
        self.words.setText(f"{words}. {asked}" if wanted else words)
        read_only = self.section.desk.read_only
        closing, opening = _("Sluit"), _("Bekijk") if read_only else _("Vul in")
        self.toggle.setText(closing if self.is_open() else opening)
        # Set after the words: an icon beside words has more air.
        self.toggle.set_icon("chevron-up" if self.is_open() else "edit")
        self.toggle.setAccessibleName(f"{self.toggle.text()}: {name_of(self.step)}")
        if self.body is not None:
            self._fill(finding, wanted=wanted)

    def _build(self) -> None:
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(12))
        order = (*list(Outcome)[1:], Outcome.NOT_LOOKED_AT)
        self.outcome = RadioGroup(
            _("Wat levert dit op?"), [Choice(o.value, name_of(o)) for o in order]
        )
        self.reason = TextArea(_("Waarom?"), lines=2, most_lines=8)
        for name, field in (("outcome", self.outcome), ("reason", self.reason)):
            column.addWidget(field)
            save = partial(self.section.save_step, self.need_id, self.step)
            self.section.keep(*self.key, name, field=field, save=save)
        self.column.addWidget(self.body)

    def _fill(self, finding: Finding | None, *, wanted: bool) -> None:
        if not self.section.desk.keeping.holds(self.key, "outcome"):
            outcome = finding.outcome if finding else Outcome.NOT_LOOKED_AT
            self.outcome.set_value(outcome.value)
        self.section.fill(*self.key, "reason", finding.reason if finding else "")
        read = _("De inwoner leest dit in het plan. Schrijf het aan “u”.")
        asked = _("Schrijf op waarom dit niet genoeg is. Dat vraagt de wet.")
        self.reason.set_hint(f"{asked} {read}" if wanted else read)


class LadderSection(VisitSection):
    """The need on top, below it the steps from the lowest rung up.

    The first steps are there at once; the others are built in bites, or when one is wanted.
    """

    key = LADDER

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the choice of the need; its steps follow."""
        super().__init__(desk, parent)
        self.cards: dict[Step, StepCard] = {}
        self._need = ""
        self._choices: tuple[Choice, ...] = ()
        self.need = ComboField(_("Om welke behoefte gaat het?"), ())
        self.need.edited.connect(self._need_edited)
        self.empty = Button(_("Schrijf eerst op wat er nodig is"), icon_name="arrow-right")
        self.empty.clicked.connect(lambda: desk.goto.emit(told.NEEDS, ""))
        self.offers = OffersPart(desk)
        self._skipped = QFrame()
        mark(self._skipped, melding="waarschuwing")
        self._skipped_lines = QVBoxLayout(self._skipped)
        self._skipped_lines.setContentsMargins(px(16), px(8), px(16), px(8))
        self._skipped_lines.setSpacing(0)
        words = _("U slaat een trede over. Schrijf op waarom dit niet genoeg is:")
        self._skipped_lines.addWidget(WrappedLabel(words, self._skipped))
        self._links: list[LineButton] = []
        self._asked: tuple[Step, ...] = ()
        self._lane = QVBoxLayout()
        self._lane.setSpacing(px(8))
        self.column.addWidget(self.need)
        self.column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.offers)
        self.column.addLayout(self._lane)
        self._lane.addWidget(self._skipped)
        desk.needChosen.connect(lambda _need: self.show_file())
        self.show_file()

    def intro_words(self) -> str:
        """Return the idea of the ladder."""
        return _("Begin met trede 1: wat kan al? Ga pas hoger als dat niet genoeg is.")

    def show_file(self) -> None:
        """Show the steps of the chosen need."""
        choices = told.need_choices(self.desk.file)
        need_id = self.desk.need_id
        if choices != self._choices:
            self._choices = choices
            self.need.set_choices(choices)
        self.need.set_value(need_id or None)
        self.need.setVisible(bool(choices))
        self.empty.setVisible(not choices)
        self.offers.show_need(next((n for n in self.desk.file.needs if n.id == need_id), None))
        if need_id != self._need:
            self._change_need(need_id)
        asked = ladder.skipped_steps(self.desk.file, RecordId(need_id)) if need_id else ()
        self._show_skipped(asked)
        for step, card in self.cards.items():
            card.show_finding(wanted=step in asked)
        self._place_skipped()

    def focus_first(self) -> None:
        """Go to the first step that is not answered, or to the way to the needs."""
        if not self._need:
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        card = self._card(next((s for s in Step if self._unseen(s)), Step.OWN_STRENGTH))
        card.toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_field(self, name: str, cursor: int | None = None) -> bool:
        """Open the step that a field belongs to; "need:…:ladder" is the ladder of a need.

        "offer:need:service" opens the form that chooses help; the need at hand where it names none.
        "contact:referral" opens the form that notes with whom the contact was made.
        """
        kind, _colon, rest = name.partition(":")
        parts = rest.split(":")
        if kind == "need":
            self.desk.choose_need(parts[0])
            self.focus_first()
            return True
        if kind == OFFER:
            if parts[0]:
                self.desk.choose_need(parts[0])
            self.focus_first()
            self.offers.choose(parts[-1])
            return True
        if kind == CONTACT:
            known = next((one for one in self.desk.file.referrals if one.id == parts[0]), None)
            if known is not None:
                self.desk.choose_need(known.need_id or "")
                self.focus_first()
                self.offers.contacted(known)
            return known is not None
        if kind == "finding" and len(parts) == 3:
            self.desk.choose_need(parts[0])
            if parts[1] in set(Step) and self._need:
                self.open_step(Step(parts[1]))
        return super().focus_field(name, cursor)

    def open_step(self, step: Step, *, toggle: bool = False) -> None:
        """Open one step and close the others; ``toggle`` closes one that is open."""
        wanted = self._card(step)
        for other, card in self.cards.items():
            card.set_open(other is step and not (toggle and card.is_open()))
        self.show_file()
        if not wanted.is_open():
            return
        field = wanted.reason if step in self._asked else wanted.outcome
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_in_sight()

    def open_rung(self, rung: int) -> None:
        """Open the first step of a rung that still asks something."""
        steps = ladder.steps_of(rung)
        wanted = [s for s in steps if s in self._asked] or [s for s in steps if self._unseen(s)]
        if self._need:
            self.open_step((wanted or list(steps))[0])

    def save_step(
        self, need_id: str, step: Step, fields: Fields, done: Done, failed: Failed
    ) -> None:
        """Write in the finding of a step; the first answer makes it."""
        desk = self.desk
        finding = desk.file.findings_for(RecordId(need_id)).get(step)
        if finding is not None:
            keep = desk.keeping.save_fields
            keep("finding", finding.id, fields=fields, done=done, failed=failed)
            return
        work = desk.workplace
        outcome = Outcome(str(fields.get("outcome") or Outcome.NOT_LOOKED_AT.value))
        reason = str(fields.get("reason") or "")
        work.tasks.write(
            desk.keeping,
            lambda: visits.find_step(
                work.database,
                work.session,
                NeedId(RecordId(need_id)),
                step=step,
                outcome=outcome,
                reason=reason,
            ),
            done=lambda _changes: desk.made(done, failed),
            failed=failed,
        )

    def _change_need(self, need_id: str) -> None:
        self.desk.keeping.flush()
        for card in self.cards.values():
            self._retire(card)
        self.cards = {}
        self._need = need_id
        if not need_id:
            return
        for step in list(Step)[:_AT_ONCE]:
            self._add_card(need_id, step)
        self._bites.add(*(partial(self._add_card, need_id, s) for s in list(Step)[_AT_ONCE:]))

    def _add_card(self, need_id: str, step: Step) -> None:
        if need_id != self._need or step in self.cards:
            return  # another need was chosen meanwhile, or this one again
        card = StepCard(self, need_id, step)
        self.cards[step] = card
        self._lane.removeWidget(self._skipped)
        self._lane.addWidget(card)
        self._place_skipped()
        card.show_finding(wanted=step in self._asked)

    def _card(self, step: Step) -> StepCard:
        if step not in self.cards:
            self.complete()
        return self.cards[step]

    def _unseen(self, step: Step) -> bool:
        return step not in self.desk.file.findings_for(RecordId(self._need))

    def _retire(self, card: StepCard) -> None:
        """Take a card away; keeping has what was typed in it and saves it."""
        self.fields = {name: f for name, f in self.fields.items() if not card.isAncestorOf(f)}
        self.desk.keeping.forget_fields(card.key)
        self._lane.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _need_edited(self) -> None:
        self.desk.choose_need(self.need.value() or "")

    def _place_skipped(self) -> None:
        """Put what is skipped under the open step, where the user looks, or at the end."""
        cards = list(self.cards.values())
        opened = next((n for n, card in enumerate(cards) if card.is_open()), len(cards) - 1)
        if self._lane.indexOf(self._skipped) != opened + 1:
            self._lane.removeWidget(self._skipped)
            self._lane.insertWidget(opened + 1, self._skipped)

    def _show_skipped(self, asked: tuple[Step, ...]) -> None:
        self._skipped.setVisible(bool(asked))
        if asked == self._asked:
            return
        self._asked = asked
        for line in self._links:
            line.hide()
            line.deleteLater()
        self._links = []
        for step in asked:
            line = LineButton(name_of(step), self._skipped)
            line.clicked.connect(partial(self.open_step, step))
            self._skipped_lines.addWidget(line)
            self._links.append(line)
