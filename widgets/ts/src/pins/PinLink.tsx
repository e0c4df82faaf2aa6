import { useState } from "preact/hooks";
import type { Pinned } from "./syntax";

/** A kept state where it is spoken of: the same that the server makes of its Markdown. */
export function PinLink({ pinned }: { pinned: Pinned }) {
  const address = `/pins/${pinned.id}`;
  const [gone, setGone] = useState(false);
  return (
    <a class="cb-pin" href={address}>
      {!gone && (
        <img
          class="cb-pin__picture"
          src={`${address}/picture`}
          alt=""
          loading="lazy"
          onError={() => setGone(true)}
        />
      )}
      <span class="cb-pin__words">{pinned.words}</span>
    </a>
  );
}
