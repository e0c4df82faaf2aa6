import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../words";
import type { StatusWords } from "./status_words";

/** Short states pass without a word, so that readers of the screen are not flooded. */
const SETTLE_MS = 700;

/** Says truthfully whether everything is kept. */
export function Status({ status }: { status: ReadonlySignal<StatusWords> }) {
  const { tone, key } = status.value;
  const [told, setTold] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setTold(key), tone === "calm" ? SETTLE_MS : SETTLE_MS / 2);
    return () => clearTimeout(timer);
  }, [key, tone]);
  return (
    <span class={`cb-status cb-status--${tone}`} data-state={key.slice("page.status.".length)}>
      <span class="cb-status__dot" aria-hidden="true" />
      <span class="cb-status__words">{t(told)}</span>
    </span>
  );
}
