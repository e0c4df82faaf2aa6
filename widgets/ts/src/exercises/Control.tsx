import type { Answer } from "./answer";
import { ChoiceControl } from "./ChoiceControl";
import type { ControlProps } from "./controlProps";
import { NumberControl } from "./NumberControl";
import { ScaleControl } from "./ScaleControl";
import { TextControl } from "./TextControl";

/** The control for an exercise's kind. */
export function Control({ definition, ...rest }: ControlProps & { answer: Answer }) {
  switch (definition.kind) {
    case "text":
      return <TextControl definition={definition} {...rest} />;
    case "choice":
      return <ChoiceControl definition={definition} {...rest} />;
    case "scale":
      return <ScaleControl definition={definition} {...rest} />;
    case "number":
      return <NumberControl definition={definition} {...rest} />;
    case "discuss":
      return null;
  }
}
