import type { RubricLine } from "../types";
import { t } from "../words";

/** The lines of a rubric; with `levels` also which level was reached. */
export function Rubric({
  lines,
  levels = {},
}: {
  lines: RubricLine[];
  levels?: Record<string, number>;
}) {
  return (
    <dl class="cb-rubric">
      {lines.map(({ id, label, levels: names }) => (
        <div key={id} class="cb-rubric__line">
          <dt>{label}</dt>
          <dd>
            <ol class="cb-rubric__levels">
              {names.map((name, index) => (
                <li key={name} class={levels[id] === index ? "cb-rubric__reached" : ""}>
                  {name}
                  {levels[id] === index && (
                    <span class="cb-unseen"> ({t("exercise.rubric.reached")})</span>
                  )}
                </li>
              ))}
            </ol>
          </dd>
        </div>
      ))}
    </dl>
  );
}
