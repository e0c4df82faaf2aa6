import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { ApiError } from "../live/api";
import type { IndividualState, Person } from "../types";
import type { ExerciseContext } from "./types";

export type IndividualStage = "answering" | "handed-in" | "revealed";

/** One person's way through an individual exercise: answer, hand in, see everyone's. */
export class Individual {
  readonly state: ReadonlySignal<IndividualState>;
  readonly stage: ReadonlySignal<IndividualStage>;
  readonly members: ReadonlySignal<Person[]>;
  readonly busy = signal(false);
  /** What went wrong with the last request, in words of the catalogue. */
  readonly problem = signal<"offline" | "failed" | null>(null);

  constructor(
    private readonly exerciseId: string,
    private readonly context: ExerciseContext,
  ) {
    const { individual, people, me } = context;
    const empty = { exercise_id: exerciseId, revealed: false, handed_in: [], answers: [] };
    this.state = computed(() => individual.value[exerciseId] ?? empty);
    this.stage = computed(() => {
      const { revealed, handed_in } = this.state.value;
      if (revealed) return "revealed";
      return handed_in.includes(me.id) ? "handed-in" : "answering";
    });
    this.members = computed(() => people.value.filter(({ role }) => role === "member"));
  }

  readonly handIn = (): Promise<void> => this.ask((api, url) => api.post(`${url}/hand-in`));

  readonly withdraw = (): Promise<void> => this.ask((api, url) => api.delete(`${url}/hand-in`));

  readonly reveal = (): Promise<void> => this.ask((api, url) => api.post(`${url}/reveal`));

  private async ask(
    request: (api: NonNullable<ExerciseContext["api"]>, url: string) => Promise<unknown>,
  ): Promise<void> {
    const { api, roomUrl } = this.context;
    if (!api || this.busy.value) return;
    this.busy.value = true;
    this.problem.value = null;
    try {
      await request(api, `${roomUrl}/individual/${this.exerciseId}`);
    } catch (error) {
      this.problem.value = error instanceof ApiError && error.offline ? "offline" : "failed";
    } finally {
      this.busy.value = false;
    }
  }
}
