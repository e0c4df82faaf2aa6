import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { giveColours } from "../discussion/colours";
import { ReadMarks } from "../discussion/reading/read_marks";
import { Threads } from "../discussion/threads";
import type { LastChange } from "../exercises/types";
import type { Api } from "../live/api";
import type { EventStream } from "../live/events";
import type {
  Announcement,
  HandIn,
  IndividualState,
  KernelState,
  PeerState,
  Permissions,
  Person,
  Review,
  Snapshot,
} from "../types";
import { page, roomUrl, visitor } from "./data";

const NOBODY: Permissions = {
  answer: false,
  comment: false,
  review: false,
  reveal: false,
  account: false,
  nudge: false,
  topics: false,
};

/** What is known of the room; filled by the snapshot, kept current by events. */
export class RoomState {
  readonly me = visitor.me;
  readonly can = signal<Permissions>(NOBODY);
  readonly people = signal<Person[]>([]);
  readonly present = signal<Person[]>([]);
  readonly threads = new Threads(visitor.me.id);
  readonly marks: ReadMarks;
  readonly reviews = signal<Review[]>([]);
  readonly peers = signal<Record<string, PeerState>>({});
  readonly handIns = signal<HandIn[]>([]);
  readonly individual = signal<Record<string, IndividualState>>({});
  readonly changes = signal<Record<string, LastChange>>({});
  readonly kernel = signal<KernelState>({ state: "none", generation: 0, message: null });
  readonly announcements = signal<Announcement[]>([]);
  /** Whether the guide on the server is another one than this page shows. */
  readonly outdated = signal(false);
  readonly answered: ReadonlySignal<ReadonlySet<string>>;
  private readonly answeredNow = signal<ReadonlySet<string>>(new Set());

  constructor(private readonly api: Api) {
    this.marks = new ReadMarks(this.threads, visitor.me.id, api, roomUrl);
    this.answered = computed(() => {
      const done = new Set(this.answeredNow.value);
      for (const thread of this.threads.all.value) {
        if (thread.anchor.kind === "exercise" && this.isDiscuss(thread.anchor.ref)) {
          done.add(thread.anchor.ref);
        }
      }
      return done;
    });
  }

  load(snapshot: Snapshot): void {
    this.can.value = snapshot.can;
    this.people.value = snapshot.people;
    giveColours(snapshot.people);
    this.threads.load(snapshot.threads);
    this.marks.load(snapshot.threads);
    this.reviews.value = snapshot.reviews;
    this.handIns.value = snapshot.hand_ins;
    for (const exercise of snapshot.peers) void this.refreshPeers(exercise);
    this.individual.value = snapshot.individual;
    this.answeredNow.value = new Set(snapshot.answered);
    this.kernel.value = snapshot.kernel;
    this.announcements.value = snapshot.announcements;
    this.outdated.value = snapshot.page_version !== page.version;
  }

  listen(events: EventStream): void {
    this.marks.listen(events);
    this.threads.listen(events);
    events.on("presence", ({ people }) => (this.present.value = people));
    events.on("announcements", ({ announcements }) => (this.announcements.value = announcements));
    events.on("kernel", ({ state, generation, message }) => {
      this.kernel.value = { state, generation, message };
    });
    events.on("page.changed", ({ version }) => (this.outdated.value = version !== page.version));
    events.on("answer.changed", ({ data, actor, at }) => {
      this.mark(data.exercise_id, data.answered);
      if (actor) {
        const change = { [data.exercise_id]: { by: actor, at } };
        this.changes.value = { ...this.changes.value, ...change };
      }
    });
    events.on("review.given", ({ data }) => this.putReview(data.review));
    events.on("peers.changed", ({ data }) => void this.refreshPeers(data.exercise_id));
    events.on("review.handed_in", ({ data }) => {
      this.handIns.value = [...this.handIns.value, data.hand_in];
    });
    for (const type of [
      "individual.handed_in",
      "individual.withdrawn",
      "individual.revealed",
    ] as const) {
      events.on(type, ({ data }) => void this.refreshIndividual(data.exercise_id));
    }
  }

  /** Note whether an exercise is answered, as this page sees it. */
  mark(exercise: string, answered: boolean): void {
    const known = this.answeredNow.value;
    if (known.has(exercise) === answered) return;
    const now = new Set(known);
    if (answered) now.add(exercise);
    else now.delete(exercise);
    this.answeredNow.value = now;
  }

  private isDiscuss(id: string): boolean {
    return page.exercises.some((each) => each.id === id && each.kind === "discuss");
  }

  private putReview(review: Review): void {
    const others = this.reviews.value.filter((each) => each.id !== review.id);
    const known = this.reviews.value.find((each) => each.id === review.id);
    if (!known || known.version <= review.version) this.reviews.value = [...others, review];
  }

  private async refreshPeers(exercise: string): Promise<void> {
    try {
      const state = await this.api.get<PeerState>(`${roomUrl}/peers/${exercise}`);
      this.peers.value = { ...this.peers.value, [exercise]: state };
    } catch {
      // The next event, or the next snapshot, brings it.
    }
  }

  private async refreshIndividual(exercise: string): Promise<void> {
    try {
      const state = await this.api.get<IndividualState>(`${roomUrl}/individual/${exercise}`);
      this.individual.value = { ...this.individual.value, [exercise]: state };
    } catch {
      // The next event, or the next snapshot, brings it.
    }
  }
}
