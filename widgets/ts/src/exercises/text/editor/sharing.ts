import { Annotation, type ChangeSet, type Extension, Transaction } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type * as Y from "yjs";
import type { DeltaPart } from "../splice";

/** Marks what came out of the shared text, so that it does not go back in. */
const arrived = Annotation.define<true>();

// Stands for what is no text, so that places are counted alike on both sides.
const OBJECT = "\ufffc";

interface Change {
  from: number;
  to?: number;
  insert?: string;
}

function letters(insert: unknown): string {
  return typeof insert === "string" ? insert : OBJECT;
}

/** A shared text as the editor shows it. */
export function contentOf(text: Y.Text): string {
  return (text.toDelta() as DeltaPart[]).map((part) => letters(part.insert)).join("");
}

/** A change of the shared text in the editor's words: places as they were before it. */
export function changesOf(delta: DeltaPart[]): Change[] {
  const changes: Change[] = [];
  let at = 0;
  for (const part of delta) {
    if (part.insert !== undefined) {
      changes.push({ from: at, insert: letters(part.insert) });
    } else if (part.delete) {
      changes.push({ from: at, to: at + part.delete });
      at += part.delete;
    } else {
      at += part.retain ?? 0;
    }
  }
  return changes;
}

/** Put a change made in the editor into the shared text. */
export function write(text: Y.Text, changes: ChangeSet, origin: object): void {
  text.doc?.transact(() => {
    let moved = 0;
    changes.iterChanges((from, to, _from, _to, insert) => {
      const at = from + moved;
      if (to > from) text.delete(at, to - from);
      if (insert.length) text.insert(at, insert.sliceString(0, insert.length, "\n"));
      moved += insert.length - (to - from);
    });
  }, origin);
}

/** Where a change ends, as places are after it. */
function endOf(delta: DeltaPart[]): number {
  let at = 0;
  let end = 0;
  for (const part of delta) {
    if (part.insert !== undefined) at += letters(part.insert).length;
    else if (!part.delete) {
      at += part.retain ?? 0;
      continue;
    }
    end = at;
  }
  return end;
}

/** Keeps the editor and a shared text equal. */
export function shared(text: Y.Text, origin: object, history: Y.UndoManager): Extension {
  return ViewPlugin.fromClass(
    class {
      constructor(private readonly view: EditorView) {
        text.observe(this.onText);
      }

      update({ transactions }: ViewUpdate): void {
        for (const each of transactions) {
          if (each.docChanged && !each.annotation(arrived)) write(text, each.changes, origin);
        }
      }

      destroy(): void {
        text.unobserve(this.onText);
      }

      private readonly onText = ({ delta }: Y.YTextEvent, { origin: by }: Y.Transaction): void => {
        if (by === origin) return;
        const { view } = this;
        // One's own steps back and forth are shown where they happen.
        const own = by === history;
        view.dispatch({
          changes: changesOf(delta),
          annotations: [arrived.of(true), Transaction.remote.of(!own)],
          ...(own ? { selection: { anchor: endOf(delta) }, scrollIntoView: true } : {}),
        });
        if (view.state.doc.length !== text.length) this.startOver();
      };

      private startOver(): void {
        const { doc } = this.view.state;
        this.view.dispatch({
          changes: { from: 0, to: doc.length, insert: contentOf(text) },
          annotations: [arrived.of(true), Transaction.remote.of(true)],
        });
      }
    },
  );
}
