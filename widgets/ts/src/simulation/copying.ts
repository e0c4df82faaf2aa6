import type { WidgetModel } from "@jupyter-widgets/base";
import type { RoomWidgets } from "./manager";

/** What a person sets; everything else the kernel makes of it. */
const SET_BY_PEOPLE = ["value", "index"];
/** Widgets whose value the kernel writes. */
const SHOWN_ONLY = /^(HTML|HTMLMath|Label|Image|Video|Audio|IntProgress|FloatProgress|Valid)Model$/;
/** How widgets look is no part of what they say. */
const LOOKS = new Set(["layout", "style"]);

type Attributes = Record<string, unknown>;

function isModel(value: unknown): value is WidgetModel {
  return typeof value === "object" && value !== null && "model_id" in value && "get" in value;
}

/** Go through two trees of widgets that were made alike, pair by pair. */
function walk(
  one: WidgetModel,
  other: WidgetModel,
  visit: (one: WidgetModel, other: WidgetModel) => void,
  seen: Set<WidgetModel>,
): void {
  if (seen.has(one)) return;
  seen.add(one);
  visit(one, other);
  for (const [key, value] of Object.entries(one.attributes as Attributes)) {
    if (LOOKS.has(key)) continue;
    const theirs: unknown = other.get(key);
    if (isModel(value) && isModel(theirs)) walk(value, theirs, visit, seen);
    if (!Array.isArray(value) || !Array.isArray(theirs)) continue;
    for (const [index, each] of value.entries()) {
      const its: unknown = theirs[index];
      if (isModel(each) && isModel(its)) walk(each, its, visit, seen);
    }
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Set the controls of one kernel's widgets as those of another are.
 *
 * `roots` are the ids of widgets that the same cells have drawn in both. Returns the ids of the
 * controls that were set.
 */
export async function copyControls(
  from: RoomWidgets,
  to: RoomWidgets,
  roots: readonly (readonly [string, string])[],
): Promise<string[]> {
  const changed: string[] = [];
  const seen = new Set<WidgetModel>();
  for (const [source, target] of roots) {
    const [one, other] = await Promise.all([from.get_model(source), to.get_model(target)]);
    walk(
      one,
      other,
      (theirs, ours) => {
        if (SHOWN_ONLY.test(String(theirs.get("_model_name")))) return;
        for (const key of SET_BY_PEOPLE) {
          const value: unknown = theirs.get(key);
          if (value === undefined || isModel(value) || isSame(value, ours.get(key))) continue;
          ours.set(key, value);
          ours.save_changes();
          changed.push(String(ours.model_id));
        }
      },
      seen,
    );
  }
  return changed;
}
