import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../live/api";
import type { EventStream } from "../../live/events";
import type { Comment, Thread } from "../../types";
import type { Threads } from "../threads";

/** Which comments hold something new for whoever looks, and how that is noted. */
export class ReadMarks {
  /** Unread comments by thread; threads without any are not in it. */
  readonly unread: ReadonlySignal<ReadonlyMap<string, Comment[]>>;
  readonly total: ReadonlySignal<number>;
  /** Several for a thread: another tab may have read what has not arrived here yet. */
  private readonly marks = signal<ReadonlyMap<string, readonly string[]>>(new Map());

  constructor(
    private readonly threads: Threads,
    private readonly me: string,
    private readonly api: Api,
    private readonly roomUrl: string,
  ) {
    this.unread = computed(() => {
      const found = new Map<string, Comment[]>();
      for (const thread of threads.all.value) {
        const unread = this.unreadIn(thread);
        if (unread.length > 0) found.set(thread.id, unread);
      }
      return found;
    });
    this.total = computed(() => {
      return [...this.unread.value.values()].reduce((sum, each) => sum + each.length, 0);
    });
  }

  /** Take what the snapshot says. */
  load(threads: readonly Thread[]): void {
    const told = threads.map(({ id, read_to }) => [id, read_to ? [read_to] : []] as const);
    this.marks.value = new Map(told);
  }

  /** Listen before the threads do: what an edit changed shows beside what was there before. */
  listen(events: EventStream): void {
    events.on("thread.read", ({ thread_id, comment_id }) => this.mark(thread_id, comment_id));
    events.on("comment.edited", ({ data }) => {
      const { id, thread_id, mentions } = data.comment;
      const before = this.threads.get(thread_id)?.comments.find((each) => each.id === id);
      const called = mentions.includes(this.me) && !before?.mentions.includes(this.me);
      if (before && called) this.unmarkFrom(thread_id, id);
    });
  }

  /** Note that a thread has been read as it is now. */
  async read(thread: Thread): Promise<void> {
    const last = thread.comments.at(-1);
    if (!last || !this.unread.value.has(thread.id)) return;
    const before = this.marks.value.get(thread.id) ?? [];
    this.mark(thread.id, last.id);
    try {
      const url = `${this.roomUrl}/threads/${thread.id}/read`;
      await this.api.put(url, { comment_id: last.id });
    } catch {
      // Unread again, so that it is noted when it is looked at next.
      this.marks.value = new Map(this.marks.value).set(thread.id, before);
    }
  }

  /** Note that everything has been read. */
  async readAll(): Promise<void> {
    const all = this.threads.all.value;
    await this.api.post(`${this.roomUrl}/read-all`);
    for (const thread of all) {
      const last = thread.comments.at(-1);
      if (last) this.mark(thread.id, last.id);
    }
  }

  private mark(thread: string, comment: string): void {
    const held = this.marks.value.get(thread) ?? [];
    if (held.includes(comment)) return;
    this.marks.value = new Map(this.marks.value).set(thread, [...held, comment]);
  }

  private unmarkFrom(thread: string, comment: string): void {
    const comments = this.threads.get(thread)?.comments ?? [];
    const at = comments.findIndex((each) => each.id === comment);
    const before = new Set(comments.slice(0, at).map((each) => each.id));
    const held = this.marks.value.get(thread) ?? [];
    const left = held.filter((id) => before.has(id));
    const last = comments[at - 1];
    if (held.length > left.length && last) left.push(last.id);
    this.marks.value = new Map(this.marks.value).set(thread, left);
  }

  private unreadIn(thread: Thread): Comment[] {
    const marks = this.marks.value.get(thread.id) ?? [];
    const last = thread.comments.findLastIndex((comment) => marks.includes(comment.id));
    return thread.comments
      .slice(last + 1)
      .filter((comment) => !comment.deleted && comment.author.id !== this.me);
  }
}
