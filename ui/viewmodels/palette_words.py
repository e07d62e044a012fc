"""Other words by which people look for what the palette offers; they are not shown. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


def other_words() -> Mapping[str, str]:
    """Return the words of other programs and of daily speech, by the key of the result.

    In each language they are its own: no translation of each other, but what is typed there.
    """
    return {**_begun(), **_places(), **_settings(), **_papers(), **_acts(), **_parts()}


def _begun() -> Mapping[str, str]:
    return {
        "add": _("cliënt klant burger persoon toevoegen aanmaken inschrijven"),
        "begin": _("huisbezoek bezoek intake keukentafelgesprek onderzoek"),
        "note": _("bellen gebeld aantekening memo contact"),
        "request": _("melding aanvraag hulpvraag intake signaal zorgen klacht spoed urgent"),
        "appointment": _("inplannen plannen huisbezoek bezoek"),
    }


def _places() -> Mapping[str, str]:
    return {
        "place:today::home": _("taken to-do todo herinneringen meldingen startscherm"),
        "place:today:week:calendar": _("agenda kalender rooster planning verzetten exporteren"),
        "availability:away": _("verlof vervanging waarneming vrije dagen cursus"),
        "availability:hours": _("inloop inloopspreekuur openingstijden"),
        "place:people::users": _("cliënten klanten burgers dossiers zoeken opzoeken"),
        "place:visits::notes": _("huisbezoeken bezoeken verslagen"),
        "place:social_map::map-pin": _("aanbieders diensten voorzieningen vrijwilligers folder"),
        "paper:booklet": _("adressen adressenlijst gids dorpsgids afdrukken printen"),
        "office:map": _("sociale kaart nakijken controleren actueel"),
        "office:map-in": _("import importeren csv excel hsds aanbieders bestand"),
        "office:coverage": _("dekking overzicht witte vlekken"),
        "office:map-out": _("website site internet publiceren"),
        "place:sending::refresh": _("synchroniseren verzenden internet verbinding update server"),
        "place:help::help": _("help handleiding uitleg sneltoetsen"),
    }


def _settings() -> Mapping[str, str]:
    look = _("thema lettergrootte zoom lezen leesbaar wijzigen veranderen groter kleiner")
    return {
        "place:settings::settings": _("profiel account opties voorkeuren"),
        "place:settings:look:contrast": look,
        "language:nl": look,
        "language:fy": look,
        "language:en": look,
        "place:settings:safety:key": _("wijzigen veranderen pincode beveiliging"),
        "place:settings:backup:usb": _("back-up backup usb opslaan veiligstellen"),
        "place:settings:own:user": _("telefoonnummer e-mail profiel account dorpen"),
        "place:settings:organisation:building-community": _("feestdagen vrije dagen uren"),
        "place:settings:device:link": _("server uitnodiging laptop computer"),
    }


def _papers() -> Mapping[str, str]:
    return {
        "paper:requests": _("termijnen tijd haast"),
        "paper:papers": _("post posten afdrukken printen"),
        "paper:receipt": _("bevestiging"),
        "paper:plan": _("verslag rapport pdf afdrukken printen"),
        "paper:transfer": _("overdragen collega"),
    }


def _acts() -> Mapping[str, str]:
    return {
        "action:lock": _("vergrendelen uitloggen afmelden afsluiten stoppen pauze"),
        "action:undo": _("terug herstellen terugdraaien vergissing"),
        "action:print": _("printen printer pdf papier"),
        "action:save": _("opslaan"),
        "action:larger": _("zoom inzoomen vergroten lettergrootte"),
        "action:smaller": _("zoom uitzoomen verkleinen lettergrootte"),
        "action:share": _("tonen laten zien voorlezen groot"),
    }


def _parts() -> Mapping[str, str]:
    return {
        "file:network": _("ecogram tekening familie buren vrienden kinderen mantelzorger"),
        "file:tasks": _("taak to-do todo herinnering afvinken"),
        "file:details": _("adres bsn geboortedatum telefoonnummer vertegenwoordiger verhuizen"),
        "file:photos": _("foto plaatje bijlage document bestand scan toevoegen"),
        "file:dossier": _("documenten bijlagen geschiedenis wie veranderde"),
        "file:merge": _("dubbel dubbele twee keer"),
        "section:closing": _("handtekening tekenen ondertekenen akkoord"),
        "section:consents": _("privacy delen toestemmingen"),
    }
