import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EventStream } from "../live/events";
import type { Comment, CommentNews, Reactions, Thread } from "../types";

/** Say whether a thread still has something in it to read. */
export function living(thread: Thread): number {
  return thread.comments.filter((comment) => !comment.deleted).length;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The threads of a room, as the last thing heard of each. */
export class Threads {
  readonly all: ReadonlySignal<Thread[]>;
  /** Ids of comments by others that came while the page was open. */
  readonly fresh = signal<ReadonlySet<string>>(new Set());
  private readonly hearers = new Set<(comment: Comment) => void>();
  private readonly byId = signal<ReadonlyMap<string, Thread>>(new Map());

  constructor(private readonly me: string) {
    this.all = computed(() => [...this.byId.value.values()].filter((thread) => living(thread) > 0));
  }

  /** Take everything at once, as after loading. */
  load(threads: readonly Thread[]): void {
    this.byId.value = new Map(threads.map((thread) => [thread.id, thread]));
  }

  listen(events: EventStream): void {
    events.on("thread.created", ({ data }) => {
      this.put(data.thread);
      for (const comment of data.thread.comments) this.note(comment);
    });
    events.on("thread.resolved", ({ data }) => this.put(data.thread));
    events.on("thread.reopened", ({ data }) => this.put(data.thread));
    events.on("comment.created", ({ data }) => {
      this.heard(data);
      this.note(data.comment);
    });
    events.on("comment.edited", ({ data }) => this.heard(data));
    events.on("comment.deleted", ({ data }) => this.heard(data));
    events.on("comment.reacted", ({ data }) => {
      this.putReactions(data.thread_id, data.comment_id, data.reactions);
    });
  }

  /** Call `hear` for each comment of others that comes while the page is open. */
  onNews(hear: (comment: Comment) => void): void {
    this.hearers.add(hear);
  }

  get(id: string): Thread | undefined {
    return this.byId.value.get(id);
  }

  /** The thread that a comment is in. */
  withComment(id: string): Thread | undefined {
    return this.all.value.find((thread) => thread.comments.some((each) => each.id === id));
  }

  /** Take a thread, unless a newer state of it is known; comments are never taken back. */
  put(thread: Thread): void {
    const known = this.byId.value.get(thread.id);
    const comments = new Map((known?.comments ?? []).map((each) => [each.id, each]));
    for (const comment of thread.comments) {
      const held = comments.get(comment.id);
      if (!held || held.version <= comment.version) comments.set(comment.id, comment);
    }
    const newest = known && known.version > thread.version ? known : thread;
    const sorted = [...comments.values()].sort((a, b) => compare(a.created_at, b.created_at));
    this.byId.value = new Map(this.byId.value).set(thread.id, { ...newest, comments: sorted });
  }

  putComment(comment: Comment): void {
    const thread = this.byId.value.get(comment.thread_id);
    if (thread) this.put({ ...thread, comments: [...thread.comments, comment] });
  }

  putReactions(threadId: string, commentId: string, reactions: Reactions): void {
    const thread = this.byId.value.get(threadId);
    if (!thread) return;
    const comments = thread.comments.map((each) =>
      each.id === commentId && !each.deleted ? { ...each, reactions } : each,
    );
    this.byId.value = new Map(this.byId.value).set(threadId, { ...thread, comments });
  }

  private heard({ thread_id, comment, called }: CommentNews): void {
    this.putComment(comment);
    const thread = this.byId.value.get(thread_id);
    if (thread) this.byId.value = new Map(this.byId.value).set(thread_id, { ...thread, called });
  }

  seen(ids: Iterable<string>): void {
    const left = new Set(this.fresh.value);
    for (const id of ids) left.delete(id);
    if (left.size !== this.fresh.value.size) this.fresh.value = left;
  }

  private note(comment: Comment): void {
    if (comment.author.id === this.me || comment.deleted) return;
    this.fresh.value = new Set(this.fresh.value).add(comment.id);
    for (const hear of this.hearers) hear(comment);
  }
}
