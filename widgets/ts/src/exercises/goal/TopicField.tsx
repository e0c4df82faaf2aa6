import { useSignal } from "@preact/signals";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { Topics } from "../topics";

const OTHER = "+other";
const LONGEST = 100;

interface TopicFieldProps {
  id: string;
  /** A topic's id, or the name of one that the programme does not have. */
  topic: string | null;
  /** Ids to choose from; null stands for all. */
  offered: readonly string[] | null;
  readOnly: boolean;
  put(topic: string | null): void;
}

export function TopicField({ id, topic, offered, readOnly, put }: TopicFieldProps) {
  const titles = useContext(Topics);
  const ids = offered ?? Object.keys(titles);
  const naming = useSignal(false);
  const name = useRef<HTMLInputElement>(null);
  const own = topic !== null && !ids.includes(topic);
  const other = own || naming.value;
  useLayoutEffect(() => {
    if (naming.value) name.current?.focus();
  }, [naming.value]);
  return (
    <div class="cb-goal__topic">
      <select
        id={id}
        class="cb-goal__field"
        value={other ? OTHER : (topic ?? "")}
        disabled={readOnly}
        onChange={({ currentTarget: { value } }) => {
          naming.value = value === OTHER;
          put(value === OTHER || value === "" ? null : value);
        }}
      >
        <option value="">{t("exercise.goal.topic.none")}</option>
        {ids.map((each) => (
          <option key={each} value={each}>
            {titles[each] ?? each}
          </option>
        ))}
        <option value={OTHER}>{t("exercise.goal.topic.other")}</option>
      </select>
      {other && (
        <input
          ref={name}
          class="cb-goal__field"
          type="text"
          maxLength={LONGEST}
          value={own ? (topic ?? "") : ""}
          readOnly={readOnly}
          aria-label={t("exercise.goal.topic.name")}
          placeholder={t("exercise.goal.topic.name")}
          dir="auto"
          onInput={({ currentTarget: { value } }) => put(value || null)}
        />
      )}
    </div>
  );
}
