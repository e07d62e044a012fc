/* The search box: fetches the words once it is needed, and shows what answers at every key.
   The words come as scripts, not as JSON: a page that was opened from a folder may read those. */
"use strict";
(function (site) {
  const MOST = 30;
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const say = box.dataset;
  const typed = box.querySelector("input");
  const chosen = box.querySelector("#dorp");
  const domain = box.querySelector("#gebied");
  const cost = box.querySelector("#kosten");
  const near = box.querySelector("#buurt");
  const open = box.querySelector("#open");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const folded = box.querySelector("details");
  const wide = matchMedia("(min-width: 40.01rem)");
  let search = null;
  let coming = false;
  let told = "";

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function element(name, kind, text) {
    const one = document.createElement(name);
    if (kind) one.className = kind;
    if (text) {
      one.textContent = text;
      one.dir = "auto";
    }
    return one;
  }

  /* Each file of words calls this when it is there. */
  site.take = function (name, content) {
    site[name] = content;
    if (!site.index || !site.lines) return;
    const lines = site.lines;
    for (const one of ["ids", "names", "others", "places", "about"]) lines[one] = lines[one].split("\n");
    lines.providerOf = lines.provider_of.split(" ");
    search = new site.Search(site.index, (doc) => lines.names[doc] + " " + lines.others[doc]);
    search.answer(say.warm, null, 1);
    box.dataset.ready = "1";
    show();
  };

  function fetchWords() {
    if (coming) return;
    coming = true;
    for (const name of ["search-index.js", "search-lines.js"]) {
      const script = document.createElement("script");
      script.src = say.base + name;
      script.onerror = () => { status.textContent = say.failed; };
      document.head.append(script);
    }
  }

  function reasonWords(reason) {
    if (!reason || !reason.met) return "";
    const folded = (text) => site.words.words(text).join(" ");
    if (reason.term && folded(reason.term) !== folded(reason.met)) {
      return fill(say.because, { said: reason.met, term: reason.term });
    }
    if (folded(reason.met) !== folded(reason.typed)) {
      return fill(say.because, { said: reason.typed, term: reason.met });
    }
    return fill(say.found, { said: reason.met });
  }

  function entry(one) {
    const lines = site.lines;
    const item = element("li", "entry");
    const link = element("a", "title", lines.names[one.service]);
    link.href = say.root + "hulp/" + lines.ids[one.service] + ".html";
    link.lang = "nl";
    item.append(link);
    const provider = lines.providers[parseInt(lines.providerOf[one.service], 36)];
    const who = [provider, lines.places[one.service]].filter(Boolean).join(" · ");
    for (const [kind, text] of [["about", who], ["", lines.about[one.service]]]) {
      if (!text) continue;
      const line = element("p", kind, text);
      line.lang = "nl";
      item.append(line);
    }
    const why = reasonWords(one.reason);
    if (why) item.append(element("p", "why", why));
    if (one.until) item.append(element("p", "now", fill(say.openUntil, { time: one.until })));
    const away = distanceWords(one.metres);
    if (away) item.append(element("p", "why", away));
    return item;
  }

  function distanceWords(metres) {
    if (metres === undefined || metres === null) return "";
    const village = chosen.selectedOptions[0].text;
    const km = Math.round(metres / 1000);
    return fill(km ? say.distance : say.closeBy, { km, village });
  }

  function heading(answer) {
    const count = answer.found.length;
    if (count >= MOST) return fill(say.many, { count });
    if (count) return fill(count === 1 ? say.one : say.some, { count });
    return answer.nearest.length ? say.nearest : say.nothing;
  }

  function show() {
    const text = typed.value;
    near.disabled = !chosen.value;
    tellChosen();
    remember(text);
    const narrowed = {
      near: near.checked && !near.disabled, domain: domain.value, cost: cost.value,
      moment: open.checked ? site.hours.moment(new Date()) : null,
    };
    if (!text.trim() && !narrowed.domain && !narrowed.cost && !narrowed.moment) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    fetchWords();
    if (!search) {
      status.textContent = say.waiting;
      return;
    }
    const at = site.index.village_files.indexOf(chosen.value);
    const village = at < 0 ? null : at;
    const answer = search.answer(text, village, MOST, narrowed);
    const found = answer.found.length ? answer.found : answer.nearest;
    list.replaceChildren(...found.map(entry));
    const words = heading(answer);
    const there = answer.village !== null && village === null && answer.found.length;
    const where = there ? " " + fill(say.there, { village: site.index.villages[answer.village][0] }) : "";
    if (words + where !== told || !status.textContent) status.textContent = words + where;
    told = words + where;
    box.dataset.answered = text;
  }

  /* Beside the fold of a phone, so that what narrows the answers is not out of sight. */
  function tellChosen() {
    const words = [chosen, domain, cost].filter((one) => one.value)
      .map((one) => one.selectedOptions[0].text);
    const ticked = [near, open].filter((one) => one.checked && !one.disabled)
      .map((one) => one.parentElement.textContent.trim());
    const all = [...words, ...ticked];
    folded.querySelector(".chosen").textContent = all.length ? ": " + all.join(", ") : "";
  }

  /* A phone has room for the field and the first answers; the rest of the box is folded away. */
  function typing() {
    show();
    if (wide.matches) return;
    folded.open = false;
    box.scrollIntoView({ block: "start" });
  }

  function fold() {
    folded.open = wide.matches;
  }

  /* In the address, so that the way back from a service leads to the same answer. */
  function remember(text) {
    const kept = new URLSearchParams();
    if (text.trim()) kept.set("q", text);
    for (const one of [chosen, domain, cost]) if (one.value) kept.set(one.name, one.value);
    for (const one of [near, open]) if (one.checked) kept.set(one.name, one.value);
    const hash = kept.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", "#" + hash);
  }

  function recall() {
    const asked = new URLSearchParams(location.hash.slice(1) || location.search);
    if (asked.has("q")) typed.value = asked.get("q");
    for (const one of [chosen, domain, cost]) {
      const value = asked.get(one.name);
      if (value && [...one.options].some((each) => each.value === value)) one.value = value;
    }
    for (const one of [near, open]) one.checked = asked.get(one.name) === one.value;
  }

  box.hidden = false;
  recall();
  fold();
  wide.addEventListener("change", fold);
  typed.addEventListener("input", typing);
  typed.addEventListener("focus", fetchWords);
  for (const one of [chosen, domain, cost, near, open]) one.addEventListener("change", show);
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    const first = list.querySelector("a");
    if (first) first.focus();
    else status.scrollIntoView({ block: "nearest" });
  });
  if (say.begin) fetchWords();
  near.disabled = !chosen.value;
  tellChosen();
  if (typed.value || domain.value || cost.value || open.checked) show();
})(self.meitinkerSite = self.meitinkerSite || {});
