import { useRef, useState } from "preact/hooks";
import { t } from "../../words";
import type { OwnTopicsModel } from "./model";
import { TopicForm } from "./TopicForm";

/** The way to a topic of one's own. */
export function AddTopic({ model }: { model: OwnTopicsModel }) {
  const [writing, setWriting] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const done = () => {
    setWriting(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (writing) {
    return <TopicForm topic={null} send={(draft, key) => model.add(draft, key)} done={done} />;
  }
  return (
    <button ref={button} type="button" class="cb-button" onClick={() => setWriting(true)}>
      {t("own.add")}
    </button>
  );
}
