/* The search box: fetches the words once it is needed, and shows what answers at every key.
   The words come as scripts, not as JSON: a page that was opened from a folder may read those. */
"use strict";
(function (site) {
  const MOST = 30;
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const say = box.dataset;
  const typed = box.querySelector("input");
  const chosen = box.querySelector("select");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
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
    return item;
  }

  function heading(answer) {
    const count = answer.found.length;
    if (count >= MOST) return fill(say.many, { count });
    if (count) return fill(count === 1 ? say.one : say.some, { count });
    return answer.nearest.length ? say.nearest : say.nothing;
  }

  function show() {
    const text = typed.value;
    remember(text, chosen.value);
    if (!text.trim()) {
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
    const answer = search.answer(text, village, MOST);
    const found = answer.found.length ? answer.found : answer.nearest;
    list.replaceChildren(...found.map(entry));
    const words = site.words.words(text).length ? heading(answer) : say.nothing;
    const there = answer.village !== null && village === null && answer.found.length;
    const where = there ? " " + fill(say.there, { village: site.index.villages[answer.village][0] }) : "";
    if (words + where !== told || !status.textContent) status.textContent = words + where;
    told = words + where;
    box.dataset.answered = text;
  }

  /* In the address, so that the way back from a service leads to the same answer. */
  function remember(text, village) {
    const kept = new URLSearchParams();
    if (text.trim()) kept.set("q", text);
    if (village) kept.set("dorp", village);
    const hash = kept.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", "#" + hash);
  }

  function recall() {
    const asked = new URLSearchParams(location.hash.slice(1) || location.search);
    if (asked.has("q")) typed.value = asked.get("q");
    const village = asked.get("dorp");
    if (village && [...chosen.options].some((one) => one.value === village)) {
      chosen.value = village;
    }
  }

  box.hidden = false;
  recall();
  typed.addEventListener("input", show);
  typed.addEventListener("focus", fetchWords);
  chosen.addEventListener("change", show);
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    const first = list.querySelector("a");
    if (first) first.focus();
  });
  if (say.begin) fetchWords();
  if (typed.value) show();
})(self.meitinkerSite = self.meitinkerSite || {});
