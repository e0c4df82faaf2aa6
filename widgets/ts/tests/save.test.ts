import assert from "node:assert/strict";
import { test } from "node:test";
import { SaveLedger } from "../src/live/save";
import { reconnectDelay } from "../src/live/socket";
import { below, seeded } from "./random";

test("an answer is saved only when its last message is durable", () => {
  const ledger = new SaveLedger();
  ledger.changedAndSent(["text:a"]);
  ledger.changedAndSent(["text:b"]);
  ledger.changedAndSent(["text:a"]);
  ledger.acknowledged(2);
  assert.deepEqual([...ledger.unsaved], ["text:a"]);
  ledger.acknowledged(3);
  assert.equal(ledger.unsaved.size, 0);
});

test("after a lost connection old counts confirm nothing, and catching up carries everything", () => {
  const ledger = new SaveLedger();
  ledger.changedAndSent(["text:a"]);
  ledger.disconnected();
  ledger.changedOnly(["text:b"]);
  ledger.acknowledged(1);
  assert.deepEqual([...ledger.unsaved].sort(), ["text:a", "text:b"]);
  assert.equal(ledger.waiting, false);
  ledger.caughtUp();
  assert.equal(ledger.waiting, true);
  ledger.acknowledged(1);
  assert.equal(ledger.unsaved.size, 0);
});

test("nothing is called saved that a server did not keep", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const ledger = new SaveLedger();
    const kept = new Map<string, number>();
    const latest = new Map<string, number>();
    let online = false;
    let sent: Map<string, number>[] = [];
    for (let step = 1; step <= 60; step += 1) {
      const roll = random();
      const name = `text:${below(random, 3)}`;
      if (roll < 0.5) {
        latest.set(name, step);
        if (online) {
          sent.push(new Map([[name, step]]));
          ledger.changedAndSent([name]);
        } else {
          ledger.changedOnly([name]);
        }
      } else if (roll < 0.65) {
        online = false;
        sent = [];
        ledger.disconnected();
      } else if (roll < 0.8 && !online) {
        online = true;
        sent = [new Map(latest)];
        ledger.caughtUp();
      } else if (online) {
        const count = below(random, sent.length + 1);
        for (const message of sent.slice(0, count)) {
          for (const [key, version] of message) {
            kept.set(key, Math.max(version, kept.get(key) ?? 0));
          }
        }
        ledger.acknowledged(count);
      }
      for (const [key, version] of latest) {
        if (!ledger.unsaved.has(key)) assert.ok((kept.get(key) ?? 0) >= version, `seed ${seed}`);
      }
    }
  }
});

test("attempts to reconnect start fast, slow down and never stop", () => {
  const delays = [0, 1, 2, 3, 10, 1000].map((attempt) => reconnectDelay(attempt, () => 1));
  assert.deepEqual(delays, [250, 500, 1000, 1500, 1500, 1500]);
  assert.equal(
    reconnectDelay(0, () => 0),
    125,
  );
});
