/* The room of a session: its clock goes on, and what is quoted is copied. The page works without. */
const SECOND = 1000;
const since = new WeakMap(); // what this clock showed when the page came

function clockOf(hand) {
  if (!since.has(hand)) since.set(hand, Date.now());
  return Number(hand.dataset.now) + (Date.now() - since.get(hand)) / SECOND;
}

const shown = new WeakMap();

// Changes nothing that is so already: what somebody has selected stays so.
function write(element, text) {
  if (shown.get(element) === text) return;
  shown.set(element, text);
  element.textContent = text;
}

function turn() {
  const hand = document.querySelector("[data-hand]");
  if (!hand) return;
  const now = clockOf(hand);
  const seconds = now - Number(hand.dataset.starts);
  const time = { hour: "numeric", minute: "2-digit", timeZone: hand.dataset.zone };
  write(hand.querySelector("[data-clock]"), new Date(now * SECOND).toLocaleTimeString(document.documentElement.lang, time));
  write(hand.querySelector("[data-minute]"), hand.dataset.wordsMinute.replace("#count", Math.max(0, Math.floor(seconds / 60))));
  let left = "";
  for (const step of document.querySelectorAll("#plan li[data-from]")) {
    const [from, to] = [step.dataset.from * 60, step.dataset.to * 60];
    const isOn = from <= seconds && seconds < to;
    step.classList.toggle("on", isOn);
    step.classList.toggle("past", to <= seconds);
    if (!isOn) continue;
    left = hand.dataset.wordsLeft.replace("#count", Math.ceil((to - seconds) / 60));
    step.querySelector("progress").value = Math.floor((seconds - from) / 60);
  }
  write(hand.querySelector("[data-left]"), left);
}

// A page that is not served over https has no clipboard: then the text is there to be selected.
function offer() {
  for (const box of document.querySelectorAll("[data-copy]")) box.hidden = !navigator.clipboard;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-chat]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.chat);
  document.getElementById("status").textContent = button.dataset.wordsCopied;
  button.lastChild.textContent = button.dataset.wordsCopied;
});
document.addEventListener("htmx:after:swap", () => { offer(); turn(); });
setInterval(turn, SECOND);
offer();
turn();
