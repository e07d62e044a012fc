"""Dutch words as people type them: folding, inflection, spelling by ear, words that say little.

Two words are taken for forms of one when they share a base form. A word has several that it may
have (*kaartje*: *kaart*, but *deurtje*: *deur*), because without a dictionary nobody can tell
which; what counts is that plural and singular meet. Frisian words of every day go along: their
endings are much the same, and accents are folded (*tún*, *âlderein*).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters that a base form keeps at the least: *ie* and *en* say nothing."""

VOWELS = frozenset("aeiou")
"""Vowels, once accents are folded."""
_DOUBLED = frozenset("aeou")

_DIMINUTIVE = ("jes", "je", "tsjes", "tsje", "kes", "ke")
_PLURAL = ("en", "e", "eren")
_LAST = ("s", "e", "n")
"""Letters that every ending of a plural, a diminutive or an adjective has last."""

_MADE_OF_A_VERB = ("ingen", "ing", "ers", "er", "sters", "ster", "ende", "end", "st")
_CONJUGATED = ("den", "ten", "de", "te", "t", "d")

_SOFT = {"v": "f", "z": "s"}
"""At the end of a syllable they are written hard: *brieven*, *brief*; *huizen*, *huis*."""

_BY_EAR = (
    (re.compile("x"), "ks"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("sch"), "sg"),
    (re.compile("ch"), "g"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("c|q"), "k"),
    (re.compile("ij|ei"), "y"),
    (re.compile("ou|au"), "ou"),
    (re.compile("v"), "f"),
    (re.compile("z"), "s"),
    (re.compile("ie"), "i"),
    (re.compile("dt$|d$"), "t"),
    (re.compile(r"(.)\1+"), r"\1"),
)

_FUNCTION_WORDS = """
aan aangaan af al alle als altijd ander andere anderen anders ben bent bij bijna biedt binnen
boven daar daarna daarom dan dat de deze die dit doe doen doet door dus echt een eens eentje eerst
eigen eigenlijk elk elke en enkel er ergens even ga gaan gaat geen gewoon ging graag had hadden
haar heb hebben hebt heeft heel helemaal hem hen het hier hij hoe hun ieder iedere iedereen ie
iemand iets ik in is ja je jij jou jouw jullie kan kon kun kunnen kunt laat laten lukken lukt maar
maken maakt me meer meestal met mezelf naast mij mijn mijne misschien moest moet moeten mag mocht
na naar naartoe nee net niemand niet niets niks nog nooit nou nu of om omdat ons onze ook op over
per sinds soms steeds te tegen tijdens toch toe tot tussen u uit uw van vanaf vanwege veel voor
vooral waar waarin waarom waarvoor wanneer want was wat we weer wel welk welke werd weten weet wie
wij wil wilde willen wilt word worden wordt wou zal ze zeer zelf zich zichzelf zij zijn zo zoals
zonder zou zouden zulke zullen by dy dizze dan dat dejinge der dien dochs dwaan docht foar geane
giet gjin harren haw hawwe har hat hawn hie ik immen ien is it jo jim jimme kin kinne koe leaf lit
litte mei mem myn mear neat net noch nei no oan oer of om oars op sa safolle sels sil silst soe sy
ta troch unk us ut wa wat wer wie wol wolle wurde wurdt yn
my dy jimme har him syn jins ynienen no dochs al ek mar as at hoe wer hwer werom ferskate wurdst
moat moatte moast sille kinst via per ten ter jezelf jouzelf uzelf onszelf haarzelf
hemzelf zoiets zoveel ofwel omheen onder
"""

STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that join the others: whoever types them says nothing of which help is meant."""

_PLACES = """
aan als bij by foar in mei met na naar nei oan om op tijdens van vanwege voor yn zonder
"""

PREPOSITIONS = frozenset(_PLACES.split())
"""After one of these stands what goes with the help, more often than the help itself."""

_PALE_WORDS = """
alleen avond beetje dag dagen dames doarp dorp dorps dochter fijn gemeente goed groot grut hele
help helpe helpen helpt help hulp huis hus huishouden hus jaar jong jonge jongen kant keer kind
kinderen klein kleine komen komt krijg krijgen krijgt leuk lang lange maand man mannen meisje mens
mensen middag minsken moeder mogelijk nieuw nieuwe nodig nacht ochtend oud oude oudere ouderen
ouders ouder partner persoon plek regelen ris samen soort soms tegearre tijd thuis thus uur uurtje
vader vinden vind vraag vragen vrouw vrouwen waarom week weken weekend wolle wonen woon zoek zoeken
zoekt zoon zorgen buurt buurman buurvrouw
bellen belt brengen brengt halen haalt geven geeft houden houdt leren mooi aanvragen
doorgeven informatie eenvoudig beter makkelijk moeilijk snel vast alleenstaande orde
beginnen begint blijft blijven denken denkt doorgaan gebeuren gebeurt gebruiken
hangen hangt helemaal horen hoort houden kijken kijkt klaar leggen ligt liggen lijkt loopt
lopen luisteren luistert melden merken merkt nemen neemt openen opnemen pakken plaats proberen
probeert raken raakt snap snappen snapt spreken spreekt staan staat
stoppen stopt sturen stuurt trek trekken trekt uitleg uitleggen verder vertellen voel voelen voelt
volgen wachten wacht weg wisselen zeggen zegt zetten zet zie zien ziet zit zitten
byinoar elkaar fiel fielt freegje krije rinne sitte sizze sjen
oma opa tante oom zus zusje broer broertje kleinkind kleinkinderen kleinzoon kleindochter neef nicht
echtgenoot echtgenote schoonmoeder schoonvader schoonzus zwager vriendin mevrouw meneer gezocht
graag vaak telkens vandaag morgen gisteren vanavond tien twintig twee drie vier vijf zes jarige
heit mem pake beppe omke muoike suster broer soan frou froulju bern famke faam ald alde nij nije
papa mama pap mam pa ma paps mams vaders moeders buurjongen buurmeisje juf vriendje lig alles
allerlei sommige regel regelt regelde afspraak afspraken aanmelden aanmelding
sta stond stonden kom kwam kwamen vond vonden liep liepen ging gingen deed deden dacht denk zeg
zei zeiden zag zagen kijk keek blijf bleef geef gaf neem nam leg lag lagen hou hield houd bracht
woont woon woonde stuur trok zat zaten werkt lees las begon raak raakte gekomen gegaan gedaan
gezien gevonden gekregen gehad gewoon zomaar straks laatst meteen ineens opeens plotseling
langzaam gauw vroeger later eerder tenminste zelfs beide allebei ding dingen elf twaalf acht
negen dertig veertig vijftig zestig zeventig tachtig negentig maanden jaren uren minuten bijna
ongeveer iedereen overal terug heen mee eruit eraf erin erop weinig stukje keertje zin last
jong jonge hiel lyts grut deis juns moarns wike moanne jier sykje socht graach faaks allinne
allinnich
"""

PALE_WORDS = frozenset(_PALE_WORDS.split())
"""Words that go with many kinds of help: who it is for, when, and that help is asked at all."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return ``text`` as it is compared: no case, no accents, *ij* as two letters."""
    plain = text.casefold()
    if plain.isascii():
        return plain  # most are, and to take letters apart costs ten times as much
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of ``text``: letters and digits, as the full-text index cuts them.

    An apostrophe cuts: *foto's* is *foto*, *'s avonds* is *avonds*; a single letter is no word.
    """
    return [word for word in _WORD.findall(folded(text)) if len(word) > 1 or word.isdigit()]


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """Return the base forms that a folded word may have by plural, diminutive or adjective.

    *maaltijden*: maaltijd; *brieven*: brief; *klusje*: klus; *warme*: warm; *rollators*: rollator.
    The word itself is one of them.
    """
    if not word.endswith(_LAST):
        return frozenset((word,))  # most are, among all that a compound may be cut into
    found = {word}
    for rest in _without(word, _DIMINUTIVE):
        found |= _closed(rest) | _before_je(rest)
    for rest in _without(word, _PLURAL):
        found |= _closed(rest)
    found |= {rest for rest in _without(word, ("s", "n")) if rest[-1:] != word[-1]}
    found |= {f"{rest}heid" for rest in _without(word, ("heden",))}
    return frozenset(one for one in found if len(one) >= _SHORTEST or one == word)


@lru_cache(maxsize=65536)
def roots(word: str) -> frozenset[str]:
    """Return the base forms that a folded word may have as a form of a verb, or made of one.

    *bezorging*, *bezorger*, *bezorgt*: bezorg; *geknipt*: knip; *woning*: woon.
    """
    found = set(forms(word))
    for rest in _without(word, _MADE_OF_A_VERB):
        found |= _closed(rest)
    found |= set(_without(word, _CONJUGATED))
    for whole in _without(word, _CONJUGATED) if word.startswith("ge") else ():
        found |= _closed(whole[2:])
    if word.startswith("ge") and word.endswith("en"):
        found |= forms(word[2:])
    return frozenset(one for one in found if len(one) >= _SHORTEST or one == word)


@lru_cache(maxsize=65536)
def by_ear(word: str) -> str:
    """Return how a folded word sounds, written one way: *taksi*, *taxi*; *advokaat*, *advocaat*."""
    heard = word
    for pattern, one_way in _BY_EAR:
        heard = pattern.sub(one_way, heard)
    return heard


def _without(word: str, endings: tuple[str, ...]) -> list[str]:
    return [word.removesuffix(ending) for ending in endings if word.endswith(ending)]


def _closed(rest: str) -> frozenset[str]:
    """Return how a syllable may be written once its ending is gone: *katt* kat, *brod* brood."""
    found = {rest}
    if len(rest) >= _SHORTEST - 1 and rest[-1] not in VOWELS:
        vowel, last = rest[-2], rest[-1]
        if vowel == last:
            found.add(rest[:-1])
        if vowel in _DOUBLED and rest[-3:-2] not in VOWELS:
            found.add(f"{rest[:-1]}{vowel}{last}")
    return frozenset({*found, *(one[:-1] + _SOFT[one[-1]] for one in found if one[-1:] in _SOFT)})


def _before_je(rest: str) -> frozenset[str]:
    """Return what stood before *-je*: *stoelt* stoel, *bloemp* bloem, *balet* bal."""
    found = set()
    if rest.endswith("t"):
        found.add(rest[:-1])
    if rest.endswith("mp"):
        found.add(rest[:-1])
    if rest.endswith("et"):
        found |= _closed(rest[:-2])
    if rest.endswith("nk"):
        found.add(f"{rest[:-1]}g")
    # autootje, parapluutje: the last letter was doubled before the ending
    found |= {one[:-1] for one in found if one[-2:] in {"aa", "oo", "uu"}}
    return frozenset(found)
