import assert from "node:assert/strict";
import { test } from "node:test";
import { findAlike, findExact, findQuote } from "../src/discussion/anchoring/find";
import { CONTEXT, LONGEST_QUOTE, quoteAt } from "../src/discussion/anchoring/quote";
import { below, seeded } from "./random";

const TEXT =
  "Too low a limit, and people stand idle while requests wait. Too high, and everybody is busy " +
  "while nothing gets done. What lies between is different for every team: it depends on how " +
  "many you are, how much of your work waits for others, and what switching costs you.";

function anchored(text: string, exact: string, from = 0) {
  const start = text.indexOf(exact, from);
  assert.ok(start >= 0, `the test's own text lacks “${exact}”`);
  const position = { start, end: start + exact.length };
  return { quote: quoteAt(text, position), position };
}

function foundText(text: string, exact: string, original = TEXT, from = 0): string | null {
  const { quote, position } = anchored(original, exact, from);
  const found = findQuote(text, quote, position);
  return found && text.slice(found.start, found.end);
}

test("a quote keeps what stands around it, as far as there is any", () => {
  const { quote } = anchored(TEXT, "stand idle");
  assert.deepEqual(quote, {
    exact: "stand idle",
    prefix: "Too low a limit, and people ",
    suffix: " while requests wait. Too high, ",
  });
  assert.equal(quote.suffix.length, CONTEXT);
  assert.deepEqual(quoteAt("abc", { start: 0, end: 3 }), { exact: "abc", prefix: "", suffix: "" });
});

test("in an unchanged text a passage is where it was, even when it stands there often", () => {
  const text = "wait and wait and wait and wait";
  for (const from of [0, 1, 10, 19]) {
    const { quote, position } = anchored(text, "wait", from);
    assert.deepEqual(findQuote(text, quote, position), { ...position, likeness: 1 });
  }
});

test("where its position is wrong, what stands around a passage decides", () => {
  const original = "A board shows work. The limit is a rule. The limit is a promise. End.";
  const { quote, position } = anchored(original, "The limit is", 25);
  const changed = `Something new stands before it all. ${original}`;
  const found = findQuote(changed, quote, position);
  assert.equal(found?.start, changed.indexOf("The limit is a promise"));
  const without = findQuote(changed, quote, null);
  assert.equal(without?.start, found?.start);
});

test("at its old position stands another occurrence: the context tells them apart", () => {
  const original = "first: keep it small. second: keep it small. third.";
  const { quote, position } = anchored(original, "keep it small", 25);
  const changed = "first: keep it small and second: keep it small. third.";
  assert.equal(findQuote(changed, quote, position)?.start, changed.lastIndexOf("keep it small"));
  const moved = `${"x".repeat(position.start)}keep it small … second: keep it small. third.`;
  assert.equal(findQuote(moved, quote, position)?.start, moved.lastIndexOf("keep it small"));
});

const REWRITTEN: [what: string, was: string, now: string, expected: string][] = [
  ["a word replaced", "people stand idle", TEXT.replace("stand", "sit"), "people sit idle"],
  ["a typo mended", "everybody is busy", TEXT.replace("busy", "buzy"), "everybody is buzy"],
  [
    "a word put in",
    "What lies between is different",
    TEXT.replace("lies between", "really lies between"),
    "What really lies between is different",
  ],
  [
    "a word taken out",
    "how much of your work waits for others",
    TEXT.replace("of your work ", ""),
    "how much waits for others",
  ],
  [
    "another case",
    "Too high, and everybody",
    TEXT.replace("Too high", "too high"),
    "too high, and everybody",
  ],
  [
    "a sentence before, and a word changed",
    "what switching costs you",
    `A new beginning. ${TEXT.replace("switching", "changing")}`,
    "what changing costs you",
  ],
];

for (const [what, was, now, expected] of REWRITTEN) {
  test(`a passage is found again: ${what}`, () => {
    assert.equal(foundText(now, was), expected);
  });
}

test("a passage that is gone is not found in something else", () => {
  const gone = TEXT.replace("it depends on how many you are", "");
  assert.equal(foundText(gone, "it depends on how many you are"), null);
  assert.equal(foundText("Entirely other words about harbours.", "people stand idle"), null);
  assert.equal(foundText("", "people stand idle"), null);
});

test("a short quote must be there letter by letter", () => {
  const { quote, position } = anchored(TEXT, "idle");
  assert.equal(findAlike(TEXT.replace("idle", "idly"), quote, position), null);
  assert.equal(foundText(TEXT.replace("idle", "idly"), "idle"), null);
});

test("an empty quote is nowhere", () => {
  assert.equal(findQuote(TEXT, { exact: "", prefix: "", suffix: "" }, null), null);
});

test("of a passage longer than what is kept all comes back", () => {
  const words = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
  const position = { start: 50, end: 2050 };
  const quote = quoteAt(words, position);
  assert.equal(quote.exact.length, LONGEST_QUOTE);
  assert.deepEqual(findQuote(words, quote, position), { ...position, likeness: 1 });
  const moved = `One more sentence. ${words}`;
  assert.deepEqual(findQuote(moved, quote, position), { start: 69, end: 2069, likeness: 1 });
  assert.equal(findQuote(words.slice(0, 1200), quote, position)?.end, 1200);
});

test("letters beyond the basic plane and other scripts are letters as well", () => {
  const text = "Die Grüße 🌱 wachsen über Nacht, sagt Зоя, und 猫 schläft.";
  for (const exact of ["Grüße 🌱 wachsen", "sagt Зоя", "猫 schläft"]) {
    assert.equal(foundText(`Neu! ${text}`, exact, text), exact);
  }
});

test("patterns that mean something to a machine are only letters", () => {
  const text = "Use [a-z]+(.*)$ or \\d{2} — never ^both|one.";
  assert.equal(foundText(`x ${text}`, "[a-z]+(.*)$ or \\d{2}", text), "[a-z]+(.*)$ or \\d{2}");
});

test("whatever is written before and after, a passage that is left alone is found", () => {
  const random = seeded(20260911);
  const words = TEXT.split(" ");
  for (let round = 0; round < 500; round += 1) {
    const from = below(random, words.length - 6);
    const exact = words.slice(from, from + 3 + below(random, 3)).join(" ");
    const { quote, position } = anchored(TEXT, exact);
    const noise = () =>
      Array.from({ length: below(random, 9) }, () => words[below(random, words.length)]).join(" ");
    const changed = `${noise()} ${TEXT} ${noise()}`;
    const found = findExact(changed, quote, position);
    assert.ok(found, exact);
    assert.equal(changed.slice(found.start, found.end), exact);
    const near = quote.prefix.slice(-8);
    assert.ok(changed.slice(0, found.start).endsWith(near), exact);
  }
});

test("a letter here and there may change in any passage of some length", () => {
  const random = seeded(7);
  for (let round = 0; round < 300; round += 1) {
    const start = below(random, TEXT.length - 60);
    const position = { start, end: start + 25 + below(random, 30) };
    const quote = quoteAt(TEXT, position);
    const letters = [...TEXT];
    for (let change = 0; change < 2; change += 1) {
      letters[start + 2 + below(random, quote.exact.length - 4)] = "q";
    }
    const found = findQuote(letters.join(""), quote, position);
    assert.ok(found && found.likeness > 0.85, quote.exact);
    assert.ok(Math.abs(found.start - start) <= 15, `${quote.exact}: ${found.start} for ${start}`);
  }
});
