import { standardKeymap } from "@codemirror/commands";
import { markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, type KeyBinding, keymap, placeholder } from "@codemirror/view";
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
    { key: "Mod-b", run: commands.bold, preventDefault: true },
    { key: "Mod-i", run: commands.italic, preventDefault: true },
    { key: "Mod-k", run: commands.link, preventDefault: true },
    { key: "Mod-e", run: commands.code, preventDefault: true },
    { key: "Mod-Shift-8", run: commands.list, preventDefault: true },
    { key: "Mod-z", run: step("undo"), preventDefault: true },
    { key: "Mod-Shift-z", run: step("redo"), preventDefault: true },
    { key: "Mod-y", run: step("redo"), preventDefault: true },
    { key: "Escape", run: leave, stopPropagation: true },
    ...markdownKeymap,
    ...standardKeymap,
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

function writable({ attributes }: EditorOptions, readOnly: boolean, hint: string): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({
      ...attributes,
      spellcheck: "true",
      autocorrect: "on",
      autocapitalize: "sentences",
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

/** The editor of a text: Markdown that looks as it will, written by several at once. */
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
        EditorView.lineWrapping,
        nonce ? EditorView.cspNonce.of(nonce) : [],
        markdownLanguage,
        shared(text, origin, history),
        looks(),
        lineDirections(),
        carets,
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
