"""The bench itself: percentiles, promises, and a hold that swallows beats."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click
import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject

from tests.bench import gui_hold
from tests.bench.__main__ import main, table
from tests.bench.figure import Figure, Promise, figure, percentile
from tests.bench.gui_hold import BEAT, GuiHold, Held
from tests.bench.held_by import ROOT, own_calls
from tests.bench.tour_child import _LOOKING, _READING, _Paced, _play_as_people_do
from tests.bench.touring import _told


def test_what_is_told_on_the_way_stays_out_of_the_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def figures(*, quick: bool) -> list[Figure]:
        del quick
        click.echo("  1 ok  The program opens")
        return [figure("x", [1.0])]

    monkeypatch.setattr("tests.bench.ecogram.figures", figures)
    assert main(["--only", "ecogram"]) == 0
    told = capsys.readouterr()
    assert [one["name"] for one in msgspec.json.decode(told.out)["figures"]] == ["x"]
    assert "The program opens" in told.err


def test_what_is_not_there_to_compare_with_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert main(["--only", "peers", "--strict"]) == 1
    assert "needs Node.js" in capsys.readouterr().err


def test_percentiles_are_values_that_occurred() -> None:
    samples = [float(n) for n in range(1, 101)]
    assert percentile(samples, "p95") == 95
    assert percentile(samples, "p99.9") == 100
    assert percentile([3.0], "p95") == 3


@pytest.mark.parametrize(("value", "holds"), [(30.0, True), (30.1, False)])
def test_a_promise_counts_from_the_baseline(value: float, holds: bool) -> None:
    found = figure("x", [value], promise=Promise(times=3), baseline=[10.0])
    assert found.holds is holds
    assert found.ratio == value / 10
    assert ("NOT KEPT" in table([found], {})) is not holds


def test_beats_that_a_hold_swallowed_count(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    hold = GuiHold(qapp)
    hold.finish()
    for gap in (BEAT, 100 + BEAT, BEAT):
        hold._beat()
        now[0] += gap / 1000
    hold._beat()
    held = hold.held()
    assert held.longest == pytest.approx(100)
    assert held.beats == 3 + 100 / BEAT
    assert [one.milliseconds for one in held.worst] == [pytest.approx(100)]
    # The processor was ours for next to none of it: another had it.
    assert held.worst[0].worked < 50
    assert max(held.worked) < 50


def test_the_wait_for_a_processor_that_others_had_is_told_apart(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    queued = [7.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    monkeypatch.setattr("time.thread_time", lambda: now[0] / 4)
    hold = GuiHold(qapp)
    hold.finish()
    monkeypatch.setattr(gui_hold, "_queued", lambda: queued[0])
    hold._beat()
    now[0] += (120 + BEAT) / 1000
    queued[0] += 0.03
    hold._beat()
    held = hold.held()
    (one,) = held.worst
    assert one.milliseconds == pytest.approx(120)
    assert one.queued == pytest.approx(30)
    assert held.longest == pytest.approx(120), "the promise is by the clock"
    assert max(held.unqueued) == pytest.approx(90), "what a lane or the disk kept is ours"
    assert max(held.worked) == pytest.approx(125 / 4 - BEAT)


def test_what_the_system_tells_of_waiting_grows_and_may_not_be_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "schedstat"
    monkeypatch.setattr(gui_hold, "_TOLD", told)
    assert gui_hold._queued() == 0
    told.write_text("5000000 1500000000 7\n", encoding="ascii")
    assert gui_hold._queued() == 1.5
    told.write_text("5000000 2500000000 8\n", encoding="ascii")
    assert gui_hold._queued() == 2.5


def test_what_is_set_apart_does_not_count(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    hold = GuiHold(qapp)
    hold.finish()
    hold._beat()
    with hold.apart("theme"):
        now[0] += 0.5
    hold._beat()
    assert hold.held().longest == 0
    assert hold.held().apart == {"theme": pytest.approx(500)}


def test_keys_of_a_tour_are_holds_of_their_own_and_add_no_good_beats(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    hold = GuiHold(qapp)
    hold.finish()
    hold._beat()
    for _key in range(10):
        now[0] += (20 + BEAT) / 1000
        hold.part()
        hold.part()  # nothing happened in between
    hold._beat()
    assert hold.held().longest == pytest.approx(20)
    assert hold.held().beats == 10 * (1 + 20 / BEAT) + 1


def test_what_is_done_before_something_apart_counts(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    hold = GuiHold(qapp)
    hold.finish()
    hold._beat()
    now[0] += (100 + BEAT) / 1000
    with hold.apart("picture"):
        now[0] += 0.5
    now[0] += (40 + BEAT) / 1000
    hold._beat()
    assert [one.milliseconds for one in hold.held().worst] == [
        pytest.approx(100),
        pytest.approx(40),
    ]


def test_the_processes_of_a_tour_are_measured_as_one() -> None:
    """One hold of 100 ms is a fiftieth of its own process, and too little of the whole tour."""
    none = Held(
        beats=0,
        median=0,
        p999=0,
        longest=0,
        worst=(),
        apart={},
        waits=(0.0,) * 50_000,
        unqueued=(0.0,),
        worked=(0.0,),
    )
    waits = tuple(100.0 - BEAT * n for n in range(20))
    one = replace(none, waits=(*waits, *(0.0,) * 1_000))
    limits = {f.name: (f.value, f.holds) for f in _told([none, one])}
    assert limits["gui.tour.p999"] == (0.0, True)
    assert limits["gui.tour.longest"] == (100.0, True)
    alone = {f.name: (f.value, f.holds) for f in _told([one])}
    assert alone["gui.tour.p999"] == (95.0, False)


def test_the_chapters_beside_a_hub_are_told_apart_and_the_promise_is_about_all() -> None:
    def held(laptop: str, wait: float) -> Held:
        return Held(
            beats=1,
            median=wait,
            p999=wait,
            longest=wait,
            worst=(),
            apart={},
            waits=(wait,),
            unqueued=(wait / 2,),
            worked=(wait / 4,),
            laptop=laptop,
        )

    figures = _told([held("village", 40.0), held("laptop", 200.0), held("office", 180.0)])
    said = {f.name: f.value for f in figures}
    assert said["gui.tour.by_itself.longest"] == 40
    assert said["gui.tour.beside_hub.longest"] == 200
    assert said["gui.tour.beside_hub.unqueued.longest"] == 100
    assert said["gui.tour.beside_hub.worked.longest"] == 50
    kept = {f.name: f.holds for f in figures if f.promise}
    assert kept == {"gui.tour.p999": False, "gui.tour.longest": False}


def test_what_holds_is_told_by_the_calls_of_the_program() -> None:
    said = f"""Thread 0x00000000000000ff (most recent call first):
  File "/usr/lib/python3/queue.py", line 171 in get

Current thread 0x0000000000000010 (most recent call first):
  File "{ROOT}/.venv/lib/x.py", line 3 in call
  File "{ROOT}/ui/views/network/page.py", line 12 in _show
  File "{ROOT}/ui/tour/player.py", line 4 in _turn
  File "{ROOT}/ui/app.py", line 72 in run
"""
    assert own_calls(said, 16) == ("ui/views/network/page.py:12 _show", "ui/app.py:72 run")
    assert own_calls(said, 255) == ()


def test_every_module_that_plays_pauses_after_each_key_and_looks_apart(
    qapp: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a walk of thirty Tabs, or reading a paper for the story, would count as one hold."""
    import_module("ui.tour.chapters")
    playing = {n: m for n, m in sys.modules.items() if n.startswith("ui.tour.")}
    for module in playing.values():
        for name in ("QTest", *_LOOKING, *_READING):
            if name in vars(module):
                monkeypatch.setitem(vars(module), name, vars(module)[name])
    hold = GuiHold(qapp)
    hold.finish()
    reads = {n for n, m in playing.items() if any(one in vars(m) for one in _READING)}
    presses = {n for n, m in playing.items() if "QTest" in vars(m)}
    assert {"ui.tour.hands", "ui.tour.keys"} <= presses
    assert {"ui.tour.chapters.papers", "ui.tour.chapters.exchange"} <= reads

    _play_as_people_do(hold)
    assert all(isinstance(vars(playing[one])["QTest"], _Paced) for one in presses)
    text_of = vars(playing["ui.tour.chapters.papers"])["text_of"]
    with pytest.raises(FileNotFoundError):
        text_of(Path("nowhere.pdf"))
    assert "the tour's own looking" in hold.held().apart
