/* Dutch words as people type them, and which words of the directory they may mean.
   The same as meitinker/domain/dutch.py and vocabulary.py: a test holds the answers of both
   against each other. Lists and endings come with the index. */
"use strict";
(function (site) {
  const SHORTEST = 3;
  const VOWELS = new Set("aeiou");
  const DOUBLED = new Set("aeou");
  const DIMINUTIVE = ["jes", "je", "tsjes", "tsje", "kes", "ke"];
  const PLURAL = ["en", "e", "eren"];
  const MADE_OF_A_VERB = ["ingen", "ing", "ers", "er", "sters", "ster", "ende", "end", "st"];
  const CONJUGATED = ["den", "ten", "de", "te", "t", "d"];
  const SOFT = { v: "f", z: "s" };
  const BY_EAR = [
    [/x/g, "ks"], [/ph/g, "f"], [/th/g, "t"], [/sch/g, "sg"], [/ch/g, "g"],
    [/c(?=[eiy])/g, "s"], [/[cq]/g, "k"], [/ij|ei/g, "y"], [/ou|au/g, "ou"], [/v/g, "f"],
    [/z/g, "s"], [/ie/g, "i"], [/(?:dt|d)$/, "t"], [/(.)\1+/gu, "$1"],
  ];

  function remembering(work) {
    const known = new Map();
    return function (key) {
      let found = known.get(key);
      if (found === undefined) {
        found = work(key);
        known.set(key, found);
      }
      return found;
    };
  }

  function folded(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{Mn}/gu, "");
  }

  function words(text) {
    const found = folded(text).match(/[\p{L}\p{N}]+/gu) || [];
    return found.filter((word) => word.length > 1 || /^\p{Nd}$/u.test(word));
  }

  function without(word, endings) {
    return endings.filter((end) => word.endsWith(end)).map((end) => word.slice(0, -end.length));
  }

  function closed(rest) {
    const found = new Set([rest]);
    const last = rest.slice(-1);
    if (rest.length >= SHORTEST - 1 && !VOWELS.has(last)) {
      const vowel = rest.slice(-2, -1);
      if (vowel === last) found.add(rest.slice(0, -1));
      if (DOUBLED.has(vowel) && !VOWELS.has(rest.slice(-3, -2))) {
        found.add(rest.slice(0, -1) + vowel + last);
      }
    }
    for (const one of [...found]) {
      const soft = SOFT[one.slice(-1)];
      if (soft) found.add(one.slice(0, -1) + soft);
    }
    return found;
  }

  function beforeJe(rest) {
    const found = new Set();
    if (rest.endsWith("t")) found.add(rest.slice(0, -1));
    if (rest.endsWith("mp")) found.add(rest.slice(0, -1));
    if (rest.endsWith("et")) closed(rest.slice(0, -2)).forEach((one) => found.add(one));
    if (rest.endsWith("nk")) found.add(rest.slice(0, -1) + "g");
    for (const one of [...found]) {
      if (["aa", "oo", "uu"].includes(one.slice(-2))) found.add(one.slice(0, -1));
    }
    return found;
  }

  function longEnough(found, word) {
    return new Set([...found].filter((one) => one.length >= SHORTEST || one === word));
  }

  const forms = remembering(function (word) {
    const found = new Set([word]);
    const add = (one) => found.add(one);
    for (const rest of without(word, DIMINUTIVE)) {
      closed(rest).forEach(add);
      beforeJe(rest).forEach(add);
    }
    for (const rest of without(word, PLURAL)) closed(rest).forEach(add);
    for (const rest of without(word, ["s", "n"])) {
      if (rest.slice(-1) !== word.slice(-1)) add(rest);
    }
    for (const rest of without(word, ["heden"])) add(rest + "heid");
    return longEnough(found, word);
  });

  const roots = remembering(function (word) {
    const found = new Set(forms(word));
    const add = (one) => found.add(one);
    for (const rest of without(word, MADE_OF_A_VERB)) closed(rest).forEach(add);
    without(word, CONJUGATED).forEach(add);
    if (word.startsWith("ge")) {
      for (const whole of without(word, CONJUGATED)) closed(whole.slice(2)).forEach(add);
      if (word.endsWith("en")) forms(word.slice(2)).forEach(add);
    }
    return longEnough(found, word);
  });

  const byEar = remembering(function (word) {
    return BY_EAR.reduce((heard, [pattern, oneWay]) => heard.replace(pattern, oneWay), word);
  });

  /* Optimal string alignment: letters added, left out, changed, or two that changed places. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let above = Array.from({ length: other.length + 1 }, (_, number) => number);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        let value = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          value = Math.min(value, before[j - 2] + 1);
        }
        row.push(value);
        least = Math.min(least, value);
      }
      if (least > most + 1) return most + 1;
      before = above;
      above = row;
    }
    return above[other.length];
  }

  const MOST = 40;
  const MOST_HALF = 60;
  const PART = 4;
  const SHORT_PART = 3;
  const LINKS = ["", "s", "en", "e", "n"];
  const TAILS = new Set(["", "s", "en", "e", "n", "je", "jes", "tje", "tjes"]);
  const MOST_PARTS = 4;
  const NO_PARTS = new Set([
    "baar", "heid", "loos", "lijk", "ing", "ver", "aan", "uit", "ten", "ste",
  ]);
  const ENOUGH = 0.55;
  const BASE = 5;
  const ENDING = 3;
  const LONG = 7;
  const SHORTEST_ERROR = 4;

  function meet(one, other) {
    for (const word of one) if (other.has(word)) return true;
    return false;
  }

  class Vocabulary {
    /* sorted: the words in order; counts: in how many services each stands. */
    constructor(sorted, counts, lists) {
      this.sorted = sorted;
      this.counts = counts;
      this.lists = lists;
      this.text = "\n" + sorted.join("\n") + "\n";
      this.lengths = new Map();
      for (const word of sorted) {
        if (!this.lengths.has(word.length)) this.lengths.set(word.length, []);
        this.lengths.get(word.length).push(word);
      }
      this.standsAlone = remembering((part) => this.lookedUp(part));
      this.split = remembering((word) => this.cut(word, true, MOST_PARTS));
      this.met = new Map();
    }

    has(word) {
      return this.counts.has(word);
    }

    count(word) {
      return this.counts.get(word) || 0;
    }

    alternatives(word, half) {
      const key = (half ? "+" : "=") + word;
      if (!this.met.has(key)) this.met.set(key, this.look(word, half));
      return this.met.get(key);
    }

    look(word, half) {
      const found = new Map();
      const add = (one, quality, how) => {
        if (how !== "same" && this.lists.stop.has(one)) return;
        const known = found.get(one);
        if (!known || known.quality < quality) found.set(one, { word: one, quality, how });
      };
      if (this.has(word)) add(word, 1, "same");
      this.inflected(word, add);
      this.compoundsWith(word, add);
      if (half) this.beginning(word, add);
      let surest = 0;
      for (const one of found.values()) surest = Math.max(surest, one.quality);
      if (surest < ENOUGH) {
        this.errors(word, (one, quality, how) => found.has(one) || add(one, quality, how));
      }
      const order = [...found.values()].sort((a, b) =>
        b.quality - a.quality || this.count(b.word) - this.count(a.word) ||
        (a.word < b.word ? -1 : 1));
      return order.slice(0, MOST);
    }

    inflected(word, add) {
      const ofWord = forms(word);
      const itsRoots = roots(word);
      for (const one of this.nearInOrder(word)) {
        if (meet(ofWord, forms(one))) add(one, 0.97, "form");
        else if (meet(itsRoots, roots(one))) add(one, 0.85, "verb");
        else {
          for (const base of ofWord) {
            if (base.length >= BASE && one.startsWith(base) &&
                one.length <= base.length + ENDING) {
              add(one, 0.75, "verb");
              break;
            }
          }
        }
      }
    }

    nearInOrder(word) {
      const letters = word.length > PART ? 3 : 2;
      const beginnings = new Set([word.slice(0, letters)]);
      const whole = word.startsWith("ge");
      beginnings.add(whole ? word.slice(2).slice(0, letters) : "ge" + word.slice(0, letters));
      if (VOWELS.has(word[0])) {
        beginnings.add(word[1] === word[0] ? word.slice(1, 3) : word[0] + word.slice(0, 2));
      } else if (VOWELS.has(word[1])) {
        beginnings.add(word.slice(0, 2) + word[1]);
      }
      const found = [];
      for (const one of beginnings) found.push(...this.from(one));
      return found;
    }

    place(word) {
      let low = 0;
      let high = this.sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.sorted[middle] < word) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    from(beginning) {
      if (beginning.length < SHORT_PART - 1) return [];
      let at = this.place(beginning);
      const found = [];
      while (at < this.sorted.length && this.sorted[at].startsWith(beginning)) {
        found.push(this.sorted[at]);
        at += 1;
      }
      return found;
    }

    beginning(word, add) {
      if (word.length === 1) return;
      const longer = this.from(word).filter((one) => one !== word && !this.lists.stop.has(one));
      longer.sort((a, b) => this.count(b) - this.count(a) || (a < b ? -1 : 1));
      for (const one of longer.slice(0, MOST_HALF)) {
        add(one, 0.45 + 0.45 * word.length / one.length, "half");
      }
    }

    compoundsWith(word, add) {
      for (const part of forms(word)) {
        if (this.lists.pale.has(part) || NO_PARTS.has(part)) continue;
        if (part.length < PART && !this.standsAlone(part)) continue;
        for (const one of this.holding(part)) {
          const quality = this.share(part, one);
          if (quality) add(one, quality, "part");
        }
      }
    }

    holding(part) {
      const found = [];
      let at = this.text.indexOf(part);
      while (at >= 0) {
        const end = this.text.indexOf("\n", at);
        const one = this.text.slice(this.text.lastIndexOf("\n", at - 1) + 1, end);
        if (one.length > part.length) found.push(one);
        at = this.text.indexOf(part, end);
      }
      return found;
    }

    share(part, compound) {
      if (compound.startsWith(part)) {
        const rest = compound.slice(part.length);
        if (this.isRest(rest)) return 0.6;
        return part.length > PART && rest.length > ENDING ? 0.45 : 0;
      }
      const at = compound.lastIndexOf(part);
      const before = compound.slice(0, at);
      const after = compound.slice(at + part.length);
      const first = this.isFirst(before);
      if (TAILS.has(after)) return first ? 0.8 : before.length >= SHORT_PART ? 0.55 : 0;
      return first && this.isRest(after) ? 0.5 : 0;
    }

    isRest(rest) {
      return LINKS.some((link) => rest.startsWith(link) &&
        this.standsAlone(rest.slice(link.length))) ||
        (rest.length > 2 * SHORT_PART && this.split(rest).length > 0);
    }

    isPlainFirst(first) {
      return LINKS.some((link) => first.endsWith(link) &&
        this.standsAlone(first.slice(0, first.length - link.length)));
    }

    isFirst(first) {
      return this.isPlainFirst(first) ||
        (first.length > 2 * SHORT_PART && this.split(first).length > 0);
    }

    cut(word, whole, parts) {
      if (!whole && this.standsAlone(word)) return [word];
      let best = [];
      if (parts === 1) return best;
      for (let end = SHORT_PART; end <= word.length - SHORT_PART; end += 1) {
        const first = word.slice(0, end);
        if (!this.isPlainFirst(first)) continue;
        const rest = this.cut(word.slice(end), false, parts - 1);
        if (rest.length && (!best.length || rest.length + 1 < best.length)) {
          best = [first, ...rest];
        }
      }
      return best;
    }

    lookedUp(part) {
      if (part.length < SHORT_PART || NO_PARTS.has(part) || this.lists.stop.has(part)) return false;
      if (this.has(part)) return true;
      if (part.length < PART && part[0] !== part[1]) return false;
      if (!this.bases) {
        this.bases = new Set();
        for (const word of this.sorted) forms(word).forEach((one) => this.bases.add(one));
      }
      return meet(forms(part), this.bases);
    }

    errors(word, add) {
      if (word.length < SHORTEST_ERROR || /^\p{Nd}+$/u.test(word)) return;
      const most = word.length < LONG ? 1 : 2;
      const sound = byEar(word);
      for (let length = word.length - most - 1; length <= word.length + most + 1; length += 1) {
        for (const one of this.lengths.get(length) || []) {
          const away = distance(word, one, most + 1);
          if (away > most + 1) continue;
          const alike = byEar(one) === sound;
          if ((away <= most && one[0] === word[0]) || alike) {
            add(one, alike ? 0.8 : 0.9 - 0.15 * away, "error");
          }
        }
      }
    }
  }

  site.words = { folded, words, forms, Vocabulary };
})(self.meitinkerSite = self.meitinkerSite || {});
