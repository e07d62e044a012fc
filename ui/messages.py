"""Words for every error: what happened, in one sentence, and what to do next.

The errors themselves carry no words for people, only their class and a few harmless values;
this is the one place where they get them. It knows no Qt: the command line uses it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, errors
from meitinker.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Params = dict[str, str | int]


class Words(msgspec.Struct, frozen=True):
    """What a person reads about an error.

    Attributes:
        sentence: What happened.
        step: What to do next.
    """

    sentence: str
    step: str

    @property
    def text(self) -> str:
        """Sentence and step after each other."""
        return f"{self.sentence} {self.step}".strip()


def sentence_for(error: BaseException) -> Words:
    """Return the words for ``error`` in the language shown.

    A class without words of its own gets those of the nearest class above it; what is not an
    error of the program's tree gets the words for a fault of ours.
    """
    if isinstance(error, errors.InvalidField):
        return reason_words(error.reason, error.params)
    for family in type(error).__mro__:
        if family in _WORDS:
            return _WORDS[family](getattr(error, "params", {}))
    return _ours({})


def reason_words(reason: str, params: Mapping[str, str | int] | None = None) -> Words:
    """Return the words for the reason why a field cannot hold what was typed."""
    return _REASONS.get(reason, _not_right)(dict(params or {}))


def has_reason(reason: str) -> bool:
    """Tell whether ``reason`` has words of its own."""
    return reason in _REASONS


def duration(seconds: int) -> str:
    """Return ``seconds`` as people say it: seconds up to two minutes, then whole minutes."""
    if seconds <= 120:
        return ngettext("{count} seconde", "{count} seconden", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minuut", "{count} minuten", minutes).format(count=minutes)


def _not_right(_params: _Params) -> Words:
    return Words(_("Dit klopt niet."), _("Kijk na wat u hebt ingevuld."))


def _ours(_params: _Params) -> Words:
    return Words(
        _("Er ging iets mis in het programma."),
        _("Wat bewaard was, staat er nog. Start het programma opnieuw en meld wat u deed."),
    )


# --- the store -----------------------------------------------------------------------------


def _behind(params: _Params) -> Words:
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


def _too_new(params: _Params) -> Words:
    sentence = _(
        "Deze gegevens zijn gemaakt met een nieuwere versie ({store}). Dit is versie {program}."
    )
    return Words(
        sentence.format(store=params.get("store", "?"), program=params.get("program", "?")),
        _("Werk eerst het programma bij. Er is niets veranderd."),
    )


_STORE: dict[type[BaseException], Callable[[_Params], Words]] = {
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


# --- keys ----------------------------------------------------------------------------------


def _wait(params: _Params) -> str:
    seconds = int(params.get("wait", 0))
    if seconds <= 0:
        return _("Probeer het nog eens.")
    return _("Wacht {time} en probeer het nog eens.").format(time=duration(seconds))


_WEAKNESSES: dict[str, Callable[[], str]] = {
    "too_short": lambda: _("Dit wachtwoord is te kort."),
    "known_name": lambda: _("In dit wachtwoord zit een naam die anderen van u kennen."),
    "common_word": lambda: _("Dit wachtwoord lijkt op een woord dat veel mensen kiezen."),
    "keyboard_row": lambda: _("Dit wachtwoord is een rijtje toetsen naast elkaar."),
    "repeats": lambda: _("In dit wachtwoord komt steeds hetzelfde terug."),
    "sequence": lambda: _("Dit wachtwoord is een rijtje op volgorde."),
    "year_or_date": lambda: _("In dit wachtwoord zit een jaar of een datum."),
}


def _too_weak(params: _Params) -> Words:
    weakness = _WEAKNESSES.get(str(params.get("reason", "")))
    return Words(
        weakness() if weakness else _("Dit wachtwoord is te makkelijk te raden."),
        _("Kies een zin van 4 of meer woorden die niet bij elkaar horen."),
    )


_KEYRING_REASONS: dict[str, Callable[[], Words]] = {
    "failed": lambda: Words(
        _("De sleutelbos van deze computer gaf geen antwoord."),
        _("Maak de sleutelbos open en probeer het nog eens."),
    ),
    "readback": lambda: Words(
        _("De sleutelbos van deze computer bewaart niet wat wij erin leggen."),
        _("Probeer het nog eens, of ga verder met alleen uw wachtwoord."),
    ),
}


def _keyring(params: _Params) -> Words:
    known = _KEYRING_REASONS.get(str(params.get("reason", "")))
    if known:
        return known()
    return Words(
        _("Deze computer heeft geen veilige sleutelbos."),
        _("Vraag uw beheerder om een sleutelbos, of ga verder met alleen uw wachtwoord."),
    )


_KEYS: dict[type[BaseException], Callable[[_Params], Words]] = {
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
}


# --- backups, attachments, paper ----------------------------------------------------------


_REFUSALS: dict[str, Callable[[], str]] = {
    "too_large": lambda: _("Dit bestand is te groot."),
    "not_an_image": lambda: _("Dit bestand is geen foto die het programma kan lezen."),
}


def _attachment_refused(params: _Params) -> Words:
    known = _REFUSALS.get(str(params.get("reason", "")))
    return Words(
        known() if known else _("Dit soort bestand kan het programma niet bewaren."),
        _("Kies een foto of een PDF. Uw gesprek is niet veranderd."),
    )


_FILES: dict[type[BaseException], Callable[[_Params], Words]] = {
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


# --- rules ---------------------------------------------------------------------------------


_RULES: dict[type[BaseException], Callable[[_Params], Words]] = {
    errors.NotVisible: lambda _p: Words(
        _("Dit kunt u niet zien."),
        _("Hoort deze inwoner bij uw dorp? Vraag het na bij de backoffice."),
    ),
    errors.NotAllowed: lambda _p: Words(
        _("Dit hoort niet bij uw taak."), _("Vraag een collega die dit wel mag.")
    ),
    errors.RecordGone: lambda _p: Words(
        _("Dit staat er niet meer."), _("Kijk in de geschiedenis wat ermee is gebeurd.")
    ),
    errors.AlreadyConcluded: lambda _p: Words(
        _("Dit gesprek is afgerond."), _("Voeg een aanvulling toe. Het gesprek zelf blijft zo.")
    ),
    errors.UndoRefused: lambda _p: Words(
        _("Dit is daarna nog een keer veranderd."),
        _("Kies welke tekst moet blijven. De andere staat in de geschiedenis."),
    ),
    errors.RuleError: lambda _p: Words(
        _("Dit kan hier niet."), _("Kijk na wat u hebt ingevuld en probeer het nog eens.")
    ),
    errors.WorldError: lambda _p: Words(
        _("Dit lukt nu niet."),
        _("Probeer het straks nog eens. Lukt het weer niet? Bel uw beheerder."),
    ),
    errors.BugError: _ours,
}

_WORDS = _STORE | _KEYS | _FILES | _RULES

_REASONS: dict[str, Callable[[_Params], Words]] = {
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
    "note_empty": lambda _p: Words(
        _("Er staat nog niets in de notitie."), _("Schrijf in een paar woorden wat er gezegd is.")
    ),
    "colleague_missing": lambda _p: Words(
        _("Er staat nog niet wie het overneemt."), _("Vul de naam van uw collega in.")
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
    "appointment_is_over": lambda _p: Words(
        _("Deze afspraak is al voorbij."), _("Maak een nieuwe afspraak.")
    ),
    "appointment_has_visit": lambda _p: Words(
        _("Bij deze afspraak hoort al een gesprek."), _("Ga verder met dat gesprek.")
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
}
