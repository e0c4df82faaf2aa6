import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf, medianOf, sharesOf, standingsOf } from "../src/exercises/together/figures";
import type { Voice } from "../src/exercises/together/voice";
import type { AnswerValue, ChoiceExercise, OrderExercise } from "../src/types";
import { seeded } from "./random";

const base = {
  prompt: "?",
  topic: null,
  individual: true,
  required: true,
  hint: null,
  due: null,
  reveal_at: null,
  rubric: null,
};
const named = (...ids: string[]) => ids.map((id) => ({ id, label: id.toUpperCase() }));
const choice: ChoiceExercise = {
  ...base,
  id: "c",
  kind: "choice",
  options: { choices: named("a", "b", "c"), many: true },
};
const order: OrderExercise = {
  ...base,
  id: "o",
  kind: "order",
  options: { items: named("a", "b", "c") },
};

function voices(...values: NonNullable<AnswerValue>[]): Voice[] {
  return values.map((value, index) => ({ id: `per_${index}`, name: "", label: "", value }));
}

test("each choice is counted with those who made it", () => {
  const given = (...values: NonNullable<AnswerValue>[]) =>
    sharesOf(choice, voices(...values)).map((share) => share.given.map(({ id }) => id));
  assert.deepEqual(given(["a", "c"], ["a"]), [["per_0", "per_1"], [], ["per_0"]]);
  assert.deepEqual(given("b"), [[], ["per_0"], []]);
});

test("items stand by their mean place, and of equals the more agreed first", () => {
  const standings = standingsOf(order, voices(["a", "b", "c"], ["c", "b", "a"], ["a", "b", "c"]));
  assert.deepEqual(
    standings.map(({ id, low, high }) => [id, low, high]),
    [
      ["a", 1, 3],
      ["b", 2, 2],
      ["c", 1, 3],
    ],
  );
  const [one, two] = standingsOf(order, voices(["a", "b", "c"], ["c", "b", "a"]));
  assert.equal(one?.id, "b");
  assert.equal(one?.mean, two?.mean);
});

test("an item that nobody ranked has no place", () => {
  assert.deepEqual(
    standingsOf(order, voices(["a", "c"])).map(({ id }) => id),
    ["a", "c"],
  );
});

test("the middle is between the two in the middle", () => {
  assert.equal(medianOf([9, 1, 5]), 5);
  assert.equal(medianOf([4, 1]), 2.5);
});

test("all numbers lie on their axis", () => {
  const random = seeded(5);
  const cases = [[0], [5, 5], [-3, 12.5], [0.001, 0.002], [1e9, 1e9 + 1], [-7]];
  for (let round = 0; round < 300; round += 1) {
    const size = 10 ** (random() * 12 - 6);
    cases.push([random() * size, -random() * size, random() * size]);
  }
  for (const values of cases) {
    const { low, high } = axisOf(values);
    assert.ok(low < high, String(values));
    for (const value of values) assert.ok(low <= value && value <= high, String(values));
  }
});
