"""Words for an exchange with the hub that did not come off."""

from __future__ import annotations

from meitinker import errors
from meitinker.i18n import _
from ui.messages.words import ErrorWords, Words

SYNC: ErrorWords = {
    errors.SyncError: lambda _p: Words(
        _("Bijwerken lukt niet."), _("Uw werk staat veilig op deze laptop. U kunt gewoon verder.")
    ),
    errors.HubUnreachable: lambda _p: Words(
        _("Bijwerken lukt niet. De server geeft geen antwoord."),
        _("Wij proberen het over 5 minuten weer."),
    ),
    errors.HubNotOurs: lambda _p: Words(
        _("Dit is niet de server van uw organisatie. Er is niets verstuurd."),
        _("Bel uw beheerder. Ga niet door op dit netwerk."),
    ),
    errors.HubBusy: lambda _p: Words(
        _("Het is nu druk op de server."), _("Wij proberen het straks vanzelf weer.")
    ),
    errors.HubTooOld: lambda _p: Words(
        _("De server is ouder dan dit programma."),
        _("Uw werk staat veilig op deze laptop. Bel uw beheerder."),
    ),
    errors.ProgramTooOld: lambda _p: Words(
        _("Dit programma is te oud voor de server."),
        _("Werk eerst het programma bij. Uw werk staat veilig op deze laptop."),
    ),
    errors.DeviceRefused: lambda _p: Words(
        _("Deze laptop mag niet meer bijwerken."),
        _("Bel uw beheerder. Uw werk staat nog op deze laptop."),
    ),
    errors.DeviceWiped: lambda _p: Words(
        _("Uw organisatie heeft deze laptop leeggemaakt."), _("Bel uw beheerder.")
    ),
    errors.RequestRefused: lambda _p: Words(
        _("De server nam dit niet aan."),
        _("Kijk of de klok van deze laptop goed staat en probeer het nog eens."),
    ),
    errors.InvitationRefused: lambda _p: Words(
        _("Deze uitnodiging werkt niet. Zij is al gebruikt, of te oud."),
        _("Vraag uw beheerder om een nieuwe code."),
    ),
    errors.MessageTooLarge: lambda _p: Words(
        _("Dit is te groot om te versturen."),
        _("Bel uw beheerder. Uw werk staat veilig op deze laptop."),
    ),
}
