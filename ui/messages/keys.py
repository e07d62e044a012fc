"""Words for the errors of passphrase, keyring and recovery code."""

from __future__ import annotations

from collections.abc import Callable

from meitinker import errors
from meitinker.i18n import _
from ui.messages.words import ErrorWords, Params, Words, duration


def _wait(params: Params) -> str:
    seconds = int(params.get("wait", 0))
    if seconds <= 0:
        return _("Probeer het nog eens.")
    return _("Wacht {time} en probeer het nog eens.").format(time=duration(seconds))


WEAKNESSES: dict[str, Callable[[], str]] = {
    "too_short": lambda: _("Dit wachtwoord is te kort."),
    "known_name": lambda: _("In dit wachtwoord zit een naam die anderen van u kennen."),
    "common_word": lambda: _("Dit wachtwoord lijkt op een woord dat veel mensen kiezen."),
    "keyboard_row": lambda: _("Dit wachtwoord is een rijtje toetsen naast elkaar."),
    "repeats": lambda: _("In dit wachtwoord komt steeds hetzelfde terug."),
    "sequence": lambda: _("Dit wachtwoord is een rijtje op volgorde."),
    "year_or_date": lambda: _("In dit wachtwoord zit een jaar of een datum."),
}


def _too_weak(params: Params) -> Words:
    weakness = WEAKNESSES.get(str(params.get("reason", "")))
    return Words(
        weakness() if weakness else _("Dit wachtwoord is te makkelijk te raden."),
        _("Kies een zin van 4 of meer woorden die niet bij elkaar horen."),
    )


_KEYRING_REASONS: dict[str, Callable[[], Words]] = {
    "failed": lambda: Words(
        _("De sleutelbos van deze computer gaf geen antwoord."),
        _("Maak de sleutelbos open en probeer het nog eens."),
    ),
    "away": lambda: Words(
        _("Deze computer heeft geen veilige sleutelbos."),
        _("Uw gegevens zijn er nog. Vraag uw beheerder om de sleutelbos, of neem uw herstelcode."),
    ),
    "readback": lambda: Words(
        _("De sleutelbos van deze computer bewaart niet wat wij erin leggen."),
        _("Probeer het nog eens, of ga verder met alleen uw wachtwoord."),
    ),
}


def _keyring(params: Params) -> Words:
    known = _KEYRING_REASONS.get(str(params.get("reason", "")))
    if known:
        return known()
    return Words(
        _("Deze computer heeft geen veilige sleutelbos."),
        _("Vraag uw beheerder om een sleutelbos, of ga verder met alleen uw wachtwoord."),
    )


def _escrow(params: Params) -> Words:
    match params.get("reason"):
        case "unreadable":
            return Words(
                _("Dit is geen sleutel van iemand die samen met een ander opent."),
                _("Neem het hele bestand of de hele regel die meitinker escrow officer gaf."),
            )
        case "same":
            return Words(
                _("Dit is twee keer dezelfde persoon."), _("Neem de regels van twee mensen.")
            )
        case _:
            return Words(
                _("Deze twee mensen kunnen deze gegevens samen niet openen."),
                _("Er is niets veranderd. Neem de sleutels die voor deze gegevens zijn ingesteld."),
            )


KEYS: ErrorWords = {
    errors.WrongPassphrase: lambda params: Words(_("Dit wachtwoord klopt niet."), _wait(params)),
    errors.WrongRecoveryCode: lambda _p: Words(
        _("Deze herstelcode klopt niet."),
        _("Kijk de code na op het papier, groep voor groep."),
    ),
    errors.WaitBeforeRetry: lambda params: Words(
        _("U vulde een paar keer een verkeerd wachtwoord in."), _wait(params)
    ),
    errors.PassphraseTooWeak: _too_weak,
    errors.KeyFileDamaged: lambda _p: Words(
        _("Het sleutelbestand op deze laptop is beschadigd."),
        _("Zet een reservekopie terug. Daar zit een goed sleutelbestand in."),
    ),
    errors.KeyringRefused: _keyring,
    errors.KeyringSecretGone: lambda _p: Words(
        _("De sleutelbos van deze computer kent deze gegevens niet meer."),
        _("Uw gegevens zijn er nog. Open ze met uw herstelcode."),
    ),
    errors.EscrowRefused: _escrow,
}
