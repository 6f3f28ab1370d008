/* While people answer a survey. A form with one screen of questions is saved as they go; one with all screens, of an
   anonymous survey, shows one at a time and keeps what was answered in this tab alone. What cannot be sent stays, and
   says so. Everything works without this file. */
const PAUSE = 800; // after the last change
const RETRY = 5000;
const form = () => document.querySelector("form[data-survey]");
const words = (name) => form().getAttribute(`data-words-${name}`);
const isWhole = () => form().dataset.survey === "whole";
const screens = () => [...form().querySelectorAll("[data-screen]")];
const key = () => `waypost:survey:${form().getAttribute("action")}:${form().elements.group?.value ?? ""}`;

let timer = 0;
let busy = false;
let changed = false; // since the last saving began
let at = 0; // which screen is shown, of those of a whole form

// A tab may refuse to keep anything: then there is only the page.
function read() {
  try { return JSON.parse(sessionStorage.getItem(key())); } catch { return null; }
}
function write(fields) {
  try {
    if (fields) sessionStorage.setItem(key(), JSON.stringify(fields));
    else sessionStorage.removeItem(key());
  } catch { /* private mode, or full */ }
}

function say(name) {
  const place = form().querySelector("[data-survey-state]");
  place.classList.toggle("failed", ["here", "unsent", "refused"].includes(name));
  place.textContent = name ? words(name) : "";
}

const fields = () => [...new FormData(form())].filter(([name]) => name !== "group");
function fill(kept) {
  const given = new Map();
  for (const [name, value] of kept) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form().elements) {
    if (!field.name || ["hidden", "submit", "button"].includes(field.type)) continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

// Saving on the way, where the answers may be kept.
function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}
async function save() {
  if (!form() || isWhole()) return;
  if (busy) { later(PAUSE); return; }
  busy = true;
  changed = false;
  const own = form();
  say("saving");
  try {
    const answer = await fetch(own.dataset.draftAt, { method: "POST", body: new URLSearchParams(new FormData(own)) });
    if (form() !== own) return;
    if (answer.ok) {
      if (!changed) write(null);
      say("saved");
    } else if (answer.status >= 500 || answer.status === 429) {
      say("here");
      later(RETRY);
    } else {
      say("refused");
    }
  } catch {
    if (form() !== own) return;
    say("here");
    later(RETRY);
  } finally {
    busy = false;
  }
}

function noted() {
  changed = true;
  write(fields());
  if (isWhole()) say(null);
  else later(PAUSE);
}

// A screen of a whole form is left when what needs an answer has one; the server asks the same again.
const names = (box) => [...new Set([...box.querySelectorAll("[name]")].map((field) => field.name))];
const isGiven = (name) => new FormData(form()).getAll(name).some((value) => value.trim());
function mark(field) {
  const box = field.closest(".field");
  const id = `${field.name}-error`;
  if (document.getElementById(id)) return;
  const text = document.createElement("p");
  text.id = id;
  text.className = "field-error";
  const error = document.createElement("span");
  error.className = "vh";
  error.textContent = `${words("error")} `;
  text.append(error, words("needed"));
  box.classList.add("bad");
  const label = box.querySelector("legend, label");
  label.after(text);
  const told = box.matches("fieldset") ? box : field;
  told.setAttribute("aria-describedby", id);
  if (told === field) field.setAttribute("aria-invalid", "true");
}
function unmark(field) {
  const error = document.getElementById(`${field.name}-error`);
  if (!error) return;
  error.remove();
  const box = field.closest(".field");
  box.classList.remove("bad");
  box.removeAttribute("aria-describedby");
  field.removeAttribute("aria-invalid");
}
function lacking(screen) {
  const found = [];
  for (const box of screen.querySelectorAll("[data-needed]")) {
    const boxes = names(box).filter((name) => name.endsWith("-na"));
    for (const name of names(box)) {
      if (boxes.includes(name) || isGiven(name) || isGiven(`${name}-na`)) continue;
      found.push(box.querySelector(`[name=${CSS.escape(name)}]`));
    }
  }
  return found;
}

function show(number, { keep = false } = {}) {
  const all = screens();
  at = Math.max(0, Math.min(number, all.length - 1));
  all.forEach((screen, place) => {
    screen.hidden = place !== at;
    const title = screen.querySelector(".survey-title"); // of what is now a page of its own
    if (title) Object.assign(title, { role: "heading", ariaLevel: "1" });
  });
  const [next, back] = ["next", "back"].map((name) => form().querySelector(`[data-survey-${name}]`));
  const send = form().querySelector("[name=go][value=send]");
  next.hidden = at === all.length - 1;
  next.textContent = next.getAttribute(`data-words-${at ? "next" : "begin"}`);
  send.hidden = at !== all.length - 1;
  back.hidden = at === 0;
  if (keep) return;
  all[at].querySelector(".survey-title, h1")?.focus();
  scrollTo(0, 0);
}
function go(number) {
  const missing = number > at ? lacking(screens()[at]) : [];
  missing.forEach(mark);
  if (missing.length) { missing[0].focus(); return; }
  show(number);
  history.pushState({ screen: at }, "");
}

async function send(button) {
  if (busy) { setTimeout(() => send(button), 200); return; }
  busy = true;
  clearTimeout(timer);
  const own = form();
  const body = new URLSearchParams(new FormData(own));
  if (button?.name) body.set(button.name, button.value);
  try {
    const answer = await fetch(own.getAttribute("action"), { method: "POST", body });
    if (answer.status >= 500 || answer.status === 429) throw new Error();
    if (answer.ok) {
      write(null);
      location.assign(answer.url);
      return;
    }
    if (answer.status === 422) shown(await answer.text());
    else say("refused");
  } catch {
    say("unsent");
    if (button) button.textContent = words("again");
  } finally {
    busy = false;
  }
}
// The same page with what is wrong beside the questions, as the server says it.
function shown(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.getElementById("main").replaceWith(document.importNode(page.getElementById("main"), true));
  start({ refused: true });
}

function start({ refused = false } = {}) {
  if (!form()) return;
  const kept = refused ? null : read();
  if (kept) fill(kept);
  if (isWhole()) {
    const wrong = screens().findIndex((screen) => screen.querySelector(".field-error"));
    const first = history.state?.screen ?? 0;
    show(wrong < 0 ? first : wrong, { keep: true });
  } else if (kept) {
    noted();
  }
  const summary = document.getElementById("error-summary");
  if (refused && summary) summary.focus();
}

document.addEventListener("input", (event) => {
  if (!form() || event.target.form !== form()) return;
  if (event.target.type === "radio" || event.target.value) unmark(event.target);
  noted();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-survey-next]")) go(at + 1);
  else if (event.target.closest("[data-survey-back]")) go(at - 1);
  const link = event.target.closest("#error-summary a");
  if (!link || !form() || !isWhole()) return;
  const field = document.getElementById(link.hash.slice(1));
  const place = screens().findIndex((screen) => screen.contains(field));
  if (place >= 0) { show(place, { keep: true }); field.focus(); }
});
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  event.stopPropagation(); // what sends the same form twice, `send` sees to itself
  if (isWhole() && at < screens().length - 1) go(at + 1);
  else if (isWhole() && lacking(screens()[at]).length) go(at + 1);
  else send(event.submitter);
}, true);
addEventListener("popstate", ({ state }) => { if (form() && isWhole()) show(state?.screen ?? 0); });
addEventListener("online", () => { if (form() && read() && !isWhole()) later(0); });

start();
