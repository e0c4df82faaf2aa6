import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accepted,
  conflicting,
  type Draft,
  edited,
  formOf,
  heard,
  isPending,
  joinBoth,
  keepMine,
  keepTheirs,
} from "../src/review/draft";
import type { Review } from "../src/types";

function review(version: number, feedback: string, more: Partial<Review> = {}): Review {
  return {
    id: "rev_1",
    exercise_id: "first-week",
    person_id: null,
    state: "seen",
    feedback,
    html: `<p>${feedback}</p>`,
    levels: {},
    reviewer: { id: "per_ines", name: "Ines" },
    at: "2026-11-24T09:00:00Z",
    version,
    ...more,
  };
}

const mine: Partial<Draft> = { state: "accepted", feedback: "Mine." };

test("what is written as it was counts as not changed", () => {
  const form = formOf(review(1, "Good."));
  const changed = edited(form, { feedback: "Good!" });
  assert.equal(changed.saving.kind, "unsaved");
  assert.equal(edited(changed, { feedback: "Good." }).saving.kind, "clean");
});

test("a review by somebody else fills a form in which nothing is written", () => {
  const form = heard(formOf(null), review(1, "Theirs."));
  assert.equal(form.draft.feedback, "Theirs.");
  assert.equal(form.draft.version, 1);
  assert.equal(form.conflict, null);
});

test("a review by somebody else never takes away what is written", () => {
  const form = heard(edited(formOf(null), mine), review(1, "Theirs."));
  assert.equal(form.draft.feedback, "Mine.");
  assert.equal(form.conflict?.feedback, "Theirs.");
});

test("an older review that comes late changes nothing", () => {
  const form = formOf(review(3, "Now."));
  assert.equal(heard(form, review(2, "Before.")), form);
});

test("what is typed while saving stays, and is not called saved", () => {
  const before = edited(formOf(null), mine);
  const saving = { ...before, saving: { kind: "saving" } as const };
  const typed = edited(saving, { feedback: "Mine, and more." });
  assert.equal(typed.saving.kind, "saving");
  const after = accepted(typed, before.draft, review(1, "Mine.", { state: "accepted" }));
  assert.equal(after.draft.feedback, "Mine, and more.");
  assert.equal(after.draft.version, 1);
  assert.ok(isPending(after));
});

test("a conflict keeps both texts, and each way out of it keeps what it says", () => {
  const form = edited(formOf(null), mine);
  const met = conflicting(form, form.draft, review(4, "Theirs.", { levels: { a: 1 } }));
  assert.equal(met.draft.feedback, "Mine.");
  assert.equal(met.conflict?.feedback, "Theirs.");

  assert.equal(keepTheirs(met).draft.feedback, "Theirs.");
  assert.equal(isPending(keepTheirs(met)), false);

  assert.deepEqual(keepMine(met).draft, { ...form.draft, version: 4 });
  assert.equal(keepMine(met).conflict, null);

  const both = joinBoth(met);
  assert.equal(both.draft.feedback, "Theirs.\n\nMine.");
  assert.deepEqual(both.draft.levels, { a: 1 });
  assert.equal(both.draft.version, 4);
});

test("a text without a judgement of its own takes over theirs", () => {
  const form = edited(formOf(null), { feedback: "Mine." });
  const met = heard(form, review(2, "Theirs.", { state: "asks-for-more" }));
  assert.equal(keepMine(met).draft.state, "asks-for-more");
  assert.equal(joinBoth(met).draft.state, "asks-for-more");
});

test("one's own review coming back after a lost reply is no conflict", () => {
  const form = edited(formOf(null), mine);
  const met = conflicting(form, form.draft, review(1, "Mine.", { state: "accepted" }));
  assert.equal(met.conflict, null);
  assert.equal(met.saving.kind, "saved");
  assert.equal(met.draft.version, 1);
});
