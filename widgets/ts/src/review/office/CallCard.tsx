import { useRef, useState } from "preact/hooks";
import { keepDraft, keptDraft } from "../../discussion/composing/drafts";
import { problemOf } from "../../discussion/problem";
import { type Api, newKey } from "../../live/api";
import { t } from "../../words";
import { Comments } from "../discussion";
import { ago } from "../moments";
import type { Call } from "./data";

interface CallCardProps {
  call: Call;
  now: number;
  api: Api;
  done: () => Promise<void>;
}

/** A thread that waits for a word, and where to write it. */
export function CallCard({ call, now, api, done }: CallCardProps) {
  const { thread, room } = call;
  const draft = `cb-office:${thread.id}`;
  const [body, setBody] = useState(() => keptDraft(draft) ?? "");
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // The same key until it has arrived: sending twice says it once.
  const key = useRef(newKey());
  const url = `/api/review/office/${thread.id}`;

  const attempt = async (work: () => Promise<unknown>) => {
    if (sending) return;
    setSending(true);
    setProblem(null);
    try {
      await work();
      keepDraft(draft, "");
      await done();
    } catch (error) {
      setProblem(problemOf(error, "writing"));
    }
    setSending(false);
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (!body.trim()) return;
    void attempt(() => api.post(`${url}/comments`, { body }, { idempotencyKey: key.current }));
  };
  const settle = () => void attempt(() => api.post(`${url}/settled`, { version: thread.version }));

  const id = `call-${thread.id}`;
  return (
    <article class="cb-call" aria-labelledby={id}>
      <header>
        <h2 id={id}>{t("review.office.called", { name: call.by, when: ago(call.at, now) })}</h2>
        <p class="cb-quiet cb-call__where">
          {call.group} · {call.workbook}
        </p>
        {call.about && <blockquote class="cb-call__about">{call.about}</blockquote>}
      </header>
      <Comments thread={thread} now={now} />
      <form class="cb-call__form" onSubmit={send}>
        <label class="cb-feedback__label" for={`${id}-reply`}>
          {t("review.office.reply")}
        </label>
        <textarea
          id={`${id}-reply`}
          rows={2}
          maxLength={10_000}
          value={body}
          onInput={(event) => {
            setBody(event.currentTarget.value);
            keepDraft(draft, event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
        {problem && (
          <p class="cb-standing is-failed" role="alert">
            {problem}
          </p>
        )}
        <p class="cb-actions">
          <button type="submit" class="cb-button cb-button--primary" disabled={sending}>
            {t("review.office.send")}
          </button>
          <button type="button" class="cb-button" disabled={sending} onClick={settle}>
            {t("review.office.settle")}
          </button>
          {room && (
            <a class="cb-button" href={`/workbooks/${room}#comment-${call.comment_id}`}>
              {t("review.office.open")}
            </a>
          )}
        </p>
      </form>
    </article>
  );
}
