"""Words for an exchange with the hub that did not come off."""

from __future__ import annotations

from meitinker import errors
from meitinker.i18n import _
from ui.messages.words import ErrorWords, Words


def _none_there() -> Words:
    return Words(
        _("Hier staat geen uitnodiging in."),
        _("Plak de hele regel die begint met meitinker://."),
    )


def _cut() -> Words:
    return Words(
        _("Deze uitnodiging is niet heel: het einde ontbreekt."),
        _("Kopieer de hele regel nog eens, ook als die over twee regels loopt."),
    )


def _altered() -> Words:
    return Words(
        _("Deze uitnodiging klopt niet: er is iets in veranderd."),
        _("Kopieer de regel nog eens. Helpt dat niet, vraag dan uw beheerder om een nieuwe."),
    )


def _newer() -> Words:
    return Words(
        _("Deze uitnodiging is van een nieuwer programma."), _("Werk eerst het programma bij.")
    )


def not_this_store() -> Words:
    """Return the words for a store that cannot be connected: ``WrongOrganisation`` there."""
    return Words(
        _("Deze laptop hoort al bij een organisatie, of de uitnodiging is voor iemand anders."),
        _("Vraag uw beheerder om een nieuwe uitnodiging. Er is niets veranderd."),
    )


def _for_another_laptop() -> Words:
    return Words(
        _("Dit antwoord is voor een andere laptop."),
        _("Lees het daar in. Kies hier het bestand dat bij deze laptop hoort."),
    )


def _not_an_answer() -> Words:
    return Words(
        _("Dit is het bestand dat u zelf maakte, geen antwoord."),
        _("Breng het eerst naar de backoffice. Daar komt een antwoord bij op de stick."),
    )


def _of_another_laptop() -> Words:
    return Words(
        _("Dit bestand komt van een andere laptop. Het is geen antwoord."),
        _("Geef de stick aan uw beheerder. Die leest hem in en zet het antwoord erop."),
    )


def _not_a_question() -> Words:
    return Words(
        _("Dit is een antwoord voor een laptop, geen bestand van een laptop."),
        _("Lees het in op de laptop, op de pagina Bijwerken."),
    )


def _no_key() -> Words:
    return Words(
        _("Deze laptop kan nog niet met een stick bijwerken."),
        _("Vraag uw beheerder om een nieuwe uitnodiging."),
    )


def _another_hub() -> Words:
    return Words(
        _("Dit bestand hoort bij een andere organisatie. Er is niets ingelezen."),
        _("Kies het bestand van uw eigen organisatie."),
    )


def _all_anew() -> Words:
    return Words(
        _("De server is teruggezet. Dit antwoord is niet genoeg."),
        _("Zet uw werk nog een keer op de stick en breng het naar de backoffice."),
    )


def _met_since() -> Words:
    return Words(
        _("Dit antwoord is oud: deze laptop is daarna al bijgewerkt."),
        _("U hoeft niets te doen."),
    )


_NOT_OURS = {
    "device": _for_another_laptop,
    "question": _not_an_answer,
    "question_of_another": _of_another_laptop,
    "answer": _not_a_question,
    "key": _no_key,
}

_UNCLEAR = {"none_there": _none_there, "cut": _cut, "newer": _newer}

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
    # As long as a laptop does not wipe itself, this is all that is true of one that should.
    errors.DeviceWiped: lambda _p: Words(
        _("Deze laptop hoort niet meer bij uw organisatie."),
        _("Uw organisatie gaf opdracht om hem leeg te maken. Bel uw beheerder."),
    ),
    errors.RequestRefused: lambda _p: Words(
        _("De server nam dit niet aan."),
        _("Kijk of de klok van deze laptop goed staat en probeer het nog eens."),
    ),
    errors.InvitationRefused: lambda _p: Words(
        _("Deze uitnodiging werkt niet. Zij is al gebruikt, ingetrokken of te oud."),
        _("Vraag uw beheerder om een nieuwe uitnodiging."),
    ),
    errors.InvitationUnclear: lambda p: _UNCLEAR.get(str(p.get("reason")), _altered)(),
    errors.BundleError: lambda _p: Words(
        _("Bijwerken met de stick lukt niet."), _("Uw werk staat veilig op deze laptop.")
    ),
    errors.BundleDamaged: lambda _p: Words(
        _("Dit bestand is niet heel, of niet voor deze laptop gemaakt. Er is niets ingelezen."),
        _("Kopieer het nog eens, of maak een nieuw bestand."),
    ),
    errors.BundleNotOurs: lambda p: _NOT_OURS.get(str(p.get("reason")), _another_hub)(),
    errors.BundleOld: lambda p: _all_anew() if p.get("reason") == "anew" else _met_since(),
    errors.MessageTooLarge: lambda _p: Words(
        _("Dit is te groot om te versturen."),
        _("Bel uw beheerder. Uw werk staat veilig op deze laptop."),
    ),
}
