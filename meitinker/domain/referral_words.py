"""What the program itself writes of a referral in a plan, and the same in another language.

It is put into fields that a person may change. So only a sentence that stands there word for word,
and names a service that was chosen, is said again in the language of a paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meitinker.i18n import LANGUAGES, translation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from meitinker.domain.referrals import Referral


def full(service: str, provider: str) -> str:
    """Return what a service is called, with who offers it."""
    return f"{service} ({provider})" if provider else service


def place(name: str, phone: str, words: NullTranslations) -> str:
    """Return where a resident can go."""
    who = words.gettext("U kunt terecht bij {name}").format(name=name)
    return f"{who}, {phone}." if phone else f"{who}."


def contact(name: str, words: NullTranslations, *, warm: bool) -> str:
    """Return what is agreed on the contact; who does it stands beside it."""
    if warm:
        return words.gettext("Legt contact met {name}.").format(name=name)
    return words.gettext("Neemt zelf contact op met {name}.").format(name=name)


def us(words: NullTranslations) -> str:
    """Return who makes the contact where the user has no name."""
    return words.gettext("wij")


def said_in(text: str, referrals: Iterable[Referral], words: NullTranslations) -> str:
    """Return ``text`` with the sentences of the program in the language of ``words``."""
    names = {full(one.service_name, one.provider_name) for one in referrals}
    return "\n".join(_line_in(line, names, words) for line in text.split("\n"))


def us_in(who: str, words: NullTranslations) -> str:
    """Return who does something; in the language of ``words`` where it is :func:`us`."""
    return us(words) if who in {us(translation(code)) for code in LANGUAGES} else who


def _line_in(line: str, names: Iterable[str], words: NullTranslations) -> str:
    for known in map(translation, LANGUAGES):
        for name in names:
            for warm in (True, False):
                if line.strip() == contact(name, known, warm=warm):
                    return contact(name, words, warm=warm)
            begins = re.escape(place(name, "", known).removesuffix("."))
            found = re.fullmatch(rf"{begins}(?:, ([\d +()-]+))?\.", line.strip())
            if found:
                return place(name, found[1] or "", words)
    return line
