"""What a provider answers on a check form, before anything of it is kept. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import _, ngettext
from meitinker.services.check_form_answers import problem_words
from meitinker.services.check_form_lines import EXISTS

if TYPE_CHECKING:
    from meitinker.services.check_form_answers import LineAnswer, ReturnedForm

MOST = 50
"""Rows that are told as not used: more is read in the file."""


class ReadyCorrection(msgspec.Struct, frozen=True):
    """A correction that can be taken over at once: its row, and what it says."""

    row: int
    text: str


def changes(answered: ReturnedForm) -> list[ReadyCorrection]:
    """Return what can be taken over at once."""
    return [ReadyCorrection(one.row, _change(one)) for one in answered.fields]


def by_hand(answered: ReturnedForm) -> list[str]:
    """Return what is told in words, for a person to read."""
    known = {one.row for one in answered.fields}
    told = [one for one in answered.corrections if one.row not in known]
    gone = [one for one in answered.answers if one.line.field == EXISTS and not one.right]
    return [
        *(_("{service}: bestaat volgens de aanbieder niet meer").format(service=one.line.service)
          for one in gone),
        *(_said(one) for one in told),
    ]  # fmt: skip


def unused(answered: ReturnedForm) -> list[str]:
    """Return which rows are not used, and why."""
    return [problem_words(one) for one in answered.problems[:MOST]]


def summary(answered: ReturnedForm) -> str:
    """Return how much is answered, in a line."""
    right = sum(one.right for one in answered.answers)
    services = len(answered.services)
    words = ngettext(
        "{provider}: {count} dienst nagekeken.",
        "{provider}: {count} diensten nagekeken.",
        services,
    )
    told = words.format(provider=answered.provider, count=services)
    return " ".join((told, right_words(right))) if answered.answers else nothing_words()


def right_words(count: int) -> str:
    """Return how many answers say that it is right."""
    return ngettext("{count} regel klopt.", "{count} regels kloppen.", count).format(count=count)


def nothing_words() -> str:
    """Return what is said of a file without an answer."""
    return _("In dit bestand staat geen antwoord. Kies het formulier dat u terugkreeg.")


def keep_words(count: int) -> str:
    """Return what the button says; ``count`` changes are ticked."""
    if not count:
        return _("Bewaar de antwoorden")
    words = ngettext(
        "Bewaar en neem {count} wijziging over", "Bewaar en neem {count} wijzigingen over", count
    )
    return words.format(count=count)


def _change(one: LineAnswer) -> str:
    was = one.line.value or _("leeg")
    words = _("{service}, {what}: nu “{was}”, wordt “{value}”").format(
        service=one.line.service, what=one.line.title, was=was, value=one.value
    )
    return f"{words} ({one.remark})" if one.remark else words


def _said(one: LineAnswer) -> str:
    told = " · ".join(part for part in (one.value or _("klopt niet"), one.remark) if part)
    return _("{service}, {what}: {told}").format(
        service=one.line.service, what=one.line.title, told=told
    )
