import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { AnswerValue } from "../../types";
import { t } from "../../words";
import type { Writing } from "./writing";

const PAUSE_MS = 400;

interface LookProps {
  value: ReadonlySignal<AnswerValue>;
  writing: Writing;
  labelledBy: string;
}

/** The text as others will read it, rendered and sanitised by the server. */
export function Look({ value, writing, labelledBy }: LookProps) {
  const text = typeof value.value === "string" ? value.value : "";
  const [html, setHtml] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!text) {
      setHtml("");
      return undefined;
    }
    const asking = new AbortController();
    const ask = async () => {
      try {
        setHtml(await writing.render(text, asking.signal));
        setFailed(false);
      } catch {
        if (!asking.signal.aborted) setFailed(true);
      }
    };
    // The first look at once, later ones when those who write pause.
    const timer = setTimeout(ask, html === null ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);
  return (
    <section class="cb-look" aria-labelledby={labelledBy} aria-busy={html === null && !failed}>
      {failed && (
        <p class="cb-look__problem" role="alert">
          {t("exercise.look.failed")}
        </p>
      )}
      {html === "" && <p class="cb-look__none">{t("exercise.unanswered")}</p>}
      {html && <div class="cb-look__text" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />}
    </section>
  );
}
