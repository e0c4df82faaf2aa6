import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Answer } from "../src/exercises/answer";
import type { ChoiceExercise, ScaleExercise, TextExercise } from "../src/types";

const base = {
  prompt: "?",
  topic: null,
  individual: false,
  required: true,
  hint: null,
  due: null,
  reveal_at: null,
  rubric: null,
};
const choices = ["a", "b", "c"].map((id) => ({ id, label: id.toUpperCase() }));
const one: ChoiceExercise = {
  ...base,
  id: "one",
  kind: "choice",
  options: { choices, many: false },
};
const many: ChoiceExercise = {
  ...base,
  id: "many",
  kind: "choice",
  options: { choices, many: true },
};
const scale: ScaleExercise = {
  ...base,
  id: "scale",
  kind: "scale",
  options: { low: 0, high: 4, low_label: "no", high_label: "yes" },
};
const text: TextExercise = {
  ...base,
  id: "text",
  kind: "text",
  options: { placeholder: null, min_words: null },
};

function exchange(left: Y.Doc, right: Y.Doc): void {
  Y.applyUpdate(left, Y.encodeStateAsUpdate(right));
  Y.applyUpdate(right, Y.encodeStateAsUpdate(left));
}

test("the document holds answers under the names the server reads", () => {
  const doc = new Y.Doc();
  new Answer(doc, one).set("b");
  new Answer(doc, many).set(["c", "a"]);
  new Answer(doc, scale).set(0);
  assert.deepEqual(doc.getMap("value:one").toJSON(), { value: "b" });
  assert.deepEqual(doc.getMap("value:many").toJSON(), { a: true, c: true });
  assert.deepEqual(doc.getMap("value:scale").toJSON(), { value: 0 });
  const written = new Answer(doc, text);
  doc.getText("text:text").insert(0, "why");
  assert.equal(written.value.value, "why");
});

test("what could not have been chosen counts as unanswered", () => {
  const doc = new Y.Doc();
  for (const [definition, value] of [
    [one, "d"],
    [scale, 5],
    [scale, 1.5],
    [scale, "2"],
  ] as const) {
    doc.getMap(`value:${definition.id}`).set("value", value);
    assert.equal(new Answer(doc, definition).value.value, null);
  }
  doc.getMap("value:many").set("z", true);
  assert.equal(new Answer(doc, many).value.value, null);
  doc.getText("text:text").insert(0, " \n ");
  assert.equal(new Answer(doc, text).value.value, null);
});

test("two people who tick different boxes at once both count", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, many), new Answer(right, many)];
  mine.set(["b"]);
  exchange(left, right);
  mine.set(["a", "b"]);
  theirs.set(["b", "c"]);
  exchange(left, right);
  assert.deepEqual(mine.value.value, ["a", "b", "c"]);
  assert.deepEqual(theirs.value.value, ["a", "b", "c"]);
});

test("an answer can be taken back, and only own changes count as touched", () => {
  const [left, right] = [new Y.Doc(), new Y.Doc()];
  const [mine, theirs] = [new Answer(left, one), new Answer(right, one)];
  mine.set("a");
  exchange(left, right);
  assert.deepEqual([mine.touched.value, theirs.touched.value], [true, false]);
  mine.set(null);
  exchange(left, right);
  assert.equal(theirs.value.value, null);
});
