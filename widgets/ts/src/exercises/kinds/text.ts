import type { TextExercise } from "../../types";
import { type Form, putText } from "./form";

export const textForm: Form<TextExercise> = {
  text: true,
  map: false,
  read({ text }) {
    const words = text?.toString() ?? "";
    return words.trim() ? words : null;
  },
  // Its field writes for itself, letter by letter; this is for a whole answer.
  write({ text }, _definition, value) {
    if (text) putText(text, typeof value === "string" ? value : "");
  },
};
