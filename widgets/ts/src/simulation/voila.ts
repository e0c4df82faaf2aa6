import type { KernelDetails } from "../types";

const DRAWN_WITHIN_MS = 30_000;

interface JupyterGlobals {
  jupyterapp?: { serviceManager?: { dispose?: () => void } };
  "__ $YJS$ __"?: unknown;
}

/** What Voila's front-end reads from the document when it starts. */
function configure(details: KernelDetails): void {
  document.body.dataset.voila = "voila";
  document.body.dataset.baseUrl = "/voila/";
  document.getElementById("jupyter-config-data")?.remove();
  const data = document.createElement("script");
  data.type = "application/json";
  data.id = "jupyter-config-data";
  data.textContent = JSON.stringify(details.page_config);
  document.head.append(data);
}

/** Voila looks for outputs once and puts what it draws beside each: every one needs its parent. */
function place(slot: HTMLElement, outputs: readonly unknown[]): void {
  slot.querySelector(".cb-widget__live")?.remove();
  const live = document.createElement("div");
  live.className = "cb-widget__live";
  for (const output of outputs) {
    if (!(output as { data?: unknown }).data) continue;
    const script = document.createElement("script");
    script.type = "application/vnd.voila.cell-output+json";
    script.textContent = JSON.stringify({ ...(output as object), trusted: true });
    const around = document.createElement("div");
    around.append(script);
    live.append(around);
  }
  slot.append(live);
}

/** The script waits for the window's "load", which is long over: call what it registers. */
function start(url: string): Promise<void> {
  const listen = window.addEventListener;
  return new Promise((resolve, reject) => {
    const restore = () => {
      window.addEventListener = listen;
    };
    window.addEventListener = function (this: Window, type: string, ...rest: unknown[]) {
      if (type !== "load") return Reflect.apply(listen, this, [type, ...rest]);
      restore();
      const run = rest[0] as (event: Event) => unknown;
      resolve(Promise.resolve(run.call(window, new Event("load"))).then(() => undefined));
    } as typeof window.addEventListener;
    const script = document.createElement("script");
    script.src = url;
    script.onerror = () => {
      restore();
      reject(new Error(`${url} could not be loaded`));
    };
    document.head.append(script);
  });
}

function drawn(slots: readonly HTMLElement[]): Promise<void> {
  const isDrawn = () => slots.every((slot) => slot.querySelector(".lm-Widget:not(:empty)"));
  return new Promise((resolve, reject) => {
    const done = () => {
      if (!isDrawn()) return;
      watch.disconnect();
      clearTimeout(timer);
      resolve();
    };
    const watch = new MutationObserver(done);
    for (const slot of slots) watch.observe(slot, { childList: true, subtree: true });
    const timer = setTimeout(() => {
      watch.disconnect();
      reject(new Error("the widgets were not drawn"));
    }, DRAWN_WITHIN_MS);
    done();
  });
}

/**
 * Draw the live widgets of the page with Voila's front-end.
 *
 * It can be called again in the same document when the kernel came back.
 */
export async function attach(details: KernelDetails, slots: readonly HTMLElement[]): Promise<void> {
  const globals = globalThis as JupyterGlobals;
  try {
    globals.jupyterapp?.serviceManager?.dispose?.();
  } catch {
    // What is left of the dead kernel's connection goes with it.
  }
  document.getElementById("main")?.remove();
  configure(details);
  for (const slot of slots) place(slot, details.outputs?.[slot.dataset.cellId ?? ""] ?? []);
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  // Voila brings a Yjs of its own, which would complain about ours.
  delete globals["__ $YJS$ __"];
  await start(`${String(details.page_config?.fullStaticUrl)}/voila.js`);
  await drawn(slots);
}
