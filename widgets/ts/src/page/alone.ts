import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../live/api";
import type { EventStream } from "../live/events";
import type { KernelDetails, KernelState } from "../types";
import { roomUrl } from "./data";

const URL = `${roomUrl}/kernel/alone`;

const AGAIN_MS = 500;

export type AlonePhase = "together" | "starting" | "alone" | "full" | "broken";

type Loader = () => Promise<typeof import("../simulation/attach")>;

/** Trying the page's simulations alone, on a kernel of one's own. */
export class Alone {
  readonly phase: ReadonlySignal<AlonePhase>;
  /** Grows when the group was shown what was found. */
  readonly shown: ReadonlySignal<number>;
  private readonly now = signal<AlonePhase>("together");
  private readonly shownNow = signal(0);
  private drawn = -1;

  constructor(
    private readonly api: Api,
    private readonly events: EventStream,
    private readonly slots: readonly HTMLElement[],
    private readonly loader: Loader,
  ) {
    this.phase = this.now;
    this.shown = this.shownNow;
    events.on("kernel.alone", (state) => void this.take(state));
    effect(() => {
      const alone = this.now.value === "alone";
      for (const slot of slots) slot.classList.toggle("cb-widget--alone", alone);
    });
  }

  /** Ask for a kernel; the group's widgets stay until it is there. */
  async begin(): Promise<void> {
    this.now.value = "starting";
    try {
      await this.take(await this.api.post<KernelState>(URL));
    } catch {
      this.now.value = "broken";
    }
  }

  /** Ask for a kernel and wait for it; says whether it came. */
  reach(): Promise<boolean> {
    void this.begin();
    return new Promise((resolve) => {
      const stop = this.now.subscribe((phase) => {
        if (phase === "starting") return;
        // Subscribing calls at once, when there is nothing yet to stop.
        queueMicrotask(() => stop());
        resolve(phase === "alone");
      });
    });
  }

  /** Set the group's simulation as one's own is, and go back to it. */
  async show(): Promise<void> {
    const moved = await (await this.loader()).showOwn();
    for (const control of moved) this.events.sayMoving(control);
    this.shownNow.value += 1;
    await this.leave();
  }

  /** Go back to the group's simulation, which went on meanwhile. */
  async leave(): Promise<void> {
    this.now.value = "together";
    this.drawn = -1;
    (await this.loader()).leaveOwn(this.slots);
    await this.api.delete(URL).catch(() => undefined);
  }

  private async take({ state, generation }: KernelState): Promise<void> {
    if (this.now.value === "together") return;
    if (state === "full") this.now.value = "full";
    else if (state === "failed" || state === "stopped") this.now.value = "broken";
    else if (state === "none") setTimeout(this.askAgain, AGAIN_MS);
    else if (state !== "ready") this.now.value = "starting";
    else if (generation !== this.drawn) await this.draw(generation);
  }

  /** It was ended, as from another page of the same person. */
  private readonly askAgain = (): void => {
    if (this.now.value !== "together") void this.begin();
  };

  private async draw(generation: number): Promise<void> {
    this.drawn = generation;
    try {
      const details = await this.api.get<KernelDetails>(URL);
      if (details.state !== "ready" || !details.kernel_id) {
        // It has just ended, or is about to.
        this.drawn = -1;
        setTimeout(this.askAgain, AGAIN_MS);
        return;
      }
      await (await this.loader()).attachOwn(details, this.slots);
      if (this.drawn === generation) this.now.value = "alone";
    } catch {
      if (this.drawn === generation) this.now.value = "broken";
    }
  }
}
