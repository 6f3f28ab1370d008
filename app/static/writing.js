/* While people write: a reflection or a make-up is kept, on the device at once and on the server after a pause,
   nothing of it is left unsaved unasked, and a field says how much it still takes. It comes after the page, which works without it. */
const PREFIX = "waypost:reflection:";
const PAUSE = 2000; // after the last key
const LONGEST = 15000; // while somebody goes on writing
const RETRY = 30000;
const FORGOTTEN = 14 * 24 * 3600 * 1000;
const status = document.getElementById("status");
const windows = new BroadcastChannel("waypost-reflection");

let form = null;
let kept = null; // what the server has, as `written` gives it; null: nothing of what is here
let keptAt = null;
let said = "";
let timer = 0;
let since = 0; // when what is not on the server yet was begun
let busy = false;
let stopped = false; // something newer was written elsewhere, which only its writer can settle

const fields = () => form.elements;
const isShared = () => fields().shared?.checked ?? false; // only a reflection can be
const written = () => JSON.stringify([fields().text.value, isShared()]);
const key = () => PREFIX + form.dataset.draft + form.getAttribute("action");

// A device may refuse to keep anything: then there is only the server.
function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}
function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ ...value, at: Date.now() }));
  } catch { /* private mode, or full */ }
}
function forgetOld() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && Date.now() - (read(name)?.at ?? 0) > FORGOTTEN) write(name, null);
    }
  } catch { /* private mode */ }
}

const place = () => form.querySelector("[data-draft-state]");
function say(name, count = 0) {
  place().textContent = place().getAttribute(`data-words-${name}`).replace("#count", count);
}

// Read out once when it changes for good or for bad, not at every save.
function tell(name) {
  if (said === name) return;
  said = name;
  status.textContent = place().getAttribute(`data-words-${name}`);
}

function showAge() {
  if (!form?.isConnected || keptAt === null || written() !== kept) return;
  const minutes = Math.floor((Date.now() - keptAt) / 60000);
  if (minutes < 1) say("now");
  else if (minutes < 60) say("min", minutes);
  else say("hour", Math.floor(minutes / 60));
}

function fill({ text, shared }) {
  fields().text.value = text;
  if (fields().shared) fields().shared.checked = shared;
}

function failed(name) {
  say(name);
  tell(name);
}

function took(seen, sent) {
  fields().seen.value = seen;
  kept = sent;
  keptAt = Date.now();
  [fields().text.dataset.kept] = JSON.parse(sent); // leaving does not ask any more
  if (written() === sent) write(key(), null);
  const [text, shared] = JSON.parse(sent);
  windows.postMessage({ key: key(), text, shared, seen });
  showAge();
  tell("now");
}

const PROBLEMS = { 401: "device", 409: "newer", 422: "long" };
async function send() {
  clearTimeout(timer);
  if (!form?.isConnected || stopped) return;
  if (written() === kept) { // typed and taken back: nothing of it is missing anywhere
    since = 0;
    write(key(), null);
    return;
  }
  if (busy) { later(PAUSE); return; }
  busy = true;
  const at = form;
  const sent = written();
  const [text, shared] = JSON.parse(sent);
  const body = new URLSearchParams({ seen: fields().seen.value, text: text.replace(/\n/g, "\r\n") });
  if (shared) body.set("shared", "yes");
  try {
    const answer = await fetch(`${form.getAttribute("action")}/draft`, {
      method: "POST", body, keepalive: true, headers: { "HX-Request": "true" },
    });
    if (form !== at || !at.isConnected) return;
    since = 0;
    if (answer.ok) {
      took((await answer.json()).seen, sent);
      if (written() !== kept) later(PAUSE);
    } else {
      stopped = answer.status === 409;
      failed(PROBLEMS[answer.status] ?? "device");
      const problem = document.getElementById("problem");
      if (answer.status === 401) problem.textContent = problem.dataset.wordsSignedOut;
      if (!PROBLEMS[answer.status]) later(RETRY);
    }
  } catch {
    if (form !== at || !at.isConnected) return;
    failed("device");
    later(RETRY);
  } finally {
    busy = false;
  }
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

function typed() {
  write(key(), { text: fields().text.value, shared: isShared(), seen: fields().seen.value });
  since ||= Date.now();
  later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

// What was typed here before something newer was written elsewhere: offered, never put in by itself.
// Its words are on the page of versions, which is asked for only then.
async function offer() {
  form.querySelector("[data-draft-other]")?.remove();
  const other = read(`${key()}/other`);
  const at = form;
  if (!other) return;
  try {
    const answer = await fetch(form.dataset.other ?? form.getAttribute("action"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = document.importNode(page.querySelector("[data-draft-other]"), true);
    box.querySelector("blockquote").textContent = other.text;
    box.hidden = false;
    if (form === at) at.prepend(box);
  } catch { /* it stays on the device, and is offered the next time */ }
}
function settle(use) {
  const other = read(`${key()}/other`);
  const here = { text: fields().text.value, shared: isShared() };
  write(`${key()}/other`, use && here.text.trim() ? here : null);
  if (use && other) {
    fill(other);
    typed();
  }
  offer();
}

function takeUp() {
  const device = read(key());
  const isHere = device && JSON.stringify([device.text, device.shared]) === written();
  if (!device || isHere) {
    if (isHere && kept === written()) write(key(), null);
    return;
  }
  if (device.seen === fields().seen.value) {
    fill(device);
    say("device");
    typed();
    return;
  }
  if (device.text.trim() && device.text !== fields().text.value) write(`${key()}/other`, device);
  write(key(), null);
}

function start() {
  const found = document.querySelector("form[data-draft]");
  if (!found) { form = null; return; }
  form = found;
  const { text, shared } = fields();
  const isRefused = text.hasAttribute("aria-invalid"); // it shows what was typed, which nobody has
  stopped = form.hasAttribute("data-both");
  kept = isRefused ? null : JSON.stringify([text.defaultValue, shared?.defaultChecked ?? false]);
  keptAt = form.dataset.age ? Date.now() - Number(form.dataset.age) * 1000 : null;
  if (isRefused) write(key(), { text: text.value, shared: isShared(), seen: fields().seen.value });
  else takeUp();
  offer();
  showAge();
}

windows.addEventListener("message", ({ data }) => {
  if (!form?.isConnected || data.key !== key() || data.seen === fields().seen.value) return;
  if (stopped) return;
  if (written() === kept) {
    fill(data);
    fields().seen.value = data.seen;
    fields().text.dataset.kept = data.text;
    kept = written();
    keptAt = Date.now();
    showAge();
  } else {
    stopped = true;
    clearTimeout(timer);
    failed("newer");
  }
});
// How many characters are left, once few are; the server counts a new line as two.
const counted = new WeakMap(); // which of these steps was read out at a field
const TOLD_AT = [0, 20, 100, 500];
function countLeft(field) {
  const { limit } = field.dataset;
  const near = Math.max(20, limit / 10);
  const step = (of) => of < 0 ? -1 : TOLD_AT.find((most) => of <= most && most <= near) ?? Infinity;
  const left = limit - [...field.value.replace(/\n/g, "\r\n")].length;
  let place = field.parentElement.querySelector(".left");
  if (!place && step(left) === Infinity) return;
  place ??= field.parentElement.appendChild(document.createElement("p"));
  place.classList.add("left");
  place.classList.toggle("field-error", left < 0);
  place.classList.toggle("hint", left >= 0);
  const name = left < 0 ? "over" : "left";
  const words = status.getAttribute(`data-words-${name}`);
  place.hidden = step(left) === Infinity;
  place.textContent = words.replace("#count", Math.abs(left));
  if (counted.get(place) !== step(left) && !place.hidden) status.textContent = place.textContent;
  counted.set(place, step(left));
}

// A guarded text that was changed: other forms wait for it, and leaving asks.
const unsaved = () => [...document.querySelectorAll("[data-guard] textarea")]
  .find((text) => text.value !== text.defaultValue);
let sending = false;
document.addEventListener("submit", (event) => {
  const text = unsaved();
  sending = !text || text.form === event.target || event.target.matches(".tick");
  if (sending) return;
  event.preventDefault();
  event.stopPropagation();
  document.getElementById("problem").textContent = text.form.dataset.guard;
  text.focus();
}, true);
document.addEventListener("input", () => { sending = false; });
addEventListener("beforeunload", (event) => {
  const text = unsaved(); // as kept
  if (!sending && text?.value !== text?.dataset.kept) event.preventDefault();
});

const isOurs = (event) => form?.isConnected && event.target.form === form;
document.addEventListener("input", (event) => {
  if (event.target.dataset.limit) countLeft(event.target);
  if (isOurs(event)) typed();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-draft-drop]") && form) write(key(), null);
  const choice = form && target.closest("[data-draft-use], [data-draft-forget]");
  if (choice) settle(choice.hasAttribute("data-draft-use"));
});
// Who signs out leaves nothing of theirs on the device.
document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action") !== "/sign-out") return;
  try {
    const own = Object.keys(localStorage).filter((name) => name.startsWith("waypost:"));
    for (const name of own) localStorage.removeItem(name);
  } catch { /* private mode: there is nothing */ }
});
document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
document.addEventListener("htmx:after:swap", start);
addEventListener("online", send);
setInterval(showAge, 30000);
forgetOld();
start();
