import type { CodeExercise } from "../../types";
import { type Form, putText } from "./form";

export const codeForm: Form<CodeExercise> = {
  text: true,
  map: false,
  read({ text }, { options }) {
    const code = text?.toString() ?? "";
    // What was given is nobody's answer.
    return code.trim() && code.trim() !== options.starter.trim() ? code : null;
  },
  write({ text }, _definition, value) {
    if (text) putText(text, typeof value === "string" ? value : "");
  },
};
