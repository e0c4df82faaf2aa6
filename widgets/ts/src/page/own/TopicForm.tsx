import { useRef, useState } from "preact/hooks";
import { newKey } from "../../live/api";
import type { OwnTopic } from "../../types";
import { t } from "../../words";
import type { Problem, TopicDraft } from "./model";

interface TopicFormProps {
  topic: OwnTopic | null;
  send: (draft: TopicDraft, key: string) => Promise<Problem | null>;
  done: () => void;
}

/** A topic, why it matters, and by when: to add one, or to change it. */
export function TopicForm({ topic, send, done }: TopicFormProps) {
  const [title, setTitle] = useState(topic?.title ?? "");
  const [why, setWhy] = useState(topic?.why ?? "");
  const [day, setDay] = useState(topic?.by_day ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // The same however often it is tried: it is added once.
  const key = useRef(newKey());
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const wrong = await send({ title, why, by_day: day || null }, key.current);
    setBusy(false);
    setProblem(wrong);
    if (wrong === null) done();
  };
  return (
    <form class="cb-own__form" onSubmit={(event) => void submit(event)}>
      <label>
        {t("own.title.label")}
        <input
          value={title}
          maxLength={120}
          required
          autocomplete="off"
          // biome-ignore lint/a11y/noAutofocus: whoever opened the form wants to write in it
          autoFocus
          onInput={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </label>
      <label>
        {t("own.why.label")}
        <textarea
          rows={3}
          value={why}
          maxLength={10_000}
          onInput={({ currentTarget }) => setWhy(currentTarget.value)}
        />
      </label>
      <label>
        {t("own.day.label")}
        <input
          type="date"
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
      </label>
      {problem && (
        <p class="cb-own__problem" role="alert">
          {problem.kind === "conflict" ? t("own.conflict") : problem.words}
        </p>
      )}
      <div class="cb-own__buttons">
        <button type="submit" class="cb-button cb-button--main" aria-disabled={busy}>
          {topic ? t("own.save") : t("own.add.do")}
        </button>
        <button type="button" class="cb-button" onClick={done}>
          {t("own.cancel")}
        </button>
      </div>
    </form>
  );
}
