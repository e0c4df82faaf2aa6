import { effect, signal } from "@preact/signals";
import * as Y from "yjs";
import { caretsIn, cursorOf } from "./carets";
import type { Command, Editor, EditorModule, Language, TextSelection } from "./contract";
import { bindPlain } from "./plain";
import type { Writing } from "./writing";

const STILL_WRITING_MS = 2_500;

export interface SessionOptions {
  exercise: string;
  language: Language;
  text: Y.Text;
  area: HTMLTextAreaElement;
  /** Where the editor goes, in the place of the field. */
  host: HTMLElement;
  attributes: Record<string, string>;
  placeholder: () => string;
  writing: Writing | null;
}

/**
 * One person's writing of one text.
 *
 * It begins in a plain field, so that what is typed counts from the first letter. The editor is
 * fetched when the field gets the focus, and takes over; should it never come, the field stays.
 */
export class Session {
  /** Whether the editor has taken over from the field. */
  readonly live = signal(false);
  private readonly origin = {};
  private readonly history: Y.UndoManager;
  private readonly listening = new AbortController();
  private unbind: (() => void) | null;
  private editor: Editor | null = null;
  private opening: Promise<Editor | null> | null = null;
  private busy = false;
  private whenFree: (() => void) | null = null;
  private selection: TextSelection | null = null;
  private writingNow = false;
  private stillTimer: ReturnType<typeof setTimeout> | undefined;
  private stopShowing: (() => void) | undefined;
  private caretsShown = false;
  private ended = false;

  constructor(private readonly options: SessionOptions) {
    const { text, area, writing } = options;
    this.history = new Y.UndoManager(text, { trackedOrigins: new Set([this.origin]) });
    this.unbind = bindPlain(area, text, this.origin, this.history);
    text.observe(this.onText);
    if (!writing) return;
    const { signal } = this.listening;
    area.addEventListener("focus", () => void this.open(), { signal });
    area.addEventListener("blur", () => this.moved(null), { signal });
    area.addEventListener("keydown", this.onKey, { signal });
    for (const start of ["compositionstart", "pointerdown"]) {
      area.addEventListener(start, () => this.setBusy(true), { signal });
    }
    area.addEventListener("compositionend", () => this.setBusy(false), { signal });
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => this.setBusy(false), { signal });
    }
    if (document.activeElement === area) void this.open();
  }

  /** Do something to the words, in the editor: it is fetched for it if need be. */
  async run(command: Command): Promise<void> {
    (await this.open())?.run(command);
  }

  setReadOnly(readOnly: boolean): void {
    this.editor?.setReadOnly(readOnly, this.options.placeholder());
  }

  destroy(): void {
    this.ended = true;
    this.listening.abort();
    this.whenFree?.();
    this.options.text.unobserve(this.onText);
    this.stopShowing?.();
    this.moved(null);
    clearTimeout(this.stillTimer);
    this.unbind?.();
    this.editor?.destroy();
    this.history.destroy();
  }

  /** Fetch the editor, and put it in the place of the field. */
  open(): Promise<Editor | null> {
    this.opening ??= this.fetchAndSwap();
    return this.opening;
  }

  private async fetchAndSwap(): Promise<Editor | null> {
    let module: EditorModule | undefined;
    try {
      module = await this.options.writing?.load();
    } catch {
      // The field does its work; the next focus tries again.
    }
    if (!module) {
      this.opening = null;
      return null;
    }
    // Neither a letter being composed nor a selection being drawn survives a change of element.
    while (this.busy && !this.ended) {
      await new Promise<void>((resolve) => {
        this.whenFree = resolve;
      });
    }
    return this.ended ? null : this.swap(module);
  }

  private swap(module: EditorModule): Editor {
    const { language, text, area, host, attributes, placeholder, writing } = this.options;
    const focused = document.activeElement === area;
    const { selectionStart: start, selectionEnd: end } = area;
    const backward = area.selectionDirection === "backward";
    this.unbind?.();
    this.unbind = null;
    this.listening.abort();
    const editor = module.createEditor({
      parent: host,
      language,
      text,
      origin: this.origin,
      history: this.history,
      selection: backward ? { anchor: end, head: start } : { anchor: start, head: end },
      attributes,
      placeholder: placeholder(),
      readOnly: area.readOnly,
      nonce: writing?.nonce,
      moved: this.moved,
    });
    this.editor = editor;
    area.hidden = true;
    this.live.value = true;
    if (focused) editor.focus();
    this.stopShowing = effect(() => {
      void writing?.peers?.others.value;
      this.showCarets();
    });
    return editor;
  }

  private showCarets(): void {
    const { text, writing, exercise } = this.options;
    if (!this.editor || !writing?.peers) return;
    const others = writing.peers.others
      .peek()
      .filter((peer) => peer.exercise === exercise && peer.user.id !== writing.me);
    const carets = caretsIn(text, others);
    if (carets.length || this.caretsShown) this.editor.showCarets(carets);
    this.caretsShown = carets.length > 0;
  }

  private readonly moved = (selection: TextSelection | null): void => {
    this.selection = selection;
    this.tell();
  };

  private tell(): void {
    const { exercise, text, writing } = this.options;
    const { selection, writingNow } = this;
    const here = selection !== null || writingNow;
    const cursor = selection && cursorOf(text, selection);
    writing?.peers?.move(here ? { exercise, cursor, writing: writingNow } : null);
  }

  private readonly onText = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (!transaction.local) {
      // What the others wrote may be what their carets stand behind.
      this.showCarets();
      return;
    }
    clearTimeout(this.stillTimer);
    this.stillTimer = setTimeout(this.rest, STILL_WRITING_MS);
    this.writingNow = true;
    this.tell();
  };

  private readonly rest = (): void => {
    this.writingNow = false;
    this.tell();
  };

  private setBusy(busy: boolean): void {
    this.busy = busy;
    if (busy || !this.whenFree) return;
    // The last input of a composition may come after its end.
    setTimeout(this.whenFree);
    this.whenFree = null;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.options.language !== "markdown") return;
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const command = COMMANDS[event.key.toLowerCase()];
    if (!command) return;
    event.preventDefault();
    void this.run(command);
  };
}

/** The editor's keys, for those who press them before it is there. */
const COMMANDS: Record<string, Command> = { b: "bold", i: "italic", k: "link", e: "code" };
