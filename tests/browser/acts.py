"""Acts of a page that are out of reach at some width, asked of the browser that shows it."""

from playwright.sync_api import Page

WIDTHS = (320, 390, 820, 860, 900, 1200)
"""Phones, a desktop, and what is between: there a table has its columns, and little room."""
HIDDEN = """(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  const isCut = (area, box) => area.right > box.right + 1 || area.left < box.left - 1;
  // Boxes around many acts are asked for their style once: to ask takes most of the time.
  const styles = new Map();
  const styleOf = (box) => {
    if (!styles.has(box)) {
      const { clipPath, overflowX } = getComputedStyle(box);
      styles.set(box, { clips: clipPath !== "none", hides: overflowX !== "visible" });
    }
    return styles.get(box);
  };
  const acts = "a[href], button, input, select, textarea, summary";
  for (const act of document.querySelectorAll(acts)) {
    if (!act.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const around = [];
    for (let box = act.parentElement; box; box = box.parentElement) around.push(box);
    // What is only for screen readers is cut on purpose.
    if ([act, ...around].some((box) => styleOf(box).clips)) continue;
    const edges = around.filter((box) => styleOf(box).hides);
    const areas = [...act.getClientRects()];
    if (edges.some((box) => areas.some((area) => isCut(area, box.getBoundingClientRect()))))
      found.push(`cut: ${act.textContent.trim() || act.name}`);
  }
  for (const box of document.querySelectorAll(".table-wrap"))
    if (box.scrollWidth > box.clientWidth && !(box.tabIndex === 0 && box.ariaLabel))
      found.push(`no way to scroll: ${box.textContent.trim().slice(0, 40)}`);
  return found;
})()"""
"""Nothing scrolls sideways but tables, which can be scrolled by keyboard, and no act is cut off."""


def hidden_acts(page: Page) -> dict[int, list[str]]:
    """What is hidden or too wide, by width; the page ends as wide as a desktop."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        if hidden := page.evaluate(HIDDEN):
            found[width] = hidden
    return found
