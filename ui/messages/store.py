"""Words for the errors of the store."""

from __future__ import annotations

from meitinker import clock, errors
from meitinker.i18n import _, ngettext
from ui.messages.words import ErrorWords, Params, Words


def _behind(params: Params) -> Words:
    count = int(params.get("missing", 0))
    since = str(params.get("since", ""))
    step = _("U kunt alles lezen. Zet een reservekopie terug, of ga verder met wat er is.")
    if not since:
        return Words(_("De laatste gegevens zijn niet compleet."), step)
    moment = clock.local(clock.instant_from(since))
    sentence = ngettext(
        "Er ontbreekt {count} bewaarde verandering van na {date} om {time}.",
        "Er ontbreken {count} bewaarde veranderingen van na {date} om {time}.",
        count,
    )
    return Words(
        sentence.format(count=count, date=f"{moment:%d-%m-%Y}", time=f"{moment:%H:%M}"), step
    )


def _lease_over(params: Params) -> Words:
    if params.get("reason") == "clock":
        return Words(
            _("De klok van deze laptop loopt achter."),
            _("Zet hem goed of ga naar een plek met internet, en open opnieuw. Uw werk is er nog."),
        )
    days = int(params.get("days", 0))
    return Words(
        ngettext(
            "Deze laptop heeft {count} dag geen contact gehad met uw organisatie.",
            "Deze laptop heeft {count} dagen geen contact gehad met uw organisatie.",
            days,
        ).format(count=days),
        _("Ga naar een plek met internet en open opnieuw. Uw werk is er nog."),
    )


def _too_new(params: Params) -> Words:
    sentence = _(
        "Deze gegevens zijn gemaakt met een nieuwere versie ({store}). Dit is versie {program}."
    )
    return Words(
        sentence.format(store=params.get("store", "?"), program=params.get("program", "?")),
        _("Werk eerst het programma bij. Er is niets veranderd."),
    )


STORE: ErrorWords = {
    errors.StoreInUse: lambda _p: Words(
        _("Het programma staat al open op deze computer."),
        _("Ga naar het venster dat al open is. Ziet u het niet? Start de computer opnieuw."),
    ),
    errors.StoreMissing: lambda _p: Words(
        _("Op deze plek staan geen gegevens."),
        _("Kijk na of u de goede map koos, of zet een reservekopie terug."),
    ),
    errors.StoreExists: lambda _p: Words(
        _("Op deze plek staan al gegevens, of die naam is al in gebruik."),
        _("Kies een andere naam of een lege map."),
    ),
    errors.StoreDamaged: lambda _p: Words(
        _("De gegevens op deze laptop zijn beschadigd."),
        _("Werk niet verder. Zet de laatste reservekopie terug of bel uw beheerder."),
    ),
    errors.StoreBehind: _behind,
    errors.StoreTooNew: _too_new,
    errors.LeaseOver: _lease_over,
    errors.StoreReadOnly: lambda _p: Words(
        _("Bewaren lukt niet. Het programma mag niet in deze map schrijven."),
        _("Uw tekst staat er nog. Vraag uw beheerder om toegang tot de map."),
    ),
    errors.DiskFull: lambda _p: Words(
        _("Bewaren lukt niet. De schijf is vol."),
        _("Maak ruimte vrij en klik op Opnieuw bewaren. Sluit het programma nog niet."),
    ),
    errors.DiskFailed: lambda _p: Words(
        _("Bewaren lukt niet. De schijf geeft een fout."),
        _("Uw tekst staat er nog. Probeer het opnieuw en maak daarna een reservekopie."),
    ),
}

BEFORE_WORK: ErrorWords = {
    errors.StoreReadOnly: lambda _p: Words(
        _("Dit lukt niet. Het programma mag niet in deze map schrijven."),
        _("Uw werk is er nog. Vraag uw beheerder om toegang tot de map."),
    ),
    errors.DiskFull: lambda _p: Words(
        _("Dit lukt niet. De schijf is vol."),
        _("Maak ruimte vrij en probeer het opnieuw. Wat er al was, is er nog."),
    ),
    errors.DiskFailed: lambda _p: Words(
        _("Dit lukt niet. De schijf geeft een fout."),
        _("Probeer het opnieuw. Blijft de fout? Bel uw beheerder."),
    ),
}
"""Before a store is open, and in a terminal: no text waits, and there is nothing to save anew."""
