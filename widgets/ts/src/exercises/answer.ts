import { type ReadonlySignal, signal } from "@preact/signals";
import type * as Y from "yjs";
import type { AnswerValue, ExerciseDefinition } from "../types";

type Answerable = Exclude<ExerciseDefinition, { kind: "discuss" }>;

const SINGLE = "value";

/** Name of the root type that holds an exercise's answer. */
export function answerName(definition: ExerciseDefinition): string {
  return `${definition.kind === "text" ? "text" : "value"}:${definition.id}`;
}

function readMap(map: Y.Map<unknown>, definition: Answerable): AnswerValue {
  if (definition.kind === "choice") {
    const known = definition.options.choices.map(({ id }) => id);
    if (!definition.options.many) {
      const chosen = map.get(SINGLE);
      return known.find((id) => id === chosen) ?? null;
    }
    const chosen = known.filter((id) => map.get(id) === true).sort();
    return chosen.length ? chosen : null;
  }
  const value = map.get(SINGLE);
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  if (definition.kind !== "scale") return value;
  const { low, high } = definition.options;
  return Number.isInteger(value) && value >= low && value <= high ? value : null;
}

/** The answer to an exercise as it stands in a document, and the way to change it. */
export class Answer {
  readonly value: ReadonlySignal<AnswerValue>;
  /** True once it was changed from here. */
  readonly touched: ReadonlySignal<boolean>;
  readonly text: Y.Text | null;
  private readonly map: Y.Map<unknown> | null;
  private readonly current = signal<AnswerValue>(null);
  private readonly touchedNow = signal(false);

  constructor(
    readonly doc: Y.Doc,
    private readonly definition: Answerable,
  ) {
    const name = answerName(definition);
    this.text = definition.kind === "text" ? doc.getText(name) : null;
    this.map = definition.kind === "text" ? null : doc.getMap(name);
    this.value = this.current;
    this.touched = this.touchedNow;
    this.read();
    this.shared.observe(this.onChange);
  }

  /** Replace the answer; texts are changed through their binding instead. */
  set(value: AnswerValue): void {
    const { map, definition } = this;
    if (!map) return;
    this.doc.transact(() => {
      if (definition.kind === "choice" && definition.options.many) {
        const chosen = new Set(Array.isArray(value) ? value : []);
        for (const { id } of definition.options.choices) {
          if (chosen.has(id)) {
            if (!map.has(id)) map.set(id, true);
          } else if (map.has(id)) {
            map.delete(id);
          }
        }
      } else if (value === null) {
        map.delete(SINGLE);
      } else {
        map.set(SINGLE, value);
      }
    });
  }

  destroy(): void {
    this.shared.unobserve(this.onChange);
  }

  private get shared(): Y.AbstractType<Y.YEvent<never>> {
    return (this.text ?? this.map) as unknown as Y.AbstractType<Y.YEvent<never>>;
  }

  private readonly onChange = (_event: unknown, transaction: Y.Transaction): void => {
    if (transaction.local) this.touchedNow.value = true;
    this.read();
  };

  private read(): void {
    if (this.text) {
      const text = this.text.toString();
      this.current.value = text.trim() ? text : null;
    } else if (this.map) {
      this.current.value = readMap(this.map, this.definition);
    }
  }
}
