/** What is said of the answers: `offline` and `refused` hold whether or not something is unsaved. */
export type SaveState = "saved" | "saving" | "offline" | "refused";

const UNSENT = Number.POSITIVE_INFINITY;

/**
 * Which answers the server has not yet confirmed as kept.
 *
 * The server counts the messages with changes that it got on a connection and tells how many of
 * them are durable. An answer is saved when the last message that carried it is among those.
 */
export class SaveLedger {
  private sent = 0;
  /** Answer (root name of the document) to the number of the message that carried it last. */
  private readonly pending = new Map<string, number>();

  get unsaved(): ReadonlySet<string> {
    return new Set(this.pending.keys());
  }

  /** True while a message is on its way that the server has not confirmed. */
  get waiting(): boolean {
    return [...this.pending.values()].some((number) => number !== UNSENT);
  }

  /** A local change of `names` left in a message of its own. */
  changedAndSent(names: Iterable<string>): void {
    this.sent += 1;
    for (const name of names) this.pending.set(name, this.sent);
  }

  /** A local change of `names` that could not leave. */
  changedOnly(names: Iterable<string>): void {
    for (const name of names) this.pending.set(name, UNSENT);
  }

  /** A message left that carries everything the server lacked. */
  caughtUp(): void {
    this.sent += 1;
    for (const name of this.pending.keys()) this.pending.set(name, this.sent);
  }

  /** The first `count` messages of this connection are durable. */
  acknowledged(count: number): void {
    for (const [name, number] of this.pending) if (number <= count) this.pending.delete(name);
  }

  /** Counting starts anew; what was under way may not have arrived. */
  disconnected(): void {
    this.sent = 0;
    for (const name of this.pending.keys()) this.pending.set(name, UNSENT);
  }
}
