import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../live/api";
import type { EventStream } from "../live/events";
import type { Applied, State } from "../simulation/attach";
import type { KernelDetails, KernelState, Setting } from "../types";
import { Alone } from "./alone";
import { roomUrl } from "./data";

const LOOK_AGAIN_MS = 1000;

const loader = () => import("../simulation/attach");

/** `voila`: by its front-end, which knows nothing of a kernel of one's own. */
export type Drawing = "waiting" | "drawing" | "drawn" | "voila" | "broken";

/** Most libraries of widgets the page draws by itself; for the rest there is Voila's front-end. */
async function attach(
  details: KernelDetails,
  slots: readonly HTMLElement[],
): Promise<"drawn" | "voila"> {
  const own = await loader();
  try {
    await own.attach(details, slots);
    return "drawn";
  } catch (error) {
    if (!(error instanceof own.LibraryMissing)) throw error;
    const voila = await import("../simulation/voila");
    await voila.attach(details, slots);
    return "voila";
  }
}

/** The simulations of the page: drawn when their kernel is ready, and whenever it comes back. */
export class Simulations {
  readonly slots: readonly HTMLElement[];
  readonly alone: Alone;
  readonly drawing: ReadonlySignal<Drawing>;
  /** Whether their states can be read and set. */
  readonly live: ReadonlySignal<boolean>;
  private readonly drawingNow = signal<Drawing>("waiting");
  private drawnGeneration = -1;

  constructor(
    private readonly api: Api,
    readonly kernel: ReadonlySignal<KernelState>,
    private readonly events: EventStream,
  ) {
    this.slots = [...document.querySelectorAll<HTMLElement>(".cb-widget")];
    this.alone = new Alone(api, events, this.slots, loader);
    this.drawing = this.drawingNow;
    this.live = computed(() => this.drawing.value === "drawn" && kernel.value.state === "ready");
  }

  /** Draw them as soon as that can be. */
  start(): void {
    if (this.slots.length === 0) return;
    // Fetched while the kernel starts.
    void loader().catch(() => undefined);
    this.comeBack();
    effect(() => {
      this.drawIfReady();
      if (this.kernel.value.state === "none") this.wake();
    });
  }

  /** Try again what did not work. */
  readonly retry = (): void => {
    const { state, generation } = this.kernel.value;
    if (state === "ready") void this.draw(generation);
    else this.wake();
  };

  /** What a simulation shows at the moment, of this person's own or of the group. */
  async stateOf(slot: HTMLElement): Promise<State> {
    return (await loader()).stateOf(slot);
  }

  /** Set what a simulation shows, this person's own or the group's, as it was once. */
  async bringBack(slot: HTMLElement, settings: readonly Setting[]): Promise<Applied> {
    const applied = await (await loader()).bringBack(slot, settings);
    if (this.alone.phase.value !== "alone") {
      for (const control of applied.moved) this.events.sayMoving(control);
    }
    return applied;
  }

  private wake(): void {
    void this.api.post(`${roomUrl}/kernel/wake`).catch(() => undefined);
  }

  private readonly drawIfReady = (): void => {
    const { state, generation } = this.kernel.value;
    if (state === "ready" && generation !== this.drawnGeneration) void this.draw(generation);
  };

  private async draw(generation: number): Promise<void> {
    this.drawnGeneration = generation;
    this.drawingNow.value = "drawing";
    try {
      const details = await this.api.get<KernelDetails>(`${roomUrl}/kernel`);
      if (details.state !== "ready" || !details.outputs) {
        // It stopped again meanwhile, or is just about to be told: look once more soon.
        this.drawnGeneration = -1;
        this.drawingNow.value = "waiting";
        setTimeout(this.drawIfReady, LOOK_AGAIN_MS);
        return;
      }
      const by = await attach(details, this.slots);
      if (this.drawnGeneration === generation) this.drawingNow.value = by;
    } catch {
      if (this.drawnGeneration === generation) this.drawingNow.value = "broken";
    }
  }

  /** After an outage the same widgets go on. */
  private comeBack(): void {
    const { connection } = this.events;
    let lost = false;
    effect(() => {
      if (connection.value === "offline") lost = true;
      if (connection.value !== "open" || !lost) return;
      lost = false;
      if (this.drawnGeneration < 0) return;
      // Where the kernel is gone for good, its successor is told of and drawn.
      void loader()
        .then((own) => own.resume())
        .catch(() => undefined);
    });
  }
}
