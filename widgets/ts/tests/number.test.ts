import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber, parseNumber } from "../src/exercises/number";
import { below, seeded } from "./random";

const free = { minimum: null, maximum: null };
const value = (text: string, decimal: "." | "," = ".") => parseNumber(text, free, decimal);

test("numbers are read as people write them", () => {
  const written: [string, number][] = [
    ["12", 12],
    [" 1,5 ", 1.5],
    ["1.5", 1.5],
    [".5", 0.5],
    ["3.", 3],
    ["−3", -3],
    ["1 200,5", 1200.5],
    ["1.234,5", 1234.5],
    ["1,234.5", 1234.5],
    ["1,234,567", 1234567],
    ["2e3", 2000],
    ["0,125", 0.125],
  ];
  for (const [text, expected] of written) assert.deepEqual(value(text), { value: expected }, text);
});

test("a lone group mark is read the way of the place", () => {
  assert.deepEqual(value("1,200", "."), { value: 1200 });
  assert.deepEqual(value("1,200", ","), { value: 1.2 });
  assert.deepEqual(value("1.200", ","), { value: 1200 });
  assert.deepEqual(value("1.200", "."), { value: 1.2 });
});

test("nothing written is no answer, anything else is refused", () => {
  assert.deepEqual(value("  "), { value: null });
  for (const text of ["four", "1,2,3", "1.2.3,4", "-", "1e999", "0x10", "NaN", "12 kg"]) {
    assert.deepEqual(value(text), { problem: "not-a-number" }, text);
  }
});

test("limits hold, both ends included", () => {
  const limits = { minimum: 0, maximum: 10 };
  assert.deepEqual(parseNumber("-0,1", limits), { problem: "too-small" });
  assert.deepEqual(parseNumber("10.1", limits, "."), { problem: "too-large" });
  assert.deepEqual(parseNumber("10", limits), { value: 10 });
  assert.deepEqual(parseNumber("0", limits), { value: 0 });
});

test("what is shown reads back as the same number, here and elsewhere", () => {
  const random = seeded(7);
  for (let round = 0; round < 2000; round += 1) {
    const number = Number(((random() - 0.5) * 10 ** below(random, 7)).toFixed(below(random, 6)));
    assert.deepEqual(parseNumber(formatNumber(number, "en"), free, "."), { value: number + 0 });
    assert.deepEqual(parseNumber(formatNumber(number, "de"), free, ","), { value: number + 0 });
  }
});
