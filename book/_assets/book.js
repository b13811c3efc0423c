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

// On a page with figures, sections that are out of sight are passed over (book.css): once all is laid
// out, so that their sizes are known, and anew where the page takes another width.
if (document.querySelector("figure[data-figure]"))
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
