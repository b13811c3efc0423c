// Elements of the page: found, and changed only where they differ from what they are to be.

/** The element that there is, within another.
 * @template {Element} [T=HTMLElement]  @param {ParentNode} root  @param {string} selector  @returns {T} */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`there is no ${selector}`);
  return /** @type {T} */ (found);
}

/** @param {Element} element  @param {string} name  @param {string | null} value  null for none */
export function setAttribute(element, name, value) {
  if (value === element.getAttribute(name)) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** @param {Node} node  @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Make a drawing in the page like another, which is used up. What is the same in both is left
 * alone, and so needs neither style nor layout anew.
 * @param {Node} old  @param {Node} wanted */
export function patch(old, wanted) {
  if (old.nodeName !== wanted.nodeName) {
    old.parentNode?.replaceChild(wanted, old);
    return;
  }
  if (!(old instanceof Element && wanted instanceof Element)) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  // names alone: an attribute that is asked for as a node takes longer than its change
  const names = wanted.getAttributeNames();
  for (const name of names) setAttribute(old, name, wanted.getAttribute(name));
  const before = old.getAttributeNames();
  if (before.length > names.length)
    for (const name of before) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  let child = old.firstChild;
  let next = wanted.firstChild;
  while (child && next) {
    const [afterChild, afterNext] = [child.nextSibling, next.nextSibling];
    patch(child, next);
    [child, next] = [afterChild, afterNext];
  }
  while (child) {
    const after = child.nextSibling;
    child.remove();
    child = after;
  }
  while (next) {
    const after = next.nextSibling;
    old.append(next);
    next = after;
  }
}
