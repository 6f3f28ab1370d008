"""What is too small for a finger on a page, asked of the browser that shows it."""

SMALL_TARGETS = r"""
() => {
  const flows = (element) => getComputedStyle(element).display === "inline";
  const textAround = (link) => {
    let around = link.parentElement;
    while (flows(around)) around = around.parentElement;
    const rest = around.cloneNode(true);
    rest.querySelectorAll("a, .vh").forEach((part) => part.remove());
    return /[\p{L}\p{N}]/u.test(rest.textContent);
  };
  const target = (control) => {
    if (control.matches("[type=radio], [type=checkbox]")) {
      return control.closest(".choice, label") ?? control.labels[0] ?? control;
    }
    return control.matches("a.task-title") ? control.closest(".task") : control;
  };
  const shown = (control) => !control.disabled && !control.closest(".vh, .skip, svg")
    && control.checkVisibility({ visibilityProperty: true });
  const inText = (control) => control.localName === "a" && flows(control) && textAround(control);
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(controls)]
    .filter((control) => shown(control) && !inText(control))
    .map((control) => [control.outerHTML, target(control).getBoundingClientRect().height])
    .filter(([, height]) => height < 43.9)
    .map(([html, height]) => `${html.slice(0, 120)} is ${Math.round(height)} px high`);
}
"""
"""Links in a text are as high as its lines, as WCAG 2.5.8 allows; a task is pressed as a whole."""
