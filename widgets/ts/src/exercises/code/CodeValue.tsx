import type { CodeExercise } from "../../types";
import type { ValueProps } from "../kinds/views";

/** Code to be read. */
export function CodeValue({ value }: ValueProps<CodeExercise>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keys
    <pre class="cb-code__read" tabIndex={0} dir="ltr">
      {String(value)}
    </pre>
  );
}
