import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, newKey } from "../live/api";
import { t } from "../words";

interface ComposerProps {
  /** Under which the draft is kept in this tab. */
  draft: string;
  label: string;
  initial?: string;
  autofocus?: boolean;
  send: (body: string, key: string) => Promise<void>;
  cancel?: (() => void) | undefined;
  sendWord: string;
}

function keptDraft(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keepDraft(name: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // It lasts as long as the page then.
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ApiError && !error.offline) return error.message;
  return t("discussion.problem.offline");
}

/** Where a comment is written; what is written outlives a failure and a reload. */
export function Composer(props: ComposerProps) {
  const { draft, label, initial = "", autofocus, send, cancel, sendWord } = props;
  const [text, setText] = useState(() => keptDraft(draft) ?? initial);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  // The same key until it has arrived: sending twice says it once.
  const key = useRef(newKey());

  useEffect(() => {
    if (autofocus) area.current?.focus({ preventScroll: true });
  }, [autofocus]);

  const write = (value: string) => {
    setText(value);
    keepDraft(draft, value === initial ? "" : value);
  };

  const submit = async () => {
    if (!text.trim() || sending) return;
    setSending(true);
    setProblem(null);
    try {
      await send(text, key.current);
      key.current = newKey();
      keepDraft(draft, "");
      setText("");
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSending(false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Escape" && cancel) {
      event.stopPropagation();
      cancel();
    }
  };

  const empty = !text.trim();
  return (
    <form
      class={empty ? "cb-composer" : "cb-composer cb-composer--writing"}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={area}
        aria-label={label}
        placeholder={label}
        maxLength={10_000}
        rows={1}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <p class="cb-composer__problem" role="alert">
          {problem}
        </p>
      )}
      <div class="cb-composer__actions">
        <span class="cb-composer__hint">{t("discussion.markdown")}</span>
        {cancel && (
          <button type="button" class="cb-text-button" onClick={cancel}>
            {t("discussion.cancel")}
          </button>
        )}
        <button type="submit" class="cb-send" disabled={empty || sending}>
          {sending ? t("discussion.sending") : problem ? t("discussion.again") : sendWord}
        </button>
      </div>
    </form>
  );
}
