import assert from "node:assert/strict";
import { test } from "node:test";
import { IDLE_MS, ReadingClock } from "../src/page/reading/clock";

function reading(topic: string | null = "visibility"): ReadingClock {
  const clock = new ReadingClock();
  clock.bePresent(true);
  clock.see(topic);
  clock.input(0);
  clock.tick(0);
  return clock;
}

function pass(clock: ReadingClock, from: number, to: number, step = 1000): void {
  for (let at = from + step; at <= to; at += step) clock.tick(at);
}

test("what is before one's eyes counts, by topic", () => {
  const clock = reading();
  pass(clock, 0, 10_000);
  clock.see("adoption");
  pass(clock, 10_000, 14_000);
  assert.deepEqual(clock.take(), { seconds: { visibility: 10, adoption: 4 }, moves: {} });
  assert.equal(clock.take(), null);
});

test("nothing counts while the page is hidden, nor where there is no topic", () => {
  const clock = reading();
  clock.bePresent(false);
  pass(clock, 0, 20_000);
  clock.bePresent(true);
  clock.see(null);
  pass(clock, 20_000, 40_000);
  assert.equal(clock.take(), null);
});

test("who does nothing for a minute is not reading any more", () => {
  const clock = reading();
  pass(clock, 0, 10 * IDLE_MS);
  assert.deepEqual(clock.take()?.seconds, { visibility: IDLE_MS / 1000 });
  clock.input(10 * IDLE_MS);
  pass(clock, 10 * IDLE_MS, 10 * IDLE_MS + 5000);
  assert.deepEqual(clock.take()?.seconds, { visibility: 5 });
});

test("a computer that slept has not read", () => {
  const clock = reading();
  clock.tick(1000);
  clock.input(3_600_000);
  clock.tick(3_600_000);
  clock.tick(3_601_000);
  assert.deepEqual(clock.take()?.seconds, { visibility: 2 });
});

test("parts of a second are kept for the next report", () => {
  const clock = reading();
  pass(clock, 0, 1500, 500);
  assert.deepEqual(clock.take()?.seconds, { visibility: 1 });
  pass(clock, 1500, 2000, 500);
  assert.deepEqual(clock.take()?.seconds, { visibility: 1 });
});

test("what could not be sent is sent with the next", () => {
  const clock = reading();
  pass(clock, 0, 3000);
  clock.move("visibility", 1000);
  const report = clock.take();
  assert.ok(report);
  clock.putBack(report);
  pass(clock, 3000, 5000);
  assert.deepEqual(clock.take(), { seconds: { visibility: 5 }, moves: { visibility: 1 } });
});

test("a simulation that is dragged has moved once", () => {
  const clock = reading();
  for (let at = 10_000; at < 14_000; at += 50) clock.move("adoption", at);
  clock.move("adoption", 16_000);
  assert.deepEqual(clock.take(), { seconds: {}, moves: { adoption: 2 } });
});
