// What every page can do, beside its figures.

// The drawers of narrow screens: a way out, and out of the way once a link in them is followed.
for (const sidebar of document.querySelectorAll("#pst-primary-sidebar, #pst-secondary-sidebar"))
  sidebar.insertAdjacentHTML(
    "afterbegin",
    '<form method="dialog" class="drawer-close"><button class="btn" aria-label="Close">✕</button></form>',
  );
for (const drawer of document.querySelectorAll("dialog[id$='sidebar-modal']"))
  drawer.addEventListener("click", ({ target }) => target.closest("a[href]") && drawer.close());

/** Of a console's text, what was typed. */
const typed = (text) =>
  text.startsWith(">>> ") ? text.replace(/^(?!>>>|\.\.\.).*\n?/gm, "").replace(/^.{3} ?/gm, "") : text;

for (const program of document.querySelectorAll(".bd-article .highlight:not(.output .highlight)")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.ariaLabel = "Copy the program";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(typed(program.querySelector("pre").textContent));
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  program.append(button);
}

// The attribute has no effect between files on a disk, which a browser then shows as text.
for (const link of document.querySelectorAll(".btn[href*='_sources/']")) {
  link.download = "";
  if (location.protocol === "file:") link.title += ": save the link, do not open it";
}

/** Print one kind of thing alone: "exercises" or "solutions". */
globalThis.printOnly = (what) => {
  document.documentElement.dataset.print = what;
  addEventListener("afterprint", () => delete document.documentElement.dataset.print, { once: true });
  print();
};

// Paper is white.
addEventListener("beforeprint", () => {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset.theme = "light";
  addEventListener("afterprint", () => (dataset.theme = theme), { once: true });
});

// What scrolls in the page can be reached by keys. A browser is asked about what comes into sight.
const scrolling = new IntersectionObserver((boxes) => {
  for (const { target: box, isIntersecting } of boxes)
    if (isIntersecting)
      box.tabIndex = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? 0 : -1;
});
for (const box of document.querySelectorAll(".highlight pre, .cell_output > .output, .pst-scrollable-table-container"))
  scrolling.observe(box);

// Where what is read does not stay in its place while sizes change above it, sections that are out of
// sight are passed over (book.css) once all is laid out, so that their sizes are known, and anew where
// the page takes another width. It pays on pages with figures, which move.
const holdsStill = CSS.supports("(overflow-anchor: auto) and (not (-moz-appearance: none))");
if (!holdsStill && document.querySelector("figure[data-figure]"))
  addEventListener("load", async () => {
    await document.fonts.ready;
    const article = document.querySelector(".bd-article");
    const { dataset } = document.documentElement;
    let width;
    new ResizeObserver(() => {
      if (article.clientWidth === width) return;
      width = article.clientWidth;
      delete dataset.laidOut;
      requestAnimationFrame(() => setTimeout(() => (dataset.laidOut = "")));
    }).observe(article);
  });

// What a reference of this page refers to, under the pointer: an equation, a section's beginning, an
// exercise. A finger has no pointer: it follows the link.
const card = document.createElement("div");
card.className = "reference-card";
card.popover = "manual";
card.role = "tooltip";
document.body.append(card);

/** A copy of what has this id, without what belongs to one place alone. */
function preview(id) {
  let target = document.getElementById(id);
  if (target?.matches("span:empty")) target = target.parentElement; // a section's label
  if (!target || target.matches("figure, section:not(:has(> h2, > h3))")) return null;
  const parts = target.matches("section")
    ? [...target.children].filter((part) => part.matches("h2, h3, p, .math")).slice(0, 2)
    : [target.matches("div.math, .admonition") ? target : target.closest("div.math, .admonition, p")];
  if (!parts[0]) return null;
  const copies = parts.map((part) => part.cloneNode(true));
  for (const copy of copies)
    for (const part of [copy, ...copy.querySelectorAll("*")]) {
      part.removeAttribute("id");
      if (part.matches(".headerlink, .answer, .toggle-button")) part.remove();
    }
  return copies;
}

let waiting;
function showCard(link) {
  const parts = preview(decodeURIComponent(link.hash.slice(1)));
  if (!parts) return;
  card.replaceChildren(...parts);
  card.showPopover();
  const [at, size] = [link.getBoundingClientRect(), card.getBoundingClientRect()];
  const above = at.top - size.height - 8;
  card.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
}
function hideCard() {
  clearTimeout(waiting);
  if (card.matches(":popover-open")) card.hidePopover();
}
for (const link of document.querySelectorAll(".bd-article a.reference.internal[href^='#']")) {
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(showCard, 150, link);
  };
  link.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && later());
  link.addEventListener("focus", () => link.matches(":focus-visible") && later());
  for (const event of ["pointerleave", "blur", "click"]) link.addEventListener(event, hideCard);
}
addEventListener("scroll", hideCard, { passive: true });
addEventListener("keydown", ({ key }) => key === "Escape" && hideCard());
