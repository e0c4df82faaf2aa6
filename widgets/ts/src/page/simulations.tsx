import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { render } from "preact";
import type { Api } from "../live/api";
import type { EventStream } from "../live/events";
import type { KernelDetails, KernelPhase, KernelState } from "../types";
import { t } from "../words";
import { Alone } from "./alone";
import { roomUrl } from "./data";
import { nameSliders } from "./sliders";

const LOOK_AGAIN_MS = 1000;

const loader = () => import("../simulation/attach");

/** `voila`: by its front-end, which knows nothing of a kernel of one's own. */
type Drawing = "waiting" | "drawing" | "drawn" | "voila" | "broken";

/** Whose simulation it is, and the ways between one's own and the group's. */
function Whose({ alone }: { alone: Alone | null }) {
  const phase = alone?.phase.value ?? "together";
  const words = phase === "together" ? "page.widget.shared" : (`page.alone.${phase}` as const);
  return (
    <div class="cb-widget__whose">
      <p class="cb-widget__shared" role="status">
        {phase === "starting" && <span class="cb-spinner" aria-hidden="true" />}
        {t(words)}
      </p>
      {alone && phase === "together" && (
        <button type="button" class="cb-text-button" onClick={() => void alone.begin()}>
          {t("page.alone.try")}
        </button>
      )}
      {alone && phase === "alone" && (
        <button type="button" class="cb-button" onClick={() => void alone.show()}>
          {t("page.alone.show")}
        </button>
      )}
      {alone && phase !== "together" && (
        <button type="button" class="cb-text-button" onClick={() => void alone.leave()}>
          {t("page.alone.leave")}
        </button>
      )}
    </div>
  );
}

function Note({
  kernel,
  drawing,
  retry,
  alone,
}: {
  kernel: KernelPhase;
  drawing: Drawing;
  retry: () => void;
  alone: Alone;
}) {
  if ((drawing === "drawn" || drawing === "voila") && kernel === "ready") {
    return <Whose alone={drawing === "drawn" ? alone : null} />;
  }
  const broken = drawing === "broken" || kernel === "failed" || kernel === "full";
  const key = drawing === "broken" && kernel === "ready" ? "broken" : kernel;
  return (
    <div class={broken ? "cb-widget__note cb-widget__note--bad" : "cb-widget__note"} role="status">
      {!broken && <span class="cb-spinner" aria-hidden="true" />}
      <span>{t(`page.kernel.${key}`)}</span>
      {broken && (
        <button type="button" class="cb-button" onClick={retry}>
          {t("page.kernel.retry")}
        </button>
      )}
    </div>
  );
}

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

/** Bring the simulations of the page to life, and again whenever their kernel comes back. */
export function showSimulations(
  api: Api,
  kernel: ReadonlySignal<KernelState>,
  events: EventStream,
): readonly HTMLElement[] {
  const slots = [...document.querySelectorAll<HTMLElement>(".cb-widget")];
  if (slots.length === 0) return slots;
  // Fetched while the kernel starts.
  void loader().catch(() => undefined);
  const drawing = signal<Drawing>("waiting");
  const alone = new Alone(api, events, slots, loader);
  const { connection } = events;
  let drawnGeneration = -1;

  const draw = async (generation: number) => {
    drawnGeneration = generation;
    drawing.value = "drawing";
    try {
      const details = await api.get<KernelDetails>(`${roomUrl}/kernel`);
      if (details.state !== "ready" || !details.outputs) {
        // It stopped again meanwhile, or is just about to be told: look once more soon.
        drawnGeneration = -1;
        drawing.value = "waiting";
        setTimeout(drawIfReady, LOOK_AGAIN_MS);
        return;
      }
      const by = await attach(details, slots);
      if (drawnGeneration === generation) drawing.value = by;
    } catch {
      if (drawnGeneration === generation) drawing.value = "broken";
    }
  };
  const drawIfReady = () => {
    const { state, generation } = kernel.value;
    if (state === "ready" && generation !== drawnGeneration) void draw(generation);
  };
  const retry = () => {
    if (kernel.value.state === "ready") void draw(kernel.value.generation);
    else void api.post(`${roomUrl}/kernel/wake`).catch(() => undefined);
  };

  for (const slot of slots) {
    const note = document.createElement("div");
    slot.querySelector(".cb-widget__wait")?.remove();
    slot.prepend(note);
    nameSliders(slot);
    effect(() => {
      const { state } = kernel.value;
      const drawn = drawing.value === "drawn" || drawing.value === "voila";
      slot.classList.toggle("cb-widget--live", drawn && state === "ready");
      render(<Note kernel={state} drawing={drawing.value} retry={retry} alone={alone} />, note);
    });
  }
  let lost = false;
  effect(() => {
    if (connection.value === "offline") lost = true;
    if (connection.value !== "open" || !lost) return;
    lost = false;
    if (drawnGeneration >= 0) {
      // Where the kernel is gone for good, its successor is told of and drawn.
      void loader()
        .then((own) => own.resume())
        .catch(() => undefined);
    }
  });
  effect(() => {
    drawIfReady();
    if (kernel.value.state === "none")
      void api.post(`${roomUrl}/kernel/wake`).catch(() => undefined);
  });
  return slots;
}
