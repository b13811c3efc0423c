// HTML and SVG as text.

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it stands in HTML, between tags or in quotes. @param {unknown} text */
export const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** HTML without its tags, for where only text can stand. @param {string} html */
export const plain = (html) => html.replace(/<[^>]*>/g, "");

/** The colour of a role: the page's variable. @param {string} role */
export const colour = (role) => `var(--mag-${role})`;
