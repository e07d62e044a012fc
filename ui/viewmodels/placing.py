"""Where selected words of a conversation can be put, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import _
from meitinker.services.placing import Target
from ui.viewmodels import life_domains
from ui.viewmodels.conversation import need_title, title_of

if TYPE_CHECKING:
    from meitinker.domain.agreements import Agreement
    from meitinker.services.visit_files import VisitFile


class NamedTarget(msgspec.Struct, frozen=True):
    """One place: what it is called, and where the words go."""

    words: str
    target: Target


class TargetGroup(msgspec.Struct, frozen=True):
    """Places of one kind under one name; one place alone needs no group."""

    title: str
    places: tuple[NamedTarget, ...]


def groups(file: VisitFile) -> tuple[TargetGroup, ...]:
    """Return all places in the order of the conversation."""
    return (
        TargetGroup("", (NamedTarget(title_of("question"), Target("visit")),)),
        TargetGroup(
            _("Leefgebied"),
            tuple(
                NamedTarget(life_domains.label_of(one), Target("domain_note", domain=one.home))
                for one in file.life_domains.guides
            ),
        ),
        TargetGroup(
            _("Behoefte"),
            (
                *(NamedTarget(need_title(need), Target("need", need.id)) for need in file.needs),
                NamedTarget(_("Nieuwe behoefte"), Target("need")),
            ),
        ),
        TargetGroup(
            _("Afgesproken"),
            (
                *(
                    NamedTarget(_agreement(one), Target("agreement", one.id))
                    for one in file.agreements
                ),
                NamedTarget(_("Nog iets afgesproken"), Target("agreement")),
            ),
        ),
    )


def _agreement(one: Agreement) -> str:
    words = one.what.split()
    short = " ".join(words[:8]) + ("…" if len(words) > 8 else "")
    return short or _("Afspraak {number}, nog zonder woorden").format(number=one.position)
