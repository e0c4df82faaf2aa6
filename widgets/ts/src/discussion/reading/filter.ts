import type { Comment, Thread } from "../../types";

export type Kind = "all" | "open" | "unread" | "mentions" | "resolved";

export const KINDS: readonly Kind[] = ["all", "open", "unread", "mentions", "resolved"];

/** What somebody looks for among the threads. */
export interface Filter {
  kind: Kind;
  /** Words that must all stand somewhere in a thread. */
  text: string;
  /** Id of a person who takes part in it; empty for anybody. */
  author: string;
}

export const EVERYTHING: Filter = { kind: "all", text: "", author: "" };

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** What can be looked for in a comment: its words without their marks, and who said them. */
function wordsOf(comment: Comment): string {
  if (comment.deleted) return "";
  const plain = (comment.body ?? "").replace(/@\[([^\]\n]*)\]\([a-z]+:[a-z0-9_]*\)/g, "@$1");
  return `${comment.author.name}\n${plain}`;
}

function isOfKind(thread: Thread, kind: Kind, me: string, unread: boolean): boolean {
  if (kind === "open") return !thread.resolved;
  if (kind === "resolved") return thread.resolved;
  if (kind === "unread") return unread;
  if (kind === "mentions") return thread.comments.some((each) => each.mentions.includes(me));
  return true;
}

/** Say whether a thread is among what is looked for. */
export function matches(thread: Thread, filter: Filter, me: string, unread: boolean): boolean {
  if (!isOfKind(thread, filter.kind, me, unread)) return false;
  const by = (each: Comment) => !each.deleted && each.author.id === filter.author;
  if (filter.author && !thread.comments.some(by)) return false;
  const wanted = folded(filter.text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const quoted = thread.anchor.quote?.exact ?? "";
  const all = folded([quoted, ...thread.comments.map(wordsOf)].join("\n"));
  return wanted.every((word) => all.includes(word));
}
