/* What the server would refuse of a file is said before it is sent, which can take an hour: that it is too
   large, or that a link is given, too. Without this the server says it afterward. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-either]");

  function look() {
    for (const input of form.querySelectorAll("input[data-most]")) {
      const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.most));
      input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
    }
    const { file, link } = form.elements;
    link.setCustomValidity(file.files.length && link.value.trim() ? form.dataset.either : "");
  }

  form?.addEventListener("input", look);
})();
