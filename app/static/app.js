/* Everything works without this file. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const said = new WeakMap();

  // What went wrong, else what was done and what comes next.
  function focusNews() {
    const news = byId("error-summary") ?? document.querySelector("[data-arrive]");
    if (news && !said.has(news)) news.focus();
    if (news) said.set(news, "");
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
    focusNews();
    announce(newAnnouncements());
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.account[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // A second click would send the same form once more; htmx sees to its own.
  let sent = null;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method === "get" || event.submitter?.formTarget) return;
    if (event.target === sent) event.preventDefault();
    sent = event.target;
    setTimeout(() => { sent = null; }, 1000);
  });
  document.addEventListener("change", ({ target }) => {
    const opened = target.checked && target.dataset.opens && document.getElementById(target.dataset.opens);
    if (opened) opened.open = true;
  });
  addEventListener("resize", labelScrollers);

  newAnnouncements();
  labelScrollers();
  const summary = byId("error-summary"); // has autofocus: the browser itself goes there on load
  if (summary) said.set(summary, "");
})();
