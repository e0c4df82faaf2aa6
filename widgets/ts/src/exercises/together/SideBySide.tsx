import { Value } from "../Value";
import type { TogetherProps } from "./voice";

/** Answers that cannot be counted, beside each other. */
export function SideBySide({ definition, voices }: TogetherProps) {
  return (
    <ul class={`cb-everyone__answers cb-everyone__answers--${definition.kind}`}>
      {voices.map(({ id, label, value }) => (
        <li key={id} class="cb-everyone__answer">
          <p class="cb-everyone__who">{label}</p>
          <Value definition={definition} value={value} />
        </li>
      ))}
    </ul>
  );
}
