"""Dit apparaat: connecting this laptop to an organisation, and to which it belongs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from meitinker.errors import InvitationUnclear
from meitinker.i18n import _
from meitinker.services import people
from sync import invitation as invitations
from ui.messages import sentence_for
from ui.viewmodels import enrolment as said
from ui.views.settings.section import FactList, SettingsSection, at_left
from ui.widgets.announce import announce
from ui.widgets.bars import Kind, MessageBar
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.fields import TextArea, TextField
from ui.widgets.flow import Flow
from ui.widgets.scrolling import bring_into_sight

if TYPE_CHECKING:
    from meitinker.domain.villages import Village
    from meitinker.errors import MeitinkerError
    from sync.invitation import Invitation
    from sync.protocol import Enrolled
    from sync.status import ExchangeStatus
    from ui.workplace import Workplace


class DeviceSection(SettingsSection):
    """Paste the invitation, see what it means, connect; what is typed here is a secret."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it; whether it is connected is known from the exchanges."""
        super().__init__(workplace, _("Dit apparaat"))
        self._invitation: Invitation | None = None
        self.bar = MessageBar()
        self.lines.addWidget(self.bar)
        if workplace.sending is None:
            self.add_card(
                _("Voorbeelddorp"),
                text=_("Het voorbeelddorp sluit u niet aan. Het is niet echt."),
            )
        else:
            self._build()
            workplace.sending.stood.connect(self._stand)
            workplace.sending.joined.connect(self._joined)
            workplace.sending.refused.connect(self._refused)
            self._stand(workplace.sending.standing)
        self.lines.addStretch(1)

    def arrive(self) -> None:
        """Look whether it is connected."""
        if self.workplace.sending is not None:
            self.workplace.sending.look()

    def confirm(self) -> None:
        """Press the button of the step at hand."""
        if self.workplace.sending is not None:
            step = self.join if self.ahead.isVisible() else self.read
            step.click()

    def _build(self) -> None:
        self.invitation = TextArea(
            _("Uitnodiging"),
            hint=_(
                "Plak hier de regel die begint met meitinker://. U krijgt hem van uw beheerder."
            ),
            lines=4,
        )
        self.label = TextField(
            _("Hoe noemt u dit apparaat?"),
            hint=_("Zo herkent uw beheerder het. Bijvoorbeeld: laptop van Hinke."),
        )
        self.read = Button(_("Bekijk de uitnodiging"), icon_name="search")
        self.facts = FactList()
        self.join = PrimaryButton(_("Sluit dit apparaat aan"), icon_name="link")
        self.back = FlatButton(_("Toch niet"))
        self.where = FactList()
        self.fields = {"invitation": self.invitation, "label": self.label}
        self.ask = self.add_card(
            _("Aansluiten bij uw organisatie"),
            self.invitation,
            self.label,
            at_left(self.read),
            text=_("Dan komt uw werk bij uw organisatie, en het werk van anderen bij u."),
        )
        self.ahead = self.add_card(
            _("Dit gebeurt er"), self.facts, Flow(self.join, self.back, gap=12)
        )
        self.there = self.add_card(_("Aangesloten"), self.where)
        self.ahead.hide()
        self.there.hide()
        self.read.clicked.connect(self._read)
        self.join.clicked.connect(self._join)
        self.back.clicked.connect(self._back)
        self.invitation.edited.connect(self._edited)

    def _read(self) -> None:
        """Say what the invitation means, before anything happens."""
        self.bar.clear()
        self.invitation.set_error(None)
        try:
            self._invitation = invitations.read(self.invitation.value())
        except InvitationUnclear as error:
            self.invitation.set_error(sentence_for(error).text)
            self.invitation.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        facts = said.before(self._invitation)
        self.facts.show_facts(facts)
        self.ahead.show()
        self.join.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, facts[0].text)

    def _join(self) -> None:
        sending = self.workplace.sending
        if sending is None or self._invitation is None:
            return
        self._tell("uitleg", _("Bezig met aansluiten…"))
        sending.join(self._invitation, label=self.label.value())

    def _back(self) -> None:
        self.ahead.hide()
        self.invitation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _joined(self, enrolled: Enrolled) -> None:
        self.invitation.set_value("")  # the code is used up, and nobody's to read
        self.ahead.hide()
        self._tell("gelukt", said.joined_words(enrolled.organisation_name))

    def _refused(self, error: MeitinkerError) -> None:
        self._tell("fout", said.refused_words(error))

    def _tell(self, kind: Kind, words: str) -> None:
        """Say how it stands, in sight: the button is a screen below the bar."""
        self.bar.tell(kind, words)
        bring_into_sight(self.bar)

    def _edited(self) -> None:
        """Begin anew: what was said of another line does not hold for this one."""
        self.bar.clear()
        self.ahead.hide()

    def _stand(self, standing: ExchangeStatus) -> None:
        self.ask.setVisible(not standing.enrolled)
        self.there.setVisible(standing.enrolled)
        if standing.enrolled:
            self.ahead.hide()
            self.where.show_facts(said.connected(standing))
            work = self.workplace
            work.tasks.read(
                self,
                lambda: people.villages(work.database, work.session),
                done=partial(self._show_connected, standing),
            )

    def _show_connected(self, standing: ExchangeStatus, villages: list[Village]) -> None:
        told = said.role_here(self.workplace.session, villages)
        self.where.show_facts([*said.connected(standing), *told])
