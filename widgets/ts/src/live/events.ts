import type { ReadonlySignal } from "@preact/signals";
import type {
  DurableEvent,
  DurableType,
  EphemeralEvent,
  EphemeralType,
  EventMessage,
  Spot,
} from "../types";
import { type Connection, ReconnectingSocket, type Refusal, socketUrl } from "./socket";

const SILENCE_MS = 40_000;

type Handled<T> = T extends DurableType
  ? DurableEvent<T>
  : T extends EphemeralType
    ? EphemeralEvent<T>
    : never;

type Handler = (event: never) => void;

/** Everything that happens in a room, in order, each lasting event once, over lost connections too. */
export class EventStream {
  readonly connection: ReadonlySignal<Connection>;
  readonly refusal: ReadonlySignal<Refusal | null>;
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly socket: ReconnectingSocket;
  private last: number;

  constructor(path: string, since: number) {
    this.last = since;
    this.socket = new ReconnectingSocket({
      url: () => socketUrl(`${path}?since=${this.last}`),
      onMessage: this.onMessage,
      probe: () => this.socket.send('{"type":"ping"}'),
      silence: SILENCE_MS,
    });
    this.connection = this.socket.status;
    this.refusal = this.socket.refusal;
  }

  /** The id of the last lasting event that was handed on. */
  get lastId(): number {
    return this.last;
  }

  /** Call `handler` for each event of a type; returns how to stop. */
  on<T extends DurableType | EphemeralType>(
    type: T,
    handler: (event: Handled<T>) => void,
  ): () => void {
    const handlers = this.handlers.get(type) ?? new Set();
    this.handlers.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /** Tell the others that this person moves a control; of use to nobody who is not there now. */
  sayMoving(control: string): void {
    this.socket.send(JSON.stringify({ type: "moving", control }));
  }

  /** Tell the others that this person is writing a reply. */
  sayReplying(thread: string): void {
    this.socket.send(JSON.stringify({ type: "replying", thread }));
  }

  /** Tell the others where this person reads. */
  sayReading(spot: Spot): void {
    this.socket.send(JSON.stringify({ type: "reading", ...spot }));
  }

  /** Ask the others to follow this person, or end that. */
  sayLeading(on: boolean): void {
    this.socket.send(JSON.stringify({ type: "leading", on }));
  }

  retry(): void {
    this.socket.retry();
  }

  destroy(): void {
    this.socket.close();
    this.handlers.clear();
  }

  private readonly onMessage = (data: string | ArrayBuffer): void => {
    if (typeof data !== "string") return;
    const message = JSON.parse(data) as EventMessage;
    if ("id" in message) {
      if (message.id <= this.last) return;
      this.last = message.id;
    }
    for (const handler of this.handlers.get(message.type) ?? []) handler(message as never);
  };
}
