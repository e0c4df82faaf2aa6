import type { AnswerValue } from "../types";
import type { Answerable } from "./kinds/form";
import { viewOf } from "./kinds/views";

/** An answer to be read. */
export function Value(props: { definition: Answerable; value: NonNullable<AnswerValue> }) {
  const { Value: OfItsKind } = viewOf(props.definition);
  return OfItsKind ? <OfItsKind {...props} /> : null;
}
