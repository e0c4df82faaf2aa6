import { signal } from "@preact/signals";
import { type Api, ApiError } from "../../live/api";
import type { EventStream } from "../../live/events";
import type { AccountChoice, Nudge, PageData, Person, Snapshot } from "../../types";

export type NudgeNews = "sent" | "account" | "agreed" | "replied";

export type Problem = "" | "conflict" | "day" | "words";

export interface Draft {
  choice: AccountChoice;
  words: string;
  by_day: string | null;
}

/** Knows the topics that the group added itself. */
export interface OwnTitles {
  of(topic: string): { title: string } | null;
}

const ON: readonly NudgeNews[] = ["sent", "account", "agreed", "replied"];

/** What cannot be suggested yet, and why not; null when it can. */
export function missingIn(draft: Draft): Problem | null {
  if (draft.choice === "pursue") return draft.by_day ? null : "day";
  return draft.words.trim() ? null : "words";
}

/** The nudges of the room, and what people say to them. */
export class NudgesModel {
  readonly all = signal<readonly Nudge[]>([]);
  readonly me: Person;
  readonly may: Snapshot["can"];
  private readonly hearers = new Set<(kind: NudgeNews, nudge: Nudge, name: string) => void>();

  constructor(
    first: Snapshot,
    readonly page: PageData,
    private readonly api: Api,
    private readonly roomUrl: string,
    private readonly own: OwnTitles,
  ) {
    this.all.value = first.nudges;
    this.me = first.me;
    this.may = first.can;
  }

  /** Nudges about a topic, the latest first. */
  about(topic: string): Nudge[] {
    return this.all.value.filter((each) => each.topic === topic).reverse();
  }

  titleOf(topic: string): string {
    return this.page.topics[topic] ?? this.own.of(topic)?.title ?? topic;
  }

  /** Whether the group added the topic itself. */
  isOwn(topic: string): boolean {
    return this.own.of(topic) !== null;
  }

  listen(events: EventStream): void {
    for (const kind of ON) {
      events.on(`nudge.${kind}`, ({ data, actor }) => {
        this.put(data.nudge);
        if (actor?.id === this.me.id) return;
        for (const hear of this.hearers) hear(kind, data.nudge, actor?.name ?? "");
      });
    }
    events.on("nudge.followed", ({ data }) => this.put(data.nudge));
  }

  /** Call `hear` when somebody else has done something. */
  onNews(hear: (kind: NudgeNews, nudge: Nudge, name: string) => void): void {
    this.hearers.add(hear);
  }

  /** Each of these returns what went wrong, or null. */
  suggest(nudge: Nudge, draft: Draft): Promise<Problem | null> {
    const body = { ...draft, version: nudge.account?.version ?? 0 };
    return this.ask(() => this.api.put<Nudge>(`${this.url(nudge)}/account`, body));
  }

  agree(nudge: Nudge): Promise<Problem | null> {
    const body = { version: nudge.account?.version ?? 0 };
    return this.ask(() => this.api.post<Nudge>(`${this.url(nudge)}/agreement`, body));
  }

  reply(nudge: Nudge, words: string): Promise<Problem | null> {
    return this.ask(() => this.api.post<Nudge>(`${this.url(nudge)}/replies`, { body: words }));
  }

  send(topic: string, kind: "reminder" | "challenge", words: string, quote: boolean) {
    const body = { topic, kind, words, quote };
    return this.ask(() => this.api.post<Nudge>(`${this.roomUrl}/nudges`, body));
  }

  private url(nudge: Nudge): string {
    return `${this.roomUrl}/nudges/${nudge.id}`;
  }

  private async ask(what: () => Promise<Nudge>): Promise<Problem | null> {
    try {
      this.put(await what());
      return null;
    } catch (error) {
      if (!(error instanceof ApiError && error.conflict)) return "";
      if (error.current) this.put(error.current as Nudge);
      return "conflict";
    }
  }

  private put(nudge: Nudge): void {
    const known = this.all.value.findIndex((each) => each.id === nudge.id);
    if (known < 0) this.all.value = [...this.all.value, nudge];
    else this.all.value = this.all.value.with(known, nudge);
  }
}
