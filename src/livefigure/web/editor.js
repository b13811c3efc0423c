// The editor of the physics: a script of its own, which a page loads when a reader asks for it.
import { python } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment } from "@codemirror/state";
import { keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";
import { colour } from "./html.js";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: colour("torque") },
  { tag: [tags.number, tags.bool], color: colour("field") },
  { tag: [tags.string, tags.comment], color: colour("quiet") },
]);

/** @param {HTMLElement} place  @param {() => void} run */
window.livefigureEditor = (place, run) => {
  const numbers = new Compartment();
  const view = new EditorView({
    parent: place,
    extensions: [
      keymap.of([
        {
          key: "Mod-Enter",
          run: () => {
            run();
            return true;
          },
        },
      ]),
      basicSetup,
      numbers.of([]),
      python(),
      syntaxHighlighting(colours),
      EditorView.contentAttributes.of({ "aria-label": "Python of the function" }),
    ],
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    focus: () => view.focus(),
    /** @param {string} text  @param {number} first  the number of its first line */
    show(text, first) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        // as in the module, of which a traceback speaks
        effects: numbers.reconfigure(
          lineNumbers({ formatNumber: (number) => String(number + first - 1) }),
        ),
      });
    },
  };
};
