import { Paragraphs } from "./inline";
import type { ValueProps } from "./kinds/views";

export function TextValue({ value }: ValueProps) {
  return (
    <div class="cb-value cb-value--text" dir="auto">
      <Paragraphs source={String(value)} />
    </div>
  );
}
