import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { appendTo } from "../src/exercises/text/append";
import { join, pinMarkdown, pinsIn, split } from "../src/pins/syntax";
import { summaryOf } from "../src/pins/words";
import type { Setting, TextExercise } from "../src/types";
import { below, seeded } from "./random";

const ONE = { id: `pin_${"a".repeat(20)}`, words: "Limit 3" };
const TWO = { id: `pin_${"b".repeat(20)}`, words: "the [bend] \\ here" };

function setting(label: string, value: Setting["value"], shown: string | null = null): Setting {
  return { place: 0, key: "value", value, label, shown };
}

test("a state is written as a picture with an address of its own", () => {
  assert.equal(pinMarkdown(ONE), `![Limit 3](pin:${ONE.id})`);
  assert.deepEqual(pinsIn(`a ${pinMarkdown(TWO)} b ${pinMarkdown(ONE)} ${pinMarkdown(TWO)}`), [
    TWO,
    ONE,
  ]);
  assert.deepEqual(pinsIn("![x](pin:pin_short) ![x](https://example.org) pin:"), []);
  const lines = pinMarkdown({ id: ONE.id, words: "two\n lines" });
  assert.equal(pinsIn(lines)[0]?.words, "two lines");
});

test("only states at the end are taken from a comment", () => {
  const inside = `see ${pinMarkdown(ONE)} here`;
  assert.deepEqual(split(inside), { text: inside, pinned: [] });
  assert.deepEqual(split(`${inside}\n\n${pinMarkdown(TWO)}`), { text: inside, pinned: [TWO] });
  assert.deepEqual(split(pinMarkdown(ONE)), { text: "", pinned: [ONE] });
  assert.equal(join("words \n", [ONE]), `words\n\n${pinMarkdown(ONE)}`);
  assert.equal(join("words ", []), "words ");
});

test("what was joined is split into the same again", () => {
  const random = seeded(7);
  const letters = ["[", "]", "\\", "!", "(", ")", "a", " ", "\\]"];
  const some = (most: number) =>
    Array.from({ length: below(random, most) }, () => letters[below(random, letters.length)]).join(
      "",
    );
  for (let round = 0; round < 500; round += 1) {
    const text = some(12).trim();
    const pinned = [ONE, TWO]
      .slice(0, below(random, 3))
      .map((each) => ({ ...each, words: some(9).replace(/ +/g, " ").trim() }));
    const again = split(join(text, pinned));
    assert.deepEqual(again, { text, pinned });
  }
});

test("settings are told in words, and those without a name are not", () => {
  const settings = [
    setting("Limit:", 1234.5),
    setting("Colour", 1, "green"),
    setting("", 7),
    setting("Range", [2, 5]),
  ];
  assert.equal(summaryOf(settings), "Limit 1,234.5, Colour green, Range 2 – 5");
  assert.equal(summaryOf([setting("", 7)]), "A state of the simulation");
});

test("a state goes behind what is written, in a paragraph of its own", () => {
  const doc = new Y.Doc();
  const exercise = { kind: "text", id: "why" } as TextExercise;
  appendTo(doc, exercise, "first");
  appendTo(doc, exercise, "second");
  assert.equal(doc.getText("text:why").toString(), "first\n\nsecond");
});
