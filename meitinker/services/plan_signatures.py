"""Who signed a plan, and where there is still room to, as the letter prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import Language, full_name
from meitinker.domain.plans import SignatureWay
from meitinker.domain.words import in_words
from meitinker.i18n import translation
from meitinker.reports import signing

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.domain.plans import Signature
    from meitinker.services.letter_words import LetterSender
    from meitinker.services.visit_files import VisitFile


def of_plan(
    visit: VisitFile, letterhead: LetterSender, language: Language
) -> tuple[signing.Signature, ...]:
    """Return the resident's signature, or room for it, and room for that of the worker."""
    words = translation(language)
    last = visit.signatures[-1] if visit.signatures else None
    resident = _signed(last, full_name(visit.client), words, language)
    worker = signing.Signature(
        name=letterhead.user.name, role=letterhead.user.title, way=SignatureWay.PAPER, asked=False
    )
    return (resident, worker) if letterhead.user.name else (resident,)


def _signed(
    signature: Signature | None, name: str, words: NullTranslations, language: Language
) -> signing.Signature:
    role = words.gettext("inwoner")
    if signature is None or signature.way is SignatureWay.PAPER:
        return signing.Signature(name=name, role=role, way=SignatureWay.PAPER)
    day = clock.local(signature.signed_at).date() if signature.signed_at else clock.today()
    return signing.Signature(
        name=signature.name or name,
        role=role,
        way=signature.way,
        date=in_words(day, language),
        strokes=_strokes(signature.strokes),
    )


def _strokes(text: str) -> tuple[signing.Stroke, ...]:
    if not text:
        return ()
    return msgspec.json.decode(text, type=tuple[tuple[tuple[int, int, int, int], ...], ...])
