"""Text that nobody types and everybody pastes: what a field, a screen and a paper must stand."""

from __future__ import annotations

from meitinker.domain.kinds import KINDS
from meitinker.domain.records import Column
from meitinker.domain.room import ANY

ROOM = 20_000

SAMPLES = {
    "rtl": "שלום עולם, زينب العربي",
    "override": "Jong \u202egnoJ\u202c",
    "zero_width": "van\u200bder\u200d\u2060Meer\ufeff",
    "pile": "Z" + "\u0301\u0335\u0489" * 60 + "algo",
    "markup": "<b>vet</b> <script>alert(1)</script> &amp; &lt; <img src=x>",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f44d\U0001f3fd \u2764\ufe0f",
    "control": "bel\x07\x1b[31mrood\x08\x7f\x85",
    "nul": "voor\x00na",
    "decomposed": "Wa\u0302ldsang",
    "long_name": "Wâldsangsterhústeradiellânskerlûdskriuwersmearfâldsmiddelst",
    "quotes": "O'Brien \"; DROP TABLE person; -- %s {0} \\",
}
"""By what is nasty about it; all of it is kept exactly, in NFC."""

REFUSED = {
    "million": "x" * 1_000_000,
    "half": "half \ud83d teken",
}
"""What no field takes; a sentence says why."""

MADE = frozenset(
    {
        "device.label", "device.signing_key", "number_range.purpose", "phone.digits",
        "attachment.media_type", "attachment.file", "attachment.key", "signature.text_hash",
        "municipality.accent", "reference_overlay.name", "reference_overlay.source",
    }
)  # fmt: skip
"""Text that the program writes itself; whatever holds ``ANY`` is that too."""


def typed_fields() -> list[tuple[str, str]]:
    """Return kind and field of every text that a person can type."""
    return [
        (kind.name, field.name)
        for kind in KINDS.values()
        for field in kind.fields.values()
        if field.column is Column.TEXT
        and field.type is str
        and not field.held.ref
        and field.most != ANY
        and f"{kind.name}.{field.name}" not in MADE
    ]
