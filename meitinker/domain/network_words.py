"""A network in sentences: the same for the list on the screen, the drawing's text and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import i18n
from meitinker.domain.network import Direction, Frequency, Strain, of_unknown_begin
from meitinker.domain.words import in_words, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from meitinker.domain.network import Tie, TieChange


LABEL = 120
"""Most letters on a label of the drawing: twice a long name. The list tells everything."""


def label(text: str) -> str:
    """Return a text as it fits on a label: on one line, and never endless."""
    shown = " ".join(text[: 4 * LABEL].split())
    return shown if len(shown) <= LABEL else f"{shown[: LABEL - 1].rstrip()}…"


def who(tie: Tie, words: NullTranslations | None = None) -> str:
    """Return whom a tie is with: "Anneke (dochter)", or only what is known."""
    said = _at_hand(words)
    name, relation = tie.name.strip(), tie.relation.strip()
    if name and relation:
        return f"{name} ({relation})"
    return name or relation or said.gettext("Naam nog niet ingevuld")


def on_label(tie: Tie, words: NullTranslations | None = None) -> tuple[str, str]:
    """Return the two lines of a label in the drawing; "" where the second would say nothing."""
    name, said = label(tie.name), label(what(tie, words))
    return (name, said) if name else (said or who(tie, words), "")


def what(tie: Tie, words: NullTranslations | None = None) -> str:
    """Return what someone is to the resident: as people say it, else the sort of tie, or ""."""
    return tie.relation.strip() or ("" if tie.kind is None else name_of(tie.kind, words))


def sentences(
    tie: Tie, words: NullTranslations | None = None, *, shared: bool = False
) -> tuple[str, ...]:
    """Return what is known of a tie; ``shared`` says it to the resident.

    Then it leaves out what the declaration of the record calls not shareable: how heavy it
    weighs, usual help, and whether someone may be called.
    """
    said = _at_hand(words)
    parts = [
        _often(tie, said),
        _helps_you(tie, said) if shared else _helps(tie, said),
        _cares(said, shared=shared) if tie.carer else "",
        tie.does.strip(),
    ]
    if not shared:
        parts += [
            _weighs(tie, said),
            said.gettext("Van deze huisgenoot mag u hulp verwachten.") if tie.usual_help else "",
            _called(tie, said),
        ]
    return tuple(_ended(part) for part in parts if part)


def period(tie: Tie, language: str, words: NullTranslations | None = None) -> str:
    """Return since and until when, or "" where neither is known."""
    said = _at_hand(words)
    if tie.since and tie.until:
        told = said.gettext("Van {since} tot en met {until}.")
    elif tie.until:
        told = said.gettext("Tot en met {until}.")
    elif tie.since:
        told = said.gettext("Sinds {since}.")
    else:
        return ""
    return told.format(
        since=in_words(tie.since, language) if tie.since else "",
        until=in_words(tie.until, language) if tie.until else "",
    )


def unknown_begin(ties: Iterable[Tie], words: NullTranslations | None = None) -> str:
    """Return of how many it is not known since when they are there, or ""."""
    count = len(of_unknown_begin(ties))
    if not count:
        return ""
    told = _at_hand(words).ngettext(
        "Van {count} persoon weten we niet sinds wanneer die erbij is. "
        "Wij laten die op elke dag zien.",
        "Van {count} mensen weten we niet sinds wanneer zij erbij zijn. "
        "Wij laten hen op elke dag zien.",
        count,
    )
    return told.format(count=count)


def unknown_ring(ties: Iterable[Tie], words: NullTranslations | None = None) -> str:
    """Return of how many nobody told how near they stand, and where they are drawn; or ""."""
    count = sum(tie.nearness is None for tie in ties)
    if not count:
        return ""
    told = _at_hand(words).ngettext(
        "Van {count} persoon weten we niet hoe dichtbij die staat. Die staat in de middelste ring.",
        "Van {count} mensen weten we niet hoe dichtbij zij staan. Zij staan in de middelste ring.",
        count,
    )
    return told.format(count=count)


def difference(change: TieChange, words: NullTranslations | None = None) -> str:
    """Return what changed for one tie between two days, as a sentence."""
    said = _at_hand(words)
    if change.then is None or change.now is None:
        return _came_or_went(change, said, words)
    parts = [
        said.gettext("{what}: eerst {then}, nu {now}").format(
            what=_field(field, said), then=_value(change.then, field, words),
            now=_value(change.now, field, words),
        )
        for field in change.fields
    ]  # fmt: skip
    return f"{who(change.now, words)}. {'; '.join(parts)}."


def _came_or_went(change: TieChange, said: NullTranslations, words: NullTranslations | None) -> str:
    if change.now is not None:
        return said.gettext("{name} is erbij gekomen.").format(name=who(change.now, words))
    name = who(change.then, words) if change.then is not None else ""
    return said.gettext("{name} is er niet meer bij.").format(name=name)


def _at_hand(words: NullTranslations | None) -> NullTranslations:
    return words or i18n.translation(i18n.language())


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _often(tie: Tie, said: NullTranslations) -> str:
    near = {
        None: "",
        1: said.gettext("Staat dichtbij"),
        2: said.gettext("Staat iets verder af"),
        3: said.gettext("Staat op afstand"),
    }[tie.nearness]
    often = {
        Frequency.DAILY: said.gettext("contact elke dag"),
        Frequency.WEEKLY: said.gettext("contact elke week"),
        Frequency.MONTHLY: said.gettext("contact elke maand"),
        Frequency.SELDOM: said.gettext("contact een paar keer per jaar"),
        Frequency.UNKNOWN: "",
    }[tie.frequency]
    if near and often:
        return f"{near}, {often}"
    return near or f"{often[:1].upper()}{often[1:]}"


def _helps(tie: Tie, said: NullTranslations) -> str:
    return {
        None: "",
        Direction.NONE: "",
        Direction.GIVES: said.gettext("Helpt de inwoner"),
        Direction.RECEIVES: said.gettext("Krijgt hulp van de inwoner"),
        Direction.BOTH: said.gettext("Zij helpen elkaar"),
    }[tie.direction]


def _helps_you(tie: Tie, said: NullTranslations) -> str:
    return {
        None: "",
        Direction.NONE: "",
        Direction.GIVES: said.gettext("Helpt u."),
        Direction.RECEIVES: said.gettext("Krijgt hulp van u."),
        Direction.BOTH: said.gettext("U helpt elkaar."),
    }[tie.direction]


def _cares(said: NullTranslations, *, shared: bool) -> str:
    return said.gettext("Is uw mantelzorger.") if shared else said.gettext("Is mantelzorger.")


def _weighs(tie: Tie, said: NullTranslations) -> str:
    return {
        Strain.NOT_ASKED: "",
        Strain.LIGHT: said.gettext("Dit gaat goed"),
        Strain.HEAVY: said.gettext("Dit is zwaar"),
        Strain.TOO_HEAVY: said.gettext("Dit is te zwaar"),
    }[tie.strain]


def _called(tie: Tie, said: NullTranslations) -> str:
    if tie.may_be_called is None:
        return ""
    if not tie.may_be_called:
        return said.gettext("Wil niet gebeld worden")
    if tie.phone.strip():
        return said.gettext("Mag gebeld worden: {phone}").format(phone=tie.phone.strip())
    return said.gettext("Mag gebeld worden")


def _field(field: str, said: NullTranslations) -> str:
    return {
        "kind": said.gettext("Soort band"),
        "nearness": said.gettext("Hoe dichtbij"),
        "frequency": said.gettext("Hoe vaak contact"),
        "direction": said.gettext("Wie helpt wie"),
        "strain": said.gettext("Hoe zwaar"),
        "does": said.gettext("Wat deze persoon doet"),
        "carer": said.gettext("Mantelzorger"),
        "usual_help": said.gettext("Hulp als huisgenoot"),
        "may_be_called": said.gettext("Mag gebeld worden"),
        "relation": said.gettext("Wie dit is"),
    }[field]


def _value(tie: Tie, field: str, words: NullTranslations | None) -> str:
    said, value = _at_hand(words), getattr(tie, field)
    if isinstance(value, bool) or value is None:
        return {
            None: said.gettext("niet gevraagd"),
            True: said.gettext("ja"),
            False: said.gettext("nee"),
        }[value]
    if field in ("does", "relation"):
        return f"“{value.strip()}”" if value.strip() else said.gettext("niets ingevuld")
    return name_of(value, words).lower()
