import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mark } from "../src/review/data";
import type { Queued } from "../src/review/item/data";
import { nextOf, orderOf, previousOf } from "../src/review/item/order";
import { withPhrase } from "../src/review/item/phrases";

function queue(...marks: [string, Mark][]): Queued[] {
  return marks.map(([id, mark]) => ({ id, mark }));
}

test("the way through the queue is that of what waits", () => {
  const waiting = queue(["a", "again"], ["b", "waiting"], ["c", "changed"], ["d", "seen"]);
  assert.deepEqual(orderOf([], waiting), ["a", "b"]);
});

test("answers keep their place once judged, and new ones come at the end", () => {
  const later = queue(["new", "again"], ["b", "waiting"], ["a", "accepted"]);
  assert.deepEqual(orderOf(["a", "b"], later), ["a", "b", "new"]);
});

test("next is what still waits, around the end; previous is the one before", () => {
  const order = ["a", "b", "c"];
  const waiting = queue(["a", "waiting"], ["b", "accepted"], ["c", "waiting"]);
  assert.equal(nextOf(order, waiting, "a"), "c");
  assert.equal(nextOf(order, waiting, "c"), "a");
  assert.equal(nextOf(order, waiting, "not-in-it"), "a");
  assert.equal(nextOf(order, queue(["a", "waiting"]), "a"), null);
  assert.equal(previousOf(order, "b"), "a");
  assert.equal(previousOf(order, "a"), null);
});

test("a phrase stands where the caret was, on lines of its own", () => {
  assert.deepEqual(withPhrase("", 0, "Who?"), { text: "Who?", caret: 4 });
  assert.deepEqual(withPhrase("Good. ", 6, "Who?"), { text: "Good.\n\nWho?", caret: 11 });
  assert.deepEqual(withPhrase("Good. Well.", 5, "Who?"), {
    text: "Good.\n\nWho?\n\nWell.",
    caret: 11,
  });
});
