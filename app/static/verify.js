/* Verifying works without this: the address can be selected, the file chosen. */
const form = document.querySelector("[data-drop]");

// A file that misses the zone would replace the page, so it is taken wherever it falls.
function take(event) {
  form.classList.remove("over");
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  const only = new DataTransfer();
  only.items.add(file);
  form.elements.file.files = only.files;
  form.requestSubmit();
}

function hover(event) {
  if (![...event.dataTransfer.items].some(({ kind }) => kind === "file")) return;
  event.preventDefault();
  form.classList.add("over");
}

if (form) {
  document.addEventListener("dragover", hover);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", take);
}

// A page that is not served over https has no clipboard: then the address is there to be selected.
for (const box of document.querySelectorAll("[data-copies]")) {
  const button = box.querySelector("button");
  box.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(box.dataset.copies).textContent);
    button.textContent = button.dataset.wordsCopied;
    document.getElementById("status").textContent = button.dataset.wordsCopied;
  });
}
