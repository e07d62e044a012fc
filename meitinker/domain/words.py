"""What the codes of records are called in the language of the reader.

The screen, the lists and the letters take their words from here, so that one thing bears one
name. Functions take the catalogue (``i18n.translation(language)``) or use the one at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import i18n
from meitinker.domain.addresses import AddressUse
from meitinker.domain.applications import ApplicationForm, SuspensionGround
from meitinker.domain.appointments import AppointmentState, MeetingPlace, OfficeHourKind
from meitinker.domain.attachments import Sort
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.clocks import ClockName
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.contacts import Channel
from meitinker.domain.ecogram import Sector
from meitinker.domain.map_words import MAP_WORDS
from meitinker.domain.needs import Outcome, Rung, Step
from meitinker.domain.network import Direction, Frequency, Nearness, Strain, TieKind
from meitinker.domain.people import AddressForm, ContactWay, IdentityDocument, Language
from meitinker.domain.plans import HandoverWay, SignatureWay, Stance
from meitinker.domain.representatives import RepresentativeKind
from meitinker.domain.requests import (
    PlanOffer,
    RequestKind,
    RequestState,
    SignalConsent,
    Urgency,
)
from meitinker.domain.reviews import Clash, Status, StepKind
from meitinker.domain.self_reliance import Level
from meitinker.domain.session import Role
from meitinker.domain.visits import LifeDomain, Phase, SupportForm, VisitState

if TYPE_CHECKING:
    from datetime import date
    from enum import Enum
    from gettext import NullTranslations


def _(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return message


_WORDS: tuple[tuple[Enum, str], ...] = (
    (LifeDomain.FINANCES, _("Geld")),
    (LifeDomain.WORK_AND_EDUCATION, _("Werk en opleiding")),
    (LifeDomain.DAILY_ACTIVITIES, _("Wat u overdag doet")),
    (LifeDomain.HOUSING, _("Wonen")),
    (LifeDomain.HOME_RELATIONS, _("Samenleven thuis")),
    (LifeDomain.MENTAL_HEALTH, _("Hoe u zich voelt")),
    (LifeDomain.PHYSICAL_HEALTH, _("Gezondheid")),
    (LifeDomain.SUBSTANCE_USE, _("Drank, drugs en medicijnen")),
    (LifeDomain.BASIC_ADL, _("Uzelf verzorgen")),
    (LifeDomain.INSTRUMENTAL_ADL, _("Het huishouden")),
    (LifeDomain.SOCIAL_NETWORK, _("Familie, vrienden en buren")),
    (LifeDomain.PARTICIPATION, _("Meedoen in het dorp")),
    (LifeDomain.JUSTICE, _("Politie en rechter")),
    (Step.OWN_STRENGTH, _("Eigen kracht")),
    (Step.GENERALLY_USUAL, _("Gewoon te koop")),
    (Step.USUAL_HELP, _("Hulp van huisgenoten")),
    (Step.CARER, _("Mantelzorg")),
    (Step.NETWORK, _("Familie, vrienden en buren")),
    (Step.VOLUNTEERS, _("Vrijwilligers")),
    (Step.GENERAL_PROVISION, _("Algemene voorziening")),
    (Step.INDIVIDUAL_PROVISION, _("Maatwerk van de gemeente")),
    (Rung.OWN_STRENGTH, _("Zelf")),
    (Rung.SOCIAL_NETWORK, _("Familie en buren")),
    (Rung.VOLUNTEERS, _("Vrijwilliger")),
    (Rung.GENERAL_PROVISION, _("Algemene voorziening")),
    (Rung.INDIVIDUAL_PROVISION, _("Maatwerk")),
    (Outcome.NOT_LOOKED_AT, _("Nog niet bekeken")),
    (Outcome.SOLVES, _("Dit lost het op")),
    (Outcome.HELPS_PARTLY, _("Dit helpt een deel")),
    (Outcome.NOT_ENOUGH, _("Dit is niet genoeg")),
    (Outcome.NOT_PRESENT, _("Dit is er niet")),
    (VisitState.OPEN, _("Bezig")),
    (VisitState.CONCLUDED, _("Afgerond")),
    (Stance.SEEN, _("Gezien")),
    (Stance.AGREES, _("Mee eens")),
    (Stance.DISAGREES, _("Niet mee eens")),
    (HandoverWay.AT_THE_TABLE, _("Nu meegeven")),
    (HandoverWay.BRING_LATER, _("Later langsbrengen")),
    (HandoverWay.SEND_LATER, _("Later sturen")),
    (SignatureWay.SCREEN, _("Op het scherm")),
    (SignatureWay.PAPER, _("Op papier")),
    (SignatureWay.SPOKEN, _("Mondeling akkoord")),
    (AddressUse.HOME, _("Woonadres")),
    (AddressUse.POSTAL, _("Postadres")),
    (AddressUse.TEMPORARY, _("Tijdelijk adres")),
    (AddressForm.NEUTRAL, _("Geen aanspreekvorm")),
    (AddressForm.MEVROUW, _("Mevrouw")),
    (AddressForm.MENEER, _("Meneer")),
    (Language.DUTCH, _("Nederlands")),
    (Language.FRISIAN, _("Fries")),
    (Language.ENGLISH, _("Engels")),
    (ContactWay.NO_WISH, _("Geen voorkeur")),
    (ContactWay.PHONE, _("Bellen")),
    (ContactWay.EMAIL, _("Mailen")),
    (ContactWay.LETTER, _("Een brief")),
    (ContactWay.VISIT, _("Langskomen")),
    (ContactWay.VIA_REPRESENTATIVE, _("Via de vertegenwoordiger")),
    (IdentityDocument.NOT_SEEN, _("Nog niet gezien")),
    (IdentityDocument.PASSPORT, _("Paspoort")),
    (IdentityDocument.IDENTITY_CARD, _("Identiteitskaart")),
    (IdentityDocument.DRIVING_LICENCE, _("Rijbewijs")),
    (IdentityDocument.RESIDENCE_PERMIT, _("Verblijfsdocument")),
    (RepresentativeKind.CURATOR, _("Curator")),
    (RepresentativeKind.MENTOR, _("Mentor")),
    (RepresentativeKind.GEMACHTIGDE, _("Gemachtigde")),
    (RepresentativeKind.PARTNER, _("Partner")),
    (RepresentativeKind.RELATIVE, _("Familielid")),
    (RepresentativeKind.BEWINDVOERDER, _("Bewindvoerder")),
    (MeetingPlace.HOME, _("Thuis bij de inwoner")),
    (MeetingPlace.OFFICE_HOUR, _("Op het spreekuur")),
    (MeetingPlace.PHONE, _("Per telefoon")),
    (MeetingPlace.ELSEWHERE, _("Ergens anders")),
    (AppointmentState.PLANNED, _("Gepland")),
    (AppointmentState.HELD, _("Geweest")),
    (AppointmentState.CANCELLED, _("Afgezegd")),
    (AppointmentState.NOT_AT_HOME, _("Niet thuis")),
    (OfficeHourKind.WALK_IN, _("Spreekuur")),
    (OfficeHourKind.BY_PHONE, _("Telefonisch spreekuur")),
    (TieKind.PARTNER, _("Partner")),
    (TieKind.PARENT, _("Vader of moeder")),
    (TieKind.CHILD, _("Zoon of dochter")),
    (TieKind.SIBLING, _("Broer of zus")),
    (TieKind.OTHER_FAMILY, _("Andere familie")),
    (TieKind.FRIEND, _("Vriend of vriendin")),
    (TieKind.NEIGHBOUR, _("Buur")),
    (TieKind.CLUB, _("Vereniging of kerk")),
    (TieKind.VOLUNTEER, _("Vrijwilliger")),
    (TieKind.PROFESSIONAL, _("Beroepskracht")),
    (Direction.NONE, _("Geen van beiden helpt")),
    (Direction.GIVES, _("Helpt de inwoner")),
    (Direction.RECEIVES, _("Krijgt hulp van de inwoner")),
    (Direction.BOTH, _("Zij helpen elkaar")),
    (Nearness.NEAR, _("Dichtbij")),
    (Nearness.MIDDLE, _("Iets verder af")),
    (Nearness.FAR, _("Op afstand")),
    (Frequency.DAILY, _("Elke dag")),
    (Frequency.WEEKLY, _("Elke week")),
    (Frequency.MONTHLY, _("Elke maand")),
    (Frequency.SELDOM, _("Een paar keer per jaar")),
    (Frequency.UNKNOWN, _("Niet gevraagd")),
    (Strain.NOT_ASKED, _("Niet gevraagd")),
    (Strain.LIGHT, _("Gaat goed")),
    (Strain.HEAVY, _("Zwaar")),
    (Strain.TOO_HEAVY, _("Te zwaar")),
    (Sector.FAMILY, _("Familie")),
    (Sector.FRIENDS, _("Vrienden")),
    (Sector.NEIGHBOURS, _("Buren")),
    (Sector.CLUBS, _("Verenigingen")),
    (Sector.VOLUNTEERS, _("Vrijwilligers")),
    (Sector.PROFESSIONALS, _("Beroepskrachten")),
    (Sector.OTHERS, _("Anderen")),
    (RequestKind.QUESTION, _("Eigen vraag")),
    (RequestKind.SIGNAL, _("Signaal van een ander")),
    (SignalConsent.NOT_ASKED, _("Nog niet gevraagd")),
    (SignalConsent.GIVEN, _("Vindt het goed")),
    (SignalConsent.REFUSED, _("Wil dit niet")),
    (Urgency.NORMAL, _("Kan wachten op een gesprek")),
    (Urgency.URGENT, _("Kan niet wachten")),
    (RequestState.OPEN, _("Open")),
    (RequestState.ANSWERED, _("Beantwoord")),
    (RequestState.HANDED_OVER, _("Overgedragen")),
    (RequestState.INVESTIGATED, _("Onderzocht")),
    (RequestState.WITHDRAWN, _("Ingetrokken")),
    (PlanOffer.NOT_TOLD, _("Nog niet verteld")),
    (PlanOffer.TOLD, _("Verteld")),
    (PlanOffer.HANDED_IN, _("Ingeleverd")),
    (PlanOffer.TOGETHER, _("Samen gemaakt")),
    (PlanOffer.NONE_WISHED, _("Wil geen plan maken")),
    (ClockName.APPOINTMENT, _("Afspraak maken")),
    (ClockName.PERSONAL_PLAN, _("Persoonlijk plan")),
    (ClockName.INVESTIGATION, _("Onderzoek")),
    (ClockName.DECISION, _("Besluit")),
    (Role.MEITINKER, _("Meitinker")),
    (Role.BACK_OFFICE, _("Backoffice")),
    (Role.COORDINATOR, _("Vrijwilligerscoördinator")),
    (Role.ADMINISTRATOR, _("Beheerder")),
    (Channel.PHONE, _("Telefoon")),
    (Channel.OFFICE_HOUR, _("Spreekuur")),
    (Channel.EMAIL, _("E-mail")),
    (Channel.STREET, _("Op straat")),
    (Channel.PARTNER, _("Via een organisatie")),
    (Channel.LETTER, _("Brief")),
    (Channel.HOME, _("Aan huis")),
    (Level.ACUTE_PROBLEMS, _("Acute problemen")),
    (Level.NOT, _("Niet zelfredzaam")),
    (Level.BARELY, _("Beperkt zelfredzaam")),
    (Level.ADEQUATELY, _("Voldoende zelfredzaam")),
    (Level.FULLY, _("Volledig zelfredzaam")),
    (Topic.CARER_NEEDS, _("Wat heeft de mantelzorger zelf nodig?")),
    (Topic.CLIENT_SUPPORT, _("Is verteld van de gratis cliëntondersteuning?")),
    (Topic.OTHER_LAWS, _("Past er hulp bij uit een andere wet?")),
    (Topic.CONTRIBUTION, _("Wat gaat de inwoner zelf betalen?")),
    (Topic.PGB, _("Is uitgelegd dat de inwoner een pgb kan kiezen?")),
    (Topic.IDENTITY, _("Hebt u een paspoort of een andere ID gezien?")),
    (Topic.SAFETY, _("Is het thuis veilig?")),
    (Topic.PERSONAL_PLAN, _("Wat doet u met het eigen plan van de inwoner?")),
    (Talked.TALKED, _("Besproken")),
    (Talked.DOES_NOT_APPLY, _("Niet van toepassing")),
    (Talked.NOT_YET, _("Nog niet")),
    (ConsentPurpose.YOUTH, _("Gegevens uit de jeugdhulp")),
    (ConsentPurpose.INCOME, _("Gegevens over werk en inkomen")),
    (ConsentPurpose.DEBT, _("Gegevens over schulden")),
    (ConsentPurpose.HEALTH_INSURER, _("Overleg met de zorgverzekeraar")),
    (ConsentPurpose.CARE_PROVIDER, _("Overleg met huisarts of zorg")),
    (ConsentPurpose.NETWORK, _("Overleg met familie of buren")),
    (ConsentPurpose.PHOTOS, _("Foto’s van het huis")),
    (ConsentAnswer.GIVEN, _("Vindt het goed")),
    (ConsentAnswer.REFUSED, _("Wil dit niet")),
    (ConsentAnswer.WITHDRAWN, _("Trekt het weer in")),
    (Phase.BEFORE, _("Voor een aanvraag")),
    (Phase.DURING, _("Tijdens het onderzoek van de gemeente")),
    (Phase.AFTER, _("Als er al een voorziening is")),
    (SupportForm.INFORMATION, _("Informatie en advies")),
    (SupportForm.SHORT_SUPPORT, _("Korte ondersteuning")),
    (SupportForm.REFERRAL, _("Bemiddeling en doorverwijzing")),
    (SupportForm.EVALUATION, _("Hulp bij evaluatie")),
    (SupportForm.COMPLAINT, _("Hulp bij klacht of bezwaar")),
    (ApplicationForm.REPORT, _("Het ondertekende verslag")),
    (ApplicationForm.FORM, _("Een aanvraagformulier")),
    (Sort.PHOTO, _("Foto")),
    (Sort.PLAN, _("Persoonlijk plan")),
    (Sort.PAPER, _("Papier")),
    (SuspensionGround.COMPLETION, _("Wij vroegen om aanvulling")),
    (SuspensionGround.CONSENT, _("De inwoner vindt uitstel goed, op papier")),
    (SuspensionGround.RESIDENT, _("De inwoner heeft meer tijd nodig")),
    (SuspensionGround.FORCE_MAJEURE, _("Het kan nu niet door overmacht")),
    (Status.NEW, _("Nieuw")),
    (Status.TO_CHECK, _("Te controleren")),
    (Status.QUESTION_OUT, _("Wacht op antwoord")),
    (Status.RETURNED, _("Teruggestuurd")),
    (Status.APPROVED, _("Goedgekeurd")),
    (Status.IMPORTED, _("Geleverd")),
    (Status.CHANGED, _("Veranderd na de levering")),
    (StepKind.TAKEN_UP, _("Opgepakt")),
    (StepKind.LET_GO, _("Teruggelegd")),
    (StepKind.ASKED, _("Vraag gesteld")),
    (StepKind.APPROVED, _("Goedgekeurd")),
    (StepKind.RETURNED, _("Teruggestuurd")),
    (StepKind.TAKEN_OVER, _("Dossier overgenomen")),
    (StepKind.SETTLED, _("Keuze gemaakt")),
    (Clash.TAKEN_UP_TWICE, _("Twee collega’s hebben dit gesprek opgepakt")),
    (Clash.DECIDED_APART, _("Twee mensen hebben iets anders besloten")),
    *MAP_WORDS,
    (Clash.IMPORTED_TWICE, _("Dit gesprek is twee keer geleverd")),
)


def name_of(code: Enum, words: NullTranslations | None = None) -> str:
    """Return what a code is called, by ``words`` or in the language at hand.

    Raises:
        KeyError: The code has no words yet.
    """
    message = _KEYS[type(code), code.value]
    return words.gettext(message) if words else i18n.translation(i18n.language()).gettext(message)


_KEYS = {(type(code), code.value): message for code, message in _WORDS}


_DAYS = (
    _("maandag"),
    _("dinsdag"),
    _("woensdag"),
    _("donderdag"),
    _("vrijdag"),
    _("zaterdag"),
    _("zondag"),
)


def weekday(number: int) -> str:
    """Return the name of weekday 0 (Monday) to 6 within a sentence, in the language at hand."""
    return i18n.translation(i18n.language()).gettext(_DAYS[number])


def inside(words: str) -> str:
    """Return words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def in_words(day: date, language: str) -> str:
    """Return a date as people say it: "12 november 2026".

    Babel writes Frisian months with a capital; in Frisian they have none.
    """
    from babel.dates import format_date

    said = format_date(day, "d MMMM y", locale=language)
    return said.lower() if language == Language.FRISIAN else said
