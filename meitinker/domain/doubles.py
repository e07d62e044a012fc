"""Is this someone who is already in the file? Pure comparing; the store preselects.

The store keeps the :func:`blocking_keys` of every person and hands over those that share a
key with the draft, at most some two hundred; :func:`likenesses` then weighs each one. Nobody
is ever merged by a score: the meitinker decides, and sees the reasons.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.addresses import Address
    from meitinker.domain.people import Person, Phone

POSSIBLE = 50
"""From here a candidate is shown: the score of one same full name with nothing against it."""

PROBABLE = 75
"""From here the screen asks "Is dit dezelfde persoon?": a full name and a birth date of which
either may hold one slip, which chance does not give within one village."""

_NAME_PART = 25  # given and family name each: together POSSIBLE, alone never enough
_BORN_SAME = 40
_BORN_SLIP = 28  # one digit wrong, two digits or day and month swapped
_BORN_YEAR = 15  # all that "maart 1908" can say
_BORN_OTHER = -40  # father and son of one name at one address stay under POSSIBLE
_HOME = 12  # a household shares it, so it only supports a name
_PHONE = 15
_NOT_THE_SAME = 45  # ceiling where a given name or BSN speaks against it: twins, spouses
_GENERATION = 15  # years; a "slip" this wide is a parent and child with one birthday

_EQUAL, _SOUND, _PARTNER, _SLIP, _INITIAL = 1.0, 0.96, 0.92, 0.88, 0.7
_SWAPPED = 0.95
_SURNAME_CLOSE = 0.9  # Jaro-Winkler: "Hoekstra" and "Hoekstar", not "Hoekstra" and "Hofstra"

# Letters that Unicode does not split into a base and an accent.
_UNSPLIT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"tsj", "tj"),  # Jeltsje, Jeltje
        (r"sch|sk", "sk"),  # Schaap, Skaap
        (r"eij|ij|ie|ey|ei", "y"),  # Sietske, Sytske; Dijkstra, Dykstra; Meijer, Meyer
        (r"oe|ou", "u"),  # Boeter, Bûter
        (r"ae", "a"),  # Raerd, Raard
        (r"ph", "f"),
        (r"th|dt|d$", "t"),  # Sjoerd, Sjoert
        (r"gh", "g"),
        (r"ck|c(?=[aoukrl])|q", "k"),
        (r"x", "ks"),
        (r"z", "s"),  # Zijlstra, Sylstra
        (r"v|w(?=r)", "f"),  # Visser, Fisser
        (r"(.)\1+", r"\1"),  # Haan, Han; Bakker, Baker
        (r"i", "y"),
    )
)
_DUTCH_PREFIXES = {"van", "von", "de", "der", "den", "het", "'t", "ten", "ter", "te", "in", "op"}
_PREFIX_WORDS = _DUTCH_PREFIXES | {"aan", "bij", "la", "le", "el", "al", "da", "du", "dos"}
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


class LikenessReason(StrEnum):
    """Why two people are alike, or what speaks against it; the screen has the words."""

    SAME_BSN = "same_bsn"
    OTHER_BSN = "other_bsn"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SWAPPED_NAME = "swapped_name"
    PARTNER_NAME = "partner_name"
    OTHER_GIVEN_NAME = "other_given_name"
    OTHER_FAMILY_NAME = "other_family_name"
    SAME_BIRTH_DATE = "same_birth_date"
    BIRTH_DATE_SLIP = "birth_date_slip"
    SAME_BIRTH_YEAR = "same_birth_year"
    OTHER_BIRTH_DATE = "other_birth_date"
    SAME_ADDRESS = "same_address"
    SAME_PHONE = "same_phone"


class PersonDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A person as typed so far; every part may be missing.

    ``phones`` are digits in E.164, ``postcode`` is ``1234 AB``, ``bsn`` nine digits.
    """

    given_names: str = ""
    called: str = ""
    prefix: str = ""
    surname: str = ""
    partner_name: str = ""
    born_on: date | None = None
    born_text: str = ""
    homes: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    bsn: str = ""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Someone in the file, with all their addresses (also former ones) and phones."""

    person: Person
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How much a candidate is like the draft: 0 to 100, and why."""

    person_id: PersonId
    score: int
    reasons: tuple[LikenessReason, ...]

    @property
    def probable(self) -> bool:
        """Whether the screen should ask, instead of only showing."""
        return self.score >= PROBABLE


def begins_with_prefix(name: str) -> bool:
    """Tell whether a name begins as a surname with a prefix does: "van der Meer"."""
    return name.split(maxsplit=1)[0].lower() in _PREFIX_WORDS if name.strip() else False


def draft_of(
    person: Person, addresses: Iterable[Address] = (), *, phones: Iterable[Phone] = ()
) -> PersonDraft:
    """Return ``person`` as a draft: for the keys to index and for comparing two files."""
    return PersonDraft(
        given_names=person.given_names,
        called=person.called,
        prefix=person.prefix,
        surname=person.surname,
        partner_name=person.partner_name,
        born_on=person.born_on,
        born_text=person.born_text,
        homes=tuple((a.postcode, a.number) for a in addresses),
        phones=tuple(p.digits for p in phones),
        bsn=person.bsn,
    )


def likenesses(draft: PersonDraft, candidates: Iterable[Candidate]) -> list[Likeness]:
    """Return who may be the person of ``draft``: POSSIBLE and up, the most alike first."""
    found = (likeness(draft, candidate) for candidate in candidates)
    return sorted((f for f in found if f.score >= POSSIBLE), key=lambda f: (-f.score, f.person_id))


def likeness(draft: PersonDraft, candidate: Candidate) -> Likeness:
    """Weigh one candidate against ``draft``."""
    known = draft_of(candidate.person, candidate.addresses, phones=candidate.phones)
    who = PersonId(candidate.person.id)
    if draft.bsn and draft.bsn == known.bsn:
        return Likeness(person_id=who, score=100, reasons=(LikenessReason.SAME_BSN,))
    parts = (*_names(draft, known), _born(draft, known), _home(draft, known), _phone(draft, known))
    score = sum(points for points, _ in parts)
    reasons = [reason for _, reason in parts if reason is not None]
    if draft.bsn and known.bsn:
        reasons.append(LikenessReason.OTHER_BSN)
    if _two_people(frozenset(reasons)):
        score = min(score, _NOT_THE_SAME)
    return Likeness(person_id=who, score=round(max(0, min(score, 100))), reasons=tuple(reasons))


def _two_people(reasons: frozenset[LikenessReason]) -> bool:
    if reasons & {LikenessReason.OTHER_BSN, LikenessReason.OTHER_GIVEN_NAME}:
        return True
    # A new surname comes with marriage, but then the birth date stays what it was.
    return (
        LikenessReason.OTHER_FAMILY_NAME in reasons
        and LikenessReason.SAME_BIRTH_DATE not in reasons
    )


_Weighed = tuple[float, LikenessReason | None]


def _names(a: PersonDraft, b: PersonDraft) -> tuple[_Weighed, ...]:
    given, family = _given_alike(a, b), _family_alike(a, b)
    swapped = _SWAPPED * _swapped_alike(a, b)
    if swapped > (given + family) / 2:
        return ((2 * _NAME_PART * swapped, LikenessReason.SWAPPED_NAME),)
    points = _NAME_PART * (given + family)
    if not given:
        known = bool(_given(a) and _given(b))
        return ((points, LikenessReason.OTHER_GIVEN_NAME if known else None),)
    match family:
        case 0:
            reason = LikenessReason.OTHER_FAMILY_NAME if _family(a) and _family(b) else None
        case 1:
            reason = LikenessReason.SAME_NAME if given == _EQUAL else LikenessReason.SIMILAR_NAME
        case _:
            reason = (
                LikenessReason.PARTNER_NAME if family == _PARTNER else LikenessReason.SIMILAR_NAME
            )
    return ((points, reason),)


def _given(draft: PersonDraft) -> tuple[str, ...]:
    """The names someone may go by: called name first, then the first given name."""
    first = plain(draft.given_names).split()[:1]
    return tuple(dict.fromkeys(n for n in (plain(draft.called), *first) if n))


def _given_alike(a: PersonDraft, b: PersonDraft) -> float:
    ours, theirs = _given(a), _given(b)
    best = max((_one_given(x, y) for x in ours for y in theirs), default=0.0)
    if best:
        return best
    # Someone is called by a later name, of which nobody wrote "roepnaam" down. Later names
    # are not compared with each other: brothers share them.
    later_a, later_b = (plain(d.given_names).split()[1:] for d in (a, b))
    return _SLIP if set(ours) & set(later_b) or set(theirs) & set(later_a) else 0.0


def _one_given(a: str, b: str) -> float:
    from rapidfuzz.distance import OSA

    if a == b:
        return _EQUAL
    if min(len(a), len(b)) == 1:
        return _INITIAL if a[0] == b[0] else 0.0
    if sound(a) == sound(b):
        return _SOUND
    # One slip, and in long names only: "Jan" and "Jaap" or "Anna" and "Anne" are two people.
    return _SLIP if min(len(a), len(b)) > 4 and OSA.distance(a, b) == 1 else 0.0


def _family(draft: PersonDraft) -> tuple[str, ...]:
    """The family names on their own: "de Jong-Wâldsang" gives "jong", "waldsang"."""
    parts = re.split(r"[-–—/]", f"{draft.surname}-{draft.partner_name}")
    bare = (_without_prefix(plain(part)) for part in parts)
    return tuple(dict.fromkeys(name for name in bare if name and name not in _PREFIX_WORDS))


def _without_prefix(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0] in _PREFIX_WORDS:
        words.pop(0)
    return " ".join(words)


def _family_alike(a: PersonDraft, b: PersonDraft) -> float:
    ours, theirs = _family(a), _family(b)
    if not ours or not theirs:
        return 0.0
    own = _one_family(ours[0], theirs[0])
    other = max(_one_family(x, y) for x in ours for y in theirs)
    return max(own, _PARTNER if other >= _SOUND else 0.0)


def _one_family(a: str, b: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    if a == b:
        return _EQUAL
    if sound(a) == sound(b):
        return _SOUND
    return _SLIP if JaroWinkler.similarity(a, b) >= _SURNAME_CLOSE else 0.0


def _swapped_alike(a: PersonDraft, b: PersonDraft) -> float:
    turned = PersonDraft(given_names=a.surname, surname=a.given_names or a.called)
    return min(_given_alike(turned, b), _family_alike(turned, b))


def _born(a: PersonDraft, b: PersonDraft) -> _Weighed:
    if a.born_on and b.born_on:
        if a.born_on == b.born_on:
            return _BORN_SAME, LikenessReason.SAME_BIRTH_DATE
        if _slip_of_the_pen(a.born_on, b.born_on):
            return _BORN_SLIP, LikenessReason.BIRTH_DATE_SLIP
        return _BORN_OTHER, LikenessReason.OTHER_BIRTH_DATE
    ours, theirs = _birth_year(a), _birth_year(b)
    if ours is None or theirs is None:
        return 0, None
    if ours == theirs:
        return _BORN_YEAR, LikenessReason.SAME_BIRTH_YEAR
    # Someone who does not know the date may be a year off in the year as well.
    return (0, None) if abs(ours - theirs) == 1 else (_BORN_OTHER, LikenessReason.OTHER_BIRTH_DATE)


def _slip_of_the_pen(a: date, b: date) -> bool:
    from rapidfuzz.distance import OSA

    if abs(a.year - b.year) >= _GENERATION:
        return False
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return True
    return OSA.distance(f"{a:%d%m%Y}", f"{b:%d%m%Y}") == 1


def _birth_year(draft: PersonDraft) -> int | None:
    if draft.born_on:
        return draft.born_on.year
    found = _YEAR.search(draft.born_text)
    return int(found[0]) if found else None


def _home(a: PersonDraft, b: PersonDraft) -> _Weighed:
    same = _home_keys(a) & _home_keys(b)
    return (_HOME, LikenessReason.SAME_ADDRESS) if same else (0, None)


def _phone(a: PersonDraft, b: PersonDraft) -> _Weighed:
    same = {p for p in a.phones if p} & set(b.phones)
    return (_PHONE, LikenessReason.SAME_PHONE) if same else (0, None)


# One draft meets two hundred candidates: its own names should be worked out once.
@lru_cache(maxsize=2048)
def plain(name: str) -> str:
    """Return a name for comparing: no accents, case, dots or double spaces."""
    return " ".join(folded(name).translate(_UNSPLIT).replace(".", " ").split())


@lru_cache(maxsize=2048)
def sound(name: str) -> str:
    """Return a key that Frisian and Dutch spellings of one name share: Sietske, Sytske."""
    key = plain(name)
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key


def blocking_keys(draft: PersonDraft) -> frozenset[str]:
    """Return the keys by which the store preselects; two people who may be one share a key.

    ``bsn:``, ``phone:``, ``home:`` and ``born:`` are what they say. ``digits:`` is the birth
    date with its digits sorted, so that swapped ones meet. ``name:`` is the sound of a family
    name with the first letter of a given name, ``pair:`` the sounds of both in alphabetical
    order, so that swapped names meet, ``year:`` the begin of a family name with the birth year.
    """
    keys = {f"phone:{p}" for p in draft.phones if p} | _home_keys(draft)
    if draft.bsn:
        keys.add(f"bsn:{draft.bsn}")
    if draft.born_on:
        keys.add(f"born:{draft.born_on.isoformat()}")
        keys.add("digits:" + "".join(sorted(f"{draft.born_on:%d%m%Y}")))
    year = _birth_year(draft)
    for family in _family(draft):
        if year:
            keys.add(f"year:{family[:4]}{year}")
        for given in _given(draft):
            keys.add(f"name:{sound(family)}|{sound(given)[:1]}")
            keys.add("pair:" + "+".join(sorted((sound(family)[:4], sound(given)[:4]))))
    return frozenset(keys)


def telling_keys(draft: PersonDraft) -> frozenset[str]:
    """Return the keys that few people share: for comparing whole lists with each other.

    Who is probably the same person shares a birth date, a family name with the year, or both
    names. Left out are those that half a village shares: a name with an initial, sorted digits.
    """
    telling = ("bsn:", "phone:", "home:", "born:", "year:", "pair:")
    return frozenset(key for key in blocking_keys(draft) if key.startswith(telling))


def _home_keys(draft: PersonDraft) -> set[str]:
    pressed = (("".join(p.split()), "".join(n.split())) for p, n in draft.homes)
    return {f"home:{p}{n}".casefold() for p, n in pressed if p and n}
