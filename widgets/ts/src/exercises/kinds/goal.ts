import type { Goal, GoalExercise } from "../../types";
import { type Form, put, putText } from "./form";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Its words are a text, so that several can write; what goes with them are keys of the map. */
export const goalForm: Form<GoalExercise> = {
  text: true,
  map: true,
  read({ text, map }) {
    const words = text?.toString() ?? "";
    if (!words.trim()) return null;
    const topic = map?.get("topic");
    const by = map?.get("by");
    return {
      text: words,
      topic: typeof topic === "string" && topic.trim() ? topic.trim() : null,
      by: typeof by === "string" && DAY.test(by) ? by : null,
      done: map?.get("done") === true,
    };
  },
  write({ text, map }, _definition, value) {
    if (!text || !map) return;
    const goal = value as Goal | null;
    putText(text, goal?.text ?? "");
    put(map, "topic", goal?.topic);
    put(map, "by", goal?.by);
    put(map, "done", goal?.done || null);
  },
};
