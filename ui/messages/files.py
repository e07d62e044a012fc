"""Words for the errors of backups, attachments and paper."""

from __future__ import annotations

from collections.abc import Callable

from meitinker import errors
from meitinker.i18n import _
from ui.messages.words import ErrorWords, Params, Words

_REFUSALS: dict[str, Callable[[], Words]] = {
    "too_large": lambda: Words(
        _("Dit bestand is te groot."),
        _("Een bestand mag 25 MB zijn. Maak een kleinere foto, of deel het papier in stukken."),
    ),
    "pixels": lambda: Words(
        _("Deze foto is te groot om te openen."),
        _("Zet de camera van uw telefoon op een kleiner formaat. Maak de foto dan opnieuw."),
    ),
    "empty": lambda: Words(
        _("Dit bestand is leeg."), _("Zet het opnieuw over van uw telefoon of uit uw mail.")
    ),
    "folder": lambda: Words(
        _("Dit is een map."), _("Open de map en kies de bestanden die erin staan.")
    ),
    "not_an_image": lambda: Words(
        _("Dit bestand is geen foto die het programma kan lezen."),
        _("Zet de foto opnieuw over van uw telefoon, of maak hem opnieuw."),
    ),
    "heic": lambda: Words(
        _("Deze soort foto (HEIC) kan het programma niet lezen."),
        _("Kies op de iPhone bij Camera, Structuur: Meest compatibel. Maak de foto dan opnieuw."),
    ),
    "pdf": lambda: Words(
        _("Deze PDF is beschadigd of zit op slot."),
        _("Vraag om een PDF zonder wachtwoord, of maak een foto van het papier."),
    ),
    "consent": lambda: Words(
        _("De inwoner wil geen foto’s."),
        _("Vraag het opnieuw als het toch nodig is. Schrijf het antwoord op bij Toestemming."),
    ),
    "identity": lambda: Words(
        _("Dit lijkt een paspoort, rijbewijs of ID-kaart. Daarvan bewaart u geen kopie."),
        _("Bekijken is genoeg. Is het iets anders? Geef het dan een andere titel of naam."),
    ),
}


def _attachment_refused(params: Params) -> Words:
    known = _REFUSALS.get(str(params.get("reason", "")))
    if known is not None:
        return known()
    return Words(
        _("Dit soort bestand kan het programma niet bewaren."), _("Kies een foto of een PDF.")
    )


_TABLES: dict[str, Callable[[], Words]] = {
    "too_large": lambda: Words(
        _("Deze lijst is te groot."),
        _("Een lijst mag 64 MB en 100.000 regels zijn. Deel haar in stukken."),
    ),
    "empty": lambda: Words(
        _("In dit bestand staan geen regels."),
        _("Kijk of u het goede bestand en het goede tabblad koos."),
    ),
    "folder": lambda: Words(_("Dit is een map."), _("Open de map en kies het bestand.")),
    "old_excel": lambda: Words(
        _("Dit is een Excel-bestand van vóór 2007."),
        _("Open het in Excel en bewaar het als .xlsx of als CSV."),
    ),
    "locked": lambda: Words(
        _("Dit bestand zit op slot met een wachtwoord."),
        _("Haal het wachtwoord eraf in het programma waar het vandaan komt."),
    ),
    "unsafe": lambda: Words(
        _("Dit bestand is niet veilig om te openen."),
        _("Bewaar de lijst opnieuw, als CSV. Vertrouwt u het niet? Bel dan uw beheerder."),
    ),
    "broken": lambda: Words(
        _("Dit bestand is niet heel."), _("Maak de lijst opnieuw in het andere programma.")
    ),
    "kind": lambda: Words(
        _("Dit is geen lijst die het programma kan lezen."),
        _("Kies een CSV-bestand of een Excel-bestand dat op .xlsx eindigt."),
    ),
    "sheet": lambda: Words(
        _("Dit tabblad staat niet in het bestand."), _("Kies een van de andere tabbladen.")
    ),
    "no_name": lambda: Words(
        _("Er is geen kolom met een naam aangewezen."),
        _("Wijs aan in welke kolom de achternaam of de hele naam staat."),
    ),
    "twice": lambda: Words(
        _("Twee kolommen zijn voor hetzelfde aangewezen."),
        _("Alleen telefoon en e-mail mogen in meer kolommen staan."),
    ),
    "no_service": lambda: Words(
        _("Er is geen kolom met de naam van de dienst aangewezen."),
        _("Wijs aan in welke kolom staat wat er te vinden is."),
    ),
    "no_provider": lambda: Words(
        _("Er is geen kolom met de aanbieder aangewezen."),
        _("Wijs aan in welke kolom staat wie het aanbiedt."),
    ),
    "map_changed": lambda: Words(
        _("De sociale kaart is veranderd sinds het bestand is nagekeken."),
        _("Kijk het bestand opnieuw na."),
    ),
    "changed": lambda: Words(
        _("Er kwam iemand bij sinds de lijst is nagekeken."), _("Kijk de lijst opnieuw na.")
    ),
}


def _table_refused(params: Params) -> Words:
    return _TABLES.get(str(params.get("reason", "")), _TABLES["kind"])()


def _batch_damaged(params: Params) -> Words:
    if params.get("reason") == "version":
        return Words(
            _("Deze levering is van een andere versie van het programma."),
            _("Kijk haar na met de versie die haar maakte, of met een nieuwere."),
        )
    return Words(
        _("Dit bestand is geen hele levering."), _("Laat het bestand opnieuw maken en sturen.")
    )


def _site_refused(params: Params) -> Words:
    next_step = _("Kies een lege of een nieuwe map.")
    match params.get("reason"):
        case "strange":
            return Words(
                _("In deze map staat ook iets wat niet van de website is."),
                _("Haal dat weg, of kies een lege of een nieuwe map."),
            )
        case "not_a_folder":
            return Words(_("Hier staat een bestand of een verwijzing, geen map."), next_step)
        case "no_parent":
            return Words(
                _("De map waar de website in moet komen, is er niet."),
                _("Maak die map eerst, of kies een andere."),
            )
        case _:
            return Words(_("In deze map staat iets anders dan een sociale kaart."), next_step)


FILES: ErrorWords = {
    errors.ExchangeError: lambda _p: Words(
        _("Dit bestand kan het programma niet gebruiken."), _("Kies een ander bestand.")
    ),
    errors.TableRefused: _table_refused,
    errors.BatchDamaged: _batch_damaged,
    errors.SiteRefused: _site_refused,
    errors.BackupError: lambda _p: Words(
        _("De reservekopie is niet gelukt."),
        _("Uw gegevens zijn niet veranderd. Kies een andere plek en probeer het nog eens."),
    ),
    errors.BackupDamaged: lambda _p: Words(
        _("Deze reservekopie is niet heel."),
        _("Gebruik een andere reservekopie. Er is niets veranderd."),
    ),
    errors.WrongOrganisation: lambda _p: Words(
        _("Deze gegevens horen bij een andere organisatie of bij het voorbeelddorp."),
        _("Kies een bestand van uw eigen organisatie. Er is niets veranderd."),
    ),
    errors.AttachmentRefused: _attachment_refused,
    errors.AttachmentDamaged: lambda _p: Words(
        _("Deze bijlage is beschadigd of weg."),
        _("Voeg het bestand opnieuw toe, of zet een reservekopie terug."),
    ),
    errors.PrintFailed: lambda _p: Words(
        _("Afdrukken lukt niet."),
        _("Kijk of de printer aan staat, of bewaar het papier als PDF."),
    ),
}
