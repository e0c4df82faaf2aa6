import { localDay } from "../../exercises/moments";
import type { Nudge, NudgeFacts, PageData } from "../../types";
import { t } from "../../words";

/** What the figures say, such as "3 of 4 exercises answered, 2 comments, not read yet". */
export function factsText(facts: NudgeFacts): string {
  const { exercises, answered, comments, seconds, readers, members, moves } = facts;
  const parts: string[] = [];
  if (exercises) parts.push(t("nudge.facts.answered", { done: answered, total: exercises }));
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

/** The words of a nudge: those that somebody wrote, or the usual ones. */
export function wordsOf(nudge: Nudge, page: PageData): string {
  const topic = page.topics[nudge.topic] ?? nudge.topic;
  if (!nudge.words) {
    if (nudge.kind === "reminder" && !nudge.quote)
      return t("nudge.words.reminder.plain", { topic });
    return t(`nudge.words.${nudge.kind}`, { topic });
  }
  const due = nudge.facts?.due;
  const values: Record<string, string> = {
    topic,
    group: page.group.title,
    workbook: page.workbook.title,
    due: due ? localDay(due) : "",
  };
  return nudge.words.replace(/\{(topic|group|workbook|due)\}/g, (_, name) => values[name] ?? "");
}
