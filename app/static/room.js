/* Beside a text: which part of it is being read, and a bookmark of that for the next visit. Nothing is
   measured: no time, no share of the text, only the last heading; the page works without it. */
const READ_AT = .4; // of the window's height: what has passed this is being read
const PAUSE = 3000; // at one heading, before it is the place
const APART = 20000; // between two notes

let noted = null; // the heading that the server has
let here = null;
let moved = false; // whoever has not moved has read nothing
let last = 0;
let timer = 0;

const text = () => document.getElementById("module");
const headings = () => [...text()?.querySelectorAll("h2[id]") ?? []];

function find() {
  const line = innerHeight * READ_AT;
  return headings().findLast((heading) => heading.getBoundingClientRect().top < line)?.id ?? null;
}

function mark() {
  for (const link of document.querySelectorAll("#contents .contents a[href^='#']")) {
    const isHere = here !== null && link.getAttribute("href") === `#${here}`;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

async function note() {
  clearTimeout(timer);
  const path = text()?.dataset.place;
  if (!path || !moved || here === null || here === noted) return;
  noted = here;
  last = Date.now();
  const body = new URLSearchParams({ heading: here });
  // Nobody is told when it fails: then the bookmark stays where it was.
  await fetch(path, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
}

function look() {
  const found = find();
  if (found === here) return;
  here = found;
  mark();
  clearTimeout(timer);
  timer = setTimeout(note, Math.max(PAUSE, last + APART - Date.now()));
}

let waiting = false;
addEventListener("scroll", () => {
  moved = true;
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; look(); });
}, { passive: true });
document.addEventListener("visibilitychange", () => { if (document.hidden) note(); });
document.addEventListener("htmx:after:swap", () => { here = find(); mark(); });
look();
