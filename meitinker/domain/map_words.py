"""What the codes of the social map are called; :mod:`meitinker.domain.words` tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_corrections import AnswerState, CorrectionAnswer, GapAnswer
from meitinker.domain.map_places import LocationType, Provision
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    Reach,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.opening_hours import Recurrence
from meitinker.domain.providers import ProviderKind

if TYPE_CHECKING:
    from enum import Enum


def _(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return message


MAP_WORDS: tuple[tuple[Enum, str], ...] = (
    (ProviderKind.UNKNOWN, _("Niet bekend")),
    (ProviderKind.PROFESSIONAL, _("Beroepskrachten")),
    (ProviderKind.GOVERNMENT, _("Gemeente of overheid")),
    (ProviderKind.VOLUNTEERS, _("Vrijwilligers")),
    (ProviderKind.NEIGHBOURS, _("Buren en dorp")),
    (ProviderKind.DIGITAL, _("Op internet")),
    (ServiceStatus.ACTIVE, _("Open")),
    (ServiceStatus.INACTIVE, _("Nu niet")),
    (ServiceStatus.DEFUNCT, _("Bestaat niet meer")),
    (ServiceStatus.TEMPORARILY_CLOSED, _("Tijdelijk gesloten")),
    (WayIn.UNKNOWN, _("Niet bekend")),
    (WayIn.FREE, _("Zo binnenlopen")),
    (WayIn.REGISTRATION, _("Aanmelden")),
    (WayIn.REFERRAL, _("Met een verwijzing")),
    (WayIn.INDICATION, _("Met een indicatie")),
    (Cost.UNKNOWN, _("Niet bekend")),
    (Cost.FREE, _("Gratis")),
    (Cost.PAID, _("Betalen")),
    (Cost.MEANS, _("Naar inkomen")),
    (Cost.CONTRIBUTION, _("Eigen bijdrage Wmo")),
    (Vocabulary.CATEGORY, _("Rubriek")),
    (Vocabulary.LIFE_DOMAIN, _("Leefgebied")),
    (Vocabulary.CARER_FUNCTION, _("Hulp voor mantelzorgers")),
    (Vocabulary.WHO_FOR, _("Voor wie")),
    (Vocabulary.LANGUAGE, _("Taal")),
    (CarerFunction.INFORMATION, _("Informatie")),
    (CarerFunction.ADVICE, _("Advies en begeleiding")),
    (CarerFunction.EMOTIONAL_SUPPORT, _("Emotionele steun")),
    (CarerFunction.EDUCATION, _("Educatie")),
    (CarerFunction.PRACTICAL_HELP, _("Praktische hulp")),
    (CarerFunction.RESPITE_CARE, _("Respijtzorg")),
    (CarerFunction.FINANCIAL_SUPPORT, _("Financiële tegemoetkoming")),
    (CarerFunction.MATERIAL_HELP, _("Materiële hulp")),
    (Reach.VILLAGE, _("Dorp")),
    (Reach.MUNICIPALITY, _("Gemeente")),
    (Reach.REGION, _("Regio")),
    (Reach.COUNTRY, _("Heel Nederland")),
    (Reach.ELSEWHERE, _("Ergens anders")),
    (LocationType.PHYSICAL, _("Adres")),
    (LocationType.POSTAL, _("Postadres")),
    (LocationType.VIRTUAL, _("Op internet")),
    (Provision.UNKNOWN, _("Niet bekend")),
    (Provision.YES, _("Ja")),
    (Provision.NO, _("Nee")),
    (Recurrence.NONE, _("Eén keer")),
    (Recurrence.WEEKLY, _("Elke week")),
    (Recurrence.MONTHLY, _("Elke maand")),
    (CheckWay.PHONE, _("Gebeld")),
    (CheckWay.EMAIL, _("Gemaild")),
    (CheckWay.VISIT, _("Langs geweest")),
    (CheckWay.WEBSITE, _("Op de website gekeken")),
    (CheckWay.FORM, _("Met het controleformulier")),
    (CheckResult.RIGHT, _("Het klopt")),
    (CheckResult.MENDED, _("Het klopt na verbetering")),
    (CheckResult.NOT_REACHED, _("Niemand bereikt")),
    (CheckResult.GONE, _("Bestaat niet meer")),
    (CorrectionAnswer.ACCEPTED, _("Overgenomen")),
    (CorrectionAnswer.TURNED_DOWN, _("Niet overgenomen")),
    (GapAnswer.EXISTS, _("Het is er wel")),
    (GapAnswer.PASSED_ON, _("Doorgegeven aan beleid")),
    (GapAnswer.NOTED, _("Genoteerd")),
    (AnswerState.OPEN, _("Open")),
    (AnswerState.ACCEPTED, _("Overgenomen")),
    (AnswerState.TURNED_DOWN, _("Niet overgenomen")),
    (AnswerState.EXISTS, _("Het is er wel")),
    (AnswerState.PASSED_ON, _("Doorgegeven aan beleid")),
    (AnswerState.NOTED, _("Genoteerd")),
    (AnswerState.SAID_TWICE, _("Twee mensen zeiden iets anders")),
)
