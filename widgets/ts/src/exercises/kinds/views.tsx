import type { ComponentType } from "preact";
import type { AnswerValue } from "../../types";
import { ChoiceControl } from "../ChoiceControl";
import { CodeControl } from "../code/CodeControl";
import { CodeValue } from "../code/CodeValue";
import type { ControlProps } from "../controlProps";
import { GoalControl } from "../goal/GoalControl";
import { GoalValue } from "../goal/GoalValue";
import { NumberControl } from "../NumberControl";
import { OrderControl } from "../order/OrderControl";

import { ScaleControl } from "../ScaleControl";
import { TextControl } from "../TextControl";
import { TextValue } from "../TextValue";
import { TableControl } from "../table/TableControl";
import { TableValue } from "../table/TableValue";
import { ChoiceTogether } from "../together/ChoiceTogether";
import { NumberTogether } from "../together/NumberTogether";
import { OrderTogether } from "../together/OrderTogether";
import { ScaleTogether } from "../together/ScaleTogether";
import { SideBySide } from "../together/SideBySide";
import type { TogetherProps } from "../together/voice";
import { UploadControl } from "../upload/UploadControl";
import { UploadValue } from "../upload/UploadValue";
import type { Answerable } from "./form";

export interface ValueProps<D extends Answerable = Answerable> {
  definition: D;
  value: NonNullable<AnswerValue>;
}

/** How one kind of exercise is answered, and how answers are read: one, and all members'. */
interface View<D extends Answerable> {
  Control: ComponentType<ControlProps<D>>;
  /** For `SideBySide`. */
  Value?: ComponentType<ValueProps<D>>;
  Together: ComponentType<TogetherProps<D>>;
}

type Views = { [K in Answerable["kind"]]: View<Extract<Answerable, { kind: K }>> };

/** Every kind that has answers, and how they are shown; the only list of them here. */
const VIEWS: Views = {
  text: { Control: TextControl, Value: TextValue, Together: SideBySide },
  choice: { Control: ChoiceControl, Together: ChoiceTogether },
  scale: { Control: ScaleControl, Together: ScaleTogether },
  number: { Control: NumberControl, Together: NumberTogether },
  order: { Control: OrderControl, Together: OrderTogether },
  table: { Control: TableControl, Value: TableValue, Together: SideBySide },
  goal: { Control: GoalControl, Value: GoalValue, Together: SideBySide },
  code: { Control: CodeControl, Value: CodeValue, Together: SideBySide },
  upload: { Control: UploadControl, Value: UploadValue, Together: SideBySide },
};

export function viewOf(definition: Answerable): View<Answerable> {
  return VIEWS[definition.kind] as unknown as View<Answerable>;
}
