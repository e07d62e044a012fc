"""A new request while it is typed: the words, about whom, the rest, and what keeps it all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import form_drafts, taking
from meitinker.services.taking import NOTHING_TYPED, TypedRequest
from meitinker.store.lanes import Urgency
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.contacts import about
from ui.views.contacts.person_field import PersonField
from ui.views.requests.fields import RequestFields
from ui.views.requests.new_resident import NewResident
from ui.widgets.autosave import Autosave, SaveKind
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import FlatButton
from ui.widgets.fields import TextPlace
from ui.widgets.form_field import WrappedLabel
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.store.people import PersonEntry
    from ui.widgets.autosave import Done, Failed, Fields, SaveState
    from ui.workplace import Workplace


class RequestForm(QWidget):
    """The form; :attr:`indicator` and :attr:`bar` stand where its owner puts them.

    Signals:
        taken: The changes that took the request.
        grown: Something came or went: the height is another.
    """

    taken = Signal(object)
    grown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the form, about nobody."""
        super().__init__(parent)
        self._workplace = workplace
        self._typed = NOTHING_TYPED
        self._failing = False
        self._taking = False
        self._leaving: list[Callable[[bool], None]] = []
        self.indicator = SaveIndicator()
        self.bar = MessageBar()
        self.fields = RequestFields(self)
        self.person = PersonField(workplace, self)
        self.new_button = FlatButton(_("Staat nog niet in de lijst"), self, icon_name="user-plus")
        self.new = NewResident(workplace, self)
        self.about = WrappedLabel("", self, tone="label")
        self.other_person = FlatButton(_("Andere inwoner"), self)
        self._chosen = QWidget(self)
        line = QHBoxLayout(self._chosen)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.about, 1)
        line.addWidget(self.other_person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.fields.words)
        column.addWidget(self.person)
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.new, self._chosen, self.fields):
            column.addWidget(part)
        self._autosave = Autosave(self._save, self)
        self._connect()
        self._show_person(None)
        self.fields.show_typed(NOTHING_TYPED)

    def begin(self, client_id: str = "") -> None:
        """Begin about a resident or about nobody yet; what was typed before comes back."""
        work = self._workplace
        self.person.start()
        self.fields.words.setFocus(Qt.FocusReason.OtherFocusReason)
        work.tasks.read(
            self,
            lambda: form_drafts.read(work.database, work.session, taking.FORM) or NOTHING_TYPED,
            done=partial(self._begin_with, client_id),
            failed=self._refused,
        )

    def typed(self) -> TypedRequest:
        """Return the request as it is typed."""
        name = self.new.typed if self.new.isVisibleTo(self) else ""
        searched = "" if self._typed.client_id else self.person.field.value()
        named = msgspec.structs.replace(self._typed, new_name=name, searched=searched)
        return self.fields.typed(named)

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self._leaving.append(done)
        self._autosave.flush()

    def take(self) -> None:
        """Take the request, or show what keeps that from happening."""
        found = self.fields.problems()
        named = self.new.isVisibleTo(self)
        if named and not self.new.typed.strip():
            found.append((self.new.name, _("Vul een naam in.")))
        elif not named and not self._typed.client_id:
            found.append((self.person.field, _("Kies over wie het gaat.")))
        for field in (*self.fields.all(), self.new.name, self.person.field):
            field.set_error(dict(found).get(field))
        if found:
            found[0][0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._taking:
            self._taking = True
            self.flush(self._take)

    # --- who ----------------------------------------------------------------------------

    def _connect(self) -> None:
        self.person.chosen.connect(self._choose)
        self.other_person.clicked.connect(self._choose_again)
        self.new_button.clicked.connect(self._turn_new)
        self.new.same.connect(self._choose)
        self.new.grown.connect(self.grown)
        for edited in (self.fields.edited, self.new.edited, self.person.edited):
            edited.connect(self._edited)
        for left in (self.fields.left, self.new.left, self.person.field.left):
            left.connect(self._autosave.flush)
        self._autosave.stateChanged.connect(self._tell_saving)
        self._autosave.settled.connect(self._settled)
        self.bar.acted.connect(self._act)

    def _begin_with(self, client_id: str, kept: TypedRequest) -> None:
        if not self.typed().empty:
            kept = self.typed()
        elif not kept.empty:
            self.bar.tell(
                "uitleg", _("Deze vraag had u al getypt. Hij is bewaard."), action=_("Leegmaken")
            )
            self.fields.show_typed(kept)
            self.person.show_typed(kept.searched)
            end = len(kept.words)
            self.fields.words.set_place(TextPlace(end, end, 0))
            self.fields.words.area.ensureCursorVisible()
        self._typed = kept
        if kept.new_name:
            self.new.show_name(kept.new_name)
            self._show_new(True)
        wanted = client_id or kept.client_id
        if wanted:
            self._choose(wanted)
        self.grown.emit()

    def _choose(self, client_id: str) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: taking.about(work.database, work.session, client_id),
            done=self._show_chosen,
            failed=self._refused,
        )

    def _show_chosen(self, entry: PersonEntry) -> None:
        now = self.focusWidget() or self
        here = self.person.isAncestorOf(now) or self.new.isAncestorOf(now)
        self._typed = msgspec.structs.replace(self._typed, client_id=entry.person_id)
        self._show_person(entry)
        self._edited()
        if here:
            self.fields.who.button("self").setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_again(self) -> None:
        self._typed = msgspec.structs.replace(self._typed, client_id="")
        self._show_person(None)
        self.person.start()
        self.person.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _turn_new(self) -> None:
        """Ask for a name where nobody was found, and back."""
        new = not self.new.isVisibleTo(self)
        if new and not self.new.typed:
            self.new.show_name(self.person.field.value())
        self._show_new(new)
        field = self.new.name if new else self.person.field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _show_person(self, entry: PersonEntry | None) -> None:
        self._show_new(False)
        self.person.setVisible(entry is None)
        self.new_button.setVisible(entry is None)
        self._chosen.setVisible(entry is not None)
        if entry is not None:
            self.about.setText(_("Over {name}").format(name=about(entry)))
        self.grown.emit()

    def _show_new(self, new: bool) -> None:
        self.new.setVisible(new)
        self.person.setVisible(not new)
        words = _("Zoek in de lijst") if new else _("Staat nog niet in de lijst")
        self.new_button.setText(words)
        self.grown.emit()

    # --- keeping ------------------------------------------------------------------------

    def _edited(self) -> None:
        self._autosave.put("request", msgspec.json.encode(self.typed()).decode())
        self.grown.emit()

    def _save(self, _fields: Fields, done: Done, failed: Failed) -> None:
        work, typed = self._workplace, self.typed()
        work.tasks.write(
            self,
            lambda: form_drafts.keep(work.database, work.session, taking.FORM, typed),
            done=lambda _nothing: done(),
            failed=failed,
            urgency=Urgency.TYPING,
        )

    def _tell_saving(self, state: SaveState) -> None:
        self.indicator.show_state(state)
        if state.kind is SaveKind.SAVED and self._failing:
            self._failing = False
            self.bar.clear()
        elif state.kind is SaveKind.FAILED:
            self._failing = True
            words = sentence_for(state.error).text if state.error is not None else ""
            self.bar.tell("fout", words, action=_("Opnieuw bewaren"))

    def _settled(self, safe: bool) -> None:
        leaving, self._leaving = self._leaving, []
        for done in leaving:
            done(safe)

    def _act(self) -> None:
        """Do what the button in the bar says: save again, or begin anew."""
        if self._failing:
            self._autosave.retry()
            return
        self.bar.clear()
        self._typed = NOTHING_TYPED
        self.fields.show_typed(NOTHING_TYPED)
        self.new.show_name("")
        self._show_person(None)
        self.person.start()
        self._edited()
        self._autosave.flush()
        self.fields.words.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- taking -------------------------------------------------------------------------

    def _take(self, safe: bool) -> None:
        self._taking = safe
        if not safe:
            return
        work, typed = self._workplace, self.typed()
        new = self.new.person() if self.new.isVisibleTo(self) else None
        work.tasks.write(
            self,
            lambda: taking.finish(work.database, work.session, typed, new=new),
            done=self._took,
            failed=self._refused,
        )

    def _took(self, changes: Changes) -> None:
        self._taking = False
        self._typed = NOTHING_TYPED
        self.new.show_name("")
        self.taken.emit(changes)

    def _refused(self, error: MeitinkerError) -> None:
        self._taking = False
        words = sentence_for(error).text
        field = self.fields.named().get(error.field) if isinstance(error, InvalidField) else None
        if field is not None:
            field.set_error(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bar.tell("fout", words)
