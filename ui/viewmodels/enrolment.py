"""What is said before and after a laptop is connected to an organisation. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.errors import InvitationRefused, WrongOrganisation
from meitinker.i18n import _
from ui.messages import sentence_for
from ui.messages.sync import not_this_store
from ui.viewmodels.settings import Fact

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from sync.invitation import Invitation
    from sync.standing import Standing


def before(invitation: Invitation) -> list[Fact]:
    """Return to whom an invitation leads, and what will happen; nothing has happened yet."""
    server = _("Deze uitnodiging is van de server {address}.")
    return [
        Fact(server.format(address=invitation.address), "building-community", "info"),
        Fact(_("Uw naam en de naam van dit apparaat gaan naar die server."), "user", "muted"),
        Fact(
            _("Alles wat u tot nu toe hebt geschreven, wordt daarna verstuurd."),
            "cloud-upload",
            "muted",
        ),
        Fact(
            _("Uw organisatie bepaalt welke dossiers u ziet. Die komen op deze laptop."),
            "download",
            "muted",
        ),
        Fact(
            _("Klopt de naam van de server niet? Sluit dan niet aan en bel uw beheerder."),
            "alert-triangle",
            "warning",
        ),
    ]


def connected(standing: Standing) -> list[Fact]:
    """Return where this laptop belongs."""
    words = _("Dit apparaat is aangesloten bij {name}.")
    where = _("De server is {address}.")
    return [
        Fact(words.format(name=standing.organisation_name), "circle-check", "success"),
        Fact(where.format(address=standing.address), "building-community", "muted"),
    ]


def joined_words(name: str) -> str:
    """Return what is said once it is connected."""
    words = _(
        "Dit apparaat is aangesloten bij {name}. Het bijwerken is begonnen."
        " Straks gaat het scherm op slot. Open het weer: dan ziet u wat uw organisatie u geeft."
    )
    return words.format(name=name)


def refused_words(error: MeitinkerError) -> str:
    """Return why it was not connected, and what to do."""
    if isinstance(error, WrongOrganisation):
        return not_this_store().text
    if isinstance(error, InvitationRefused):
        return sentence_for(error).text
    words = sentence_for(error).text
    return _("{words} Dit apparaat is nog niet aangesloten.").format(words=words)
