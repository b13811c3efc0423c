// The same figure in JupyterLab: the kernel computes.
import { unpack } from "./answer.js";
import { markup } from "./markup.js";
import { bring } from "./mount.js";

function render({ model, el }) {
  const id = model.get("figure");
  const { spec, answer } = JSON.parse(model.get("start"));
  el.innerHTML = `<figure class="mag-figure" data-figure="${id}" data-state="still">${markup(id, spec, answer, document)}</figure>`;
  const waiting = new Map();
  let tickets = 0;
  const receive = ({ ticket, text, error }, buffers) => {
    const { resolve, reject } = waiting.get(ticket) ?? {};
    waiting.delete(ticket);
    if (error) reject?.(new Error(error));
    else resolve?.(unpack(text, new Uint8Array(buffers[0].buffer, buffers[0].byteOffset, buffers[0].byteLength)));
  };
  model.on("msg:custom", receive);
  const ask = (controls) =>
    new Promise((resolve, reject) => {
      waiting.set(++tickets, { resolve, reject });
      model.send({ ticket: tickets, controls });
    });
  bring(el.firstElementChild, id, spec, ask, false);
  return () => model.off("msg:custom", receive);
}

export default { render };
