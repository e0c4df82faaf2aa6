import { type ReadonlySignal, signal } from "@preact/signals";
import type { EventStream } from "../live/events";
import type { Named } from "../types";

const SAID_EVERY_MS = 3_000;
const SHOWN_FOR_MS = 6_000;

/** Who of the others is writing a reply, by thread: a hint that passes by itself. */
export class Repliers {
  readonly all: ReadonlySignal<ReadonlyMap<string, readonly Named[]>>;
  private readonly allNow = signal<ReadonlyMap<string, readonly Named[]>>(new Map());
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private said = -SAID_EVERY_MS;

  constructor(
    private readonly events: Pick<EventStream, "on" | "sayReplying">,
    me: string,
  ) {
    this.all = this.allNow;
    events.on("comment.writing", ({ person, thread_id }) => {
      if (person.id !== me) this.note(person, thread_id);
    });
    events.on("comment.created", ({ data }) => this.forget(data.comment.author.id, data.thread_id));
  }

  in(thread: string): readonly Named[] {
    return this.all.value.get(thread) ?? [];
  }

  /** Tell that this person is writing, now and then. */
  say(thread: string): void {
    const now = performance.now();
    if (now - this.said < SAID_EVERY_MS) return;
    this.said = now;
    this.events.sayReplying(thread);
  }

  /** What comes next is another beginning. */
  sent(): void {
    this.said = -SAID_EVERY_MS;
  }

  private note(person: Named, thread: string): void {
    const key = `${thread} ${person.id}`;
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => this.forget(person.id, thread), SHOWN_FOR_MS),
    );
    const known = this.allNow.value.get(thread) ?? [];
    if (!known.some(({ id }) => id === person.id)) this.put(thread, [...known, person]);
  }

  private forget(person: string, thread: string): void {
    const key = `${thread} ${person}`;
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const known = this.allNow.value.get(thread);
    if (!known) return;
    this.put(
      thread,
      known.filter(({ id }) => id !== person),
    );
  }

  private put(thread: string, people: readonly Named[]): void {
    const next = new Map(this.allNow.value);
    if (people.length) next.set(thread, people);
    else next.delete(thread);
    this.allNow.value = next;
  }
}
