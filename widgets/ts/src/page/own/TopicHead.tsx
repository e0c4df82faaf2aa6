import type { Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { localDay } from "../../exercises/moments";
import type { OwnTopic } from "../../types";
import { t } from "../../words";
import type { OwnTopicsModel } from "./model";
import { TopicForm } from "./TopicForm";

function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function Day({ topic }: { topic: OwnTopic }) {
  if (!topic.by_day) return null;
  const late = !topic.closed && topic.by_day < today();
  return (
    <span class={late ? "cb-own__day cb-own__day--late" : "cb-own__day"}>
      {t(late ? "own.day.past" : "own.day", { day: localDay(topic.by_day) })}
    </span>
  );
}

interface TopicHeadProps {
  model: OwnTopicsModel;
  id: string;
  /** Whether a topic that is closed is looked at all the same. */
  looking: Signal<boolean>;
}

/** What a topic is, why it matters to the group, and what can be done with it. */
export function TopicHead({ model, id, looking }: TopicHeadProps) {
  const [changing, setChanging] = useState(false);
  const [problem, setProblem] = useState("");
  const topic = model.of(id);
  if (!topic) return null;
  const { title, why, by_day, closed } = topic;
  const closing = closed ? t("own.reopen") : t("own.close");
  const turn = async () => {
    const wrong = await model.change(topic, { title, why, by_day }, !closed);
    setProblem(wrong ? (wrong.kind === "conflict" ? t("own.conflict") : wrong.words) : "");
  };
  if (changing) {
    return (
      <TopicForm
        topic={topic}
        send={(draft) => model.change(topic, draft, closed)}
        done={() => setChanging(false)}
      />
    );
  }
  return (
    <>
      <h3 id={`own-title-${id}`} class="cb-exercise__prompt cb-own__title">
        {title} {closed && <span class="cb-own__closed">{t("own.closed")}</span>}
      </h3>
      <p class="cb-own__by">
        {t("own.by", { name: topic.by.name })} <Day topic={topic} />
      </p>
      {topic.html && (!closed || looking.value) && (
        <div class="cb-own__why" dir="auto" dangerouslySetInnerHTML={{ __html: topic.html }} />
      )}
      <div class="cb-own__buttons">
        {closed && (
          <button
            type="button"
            class="cb-own__quiet"
            aria-expanded={looking.value}
            aria-label={`${t("own.look")}: ${title}`}
            onClick={() => {
              looking.value = !looking.value;
            }}
          >
            {t("own.look")}
          </button>
        )}
        {model.may && !closed && (
          <button
            type="button"
            class="cb-own__quiet"
            aria-label={`${t("own.change")}: ${title}`}
            onClick={() => setChanging(true)}
          >
            {t("own.change")}
          </button>
        )}
        {model.may && (
          <button
            type="button"
            class="cb-own__quiet"
            aria-label={`${closing}: ${title}`}
            onClick={() => void turn()}
          >
            {closing}
          </button>
        )}
      </div>
      {problem && (
        <p class="cb-own__problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
