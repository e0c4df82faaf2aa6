import { type ReadonlySignal, signal } from "@preact/signals";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Named } from "../types";

export const MESSAGE_AWARENESS = 1;
const SEND_EVERY_MS = 100;

/** Where somebody is in a document; positions as Yjs writes them. */
export interface Place {
  exercise: string;
  cursor: { anchor: unknown; head: unknown } | null;
  /** Whether they typed a moment ago. */
  writing: boolean;
}

/** Somebody else's browser. The server vouches for `user`. */
export interface Peer extends Place {
  client: number;
  user: Named;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function peerOf(client: number, json: string): Peer | null {
  const state: unknown = JSON.parse(json);
  if (!isObject(state) || !isObject(state.user)) return null;
  const { id, name } = state.user;
  const { exercise, cursor } = state;
  if (typeof id !== "string" || typeof name !== "string" || typeof exercise !== "string") {
    return null;
  }
  return {
    client,
    user: { id, name },
    exercise,
    cursor: isObject(cursor) ? { anchor: cursor.anchor, head: cursor.head } : null,
    writing: state.writing === true,
  };
}

/**
 * Who else is where in a document: the awareness of y-protocols.
 *
 * The server says who each is and when they are gone, and tells everything in order, so that
 * neither clocks nor time limits are needed here.
 */
export class Peers {
  readonly others: ReadonlySignal<readonly Peer[]>;
  private readonly othersNow = signal<readonly Peer[]>([]);
  private place: Place | null = null;
  private told = "null";
  private clock = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: number,
    private readonly send: (message: Uint8Array<ArrayBuffer>) => boolean,
  ) {
    this.others = this.othersNow;
  }

  /** Tell where this person is now; null when nowhere. Many moves are told as one. */
  move(place: Place | null): void {
    this.place = place;
    if (this.timer !== undefined) return;
    this.tell();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.tell();
    }, SEND_EVERY_MS);
  }

  connected(): void {
    this.told = "null";
    this.tell();
  }

  disconnected(): void {
    this.othersNow.value = [];
  }

  take(decoder: decoding.Decoder): void {
    const entries = decoding.createDecoder(decoding.readVarUint8Array(decoder));
    const known = new Map(this.othersNow.value.map((peer) => [peer.client, peer]));
    for (let left = decoding.readVarUint(entries); left > 0; left -= 1) {
      const client = decoding.readVarUint(entries);
      decoding.readVarUint(entries);
      const peer = peerOf(client, decoding.readVarString(entries));
      if (peer && client !== this.client) known.set(client, peer);
      else known.delete(client);
    }
    this.othersNow.value = [...known.values()];
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    const state = JSON.stringify(this.place);
    if (state === this.told) return;
    const entry = encoding.createEncoder();
    encoding.writeVarUint(entry, 1);
    encoding.writeVarUint(entry, this.client);
    encoding.writeVarUint(entry, this.clock + 1);
    encoding.writeVarString(entry, state);
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(entry));
    if (!this.send(encoding.toUint8Array(encoder))) return;
    this.clock += 1;
    this.told = state;
  }
}
