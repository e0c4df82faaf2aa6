import type { GoalExercise } from "../../types";
import { t } from "../../words";
import type { ControlProps } from "../controlProps";
import { put } from "../kinds/form";
import { isPast } from "./day";
import { GoalText } from "./GoalText";
import { TopicField } from "./TopicField";

/** A card with the group's goal: what goes with the words can be there before them. */
export function GoalControl(props: ControlProps<GoalExercise>) {
  const { definition, answer, readOnly, labelledBy, describedBy } = props;
  void answer.revision.value;
  const held = (key: string): unknown => answer.map?.get(key);
  const set = (key: string, value: unknown) =>
    answer.change(({ map }) => map && put(map, key, value));
  const topic = held("topic");
  const by = typeof held("by") === "string" ? String(held("by")) : "";
  const done = held("done") === true;
  const id = (part: string) => `${labelledBy}-${part}`;
  return (
    <fieldset
      class={done ? "cb-goal cb-goal--done" : "cb-goal"}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    >
      <div class="cb-goal__words">
        <label class="cb-goal__label" for={id("text")}>
          {t("exercise.goal.text")}
        </label>
        <GoalText
          id={id("text")}
          answer={answer}
          readOnly={readOnly}
          required={definition.required}
          describedBy={describedBy}
        />
      </div>
      <div class="cb-goal__facts">
        <div class="cb-goal__fact cb-goal__fact--wide">
          <label class="cb-goal__label" for={id("topic")}>
            {t("exercise.goal.topic")}
          </label>
          <TopicField
            id={id("topic")}
            topic={typeof topic === "string" ? topic : null}
            offered={definition.options.topics}
            readOnly={readOnly}
            put={(value) => set("topic", value)}
          />
        </div>
        <div class="cb-goal__fact">
          <label class="cb-goal__label" for={id("by")}>
            {t("exercise.goal.by")}
          </label>
          <input
            id={id("by")}
            class="cb-goal__field"
            type="date"
            value={by}
            readOnly={readOnly}
            aria-describedby={id("late")}
            onChange={({ currentTarget: { value } }) => set("by", value || null)}
          />
          <p class="cb-goal__late" id={id("late")}>
            {!done && isPast(by, new Date()) && t("exercise.goal.late")}
          </p>
        </div>
      </div>
      <label class="cb-goal__done">
        <input
          type="checkbox"
          checked={done}
          disabled={readOnly}
          onChange={({ currentTarget: { checked } }) => set("done", checked || null)}
        />
        {t("exercise.goal.done")}
      </label>
    </fieldset>
  );
}
