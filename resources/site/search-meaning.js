/* What was typed, and how well a service answers it. The same as meitinker/domain/thesaurus.py,
   leaning.py and map_matching.py, and as meitinker/services/map_search.py asks them. */
"use strict";
(function (site) {
  const { words, forms, Vocabulary } = site.words;
  const SUREST = new Set(["same", "form"]);
  const LEAST = 0.7;
  const WITHOUT_PALE = 0.9;
  const OF_LAST_PART = 0.75;
  const HALF = 4;
  const LONG_HALF = 7;
  const OF_LONG_HALF = 0.75;

  const SMOOTH = 30;
  const ONCE = 1;
  const SURE = 0.9;
  const ALONE = 0.5;
  const LIKELY = 0.1;
  const AWAY = 0.6;
  const MOST_LEANS = 3;

  class Leaning {
    constructor() {
      this.ofWord = new Map();
      this.ofKind = new Map();
      this.all = 0;
      this.away = new Set();
      this.toldBy = new Map();
    }

    add(meaning, told) {
      const [said, term, codes, far] = meaning;
      const kind = codes.join(" ") || term + "|";
      if (far) this.away.add(kind);
      for (const word of told) {
        if (!this.ofWord.has(word)) this.ofWord.set(word, new Map());
        const counts = this.ofWord.get(word);
        counts.set(kind, (counts.get(kind) || 0) + 1);
        this.ofKind.set(kind, (this.ofKind.get(kind) || 0) + 1);
        this.all += 1;
        const key = word + "|" + kind;
        const shortest = this.toldBy.get(key);
        if (!shortest || said.length < shortest[0].length) this.toldBy.set(key, meaning);
      }
    }

    /* heard: of each typed word the words of sayings that it may be, with how surely. */
    leans(heard) {
      const told = new Map();
      heard.forEach((one, place) => {
        const tells = this.tells(one);
        if (tells.size) told.set(place, tells);
      });
      if (!told.size) return [];
      const likely = new Map([...this.ofKind.keys()].map((kind) => [kind, 1]));
      for (const tells of told.values()) {
        for (const [kind, count] of this.ofKind) {
          const ratio = tells.has(kind) ? tells.get(kind) : SMOOTH / (count + SMOOTH);
          likely.set(kind, likely.get(kind) * ratio);
        }
      }
      let total = 0;
      for (const one of likely.values()) total += one;
      const order = [...likely.keys()].sort((a, b) => likely.get(b) - likely.get(a));
      const away = order.filter((kind) => this.away.has(kind));
      let gone = 0;
      for (const kind of away) gone += likely.get(kind);
      if (gone >= AWAY * total) return this.lean(away[0], told, heard, 1);
      return order.slice(0, MOST_LEANS)
        .filter((kind) => !this.away.has(kind) && likely.get(kind) >= LIKELY * total)
        .flatMap((kind) => this.lean(kind, told, heard, likely.get(kind) / total));
    }

    tells(heard) {
      const counts = new Map();
      let often = 0;
      for (const [word, quality] of heard) {
        for (const [kind, count] of this.ofWord.get(word) || []) {
          counts.set(kind, (counts.get(kind) || 0) + quality * quality * count);
        }
      }
      for (const count of counts.values()) often += count;
      often += ONCE;
      return new Map([...counts].map(([kind, count]) =>
        [kind, (count * this.all / often + SMOOTH) / (this.ofKind.get(kind) + SMOOTH)]));
    }

    lean(kind, told, heard, sure) {
      const covers = [];
      let most = null;
      for (const [place, tells] of told) {
        if (!(tells.get(kind) > 1)) continue;
        covers.push(place);
        if (most === null || tells.get(kind) > told.get(most).get(kind)) most = place;
      }
      if (most === null) return [];
      let by = null;
      for (const [word, quality] of heard[most]) {
        const known = this.toldBy.has(word + "|" + kind);
        if (known && (by === null || quality > heard[most].get(by))) by = word;
      }
      const alone = covers.length === 1 && !this.away.has(kind) ? ALONE : 1;
      const meaning = this.toldBy.get(by + "|" + kind);
      return [{
        meaning, covers: new Set(covers), quality: SURE * alone * Math.sqrt(sure), words: 1,
        far: meaning[3] === 1,
      }];
    }
  }

  class Thesaurus {
    /* sayings: [as people say it, the term, its categories, 1 if no social map has it]. */
    constructor(sayings, lists) {
      this.lists = lists;
      this.sayings = [];
      this.with = new Map();
      this.leaning = new Leaning();
      for (const saying of sayings) this.add(saying, words(saying[0]));
      const sorted = [...this.with.keys()].sort();
      const counts = new Map(sorted.map((word) => [word, this.with.get(word).length]));
      this.words = new Vocabulary(sorted, counts, lists);
      for (const one of [...this.sayings]) {
        const parts = one.all.length === 1 ? this.words.split(one.all[0]) : [];
        if (parts.length && parts.every((part) => this.words.has(part))) {
          this.add(one.meaning, parts);
        }
      }
    }

    add(meaning, all) {
      const told = this.lists.telling(all);
      for (const word of told) {
        if (!this.with.has(word)) this.with.set(word, []);
        this.with.get(word).push(this.sayings.length);
      }
      this.leaning.add(meaning, told);
      if (!told.length) return;
      const firm = told.filter((word) => !this.lists.pale.has(word));
      this.sayings.push({
        meaning, all: [...new Set(all)], told, firm: firm.length ? firm : told,
      });
    }

    meant(typed, half) {
      const sure = new Map();
      typed.forEach((word, place) => {
        const last = half && place === typed.length - 1;
        for (const [said, quality] of this.mayBe(word, last)) {
          for (const number of this.with.get(said)) {
            if (!sure.has(number)) sure.set(number, new Map());
            const known = sure.get(number);
            if ((known.get(said) || [0])[0] < quality) known.set(said, [quality, place]);
          }
        }
      });
      const there = new Set(typed);
      const found = [];
      for (const [number, known] of sure) {
        const met = this.metBy(this.sayings[number], known, there);
        if (met) found.push(met);
      }
      return found.sort((a, b) => b.covers.size - a.covers.size || b.quality - a.quality);
    }

    leant(typed, half) {
      return this.leaning.leans(typed.map((word, place) => {
        const small = this.lists.stop.has(word);
        const said = small ? [] : this.mayBe(word, half && place === typed.length - 1);
        return new Map(said.filter(([, quality]) => quality >= LEAST));
      }));
    }

    mayBe(word, half) {
      const found = this.words.alternatives(word, half && word.length >= HALF)
        .filter((one) => one.how !== "part").map((one) => [one.word, this.surer(one, word)]);
      if (this.words.has(word)) return found;
      for (const last of this.words.split(word).slice(-1)) {
        for (const one of this.words.alternatives(last, false)) {
          if (SUREST.has(one.how)) found.push([one.word, OF_LAST_PART]);
        }
      }
      return found;
    }

    surer(one, typed) {
      const long = one.how === "half" && typed.length >= LONG_HALF;
      return long ? Math.max(one.quality, OF_LONG_HALF) : one.quality;
    }

    metBy(saying, known, typed) {
      if (saying.firm.some((word) => !known.has(word))) return null;
      let quality = saying.firm.reduce((sum, word) => sum + known.get(word)[0], 0);
      quality /= saying.firm.length;
      const there = saying.all.filter((word) => known.has(word) || typed.has(word)).length;
      if (saying.firm.length === 1) quality *= there / saying.all.length;
      else if (there < saying.all.length) quality *= WITHOUT_PALE;
      if (quality < LEAST) return null;
      const covers = saying.told.filter((word) => known.has(word)).map((w) => known.get(w)[1]);
      return {
        meaning: saying.meaning, covers: new Set(covers), quality: Math.min(quality, 1),
        words: there, far: saying.meaning[3] === 1,
      };
    }
  }

  const PALE = 0.25;
  const MEANT = 0.9;
  const TERM_TOO = 0.06;
  const TERM = 0.92;
  const OWN_WORD = 0.95;
  const LESS_NEAR = 0.08;
  const ALL_PARTS = 0.85;
  const RARE = 0.7;
  const STRANGE = 0.85;
  const FAR = 2;
  const FAR_WORD = 0.9;
  const PHRASE = 0.85;
  const IN_A_PHRASE = 1.2;
  const PALE_IN_A_PHRASE = 2;
  const SHORTER = 0.8;
  const LOOSE = 0.8;
  const THERE = new Set(["same", "half"]);
  const AFTER = 0.75;
  const OF_A_TERM = new Set(["same", "form", "verb", "part"]);
  const TERM_SURE = 0.6;
  const NAME = 0.05;
  const MOST_WORDS = 12;
  const IN_OWN_WORDS = 0.4;
  const LOOKED_AT = 100;
  const NEAREST = 5;
  const CODES = "F";
  const MICRO = 1000000;
  const EARTH = 6371000;

  function holdsAll(around, covers) {
    return [...covers].every((one) => around.has(one));
  }

  class Search {
    /* index: what search_files.py wrote: words, posts, services, sayings, villages and lists. */
    constructor(index, names) {
      this.index = index;
      this.names = names;
      this.lists = {
        stop: new Set(index.stop.split(" ")), pale: new Set(index.pale.split(" ")),
        prepositions: new Set(index.prepositions.split(" ")),
        telling: (all) => {
          const told = [...new Set(all.filter((word) => !this.lists.stop.has(word)))];
          return told.length ? told : [...new Set(all)];
        },
      };
      const sorted = index.words ? index.words.split(" ") : [];
      this.posts = index.posts.split(" ");
      const counts = index.counts.split(" ");
      this.number = new Map(sorted.map((word, at) => [word, at]));
      this.vocabulary = new Vocabulary(
        sorted, new Map(sorted.map((word, at) => [word, parseInt(counts[at], 36)])), this.lists);
      this.thesaurus = new Thesaurus(index.sayings, this.lists);
      this.decoded = new Map();
      this.numbers = {};
      this.closed = new Set(index.closed);
    }

    /* Return the services that hold a word: by service what it counts for there. */
    holds(word) {
      let found = this.decoded.get(word);
      if (found) return found;
      found = { docs: [], own: [], factor: new Map(), codes: new Set() };
      const at = this.number.get(word);
      for (const [, letter, run] of at === undefined ? [] :
        this.posts[at].matchAll(/([A-Z])([0-9a-z.]+)/g)) {
        let doc = -1;
        for (const step of run.split(".")) {
          doc += parseInt(step, 36) + 1;
          found.docs.push(doc);
          if (letter === CODES) found.codes.add(doc);
          else found.factor.set(doc, this.index.factors[letter.charCodeAt(0) - 65]);
          if (letter === "A") found.own.push(doc);
        }
      }
      this.decoded.set(word, found);
      return found;
    }

    /* Return {found, nearest, village}: lists of {service, reason, metres, until}, and the village
       looked for. narrowed: near, a domain, a cost, and the moment at which it must be open. */
    answer(text, village, most, narrowed = {}) {
      const [rest, typed] = this.withoutVillage(text);
      const here = village === null ? typed : village;
      const wanted = { ...narrowed, village: here };
      if (!words(rest).length) return { found: this.byName(wanted, most), nearest: [], village: here };
      const question = this.ask(rest);
      const weighed = this.weighed(question, wanted);
      const found = this.shown(this.good(weighed), wanted).slice(0, most);
      if (wanted.near && here !== null) found.push(...this.nearby(question, wanted, found, most));
      const nearest = found.length ? [] : this.closest(question, weighed, wanted);
      return { found: found.slice(0, most), nearest, village: here };
    }

    good(weighed) {
      return weighed.filter((one) => one.share >= this.index.enough);
    }

    /* Leave out what is closed now, if asked. */
    shown(these, wanted) {
      if (!wanted.moment) return [...these];
      return these.map((one) => ({ ...one, until: this.openUntil(one.service, wanted.moment) }))
        .filter((one) => one.until);
    }

    /* Return what answers but serves other villages, the nearest first. */
    nearby(question, wanted, found, most) {
      const known = new Set(found.map((one) => one.service));
      const others = this.good(this.weighed(question, { ...wanted, village: null }))
        .filter((one) => !known.has(one.service));
      return this.shown(others, wanted).slice(0, most)
        .map((one) => ({ ...one, metres: this.metres(one.service, wanted.village) }))
        .sort((a, b) => this.away(a) - this.away(b));
    }

    away(one) {
      return one.metres === null ? Number.MAX_VALUE : one.metres;
    }

    closest(question, weighed, wanted) {
      const narrowed = wanted.village !== null || wanted.domain || wanted.cost;
      const anywhere = narrowed ? this.good(this.weighed(question, { village: null })) : [];
      const partly = weighed.filter((one) => one.share >= this.index.near);
      return this.shown((anywhere.length ? anywhere : partly).slice(0, NEAREST), wanted);
    }

    /* Return all that is wanted where nothing was typed, by name; nothing where all is wanted. */
    byName(wanted, most) {
      if (!wanted.domain && !wanted.cost && !wanted.moment) return [];
      const every = [];
      for (let doc = 0; doc < this.count; doc += 1) {
        if (this.serves(doc, wanted)) every.push({ service: doc, reason: null });
      }
      return this.shown(every, wanted)
        .map((one) => [words(this.names(one.service)).join(" "), one])
        .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1].service - b[1].service))
        .slice(0, most).map((pair) => pair[1]);
    }

    get count() {
      this.areaOf(0);
      return this.index.area_of ? this.areasOf.length : 0;
    }

    /* Return what a service has of a kind of things that several share. */
    has(kind, doc) {
      const [every, of] = this.index[kind];
      if (!this.numbers[kind]) this.numbers[kind] = of.split(" ");
      return every[this.numbers[kind][doc]];
    }

    openUntil(doc, moment) {
      return site.hours.openUntil(site.hours.read(this.has("hours", doc)), moment);
    }

    /* As the crow flies, from the middle of a village to the nearest place; null: nobody knows. */
    metres(doc, village) {
      const from = this.index.middles[village];
      if (!from.length) return null;
      const all = this.has("spots", doc).map((to) => {
        const turn = Math.PI / 180 / MICRO;
        const east = (to[1] - from[1]) * turn * Math.cos((to[0] + from[0]) / 2 * turn);
        return Math.round(EARTH * Math.hypot((to[0] - from[0]) * turn, east));
      });
      return all.length ? Math.min(...all) : null;
    }

    withoutVillage(text) {
      const typed = words(text);
      if (typed.length < 2) return [text, null];
      for (let at = 0; at < this.index.villages.length; at += 1) {
        for (const name of this.index.villages[at]) {
          const [first, ...more] = words(name);
          if (first && !more.length && typed.includes(first)) {
            const rest = typed.filter((word) => word !== first).join(" ");
            const finished = /\s$/u.test(text) || typed[typed.length - 1] === first;
            return [finished ? rest + " " : rest, at];
          }
        }
      }
      return [text, null];
    }

    serves(doc, { village, domain, cost }) {
      if (this.closed.has(doc)) return false;
      if (domain && !this.has("domains", doc).includes(domain)) return false;
      if (cost && this.has("costs", doc)[0] !== cost) return false;
      if (village === null) return true;
      const area = this.index.areas[parseInt(this.areaOf(doc), 36)];
      return area === "*" || area.includes(village);
    }

    areaOf(doc) {
      if (!this.areasOf) this.areasOf = this.index.area_of.split(" ");
      return this.areasOf[doc];
    }

    ask(text) {
      const typed = words(text).slice(0, MOST_WORDS);
      const half = text !== "" && !/\s$/u.test(text);
      const meant = [...this.thesaurus.meant(typed, half), ...this.thesaurus.leant(typed, half)];
      const told = this.told(typed, meant);
      const place = new Map(told.map((word, number) => [word, number]));
      const metAt = [];
      for (const met of meant) {
        const covers = [...met.covers].filter((at) => place.has(typed[at]))
          .map((at) => place.get(typed[at]));
        if (covers.length) metAt.push({ met, covers: new Set(covers) });
      }
      const senses = this.surest(metAt).map(({ met, covers, quality }) =>
        this.sense(met, covers, quality));
      const far = this.far(metAt);
      const known = new Set(senses.flatMap((one) => [...one.covers]));
      const phrases = new Set(metAt.filter(({ met }) =>
        met.words > 1 && met.quality >= PHRASE && !met.far).flatMap((one) => [...one.covers]));
      const away = new Set(far.flatMap((covers) => [...covers]));
      const after = this.afterAPreposition(typed);
      const last = typed[typed.length - 1];
      const units = told.map((word, number) => {
        const unit = this.unit(word, half && word === last, known.has(number));
        unit.weight *= after.has(word) ? AFTER : 1;
        unit.phrase = phrases.has(number);
        if (unit.phrase) unit.weight *= unit.pale ? PALE_IN_A_PHRASE : IN_A_PHRASE;
        if (away.has(number)) unit.weight *= FAR;
        return unit;
      });
      let weight = 0;
      for (const unit of units) weight += unit.weight;
      const meets = new Set(units.flatMap((unit) => [...unit.means.keys()]));
      return { units, senses, far, weight, meets };
    }

    told(typed, meant) {
      const told = this.lists.telling(typed);
      const said = new Set(meant.flatMap((met) => [...met.covers].map((at) => typed[at])));
      const small = said.size && told.every((word) => this.lists.stop.has(word));
      return small ? told.filter((word) => said.has(word)) : told;
    }

    surest(metAt) {
      const found = new Map();
      for (const { met, covers } of metAt) {
        if (met.far) continue;
        const quality = met.quality * (this.within(met, covers, metAt) ? SHORTER : 1);
        const [, named, codes] = met.meaning;
        const key = [[...covers].sort().join(), named, codes.join(" ")].join("|");
        if (!found.has(key) || found.get(key).quality < quality) {
          found.set(key, { met, covers, quality });
        }
      }
      return [...found.values()];
    }

    within(met, covers, metAt) {
      return metAt.some((one) => one.met.words > met.words && one.met.quality >= PHRASE &&
        holdsAll(one.covers, covers));
    }

    far(metAt) {
      const help = metAt.filter((one) => !one.met.far);
      return metAt.filter((one) => one.met.far)
        .filter(({ met, covers }) => covers.size > 1 || met.quality >= FAR_WORD)
        .filter((one) => !help.some((other) => this.isRather(other, one)))
        .map((one) => one.covers);
    }

    /* Tell whether help was meant by what may ask for something that no social map has. */
    isRather(help, far) {
      if (!holdsAll(help.covers, far.covers)) return false;
      if (help.covers.size !== far.covers.size) return true;
      const more = help.met.words - far.met.words;
      return more > 0 || (more === 0 && help.met.quality >= far.met.quality);
    }

    afterAPreposition(typed) {
      let said = false;
      for (let at = 0; at < typed.length; at += 1) {
        const word = typed[at];
        if (this.lists.prepositions.has(word) && said) {
          const before = new Set(typed.slice(0, at));
          return new Set(typed.slice(at).filter((one) => !before.has(one)));
        }
        said = said || !(this.lists.stop.has(word) || this.isPale(word));
      }
      return new Set();
    }

    isPale(word) {
      return /^\p{Nd}+$/u.test(word) || [...forms(word)].some((one) => this.lists.pale.has(one));
    }

    sense(met, covers, quality) {
      const [said, named, codes] = met.meaning;
      const term = this.lists.telling(words(named)).map((word) =>
        this.vocabulary.alternatives(word, false)
          .filter((one) => OF_A_TERM.has(one.how) && one.quality >= TERM_SURE)
          .map((one) => one.word));
      return { covers, quality, said, named, codes, term };
    }

    unit(word, half, known) {
      const pale = this.isPale(word);
      const sure = pale || this.thesaurus.with.has(word);
      const found = this.vocabulary.alternatives(word, half)
        .filter((one) => !(sure && one.how === "error"));
      const means = new Map(found.map((one) => [one.word, one]));
      const parts = this.vocabulary.split(word).map((part) =>
        new Map(this.vocabulary.alternatives(part, false)
          .map((one) => [one.word, { ...one, how: "part" }])));
      let count = 0;
      for (const one of found) count += this.vocabulary.count(one.word);
      count = Math.min(count, this.index.services);
      let weight = Math.log(1 + this.index.services / (count + 1)) ** RARE;
      if (pale) weight *= PALE;
      else if (!found.length && !known && !parts.length) weight *= STRANGE;
      const finds = new Set(means.keys());
      parts.forEach((part) => [...part.keys()].forEach((one) => finds.add(one)));
      return { typed: word, weight, means, parts, finds: [...finds], pale };
    }

    votes(question) {
      const asked = [];
      const telling = question.units.filter((unit) => unit.finds.length && !unit.pale);
      for (const unit of telling.length ? telling : question.units) {
        asked.push([unit.finds, unit.weight]);
      }
      for (const sense of question.senses) {
        let weight = 0;
        for (const one of [...sense.covers].sort((a, b) => a - b)) {
          weight += question.units[one].weight;
        }
        asked.push([sense.codes.length ? sense.codes : sense.term.flat(), weight * sense.quality]);
      }
      const votes = new Map();
      for (const [these, weight] of asked) {
        for (const doc of this.union(these, "docs")) {
          votes.set(doc, (votes.get(doc) || 0) + weight);
        }
        for (const doc of this.union(these, "own")) {
          votes.set(doc, votes.get(doc) + weight * IN_OWN_WORDS);
        }
      }
      return votes;
    }

    union(these, which) {
      const found = new Set();
      for (const word of these) for (const doc of this.holds(word)[which]) found.add(doc);
      return [...found].sort((a, b) => a - b);
    }

    weighed(question, wanted) {
      const votes = [...this.votes(question)].filter(([doc]) => this.serves(doc, wanted));
      votes.sort((a, b) => b[1] - a[1]);
      return votes.slice(0, LOOKED_AT).map(([doc]) => ({ service: doc, ...this.worth(question, doc) }))
        .sort((a, b) => b.share - a.share);
    }

    worth(question, doc) {
      if (!question.weight) return { share: 0, reason: null };
      const direct = question.units.map((unit) => this.direct(unit, doc));
      const meant = question.units.map(() => [0, null]);
      for (const sense of question.senses) {
        const value = this.asMeant(sense, doc);
        if (!value) continue;
        for (const number of sense.covers) {
          if (value > meant[number][0]) meant[number] = [value, sense];
        }
      }
      const away = new Set(question.far
        .filter((covers) => ![...covers].every((at) => THERE.has(direct[at][2])))
        .flatMap((covers) => [...covers]));
      let share = 0;
      let most = 0;
      let reason = null;
      question.units.forEach((unit, number) => {
        if (away.has(number)) return;
        const why = direct[number][1];
        const own = unit.phrase ? direct[number][0] * LOOSE : direct[number][0];
        const [value, by] = meant[number];
        const told = unit.weight * (1 - (1 - own) * (1 - value));
        share += told;
        if (told > most) {
          most = told;
          reason = by && value > own ? this.reasonOf(by, question) : why;
        }
      });
      return { share: share / question.weight + this.nameTyped(question, doc), reason };
    }

    reasonOf(sense, question) {
      const order = [...sense.covers].sort((a, b) => a - b);
      const typed = order.map((one) => question.units[one].typed).join(" ");
      return { typed, met: sense.said, term: sense.named };
    }

    direct(unit, doc) {
      let [value, word, how] = this.best(unit.means, doc);
      if (unit.parts.length) {
        const ofParts = unit.parts.map((part) => this.best(part, doc));
        let sum = 0;
        for (const [one] of ofParts) sum += one;
        const together = ALL_PARTS * sum / ofParts.length;
        if (together > value) {
          value = together;
          how = "part";
          word = [...new Set(ofParts.map((one) => one[1]).filter(Boolean))].join(" ");
        }
      }
      return value ? [value, { typed: unit.typed, met: word, term: "" }, how] : [0, null, ""];
    }

    best(means, doc) {
      let value = 0;
      let word = "";
      let by = "";
      for (const [one, { quality, how }] of means) {
        if (quality <= value) break;
        const factor = this.holds(one).factor.get(doc);
        if (factor !== undefined && quality * factor > value) {
          value = quality * factor;
          word = one;
          by = how;
        }
      }
      return [value, word, by];
    }

    asMeant(sense, doc) {
      const heard = sense.term.map((these) => {
        let most = 0;
        for (const word of these) most = Math.max(most, this.holds(word).factor.get(doc) || 0);
        return most;
      });
      const term = heard.length ? Math.min(...heard) : 0;
      if (!sense.codes.length) return term ? sense.quality * TERM : 0;
      const there = sense.codes.findIndex((code) => this.holds(code).codes.has(doc));
      if (there < 0) return 0;
      const value = MEANT - LESS_NEAR * Math.min(there, 2);
      return sense.quality * (term >= OWN_WORD ? value + TERM_TOO : value);
    }

    nameTyped(question, doc) {
      const name = this.lists.telling(words(this.names(doc)));
      if (!name.length) return 0;
      return NAME * name.filter((word) => question.meets.has(word)).length / name.length;
    }
  }

  site.Search = Search;
})(self.meitinkerSite = self.meitinkerSite || {});
