import { indentWithTab, standardKeymap } from "@codemirror/commands";
import { markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, type KeyBinding, keymap, placeholder } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { Command, Editor, EditorOptions } from "../contract";
import { carets, setCarets } from "./carets";
import { commands } from "./commands";
import { lineDirections } from "./directions";
import { looks } from "./look";
import { contentOf, shared } from "./sharing";

/** Leave by keyboard: Tab goes on from here. */
function leave(view: EditorView): boolean {
  view.contentDOM.blur();
  return true;
}

function keys({ history }: EditorOptions): KeyBinding[] {
  const step = (which: "undo" | "redo") => (view: EditorView) => {
    if (!view.state.readOnly) history[which]();
    return true;
  };
  return [
    { key: "Mod-z", run: step("undo"), preventDefault: true },
    { key: "Mod-Shift-z", run: step("redo"), preventDefault: true },
    { key: "Mod-y", run: step("redo"), preventDefault: true },
    { key: "Escape", run: leave, stopPropagation: true },
    ...standardKeymap,
  ];
}

/** Markdown that looks as it will be. */
function words(): Extension {
  return [
    EditorView.lineWrapping,
    markdownLanguage,
    looks(),
    lineDirections(),
    keymap.of([
      { key: "Mod-b", run: commands.bold, preventDefault: true },
      { key: "Mod-i", run: commands.italic, preventDefault: true },
      { key: "Mod-k", run: commands.link, preventDefault: true },
      { key: "Mod-e", run: commands.code, preventDefault: true },
      { key: "Mod-Shift-8", run: commands.list, preventDefault: true },
      ...markdownKeymap,
    ]),
  ];
}

/** Python in colours, indented by Tab; Escape leaves. */
function code(): Extension {
  return [
    pythonLanguage,
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(classHighlighter),
    keymap.of([indentWithTab]),
  ];
}

/** Menus and phones ask for the history this way. */
function historyInput({ history }: EditorOptions): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { inputType } = event;
      if (inputType !== "historyUndo" && inputType !== "historyRedo") return false;
      event.preventDefault();
      if (!view.state.readOnly) history[inputType === "historyUndo" ? "undo" : "redo"]();
      return true;
    },
  });
}

const FOR_WORDS = { spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" };
const FOR_CODE = { spellcheck: "false", autocorrect: "off", autocapitalize: "off" };

function writable(
  { attributes, language }: EditorOptions,
  readOnly: boolean,
  hint: string,
): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({
      ...attributes,
      ...(language === "markdown" ? FOR_WORDS : FOR_CODE),
      ...(readOnly ? { "aria-readonly": "true", tabindex: "0" } : {}),
    }),
    hint ? placeholder(hint) : [],
  ];
}

function tellMoves({ moved, history }: EditorOptions): Extension {
  return EditorView.updateListener.of(({ view, state, focusChanged, selectionSet, docChanged }) => {
    if (!(focusChanged || selectionSet || docChanged)) return;
    // What is typed after going elsewhere is another step.
    if (selectionSet && !docChanged) history.stopCapturing();
    const { anchor, head } = state.selection.main;
    if (view.hasFocus) moved({ anchor, head });
    else if (focusChanged) moved(null);
  });
}

/** The editor of a text, or of code, written by several at once. */
export function createEditor(options: EditorOptions): Editor {
  const { text, origin, history, parent, nonce } = options;
  const doc = contentOf(text);
  const access = new Compartment();
  const place = (at: number) => Math.min(at, doc.length);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc,
      selection: { anchor: place(options.selection.anchor), head: place(options.selection.head) },
      extensions: [
        // No other sign ends a line, or places here and in the shared text would differ.
        EditorState.lineSeparator.of("\n"),
        EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, "\n")),
        nonce ? EditorView.cspNonce.of(nonce) : [],
        shared(text, origin, history),
        carets,
        options.language === "markdown" ? words() : code(),
        keymap.of(keys(options)),
        historyInput(options),
        access.of(writable(options, options.readOnly, options.placeholder)),
        tellMoves(options),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    run(command: Command) {
      view.focus();
      commands[command](view);
    },
    showCarets: (all) => view.dispatch({ effects: setCarets.of(all) }),
    setReadOnly(readOnly, hint) {
      view.dispatch({ effects: access.reconfigure(writable(options, readOnly, hint)) });
    },
    destroy: () => view.destroy(),
  };
}
