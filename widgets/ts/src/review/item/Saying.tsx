import { useRef, useState } from "preact/hooks";
import { keepDraft, keptDraft } from "../../discussion/composing/drafts";
import { problemOf } from "../../discussion/problem";
import { Api, newKey } from "../../live/api";
import type { Thread } from "../../types";
import { t } from "../../words";

interface SayingProps {
  item: string;
  threads: Thread[];
  /** Called when Escape is pressed in the field. */
  leave: () => void;
}

/** A word of the mentor's in the group's discussion: in the open thread, or in a new one. */
export function Saying({ item, threads, leave }: SayingProps) {
  const draft = `cb-say:${item}`;
  const [body, setBody] = useState(() => keptDraft(draft) ?? "");
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // The same key until it has arrived: sending twice says it once.
  const key = useRef(newKey());
  const open = threads.findLast((thread) => !thread.resolved);
  const write = (words: string) => {
    setBody(words);
    keepDraft(draft, words);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (!body.trim() || sending) return;
    setSending(true);
    setProblem(null);
    try {
      const url = `/api/review/items/${item}/comments`;
      const said = { body, thread_id: open?.id ?? null };
      await new Api().post(url, said, { idempotencyKey: key.current });
      key.current = newKey();
      write("");
    } catch (error) {
      setProblem(problemOf(error, "writing"));
    }
    setSending(false);
  };
  return (
    <form class="cb-saying" onSubmit={send}>
      <label>
        {t(open ? "review.say.reply" : "review.say")}
        <textarea
          rows={2}
          maxLength={10_000}
          value={body}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") leave();
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      {problem && (
        <p class="cb-standing is-failed" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="cb-button" disabled={sending || !body.trim()}>
        {t("review.office.send")}
      </button>
    </form>
  );
}
