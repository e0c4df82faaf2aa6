import { localDay } from "../../exercises/moments";
import type { Nudge, NudgeFacts } from "../../types";
import { t } from "../../words";
import type { NudgesModel } from "./model";

/** What the figures say, such as "3 of 4 exercises answered, 2 comments, not read yet". */
export function factsText(facts: NudgeFacts, own = false): string {
  const { exercises, answered, comments, seconds, readers, members, moves } = facts;
  const parts: string[] = [];
  if (own) parts.push(t(answered ? "own.facts.written" : "own.facts.unwritten"));
  else if (exercises) parts.push(t("nudge.facts.answered", { done: answered, total: exercises }));
  parts.push(
    comments ? t("nudge.facts.comments", { count: comments }) : t("nudge.facts.comments.none"),
  );
  if (readers) {
    const minutes = t("nudge.facts.minutes", { count: Math.max(1, Math.round(seconds / 60)) });
    parts.push(t("nudge.facts.read", { minutes, some: readers, all: members }));
  } else {
    parts.push(t("nudge.facts.read.none"));
  }
  if (moves) parts.push(t("nudge.facts.moves", { count: moves }));
  return parts.join(", ");
}

/** Whether a nudge asks about the day that a group gave to a topic of its own. */
export function isOfOwnDay(nudge: Nudge, model: NudgesModel): boolean {
  return nudge.kind === "follow-up" && nudge.follows === null && model.isOwn(nudge.topic);
}

/** The words of a nudge: those that somebody wrote, or the usual ones. */
export function wordsOf(nudge: Nudge, model: NudgesModel): string {
  const { page } = model;
  const topic = model.titleOf(nudge.topic);
  const due = nudge.facts?.due;
  if (isOfOwnDay(nudge, model) && due) {
    return t("nudge.words.follow-up.own", { topic, day: localDay(due) });
  }
  if (!nudge.words) {
    if (nudge.kind === "reminder" && !nudge.quote)
      return t("nudge.words.reminder.plain", { topic });
    return t(`nudge.words.${nudge.kind}`, { topic });
  }
  const values: Record<string, string> = {
    topic,
    group: page.group.title,
    workbook: page.workbook.title,
    due: due ? localDay(due) : "",
  };
  return nudge.words.replace(/\{(topic|group|workbook|due)\}/g, (_, name) => values[name] ?? "");
}
