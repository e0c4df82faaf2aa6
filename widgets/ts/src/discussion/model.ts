import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../live/api";
import type { Anchor, Comment, Person, Thread } from "../types";
import { ELSEWHERE, locate, type Place } from "./places";
import { living, type Threads } from "./threads";

/** Threads, the places they hang at, and which of them is being looked at. */
export class DiscussionModel {
  /** Key of the place that is looked at. */
  readonly active = signal<string | null>(null);
  /** Whether a new thread is being written at the active place. */
  readonly composing = signal(false);
  readonly showResolved = signal(false);
  /** On narrow screens: whether the sheet is open, and over the whole discussion. */
  readonly sheet = signal<"closed" | "place" | "all">("closed");
  readonly byPlace: ReadonlySignal<ReadonlyMap<string, Thread[]>>;
  private returnTo: HTMLElement | null = null;

  constructor(
    readonly threads: Threads,
    readonly places: readonly Place[],
    readonly me: Person,
    readonly may: ReadonlySignal<{ comment: boolean }>,
    private readonly api: Api,
    private readonly roomUrl: string,
  ) {
    this.byPlace = computed(() => {
      const found = new Map<string, Thread[]>();
      for (const thread of threads.all.value) {
        const key = locate(thread.anchor, places);
        found.set(key, [...(found.get(key) ?? []), thread]);
      }
      return found;
    });
  }

  place(key: string | null): Place | undefined {
    return this.places.find((place) => place.key === key);
  }

  /** How many comments there are at a place, settled threads not counted. */
  count(key: string): number {
    const threads = this.byPlace.value.get(key) ?? [];
    return threads.filter((each) => !each.resolved).reduce((sum, each) => sum + living(each), 0);
  }

  countAt(anchor: Anchor): ReadonlySignal<number> {
    return computed(() => this.count(locate(anchor, this.places)));
  }

  /** Look at a place; where nothing is said yet, begin to write. */
  open(key: string, from?: HTMLElement | null): void {
    this.returnTo = from ?? (document.activeElement as HTMLElement | null);
    const some = (this.byPlace.value.get(key) ?? []).some((thread) => !thread.resolved);
    this.active.value = key;
    this.composing.value = !some && key !== ELSEWHERE && this.may.value.comment;
    this.sheet.value = "place";
  }

  openAnchor(anchor: Anchor): void {
    this.open(locate(anchor, this.places));
  }

  compose(key: string): void {
    this.active.value = key;
    this.composing.value = true;
  }

  stopComposing(): void {
    this.composing.value = false;
  }

  /** Stop looking; the focus goes back to where it came from. */
  close(): void {
    this.active.value = null;
    this.composing.value = false;
    this.sheet.value = "closed";
    this.returnTo?.focus({ preventScroll: true });
    this.returnTo = null;
  }

  async start(anchor: Anchor, body: string, key: string): Promise<void> {
    const thread = await this.api.post<Thread>(
      `${this.roomUrl}/threads`,
      { anchor, body },
      { idempotencyKey: key },
    );
    this.threads.put(thread);
    this.composing.value = false;
  }

  async reply(thread: Thread, body: string, key: string): Promise<void> {
    const url = `${this.roomUrl}/threads/${thread.id}/comments`;
    this.threads.putComment(await this.api.post<Comment>(url, { body }, { idempotencyKey: key }));
  }

  async edit(comment: Comment, body: string): Promise<void> {
    const url = `${this.roomUrl}/comments/${comment.id}`;
    const { version } = comment;
    this.threads.putComment(await this.api.patch<Comment>(url, { body, version }));
  }

  async remove(comment: Comment): Promise<void> {
    const url = `${this.roomUrl}/comments/${comment.id}?version=${comment.version}`;
    this.threads.putComment(await this.api.delete<Comment>(url));
  }

  async settle(thread: Thread, resolved: boolean): Promise<void> {
    const url = `${this.roomUrl}/threads/${thread.id}`;
    const { version } = thread;
    this.threads.put(await this.api.patch<Thread>(url, { resolved, version }));
  }
}
