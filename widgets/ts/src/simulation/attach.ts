import type { KernelDetails, Setting } from "../types";
import { connect } from "./connection";
import { LibraryMissing, WidgetLibraries } from "./libraries";
import { RoomWidgets } from "./manager";
import { pictureOf } from "./picture";
import { type Applied, applySettings, settingsOf } from "./settings";

export type { Applied } from "./settings";

import { adoptStyles } from "./styles";
import { drawWidget, WIDGET_VIEW } from "./widget_view";

type Data = Record<string, unknown>;

const SHARED = "cb-widget__live";
const ALONE = "cb-widget__own";

/** A kernel's widgets, drawn on the page. */
interface Drawn {
  manager: RoomWidgets;
  /** Ids of the widgets that each cell has drawn, in order. */
  roots: Map<string, string[]>;
}

async function draw(manager: RoomWidgets, data: Data, host: HTMLElement): Promise<void> {
  if (WIDGET_VIEW in data) return drawWidget(manager, data[WIDGET_VIEW], host);
  const { drawOutput } = await import("./mime");
  return drawOutput(manager, data, host);
}

function cellOf(slot: HTMLElement): string {
  return slot.dataset.cellId ?? "";
}

/** Draw one cell's outputs beside what stands there, and only then take that away. */
async function drawCell(
  drawn: Drawn,
  slot: HTMLElement,
  outputs: readonly unknown[],
  sort: string,
): Promise<void> {
  const live = document.createElement("div");
  live.className = sort;
  slot.append(live);
  const roots: string[] = [];
  drawn.roots.set(cellOf(slot), roots);
  for (const output of outputs) {
    const { data } = output as { data?: Data };
    if (!data) continue;
    const host = document.createElement("div");
    live.append(host);
    const view = data[WIDGET_VIEW] as { model_id: string } | undefined;
    if (view) roots.push(view.model_id);
    await draw(drawn.manager, data, host);
  }
  for (const old of slot.querySelectorAll(`.${sort}`)) if (old !== live) old.remove();
}

async function drawAll(
  details: KernelDetails,
  slots: readonly HTMLElement[],
  sort: string,
  before: (manager: RoomWidgets) => void,
): Promise<Drawn> {
  adoptStyles();
  const kernel = connect(String(details.kernel_id));
  const manager = new RoomWidgets(kernel, new WidgetLibraries(details.extensions ?? []));
  const drawn: Drawn = { manager, roots: new Map() };
  before(manager);
  await manager.restore();
  for (const slot of slots) {
    await drawCell(drawn, slot, details.outputs?.[cellOf(slot)] ?? [], sort);
  }
  const [missing] = manager.missing;
  if (missing) {
    manager.forget();
    throw new LibraryMissing(missing);
  }
  return drawn;
}

export { LibraryMissing };

let current: RoomWidgets | null = null;
let shared: Drawn | null = null;
let own: Drawn | null = null;

/** Come back after an outage; the widgets show what happened meanwhile. */
export async function resume(): Promise<void> {
  await Promise.all([current?.resume(), own?.manager.resume()]);
}

/**
 * Draw the live widgets of the page; again when the kernel came back.
 *
 * @throws LibraryMissing where a widget's library cannot be loaded: then nothing is drawn.
 */
export async function attach(details: KernelDetails, slots: readonly HTMLElement[]): Promise<void> {
  current?.forget();
  current = shared = null;
  try {
    shared = await drawAll(details, slots, SHARED, (manager) => {
      current = manager;
    });
  } catch (error) {
    if (error instanceof LibraryMissing) current = null;
    throw error;
  }
}

/** Draw a kernel of this person's own over the group's widgets, set as those are now. */
export async function attachOwn(
  details: KernelDetails,
  slots: readonly HTMLElement[],
): Promise<void> {
  leaveOwn(slots);
  own = await drawAll(details, slots, ALONE, () => undefined);
  if (shared) await copy(shared, own);
}

/** Set the group's widgets as this person's own are; returns the ids of those that were moved. */
export async function showOwn(): Promise<string[]> {
  return shared && own ? copy(own, shared) : [];
}

/** A simulation's state: how it is set, and what it looks like. */
export interface State {
  settings: Setting[];
  /** A PNG in base64, where one could be taken. */
  picture: string | null;
}

/** What a slot shows at the moment, of this person's own or of the group. */
export async function stateOf(slot: HTMLElement): Promise<State> {
  const [drawn, sort] = own ? [own, ALONE] : [shared, SHARED];
  const around = slot.querySelector<HTMLElement>(`.${sort}`);
  if (!drawn || !around) return { settings: [], picture: null };
  await drawn.manager.settled();
  const settings = await settingsOf(drawn.manager, drawn.roots.get(cellOf(slot)) ?? []);
  return { settings, picture: await pictureOf(around) };
}

/** Set what a slot shows, this person's own or the group's, as it was once. */
export async function bringBack(slot: HTMLElement, settings: readonly Setting[]): Promise<Applied> {
  const drawn = own ?? shared;
  if (!drawn) return { moved: [], missing: settings.length };
  return applySettings(drawn.manager, drawn.roots.get(cellOf(slot)) ?? [], settings);
}

/** Take this person's own widgets away. */
export function leaveOwn(slots: readonly HTMLElement[]): void {
  own?.manager.forget();
  own = null;
  for (const slot of slots) for (const each of slot.querySelectorAll(`.${ALONE}`)) each.remove();
}

async function copy(from: Drawn, to: Drawn): Promise<string[]> {
  const moved: string[] = [];
  for (const [cell, roots] of from.roots) {
    const settings = await settingsOf(from.manager, roots);
    moved.push(...(await applySettings(to.manager, to.roots.get(cell) ?? [], settings)).moved);
  }
  return moved;
}
