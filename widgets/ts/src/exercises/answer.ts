import { type ReadonlySignal, signal } from "@preact/signals";
import type * as Y from "yjs";
import type { AnswerValue } from "../types";
import type { Answerable, Form, Held } from "./kinds/form";
import { formOf } from "./kinds/forms";

/** The answer to an exercise as it stands in a document, and the way to change it. */
export class Answer {
  readonly value: ReadonlySignal<AnswerValue>;
  /** True once it was changed from here. */
  readonly touched: ReadonlySignal<boolean>;
  /** Grows with every change, those that do not change the value too. */
  readonly revision: ReadonlySignal<number>;
  readonly text: Y.Text | null;
  readonly map: Y.Map<unknown> | null;
  private readonly form: Form;
  private readonly current = signal<AnswerValue>(null);
  private readonly touchedNow = signal(false);
  private readonly revisionNow = signal(0);

  constructor(
    readonly doc: Y.Doc,
    private readonly definition: Answerable,
  ) {
    this.form = formOf(definition) as Form;
    this.text = this.form.text ? doc.getText(`text:${definition.id}`) : null;
    this.map = this.form.map ? doc.getMap(`value:${definition.id}`) : null;
    this.value = this.current;
    this.touched = this.touchedNow;
    this.revision = this.revisionNow;
    this.read();
    for (const each of this.shared) each.observe(this.onChange);
  }

  /** Replace the answer. */
  set(value: AnswerValue): void {
    this.change((held) => this.form.write(held, this.definition, value));
  }

  /** Change some of the answer, as one step. */
  change(edit: (held: Held) => void): void {
    this.doc.transact(() => edit(this));
  }

  destroy(): void {
    for (const each of this.shared) each.unobserve(this.onChange);
  }

  private get shared(): Y.AbstractType<Y.YEvent<never>>[] {
    const types = [this.text, this.map].filter((each) => each !== null);
    return types as unknown as Y.AbstractType<Y.YEvent<never>>[];
  }

  private readonly onChange = (_event: unknown, transaction: Y.Transaction): void => {
    if (transaction.local) this.touchedNow.value = true;
    this.revisionNow.value += 1;
    this.read();
  };

  private read(): void {
    this.current.value = this.form.read(this, this.definition);
  }
}
