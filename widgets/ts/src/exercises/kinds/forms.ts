import type { ExerciseDefinition } from "../../types";
import { choiceForm } from "./choice";
import { codeForm } from "./code";
import type { Answerable, Form } from "./form";
import { goalForm } from "./goal";
import { numberForm, scaleForm } from "./number";
import { orderForm } from "./order";
import { tableForm } from "./table";
import { textForm } from "./text";
import { uploadForm } from "./upload";

type Forms = { [K in Answerable["kind"]]: Form<Extract<Answerable, { kind: K }>> };

/** Every kind that has answers, and how these lie in a document; the only list of them here. */
const FORMS: Forms = {
  text: textForm,
  choice: choiceForm,
  scale: scaleForm,
  number: numberForm,
  order: orderForm,
  table: tableForm,
  goal: goalForm,
  upload: uploadForm,
  code: codeForm,
};

/** How answers to an exercise lie in a document; null where what is said under it is the answer. */
export function formOf(definition: ExerciseDefinition): Form | null {
  if (definition.kind === "discuss") return null;
  return FORMS[definition.kind] as unknown as Form;
}

/** Names of the root types that hold an exercise's answer. */
export function answerNames(definition: ExerciseDefinition): string[] {
  const form = formOf(definition);
  const names: string[] = [];
  if (form?.text) names.push(`text:${definition.id}`);
  if (form?.map) names.push(`value:${definition.id}`);
  return names;
}
