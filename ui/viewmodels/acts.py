"""What the undo bar says of an act."""

from __future__ import annotations

from meitinker import i18n


def _(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return message


_WORDS = {
    "person.add": _("Inwoner toegevoegd."),
    "person.move": _("Verhuizing bewaard."),
    "person.death": _("Overlijden bewaard."),
    "person.death_withdrawn": _("Melding van overlijden weggehaald."),
    "person.secret_address": _("Geheim adres aangepast."),
    "person.merge": _("Dossiers samengevoegd."),
    "person.unmerge": _("Dossiers weer uit elkaar gehaald."),
    "phone.remove": _("Telefoonnummer verwijderd."),
    "email.remove": _("E-mailadres verwijderd."),
    "address.remove": _("Adres verwijderd."),
    "representative.remove": _("Vertegenwoordiger verwijderd."),
    "householdmember.remove": _("Huisgenoot verwijderd."),
    "attendee.remove": _("Naam verwijderd."),
    "domainnote.remove": _("Leefgebied weggehaald."),
    "need.remove": _("Behoefte verwijderd."),
    "agreement.remove": _("Afspraak verwijderd."),
    "tie.add": _("Toegevoegd aan het netwerk."),
    "tie.end": _("Laatste dag bewaard."),
    "tie.link": _("Gekoppeld aan een dossier."),
    "tie.unlink": _("Koppeling weggehaald."),
    "tie.remove": _("Verwijderd uit het netwerk."),
    "plan.give": _("Plan gegeven aan de inwoner."),
    "plan.bring_later": _("Bewaard: u brengt het plan later langs."),
    "plan.send_later": _("Bewaard: u stuurt het plan later."),
    "plan.hand_over": _("Datum van overhandigen bewaard."),
    "appointment.make": _("Afspraak gemaakt."),
    "appointment.move": _("Afspraak verzet."),
    "appointment.edit": _("Afspraak aangepast."),
    "appointment.held": _("Bij de afspraak staat: geweest."),
    "appointment.not_at_home": _("Bij de afspraak staat: niet thuis."),
    "appointment.cancel": _("Afspraak afgezegd."),
    "appointment.plan_again": _("De afspraak staat weer in de week."),
    "office_hour.add": _("Spreekuur toegevoegd."),
    "office_hour.edit": _("Spreekuur aangepast."),
    "office_hour.remove": _("Spreekuur verwijderd."),
    "absence.add": _("Afwezigheid bewaard."),
    "absence.edit": _("Afwezigheid aangepast."),
    "absence.remove": _("Afwezigheid verwijderd."),
    "request.take": _("Vraag bewaard."),
    "request.answer": _("Antwoord bewaard."),
    "request.hand_over": _("Vraag overgedragen."),
    "request.appoint": _("Afspraak bewaard."),
    "request.withdraw": _("Vraag ingetrokken."),
    "request.consent": _("Toestemming bewaard."),
    "request.delay": _("Uitstel bewaard."),
    "request.tell_support": _("Bewaard dat u van de cliëntondersteuning vertelde."),
    "visit.discard": _("Leeg gesprek verwijderd."),
    "visit.set_day": _("Dag van het gesprek veranderd."),
    "visit.take_request": _("Vraag bewaard."),
    "visit.follow_request": _("Het gesprek hoort nu bij de vraag."),
    "request.plan": _("Persoonlijk plan bijgewerkt."),
    "letter.make": _("Brief gemaakt."),
    "papers.give": _("Datum bewaard bij alle gekozen brieven."),
    "letter.send": _("Datum van de brief bewaard."),
    "letter.discard": _("Brief weggegooid."),
    "contact_note.add": _("Notitie toegevoegd."),
    "contact_note.edit": _("Notitie aangepast."),
    "contact_note.remove": _("Notitie verwijderd."),
    "transfer.make": _("Dossier overgedragen."),
    "attachment.add": _("Bestand toegevoegd."),
    "attachment.remove": _("Bestand weggehaald."),
    "task.take_over": _("U doet deze taak zelf."),
    "task.add": _("Taak toegevoegd."),
    "task.edit": _("Taak aangepast."),
    "task.done": _("Taak afgevinkt."),
    "task.reopen": _("Taak staat weer open."),
    "task.remove": _("Taak verwijderd."),
    "consent.note": _("Toestemming bewaard."),
    "application.record": _("Aanvraag bewaard."),
    "application.remove": _("Aanvraag weggehaald."),
    "application.suspend": _("De twee weken staan stil."),
    "application.go_on": _("De twee weken lopen weer."),
    "application.remove_stop": _("Stilstand weggehaald."),
    "application.decide": _("Datum van het besluit bewaard."),
    "service_terms.keep": _("Eigen termijn bewaard."),
    "client_support.keep": _("Cliëntondersteuning bewaard."),
    "equal_days.keep": _("Extra feestdagen bewaard."),
    "review.take_up": _("U hebt het gesprek opgepakt."),
    "review.let_go": _("Het gesprek staat weer voor iedereen klaar."),
    "review.ask": _("Vraag gesteld aan de meitinker."),
    "review.approve": _("Gesprek goedgekeurd."),
    "review.return": _("Gesprek teruggestuurd naar de meitinker."),
    "review.settle": _("Uw keuze is bewaard."),
    "review.tick": _("Punt afgevinkt."),
    "review.untick": _("Vinkje weggehaald."),
    "review.take_over": _("U hebt het dossier overgenomen."),
    "work.give_task": _("Taak gegeven aan uw collega."),
    "work.give_request": _("Vraag gegeven aan uw collega."),
    "work.give_file": _("Dossier gegeven aan uw collega."),
    "grant.give": _("Toegang tot het dossier gegeven."),
    "grant.end": _("Toegang tot het dossier beëindigd."),
    "replacement.give": _("Vervanging bewaard."),
    "replacement.end": _("Vervanging beëindigd."),
    "review.reply": _("Uw antwoord gaat naar de backoffice."),
    "map.add": _("Toegevoegd aan de sociale kaart."),
    "map.change": _("Sociale kaart aangepast."),
    "map.remove": _("Weggehaald van de sociale kaart."),
    "map.check": _("Bewaard dat u dit nakeek."),
    "map.form": _("Antwoorden van het controleformulier bewaard."),
    "map.propose": _("Verbetering bewaard voor de backoffice."),
    "map.answer": _("Antwoord op de verbetering bewaard."),
    "map.missing": _("Bewaard dat deze hulp ontbreekt."),
    "map.missing_answer": _("Antwoord op de gemiste hulp bewaard."),
    "search_word.add": _("Zoekwoord bewaard."),
    "referral.remove": _("Verwijzing weggehaald."),
    "service.choose": _("Hulp op de ladder en in het plan gezet."),
    "referral.contact": _("Contact bij de verwijzing bewaard."),
    "conflict.choose": _("Uw keuze is bewaard."),
    "place_text": _("Tekst overgenomen."),
}


_QUIET = {
    "address.add": _("Adres toegevoegd."),
    "agreement.add": _("Afspraak toegevoegd."),
    "attendee.add": _("Naam toegevoegd."),
    "checkpoint.set": _("Antwoord bij Niet vergeten."),
    "domain_note.add": _("Leefgebied gekozen."),
    "email.add": _("E-mailadres toegevoegd."),
    "finding.set": _("Antwoord bij de ladder."),
    "need.add": _("Behoefte toegevoegd."),
    "organisation.edit": _("Gegevens van de organisatie aangepast."),
    "phone.add": _("Telefoonnummer toegevoegd."),
    "representative.add": _("Vertegenwoordiger toegevoegd."),
    "score.set": _("Cijfer bij Zelfredzaamheid."),
    "user.edit": _("Uw eigen gegevens aangepast."),
    "visit.begin": _("Gesprek begonnen."),
    "visit.sign": _("Akkoord bewaard."),
}
"""What no bar tells of, since it stands on the screen at once; undoing it does name it."""

_FINAL = {
    "visit.conclude": _(
        "Een afgerond gesprek kan niet meer terug."
        " Wilt u iets toevoegen? Maak dan een nieuwe versie van het plan."
    ),
    "plan.make": _(
        "Het plan is gemaakt en blijft bewaard. Moet er iets anders in? Maak dan een nieuwe versie."
    ),
    "plan.remark": _(
        "Een reactie op het plan blijft bewaard. Klopt die niet? Schrijf er een nieuwe reactie bij."
    ),
    "import.make": _("Een levering draait u terug bij de leveringen, met de reden erbij."),
    "import.undo": _(
        "Wat is teruggedraaid, blijft bewaard. De gesprekken kunnen opnieuw worden geleverd."
    ),
}


def act_words(action: str) -> str:
    """Return what was done in words, or "" for acts that need no telling (typing)."""
    return _said(_WORDS.get(action))


def undone_words(action: str, about: str = "") -> str:
    """Return what was taken back: by its name, and what was typed by whom it was ``about``."""
    words = _said(_WORDS.get(action) or _QUIET.get(action))
    if not words and about:
        return _said(_("Ongedaan gemaakt: wat u het laatst typte bij {name}.")).format(name=about)
    if not words:
        return _said(_("Ongedaan gemaakt: wat u het laatst typte."))
    return _said(_("Ongedaan gemaakt: {what}")).format(what=words)


def redone_words(action: str, about: str = "") -> str:
    """Return what was done again, as :func:`undone_words` says what was taken back."""
    words = _said(_WORDS.get(action) or _QUIET.get(action))
    if not words and about:
        return _said(_("Opnieuw gedaan: wat u het laatst typte bij {name}.")).format(name=about)
    if not words:
        return _said(_("Opnieuw gedaan: wat u het laatst typte."))
    return _said(_("Opnieuw gedaan: {what}")).format(what=words)


def final_words(action: str) -> str:
    """Return that what was done last stays as it is, and what can be done instead."""
    return _said(_FINAL.get(action)) or _said(
        _("Wat u het laatst deed, kan niet ongedaan worden gemaakt.")
    )


def named_acts() -> frozenset[str]:
    """Return the names of all acts that undoing names."""
    return frozenset({*_WORDS, *_QUIET})


def _said(words: str | None) -> str:
    return i18n.translation(i18n.language()).gettext(words) if words else ""


def told_acts() -> tuple[str, ...]:
    """Return the names of all acts that the undo bar tells of."""
    return tuple(_WORDS)
