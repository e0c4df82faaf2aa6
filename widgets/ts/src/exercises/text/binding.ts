import type * as Y from "yjs";
import { type DeltaPart, type Splice, shifted, spliceBetween } from "./splice";

/** What a binding needs of a textarea. */
export interface TextField {
  value: string;
  selectionStart: number;
  selectionEnd: number;
  setSelectionRange(start: number, end: number): void;
}

/**
 * Keeps a text field and a shared text equal.
 *
 * While an input method composes a character the field is left alone, since writing to it would
 * break the composition: what others write meanwhile is remembered and merged in at its end.
 */
export class TextBinding {
  /** What the field held when it was last in step with the shared text. */
  private shown: string;
  private missed: DeltaPart[][] = [];
  private composing = false;

  constructor(
    private readonly text: Y.Text,
    private readonly field: TextField,
    /** Marks the changes made here, for undoing them alone. */
    readonly origin: object,
    private readonly onShown: () => void = () => {},
  ) {
    this.shown = text.toString();
    field.value = this.shown;
    text.observe(this.onText);
    onShown();
  }

  /** To be called when the person changed the field. */
  readonly fieldChanged = (): void => {
    if (this.composing) return;
    const { field, missed } = this;
    const splice = spliceBetween(this.shown, field.value, field.selectionEnd);
    this.missed = [];
    this.shown = field.value;
    const caret = splice ? this.write(splice, missed) : null;
    if (missed.length) {
      if (caret === null) this.follow(missed);
      else this.show(caret, caret);
    }
    this.onShown();
  };

  readonly compositionStarted = (): void => {
    this.composing = true;
  };

  readonly compositionEnded = (): void => {
    this.composing = false;
    this.fieldChanged();
  };

  destroy(): void {
    this.text.unobserve(this.onText);
  }

  private readonly onText = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this.origin) return;
    if (this.composing) this.missed.push(event.delta);
    else this.follow([event.delta]);
  };

  /** Put a splice of the field into the text, past changes it has missed; returns its end there. */
  private write(splice: Splice, missed: DeltaPart[][]): number {
    const { text } = this;
    let start = splice.index;
    let end = splice.index + splice.remove;
    for (const delta of missed) {
      // What others wrote at either edge of the replaced part is not part of it.
      end = shifted(end, delta);
      start = Math.min(end, shifted(start, delta, splice.remove > 0));
    }
    text.doc?.transact(() => {
      if (end > start) text.delete(start, end - start);
      if (splice.insert) text.insert(start, splice.insert);
    }, this.origin);
    return start + splice.insert.length;
  }

  private follow(deltas: DeltaPart[][]): void {
    let { selectionStart: start, selectionEnd: end } = this.field;
    for (const delta of deltas) {
      start = shifted(start, delta);
      end = shifted(end, delta);
    }
    this.show(start, end);
  }

  private show(start: number, end: number): void {
    this.shown = this.text.toString();
    this.field.value = this.shown;
    this.field.setSelectionRange(start, end);
    this.onShown();
  }
}
