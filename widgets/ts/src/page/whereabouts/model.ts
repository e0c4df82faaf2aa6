import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Place } from "../../discussion/places";
import type { EventStream } from "../../live/events";
import type { Named, Person, Spot } from "../../types";
import { sectionOf, wayTo } from "./spots";

/** So little is not worth moving somebody's text. */
const NEAR_PX = 24;

/** Where the people who are here read, and whom this page follows. */
export class Whereabouts {
  readonly spots = signal<Readonly<Record<string, Spot>>>({});
  /** Who asks everybody to follow. */
  readonly leader = signal<Named | null>(null);
  /** The id of the person whom this page follows. */
  readonly followed = signal<string | null>(null);
  readonly others: ReadonlySignal<Person[]>;
  /** Who asks this page to follow, and was not answered. */
  readonly invitation: ReadonlySignal<Named | null>;
  private readonly declined = signal<string | null>(null);

  constructor(
    readonly me: Person,
    private readonly present: ReadonlySignal<Person[]>,
    readonly places: readonly Place[],
    private readonly events: EventStream,
  ) {
    this.others = computed(() => this.present.value.filter((each) => each.id !== me.id));
    this.invitation = computed(() => {
      const leader = this.leader.value;
      const known = [me.id, this.followed.value, this.declined.value];
      return leader && !known.includes(leader.id) ? leader : null;
    });
    events.on("reading", ({ spots }) => {
      this.spots.value = { ...this.spots.value, ...spots };
    });
    events.on("leading", ({ person }) => {
      if (person?.id !== this.leader.value?.id) this.declined.value = null;
      if (person?.id === me.id) this.unfollow();
      this.leader.value = person;
    });
    events.on("presence", ({ people }) => {
      if (!people.some((each) => each.id === this.followed.value)) this.unfollow();
    });
  }

  get leads(): boolean {
    return this.leader.value?.id === this.me.id;
  }

  /** The section in which somebody reads; null before it is known. */
  sectionOf(person: string): string | null {
    return sectionOf(this.spots.value[person], this.places);
  }

  follow(person: string): void {
    this.lead(false);
    this.followed.value = person;
    this.goTo(person);
  }

  unfollow(): void {
    this.followed.value = null;
  }

  /** Decline to follow who leads now. */
  decline(): void {
    this.declined.value = this.leader.value?.id ?? null;
  }

  lead(on: boolean): void {
    if (on) this.unfollow();
    if (on || this.leads) this.events.sayLeading(on);
  }

  /** Scroll to where somebody reads. */
  goTo(person: string): void {
    const spot = this.spots.value[person];
    const way = spot ? wayTo(spot, this.places) : null;
    if (way === null || Math.abs(way) < NEAR_PX) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: way, behavior: still ? "instant" : "smooth" });
  }
}
