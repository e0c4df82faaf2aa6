import { signal } from "@preact/signals";
import { type Api, ApiError } from "../../live/api";
import type { EventStream } from "../../live/events";
import type { OwnTopic, Snapshot } from "../../types";

/** What somebody writes of a topic. */
export interface TopicDraft {
  title: string;
  why: string;
  by_day: string | null;
}

/** What went wrong: somebody was quicker, or the server's own words. */
export type Problem = { kind: "conflict" } | { kind: "said"; words: string };

/** What to tell of what went wrong; what nobody foresaw is thrown on. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError)) throw error;
  return error.conflict ? { kind: "conflict" } : { kind: "said", words: error.message };
}

/** Add a topic to a room; with the same key it is added once. */
export function addTopic(api: Api, roomUrl: string, draft: TopicDraft, key: string) {
  return api.post<OwnTopic>(`${roomUrl}/own-topics`, draft, { idempotencyKey: key });
}

/** The topics that the group added to this workbook. */
export class OwnTopicsModel {
  readonly all = signal<OwnTopic[]>([]);
  readonly may: boolean;

  constructor(
    snapshot: Snapshot,
    private readonly api: Api,
    private readonly roomUrl: string,
  ) {
    this.all.value = snapshot.own_topics;
    this.may = snapshot.can.topics;
  }

  listen(events: EventStream): void {
    for (const type of ["own_topic.added", "own_topic.changed"] as const) {
      events.on(type, ({ data }) => this.put(data.topic));
    }
  }

  /** A topic as it is now. */
  of(id: string): OwnTopic | null {
    return this.all.value.find((each) => each.id === id) ?? null;
  }

  /** Each of these returns what went wrong, or null. */
  add(draft: TopicDraft, key: string): Promise<Problem | null> {
    return this.ask(() => addTopic(this.api, this.roomUrl, draft, key));
  }

  change(topic: OwnTopic, draft: TopicDraft, closed: boolean): Promise<Problem | null> {
    const body = { ...draft, closed, version: topic.version };
    return this.ask(() => this.api.put<OwnTopic>(`${this.roomUrl}/own-topics/${topic.id}`, body));
  }

  private async ask(what: () => Promise<OwnTopic>): Promise<Problem | null> {
    try {
      this.put(await what());
      return null;
    } catch (error) {
      if (error instanceof ApiError && error.conflict && error.current) {
        this.put(error.current as OwnTopic);
      }
      return problemOf(error);
    }
  }

  /** Take in a topic, unless a later version of it is known already. */
  private put(topic: OwnTopic): void {
    const known = this.all.value.findIndex((each) => each.id === topic.id);
    if (known < 0) this.all.value = [...this.all.value, topic];
    else if ((this.all.value[known]?.version ?? 0) < topic.version) {
      this.all.value = this.all.value.with(known, topic);
    }
  }
}
