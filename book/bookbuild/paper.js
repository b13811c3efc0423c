// What `bookbuild.paper` asks of a page that it prints. An address in the book is "book/levitron#lv-3".

const paper = (() => {
  const LINES = 20; // of a program that is not torn
  const article = () => document.querySelector(".bd-article");

  /** The address of what a link leads to; null where that is no page of the book. */
  function address(link, root) {
    const url = new URL(link.href);
    if (!url.href.startsWith(root)) return null;
    const page = url.pathname.slice(new URL(root).pathname.length);
    return page.endsWith(".html")
      ? `${page.slice(0, -5)}#${decodeURIComponent(url.hash.slice(1).replace(/\?.*/, ""))}`
      : null;
  }

  let made = 0;
  const named = (element, kind) => {
    element.id ||= `${kind}-${++made}`;
    return element.id;
  };

  /** The words of a heading or a caption as HTML, without what is for the screen. */
  function words(element) {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(".headerlink, .on-page, [id]:empty")) part.remove();
    for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
    return { html: copy.innerHTML.trim(), text: plain(copy) };
  }

  /** Text of a heading, its formulas as they are read. */
  function plain(element) {
    const copy = element.cloneNode(true);
    for (const formula of copy.querySelectorAll(".katex-mathml")) formula.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /** Take out what stands elsewhere in the printed book: answers and solutions. */
  function takeOut(made) {
    const out = { answers: "", solutions: [] };
    if (made) return out;
    const absolute = (part) => {
      for (const link of part.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    };
    const answers = article().querySelector(".answers-printed");
    if (answers) {
      out.answers = answers.querySelector("ul").outerHTML;
      answers.remove();
    }
    let number = "";
    for (const solution of article().querySelectorAll("div.exercise, div.solution")) {
      if (solution.matches(".exercise")) {
        number = solution.querySelector(".caption-number").textContent.trim().split(/\s/).pop();
        continue;
      }
      // in its place it follows its exercise
      solution.querySelector(".admonition-title").append(` ${number}`);
      absolute(solution);
      for (const part of solution.querySelectorAll(".toggle-button, .headerlink")) part.remove();
      solution.classList.remove("toggle-hidden", "dropdown", "toggle");
      out.solutions.push(solution.outerHTML);
      solution.remove();
    }
    return out;
  }

  /** Nobody can unfold what is on paper: remarks are printed, hints are not. */
  function unfold() {
    for (const folded of article().querySelectorAll(".admonition.dropdown"))
      if (folded.closest(".exercise")) folded.remove();
      else folded.classList.remove("toggle-hidden", "dropdown", "toggle");
  }

  /** Make the page ready, or another with this HTML in its place: every reference has a place for a
   * number of a sheet, every heading and target can be found in the PDF. `terms` are [name, regular
   * expression]. */
  function prepare({ root, base, terms, html }) {
    if (html) article().innerHTML = html;
    const taken = takeOut(html);
    unfold();
    document.querySelector("#jb-print-docs-body")?.remove();
    // What a program prints stays whole, unless it is long; orphans and widows do not do it.
    for (const printed of article().querySelectorAll(".highlight pre"))
      if (printed.textContent.trim().split("\n").length <= LINES) printed.style.breakInside = "avoid";
    // A section begins where its heading stands, also if that moved to the next sheet.
    for (const section of article().querySelectorAll("section")) {
      const head = section.querySelector(":scope > :is(h1, h2, h3, h4)");
      if (!head) continue;
      for (const label of section.querySelectorAll(":scope > span[id]:empty")) head.prepend(label);
      if (section.id && !head.id) {
        head.id = section.id;
        section.removeAttribute("id");
      }
    }
    const heads = [...article().querySelectorAll("h1, h2, h3")]
      .filter((head) => head.checkVisibility() && !head.closest(".admonition, .exercise"))
      .map((head) => ({ id: named(head, "head"), level: Number(head.tagName[1]), ...words(head) }));
    // what sets a figure on the screen leads to it on the site, or to its picture
    for (const link of article().querySelectorAll("a.mag-set")) {
      const of = address(link, root);
      link.href = base ? base + of.replace(/#.*/, ".html") + new URL(link.href).hash : `${root}${of.replace("#", ".html#")}`;
      link.classList.add("reference");
    }
    const symbols = [...article().querySelectorAll("tr")]
      .filter((row) => row.cells[0].matches("td") && plain(row.closest("table").rows[0].cells[0]) === "symbol")
      .map((row) => ({ id: named(row, "symbol"), cells: [...row.cells].map((cell) => cell.innerHTML) }));
    const functions = [...article().querySelectorAll("dt.sig[id]")].map((signature) => signature.id);
    for (const link of article().querySelectorAll("a.reference[href]")) {
      const of = address(link, root);
      // a citation names author and year; a title or a table of contents says where by itself
      const plainly = !of || of.startsWith("book/bibliography#") || link.closest("h1, h2, h3, h4");
      if (plainly || !link.checkVisibility()) continue;
      const number = document.createElement("span");
      number.className = "on-page";
      number.dataset.of = of;
      named(number, "ref");
      link.append(number);
    }
    const found = index(terms);
    anchor();
    return { heads, terms: found, taken, symbols, functions };
  }

  /** Where a term stands: for each section, where it is named first, or set off. */
  function index(terms) {
    const found = [];
    if (!terms.length) return found;
    const skipped = "pre, code, .katex, script, style, template, .answers-printed, .on-page";
    const walker = document.createTreeWalker(article(), NodeFilter.SHOW_TEXT);
    const texts = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const around = text.parentElement;
      if (!text.data.trim() || around.closest(skipped) || !around.checkVisibility()) continue;
      const section = text.parentElement.closest(".bd-article > section > section, .bd-article > section");
      texts.push({ text, section, strong: !!around.closest("h1, h2, h3, h4, strong, em, dfn, .admonition-title") });
    }
    const marks = [];
    for (const [name, pattern] of terms) {
      const sections = new Map();
      for (const { text, section, strong } of texts)
        for (const match of text.data.matchAll(new RegExp(pattern, "giu"))) {
          const best = sections.get(section);
          if (!best) sections.set(section, { text, at: match.index, strong, count: 1 });
          else {
            best.count++;
            if (strong && !best.strong) Object.assign(best, { text, at: match.index, strong });
          }
        }
      for (const place of sections.values()) marks.push({ name, ...place });
    }
    // from the back, so that the places before stay where they are
    marks.sort((one, other) => other.at - one.at);
    for (const { name, text, at, strong, count } of marks) {
      const mark = document.createElement("span");
      text.splitText(at).before(mark);
      found.push({ name, id: named(mark, "term"), strong, count, mark });
    }
    found.sort((one, other) => (one.mark.compareDocumentPosition(other.mark) & 4 ? -1 : 1)); // as they follow
    return found.map(({ mark, ...place }) => place);
  }

  /** The PDF tells the place of what a link in its own page leads to. */
  function anchor() {
    for (const target of article().querySelectorAll("[id]:not(svg [id], .katex [id])")) {
      const link = document.createElement("a");
      link.hidden = true;
      link.href = `#${encodeURIComponent(target.id)}`;
      document.body.append(link);
    }
  }

  /** Under each figure, how one comes to it: its address, and as a code where the site has one. */
  function addresses(codes) {
    for (const figure of article().querySelectorAll("figure[data-figure]")) {
      const { address, code } = codes[figure.id];
      const where = document.createElement("div");
      where.className = "figure-address";
      where.innerHTML = `${code}<span>Live: <span class="address"></span></span>`;
      where.querySelector(".address").textContent = address;
      (figure.querySelector(".mag-panel") ?? figure).append(where);
    }
  }

  /** Write the numbers of the sheets. A reference to the sheet on which it stands has none, unless it
   * had one before: else numbers might come and go for ever. */
  function number(sheets, page) {
    const before = numbered();
    for (const place of document.querySelectorAll(".on-page")) {
      const at = sheets[place.dataset.of];
      if (at === undefined) continue;
      if (at !== sheets[`${page}#${place.id}`] || place.textContent) place.textContent = `p. ${at}`;
    }
    for (const place of document.querySelectorAll(".page-of")) {
      place.textContent = sheets[place.dataset.of] ?? "";
      const twin = place.previousElementSibling;
      place.hidden = twin?.matches(".page-of") && twin.textContent === place.textContent;
    }
    return numbered() !== before;
  }

  const numbered = () =>
    [...document.querySelectorAll(".on-page, .page-of")].map((place) => place.textContent).join(" ");

  return { prepare, addresses, number };
})();
