import type { ControlProps } from "./controlProps";
import { viewOf } from "./kinds/views";

/** The control for an exercise's kind. */
export function Control({ definition, ...rest }: ControlProps) {
  if (definition.kind === "discuss") return null;
  const { Control: OfItsKind } = viewOf(definition);
  return <OfItsKind definition={definition} {...rest} />;
}
