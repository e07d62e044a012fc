"""A contact note while it is typed: about whom, the fields, and what keeps every word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.errors import ChangedMeanwhile, InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId, record_id
from meitinker.services import contacts, form_drafts
from meitinker.services.contacts import TypedNote
from ui.forms.form_keeping import FormKeeping
from ui.forms.own_keeping import OwnKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.contacts import about, kept_words
from ui.views.contacts.note_fields import NoteFields
from ui.views.contacts.person_field import PersonField
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import FlatButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from meitinker.services.contacts import Begun, Stood
    from ui.workplace import Workplace


class NoteForm(QWidget):
    """The form; :attr:`indicator` and :attr:`bar` stand where its owner puts them.

    Signals:
        added: The note is in the dossier, or it was removed there.
        known: The resident is known from now on: the height is another.
        newcomer: The resident is not in the list yet, and is to be added first.
    """

    added = Signal()
    known = Signal()
    newcomer = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the form, about nobody."""
        super().__init__(parent)
        self._workplace = workplace
        self._note = TypedNote(key=record_id())
        self._other: TypedNote | None = None
        self._adding = False
        self.indicator = SaveIndicator()
        self.bar = MessageBar()
        self.person = PersonField(workplace, self)
        self.new_button = FlatButton(_("Staat nog niet in de lijst"), self, icon_name="user-plus")
        self.about = WrappedLabel("", self, tone="label")
        self.other_person = FlatButton(_("Andere inwoner"), self)
        self._chosen = QWidget(self)
        line = QHBoxLayout(self._chosen)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.about, 1)
        line.addWidget(self.other_person)
        self.fields = NoteFields(self)
        line.addWidget(self.fields.other_day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.person)
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._chosen)
        column.addWidget(self.fields)
        self._keeping = OwnKeeping(workplace, self, indicator=self.indicator, bar=self.bar)
        self._kept = FormKeeping(
            self._keeping,
            contacts.FORM,
            typed=self.typed,
            show=self._show_note,
            quiet_for=self,
        )
        self._kept.take(self._note.key, touched=False)
        self._connect()
        self._show_person(None)
        self.fields.show_typed(self._note)

    def begin(self, client_id: str = "", *, note_id: str = "", key: str = "") -> None:
        """Begin about a resident or about nobody yet, mend a note, or go on with a typed one.

        What was typed about the same resident before comes back. ``key`` is that of a note that
        was not finished; with it, the resident is whom that note turned out to be about.
        """
        work = self._workplace
        for part in (self.person, self.new_button):
            part.setVisible(not (client_id or note_id))
        if key:
            work.tasks.read(
                self,
                lambda: form_drafts.read(work.database, work.session, contacts.FORM, about=key),
                done=lambda one: self._go_on(one, client_id) if one else self.begin(client_id),
                failed=self._refused,
            )
        elif note_id:
            work.tasks.write(
                self,
                lambda: contacts.opened(work.database, work.session, RecordId(note_id)),
                done=self._mend,
                failed=self._refused,
            )
        elif client_id:
            self._ask(client_id)
        else:
            self.person.start()
            self.person.field.setFocus(Qt.FocusReason.OtherFocusReason)
            work.tasks.read(self, lambda: contacts.drafts(work.database), done=self._offer_last)

    def typed(self) -> TypedNote:
        """Return the note as it is typed."""
        searched = "" if self._note.client_id else self.person.field.value()
        return self.fields.typed(msgspec.structs.replace(self._note, searched=searched))

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self._keeping.flush(done)

    def add(self) -> None:
        """Put the note in the dossier, or show what keeps that from happening."""
        if not self.fields.complain() and not self._adding:
            self._adding = True
            self.flush(self._add)

    def remove(self) -> None:
        """Remove the note that is being mended; the undo bar offers it back."""
        work, note = self._workplace, RecordId(self._note.note_id)
        remove = partial(contacts.remove, work.database, work.session, note)
        work.tasks.write(self, remove, done=lambda _changes: self._done(), failed=self._refused)

    @property
    def mends(self) -> bool:
        """Whether a note of the dossier is being mended."""
        return bool(self._note.note_id)

    # --- who ----------------------------------------------------------------------------

    def _connect(self) -> None:
        # First: what is typed until the answer comes is the note.
        self.person.chosen.connect(lambda _client: self.fields.take_keyboard())
        self.person.chosen.connect(self._ask)
        self.other_person.clicked.connect(self._choose_again)
        self.new_button.clicked.connect(self.newcomer)
        for edited in (self.fields.edited, self.person.edited):
            edited.connect(self._edited)
        for left in (self.fields.left, self.person.field.left):
            left.connect(self._keeping.flush)
        self.bar.acted.connect(self._act)

    def _ask(self, client_id: str) -> None:
        work = self._workplace
        begin = partial(contacts.begun, work.database, work.session, client_id)
        work.tasks.write(self, begin, done=self._begin_about, failed=self._refused)

    def _begin_about(self, begun: Begun) -> None:
        chosen_here = self.person.isVisible()
        told = msgspec.structs.replace(self.typed(), searched="")
        if begun.draft is not None and not begun.draft.note_id and told.empty:
            self._kept.leave()  # it was no more than a search for whom that one is about
            self._show_note(begun.draft)
            self.bar.tell("uitleg", kept_words(begun.draft))
        else:
            # To look at a note that is about them already is no typing.
            chosen = self._note.client_id != begun.entry.person_id
            self._note = msgspec.structs.replace(self._note, client_id=begun.entry.person_id)
            if chosen_here or (chosen and not told.empty):
                self._edited()
        self._show_person(begun)
        self.fields.take_keyboard()

    def _choose_again(self) -> None:
        self._note = msgspec.structs.replace(self._note, client_id="")
        self._show_person(None)
        self.begin()

    def _show_person(self, begun: Begun | None) -> None:
        self.person.setVisible(begun is None)
        self.new_button.setVisible(begun is None)
        self._chosen.setVisible(begun is not None)
        self.other_person.setVisible(not self.mends)
        if begun is not None:
            self.about.setText(_("Over {name}").format(name=about(begun.entry)))
            self.fields.suggest(begun.whom)
        self.known.emit()

    def _mend(self, note: TypedNote) -> None:
        self._show_note(msgspec.structs.replace(note, key=note.key or self._note.key))
        if note.at:
            self.bar.tell("uitleg", kept_words(note))
        self.fields.offer_task(offered=False)
        self._ask(note.client_id)

    def _offer_last(self, drafts: tuple[TypedNote, ...]) -> None:
        """Offer to go on with the last note; begun anew, nothing of it is in the way."""
        waiting = [note for note in drafts if not note.note_id]
        if waiting and self.typed().empty and not self._note.client_id:
            self._other = waiting[0]
            self.bar.tell("uitleg", kept_words(waiting[0]), action=_("Verder met deze notitie"))

    def _act(self) -> None:
        """Do what the button in the bar says."""
        if self._keeping.retry():
            return
        note, self._other = self._other, None
        self.bar.clear()
        if note is not None:
            self._go_on(note)

    def _go_on(self, note: TypedNote, client_id: str = "") -> None:
        """Go on with a note that was not finished; where nobody was chosen, about a resident."""
        self._show_note(note)
        self.fields.offer_task(offered=not note.note_id)
        if about_whom := note.client_id or client_id:
            self._ask(about_whom)
        else:
            self.person.show_typed(note.searched)
            self.person.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_note(self, note: TypedNote) -> None:
        self._kept.take(note.key, touched=bool(note.at))
        self._note = note
        self.fields.show_typed(note)
        self.known.emit()

    # --- keeping ------------------------------------------------------------------------

    def _edited(self) -> None:
        if not self._note.at:  # the moment of the first words stays
            self._note = msgspec.structs.replace(self._note, at=clock.instant_text(clock.now()))
        self._kept.keep()

    # --- adding -------------------------------------------------------------------------

    def _add(self, safe: bool) -> None:
        self._adding = safe
        if not safe:
            return
        work, typed = self._workplace, self.typed()
        work.tasks.write(
            self,
            partial(contacts.add, work.database, work.session, typed),
            done=lambda _changes: self._done(),
            failed=self._refused,
        )

    def _done(self) -> None:
        self._adding = False
        self._kept.saved()
        self.added.emit()

    def _look_again(self) -> None:
        """Show what somebody else made of the note; who keeps it once more knows that."""
        work, note = self._workplace, RecordId(self._note.note_id)
        look = partial(contacts.stands, work.database, work.session, note)
        work.tasks.write(self, look, done=self._warn, failed=self._refused)

    def _warn(self, stood: Stood) -> None:
        self._note = msgspec.structs.replace(self._note, stood=stood)
        self._edited()
        self.fields.warn(stood)

    def _refused(self, error: MeitinkerError) -> None:
        self._adding = False
        words = sentence_for(error).text
        if isinstance(error, InvalidField) and error.field == "client_id":
            self.person.field.set_error(words)
            self.person.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, ChangedMeanwhile):
            self._look_again()
        elif isinstance(error, InvalidField):
            self.fields.text.set_error(words)
            self.fields.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bar.tell("fout", words)
        self.known.emit()
