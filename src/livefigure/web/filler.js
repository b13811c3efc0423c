// Chromium's form filler and what is far from the reader.
//
// When a page is there, when it has loaded and when a form is added, it asks each form and each field
// for text whether it can be seen. That has all around them laid out which is otherwise passed over,
// most of a chapter. So forms come once it has looked at the page, and until it has looked at these
// too, fields are hidden where nobody sees them.

const LOOK = 300; // ms in which it has looked at what was added

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const formsMayCome = new Promise((resolve) => {
  if (document.readyState === "complete") resolve(null);
  else addEventListener("load", resolve);
}).then(() => later(0));

/** Give the fields in a box a form of their own, once one may come; nothing moves. Fields without one
 * it takes for those of one form, and looks at all of the page's when one of them has the focus.
 * @param {Element} box */
export async function giveForm(box) {
  await formsMayCome;
  const form = document.createElement("form");
  form.id = `form-${Math.random().toString(36).slice(2)}`; // a notebook's cells count by themselves
  form.noValidate = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.append(form);
  for (const input of box.querySelectorAll("input, [type=submit]"))
    input.setAttribute("form", form.id);
}

/** Hide the page's fields that are passed over until it has looked, or until they come near. */
export async function hideFromFiller() {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
    // not those that are hidden already, and come back by themselves
    document.querySelectorAll(":is(.mag-number, .answer-field) > input:not([type=hidden])")
  );
  /** What is hidden, by where it stands. @type {Map<Element, {field: HTMLInputElement, type: string}>} */
  const hidden = new Map();
  for (const field of fields)
    if (field.parentElement && field.checkVisibility?.({ contentVisibilityAuto: true }) === false)
      hidden.set(field.parentElement, { field, type: field.type });
  /** @param {Element} place */
  const show = (place) => {
    const found = hidden.get(place);
    if (found) found.field.type = found.type;
    hidden.delete(place);
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) show(target);
    },
    { rootMargin: "200px" },
  );
  for (const [place, { field }] of hidden) {
    field.type = "hidden";
    near.observe(place);
  }
  const showAll = () => {
    near.disconnect();
    for (const place of hidden.keys()) show(place);
  };
  addEventListener("beforeprint", showAll, { once: true });
  await formsMayCome;
  await later(LOOK);
  showAll();
}
