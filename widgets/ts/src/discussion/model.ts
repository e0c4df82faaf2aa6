import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Anchor, Person, Thread } from "../types";
import type { Located, Passages } from "./anchoring/passages";
import { ELSEWHERE, type Place } from "./places";
import { EVERYTHING, type Filter, matches } from "./reading/filter";
import type { ReadMarks } from "./reading/read_marks";
import type { Repliers } from "./repliers";
import { living, type Threads } from "./threads";
import type { Writing } from "./writing";

/** A thread that is being begun. */
export interface Beginning {
  anchor: Anchor;
  located: Located;
}

/** Where the focus is to go once it is there to be shown. */
export type Wish = { on: "card" | "reply" | "search" } | { on: "comment"; comment: string };

export interface DiscussionParts {
  threads: Threads;
  passages: Passages;
  marks: ReadMarks;
  writing: Writing;
  repliers: Repliers;
  me: Person;
  people: ReadonlySignal<readonly Person[]>;
  may: ReadonlySignal<{ comment: boolean }>;
}

/** The threads of the page, in reading order, and which of them is looked at. */
export class DiscussionModel {
  /** Id of the thread that is looked at. */
  readonly active = signal<string | null>(null);
  readonly begun = signal<Beginning | null>(null);
  /** Id of the thread that is pointed at, here or in the text. */
  readonly hovered = signal<string | null>(null);
  readonly wish = signal<Wish | null>(null);
  readonly showResolved = signal(false);
  readonly filter = signal<Filter>(EVERYTHING);
  /** On wide screens: threads beside their places, or all as a list to look through. */
  readonly view = signal<"margin" | "list">("margin");
  /** Whether there is room for the discussion beside the text. */
  readonly wide = signal(true);
  /** On narrow screens: whether the sheet is open, and over the whole discussion. */
  readonly sheet = signal<"closed" | "place" | "all">("closed");
  /** All threads, in reading order. */
  readonly ordered: ReadonlySignal<readonly Thread[]>;
  readonly byPlace: ReadonlySignal<ReadonlyMap<string, Thread[]>>;
  /** Key of the place that is looked at. */
  readonly place: ReadonlySignal<string | null>;
  private readonly known = new Map<string, Located>();
  private returnTo: HTMLElement | null = null;

  constructor(private readonly parts: DiscussionParts) {
    this.ordered = computed(() => {
      const all = [...parts.threads.all.value];
      const order = (thread: Thread) => this.located(thread).order;
      return all.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
    });
    this.byPlace = computed(() => {
      const found = new Map<string, Thread[]>();
      for (const thread of this.ordered.value) {
        const key = this.located(thread).place;
        const here = found.get(key);
        if (here) here.push(thread);
        else found.set(key, [thread]);
      }
      return found;
    });
    this.place = computed(() => {
      const thread = this.activeThread;
      return this.begun.value?.located.place ?? (thread ? this.located(thread).place : null);
    });
  }

  get threads(): Threads {
    return this.parts.threads;
  }

  get passages(): Passages {
    return this.parts.passages;
  }

  addPlace(place: Place): void {
    this.passages.add(place);
  }

  get places(): readonly Place[] {
    return this.parts.passages.places;
  }

  get marks(): ReadMarks {
    return this.parts.marks;
  }

  get write(): Writing {
    return this.parts.writing;
  }

  get repliers(): Repliers {
    return this.parts.repliers;
  }

  get me(): Person {
    return this.parts.me;
  }

  get people(): ReadonlySignal<readonly Person[]> {
    return this.parts.people;
  }

  get may(): ReadonlySignal<{ comment: boolean }> {
    return this.parts.may;
  }

  get activeThread(): Thread | undefined {
    const id = this.active.value;
    return id === null ? undefined : this.threads.get(id);
  }

  /** Where a thread is; an anchor never changes, and neither does the guide under it. */
  located(thread: Thread): Located {
    const known = this.known.get(thread.id);
    if (known) return known;
    const located = this.passages.locate(thread.anchor);
    this.known.set(thread.id, located);
    return located;
  }

  /** Threads that are shown beside the text: what is settled only on demand. */
  get shown(): readonly Thread[] {
    return this.ordered.value.filter(
      (each) => !each.resolved || this.showResolved.value || each.id === this.active.value,
    );
  }

  /** Threads that the list shows. */
  get sought(): readonly Thread[] {
    const { unread } = this.marks;
    return this.ordered.value.filter(
      (each) =>
        each.id === this.active.value ||
        matches(each, this.filter.value, this.me.id, unread.value.has(each.id)),
    );
  }

  unread(thread: Thread): number {
    return this.marks.unread.value.get(thread.id)?.length ?? 0;
  }

  /** How many comments there are at a place, settled threads not counted. */
  count(key: string): number {
    const threads = this.byPlace.value.get(key) ?? [];
    return threads.filter((each) => !each.resolved).reduce((sum, each) => sum + living(each), 0);
  }

  unreadAt(key: string): number {
    const threads = this.byPlace.value.get(key) ?? [];
    return threads.reduce((sum, each) => sum + this.unread(each), 0);
  }

  countAt(anchor: Anchor): ReadonlySignal<number> {
    const { place } = this.passages.locate(anchor);
    return computed(() => this.count(place));
  }

  /** Look at a thread. */
  open(id: string, wish: Wish | null = null, from?: HTMLElement | null): void {
    if (this.active.value === null && this.begun.value === null) {
      this.returnTo = from ?? (document.activeElement as HTMLElement | null);
    }
    this.begun.value = null;
    this.active.value = id;
    this.wish.value = wish;
    if (this.sheet.value === "closed") this.sheet.value = "place";
  }

  /** Look at what is said at a place; where nothing is yet, begin to write. */
  openPlace(key: string, from?: HTMLElement | null): void {
    const here = (this.byPlace.value.get(key) ?? []).filter((thread) => !thread.resolved);
    const chosen = here.find((thread) => this.unread(thread) > 0) ?? here[0];
    const place = this.places.find((each) => each.key === key);
    if (chosen) this.open(chosen.id, { on: "card" }, from);
    else if (place) this.begin(place.anchor, from);
  }

  openAnchor(anchor: Anchor): void {
    this.openPlace(this.passages.locate(anchor).place);
  }

  /** Begin a thread. */
  begin(anchor: Anchor, from?: HTMLElement | null): void {
    const located = this.passages.locate(anchor);
    if (!this.may.value.comment || located.place === ELSEWHERE) return;
    if (this.active.value === null && this.begun.value === null) {
      this.returnTo = from ?? (document.activeElement as HTMLElement | null);
    }
    this.active.value = null;
    this.view.value = "margin";
    this.begun.value = { anchor, located };
    this.sheet.value = "place";
  }

  async start(begun: Beginning, body: string, key: string): Promise<void> {
    const thread = await this.write.start(begun.anchor, body, key);
    if (this.begun.value !== begun) return;
    this.begun.value = null;
    this.active.value = thread.id;
  }

  /** On narrow screens: see everything that is said. */
  openAll(): void {
    this.returnTo = document.activeElement as HTMLElement | null;
    this.sheet.value = "all";
  }

  /** Look through all threads. */
  search(): void {
    this.begun.value = null;
    this.wish.value = { on: "search" };
    if (this.wide.value) this.view.value = "list";
    else this.sheet.value = "all";
  }

  /** Back to threads beside their places. */
  leaveList(): void {
    this.view.value = "margin";
    this.filter.value = EVERYTHING;
  }

  /** Look at the next thread with something new in it. */
  openUnread(): boolean {
    const among = this.ordered.value.filter(
      (each) => each.id === this.active.value || this.unread(each) > 0,
    );
    return this.step(1, among);
  }

  /** Look at the next thread of what is shown (1), or the one before (-1). */
  openNext(by: 1 | -1): boolean {
    const list = this.view.value === "list" || this.sheet.value === "all";
    return this.step(by, list ? this.sought : this.shown);
  }

  /** After the last comes the first. */
  private step(by: 1 | -1, among: readonly Thread[]): boolean {
    const at = among.findIndex((thread) => thread.id === this.active.value);
    const from = at < 0 && by < 0 ? 0 : at;
    const next = among[(from + by + among.length) % among.length];
    if (!next || next.id === this.active.value) return false;
    this.open(next.id, { on: "card" });
    return true;
  }

  /** Say that the focus is where it was to go. */
  readonly granted = (): void => {
    this.wish.value = null;
  };

  /** Stop looking; the focus goes back to where it came from. */
  close(): void {
    this.active.value = null;
    this.begun.value = null;
    this.wish.value = null;
    this.sheet.value = "closed";
    this.returnTo?.focus({ preventScroll: true });
    this.returnTo = null;
  }
}
