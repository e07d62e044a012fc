"""The last day of a tie, half typed: kept for that tie, and gone once it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.exchange.example_stories import KLASKE
from meitinker.services import form_drafts, network
from tests.ui.network.test_page import at, button, drawing, open_someone, page

if TYPE_CHECKING:
    from tests.ui.network.conftest import Stage


@pytest.mark.promise("F1")
def test_f1_half_a_last_day_is_kept_for_its_tie_until_it_is_saved(stage: Stage) -> None:
    stage.open(at(KLASKE))
    open_someone(stage, "Sake Nauta")
    form, work = page(stage).tie.form, page(stage).tie._workplace
    tie = form.tie_id
    form.ending.set_parts("4", "m", "")
    form.ending.edited.emit()
    others = (b.person.name for b in drawing(stage).buttons.values())
    open_someone(stage, next(name for name in others if name != "Sake Nauta"))
    assert form.ending.parts() == ("", "", "")
    kept = form_drafts.read(work.database, work.session, network.END, about=tie)
    assert kept == network.TypedEnd(parts=("4", "m", ""))
    open_someone(stage, "Sake Nauta")
    assert form.ending.parts() == ("4", "m", "")
    assert form.kept.bar.text == "Dit had u al ingevuld. Het is bewaard."
    form.ending.set_parts("4", "5", "2020")
    button(form, "Bewaar de laatste dag").click()
    stage.settle()
    assert form.kept.bar.isHidden()
    assert form_drafts.read(work.database, work.session, network.END, about=tie) is None
