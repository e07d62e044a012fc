"""Words for the reasons why something cannot be done with a visit at the back office."""

from __future__ import annotations

from collections.abc import Callable

from meitinker.i18n import _, ngettext
from ui.messages.words import Params, Words

OF_REVIEWS: dict[str, Callable[[Params], Words]] = {
    "review_clash": lambda _p: Words(
        _("Over dit gesprek is twee keer iets anders bewaard."),
        _("Kies eerst wat er geldt. Het andere blijft te lezen."),
    ),
    "review_not_in_hand": lambda _p: Words(
        _("Dit gesprek heeft niemand opgepakt."), _("Pak het zelf op als u het controleert.")
    ),
    "review_decided": lambda _p: Words(
        _("Over dit gesprek is al besloten."), _("Pak het opnieuw op als u iets wilt veranderen.")
    ),
    "question_is_out": lambda _p: Words(
        _("Er ligt nog een vraag bij de meitinker."),
        _("Wacht op het antwoord, of pak het gesprek weer op: dan vervalt de vraag."),
    ),
    "review_changed_since": lambda _p: Words(
        _("Dit gesprek is veranderd sinds u het opende."),
        _("Kijk na wat er nu staat, en kies dan opnieuw."),
    ),
    "approval_reason_missing": lambda params: Words(
        ngettext(
            "Er ontbreekt {count} punt dat niemand heeft nagekeken.",
            "Er ontbreken {count} punten die niemand heeft nagekeken.",
            int(params.get("count", 0)),
        ).format(count=params.get("count", 0)),
        _("Vink aan wat u hebt nagekeken, of schrijf op waarom het toch door mag."),
    ),
    "question_changed": lambda _p: Words(
        _("De backoffice vraagt intussen iets anders."),
        _("Lees eerst de nieuwe vraag. Uw tekst is bewaard."),
    ),
    "nothing_asked": lambda _p: Words(
        _("De backoffice wacht niet op antwoord over dit gesprek."),
        _("Kijk bij het gesprek hoe het ervoor staat."),
    ),
    "question_empty": lambda _p: Words(
        _("Er staat nog geen vraag."), _("Schrijf op wat u van de meitinker wilt weten.")
    ),
    "return_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom u het terugstuurt."),
        _("Schrijf op wat de meitinker nog moet aanvullen."),
    ),
    "reply_empty": lambda _p: Words(
        _("Er staat nog geen antwoord."), _("Schrijf uw antwoord in een paar woorden op.")
    ),
    "not_an_end": lambda _p: Words(
        _("Hier is intussen iets aan veranderd."), _("Kijk opnieuw hoe het gesprek ervoor staat.")
    ),
    "imported_twice": lambda _p: Words(
        _("Dit gesprek staat in twee leveringen."),
        _("Draai het in een van de twee terug. Dan geldt de andere."),
    ),
    "last_day_missing": lambda _p: Words(
        _("Er staat nog geen laatste dag."), _("Vul in tot en met welke dag het mag.")
    ),
    "period_too_long": lambda params: Words(
        _("Deze periode is te lang."),
        _("Het mag {days} dagen duren. Maak er daarna een nieuwe van.").format(
            days=params.get("days", 0)
        ),
    ),
    "nothing_chosen": lambda _p: Words(
        _("Er is nog geen gesprek gekozen."), _("Kies de gesprekken die u wilt leveren.")
    ),
    "too_many_visits": lambda params: Words(
        _("Dit zijn te veel gesprekken tegelijk."),
        _("Er passen {most} gesprekken in een levering. Maak er meer van.").format(
            most=params.get("most", 0)
        ),
    ),
    "not_approved": lambda _p: Words(
        _("Een van de gesprekken is niet goedgekeurd zoals het nu is."),
        _("Kijk in de lijst welke gesprekken nog klaarstaan."),
    ),
    "undo_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom u het terugdraait."), _("Schrijf de reden op.")
    ),
    "nothing_to_undo": lambda _p: Words(
        _("Hier is niets meer van terug te draaien."),
        _("Kijk in de lijst hoe de levering ervoor staat."),
    ),
    "take_over_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom u het overneemt."), _("Schrijf de reden op.")
    ),
    "outside_villages": lambda _p: Words(
        _("Deze collega werkt niet in dit dorp."),
        _("Geef eerst toegang tot het dossier, of kies een ander."),
    ),
    "grant_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom iemand toegang krijgt."), _("Schrijf de reden op.")
    ),
    "replaces_oneself": lambda _p: Words(
        _("Iemand kan zichzelf niet vervangen."), _("Kies een andere collega.")
    ),
    "over_already": lambda _p: Words(
        _("Dit is al voorbij."), _("Kijk in de lijst wat er nu geldt.")
    ),
}
