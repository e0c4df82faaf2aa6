import type { WidgetModel } from "@jupyter-widgets/base";
import type { Setting, SettingValue } from "../types";
import type { RoomWidgets } from "./manager";

/** What a person sets; everything else the kernel makes of it. */
const SET_BY_PEOPLE = ["value", "index"];
/** Widgets whose value the kernel writes, or is too much to be kept. */
const NOT_SET =
  /^(HTML|HTMLMath|Label|Image|Video|Audio|IntProgress|FloatProgress|Valid|FileUpload)Model$/;
/** How widgets look is no part of what they say. */
const LOOKS = new Set(["layout", "style"]);

type Attributes = Record<string, unknown>;

/** One thing that people set. */
interface Control {
  model: WidgetModel;
  key: string;
}

function isModel(value: unknown): value is WidgetModel {
  return typeof value === "object" && value !== null && "model_id" in value && "get" in value;
}

/** Go through a tree of widgets: trees that were made alike are gone through alike. */
function* walk(model: WidgetModel, seen: Set<WidgetModel>): Generator<WidgetModel> {
  if (seen.has(model)) return;
  seen.add(model);
  yield model;
  for (const [key, value] of Object.entries(model.attributes as Attributes)) {
    if (LOOKS.has(key)) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isModel(each)) yield* walk(each, seen);
    }
  }
}

async function controlsOf(manager: RoomWidgets, roots: readonly string[]): Promise<Control[]> {
  const controls: Control[] = [];
  const seen = new Set<WidgetModel>();
  for (const root of roots) {
    for (const model of walk(await manager.get_model(root), seen)) {
      if (NOT_SET.test(String(model.get("_model_name")))) continue;
      for (const key of SET_BY_PEOPLE) {
        const value: unknown = model.get(key);
        if (value !== undefined && !isModel(value)) controls.push({ model, key });
      }
    }
  }
  return controls;
}

function labelOf({ model }: Control): string {
  return String(model.get("description") ?? "").trim();
}

/** The value as it goes over the wire: dates, too, are plain data there. */
function plain({ model, key }: Control): SettingValue {
  return (model.serialize({ [key]: model.get(key) }) as Record<string, SettingValue>)[key] ?? null;
}

/** A choice in words: what is kept of it is a number. */
function shown({ model, key }: Control): string | null {
  const value: unknown = model.get(key);
  if (value instanceof Date) return value.toLocaleDateString();
  const labels: unknown = model.get("_options_labels");
  if (key !== "index" || !Array.isArray(labels)) return null;
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.map((index) => String(labels[Number(index)] ?? "")).join(", ");
}

/** How the controls of some widgets are set. `roots` are the ids of what their cell has drawn. */
export async function settingsOf(
  manager: RoomWidgets,
  roots: readonly string[],
): Promise<Setting[]> {
  const controls = await controlsOf(manager, roots);
  return controls.map((each, place) => ({
    place,
    key: each.key,
    value: plain(each),
    label: labelOf(each),
    shown: shown(each),
  }));
}

/** The control that a setting is of: the one at its place, or else the only one of its name. */
function controlFor(setting: Setting, controls: readonly Control[]): Control | undefined {
  const fits = (each: Control) => each.key === setting.key && labelOf(each) === setting.label;
  const there = controls[setting.place];
  if (there && fits(there)) return there;
  const named = setting.label ? controls.filter(fits) : [];
  return named.length === 1 ? named[0] : undefined;
}

/** What came of setting controls. */
export interface Applied {
  /** Ids of the controls that were moved. */
  moved: string[];
  /** How many settings are of controls that there are no longer. */
  missing: number;
}

/** Set the controls of some widgets. */
export async function applySettings(
  manager: RoomWidgets,
  roots: readonly string[],
  settings: readonly Setting[],
): Promise<Applied> {
  const controls = await controlsOf(manager, roots);
  const applied: Applied = { moved: [], missing: 0 };
  for (const setting of settings) {
    const control = controlFor(setting, controls);
    if (!control) {
      applied.missing += 1;
      continue;
    }
    const { model, key } = control;
    if (JSON.stringify(plain(control)) === JSON.stringify(setting.value)) continue;
    const kind = model.constructor as typeof WidgetModel;
    const state = await kind._deserialize_state({ [key]: setting.value as never }, manager);
    model.set(state);
    model.save_changes();
    applied.moved.push(String(model.model_id));
  }
  return applied;
}
