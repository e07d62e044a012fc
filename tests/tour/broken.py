"""The program with one service broken on purpose: ``python -m tests.tour.broken NAME tour …``.

A broken service does what a careless change would do: it answers as if all were well and does
nothing, or forgets a part. The tour must notice every one of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.changes import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    Service = Callable[..., Any]


def _nothing(_whole: Service) -> Service:
    return lambda *_args, **_more: NOTHING


def _empty(_whole: Service) -> Service:
    return lambda *_args, **_more: []


def _none(_whole: Service) -> Service:
    return lambda *_args, **_more: None


def _now(_whole: Service) -> Service:
    return lambda *_args, **_more: clock.now()


def _without_timeline(whole: Service) -> Service:
    def broken(*args: Any, **more: Any) -> Any:
        return msgspec.structs.replace(whole(*args, **more), timeline=())

    return broken


def _unchanged(whole: Service) -> Service:
    def broken(*args: Any, **more: Any) -> Any:
        return msgspec.structs.replace(whole(*args, **more), changes=())

    return broken


def _no(_whole: Service) -> Service:
    return lambda *_args, **_more: False


def _first(_whole: Service) -> Service:
    return lambda first, *_args, **_more: first


def _everything(_whole: Service) -> Service:
    return lambda record: msgspec.structs.asdict(record)


def _blank_page(_whole: Service) -> Service:
    def broken(*_args: Any, **_more: Any) -> Any:
        from io import BytesIO

        import pypdfium2

        from meitinker.reports.page import Rendered

        document, target = pypdfium2.PdfDocument.new(), BytesIO()
        document.new_page(595, 842)
        document.save(target)
        return Rendered(target.getvalue(), 1, 0)

    return broken


def _blank_press(whole: Service) -> Service:
    return lambda *_args, **_more: _blank_page(whole)


def _nothing_found(_whole: Service) -> Service:
    from meitinker.services.map_search import SearchAnswer

    return lambda *_args, **_more: SearchAnswer()


def _nowhere(whole: Service) -> Service:
    def broken(*args: Any, **more: Any) -> Any:
        return msgspec.structs.replace(whole(*args, **more), villages=())

    return broken


def _empty_file(_whole: Service) -> Service:
    return lambda *_args, **_more: b""


def _nothing_written(_whole: Service) -> Service:
    def broken(*_args: Any, **_more: Any) -> Any:
        from meitinker.services.publishing import Published

        yield 0, 1
        return Published(1, 1, 1)

    return broken


def _nothing_brought(_whole: Service) -> Service:
    def broken(*_args: Any, **_more: Any) -> Any:
        from meitinker.store.import_log import Import

        yield 0, 1
        return Import(id="", at="", user="", source="")

    return broken


def _no_exchange(_whole: Service) -> Service:
    def broken(*_args: Any, **_more: Any) -> Any:
        from sync.session import ExchangeOutcome

        return ExchangeOutcome()

    return broken


BROKEN: dict[str, Callable[[Service], Service]] = {
    "guarding.recovery_sheet": _blank_page,
    "people.hits": _empty,
    "people.likely_doubles": _empty,
    "adding.finish": _nothing,
    "people.opened": _without_timeline,
    "visits.begin": _nothing,
    "visits.add_attendee": _nothing,
    "visits.note_domain": _nothing,
    "visits.add_need": _nothing,
    "visits.find_step": _nothing,
    "visits.add_agreement": _nothing,
    "visits.sign": _nothing,
    "visits.conclude": _nothing,
    "broken_off.visit": _none,
    "attaching.attach_file": _nothing,
    "self_reliance.score": _nothing,
    "consents.note": _nothing,
    "checkpoints.answer": _nothing,
    "placing.place": _nothing,
    "sharing.shareable": _everything,
    "network.add": _nothing,
    "network.compared": _unchanged,
    "editing.save": _now,
    "resuming.remember": _none,
    "contacts.add": _nothing,
    "tasks.tick": _nothing,
    "transfers.make": _nothing,
    "plan_drawing.drawable": _no,
    "plans.make": _nothing,
    "applications.record": _nothing,
    "plan_remarks.add": _nothing,
    "plan_words.renewed": _first,
    "paper_queue.give": _nothing,
    "requests.take": _nothing,
    "letters.send": _nothing,
    "appointments.make": _nothing,
    "appointments.mark": _nothing,
    "map_search.found": _nothing_found,
    "leaflets.leaflet": _blank_press,
    "map_choices.choose": _nothing,
    "referrals.contacted": _nothing,
}
"""Services by module and name, and how each is broken."""

BROKEN_AT_DESK: dict[str, Callable[[Service], Service]] = {
    "coverage.coverage": _nowhere,
    "coverage_papers.paper": _blank_press,
    "coverage_papers.sheets": _empty_file,
    "booklets.booklet": _blank_press,
    "publishing.publish": _nothing_written,
    "map_importing.run": _nothing_brought,
    "map_forms.keep": _nothing,
    "check_forms.paper": _blank_press,
    "check_forms.sheet": _empty_file,
}
"""Those of the social map that only the back office can notice."""

BROKEN_AT_HUB: dict[str, Callable[[Service], Service]] = {
    "reaching.over_the_network": _no_exchange,
    "reviewing.take_up": _nothing,
    "reviewing.ask": _nothing,
    "reviewing.reply": _nothing,
    "reviewing.approve": _nothing,
    "conflicts.choose": _nothing,
    "import_files.write": _none,
}
"""Those that only the part with two laptops and a hub can notice."""

_HOMES = ("meitinker.services", "ui.viewmodels", "sync")
"""What a resident may see of a conversation is decided by a view model."""


def break_service(name: str) -> None:
    """Replace a service by its broken self, in this process."""
    module_name, function = name.split(".")
    home = next(home for home in _HOMES if find_spec(f"{home}.{module_name}"))
    module = import_module(f"{home}.{module_name}")
    how = (BROKEN | BROKEN_AT_DESK | BROKEN_AT_HUB)[name]
    setattr(module, function, how(getattr(module, function)))


def main() -> None:
    """Break the service named first, and be the program for the rest of the line."""
    break_service(sys.argv.pop(1))
    from meitinker.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
