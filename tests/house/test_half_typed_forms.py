"""No form may wait without anyone being told: Vandaag has words and a way for each."""

from __future__ import annotations

import importlib
import pkgutil

from meitinker import services
from meitinker.services.form_drafts import Form
from meitinker.services.half_typed import WaitingForm
from ui.viewmodels import half_typed


def declared() -> set[str]:
    """Return the names of all forms that services declare."""
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        named = vars(importlib.import_module(f"{services.__name__}.{module.name}"))
        for value in named.values():
            forms = value.values() if isinstance(value, dict) else (value,)
            found |= {one.name for one in forms if isinstance(one, Form)}
    return found


def told(form: str) -> half_typed.FormWords | None:
    return half_typed.told(WaitingForm(form=form, about="r1", at=""))


def test_vandaag_can_tell_of_every_form() -> None:
    forms = declared()
    assert {"contact_note", "appointment", "task_new", "tie_end", "request.answer"} <= forms
    assert [form for form in sorted(forms) if told(form) is None] == []
    assert set(half_typed._TOLD) <= forms, "words for a form that is no more"
    assert told("of a later version") is None
    made = ("conflict:name", "half_person_born_on", "half_tie_since")
    assert all(told(form) is not None for form in made)
