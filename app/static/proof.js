// Renews the proof when a field of the form is left. Its button does the same without this.
const form = document.getElementById("credit");
const button = document.querySelector("[data-proof]");
let waiting = null;

function renew() {
  const isBeside = button.offsetParent !== null; // a phone has a button instead
  if (isBeside) form.requestSubmit(button);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(renew, 200);
}

form.addEventListener("change", soon);
for (const control of document.querySelectorAll(".proof [form=credit]:not(button)")) {
  control.addEventListener("change", soon);
}
// Whoever enters the credit is not kept waiting by a proof.
form.addEventListener("submit", ({ submitter }) => {
  if (!submitter?.formTarget) clearTimeout(waiting);
});
soon();
