"""Niet vergeten: what the law and good practice ask to think of, in any order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import checkpoints
from ui.viewmodels import checks as told
from ui.viewmodels.conversation import ABOUT_REQUEST, CHECKS, field_key
from ui.viewmodels.parts import Choice
from ui.views.visits.request_part import RequestPart
from ui.views.visits.section import RecordCard, VisitSection
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.views.visits.desk import Desk
    from ui.widgets.autosave import Done, Failed, Fields

_AT_ONCE = 2


class ChecksSection(VisitSection):
    """A card for each topic: talked about, does not apply or not yet, and a note."""

    key = CHECKS

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the first cards; the others follow in bites."""
        super().__init__(desk, parent)
        self.answers: dict[Topic, RadioGroup] = {}
        self.request = RequestPart(desk)
        self.column.addWidget(self.request)
        topics = desk.file.topics
        for topic in topics[:_AT_ONCE]:
            self._build(topic)
        self._bites.add(*(partial(self._build, topic) for topic in topics[_AT_ONCE:]))
        self.show_file()

    def intro_words(self) -> str:
        """Return what this list is for."""
        return _("Dit hoort bij een goed gesprek. U bepaalt zelf wanneer u het bespreekt.")

    def show_file(self) -> None:
        """Show every answer and note; what came to be asked has a card as well."""
        self.request.show_file()
        if not self._bites.waiting:
            for topic in self.desk.file.topics:
                self._build(topic)
        for topic in self.answers:
            self._fill(topic)

    def focus_first(self) -> None:
        """Go to the first question: what the conversation followed from, while that is asked."""
        first = self.request.first()
        if first.isEnabled() and not self.desk.read_only:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def focus_field(self, name: str, cursor: int | None = None) -> bool:
        """Build what is still to come before going there."""
        if name == ABOUT_REQUEST:
            self.request.first().setFocus(Qt.FocusReason.OtherFocusReason)
            self.bring_in_sight()
            return True
        return super().focus_field(name, cursor)

    def save_check(self, topic: Topic, fields: Fields, done: Done, failed: Failed) -> None:
        """Write in the checkpoint of a topic; the first answer makes it."""
        desk = self.desk
        known = told.checkpoint_of(desk.file, topic)
        if known is not None:
            keep = desk.keeping.save_fields
            keep("checkpoint", known.id, fields=fields, done=done, failed=failed)
            return
        work = desk.workplace
        talked = Talked(str(fields.get("talked") or Talked.NOT_YET.value))
        note = str(fields.get("note") or "")
        work.tasks.write(
            desk.keeping,
            lambda: checkpoints.answer(
                work.database, work.session, desk.visit_id, topic=topic, talked=talked, note=note
            ),
            # The next save needs the id of the checkpoint that was made.
            done=lambda _changes: desk.made(done, failed),
            failed=failed,
        )

    def _build(self, topic: Topic) -> None:
        if topic in self.answers:
            return
        card = RecordCard(topic.value)
        answer = RadioGroup(
            name_of(topic),
            [Choice(one.value, name_of(one)) for one in told.ANSWERS],
            hint=told.hint_of(topic),
            across=True,
        )
        words = told.note_words(topic)
        note = TextArea(words.label, hint=words.hint, lines=2, most_lines=8)
        note.area.setAccessibleName(f"{words.label} {name_of(topic)}")
        save = partial(self.save_check, topic)
        for name, field in (("talked", answer), ("note", note)):
            card.column.addWidget(field)
            self.keep("checkpoint", topic.value, name, field=field, save=save)
        self.answers[topic] = answer
        self.column.addWidget(card)
        self._fill(topic)

    def _fill(self, topic: Topic) -> None:
        known = told.checkpoint_of(self.desk.file, topic)
        if not self.desk.keeping.holds(("checkpoint", topic.value), "talked"):
            self.answers[topic].set_value(told.answer_of(self.desk.file, topic))
        self.answers[topic].set_hint(told.hint_of(topic, self.desk.file))
        if field_key("checkpoint", topic.value, "note") in self.fields:
            self.fill("checkpoint", topic.value, "note", known.note if known else "")
