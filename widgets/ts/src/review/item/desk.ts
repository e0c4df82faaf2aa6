import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../live/api";
import type { Named } from "../../types";
import { isPending } from "../draft";
import { ReviewedRoom } from "../room";
import type { Item, ItemPage, Queued, Reader, ReviewNews } from "./data";
import { addressOf } from "./ItemLink";
import { nextOf, orderOf, previousOf } from "./order";
import { Phrases } from "./phrases";
import { ReviewWire } from "./wire";

// Several events of one moment make one request.
const TOGETHER_MS = 200;

/** The answer in front of a mentor, and the way through those that wait. */
export class Desk {
  readonly me: Named;
  readonly phrases: Phrases;
  readonly item: ReadonlySignal<Item>;
  readonly room: ReadonlySignal<ReviewedRoom>;
  readonly loading = signal(false);
  readonly failed = signal(false);
  readonly lost: ReadonlySignal<boolean>;
  /** The other mentors who look at the same answer. */
  readonly readers: ReadonlySignal<Reader[]>;
  readonly next: ReadonlySignal<string | null>;
  readonly previous: ReadonlySignal<string | null>;
  readonly position: ReadonlySignal<{ place: number; total: number }>;
  readonly waiting: ReadonlySignal<number>;
  private readonly itemNow;
  private readonly roomNow;
  private readonly queue;
  private readonly order;
  private readonly presence = signal<Record<string, Reader[]>>({});
  private readonly wire: ReviewWire;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted: string;

  constructor(
    page: ItemPage,
    private readonly api: Api,
  ) {
    this.me = page.me;
    this.phrases = new Phrases(page.phrases, api);
    this.wanted = page.item.id;
    this.itemNow = signal(page.item);
    this.roomNow = signal(this.roomOf(page.item));
    this.item = this.itemNow;
    this.room = this.roomNow;
    this.queue = signal<Queued[]>(page.queue);
    const waiting = orderOf([], page.queue);
    const begun = waiting.includes(page.item.id) ? [] : [page.item.id];
    this.order = signal([...begun, ...waiting]);
    const current = computed(() => this.itemNow.value.id);
    this.readers = computed(() =>
      (this.presence.value[current.value] ?? []).filter(({ id }) => id !== this.me.id),
    );
    this.next = computed(() => nextOf(this.order.value, this.queue.value, current.value));
    this.previous = computed(() => previousOf(this.order.value, current.value));
    this.position = computed(() => ({
      place: this.order.value.indexOf(current.value) + 1,
      total: this.order.value.length,
    }));
    this.waiting = computed(
      () => this.queue.value.filter(({ mark }) => mark === "waiting" || mark === "again").length,
    );
    this.wire = new ReviewWire((news) => this.hear(news));
    this.lost = computed(() => this.wire.connection.value === "offline");
    effect(() => this.wire.sayAt(current.value, isPending(this.room.value.form.value)));
  }

  /** Go to an answer; the page stays, its address changes. */
  async open(item: string, remember = true): Promise<void> {
    this.wanted = item;
    this.loading.value = true;
    this.failed.value = false;
    try {
      const found = await this.api.get<Item>(`/api/review/items/${item}`);
      if (this.wanted !== item) return;
      if (remember) history.pushState(null, "", addressOf(item));
      this.show(found);
    } catch {
      this.failed.value = true;
    }
    if (this.wanted === item) this.loading.value = false;
  }

  /** Ask again for what is shown and for what waits. */
  async refresh(): Promise<void> {
    const item = this.itemNow.value.id;
    try {
      const [found, queue] = await Promise.all([
        this.api.get<Item>(`/api/review/items/${item}`),
        this.api.get<Queued[]>("/api/review/queue"),
      ]);
      this.queue.value = queue;
      this.order.value = orderOf(this.order.value, queue);
      if (this.itemNow.value.id === item) this.take(found);
    } catch {
      // The next event, or coming back to the page, asks again.
    }
  }

  private show(item: Item): void {
    this.roomNow.value = this.roomOf(item);
    this.itemNow.value = item;
    if (!this.order.value.includes(item.id)) this.order.value = [item.id, ...this.order.value];
  }

  private take(item: Item): void {
    this.itemNow.value = item;
    this.room.value.update(item.group);
  }

  private roomOf(item: Item): ReviewedRoom {
    const room: ReviewedRoom = new ReviewedRoom(
      item.group,
      item.group.exercise,
      item.id,
      async (draft) => {
        const judged = await this.api.put<Item>(`/api/review/items/${item.id}`, draft);
        this.mark(judged);
        if (this.itemNow.value.id === item.id) this.itemNow.value = judged;
        // Names that were hidden come with it.
        room.update(judged.group);
        const { review } = judged.group;
        if (review === null) throw new Error("A review was given, and there is none.");
        return review;
      },
    );
    return room;
  }

  private mark(item: Item): void {
    this.queue.value = this.queue.value.map((each) =>
      each.id === item.id ? { ...each, mark: item.group.mark } : each,
    );
  }

  private hear(news: ReviewNews): void {
    if (news.type === "presence") {
      this.presence.value = { ...this.presence.value, [news.item]: news.people };
    } else if (news.type !== "beat") {
      if (news.type === "hello") this.presence.value = {};
      // After an outage too, whose events nobody told: the greeting asks for everything.
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.refresh(), TOGETHER_MS);
    }
  }
}
