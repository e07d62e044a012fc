"""Reference sets: norms, lists and names as data with a source and a validity.

The program ships sets as read-only JSON under ``resources/reference/<name>/``; the
organisation lays its own over them (:class:`~meitinker.domain.organisation.ReferenceOverlay`),
and an update of the program never touches those.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from meitinker.domain.records import canonical
from meitinker.errors import BugError, InvalidField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.organisation import Municipality, ReferenceOverlay

T = TypeVar("T")


class ReferenceSet(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one set.

    Attributes:
        key: ``villages/2014-01-01`` for a shipped set, the record's id for an overlay.
        name: Which set this is a version of.
        municipality: Name (shipped) or id (overlay) of the one municipality it is for, or
            None for all.
        valid_from: First day, or None: since ever.
        valid_until: Last day, or None: still.
        source: Where the content comes from.
        checked: Whether someone compared the content with its source.
        text: The content as canonical JSON: text, so that nobody can change it in memory.
        overlay: Whether it is the organisation's own.
    """

    key: str
    name: str
    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    source: str
    checked: bool
    text: str
    overlay: bool = False

    def read(self, shape: type[T]) -> T:
        """Return the content as ``shape``.

        Raises:
            InvalidField: The content is not of that shape.
        """
        try:
            return msgspec.json.decode(self.text, type=shape)
        except msgspec.ValidationError as error:
            raise InvalidField("content", "content_wrong_shape") from error

    def holds_on(self, day: date) -> bool:
        """Tell whether the set is valid on ``day``; both ends are inclusive."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def is_for(self, municipality: Municipality | None) -> bool:
        """Tell whether the set may be used in ``municipality``."""
        if self.municipality is None:
            return True
        if municipality is None:
            return False
        return self.municipality == (municipality.id if self.overlay else municipality.name)


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shipped file as it lies on disk; a field left out or misspelt fails at once."""

    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    source: str
    checked: bool
    content: Any


class VillageEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A village in the set ``villages``; ``size`` is a rough count of people."""

    frisian_name: str
    dutch_name: str
    postcodes: list[str]
    municipality: str
    size: int


class MunicipalityEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A municipality in the set ``municipalities``; ``code`` is that of the CBS."""

    name: str
    code: str


class LifeDomainEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A life domain in a set ``life_domains``, in the order in which it is gone through.

    ``covers`` names the domains of the self-reliance matrix under which notes are kept, so
    that a municipality's own list reports in the same terms as any other. ``label`` is Dutch,
    and ``labels`` tells it in other languages.
    """

    code: str
    label: str
    labels: dict[str, str] = {}
    prompt: str = ""
    covers: list[str]


@cache
def shipped(name: str) -> tuple[ReferenceSet, ...]:
    """Return all versions of the set ``name`` that came with the program, oldest first.

    Raises:
        BugError: No such set was shipped, or a file of it is broken.
    """
    from importlib.resources import files

    folder = files("resources").joinpath("reference", name)
    if not folder.is_dir():
        raise BugError(f"no reference set {name} was shipped")
    found = [
        _from_file(name, file.name.removesuffix(".json"), data=file.read_bytes())
        for file in folder.iterdir()
        if file.name.endswith(".json")
    ]
    return tuple(sorted(found, key=lambda s: (s.valid_from or date.min, s.key)))


def _from_file(name: str, version: str, *, data: bytes) -> ReferenceSet:
    try:
        file = msgspec.json.decode(data, type=_File)
    except msgspec.MsgspecError as error:
        raise BugError(f"reference set {name}/{version} is broken: {error}") from error
    return ReferenceSet(
        key=f"{name}/{version}",
        name=name,
        municipality=file.municipality,
        valid_from=file.valid_from,
        valid_until=file.valid_until,
        source=file.source,
        checked=file.checked,
        text=canonical(file.content).decode(),
    )


def overlay_set(overlay: ReferenceOverlay) -> ReferenceSet:
    """Return the organisation's own version as a set; also the check before it is kept.

    Raises:
        InvalidField: The content is not JSON.
    """
    try:
        content = msgspec.json.decode(overlay.content)
    except msgspec.DecodeError as error:
        raise InvalidField("content", "content_not_json") from error
    return ReferenceSet(
        key=overlay.id,
        name=overlay.name,
        municipality=overlay.municipality_id,
        valid_from=overlay.valid_from,
        valid_until=overlay.valid_until,
        source=overlay.source,
        checked=overlay.checked,
        text=canonical(content).decode(),
        overlay=True,
    )


def choose(
    sets: Iterable[ReferenceSet],
    overlays: Iterable[ReferenceOverlay],
    *,
    municipality: Municipality | None,
    day: date,
    unchecked: bool = False,
) -> ReferenceSet | None:
    """Return the version that counts in ``municipality`` on ``day``, or None.

    The organisation's own wins over what was shipped, the municipality's own over the
    general one, the one that began last over older ones.

    Args:
        sets: Shipped versions of one set.
        overlays: The organisation's versions; those of other sets are passed over.
        municipality: Where, or None for the general one.
        day: The day of the request or decision, not the day of looking.
        unchecked: Whether a version that nobody compared with its source will do: for names
            on a screen, never for a norm.

    Raises:
        InvalidField: The content of an overlay is not JSON.
    """
    known = list(sets)
    names = {s.name for s in known}
    known += [overlay_set(o) for o in overlays if not names or o.name in names]
    fitting = [
        s for s in known if s.holds_on(day) and s.is_for(municipality) and (s.checked or unchecked)
    ]
    return max(fitting, key=_weight, default=None)


def _weight(candidate: ReferenceSet) -> tuple[bool, bool, date, str]:
    return (
        candidate.overlay,
        candidate.municipality is not None,
        candidate.valid_from or date.min,
        candidate.key,
    )
