/* How long a code is shown; when its time is over, the page asks for the next one at once. Without this
   the number is the one of the page's load. */
(() => {
  "use strict";
  const ends = new Map(); // by code: the same one is on the page as long as it is shown

  function count(element) {
    const { code, seconds, words } = element.dataset;
    if (!ends.has(code)) ends.set(code, performance.now() + seconds * 1000);
    const left = Math.ceil((ends.get(code) - performance.now()) / 1000);
    element.textContent = words.replace("#seconds", Math.max(left, 0));
    if (left === 0) element.closest("[data-hx-get]")?.dispatchEvent(new Event("due"));
  }

  setInterval(() => document.querySelectorAll("[data-seconds]").forEach(count), 1000);
})();
