"""Words for the reasons why something cannot stand in the social map."""

from __future__ import annotations

from collections.abc import Callable

from meitinker.i18n import _
from ui.messages.words import Params, Words

OF_THE_MAP: dict[str, Callable[[Params], Words]] = {
    "provider_missing": lambda _p: Words(
        _("Deze aanbieder is er niet meer."), _("Kies wie dit aanbiedt.")
    ),
    "provider_circle": lambda _p: Words(
        _("Zo hoort deze aanbieder bij zichzelf."), _("Kies een andere aanbieder erboven.")
    ),
    "provider_has_services": lambda _p: Words(
        _("Deze aanbieder staat nog bij een dienst."), _("Haal eerst die dienst weg.")
    ),
    "location_in_use": lambda _p: Words(
        _("Op deze locatie is nog een dienst."), _("Haal de locatie eerst weg bij die dienst.")
    ),
    "location_empty": lambda _p: Words(
        _("Er staat nog niet waar het is."), _("Vul een naam, een straat of een plaats in.")
    ),
    "point_wrong": lambda _p: Words(
        _("Deze plek ligt niet op aarde."), _("Kijk de breedtegraad en de lengtegraad na.")
    ),
    "area_missing": lambda _p: Words(
        _("Er staat nog niet voor welk dorp of welke gemeente."), _("Kies een dorp of gemeente.")
    ),
    "amount_wrong": lambda _p: Words(
        _("Dit getal kan niet."), _("Vul een getal in van 0 of meer.")
    ),
    "ages_wrong": lambda _p: Words(
        _("Deze leeftijden kunnen niet."), _("De laagste leeftijd komt eerst.")
    ),
    "link_wrong": lambda _p: Words(
        _("Dit is geen adres van een website."),
        _("Het begint met http of https, zoals in de balk van uw browser."),
    ),
    "time_wrong": lambda _p: Words(_("Deze tijd bestaat niet."), _("Schrijf de tijd als 09:30.")),
    "closes_before_opens": lambda _p: Words(
        _("Het sluit voor het open gaat."),
        _("Kijk de tijden na. Alleen wat na 17:00 open gaat, sluit in de nacht of de ochtend."),
    ),
    "interval_wrong": lambda _p: Words(
        _("Zo vaak kan niet."), _("Kies een getal van 1 tot en met 52.")
    ),
    "days_wrong": lambda _p: Words(_("Deze dagen bestaan niet."), _("Kies de dagen opnieuw.")),
    "days_missing": lambda _p: Words(
        _("Er staat nog niet op welke dagen."), _("Kies minstens één dag.")
    ),
    "period_missing": lambda _p: Words(
        _("Er staat nog niet van wanneer af."), _("Vul de eerste dag in.")
    ),
    "correction_empty": lambda _p: Words(
        _("Er staat nog niet wat er niet klopt."), _("Schrijf het in een paar woorden op.")
    ),
    "correction_not_there": lambda _p: Words(
        _("Dit gegeven is er niet."), _("Schrijf in woorden op wat er niet klopt.")
    ),
    "value_wrong": lambda _p: Words(
        _("Dit past niet in dat gegeven."), _("Schrijf in woorden op wat er niet klopt.")
    ),
    "changed_since": lambda _p: Words(
        _("Dit gegeven is intussen al veranderd."),
        _("Kijk wat er nu staat. Pas het zelf aan als dat nodig is."),
    ),
    "answered_already": lambda _p: Words(
        _("Hier is al op geantwoord."), _("Neem eerst dat antwoord terug.")
    ),
    "answer_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom."), _("Schrijf de reden in een paar woorden op.")
    ),
    "missing_empty": lambda _p: Words(
        _("Er staat nog niet wat er mist."), _("Schrijf op waar u naar zocht.")
    ),
    "service_missing": lambda _p: Words(
        _("Er staat nog niet welke hulp dat is."), _("Zoek de dienst op en kies die.")
    ),
    "outcome_missing": lambda _p: Words(
        _("Er staat nog niet hoe ver dit helpt."), _("Kies of het genoeg is of voor een deel.")
    ),
    "chosen_already": lambda _p: Words(
        _("Deze hulp koos u al bij deze behoefte."), _("Kies iets anders, of haal haar eerst weg.")
    ),
    "word_missing": lambda _p: Words(
        _("Er staat nog geen woord."), _("Typ eerst waar u op zocht.")
    ),
    "meaning_missing": lambda _p: Words(
        _("Er staat nog niet bij welke dienst dit woord hoort."),
        _("Zoek de dienst op en kies die."),
    ),
    "word_known": lambda _p: Words(
        _("Dit woord hoort al bij deze dienst."), _("U vindt die er nu al mee.")
    ),
    "categories_wrong": lambda _p: Words(
        _("Deze lijst van rubrieken klopt niet."),
        _("Elke rubriek hoort onder een rubriek die er is."),
    ),
}
