import { signal } from "@preact/signals";
import { type Api, ApiError } from "../../live/api";
import type { CodeOutput, CodeState } from "../../types";

/** What runs or ran, as the server tells it, and the ways to begin and to stop. */
export class Running {
  /** Null while it was never run. */
  readonly state = signal<CodeState | null>(null);
  readonly outputs = signal<readonly CodeOutput[]>([]);
  /** Code of what kept it from running. */
  readonly problem = signal<string | null>(null);
  private known = "";
  private asking = false;
  private askAgain = false;

  constructor(
    private readonly api: Api,
    private readonly url: string,
  ) {}

  get active(): boolean {
    const state = this.state.value?.state;
    return state === "waiting" || state === "running";
  }

  /** Ask what there is; while an answer is awaited, once more after it. */
  async ask(): Promise<void> {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    do {
      this.askAgain = false;
      try {
        this.take(await this.api.get<CodeState | null>(`${this.url}?known=${this.known}`));
      } catch {
        // The next news, or the next connection, asks again.
      }
    } while (this.askAgain);
    this.asking = false;
  }

  async run(code: string): Promise<void> {
    await this.attempt(() => this.api.post(`${this.url}/run`, { code }));
  }

  async stop(): Promise<void> {
    await this.attempt(() => this.api.delete(`${this.url}/run`));
  }

  private async attempt(deed: () => Promise<unknown>): Promise<void> {
    this.problem.value = null;
    try {
      await deed();
    } catch (error) {
      this.problem.value = error instanceof ApiError ? error.code : "unknown";
    }
    await this.ask();
  }

  private take(state: CodeState | null): void {
    this.state.value = state;
    if (!state) {
      this.outputs.value = [];
      return;
    }
    const { since, outputs } = state;
    this.outputs.value = since > 0 ? [...this.outputs.value, ...outputs] : outputs;
    this.known = state.known;
  }
}
