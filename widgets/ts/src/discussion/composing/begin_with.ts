import { join, type Pinned, split } from "../../pins/syntax";
import type { Anchor } from "../../types";
import type { DiscussionModel } from "../model";
import { draftOf, keepDraft, keptDraft } from "./drafts";

/** Begin a comment with a kept state of a simulation in it, or put it into what is being written. */
export function beginWith(model: DiscussionModel, anchor: Anchor, pinned: Pinned): void {
  const draft = draftOf({ anchor, located: model.passages.locate(anchor) });
  const begun = split(keptDraft(draft) ?? "");
  keepDraft(draft, join(begun.text, [...begun.pinned, pinned]));
  // A card reads its draft when it is made: one that is there is made anew.
  model.close();
  setTimeout(() => model.begin(anchor));
}
