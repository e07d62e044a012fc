"""What is said before and after a laptop is connected to an organisation. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.words import name_of
from meitinker.errors import InvitationRefused, WrongOrganisation
from meitinker.i18n import _
from ui.messages import sentence_for
from ui.messages.sync import not_this_store
from ui.viewmodels import places
from ui.viewmodels.parts import IconText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.domain.villages import Village
    from meitinker.errors import MeitinkerError
    from sync.invitation import Invitation
    from sync.status import ExchangeStatus


def before(invitation: Invitation) -> list[IconText]:
    """Return to whom an invitation leads, and what will happen; nothing has happened yet."""
    server = _("Deze uitnodiging is van de server {address}.")
    return [
        IconText(server.format(address=invitation.address), "building-community", "info"),
        IconText(_("Uw naam en de naam van dit apparaat gaan naar die server."), "user", "muted"),
        IconText(
            _("Alles wat u tot nu toe hebt geschreven, wordt daarna verstuurd."),
            "cloud-upload",
            "muted",
        ),
        IconText(
            _("Uw organisatie bepaalt welke dossiers u ziet. Die komen op deze laptop."),
            "download",
            "muted",
        ),
        IconText(
            _("Klopt de naam van de server niet? Sluit dan niet aan en bel uw beheerder."),
            "alert-triangle",
            "warning",
        ),
    ]


def role_here(session: Session, villages: Iterable[Village]) -> list[IconText]:
    """Return who the user is to the organisation, and in which villages.

    Args:
        session: Of who works here.
        villages: All of the organisation, in the order in which they are told.
    """
    role = _("U bent hier {role}.").format(role=name_of(session.role).lower())
    told = [IconText(role, "user", "muted")]
    if not places.shows(session.role, "person"):
        return told
    here = session.villages
    if not isinstance(here, frozenset):
        return [*told, IconText(_("U werkt voor alle dorpen."), "map-pin", "muted")]
    own = [one.name for one in villages if one.id in here]
    words = _("U werkt voor {names}.").format(names=", ".join(own))
    if not own:
        words = _("U werkt nog voor geen dorp. Vraag uw beheerder of dat klopt.")
    return [*told, IconText(words, "map-pin", "muted" if own else "warning")]


def connected(standing: ExchangeStatus) -> list[IconText]:
    """Return where this laptop belongs."""
    words = _("Dit apparaat is aangesloten bij {name}.")
    where = _("De server is {address}.")
    return [
        IconText(words.format(name=standing.organisation_name), "circle-check", "success"),
        IconText(where.format(address=standing.address), "building-community", "muted"),
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
