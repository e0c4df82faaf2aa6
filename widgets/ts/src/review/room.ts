import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { ApiError } from "../live/api";
import type { ExerciseDefinition, Review } from "../types";
import { t } from "../words";
import type { ReviewedGroup } from "./data";
import {
  accepted,
  conflicting,
  type Draft,
  edited,
  type FormState,
  formOf,
  heard,
  isPending,
  joinBoth,
  keepMine,
  keepTheirs,
} from "./draft";
import { rememberDraft, rememberedDraft } from "./drafts_kept";

/** One group on the page: what it answered, and the form for the feedback to it. */
export class ReviewedRoom {
  private readonly dataNow: Signal<ReviewedGroup>;
  private readonly formNow: Signal<FormState>;
  private readonly freshNow = signal(false);

  constructor(
    data: ReviewedGroup,
    readonly exercise: ExerciseDefinition,
    /** Under which a draft is kept in this browser. */
    private readonly key: string,
    private readonly put: (draft: Draft) => Promise<Review>,
  ) {
    this.dataNow = signal(data);
    this.formNow = signal(formOf(data.review));
    const waiting = rememberedDraft(this.key);
    if (waiting !== null) {
      const form = edited(formOf(data.review), waiting);
      const overtaken = data.review !== null && data.review.version > waiting.version;
      this.formNow.value =
        overtaken && form.saving.kind === "unsaved" ? { ...form, conflict: data.review } : form;
    }
  }

  get data(): ReadonlySignal<ReviewedGroup> {
    return this.dataNow;
  }

  get form(): ReadonlySignal<FormState> {
    return this.formNow;
  }

  /** Whether the answer changed while the page was open. */
  get fresh(): ReadonlySignal<boolean> {
    return this.freshNow;
  }

  /** Take what the server says now; what is written in the form stays. */
  update(data: ReviewedGroup): void {
    const before = this.dataNow.value.answer?.updated_at;
    if (before !== data.answer?.updated_at) this.freshNow.value = true;
    this.dataNow.value = data;
    this.formNow.value = heard(this.formNow.value, data.review);
  }

  edit(change: Partial<Draft>): void {
    this.set(edited(this.formNow.value, change));
  }

  async save(): Promise<void> {
    const sent = this.formNow.value.draft;
    if (sent.state === null || this.formNow.value.saving.kind === "saving") return;
    this.formNow.value = { ...this.formNow.value, saving: { kind: "saving" } };
    try {
      const review = await this.put(sent);
      this.set(accepted(this.formNow.value, sent, review));
      this.dataNow.value = { ...this.dataNow.value, review, mark: review.state, hand_in: null };
      this.freshNow.value = false;
    } catch (error) {
      this.failed(sent, error);
    }
  }

  resolve(how: "mine" | "theirs" | "both"): Promise<void> {
    const form = this.formNow.value;
    if (how === "theirs") this.set(keepTheirs(form));
    else if (how === "both") this.set(joinBoth(form));
    else {
      this.set(keepMine(form));
      return this.save();
    }
    return Promise.resolve();
  }

  private failed(sent: Draft, error: unknown): void {
    const form = this.formNow.value;
    if (error instanceof ApiError && error.conflict && error.current) {
      this.set(conflicting(form, sent, error.current as Review));
      return;
    }
    const reason =
      error instanceof ApiError && !error.offline ? error.message : t("review.form.offline");
    this.set({ ...form, saving: { kind: "failed", reason } });
  }

  private set(form: FormState): void {
    this.formNow.value = form;
    rememberDraft(this.key, isPending(form) ? form.draft : null);
  }
}

export function isAnswered(data: ReviewedGroup): boolean {
  if (data.exercise.kind === "discuss") {
    return data.threads.some((thread) => thread.comments.some((comment) => !comment.deleted));
  }
  return (data.answer?.value ?? null) !== null || (data.individual?.revealed ?? false);
}
