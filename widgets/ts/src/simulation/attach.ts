import type { KernelDetails } from "../types";
import { connect } from "./connection";
import { LibraryMissing, WidgetLibraries } from "./libraries";
import { RoomWidgets } from "./manager";
import { adoptStyles } from "./styles";
import { drawWidget, WIDGET_VIEW } from "./widget_view";

type Data = Record<string, unknown>;

async function draw(manager: RoomWidgets, data: Data, host: HTMLElement): Promise<void> {
  if (WIDGET_VIEW in data) return drawWidget(manager, data[WIDGET_VIEW], host);
  const { drawOutput } = await import("./mime");
  return drawOutput(manager, data, host);
}

/** Draw one cell's outputs beside what stands there, and only then take that away. */
async function drawCell(
  manager: RoomWidgets,
  slot: HTMLElement,
  outputs: readonly unknown[],
): Promise<void> {
  const live = document.createElement("div");
  live.className = "cb-widget__live";
  slot.append(live);
  for (const output of outputs) {
    const { data } = output as { data?: Data };
    if (!data) continue;
    const host = document.createElement("div");
    live.append(host);
    await draw(manager, data, host);
  }
  for (const old of slot.querySelectorAll(".cb-widget__live")) if (old !== live) old.remove();
}

export { LibraryMissing };

let current: RoomWidgets | null = null;

/** Come back after an outage; the widgets show what happened meanwhile. */
export async function resume(): Promise<void> {
  await current?.resume();
}

/**
 * Draw the live widgets of the page; again when the kernel came back.
 *
 * @throws LibraryMissing where a widget's library cannot be loaded: then nothing is drawn.
 */
export async function attach(details: KernelDetails, slots: readonly HTMLElement[]): Promise<void> {
  current?.forget();
  adoptStyles();
  const kernel = connect(String(details.kernel_id));
  const manager = new RoomWidgets(kernel, new WidgetLibraries(details.extensions ?? []));
  current = manager;
  await manager.restore();
  for (const slot of slots) {
    await drawCell(manager, slot, details.outputs?.[slot.dataset.cellId ?? ""] ?? []);
  }
  const [missing] = manager.missing;
  if (missing) {
    manager.forget();
    current = null;
    throw new LibraryMissing(missing);
  }
}
