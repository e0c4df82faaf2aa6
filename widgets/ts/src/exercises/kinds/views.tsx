import type { ComponentType } from "preact";
import type { AnswerValue } from "../../types";
import { ChoiceControl } from "../ChoiceControl";
import type { ControlProps } from "../controlProps";
import { NumberControl } from "../NumberControl";
import { NumberValue, TextValue } from "../PlainValues";
import { ScaleControl } from "../ScaleControl";
import { TextControl } from "../TextControl";
import type { Answerable } from "./form";

export interface ValueProps<D extends Answerable = Answerable> {
  definition: D;
  value: NonNullable<AnswerValue>;
}

/** How one kind of exercise is answered, and how one of its answers is read. */
interface View<D extends Answerable> {
  Control: ComponentType<ControlProps<D>>;
  Value: ComponentType<ValueProps<D>>;
}

type Views = { [K in Answerable["kind"]]: View<Extract<Answerable, { kind: K }>> };

/** Every kind that has answers, and how they are shown; the only list of them here. */
const VIEWS: Views = {
  text: { Control: TextControl, Value: TextValue },
  choice: { Control: ChoiceControl, Value: TextValue },
  scale: { Control: ScaleControl, Value: NumberValue },
  number: { Control: NumberControl, Value: NumberValue },
};

export function viewOf(definition: Answerable): View<Answerable> {
  return VIEWS[definition.kind] as unknown as View<Answerable>;
}
