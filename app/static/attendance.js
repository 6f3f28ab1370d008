/* Attendance by keyboard and without waiting. The page works without this file as a plain form. */
(() => {
  "use strict";
  const KEYS = { p: "present", l: "late", t: "partial", e: "excused", a: "absent" };
  const SWITCH = "waypost-attendance-keys";
  const NONE = "not_recorded";
  const byId = (id) => document.getElementById(id);
  let shown = new Map(); // row -> the status it shows, to know what a change replaced
  let done = []; // local acts, each a list of [row, status before], for undoing them
  let onlyOpen = false;
  let stored = {}; // how many people have each status, as saved
  let isPart = false; // the server sent only those without a mark: to see all, load the page
  let order = []; // the rows as the page has them, whatever was looked for

  const rows = () => [...document.querySelectorAll("#roster tr[data-stored]")];
  const chosen = (row) => row.querySelector("input:checked")?.value ?? "";
  const effective = (row) => chosen(row) || row.dataset.stored;
  const minutesOf = (row) => row.querySelector("input.minutes");
  const isTyped = (row) => (minutesOf(row)?.value ?? "") !== (minutesOf(row)?.dataset.stored ?? "");
  const isMarked = (row) => chosen(row) !== "" && chosen(row) !== row.dataset.stored;
  const isUnsaved = (row) => isMarked(row) || isTyped(row);
  const isOpen = (row) => effective(row) === NONE && "expected" in row.dataset;
  const unsaved = () => rows().filter(isUnsaved).length;
  const visible = () => rows().filter((row) => !row.hidden);
  const toMark = () => visible().filter((row) => row.querySelector("input")); // nobody's own row
  const plural = new Intl.PluralRules(document.documentElement.lang);

  // The page has the words, in the forms that its language has for numbers.
  function say(name, count = 0, part = 0) {
    const words = (form) => byId("marks").getAttribute(`data-words-${name}-${form}`);
    const text = words(plural.select(count)) ?? words("other");
    return text.replace("#count", count).replace("#shown", part);
  }

  function show(row, status) {
    for (const radio of row.querySelectorAll("input[type=radio]")) radio.checked = radio.value === status;
    shown.set(row, status);
  }

  function act(changes) {
    if (!changes.length) return;
    done.push(changes.map(([row]) => [row, shown.get(row)]));
    for (const [row, status] of changes) show(row, status);
    update();
  }

  function focusRow(row) {
    const radio = row?.querySelector("input:checked") ?? row?.querySelector("input[type=radio]");
    (radio ?? row)?.focus(); // a row that cannot be marked is still there to be read
  }

  function undo() {
    const changes = done.pop();
    if (!changes) return;
    for (const [row, status] of changes) show(row, status);
    update();
    focusRow(changes.at(-1)[0]);
  }

  const remaining = () => act(rows().filter(isOpen).map((row) => [row, "excused" in row.dataset ? "excused" : "present"]));

  function step(row, by) {
    const list = toMark();
    focusRow(list[Math.min(Math.max(list.indexOf(row) + by, 0), list.length - 1)]);
  }

  const fold = (text) => text.normalize("NFD").replace(/[\p{M}\p{Cf}]/gu, "").replaceAll("’", "'").toLowerCase();
  const begins = (text, word) => ` ${fold(text).replaceAll("-", " ")}`.includes(` ${word}`);

  // How well somebody is meant by what was typed: 0 is best, and null is not at all. A family name
  // comes before a given name, and that before an institution; "begaye, k" has one before the comma.
  function rank(typed, { family, given, site }) {
    const [before, ...after] = fold(typed).split(",").map((part) => part.trim());
    if (after.length) {
      if (!begins(family, before) || !begins(given, after.join(" ").trim())) return null;
      return fold(family) === before ? 0 : 1;
    }
    const places = before.split(/[\s-]+/).filter(Boolean)
      .map((word) => [family, given, site].findIndex((text) => begins(text, word)));
    return places.includes(-1) ? null : places.reduce((sum, place) => sum + place, 0);
  }

  const rankOf = (row) => rank(byId("find").value, row.dataset);

  function filter() {
    const ranks = new Map(order.map((row) => [row, rankOf(row)]));
    for (const row of order) {
      // a row that was just marked stays in sight until the filter is chosen again
      const kept = !onlyOpen || isOpen(row) || isUnsaved(row) || "conflict" in row.dataset;
      row.hidden = !kept || ranks.get(row) === null;
    }
    order[0]?.parentElement.append(...[...order].sort((a, b) => ranks.get(a) - ranks.get(b)));
    const left = visible().length;
    byId("found").textContent = left === order.length ? "" : say("found", order.length, left);
  }

  // To the one who is meant; where several are, or nobody is, to nobody.
  function reach() {
    const best = Math.min(...visible().map(rankOf));
    const meant = visible().filter((row) => rankOf(row) === best);
    if (meant.length === 1) focusRow(meant[0]);
    else byId("found").textContent = say(meant.length ? "several" : "nobody", meant.length);
  }

  function numbersNow() {
    const numbers = { ...stored };
    for (const row of rows().filter(isMarked)) {
      const before = row.dataset.stored;
      if (before !== NONE || "expected" in row.dataset) numbers[before] -= 1;
      numbers[chosen(row)] = (numbers[chosen(row)] ?? 0) + 1;
    }
    return numbers;
  }

  function update() {
    const numbers = numbersNow();
    for (const place of document.querySelectorAll("[data-count]")) {
      place.textContent = numbers[place.dataset.count];
    }
    const open = numbers[NONE];
    const count = unsaved();
    byId("save").textContent = say(count ? "chosen" : "nothing-chosen", count);
    const rest = byId("remaining");
    const present = open - rows().filter((row) => isOpen(row) && "excused" in row.dataset).length;
    if (rest) rest.hidden = present < 1;
    if (rest) rest.textContent = say("remaining", present);
    const saved = byId("saved");
    if (saved) saved.hidden = count > 0;
    if (count) byId("unsaved").textContent = say("unsaved", count);
    else if (!saved) byId("unsaved").textContent = say(open ? "open" : "all-marked", open);
    else byId("unsaved").textContent = "";
  }

  function switchKeys() {
    const on = byId("keys-on").checked;
    byId("keys-help").hidden = !on;
    try { localStorage.setItem(SWITCH, on ? "on" : "off"); } catch { /* private mode: not kept */ }
  }

  function restoreSwitch() {
    let kept = "on";
    try { kept = localStorage.getItem(SWITCH) ?? "on"; } catch { /* private mode */ }
    byId("keys-on").checked = kept === "on";
    byId("keys-help").hidden = kept !== "on";
  }

  function start() {
    if (!byId("save")) { // another page came in its place, such as that of what rests on marks
      byId("skip-to-find")?.setAttribute("hidden", "");
      return;
    }
    for (const element of document.querySelectorAll("#attendance .js-only")) element.hidden = false;
    byId("skip-to-find")?.removeAttribute("hidden");
    order = rows();
    shown = new Map(order.map((row) => [row, chosen(row)]));
    done = [];
    onlyOpen = false;
    isPart = byId("show-open")?.hasAttribute("aria-current") ?? false; // a series asks for nobody
    stored = {};
    for (const place of document.querySelectorAll("[data-count]")) {
      stored[place.dataset.count] = Number(place.dataset.number);
    }
    restoreSwitch();
    update();
  }

  function onKey(event) {
    const row = event.target.closest?.("#roster tr[data-stored]");
    const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
    if (!row || !plain || !byId("keys-on")?.checked) return;
    if (event.target.matches("input.minutes")) return; // digits are typed there
    const key = event.key.toLowerCase();
    const deeds = {
      arrowdown: () => step(row, 1),
      arrowup: () => step(row, -1),
      r: remaining,
      z: undo,
      "/": () => byId("find").select(),
    };
    if (KEYS[key]) deeds[key] = () => { act([[row, KEYS[key]]]); focusRow(row); };
    if (!Object.hasOwn(deeds, key)) return;
    event.preventDefault();
    deeds[key]();
  }

  document.addEventListener("keydown", (event) => {
    const found = { Enter: reach, ArrowDown: () => focusRow(toMark()[0]) }[event.key];
    if (event.target.id !== "find") onKey(event);
    else if (found && !event.isComposing) {
      event.preventDefault();
      found();
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "find") filter();
    else if (event.target.matches("input.minutes")) update();
  });
  document.addEventListener("change", (event) => {
    const row = event.target.closest("#roster tr[data-stored]");
    if (event.target.matches("input.minutes")) update();
    else if (row) act([[row, chosen(row)]]);
    else if (event.target.id === "keys-on") switchKeys();
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("#attendance .card-bar a.badge");
    if (event.target.closest("#remaining")) remaining();
    else if (chip && byId("save") && !isPart) {
      onlyOpen = chip.id === "show-open";
      for (const badge of chip.parentElement.querySelectorAll("a.badge")) badge.removeAttribute("aria-current");
      chip.setAttribute("aria-current", "true");
      filter();
    } else return;
    event.preventDefault();
  });

  let leaving = false;
  document.addEventListener("submit", (event) => {
    leaving = event.target.id === "marks" && !event.defaultPrevented;
  });
  addEventListener("beforeunload", (event) => {
    if (byId("marks") && unsaved() && !leaving) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", start);
  start();
})();
