import { signal } from "@preact/signals";
import { ago, exactTime } from "../../review/moments";

const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 30_000);

/** How long ago something was; the exact time on hover. */
export function Moment({ at }: { at: string }) {
  return (
    <time class="cb-moment" dateTime={at} title={exactTime(at)}>
      {ago(at, Math.max(now.value, Date.parse(at)))}
    </time>
  );
}
