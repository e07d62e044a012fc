"""What the palette finds: people, places and actions, by the words that are typed. No Qt here."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded
from meitinker.i18n import _, ngettext
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.palette_commands import commands, offers
from ui.viewmodels.palette_result import PaletteResult
from ui.viewmodels.people import entry_name, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Role
    from meitinker.services.map_search import FoundService
    from meitinker.services.people import FoundPerson
    from meitinker.store.people import PersonEntry
    from ui.starting.preferences import Preferences

MOST = 8
"""Results shown at once: what needs a scroll bar is not a palette."""

MOST_HELP = 3
"""Services of the social map among them: who looks for more goes to the map."""

_MOST_COMMANDS = 4
_LEAST_OF_HELP = 3
_LEAST_OF_END = 4
"""Letters from which the end of a word is enough: who types brief means every ontvangstbrief."""

"""Letters under which nearly every service would fit."""

_SERVICE = "service:"
_THEMES = {
    "theme_system": None,
    "theme_light": "light",
    "theme_dark": "dark",
    "theme_high_contrast": "high_contrast",
}


def asked(typed: str) -> tuple[bool, str]:
    """Return whether a conversation is asked for, and the words that are left to search on.

    ``nieuw gesprek met sjoukje`` gives ``(True, "sjoukje")``, ``notitie sjoukje`` gives
    ``(False, "sjoukje")``; see :func:`asks_note`.
    """
    about = {folded(word) for word in _("nieuw gesprek met verder begin").split()}
    about |= {folded(word) for word in _("korte notitie over").split()}
    kept = [word for word in typed.split() if folded(word) not in about]
    wants = folded(_("gesprek")) in {folded(word) for word in typed.split()}
    return wants, " ".join(kept) if wants or asks_note(typed) else typed.strip()


def asks_note(typed: str) -> bool:
    """Tell whether a contact note is asked for: ``notitie sjoukje``."""
    return folded(_("notitie")) in {folded(word) for word in typed.split()}


def asks_help(typed: str) -> bool:
    """Tell whether the social map may have what is typed: not a conversation, not a letter."""
    wants, words = asked(typed)
    return not wants and not asks_note(typed) and len(words) >= _LEAST_OF_HELP


def results(
    role: Role,
    typed: str,
    people: Iterable[FoundPerson] = (),
    *,
    services: Iterable[FoundService] = (),
    at_hand: PersonEntry | None = None,
) -> tuple[PaletteResult, ...]:
    """Return what fits ``typed``, best first; ``at_hand`` is whose file or conversation is open.

    Who is found by the very letters comes first, then places and actions, then help of the social
    map, and last who is only alike: Enter after "donker" must not open the file of Jonker.
    """
    if not typed.strip():
        return commands(role, at_hand)[:MOST]
    wants, _words = asked(typed)
    hits = list(people)
    begun = _note if asks_note(typed) else partial(_person, visit=wants)

    def shown(entry: PersonEntry) -> PaletteResult:
        line = begun(entry)
        return line if offers(role, line) else _person(entry, visit=False)

    sure = [shown(hit.entry) for hit in hits if not hit.alike]
    alike = [shown(hit.entry) for hit in hits if hit.alike]
    fitting = [one for one in commands(role, at_hand) if _fits(one, typed)]
    fitting.sort(key=lambda one: not _fits(one, typed, shown=True))  # what shows it comes first
    fitting = fitting[:_MOST_COMMANDS]
    room = MOST - len(fitting)
    help_ = [_service(one) for one in services][: max(room - len(sure), 0)]
    room -= len(help_)
    return (*sure[:room], *fitting, *help_, *alike[: max(room - len(sure), 0)])


def still_fitting(
    role: Role, typed: str, before: Iterable[PaletteResult], *, at_hand: PersonEntry | None = None
) -> tuple[PaletteResult, ...]:
    """Return what may be shown for ``typed`` while the people are still being looked for.

    People and help of ``before`` stay where each word that was typed begins a word of their line;
    places and actions are known at once.
    """
    offered = results(role, typed, at_hand=at_hand)
    known = {one.key for one in commands(role, at_hand)}
    found = [one for one in before if one.key not in known and _fits(one, typed)]
    people = [one for one in found if not one.key.startswith(_SERVICE)]
    help_ = [one for one in found if one.key.startswith(_SERVICE)]
    return (*people, *offered, *help_)[:MOST]


def count_words(count: int) -> str:
    """Return how many lines there are, for who hears the screen."""
    return ngettext("{count} regel gevonden", "{count} regels gevonden", count).format(count=count)


def look_after(action: str, before: Preferences) -> Preferences | None:
    """Return the preferences that an action about the colours asks for; None: it is none."""
    if action not in _THEMES:
        return None
    return msgspec.structs.replace(before, theme=_THEMES[action])


def _fits(one: PaletteResult, typed: str, *, shown: bool = False) -> bool:
    """Tell whether every word that was typed begins a word of the result, or ends a long one.

    Args:
        one: The result.
        typed: What was typed.
        shown: Look at the words that it shows only.
    """
    known = _words(f"{one.title} {one.status}")
    also = [] if shown else _words(one.also)
    asked_for = _words(typed)
    return bool(asked_for) and all(
        any(_meets(word, a) for word in known) or any(word.startswith(a) for word in also)
        for a in asked_for
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _meets(word: str, asked_for: str) -> bool:
    if word.startswith(asked_for):
        return True
    return len(asked_for) >= _LEAST_OF_END and word.endswith(asked_for)


def _person(entry: PersonEntry, *, visit: bool) -> PaletteResult:
    name = entry_name(entry)
    if not visit:
        return PaletteResult(
            key=f"person:{entry.person_id}",
            title=name,
            status=_about(entry),
            icon_name="user",
            place=ScreenSpot(screen="people", record_id=entry.person_id),
        )
    if entry.visit_id:
        return PaletteResult(
            key=f"visit:{entry.visit_id}",
            title=_("Verder met gesprek met {name}").format(name=name),
            status=_about(entry),
            icon_name="clock",
            place=ScreenSpot(screen="visits", record_id=entry.visit_id),
        )
    return PaletteResult(
        key=f"begin:{entry.person_id}",
        title=_("Nieuw gesprek met {name}").format(name=name),
        status=_about(entry),
        icon_name="plus",
        place=ScreenSpot(screen="visits", section="begin", record_id=entry.person_id),
    )


def _note(entry: PersonEntry) -> PaletteResult:
    return PaletteResult(
        key=f"note:{entry.person_id}",
        title=_("Notitie over {name}").format(name=entry_name(entry)),
        status=_about(entry),
        icon_name="phone",
        place=ScreenSpot(screen="note", record_id=entry.person_id),
    )


def _service(one: FoundService) -> PaletteResult:
    """Return help of the social map; who offers it tells two of one name apart."""
    line = one.line
    return PaletteResult(
        key=f"{_SERVICE}{line.service_id}",
        title=line.name,
        status=" · ".join(part for part in (_("Sociale kaart"), line.provider) if part),
        icon_name="map-pin",
        place=ScreenSpot(screen="social_map", record_id=line.service_id),
    )


def _about(entry: PersonEntry) -> str:
    """Return what tells two people of one name apart; a secret address tells no village."""
    born = _("Geboren op {date}").format(date=short_day(entry.born_on)) if entry.born_on else ""
    village = "" if entry.secret_address else (entry.village or "")
    return " · ".join(part for part in (_("Inwoner"), village, born) if part)
