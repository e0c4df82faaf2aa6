import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { OrderExercise } from "../../types";
import { t } from "../../words";
import type { Answer } from "../answer";
import { plainLabel } from "../inline";
import { withMoved } from "../kinds/order";

export type Way = "keyboard" | "pointer";

/** What somebody holds: nobody else sees where until it is put down. */
interface Grip {
  id: string;
  way: Way;
  ids: string[];
}

/** One person's moving of items, and what is said of it. */
export class Arranging {
  readonly grip: ReadonlySignal<Grip | null>;
  /** For those who hear the page. */
  readonly said: Signal<string> = signal("");
  private readonly gripNow = signal<Grip | null>(null);
  private readonly labels: Map<string, string>;
  private own = false;

  constructor(
    private readonly answer: Answer,
    private readonly definition: OrderExercise,
  ) {
    this.grip = this.gripNow;
    this.labels = new Map(definition.options.items.map(({ id, label }) => [id, plainLabel(label)]));
  }

  /** As everybody has it. */
  get kept(): string[] {
    const value = this.answer.value.value as string[] | null;
    return value ?? this.definition.options.items.map(({ id }) => id);
  }

  /** As it is shown here. */
  get shown(): string[] {
    return this.gripNow.value?.ids ?? this.kept;
  }

  /** Whether the last change came from here; asked once a change. */
  takeOwn(): boolean {
    const { own } = this;
    this.own = false;
    return own;
  }

  take(id: string, way: Way): void {
    this.gripNow.value = { id, way, ids: this.kept };
    if (way === "keyboard") this.say("taken", id);
  }

  moveTo(index: number): void {
    const grip = this.gripNow.value;
    if (!grip) return;
    const to = Math.max(0, Math.min(index, grip.ids.length - 1));
    if (grip.ids.indexOf(grip.id) === to) return;
    this.gripNow.value = { ...grip, ids: withMoved(grip.ids, grip.id, to) };
    if (grip.way === "keyboard") this.say("at", grip.id);
  }

  moveBy(step: number): void {
    const grip = this.gripNow.value;
    if (grip) this.moveTo(grip.ids.indexOf(grip.id) + step);
  }

  /** Others may have moved things meanwhile: it comes behind the one it was put behind. */
  putDown(): void {
    const grip = this.gripNow.value;
    if (!grip) return;
    const before = grip.ids[grip.ids.indexOf(grip.id) - 1];
    const rest = this.kept.filter((id) => id !== grip.id);
    this.gripNow.value = null;
    this.set(withMoved(rest, grip.id, before === undefined ? 0 : rest.indexOf(before) + 1));
    this.say("put", grip.id);
  }

  putBack(): void {
    const grip = this.gripNow.value;
    this.gripNow.value = null;
    if (grip) this.say("back", grip.id);
  }

  /** Move at once, without taking it up. */
  step(id: string, by: number): void {
    const ids = this.kept;
    const to = ids.indexOf(id) + by;
    if (to < 0 || to >= ids.length) return;
    this.set(withMoved(ids, id, to));
    this.say("at", id);
  }

  keep(): void {
    this.set(this.kept);
  }

  clear(): void {
    this.own = true;
    this.answer.set(null);
  }

  labelOf(id: string): string {
    return this.labels.get(id) ?? id;
  }

  private set(ids: string[]): void {
    const before = this.answer.value.peek();
    const same = Array.isArray(before) && before.join(" ") === ids.join(" ");
    this.own = !same;
    if (!same) this.answer.set(ids);
  }

  private say(what: "taken" | "at" | "put" | "back", id: string): void {
    const ids = this.shown;
    this.said.value = t(`exercise.order.${what}`, {
      item: this.labelOf(id),
      place: ids.indexOf(id) + 1,
      total: ids.length,
    });
  }
}
