"""Words for the reasons why a field cannot hold what was typed."""

from __future__ import annotations

from collections.abc import Callable

from meitinker.i18n import _
from ui.messages.map_fields import OF_THE_MAP
from ui.messages.review_fields import OF_REVIEWS
from ui.messages.words import Params, Words


def not_right(_params: Params) -> Words:
    """Return the words for a reason without words of its own."""
    return Words(_("Dit klopt niet."), _("Kijk na wat u hebt ingevuld."))


REASONS: dict[str, Callable[[Params], Words]] = {
    "text_too_long": lambda params: Words(
        _("Deze tekst is te lang."),
        _("Er passen {most} tekens in dit veld. Maak de tekst korter.").format(
            most=f"{int(params.get('most', 0)):,}".replace(",", ".")
        ),
    ),
    "text_broken": lambda _p: Words(
        _("In deze tekst zit een teken dat niet bestaat."), _("Typ de tekst opnieuw.")
    ),
    "bsn_nine_digits": lambda _p: Words(
        _("Een BSN heeft 9 cijfers."), _("Kijk het na op het paspoort of de ID-kaart.")
    ),
    "bsn_wrong": lambda _p: Words(
        _("Dit BSN klopt niet."), _("Kijk de 9 cijfers na op het paspoort of de ID-kaart.")
    ),
    "email_wrong": lambda _p: Words(
        _("Dit e-mailadres klopt niet."),
        _("Een e-mailadres heeft een apenstaartje en een punt. Bijvoorbeeld naam@voorbeeld.nl."),
    ),
    "phone_no_number": lambda _p: Words(
        _("Dit nummer bestaat niet."), _("Kijk de cijfers na. Bijvoorbeeld 06 12345678.")
    ),
    "phone_too_short": lambda _p: Words(
        _("Dit nummer is te kort."), _("Een telefoonnummer heeft 10 cijfers.")
    ),
    "phone_too_long": lambda _p: Words(
        _("Dit nummer is te lang."), _("Een telefoonnummer heeft 10 cijfers.")
    ),
    "postcode_wrong": lambda _p: Words(
        _("Deze postcode klopt niet."),
        _("Een postcode heeft 4 cijfers en 2 letters. Bijvoorbeeld 9001 AB."),
    ),
    "date_in_future": lambda _p: Words(
        _("Deze datum moet nog komen."), _("Kijk de datum na, vooral het jaar.")
    ),
    "no_post_deceased": lambda _p: Words(
        _("De inwoner is overleden. Er gaat geen post meer uit."),
        _("Kies Nu meegeven of Later langsbrengen als de familie het plan wil hebben."),
    ),
    "no_post_secret": lambda _p: Words(
        _("Het adres is geheim. Dit kan niet op de post."),
        _("Kies Nu meegeven of Later langsbrengen."),
    ),
    "no_post_address": lambda _p: Words(
        _("Er is nog geen adres. Zo kan dit niet op de post."),
        _("Vul het adres in bij Gegevens, of kies Nu meegeven of Later langsbrengen."),
    ),
    "day_missing": lambda _p: Words(
        _("Er staat nog geen dag."), _("Vul in op welke dag u het kreeg.")
    ),
    "name_missing": lambda _p: Words(
        _("Er staat nog geen naam."), _("Vul een achternaam, voornaam of roepnaam in.")
    ),
    "name_empty": lambda _p: Words(
        _("Er staat nog geen naam."), _("Vul de naam in die op uw brieven staat.")
    ),
    "address_missing": lambda _p: Words(
        _("Er staat nog geen adres."), _("Vul een straat, een plaats of een postcode in.")
    ),
    "same_person": lambda _p: Words(
        _("Dit is al dezelfde inwoner."), _("Kies twee verschillende dossiers.")
    ),
    "domain_has_note": lambda _p: Words(
        _("Dit onderwerp staat al in het gesprek."), _("Schrijf verder bij dat onderwerp.")
    ),
    "resident_missing": lambda _p: Words(
        _("Er is nog geen inwoner gekozen."), _("Typ een paar letters van de naam of de straat.")
    ),
    "asker_missing": lambda _p: Words(
        _("Er staat nog niet wie het voor de inwoner vraagt."),
        _("Schrijf een naam op, of wat die persoon is. Zoals dochter."),
    ),
    "note_empty": lambda _p: Words(
        _("Er staat nog niets in de notitie."), _("Schrijf in een paar woorden wat er gezegd is.")
    ),
    "colleague_missing": lambda _p: Words(
        _("Er staat nog niet wie het overneemt."), _("Vul de naam van uw collega in.")
    ),
    "colleague_of_several": lambda _p: Words(
        _("Er zijn meer collega’s met deze naam."), _("Kies wie van hen het overneemt.")
    ),
    "came_long_ago": lambda _p: Words(
        _("Deze dag is meer dan een jaar geleden."), _("Kijk de dag en het jaar na.")
    ),
    "task_empty": lambda _p: Words(
        _("Er staat nog niet wat u gaat doen."), _("Schrijf het in een paar woorden op.")
    ),
    "signature_empty": lambda _p: Words(
        _("Er staat nog geen handtekening."), _("Laat tekenen, of kies Op papier.")
    ),
    "before_since": lambda _p: Words(
        _("Deze dag is van voor het begin."), _("Kijk na sinds welke dag dit zo is.")
    ),
    "not_before": lambda _p: Words(
        _("Deze dag is niet van vroeger."), _("Kies een dag voor vandaag.")
    ),
    "no_housemate": lambda _p: Words(
        _("Deze persoon woont niet in hetzelfde huis."), _("Voeg deze persoon zelf toe.")
    ),
    "consent_not_given": lambda _p: Words(
        _("Er is nu geen toestemming."), _("Intrekken kan alleen wat eerst is gegeven.")
    ),
    "consent_before_last": lambda _p: Words(
        _("Er is al een later antwoord."), _("Kies een dag die niet eerder is.")
    ),
    "before_signed": lambda _p: Words(
        _("Deze datum is van voor het tekenen."), _("Kijk na op welke dag de aanvraag binnenkwam.")
    ),
    "before_made": lambda _p: Words(
        _("Deze datum is van voor het plan."), _("Kijk na op welke dag u het plan gaf.")
    ),
    "news_missing": lambda _p: Words(
        _("Er staat nog niet wat er nieuw is."), _("Schrijf op wat er anders is dan eerst.")
    ),
    "own_text_missing": lambda _p: Words(
        _("U hebt nog niets geschreven."),
        _("Schrijf een tekst, of kies een van de teksten die er staan."),
    ),
    "words_missing": lambda _p: Words(
        _("Er staat nog geen vraag."), _("Schrijf op wat er gevraagd wordt.")
    ),
    "answer_missing": lambda _p: Words(
        _("Er staat nog geen antwoord."), _("Schrijf op welke informatie u gaf.")
    ),
    "handover_to_missing": lambda _p: Words(
        _("Er staat nog niet wie verdergaat."), _("Vul in aan wie u de vraag overdraagt.")
    ),
    "before_request": lambda _p: Words(
        _("Dit is van voor de vraag."), _("Kijk na op welke dag de vraag binnenkwam.")
    ),
    "within_six_weeks": lambda _p: Words(
        _("Deze dag valt nog in de zes weken."), _("Kies een latere dag, of laat uitstel weg.")
    ),
    "reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom."), _("Schrijf op waarom u dit afsprak.")
    ),
    "stop_reason_missing": lambda _p: Words(
        _("Er staat nog niet waarom."), _("Schrijf op waarom de tijd stilstaat.")
    ),
    "before_application": lambda _p: Words(
        _("Deze dag is niet na de aanvraag."), _("Kijk na op welke dag de aanvraag binnenkwam.")
    ),
    "stands_still_already": lambda _p: Words(
        _("Op deze dagen staat de tijd al stil."), _("Kies andere dagen, of haal de andere weg.")
    ),
    "decision_term_over": lambda _p: Words(
        _("De twee weken zijn dan al om."), _("Kies een dag binnen de twee weken.")
    ),
    "hours_wrong": lambda params: Words(
        _("Dit aantal uren kan niet."),
        _("Kies tussen {least} en {most} uur.").format(
            least=params.get("least", 1), most=params.get("most", 672)
        ),
    ),
    "support_name_missing": lambda _p: Words(
        _("Er staat nog geen naam bij het nummer."), _("Vul de naam in die de brief noemt.")
    ),
    "decree_missing": lambda _p: Words(
        _("Er staat nog niet waar dit besloten is."), _("Vul het nummer van het besluit in.")
    ),
    "day_known": lambda _p: Words(
        _("Deze dag staat er al."), _("Kies een andere dag, of haal de oude weg.")
    ),
    "share_without_consent": lambda _p: Words(
        _("Hiervoor is geen toestemming."),
        _("Vraag het de inwoner. Schrijf het antwoord op bij Toestemming, in een gesprek."),
    ),
    "plan_of_another": lambda _p: Words(
        _("Dit plan is gemaakt toen de dossiers samen waren."), _("Maak een nieuwe versie.")
    ),
    "letter_of_another": lambda _p: Words(
        _("Deze brief is gemaakt toen de dossiers samen waren."),
        _("Gooi de brief weg en maak een nieuwe."),
    ),
    "before_letter": lambda _p: Words(
        _("Deze datum is van voor de brief."), _("Kijk na op welke dag de brief wegging.")
    ),
    "minutes_wrong": lambda params: Words(
        _("Zo lang kan een afspraak niet duren."),
        _("Kies tussen {least} en {most} minuten.").format(
            least=params.get("least", 5), most=params.get("most", 720)
        ),
    ),
    "time_wrong": lambda _p: Words(_("Deze tijd klopt niet."), _("Vul hem zo in: 14:30.")),
    "ends_before_begins": lambda _p: Words(
        _("Het einde ligt voor het begin."), _("Kijk het begin en het einde na.")
    ),
    "planning_day_wrong": lambda _p: Words(
        _("Deze dag is jaren geleden, of nog jaren weg."), _("Kijk het jaar na.")
    ),
    "appointment_is_over": lambda _p: Words(
        _("Deze afspraak is al voorbij."), _("Maak een nieuwe afspraak.")
    ),
    "appointment_has_visit": lambda _p: Words(
        _("Bij deze afspraak hoort al een gesprek."), _("Ga verder met dat gesprek.")
    ),
    "visit_is_written": lambda _p: Words(
        _("In dit gesprek staat al iets. Een gesprek met tekst kunt u niet verwijderen."),
        _("Ga verder met dit gesprek."),
    ),
    "weekday_wrong": lambda _p: Words(_("Deze dag is er niet."), _("Kies een dag van de week.")),
    "colour_wrong": lambda _p: Words(
        _("Deze kleur kent het programma niet."),
        _("Vul een # in en 6 tekens. Bijvoorbeeld #00568B."),
    ),
    "contrast_too_low": lambda _p: Words(
        _("Deze kleur is te licht om goed te lezen."), _("Kies een donkerder kleur.")
    ),
    "not_offered": lambda _p: Words(
        _("Deze keuze is er niet."), _("Kies een van de keuzes op het scherm.")
    ),
    "content_not_json": lambda _p: Words(
        _("Dit bestand kan het programma niet lezen."), _("Kies het bestand dat u kreeg opnieuw.")
    ),
    "content_wrong_shape": lambda _p: Words(
        _("In dit bestand staat iets anders dan verwacht."),
        _("Kijk na of u het goede bestand koos."),
    ),
    **OF_REVIEWS,
    **OF_THE_MAP,
}
