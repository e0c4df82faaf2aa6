import { t } from "../words";
import { Icon } from "./Icon";
import { Paragraphs } from "./inline";

export function Hint({ source }: { source: string }) {
  return (
    <details class="cb-hint">
      <summary>
        <Icon name="hint" />
        {t("exercise.hint")}
      </summary>
      <div class="cb-hint__text">
        <Paragraphs source={source} />
      </div>
    </details>
  );
}
