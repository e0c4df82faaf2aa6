import type { Review, ReviewState } from "../types";

/** Feedback as it stands in the form, and the version of the review that it started from. */
export interface Draft {
  state: ReviewState | null;
  feedback: string;
  levels: Record<string, number>;
  version: number;
}

export type Saving =
  | { kind: "clean" }
  | { kind: "unsaved" }
  | { kind: "saving" }
  | { kind: "saved" }
  | { kind: "failed"; reason: string };

/** A form: what is written in it, how its saving stands, and what stands against it. */
export interface FormState {
  draft: Draft;
  /** The review that the server keeps, as far as we know. */
  kept: Review | null;
  saving: Saving;
  /** A review by somebody else that came while this draft was not saved. */
  conflict: Review | null;
}

export function draftOf(review: Review | null): Draft {
  return {
    state: review?.state ?? null,
    feedback: review?.feedback ?? "",
    levels: { ...review?.levels },
    version: review?.version ?? 0,
  };
}

export function formOf(review: Review | null): FormState {
  return { draft: draftOf(review), kept: review, saving: { kind: "clean" }, conflict: null };
}

/** Whether there is something that the server does not have. */
export function isPending(form: FormState): boolean {
  return form.saving.kind !== "clean" && form.saving.kind !== "saved";
}

export function edited(form: FormState, change: Partial<Draft>): FormState {
  const draft = { ...form.draft, ...change };
  if (form.saving.kind === "saving") return { ...form, draft };
  const saving: Saving = sameText(draft, form.kept) ? { kind: "clean" } : { kind: "unsaved" };
  return { ...form, draft, saving };
}

/** A review that the server told of, perhaps our own coming back. */
export function heard(form: FormState, review: Review | null): FormState {
  if (review === null || review.version <= (form.kept?.version ?? 0)) return form;
  if (form.saving.kind === "saving") return { ...form, kept: review };
  if (!isPending(form)) return formOf(review);
  return { ...form, kept: review, conflict: review };
}

/** The server took the draft; what was typed since then stays and is not saved yet. */
export function accepted(form: FormState, sent: Draft, review: Review): FormState {
  const draft = { ...form.draft, version: review.version };
  const typedOn = !sameDraft(form.draft, sent);
  return {
    draft,
    kept: review,
    saving: typedOn ? { kind: "unsaved" } : { kind: "saved" },
    conflict: null,
  };
}

/** Somebody else was first; both texts stay. */
export function conflicting(form: FormState, sent: Draft, theirs: Review): FormState {
  // Our own words come back when the reply to an earlier attempt was lost.
  if (sameText(sent, theirs)) return accepted(form, sent, theirs);
  return { ...form, kept: theirs, conflict: theirs, saving: { kind: "unsaved" } };
}

export function keepTheirs(form: FormState): FormState {
  return formOf(form.conflict ?? form.kept);
}

export function keepMine(form: FormState): FormState {
  const version = form.conflict?.version ?? form.draft.version;
  const state = form.draft.state ?? form.conflict?.state ?? null;
  return { ...form, draft: { ...form.draft, state, version }, conflict: null };
}

export function joinBoth(form: FormState): FormState {
  const theirs = form.conflict;
  if (theirs === null) return form;
  const feedback = [theirs.feedback, form.draft.feedback].filter((text) => text.trim() !== "");
  const levels = { ...theirs.levels, ...form.draft.levels };
  const draft = {
    state: form.draft.state ?? theirs.state,
    feedback: feedback.join("\n\n"),
    levels,
    version: theirs.version,
  };
  return { ...form, draft, conflict: null, saving: { kind: "unsaved" } };
}

function sameDraft(one: Draft, other: Draft): boolean {
  return one.state === other.state && one.feedback === other.feedback && sameLevels(one, other);
}

function sameText(draft: Draft, kept: Review | null): boolean {
  return sameDraft(draft, draftOf(kept));
}

function sameLevels(one: Draft, other: Draft): boolean {
  const ids = new Set([...Object.keys(one.levels), ...Object.keys(other.levels)]);
  return [...ids].every((id) => one.levels[id] === other.levels[id]);
}
