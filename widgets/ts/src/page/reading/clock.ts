/** After so long without a key, a pointer or a scroll, nobody is taken to be reading. */
export const IDLE_MS = 60_000;

/** A gap in the ticks longer than this is a computer that slept. */
const LONGEST_TICK_MS = 2_500;

/** A simulation that is dragged counts once in so long. */
const ONE_MOVE_MS = 5_000;

export interface ReadingReport {
  /** Whole seconds, by topic. */
  seconds: Record<string, number>;
  moves: Record<string, number>;
}

/** Adds up how long each topic was read; told from outside what time it is and what is seen. */
export class ReadingClock {
  private topic: string | null = null;
  private present = false;
  private lastInput = Number.NEGATIVE_INFINITY;
  private lastTick: number | null = null;
  private lastMove = Number.NEGATIVE_INFINITY;
  private readonly milliseconds = new Map<string, number>();
  private readonly moves = new Map<string, number>();

  /** Somebody did something with the page. */
  input(at: number): void {
    this.lastInput = at;
  }

  /** Which topic is before their eyes; null for none. */
  see(topic: string | null): void {
    this.topic = topic;
  }

  /** Whether the page is visible and has the focus. */
  bePresent(present: boolean): void {
    this.present = present;
  }

  /** A simulation of a topic was moved. */
  move(topic: string, at: number): void {
    if (at - this.lastMove < ONE_MOVE_MS) return;
    this.lastMove = at;
    this.moves.set(topic, (this.moves.get(topic) ?? 0) + 1);
  }

  /** Time has passed. */
  tick(at: number): void {
    const passed = this.lastTick === null ? 0 : at - this.lastTick;
    this.lastTick = at;
    const active = this.present && at - this.lastInput <= IDLE_MS;
    if (!active || this.topic === null || passed <= 0 || passed > LONGEST_TICK_MS) return;
    this.milliseconds.set(this.topic, (this.milliseconds.get(this.topic) ?? 0) + passed);
  }

  /** Return what has come together, and begin anew; parts of seconds stay. Null for nothing. */
  take(): ReadingReport | null {
    const report: ReadingReport = { seconds: {}, moves: Object.fromEntries(this.moves) };
    for (const [topic, milliseconds] of this.milliseconds) {
      const whole = Math.floor(milliseconds / 1000);
      if (whole > 0) report.seconds[topic] = whole;
      this.milliseconds.set(topic, milliseconds - whole * 1000);
    }
    this.moves.clear();
    const empty = !Object.keys(report.seconds).length && !Object.keys(report.moves).length;
    return empty ? null : report;
  }

  /** Take back what could not be sent. */
  putBack(report: ReadingReport): void {
    for (const [topic, seconds] of Object.entries(report.seconds)) {
      this.milliseconds.set(topic, (this.milliseconds.get(topic) ?? 0) + seconds * 1000);
    }
    for (const [topic, count] of Object.entries(report.moves)) {
      this.moves.set(topic, (this.moves.get(topic) ?? 0) + count);
    }
  }
}
