// Renews the proof when a field of the form is left. Its button does the same without this.
const form = document.getElementById("credit");
const button = document.querySelector("[data-proof]");
const frame = document.querySelector("iframe[name=proof]");
const state = document.querySelector("[data-proof-state]");
const PATIENCE = 30000;
let waiting = null;
let printing = null; // while one is printed, the next one waits for it
let again = false;

function renew() {
  if (button.offsetParent === null) return; // a phone has a button instead
  if (printing) again = true;
  else form.requestSubmit(button);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(renew, 200);
}

function printed() {
  clearTimeout(printing);
  printing = null;
  state.hidden = true;
  if (again) soon();
  again = false;
}

form.addEventListener("change", soon);
for (const control of document.querySelectorAll(".proof [form=credit]:not(button)")) {
  control.addEventListener("change", soon);
}
form.addEventListener("submit", ({ submitter }) => {
  if (submitter === button) {
    state.hidden = false;
    clearTimeout(printing);
    printing = setTimeout(printed, PATIENCE);
  } else if (!submitter?.formTarget) clearTimeout(waiting); // who enters the credit does not wait for a proof
});
frame.addEventListener("load", printed);
soon();
