import { Paragraphs } from "./inline";
import type { ValueProps } from "./kinds/views";
import { formatNumber } from "./number";

export function TextValue({ value }: ValueProps) {
  return (
    <div class="cb-value cb-value--text" dir="auto">
      <Paragraphs source={String(value)} />
    </div>
  );
}

export function NumberValue({ definition, value }: ValueProps) {
  const unit = definition.kind === "number" ? definition.options.unit : null;
  const number = formatNumber(Number(value));
  return <p class="cb-value cb-value--number">{unit ? `${number} ${unit}` : number}</p>;
}
