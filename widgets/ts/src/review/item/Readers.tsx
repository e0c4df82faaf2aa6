import { t } from "../../words";
import type { Reader } from "./data";

/** Who else is at this answer now. */
export function Readers({ readers }: { readers: Reader[] }) {
  return (
    <p class="cb-readers" role="status">
      {readers.map(({ id, name, writing }) => (
        <span key={id} class={writing ? "cb-reader is-writing" : "cb-reader"}>
          {t(writing ? "review.reader.writing" : "review.reader.here", { name })}
        </span>
      ))}
    </p>
  );
}
