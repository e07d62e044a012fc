"""How the resident agrees: who it is, and a signature on the screen, on paper, or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from meitinker.domain.plans import SignatureWay
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import plans, visits
from meitinker.services.visits import TypedSigning
from ui.forms.form_keeping import FormKeeping
from ui.viewmodels import conversation as told
from ui.viewmodels.visits import moment_text
from ui.widgets.buttons import Button
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.signature import SignatureField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.plans import Signature
    from meitinker.errors import MeitinkerError
    from ui.views.visits.desk import Desk

_NOBODY = "nobody"


class Signing(QObject):
    """The fields of an agreement; the section gives them their places.

    What is drawn is kept as it is typed, and is an agreement once somebody says that it is done,
    or concludes: who closes the laptop over half a signature has agreed to nothing.

    Signals:
        changed: Another way was chosen, or it was drawn.
        wanted: The fields should be in sight, with the keyboard.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Show the agreement that was given last, and what was drawn since."""
        super().__init__(parent)
        self._desk = desk
        self._signed_strokes: object = ()
        self._warned = ""
        self.signer = TextField(_("Wie gaat akkoord?"))
        self.signer.set_value(told.resident(desk.file))
        self.signature = SignatureField(_("Hoe gaat de inwoner akkoord?"))
        self.signature.edited.connect(self._edited)
        self.sign = Button(_("Klaar met tekenen"), icon_name="check")
        self.sign.clicked.connect(self._sign)
        self.sign.hide()
        self.agreed = WrappedLabel("", tone="gelukt")
        self._show_given()
        self.kept = FormKeeping(
            desk.keeping,
            visits.SIGNING,
            typed=self._typed,
            show=self._show_typed,
            quiet_for=self.signature,
        )
        self.kept.watch(self.signer)
        if not desk.read_only:
            self.kept.begin(desk.visit_id)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """Who agrees, and how."""
        return self.signer, self.signature

    @property
    def waits(self) -> bool:
        """Whether signing on the screen was chosen, and nobody has drawn."""
        on_screen = self.signature.way() == SignatureWay.SCREEN.value
        return on_screen and not self.signature.strokes()

    def show_file(self) -> None:
        """Show how the resident agreed."""
        last = self._last()
        self.agreed.setVisible(last is not None)
        if last is not None:
            when = moment_text(last.signed_at) if last.signed_at else ""
            words = _("Akkoord van {name}: {way}, {when}.")
            way = name_of(last.way).lower()
            self.agreed.setText(words.format(name=last.name, way=way, when=when))
        if self._desk.read_only:
            self.signature.set_read_only(True)
            self.signer.set_read_only(True)

    def sign_now(self, done: Callable[[bool], None] | None = None) -> None:
        """Take what is new on the pad for an agreement; then ``done``: True if it is safe.

        Who concludes waits for the answer, so it comes also when the store refuses.
        """
        strokes = self.signature.strokes()
        way = self.signature.way()
        drawn = way == SignatureWay.SCREEN.value and strokes and strokes != self._signed_strokes
        if not drawn or self._desk.read_only:
            if done is not None:
                done(True)
            return
        self._signed_strokes = strokes
        self.sign.hide()
        self._give(SignatureWay.SCREEN, self._drawn(), done)

    def check_signature(self, done: Callable[[bool], None]) -> None:
        """Tell whether the text is still the one that was signed; warn once where it is not.

        Where that cannot be read it is told, and the answer is False.
        """
        signed = self._last()
        if signed is None and self._unsigned():
            done(False)
            return
        if signed is None or not signed.text_hash or self._warned == signed.id:
            done(True)
            return
        work, visit_id = self._desk.workplace, self._desk.visit_id

        def answer(now: str) -> None:
            same = now == signed.text_hash
            if not same:
                self._warn(
                    signed.id,
                    _("De tekst is veranderd na het akkoord. Vraag het opnieuw, of rond toch af."),
                )
            done(same)

        def unread(error: MeitinkerError) -> None:
            self._desk.failed.emit(error)
            done(False)

        work.tasks.read(
            self,
            lambda: plans.text_hash(work.database, work.session, visit_id),
            done=answer,
            failed=unread,
        )

    def _unsigned(self) -> bool:
        """Say once that signing on the screen was chosen and nobody signed; tell whether it was."""
        if not self.waits or self._warned == _NOBODY:
            return False
        self._warn(
            _NOBODY,
            _("Er staat nog geen handtekening. Laat tekenen, kies anders, of rond toch af."),
        )
        return True

    def _warn(self, of: str, words: str) -> None:
        self._warned = of
        self.signature.set_error(words)
        self.wanted.emit()

    def _last(self) -> Signature | None:
        return self._desk.file.signatures[-1] if self._desk.file.signatures else None

    def _show_given(self) -> None:
        """Show the way, and the strokes, of the agreement that was given earlier."""
        last = self._last()
        if last is None:
            return
        self.signer.set_value(last.name)
        if last.strokes:
            self.signature.set_strokes(msgspec.json.decode(last.strokes))
        self.signature.set_way(last.way.value)
        self._signed_strokes = self.signature.strokes()

    def _drawn(self) -> str:
        return msgspec.json.encode(self.signature.strokes()).decode()

    def _typed(self) -> TypedSigning:
        strokes = self.signature.strokes()
        if not strokes or strokes == self._signed_strokes:
            return TypedSigning()
        return TypedSigning(name=self.signer.value(), strokes=self._drawn())

    def _show_typed(self, typed: TypedSigning) -> None:
        if not typed.strokes:
            return
        self.signer.set_value(typed.name)
        self.signature.set_strokes(msgspec.json.decode(typed.strokes))
        self.signature.set_way(SignatureWay.SCREEN.value)
        self.sign.show()
        self.changed.emit()

    def _sign(self) -> None:
        # At once: the button is about to go, and whoever types by then must not be disturbed.
        self._desk.onwards.emit()
        self.sign_now()

    def _edited(self) -> None:
        self.signature.set_error(None)
        way = self.signature.way()
        drawing = way == SignatureWay.SCREEN.value
        self.sign.setVisible(drawing and bool(self.signature.strokes()))
        self.changed.emit()
        if drawing:
            self.kept.keep()
        elif way is not None:
            self._give(SignatureWay(way), "", None)

    def _give(self, way: SignatureWay, strokes: str, done: Callable[[bool], None] | None) -> None:
        work, visit_id = self._desk.workplace, self._desk.visit_id
        name = self.signer.value() or told.resident(self._desk.file)

        def sign() -> Changes:
            # The hash is of what is safe at this moment: typing was flushed before.
            hashed = plans.text_hash(work.database, work.session, visit_id)
            return visits.sign(
                work.database,
                work.session,
                visit_id,
                way=way,
                name=name,
                strokes=strokes,
                text_hash=hashed,
            )

        def refused(error: MeitinkerError) -> None:
            self._signed_strokes = ()
            self.sign.setVisible(bool(strokes))
            self._desk.failed.emit(error)
            answer(False)

        def kept(_changes: Changes) -> None:
            self.kept.saved()
            # What was kept is safe, also where it cannot be read back.
            self._desk.reload(lambda: answer(True), failed=lambda _error: answer(True))

        def answer(safe: bool) -> None:
            if done is not None:
                done(safe)

        self._desk.act(sign, done=kept, failed=refused)
