import { signal } from "@preact/signals";
import { ApiError } from "../../live/api";
import { sendFile } from "../../live/send_file";
import type { UploadedFile } from "../../types";

/** A file on its way. */
export interface Outgoing {
  key: number;
  file: File;
  state: "waiting" | "sending" | "failed";
  /** From 0 to 1. */
  progress: number;
  /** Code of what went wrong. */
  problem: string | null;
}

let lastKey = 0;

/** Takes files to the server, one after the other; what does not arrive waits to be sent again. */
export class Sending {
  readonly files = signal<readonly Outgoing[]>([]);
  private readonly aborts = new Map<number, AbortController>();

  constructor(
    private readonly url: string,
    private readonly arrived: (file: UploadedFile) => void,
  ) {}

  add(files: readonly File[]): void {
    const added = files.map((file): Outgoing => {
      lastKey += 1;
      return { key: lastKey, file, state: "waiting", progress: 0, problem: null };
    });
    this.files.value = [...this.files.value, ...added];
    this.next();
  }

  again(key: number): void {
    this.change(key, { state: "waiting", progress: 0, problem: null });
    this.next();
  }

  drop(key: number): void {
    this.aborts.get(key)?.abort();
    this.files.value = this.files.value.filter((each) => each.key !== key);
    this.next();
  }

  /** Stop everything. */
  end(): void {
    for (const abort of this.aborts.values()) abort.abort();
  }

  private next(): void {
    const first = this.files.value.find(({ state }) => state === "waiting");
    const sending = this.files.value.some(({ state }) => state === "sending");
    if (first && !sending) void this.send(first.key, first.file);
  }

  private async send(key: number, file: File): Promise<void> {
    const abort = new AbortController();
    this.aborts.set(key, abort);
    this.change(key, { state: "sending" });
    try {
      const kept = await sendFile<UploadedFile>(
        `${this.url}?name=${encodeURIComponent(file.name)}`,
        file,
        { signal: abort.signal, onProgress: (progress) => this.change(key, { progress }) },
      );
      this.files.value = this.files.value.filter((each) => each.key !== key);
      this.arrived(kept);
    } catch (error) {
      if (!abort.signal.aborted) {
        const problem = error instanceof ApiError ? error.code : "unknown";
        this.change(key, { state: "failed", problem });
      }
    }
    this.aborts.delete(key);
    this.next();
  }

  private change(key: number, some: Partial<Outgoing>): void {
    this.files.value = this.files.value.map((each) =>
      each.key === key ? { ...each, ...some } : each,
    );
  }
}
