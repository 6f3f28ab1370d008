/* Everything works without this file. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const said = new WeakMap();

  function focusErrors() {
    const summary = byId("error-summary");
    if (summary && !said.has(summary)) summary.focus();
    if (summary) said.set(summary, "");
  }

  // A live region speaks only when its text changes; each text is a paragraph of its own.
  function announce(texts) {
    const status = byId("status");
    const say = (text) => status.appendChild(document.createElement("p")).append(text);
    status.textContent = "";
    setTimeout(() => texts.forEach(say), 50);
  }

  // What is new in a data-announce is read out after a swap.
  function newAnnouncements() {
    const texts = [];
    for (const element of document.querySelectorAll("[data-announce]")) {
      const text = element.dataset.announce;
      if (text && said.get(element) !== text) texts.push(text);
      said.set(element, text);
    }
    return texts;
  }

  // A wide table scrolls by keyboard too, and says what it is.
  function labelScrollers() {
    for (const box of document.querySelectorAll(".table-wrap")) {
      const table = box.querySelector("table");
      const wide = box.scrollWidth > box.clientWidth;
      box.toggleAttribute("tabindex", wide);
      if (wide) box.tabIndex = 0;
      box.role = wide ? "region" : null;
      box.ariaLabel = wide ? table.caption?.textContent ?? table.ariaLabel : null;
    }
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.account[open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  function problem(text) { byId("problem").textContent = text; }

  // The page has the sentences: what it means, why, what to do.
  function lost(ctx, why) {
    const names = [ctx.request.method === "GET" ? "stale" : "unsaved", why, "again"];
    problem(names.map((name) => byId("problem").getAttribute(`data-words-${name}`)).join(" "));
  }

  // How many characters are left, once few are; the server counts a new line as two.
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const TOLD_AT = [0, 20, 100, 500];
  function countLeft(text) {
    const { limit } = text.dataset;
    const near = Math.max(20, limit / 10);
    const step = (of) => of < 0 ? -1 : TOLD_AT.find((most) => of <= most && most <= near) ?? Infinity;
    const left = limit - [...text.value.replace(/\n/g, "\r\n")].length;
    let place = text.parentElement.querySelector(".left");
    if (!place && step(left) === Infinity) return;
    place ??= text.parentElement.appendChild(document.createElement("p"));
    place.classList.add("left");
    place.classList.toggle("field-error", left < 0);
    place.classList.toggle("hint", left >= 0);
    const name = left < 0 ? "over" : "left";
    const words = (form) => byId("status").getAttribute(`data-words-${name}-${form}`);
    const told = words(plural.select(Math.abs(left))) ?? words("other");
    place.hidden = step(left) === Infinity;
    place.textContent = told.replace("#count", Math.abs(left));
    if (said.get(place) !== step(left) && !place.hidden) announce([place.textContent]);
    said.set(place, step(left));
  }

  document.addEventListener("htmx:before:request", () => problem(""));
  document.addEventListener("htmx:error", ({ detail }) => {
    if (detail.ctx) lost(detail.ctx, "silent");
  });
  document.addEventListener("htmx:response:error", ({ detail }) => {
    const { status } = detail.ctx.response;
    if (status >= 500) lost(detail.ctx, "failed");
    if (status === 401) lost(detail.ctx, "signed-out");
  });
  document.addEventListener("htmx:after:swap", () => {
    labelScrollers();
    focusErrors();
    announce(newAnnouncements());
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.account[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // A guarded text that was changed: other forms wait for it, and leaving asks.
  const unsaved = () => [...document.querySelectorAll("[data-guard] textarea")]
    .find((text) => text.value !== text.defaultValue);
  const isLost = () => [unsaved()].some((text) => text && text.value !== text.dataset.kept);
  let sending = false;
  document.addEventListener("submit", (event) => {
    const text = unsaved();
    sending = !text || text.form === event.target || event.target.matches(".tick");
    if (sending) return;
    event.preventDefault();
    event.stopPropagation();
    problem(text.form.dataset.guard);
    text.focus();
  }, true);
  document.addEventListener("input", ({ target }) => {
    sending = false;
    if (target.dataset.limit) countLeft(target);
  });
  // Who signs out leaves nothing of theirs on the device.
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action") !== "/sign-out") return;
    try {
      const own = Object.keys(localStorage).filter((name) => name.startsWith("waypost:"));
      for (const name of own) localStorage.removeItem(name);
    } catch { /* private mode: there is nothing */ }
  });
  // A second click would send the same form once more; htmx sees to its own.
  let sent = null;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "get") return;
    if (event.target === sent) event.preventDefault();
    sent = event.target;
    setTimeout(() => { sent = null; }, 1000);
  });
  addEventListener("beforeunload", (event) => { if (!sending && isLost()) event.preventDefault(); });
  addEventListener("resize", labelScrollers);

  newAnnouncements();
  labelScrollers();
  const summary = byId("error-summary"); // has autofocus: the browser itself goes there on load
  if (summary) said.set(summary, "");
})();
