import type * as Y from "yjs";

/*
 * What the page and the editor, which comes in a file of its own, know of each other. Only types
 * go from one to the other: a shared module would have to become a third file.
 */

/** Somebody's caret in a text. */
export interface Caret {
  client: number;
  name: string;
  /** One of the eight colours of people. */
  colour: number;
  anchor: number;
  head: number;
  writing: boolean;
}

export type Command = "bold" | "italic" | "list" | "link" | "code";

/** What is written: words for people, or for a computer. */
export type Language = "markdown" | "python";

export interface TextSelection {
  anchor: number;
  head: number;
}

export interface EditorOptions {
  parent: HTMLElement;
  language: Language;
  text: Y.Text;
  /** Marks the changes made here, which `history` undoes. */
  origin: object;
  history: Y.UndoManager;
  selection: TextSelection;
  /** Of the element that is written in: its name and the like. */
  attributes: Record<string, string>;
  placeholder: string;
  readOnly: boolean;
  nonce: string | undefined;
  /** Where the caret is; null when the editor has not the focus. */
  moved(selection: TextSelection | null): void;
}

export interface Editor {
  focus(): void;
  run(command: Command): void;
  showCarets(carets: readonly Caret[]): void;
  setReadOnly(readOnly: boolean, placeholder: string): void;
  destroy(): void;
}

export interface EditorModule {
  createEditor(options: EditorOptions): Editor;
}
