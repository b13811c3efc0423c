// How a figure's present state is shown elsewhere: by a code to scan, in a frame of another page, on
// the page that holds the figure alone.
import { find, setAttribute, setText } from "./dom.js";
import { escapeHtml } from "./html.js";
import { beside, load } from "./load.js";

const FOOT = 70; // pixels: what stands below a figure on its own page, and what is larger in it
const WIDEST = "62rem"; // where a figure alone grows no more

const OPEN = "Open it alone";
const SCAN = "Scan this, and the figure opens as it stands.";
const AT_HOME = "This address leads to your own machine: a phone cannot open it.";
const WRONG = "Mend the field in red first.";
const ON_DISK =
  "This page lies on a disk: a phone cannot open it, nor can another page frame it. Put the site " +
  "on a web server, and a code to scan stands here.";

const onDisk = () => location.protocol === "file:";
const atHome = () => /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);

export class Share {
  /** @param {HTMLElement} root  of the figure  @param {string} id  @param {string} title
   * @param {() => string | null} address  its state; null while a field is wrong */
  constructor(root, id, title, address) {
    this.root = root;
    this.id = id;
    this.title = title;
    this.address = address;
    /** @type {HTMLElement | null} */
    this.panel = null;
  }

  /** Where the figure stands alone. */
  get alone() {
    return beside(`../../figures/${this.id}.html`);
  }

  /** How high the figure is at its greatest width, where its views are as high as they get, and as
   * wide as it is here: a page that frames it may give it either. */
  get #height() {
    const { panel, root } = this;
    const heights = [WIDEST, ""].map((width) => {
      root.style.width = width;
      return root.offsetHeight - (panel?.offsetHeight ?? 0);
    });
    return Math.max(...heights) + FOOT;
  }

  /** What shows the figure in a page of the reader's. */
  get frame() {
    const { alone, title } = this;
    return (
      `<iframe src="${escapeHtml(alone + this.address())}" title="${escapeHtml(title)}" ` +
      `width="100%" height="${this.#height}" style="border: 0" loading="lazy" ` +
      `allow="fullscreen; clipboard-write"></iframe>`
    );
  }

  /** @param {HTMLElement} button */
  async toggle(button) {
    if (this.panel) this.panel.hidden = !this.panel.hidden;
    else this.panel = this.#build();
    setAttribute(button, "aria-expanded", String(!this.panel.hidden));
    await this.show();
  }

  #build() {
    const panel = document.createElement("div");
    panel.className = "mag-share";
    panel.dataset.share = this.id;
    const here = location.href.split(/[?#]/)[0] === this.alone;
    panel.innerHTML =
      `<div class="mag-scan" role="img" hidden></div><div><p role="status"></p>` +
      `<p class="mag-share-ways">` +
      (onDisk() ? "" : `<button type="button" data-do="embed">Copy embed code</button>`) +
      (here ? "" : `<a target="_blank">${OPEN}</a>`) +
      `</p></div>`;
    find(this.root, ".mag-actions").after(panel);
    return panel;
  }

  /** Let the panel, where there is one, speak of the present state. */
  async show() {
    const { panel } = this;
    if (!panel || panel.hidden) return;
    const [scan, words] = [find(panel, ".mag-scan"), find(panel, "[role=status]")];
    const hash = this.address();
    const link = panel.querySelector("a");
    if (link) link.href = this.alone + (hash ?? `#${this.id}`);
    scan.hidden = !hash || onDisk();
    if (scan.hidden) {
      setText(words, onDisk() ? ON_DISK : WRONG);
      return;
    }
    try {
      await load("scan.js");
      const text = location.href.split("#")[0] + hash;
      scan.innerHTML = window.livefigureScan(text);
      setAttribute(scan, "aria-label", `Code to scan, of ${text}`);
      setText(words, atHome() ? AT_HOME : SCAN);
    } catch (error) {
      setText(words, `${error}`);
    }
  }
}
