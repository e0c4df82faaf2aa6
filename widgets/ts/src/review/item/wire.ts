import type { ReadonlySignal } from "@preact/signals";
import { type Connection, ReconnectingSocket, socketUrl } from "../../live/socket";
import type { ReviewNews } from "./data";

const SILENCE_MS = 40_000;

/** What happens to the answers that a mentor reviews, and where the other mentors are. */
export class ReviewWire {
  readonly connection: ReadonlySignal<Connection>;
  private readonly socket: ReconnectingSocket;
  private at: { item: string | null; writing: boolean } = { item: null, writing: false };

  constructor(hear: (news: ReviewNews) => void) {
    this.socket = new ReconnectingSocket({
      url: () => socketUrl("/api/review/events"),
      onOpen: () => this.say(),
      onMessage: (data) => {
        if (typeof data === "string") hear(JSON.parse(data) as ReviewNews);
      },
      probe: () => this.socket.send('{"type":"ping"}'),
      silence: SILENCE_MS,
    });
    this.connection = this.socket.status;
  }

  /** Tell the other mentors what this page shows. */
  sayAt(item: string | null, writing: boolean): void {
    if (this.at.item === item && this.at.writing === writing) return;
    this.at = { item, writing };
    this.say();
  }

  private say(): void {
    this.socket.send(JSON.stringify({ type: "at", ...this.at }));
  }
}
