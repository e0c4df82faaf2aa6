import { diffWordsWithSpace } from "diff";
import { useMemo } from "preact/hooks";

/** Longer than this nobody waits to see single words marked. */
const PATIENCE_MS = 300;

interface WordsProps {
  before: string;
  after: string;
  code: boolean;
}

/** A text with the words that are new and those that are gone. */
export function Words({ before, after, code }: WordsProps) {
  const parts = useMemo(
    () => diffWordsWithSpace(before, after, { timeout: PATIENCE_MS }),
    [before, after],
  );
  if (!parts) return <div class="cb-difference">{after}</div>;
  return (
    <div
      class={code ? "cb-difference cb-difference--code" : "cb-difference"}
      dir={code ? "ltr" : "auto"}
    >
      {parts.map(({ value, added, removed }) => {
        if (added) return <ins>{value}</ins>;
        return removed ? <del>{value}</del> : value;
      })}
    </div>
  );
}
