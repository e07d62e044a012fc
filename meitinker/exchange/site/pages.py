"""The pages of the site, written from the templates in ``resources/site``.

Everything is escaped by the templates. Every page is whole without a script and leads by relative
links, so that the site works in any folder of any host, and from a stick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import resources
from meitinker.exchange.site import facts, sentences, shelves
from meitinker.exchange.site.shelves import Shelves, SiteHeader, Subject
from meitinker.i18n import LANGUAGES, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from meitinker.domain.villages import Village
    from meitinker.exchange.site.public import PublicService

Page = tuple[str, bytes]
"""Where a file lies in the site, and what it holds."""

TEMPLATES = resources.path("site")
ASSETS = "bestanden"
STYLE = "site.css"
SCRIPTS = ("search-words.js", "search-meaning.js", "search-hours.js", "search.js")
_LICENCE = "icons-license.txt"
_MOST_MORE = 12
_CACHED_ENTRIES = 50_000


def assets() -> Iterator[Page]:
    """Yield the files that all pages share."""
    for name in (STYLE, *SCRIPTS):
        yield f"{ASSETS}/{name}", (TEMPLATES / name).read_bytes()
    licence = resources.path("third_party", "tabler_icons", "LICENSE")
    yield f"{ASSETS}/{_LICENCE}", licence.read_bytes()


class Pages:
    """The pages in one language.

    The one of the site itself lies at the top; each other language lies in a folder of its own.
    """

    def __init__(
        self, shelved: Shelves, about: SiteHeader, *, code: str, spoken: Sequence[str]
    ) -> None:
        """Get the templates ready.

        Args:
            shelved: The services in all their orders.
            about: Whose site it is.
            code: The language of these pages.
            spoken: All languages of the site, the one at the top first.
        """
        self._shelved = shelved
        self._about = about
        self._code = code
        self._spoken = spoken
        self._folder = "" if code == spoken[0] else f"{code}/"
        self._environment = _environment()
        self._reach = facts.reach_of(about)
        self._entry = lru_cache(_CACHED_ENTRIES)(self._write_entry)
        with speaking(code):
            self._say = sentences.said(about)
            self._searching = sentences.searching()
            self._narrowing = sentences.narrowing()
            self._subjects = shelved.subjects_of(shelved.services, other=self._say["other"])

    def __len__(self) -> int:
        """How many pages there are, about: those that a village has are not counted one by one."""
        return len(self._shelved.services) + len(self._shelved.villages) + len(self._subjects)

    def __iter__(self) -> Iterator[Page]:
        """Write page after page."""
        for write in self._jobs():
            with speaking(self._code):
                pages = list(write())
            yield from pages

    def _jobs(self) -> Iterator[Callable[[], Iterable[Page]]]:
        """Yield what writes a few pages each: between two of them the work can be stopped."""
        yield self._fronts
        for subject in self._subjects:
            yield partial(self._of_subject, subject, ())
        for village in self._shelved.villages:
            yield partial(self._of_village, village)
        for letter in self._shelved.letters:
            yield partial(self._of_letter, letter)
        for service in self._shelved.services:
            yield partial(self._of_service, service)

    def _fronts(self) -> Iterable[Page]:
        """Write the first page and the lists of villages, subjects and letters."""
        say = self._say
        villages = [
            {"name": one.name, "href": f"dorpen/{self._file(one)}/index.html"}
            for one in self._shelved.villages
        ]
        shared = {"villages": villages, "subjects": self._subjects, "letters": self._letters()}
        yield self._page("index.html", "start", say["title"], here="start", box=0, **shared)
        yield self._page("zoeken.html", "search", say["search"], here="search", box=1, **shared)
        yield self._page(
            "dorpen/index.html", "villages", say["villages"], here="villages", **shared
        )
        yield self._page(
            "rubrieken/index.html", "subjects", say["categories"], here="categories", **shared
        )
        yield self._page("a-z/index.html", "letters", say["letters"], here="letters", **shared)

    def _of_subject(self, subject: Subject, above: tuple[Subject, ...]) -> Iterator[Page]:
        """Write the page of a subject and of those within it."""
        trail = [(self._say["categories"], "rubrieken/index.html")]
        trail += [(one.label, f"rubrieken/{one.file}.html") for one in above]
        yield self._page(
            f"rubrieken/{subject.file}.html",
            "subject",
            subject.label,
            here="categories",
            trail=trail,
            subject=subject,
            entries=self._entries(subject.own, 1),
        )
        for one in subject.under:
            yield from self._of_subject(one, (*above, subject))

    def _of_village(self, village: Village) -> Iterator[Page]:
        """Write the page of a village, and one for each subject that holds anything for it."""
        served = self._shelved.for_village(village)
        subjects = self._shelved.subjects_of(served, other=self._say["other"])
        folder = f"dorpen/{self._file(village)}"
        local = [one for one in served if one.within(village.id)]
        own = self._shelved.subjects_of(local, other=self._say["other"])
        trail = [(self._say["villages"], "dorpen/index.html")]
        yield self._page(
            f"{folder}/index.html",
            "village",
            sentences.for_village(village.name),
            here="villages",
            trail=trail,
            box=0,
            village=self._file(village),
            subjects=subjects,
            own_title=sentences.own_help(village.name),
            own=[(one, self._entries(one.within, 2)) for one in own],
        )
        trail.append((village.name, f"{folder}/index.html"))
        for subject in subjects:
            yield self._page(
                f"{folder}/{subject.file}.html",
                "village_subject",
                sentences.in_village(subject.label, village.name),
                here="villages",
                trail=trail,
                parts=[(one, self._entries(one.own, 2)) for one in _leaves(subject) if one.own],
            )

    def _of_letter(self, letter: str) -> Iterator[Page]:
        these = self._shelved.letters[letter]
        yield self._page(
            f"a-z/{shelves.letter_file(letter)}.html",
            "letter",
            sentences.letter_words(letter),
            here="letters",
            trail=[(self._say["letters"], "a-z/index.html")],
            letters=self._letters(),
            letter=letter,
            entries=self._entries(these, 1),
        )

    def _of_service(self, one: PublicService) -> Iterator[Page]:
        told = facts.told_of(one, self._about)
        tree, files = self._shelved.tree, self._shelved.subject_files
        codes = [code for code in one.facets.categories if code in tree]
        trail = [(self._say["categories"], "rubrieken/index.html")]
        for entry in tree.path(codes[0]) if codes else ():
            trail.append((entry.name, f"rubrieken/{files[entry.code]}.html"))
        others = self._shelved.of_provider.get(one.service.provider_id, ())
        more = [each for each in others if each.service.id != one.service.id][:_MOST_MORE]
        yield self._page(
            f"hulp/{one.service.id}.html",
            "service",
            told.name,
            here="",
            trail=trail,
            told=told,
            subjects=[
                (known.name, shelves.lang_of(known), f"rubrieken/{files[known.code]}.html")
                for code in codes
                if (known := tree.get(code))
            ],
            more=[(facts.name_words(each), f"{each.service.id}.html") for each in more],
            more_title=sentences.more_of(told.provider) if told.provider else "",
        )

    def _letters(self) -> list[tuple[str, str]]:
        """Return all letters with their pages; one under which nothing stands has none."""
        known = self._shelved.letters
        every = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
        every += [one for one in (shelves.DIGITS, shelves.SIGNS) if one in known]
        return [
            (one, f"a-z/{shelves.letter_file(one)}.html" if one in known else "") for one in every
        ]

    def _file(self, village: Village) -> str:
        return self._shelved.village_files[str(village.id)]

    def _entries(self, these: Iterable[PublicService], depth: int) -> list[Markup]:
        return [self._entry(one.service.id, one, depth) for one in these]

    def _write_entry(self, _key: str, one: PublicService, depth: int) -> Markup:
        """Write a line of a list, once for all the lists of a depth."""
        from markupsafe import Markup

        href = f"{'../' * depth}hulp/{one.service.id}.html"
        entry = facts.entry_of(one, self._about, href)
        template = self._environment.get_template("entry.html")
        return Markup(template.render(one=entry, say=self._say))  # noqa: S704 - escaped there

    def _page(self, path: str, template: str, title: str, **told: Any) -> Page:
        """Write one page from its template."""
        root = "../" * path.count("/")
        base = root if not self._folder else f"../{root}"
        text = self._environment.get_template(f"{template}.html").render(
            {"trail": [], "box": None, "village": None, **told},
            lang=self._code,
            root=root,
            base=f"{base}{ASSETS}/",
            say=self._say,
            reach=self._reach,
            searching=self._searching,
            narrowing=self._narrowing,
            title=title,
            languages=self._languages(path, base),
            every_village=[(one.name, self._file(one)) for one in self._shelved.villages],
            count_words=sentences.count_words,
        )
        return f"{self._folder}{path}", text.encode()

    def _languages(self, path: str, base: str) -> list[tuple[str, str, str]]:
        """Return the other languages: their codes, names, and this page in them."""
        top = self._spoken[0]
        return [
            (code, LANGUAGES[code], f"{base}{path}" if code == top else f"{base}{code}/{path}")
            for code in self._spoken
            if code != self._code
        ]


def _leaves(subject: Subject) -> Iterator[Subject]:
    """Yield a subject and those within it, each before what is within that."""
    yield subject
    for one in subject.under:
        yield from _leaves(one)


@lru_cache(1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    found.globals["icon"] = icon
    return found


def _shown(value: object) -> object:
    """Return what a template writes: a text without signs that no page can show."""
    return facts.clean(value) if type(value) is str else value


@lru_cache(64)
def icon(name: str) -> Markup:
    """Return an icon as it stands within a page; it is an ornament beside words."""
    from markupsafe import Markup

    text = resources.path("third_party", "tabler_icons", "outline", f"{name}.svg").read_text(
        "utf-8"
    )
    body = text.partition(">")[2].rpartition("</svg>")[0]
    drawn = " ".join(body.split())
    return Markup(  # noqa: S704 - a shipped file
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        f' focusable="false">{drawn}</svg>'
    )
