import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../live/api";
import type { EventStream } from "../live/events";
import type { Simulations } from "../page/simulations";
import type { Applied, State } from "../simulation/attach";
import type { Person, Pin, Setting } from "../types";

/** What is open over the page. */
export type PinWindow =
  | { on: "keep"; cell: string }
  | { on: "list"; cell: string }
  | { on: "pin"; pin: string };

export interface PinParts {
  api: Api;
  roomUrl: string;
  events: EventStream;
  simulations: Simulations;
  me: Person;
}

/** The kept states of the page's simulations. */
export class Pins {
  readonly window = signal<PinWindow | null>(null);
  readonly simulations: Simulations;
  /** Null until they are known. */
  readonly kept: ReadonlySignal<readonly Pin[] | null>;
  private readonly keptNow = signal<readonly Pin[] | null>(null);
  private asked: Promise<void> | null = null;

  constructor(private readonly parts: PinParts) {
    this.simulations = parts.simulations;
    this.kept = this.keptNow;
    const { events } = parts;
    for (const type of ["pin.kept", "pin.removed"] as const) {
      events.on(type, () => {
        this.asked = this.fetch();
      });
    }
  }

  /** Fetch them, if that is not yet done. */
  ensure(): Promise<void> {
    this.asked ??= this.fetch();
    return this.asked;
  }

  has(id: string): boolean {
    return this.kept.value?.some((each) => each.id === id) ?? false;
  }

  ofCell(cell: string): ReadonlySignal<readonly Pin[]> {
    return computed(() => (this.kept.value ?? []).filter((each) => each.cell_id === cell));
  }

  slotOf(cell: string): HTMLElement | undefined {
    return this.simulations.slots.find((slot) => slot.dataset.cellId === cell);
  }

  /** What a simulation shows now. */
  async look(cell: string): Promise<State> {
    const slot = this.slotOf(cell);
    return slot ? this.simulations.stateOf(slot) : { settings: [], picture: null };
  }

  async keep(cell: string, state: State, key: string): Promise<Pin> {
    const pin = await this.parts.api.post<Pin>(
      this.url,
      { cell_id: cell, settings: state.settings, picture: state.picture },
      { idempotencyKey: key },
    );
    const others = (this.keptNow.value ?? []).filter((each) => each.id !== pin.id);
    this.keptNow.value = [...others, pin];
    return pin;
  }

  mayRemove(pin: Pin): boolean {
    const { me } = this.parts;
    return pin.by.id === me.id || me.role === "facilitator";
  }

  async remove(pin: Pin): Promise<void> {
    await this.parts.api.delete(`${this.url}/${pin.id}`);
    this.keptNow.value = (this.keptNow.value ?? []).filter((each) => each.id !== pin.id);
  }

  /** Set what the simulation shows, this person's own or the group's, as it was kept. */
  async bringBack(cell: string, settings: readonly Setting[]): Promise<Applied> {
    const slot = this.slotOf(cell);
    if (!slot) return { moved: [], missing: settings.length };
    const applied = await this.simulations.bringBack(slot, settings);
    slot.scrollIntoView({ block: "nearest" });
    return applied;
  }

  private get url(): string {
    return `${this.parts.roomUrl}/pins`;
  }

  private async fetch(): Promise<void> {
    try {
      this.keptNow.value = await this.parts.api.get<Pin[]>(this.url);
    } catch {
      // The next one who asks tries again.
      this.asked = null;
    }
  }
}
